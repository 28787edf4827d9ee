//! Comparison of text without regard to case: patterns with `*`, substrings, subsequences.
//!
//! Invariant: nothing is allocated for text of plain ASCII, which is nearly all there is; other text is lowered once.

/// A lowered text with `*` in it, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// What stands between the stars.
    pieces: Vec<Box<str>>,
    open_start: bool,
    open_end: bool,
}

impl Pattern {
    /// Each character with whether it was quoted: a quoted star is a star.
    pub fn new(chars: impl IntoIterator<Item = (char, bool)>) -> Self {
        let mut texts = vec![String::new()];
        for (c, quoted) in chars {
            match texts.last_mut() {
                Some(last) if quoted || c != '*' => last.push(c),
                _ => texts.push(String::new()),
            }
        }
        if texts.len() == 1 {
            let pieces = texts.iter().map(|text| text.to_lowercase().into()).collect();
            return Self { pieces, open_start: false, open_end: false };
        }
        let open_start = texts.first().is_some_and(String::is_empty);
        let open_end = texts.last().is_some_and(String::is_empty);
        let pieces = texts.iter().filter(|text| !text.is_empty()).map(|t| t.to_lowercase().into()).collect();
        Self { pieces, open_start, open_end }
    }

    /// The same pattern, found anywhere inside a text.
    #[must_use]
    pub fn anywhere(self) -> Self {
        Self { open_start: true, open_end: true, ..self }
    }

    /// The whole lowered text, where there is no star in it.
    pub fn plain(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [piece] => Some(piece),
            _ => None,
        }
    }

    /// Whether every text in which this is found holds the other one too. Both are found anywhere.
    pub fn narrows(&self, other: &Self) -> bool {
        self == other
            || matches!((self.plain(), other.plain()), (Some(own), Some(wider)) if own.contains(wider))
    }

    /// Whether it fits every text.
    pub const fn is_star(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Whether digits alone could fit, so that the digits of an account are worth writing out.
    pub fn fits_digits(&self) -> bool {
        self.pieces.iter().all(|piece| piece.bytes().all(|b| b.is_ascii_digit()))
    }

    pub fn fits(&self, text: &str) -> bool {
        folded(text, |text| self.fits_bytes(text))
    }

    /// Whether the text is, or begins with, the only piece.
    pub fn stands_at_start(&self, text: &str) -> Option<Start> {
        let piece = self.plain()?.as_bytes();
        folded(text, |text| match text.get(..piece.len()) {
            Some(start) if start.eq_ignore_ascii_case(piece) => {
                Some(if text.len() == piece.len() { Start::Whole } else { Start::Prefix })
            }
            _ => None,
        })
    }

    fn fits_bytes(&self, text: &[u8]) -> bool {
        let mut rest = text;
        let last = self.pieces.len().saturating_sub(1);
        for (at, piece) in self.pieces.iter().map(|piece| piece.as_bytes()).enumerate() {
            let anchored_start = at == 0 && !self.open_start;
            let anchored_end = at == last && !self.open_end;
            let Some(spare) = rest.len().checked_sub(piece.len()) else { return false };
            let from = match (anchored_start, anchored_end) {
                (true, true) if spare > 0 => return false,
                (true, _) => 0,
                (false, true) => spare,
                (false, false) => match find(rest, piece) {
                    Some(from) => from,
                    None => return false,
                },
            };
            let found = rest.get(from..from + piece.len()).unwrap_or_default();
            if !found.eq_ignore_ascii_case(piece) {
                return false;
            }
            rest = rest.get(from + piece.len()..).unwrap_or_default();
        }
        true
    }
}

/// Where a text begins with a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    Whole,
    Prefix,
}

/// Whether the lowered characters of `needle` appear in `text` in this order.
pub fn is_subsequence(needle: &str, text: &str) -> bool {
    let mut wanted = needle.chars().peekable();
    for c in text.chars().flat_map(char::to_lowercase) {
        if wanted.next_if_eq(&c).is_some() && wanted.peek().is_none() {
            return true;
        }
    }
    wanted.peek().is_none()
}

