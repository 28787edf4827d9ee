//! CloudWatch Logs' filter patterns for plain text: terms, quoted phrases, `?` for either, `-` for not.
//!
//! No JSON and no space-delimited patterns. Invariant: an empty pattern fits every message.

/// A parsed pattern.
pub(super) struct Pattern {
    all: Vec<String>,
    either: Vec<String>,
    none: Vec<String>,
}

impl Pattern {
    pub(super) fn of(text: &str) -> Self {
        let mut pattern = Self { all: Vec::new(), either: Vec::new(), none: Vec::new() };
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let (list, term) = if let Some(term) = rest.strip_prefix('?') {
                (&mut pattern.either, term)
            } else if let Some(term) = rest.strip_prefix('-') {
                (&mut pattern.none, term)
            } else {
                (&mut pattern.all, rest)
            };
            let (term, after) = match term.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
                None => term.split_once(char::is_whitespace).unwrap_or((term, "")),
            };
            list.push(term.to_owned());
            rest = after.trim_start();
        }
        pattern
    }

    pub(super) fn fits(&self, message: &str) -> bool {
        let has = |term: &String| message.contains(term.as_str());
        self.all.iter().all(has)
            && (self.either.is_empty() || self.either.iter().any(has))
            && !self.none.iter().any(has)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_phrases_either_and_not() {
        assert!(Pattern::of("").fits("anything"));
        assert!(Pattern::of("ERROR kernel").fits("kernel ERROR"));
        assert!(!Pattern::of("ERROR kernel").fits("kernel"));
        assert!(Pattern::of("\"Kernel started\"").fits("[I] Kernel started: 1"));
        assert!(!Pattern::of("\"Kernel started\"").fits("[I] Kernel was started"));
        assert!(Pattern::of("?ERROR ?WARN").fits("WARN"));
        assert!(!Pattern::of("Kernel -started").fits("Kernel started"));
    }
}
