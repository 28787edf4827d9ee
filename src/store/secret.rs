//! What looks like a credential is not written to disk, wherever AWS's answer had it.

/// Parts of presigned addresses and of tokens, in lower case.
const SIGNS: [&str; 8] = [
    "x-amz-signature",
    "x-amz-security-token",
    "x-amz-credential",
    "authtoken=",
    "-----begin",
    "secret_access_key",
    "session_token",
    "bearer ",
];
/// What access keys and well-known tokens begin with.
const STARTS: [&str; 8] = ["AKIA", "ASIA", "ghp_", "gho_", "github_pat_", "glpat-", "xoxb-", "xoxp-"];
/// Letters and digits that follow such a beginning.
const TAIL: usize = 16;

/// Whether the text may hold a password, key or token.
pub(super) fn is_secret(text: &str) -> bool {
    // Nearly every text is a short word; none of the signs is shorter.
    if text.len() < 7 {
        return false;
    }
    has_login(text) || has_key(text) || {
        let lower = text.to_ascii_lowercase();
        SIGNS.iter().any(|sign| lower.contains(sign))
    }
}

/// `https://user:password@host`
fn has_login(text: &str) -> bool {
    text.match_indices("://").any(|(at, _)| {
        let host = text.get(at + 3..).unwrap_or_default().split(['/', '?', '#']).next().unwrap_or_default();
        host.contains('@')
    })
}

fn has_key(text: &str) -> bool {
    let follows = |rest: &str| rest.bytes().take_while(u8::is_ascii_alphanumeric).count() >= TAIL;
    STARTS.iter().any(|start| {
        text.match_indices(start).any(|(at, _)| text.get(at + start.len()..).is_some_and(follows))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_told_from_names() {
        for text in [
            "https://ada:pa55@git.example.com/x.git",
            "https://token@git.example.com",
            "https://nb.notebook.eu-west-1.sagemaker.aws?authToken=eyJhbGciOi",
            "https://x.s3.amazonaws.com/a?X-Amz-Signature=0a1b",
            "key AKIAIOSFODNN7EXAMPLE",
            "ghp_0123456789abcdefghij",
            "-----BEGIN RSA PRIVATE KEY-----",
        ] {
            assert!(is_secret(text), "{text}");
        }
        for text in [
            "churn-eda",
            "https://git.example.com/a@b/x.git",
            "arn:aws:iam::111122223333:role/AKIA-readers",
            "ada@example.com",
            "ml.t3.medium",
            "",
        ] {
            assert!(!is_secret(text), "{text}");
        }
    }
}
