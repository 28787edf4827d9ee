//! Patterns with `*`, as configuration and policy write them for names, ids and paths.

/// Whether a pattern with `*` covers the whole text, ignoring ASCII case.
pub fn glob(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.to_ascii_lowercase(), text.to_ascii_lowercase());
    let Some((head, tail)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut rest) = text.strip_prefix(head) else { return false };
    let mut parts: Vec<&str> = tail.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = rest.get(at + part.len()..).unwrap_or_default();
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        assert!(glob("ds-*", "DS-retail"));
        assert!(glob("*prod*", "my-prod-1"));
        assert!(glob("a*b*c", "a-b-c"));
        assert!(!glob("a*b", "a-b-c"));
        assert!(!glob("prod", "prod-1"));
    }
}
