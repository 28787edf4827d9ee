//! Takes out of a message what may not be shown: keys, tokens, passwords, encoded messages.

/// Longest message that is shown; what AWS says beyond it is a dump.
const LIMIT: usize = 400;
/// A run of token characters as long as a secret key, or longer, is treated as a secret unless it reads like a name.
const SECRET_LENGTH: usize = 40;

/// The message without secrets, on one line and of bounded length.
pub fn redact(message: &str) -> String {
    let mut out = String::with_capacity(message.len().min(LIMIT));
    let mut hide_next = false;
    for word in words(message) {
        if out.chars().count() > LIMIT {
            out.push('…');
            break;
        }
        let Some(first) = word.chars().next() else { continue };
        if !is_word(first) {
            out.push_str(if word.trim().is_empty() { " " } else { word });
            continue;
        }
        let hidden = hide_next || is_secret(word);
        out.push_str(if hidden { "[hidden]" } else { word });
        hide_next = announces_secret(word) || (hide_next && word.eq_ignore_ascii_case("bearer"));
    }
    out.trim().to_owned()
}

/// Alternating runs of word characters and of everything else.
fn words(message: &str) -> impl Iterator<Item = &str> {
    let mut rest = message;
    std::iter::from_fn(move || {
        let first = is_word(rest.chars().next()?);
        let end = rest.char_indices().find(|(_, c)| is_word(*c) != first).map_or(rest.len(), |(at, _)| at);
        let (word, tail) = rest.split_at_checked(end)?;
        rest = tail;
        Some(word)
    })
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '_' | '-' | '.' | '~')
}

fn is_secret(word: &str) -> bool {
    is_access_key(word) || is_jwt(word) || is_known_token(word) || is_opaque(word)
}

fn is_access_key(word: &str) -> bool {
    let long_term = ["AKIA", "ASIA", "AROA", "AIDA"].iter().any(|prefix| word.starts_with(prefix));
    long_term && word.len() >= 16 && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

fn is_jwt(word: &str) -> bool {
    word.starts_with("eyJ") && word.len() > 20
}

fn is_known_token(word: &str) -> bool {
    ["ghp_", "glpat-", "xoxb-", "xoxp-"].iter().any(|prefix| word.starts_with(prefix))
}

/// Long, and either a mix that no name has or one single run of letters and digits.
fn is_opaque(word: &str) -> bool {
    if word.len() < SECRET_LENGTH {
        return false;
    }
    let has = |test: fn(&u8) -> bool| word.bytes().any(|b| test(&b));
    let mixed = has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_digit);
    let parts = word.split(['-', '/', '.', '_']).filter(|part| part.len() >= 24).count();
    // The base64 of secret keys has slashes and pluses, but never the hyphens and dots of names.
    mixed && (parts > 0 || !word.contains(['-', '.', '_']))
}

/// How the names of secrets end.
const ENDS: [&str; 10] = [
    "password",
    "passwd",
    "secretaccesskey",
    "secretkey",
    "clientsecret",
    "sessiontoken",
    "securitytoken",
    "accesstoken",
    "authtoken",
    "amzsignature",
];

/// `password=…`, `"SecretAccessKey": "…"`, `X-Amz-Security-Token: …`: the next word is the secret.
fn announces_secret(word: &str) -> bool {
    let word: String =
        word.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    ENDS.iter().any(|end| word.ends_with(end)) || word == "authorization" || word == "amzcredential"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_tokens_and_passwords_are_hidden() {
        for secret in [
            "AKIAIOSFODNN7EXAMPLE",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY0",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc",
            "ghp_abcdefghij",
            "IQoJb3JpZ2luX2VjEJr//////////wEaCXVzLWVhc3QtMSJHMEUCIQDtoken0123456789abcdefABCDEF",
        ] {
            let shown = redact(&format!("the thing {secret}, said the process"));
            assert_eq!(shown, "the thing [hidden], said the process");
        }
        assert_eq!(redact("password=hunter2 user=x"), "password=[hidden] user=x");
        assert_eq!(redact(r#"{"SecretAccessKey": "short"}"#), r#"{"SecretAccessKey": "[hidden]"}"#);
    }

    #[test]
    fn names_and_arns_stay_readable() {
        for name in [
            "arn:aws:sts::111122223333:assumed-role/SagedeckReader/vision-2026-11-23-a-rather-long-session-name",
            "the security token included in the request is expired",
            "https://sts.eu-west-1.amazonaws.com/",
            "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/AnExperiment-with-XGBoost-and-more-words-2",
        ] {
            assert_eq!(redact(name), name);
        }
    }

    #[test]
    fn long_dumps_are_cut_and_line_breaks_go() {
        assert_eq!(redact("a\nb"), "a b");
        assert!(redact(&"word ".repeat(1000)).chars().count() < 420);
    }
}
