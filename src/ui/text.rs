//! Text made to fit cells: cutting with `…`, widths as the terminal counts them, and the forms of money and time.
//!
//! Invariant: [`Words`] come from a [`Safe`], from our own source text, or from a string composed of these.

use std::borrow::Cow;

use jiff::Timestamp;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::theme::Role;
use crate::model::money::Money;
use crate::model::text::Safe;
use crate::model::time::{seconds_between, short_span};

/// What stands where something was cut.
pub const ELLIPSIS: &str = "…";
/// There is none, or it does not apply.
pub const NONE: &str = "–";
/// It was asked for and is not known.
pub const UNKNOWN: &str = "?";
/// It is being read.
pub const LOADING: &str = "…";

/// A text that may be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words<'a>(Cow<'a, str>);

impl Words<'_> {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Width in cells.
    pub fn width(&self) -> u16 {
        width(&self.0)
    }

    /// A text composed of shown forms, numbers and our own words.
    pub const fn composed(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

impl<'a> From<&'a Safe> for Words<'a> {
    fn from(text: &'a Safe) -> Self {
        Self(Cow::Borrowed(text.shown()))
    }
}

impl From<&'static str> for Words<'_> {
    fn from(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

/// Composes [`Words`] as `format!` does. Only shown forms can go in, since [`Safe`] displays nothing else.
macro_rules! words {
    ($($arg:tt)*) => { $crate::ui::text::Words::composed(format!($($arg)*)) };
}
pub(crate) use words;

/// A piece of a line in one style.
#[derive(Clone, Debug)]
pub struct Piece<'a> {
    pub words: Words<'a>,
    pub role: Role,
}

/// One line of pieces.
#[derive(Clone, Debug, Default)]
pub struct Line<'a> {
    pub pieces: Vec<Piece<'a>>,
}

impl<'a> Line<'a> {
    pub const fn new() -> Self {
        Self { pieces: Vec::new() }
    }

    /// A line in one style.
    pub fn of(role: Role, words: impl Into<Words<'a>>) -> Self {
        Self::new().with(role, words)
    }

    #[must_use]
    pub fn with(mut self, role: Role, words: impl Into<Words<'a>>) -> Self {
        self.push(role, words);
        self
    }

    pub fn push(&mut self, role: Role, words: impl Into<Words<'a>>) {
        self.pieces.push(Piece { words: words.into(), role });
    }

    pub fn append(&mut self, other: Self) {
        self.pieces.extend(other.pieces);
    }

    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    pub fn width(&self) -> u16 {
        self.pieces.iter().map(|piece| piece.words.width()).fold(0, u16::saturating_add)
    }
}

/// Wider than any screen. Widths stop here, so that a few of them can be added without a thought of overflow.
const WIDEST: usize = 9_999;

/// Width of a text in cells, at most `WIDEST`.
pub fn width(text: &str) -> u16 {
    let cells = if text.is_ascii() { text.len() } else { text.width() };
    cells.min(WIDEST) as u16
}

/// The text in at most so many cells; where something is cut, the last of them holds `…`.
pub fn fit(text: &str, room: u16) -> Cow<'_, str> {
    if width(text) <= room {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut left = usize::from(room.saturating_sub(1));
    for grapheme in text.graphemes(true) {
        let wide = grapheme.width();
        if wide > left {
            break;
        }
        left -= wide;
        out.push_str(grapheme);
    }
    if room > 0 {
        out.push_str(ELLIPSIS);
    }
    Cow::Owned(out)
}

/// The text in at most so many cells with its end kept, for paths and ARNs whose end says the most.
pub fn fit_end(text: &str, room: u16) -> Cow<'_, str> {
    if width(text) <= room {
        return Cow::Borrowed(text);
    }
    let mut left = usize::from(room.saturating_sub(1));
    let mut kept: Vec<&str> = Vec::new();
    for grapheme in text.graphemes(true).rev() {
        let wide = grapheme.width();
        if wide > left {
            break;
        }
        left -= wide;
        kept.push(grapheme);
    }
    kept.reverse();
    let mark = if room > 0 { ELLIPSIS } else { "" };
    Cow::Owned(format!("{mark}{}", kept.concat()))
}

/// The text broken into lines of at most so many cells, at spaces where there are some. Looks no further than the
/// asked number of lines; when the text does not end there, the last line ends with `…`.
pub fn wrap(text: &str, room: u16, lines: usize) -> Vec<String> {
    let room = room.max(1);
    let mut out: Vec<String> = Vec::new();
    let mut current = String::new();
    for word in text.split_inclusive(' ') {
        let mut word = word;
        if width(&current) + width(word.trim_end()) > room && !current.is_empty() {
            out.push(current.trim_end().to_owned());
            current = String::new();
        }
        while width(word.trim_end()) > room && out.len() <= lines {
            let taken = head(word, room);
            out.push(taken.to_owned());
            word = word.strip_prefix(taken).unwrap_or_default();
        }
        current.push_str(word);
        if out.len() > lines {
            break;
        }
    }
    if !current.trim_end().is_empty() || out.is_empty() {
        out.push(current.trim_end().to_owned());
    }
    if out.len() > lines {
        out.truncate(lines);
        if let Some(last) = out.last_mut() {
            last.push_str("  ");
            *last = fit(last, width(last).saturating_sub(1).min(room)).into_owned();
        }
    }
    out
}

