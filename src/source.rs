//! Named text with spans: configuration, policy, keymaps, themes and queries are judged against one of these, and
//! every mistake in them reads the same: where, what, the line, a caret, and the nearest word that would be right.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::model::text::Safe;

/// A text and what a person calls it: a path as given, or `--where`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub name: Safe,
    pub text: Arc<str>,
}

/// A mistake in a [`Source`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The source's name.
    pub source: Safe,
    /// What is wrong, one sentence without a full stop.
    pub message: Safe,
    /// From 1. Columns count characters.
    pub line: usize,
    pub column: usize,
    /// The offending line and how many characters of it are marked.
    pub excerpt: Safe,
    pub width: usize,
    /// What would be right, for example ``did you mean `regions`?``.
    pub hint: Option<Safe>,
}

impl Source {
    pub fn new(name: impl AsRef<str>, text: impl AsRef<str>) -> Self {
        Self { name: Safe::new(name), text: Arc::from(text.as_ref()) }
    }

    /// A mistake at a byte range of the text.
    pub fn diagnostic(&self, span: &Range<usize>, message: impl AsRef<str>) -> Diagnostic {
        let start = floor_boundary(&self.text, span.start);
        let end = floor_boundary(&self.text, span.end).max(start);
        let before = self.text.get(..start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let excerpt = self.text.get(line_start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let marked = self.text.get(start..end).unwrap_or_default();
        let width = marked.lines().next().unwrap_or_default().chars().count().max(1);
        Diagnostic {
            source: self.name.clone(),
            message: Safe::new(message),
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
            excerpt: Safe::new(excerpt),
            width,
            hint: None,
        }
    }

    /// Reads the text as TOML. Unknown keys and words come with the nearest known one.
    pub fn parse_toml<T: serde::de::DeserializeOwned>(&self) -> Result<T, Box<Diagnostic>> {
        toml::from_str(&self.text).map_err(|error| {
            let message = error.message();
            let mut words = message.split('`').skip(1).step_by(2);
            let hint = words.next().and_then(|wrong| did_you_mean(wrong, words));
            let mut diagnostic = self.diagnostic(&error.span().unwrap_or(0..0), first_line(message));
            diagnostic.hint = hint;
            Box::new(diagnostic)
        })
    }
}

impl Diagnostic {
    #[must_use]
    pub fn with_hint(mut self, hint: Option<Safe>) -> Self {
        self.hint = hint;
        self
    }

    /// `name:line:column: message`, for one-line places such as a banner.
    pub fn headline(&self) -> String {
        format!("{}:{}:{}: {}", self.source, self.line, self.column, self.message)
    }
}

/// Headline, line, caret and hint.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let gutter = self.line.to_string();
        let blank = " ".repeat(gutter.len());
        writeln!(f, "{}", self.headline())?;
        writeln!(f, "{blank} │")?;
        writeln!(f, "{gutter} │ {}", self.excerpt)?;
        write!(f, "{blank} │ {}{}", " ".repeat(self.column - 1), "^".repeat(self.width))?;
        self.hint.as_ref().map_or(Ok(()), |hint| write!(f, "\n{blank} = {hint}"))
    }
}

/// ``did you mean `x`?`` for the nearest of the known words, if one is near.
pub fn did_you_mean<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<Safe> {
    nearest(wrong, known).map(|word| Safe::new(format!("did you mean `{word}`?")))
}

/// The known word that is most like `wrong`, if it is like it at all.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wrong = wrong.to_lowercase();
    let score = |word: &str| strsim::jaro_winkler(&wrong, &word.to_lowercase());
    known
        .into_iter()
        .map(|word| (score(word), word))
        .filter(|(score, _)| *score > 0.78)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, word)| word)
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

fn floor_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        #[expect(dead_code, reason = "only its name matters")]
        regions: Option<Vec<String>>,
    }

    #[test]
    fn an_unknown_key_is_marked_with_the_nearest_known_one() {
        let source = Source::new("config.toml", "# mine\nregoins = []\n");
        let shown = source.parse_toml::<Sample>().unwrap_err().to_string();
        assert_eq!(
            shown,
            "config.toml:2:1: unknown field `regoins`, expected `regions`\n  │\n2 │ regoins = []\n  │ ^^^^^^^\n  = did you mean `regions`?"
        );
    }

    #[test]
    fn spans_are_counted_in_characters_and_never_split_one() {
        let source = Source::new("q", "ärger");
        let diagnostic = source.diagnostic(&(1..3), "here");
        assert_eq!((diagnostic.line, diagnostic.column), (1, 1));
        assert_eq!(source.diagnostic(&(99..120), "behind the end").column, 6);
    }

    #[test]
    fn far_words_are_not_suggested() {
        assert_eq!(nearest("zzz", ["regions", "profile"]), None);
        assert_eq!(nearest("profil", ["regions", "profile"]), Some("profile"));
    }

    #[test]
    fn hostile_text_is_shown_harmless() {
        let source = Source::new("x\u{1b}[2J", "a = \u{202e}");
        assert!(
            !source.diagnostic(&(0..1), "bad\u{7}").to_string().contains(['\u{1b}', '\u{202e}', '\u{7}'])
        );
    }
}
