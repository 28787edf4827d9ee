//! Text from outside, made harmless once, where it enters (AWS, disk, configuration, environment).
//!
//! A [`Safe`] keeps the raw text beside the shown one: rules, queries and API calls use the raw form, whatever a
//! person sees is the shown form. Nothing a terminal would obey, hide or reorder is ever in a shown form.

use std::fmt;
use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation;

mod escape;
#[cfg(test)]
mod tests;

/// Longest shown form in characters; the raw text is kept whole.
const SHOWN_LIMIT: usize = 16_384;
/// A grapheme longer than this is replaced: thousands of combining marks in one cell are an attack, not a letter.
const GRAPHEME_BYTES: usize = 32;
const GRAPHEME_CHARS: usize = 8;

/// A text with its raw and its shown form. Compared and ordered by the raw form.
#[derive(Clone)]
pub struct Safe(Form);

/// Nearly every text can be shown as it is; the others cost one more step, so that all of them are two words long.
#[derive(Clone)]
enum Form {
    Plain(Arc<str>),
    Unusual(Arc<Unusual>),
}

struct Unusual {
    raw: Box<str>,
    shown: Box<str>,
}

impl Safe {
    /// One line for a table cell or a label: control characters become pictures (`␛`), invisible and
    /// direction-changing ones become `·`, line breaks and tabs do not survive.
    pub fn new(raw: impl AsRef<str>) -> Self {
        Self::with(raw.as_ref(), cell)
    }

    /// Lines of a log or a description: complete escape sequences are dropped, line breaks stay, tabs become
    /// spaces, and the rest is treated as by [`Safe::new`].
    pub fn block(raw: impl AsRef<str>) -> Self {
        Self::with(raw.as_ref(), |raw| {
            let plain = escape::strip(raw).replace("\r\n", "\n").replace('\t', "    ");
            let lines: Vec<String> = plain.split('\n').map(cell).collect();
            lines.join("\n")
        })
    }

    fn with(raw: &str, policy: impl Fn(&str) -> String) -> Self {
        // Printable ASCII is by far the most common text and needs no second form.
        if raw.len() <= SHOWN_LIMIT && raw.bytes().all(|b| (0x20..0x7f).contains(&b)) {
            return Self(Form::Plain(Arc::from(raw)));
        }
        let shown = policy(raw);
        if shown == raw {
            return Self(Form::Plain(Arc::from(raw)));
        }
        Self(Form::Unusual(Arc::new(Unusual { raw: raw.into(), shown: shown.into() })))
    }

    /// The copy of exactly this text that is held here, to be shared.
    pub(super) fn shared(&self, text: &str) -> Option<Arc<str>> {
        match &self.0 {
            Form::Plain(raw) if **raw == *text => Some(Arc::clone(raw)),
            _ => None,
        }
    }

    /// The exact text from outside: for calls, rules, comparison and JSON.
    pub fn raw(&self) -> &str {
        match &self.0 {
            Form::Plain(raw) => raw,
            Form::Unusual(text) => &text.raw,
        }
    }

    /// The text that may be drawn or printed.
    pub fn shown(&self) -> &str {
        match &self.0 {
            Form::Plain(raw) => raw,
            Form::Unusual(text) => &text.shown,
        }
    }

    /// Whether the shown form differs from the raw one, so that copying or acting on it must say so.
    pub const fn is_unusual(&self) -> bool {
        matches!(self.0, Form::Unusual(_))
    }

    /// Nothing is lost and nothing is hidden: each character that cannot be seen is written `⟨U+202E⟩`.
    /// For boxes in which a person decides about exactly this resource, and for the journal.
    pub fn identity(&self) -> String {
        let raw = self.raw();
        let mut out = String::with_capacity(raw.len());
        for c in raw.chars() {
            if is_plain(c) && c != '\u{a0}' && !is_variation(c) && !is_combining(c) {
                out.push(c);
            } else {
                out.extend(format!("⟨U+{:04X}⟩", c as u32).chars());
            }
        }
        out
    }
}

impl Default for Safe {
    /// The empty text.
    fn default() -> Self {
        Self(Form::Plain(Arc::from("")))
    }
}

impl fmt::Display for Safe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.shown())
    }
}

impl fmt::Debug for Safe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.shown())
    }
}

impl PartialEq for Safe {
    fn eq(&self, other: &Self) -> bool {
        self.raw() == other.raw()
    }
}

impl Eq for Safe {}

impl PartialOrd for Safe {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Safe {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.raw().cmp(other.raw())
    }
}

impl std::hash::Hash for Safe {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.raw().hash(state);
    }
}

impl From<&str> for Safe {
    fn from(raw: &str) -> Self {
        Self::new(raw)
    }
}

impl From<String> for Safe {
    fn from(raw: String) -> Self {
        Self::new(raw)
    }
}

/// One line of raw text with everything replaced that a terminal would obey, hide or reorder.
fn cell(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len().min(SHOWN_LIMIT));
    let mut count = 0;
    for grapheme in raw.graphemes(true) {
        let chars = grapheme.chars().count();
        if count + chars > SHOWN_LIMIT {
            out.push('…');
            break;
        }
        count += chars;
        if grapheme.len() > GRAPHEME_BYTES || chars > GRAPHEME_CHARS {
            out.push('\u{fffd}');
        } else {
            out.extend(grapheme.chars().map(shown_char));
        }
    }
    out
}

/// The character that stands for `c` in a shown form.
fn shown_char(c: char) -> char {
    match c {
        '\t' => ' ',
        '\u{00}'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('·'),
        '\u{7f}' => '␡',
        c if is_space(c) => ' ',
        c if is_plain(c) && !is_variation(c) => c,
        _ => '·',
    }
}

/// Spaces other than the ordinary one: they look like it, so they are shown as it.
const fn is_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

/// Variation selectors change a glyph's width on some terminals and show nothing themselves.
const fn is_variation(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | '\u{180b}'..='\u{180d}' | '\u{180f}')
}

/// Combining marks stand on another character; alone in an identity they would change how it reads.
const fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Whether a character shows itself, takes no part in bidirectional control and is assigned for interchange.
/// Unicode general categories Cc, Cf, Zl, Zp and Co, the noncharacters and the letters that show nothing are not.
const fn is_plain(c: char) -> bool {
    let nonchar = (c as u32) & 0xfffe == 0xfffe;
    !nonchar
        && !matches!(c,
            '\u{00}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{34f}'
            | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}' | '\u{8e2}'
            | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}'
            | '\u{3164}' | '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
            | '\u{f0000}'..='\u{10ffff}')
}
