//! Fuzzy scores for lists that a person picks from: the palette, help, and the order of `~word` hits.
//!
//! Invariant: a text has a score exactly when the needle's characters appear in it in order, whatever their case.

use std::fmt;

use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::pattern::is_subsequence;

/// Longer needles are not scored: nobody types them.
const LONGEST: usize = 256;

/// Scores many texts. It holds some 135 kB of working memory, so one is made for a list, not for each text.
pub struct Fuzzy {
    matcher: Matcher,
    needle: String,
    buffers: [Vec<char>; 2],
}

impl Fuzzy {
    pub fn new(needle: &str) -> Self {
        let mut config = Config::DEFAULT;
        // `é` and `e` are different letters in the rest of the language, so they are here.
        config.normalize = false;
        config.prefer_prefix = true;
        Self { matcher: Matcher::new(config), needle: needle.to_lowercase(), buffers: Default::default() }
    }

    /// The higher the better; nothing where the text does not fit. An empty needle fits everything with 0.
    pub fn score(&mut self, text: &str) -> Option<u32> {
        if !is_subsequence(&self.needle, text) {
            return None;
        }
        // The matcher counts in 16 bits, which a pasted page would overflow.
        if self.needle.len() > LONGEST {
            return Some(0);
        }
        let [haystack, needle] = &mut self.buffers;
        let score =
            self.matcher.fuzzy_match(Utf32Str::new(text, haystack), Utf32Str::new(&self.needle, needle));
        // Where the matcher's own folding of rare letters differs from ours, the hit stays, as the weakest.
        Some(score.map_or(0, u32::from))
    }
}

impl fmt::Debug for Fuzzy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fuzzy").field("needle", &self.needle).finish_non_exhaustive()
    }
}

/// The score of one text; for lists, [`Fuzzy`].
pub fn fuzzy(needle: &str, haystack: &str) -> Option<u32> {
    // The cheap refusal first: most of a list does not fit.
    is_subsequence(&needle.to_lowercase(), haystack).then(|| Fuzzy::new(needle).score(haystack)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn better_hits_score_higher() {
        let mut fuzzy = Fuzzy::new("note");
        let scores: Vec<_> =
            ["notebooks", "show notebooks", "no other text"].map(|text| fuzzy.score(text).unwrap()).to_vec();
        assert!(scores.is_sorted_by(|a, b| a > b), "{scores:?}");
        assert_eq!(fuzzy.score("none"), None);
    }

    #[test]
    fn an_empty_needle_fits_everything() {
        assert_eq!(super::fuzzy("", "x"), Some(0));
        assert_eq!(super::fuzzy("x", ""), None);
    }

    #[test]
    fn very_long_text_is_no_trouble() {
        assert!(super::fuzzy("az", &format!("a{}z", "b".repeat(100_000))).is_some());
    }
}
