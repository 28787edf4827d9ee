//! Takes secrets out of a text before it is logged. Runs behind the sanitiser, so that no escape sequence can split a
//! secret in two. Not a proof: the first defence is that secrets are never given to the log.

/// What stands in a secret's place.
const GONE: &str = "[redacted]";

/// Words that make the value behind them a secret. Compared in lower case, without `_` and `-`.
const NAMES: &[&str] = &[
    "secretaccesskey",
    "sessiontoken",
    "securitytoken",
    "accesstoken",
    "refreshtoken",
    "idtoken",
    "authtoken",
    "token",
    "clientsecret",
    "secret",
    "password",
    "passwd",
    "signature",
    "credential",
    "apikey",
    "privatekey",
];

/// Beginnings that name a secret by themselves, with the shortest length of what follows.
const PREFIXES: &[(&str, usize)] = &[
    ("AKIA", 12),
    ("ASIA", 12),
    ("AROA", 12),
    ("AIDA", 12),
    ("eyJ", 1),
    ("ghp_", 8),
    ("gho_", 8),
    ("ghs_", 8),
    ("github_pat_", 8),
    ("glpat-", 8),
    ("xoxb-", 8),
    ("xoxp-", 8),
    ("IQoJ", 4),
    ("aoaAAAA", 0),
    ("aorAAAA", 0),
];

/// The text without what looks like a key, a token, a password, a signature or a presigned query.
pub(super) fn redact(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let at_start = !out.ends_with(is_word);
        let (kept, taken) = match at_start.then(|| secret(rest)).flatten() {
            Some((keep, end)) => (rest.get(..keep).unwrap_or_default(), Some(end)),
            None => (rest.get(..first.len_utf8()).unwrap_or_default(), None),
        };
        out.push_str(kept);
        if taken.is_some() {
            out.push_str(GONE);
        }
        rest = rest.get(taken.unwrap_or(kept.len())..).unwrap_or_default();
    }
    out
}

/// How much of the text is kept and where the secret ends, when one begins here.
fn secret(text: &str) -> Option<(usize, usize)> {
    if text.starts_with("-----BEGIN") {
        return Some((0, text.len()));
    }
    let prefixed = PREFIXES.iter().find_map(|(prefix, least)| {
        let tail = text.strip_prefix(prefix)?;
        let length = tail.find(|c: char| !is_token(c)).unwrap_or(tail.len());
        (length >= *least).then_some((0, prefix.len() + length))
    });
    prefixed.or_else(|| named(text))
}

/// `name = value`, `"name": "value"`, `name=value&` and `Authorization: everything`.
fn named(text: &str) -> Option<(usize, usize)> {
    let length = text.find(|c: char| !is_word(c) && c != '-').unwrap_or(text.len());
    let (name, behind) = text.split_at_checked(length)?;
    let plain: String =
        name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let value_at = separator(behind)? + length;
    let value = text.get(value_at..)?;
    // A header's value runs to the end of the line; its parts are secrets of several kinds.
    if plain.ends_with("authorization") {
        let end = value.find(['\n', '"']).unwrap_or(value.len());
        return Some((value_at, value_at + end));
    }
    if !NAMES.iter().any(|word| plain.ends_with(word)) {
        return None;
    }
    let end = value.find(|c: char| c.is_whitespace() || "\"'&,;}])<>\\".contains(c)).unwrap_or(value.len());
    (end > 0).then_some((value_at, value_at + end))
}

/// Length of what stands between a name and its value, quotes included; nothing when no `=` or `:` is there.
fn separator(behind: &str) -> Option<usize> {
    let blank = |c: char| c == ' ' || c == '"' || c == '\'' || c == '\\';
    let mark = behind.trim_start_matches(blank);
    let value = mark.strip_prefix(['=', ':'])?.trim_start_matches(blank);
    Some(behind.len() - value.len())
}

const fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

const fn is_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '+' | '=')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_of_every_kind_go() {
        let cases = [
            ("key AKIAIOSFODNN7EXAMPLE used", "key [redacted] used"),
            ("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPx", "aws_secret_access_key = [redacted]"),
            ("aws_session_token=IQoJb3JpZ2luX2VjEXAMPLE//w", "aws_session_token=[redacted]"),
            ("https://nb.aws?authToken=eyJhbGciOi.eyJz.sig&x=1", "https://nb.aws?authToken=[redacted]&x=1"),
            (
                "X-Amz-Signature=abcdef&X-Amz-Security-Token=IQ",
                "X-Amz-Signature=[redacted]&X-Amz-Security-Token=[redacted]",
            ),
            ("Authorization: AWS4-HMAC-SHA256 Credential=AKIA.../Signature=ab", "Authorization: [redacted]"),
            (
                r#"{"accessToken":"aoaAAAA","clientSecret":"eyJ"}"#,
                r#"{"accessToken":"[redacted]","clientSecret":"[redacted]"}"#,
            ),
            ("password=hunter2 token: ghp_0123456789abcdef", "password=[redacted] token: [redacted]"),
        ];
        for (text, expected) in cases {
            assert_eq!(redact(text), expected);
        }
    }

    #[test]
    fn ordinary_words_stay() {
        for text in
            ["tokens left: 4", "arn:aws:iam::111122223333:role/Reader", "next token", "ünïcode = 1", ""]
        {
            assert_eq!(redact(text), text);
        }
    }
}