/// As many whole graphemes from the start as fit.
fn head(text: &str, room: u16) -> &str {
    let mut left = usize::from(room);
    let mut end = text.len();
    for (at, grapheme) in text.grapheme_indices(true) {
        let wide = grapheme.width();
        // At least one grapheme goes, so that wrapping always ends.
        if wide > left && at > 0 {
            end = at;
            break;
        }
        left = left.saturating_sub(wide);
    }
    text.get(..end).unwrap_or(text)
}

/// A number with separated thousands: `12,480`.
pub fn thousands(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + 4);
    if number < 0 {
        out.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A count in at most four characters: `128`, `1.2k`, `23k`, `1.4M`.
pub fn short_count(count: usize) -> String {
    match count {
        0..1_000 => count.to_string(),
        1_000..9_950 => format!("{:.1}k", count as f64 / 1_000.0),
        9_950..999_500 => format!("{}k", (count + 500) / 1_000),
        _ => format!("{:.1}M", count as f64 / 1_000_000.0),
    }
}

/// An estimate at list price in whole dollars: `~$4,212`. Below a dollar `~$0.23`.
pub fn estimate(money: Money) -> String {
    let micros = money.as_micros();
    if micros != 0 && micros.abs() < 1_000_000 {
        format!("~${money}")
    } else {
        format!("~${}", thousands(money.dollars()))
    }
}

/// `2026-11-23 15:04Z`: to the minute, so that a screen at rest stays at rest.
pub fn minute(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%MZ").to_string()
}

/// A span to the minute, so that a screen at rest stays at rest: `<1m`, `9m`, `6d 4h`.
pub fn span(seconds: i64) -> String {
    if seconds < 60 { "<1m".to_owned() } else { short_span(seconds - seconds % 60) }
}

/// `2026-11-17 10:41Z · 6d 4h ago`: absolute and relative. A time ahead is `in 2h`.
pub fn moment(at: Timestamp, now: Timestamp) -> String {
    let relative = if at > now {
        format!("in {}", span(seconds_between(now, at)))
    } else {
        format!("{} ago", span(seconds_between(at, now)))
    };
    format!("{} · {relative}", minute(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_ends_with_an_ellipsis() {
        assert_eq!(fit("churn-eda", 9), "churn-eda");
        assert_eq!(fit("churn-eda", 8), "churn-e…");
        assert_eq!(fit("churn-eda", 1), "…");
        assert_eq!(fit("churn-eda", 0), "");
        assert_eq!(fit_end("arn:aws:sagemaker", 8), "…gemaker");
    }

    #[test]
    fn wide_characters_are_never_halved() {
        assert_eq!(fit("漢漢漢", 5), "漢漢…");
        assert_eq!(fit("漢漢漢", 4), "漢…");
        assert_eq!(width(&fit_end("漢漢漢", 4)), 3);
    }

    #[test]
    fn lines_break_at_spaces_and_say_when_there_is_more() {
        assert_eq!(wrap("no access to the logs", 10, 9), ["no access", "to the", "logs"]);
        assert_eq!(wrap("abcdefghij", 4, 9), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("one two three four five", 5, 2), ["one", "two…"]);
        assert_eq!(wrap("", 5, 2), [""]);
        assert_eq!(wrap("漢漢漢", 1, 3).len(), 3);
    }

    #[test]
    fn numbers_are_separated_and_shortened() {
        assert_eq!(thousands(2_754), "2,754");
        assert_eq!(thousands(-1_234_567), "-1,234,567");
        assert_eq!(thousands(999), "999");
        for (count, text) in
            [(999, "999"), (1_234, "1.2k"), (23_400, "23k"), (1_400_000, "1.4M"), (999_600, "1.0M")]
        {
            assert_eq!(short_count(count), text);
        }
        assert_eq!(estimate(Money::micros(4_212_300_000)), "~$4,212");
        assert_eq!(estimate(Money::micros(230_000)), "~$0.23");
        assert_eq!(estimate(Money::ZERO), "~$0");
    }

    #[test]
    fn times_are_absolute_and_relative() {
        let now: Timestamp = "2026-11-23T15:04:11Z".parse().unwrap();
        let then: Timestamp = "2026-11-17T10:41:00Z".parse().unwrap();
        assert_eq!(moment(then, now), "2026-11-17 10:41Z · 6d 4h ago");
        assert_eq!(moment(now, then), "2026-11-23 15:04Z · in 6d 4h");
        assert_eq!((span(0), span(59), span(61)), ("<1m".to_owned(), "<1m".to_owned(), "1m".to_owned()));
    }
}