/// Lowers only what is not ASCII; ASCII is compared without regard to case as it stands.
fn folded<T>(text: &str, with: impl FnOnce(&[u8]) -> T) -> T {
    if text.is_ascii() { with(text.as_bytes()) } else { with(text.to_lowercase().as_bytes()) }
}

/// Where a lowered needle first stands in a text. Blocks in which its first and last byte never stand at the right
/// distance are passed over whole, without a branch in them, which the compiler turns into vector instructions: over
/// long ARNs this is most of the work of a filter.
fn find(text: &[u8], needle: &[u8]) -> Option<usize> {
    const BLOCK: usize = 32;
    let (Some(&first), Some(&last)) = (needle.first(), needle.last()) else { return Some(0) };
    let starts = text.get(..=text.len().checked_sub(needle.len())?)?;
    let ends = text.get(needle.len() - 1..)?;
    let (first_up, last_up) = (first.to_ascii_uppercase(), last.to_ascii_uppercase());
    // One where both bytes fit, else zero: sums and products of bytes have no branch.
    let near = |start: u8, end: u8| {
        let starts = u8::from(start == first) | u8::from(start == first_up);
        starts & (u8::from(end == last) | u8::from(end == last_up))
    };
    let here =
        |at: usize| text.get(at..at + needle.len()).is_some_and(|part| part.eq_ignore_ascii_case(needle));
    let (blocks, start_rest) = starts.as_chunks::<BLOCK>();
    let (end_blocks, end_rest) = ends.as_chunks::<BLOCK>();
    for (block, (starts, ends)) in blocks.iter().zip(end_blocks).enumerate() {
        let hits = starts.iter().zip(ends).fold(0, |hits, (&start, &end)| hits | near(start, end));
        if hits > 0 {
            let found = (block * BLOCK..(block + 1) * BLOCK).find(|&at| here(at));
            if found.is_some() {
                return found;
            }
        }
    }
    let rest = start_rest.iter().zip(end_rest).enumerate();
    let rest = rest.filter(|(_, (start, end))| near(**start, **end) > 0);
    rest.map(|(at, _)| blocks.len() * BLOCK + at).find(|&at| here(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> Pattern {
        Pattern::new(text.chars().map(|c| (c, false)))
    }

    #[test]
    fn stars_stand_for_any_text_and_nothing() {
        for (glob, yes, no) in [
            ("ml.g5*", "ML.G5.xlarge", "ml.g4dn.xlarge"),
            ("*xlarge", "ml.g5.2xlarge", "ml.g5.xlarge-x"),
            ("a*b*c", "abc", "acb"),
            ("a*a", "aa", "a"),
            ("prod", "PROD", "prod2"),
            ("*", "", "\u{0}none"),
            ("eu-*-1", "eu-west-1", "eu-west-2"),
        ] {
            assert!(pattern(glob).fits(yes), "{glob} {yes}");
            assert!(glob == "*" || !pattern(glob).fits(no), "{glob} {no}");
        }
        assert!(pattern("").fits("") && !pattern("").fits("x"));
    }

    #[test]
    fn a_quoted_star_is_a_star() {
        let quoted = Pattern::new([('a', true), ('*', true)]);
        assert!(quoted.fits("A*") && !quoted.fits("ab"));
    }

    #[test]
    fn case_is_ignored_beyond_ascii_too() {
        assert!(pattern("größe*").anywhere().fits("Die GRÖSSE GRÖßE 3"));
        assert!(!pattern("größe").fits("grosse"));
    }

    #[test]
    fn a_needle_is_found_in_every_place_of_long_text() {
        for at in 0..100 {
            let text = format!("{}NeeDle{}", "n".repeat(at), "x".repeat(100 - at));
            assert_eq!(find(text.as_bytes(), b"needle"), Some(at));
        }
        assert_eq!(find(b"needl", b"needle"), None);
        assert_eq!(find(b"", b""), Some(0));
    }

    #[test]
    fn subsequences_keep_the_order() {
        assert!(is_subsequence("ceda", "Churn-EDA"));
        assert!(!is_subsequence("edac", "churn-eda"));
        assert!(is_subsequence("", "anything"));
    }
}
