//! A line of text that a person edits. It knows graphemes, so that one Backspace takes one visible character.

use unicode_segmentation::UnicodeSegmentation;

use super::key::{Code, Key};

/// Longer than any query or ARN; a pasted file does not belong into one line.
pub const LIMIT: usize = 4_096;

/// A text and where its cursor stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineInput {
    text: String,
    /// Byte position, always at a grapheme's beginning or at the end.
    at: usize,
}

impl LineInput {
    /// A field that holds a text already, with the cursor behind it.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { at: text.len(), text }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// What stands before the cursor and from it on, for drawing.
    pub fn split(&self) -> (&str, &str) {
        self.text.split_at_checked(self.at).unwrap_or((&self.text, ""))
    }

    pub fn set(&mut self, text: impl Into<String>) {
        *self = Self::new(text);
    }

    /// Takes a key in; false when it does not belong to a text field.
    pub fn key(&mut self, key: Key) -> bool {
        if let Some(c) = key.text() {
            self.insert(c.encode_utf8(&mut [0; 4]));
            return true;
        }
        match (key.code, key.ctrl, key.alt) {
            (Code::Backspace, false, false) | (Code::Char('h'), true, false) => {
                self.remove(self.before()..self.at);
            }
            (Code::Delete, false, false) => self.remove(self.at..self.after()),
            (Code::Left, false, false) => self.at = self.before(),
            (Code::Right, false, false) => self.at = self.after(),
            (Code::Home, _, false) | (Code::Char('a'), true, false) => self.at = 0,
            (Code::End, _, false) | (Code::Char('e'), true, false) => self.at = self.text.len(),
            (Code::Char('w'), true, false) | (Code::Backspace, _, true) => self.remove(self.word()..self.at),
            (Code::Char('u'), true, false) => self.remove(0..self.at),
            (Code::Char('k'), true, false) => self.remove(self.at..self.text.len()),
            _ => return false,
        }
        true
    }

    /// Puts a pasted text in: line breaks become spaces, other control characters go. False, and nothing is taken,
    /// when it is too long for a line.
    pub fn paste(&mut self, text: &str) -> bool {
        let line = text.trim_end_matches(['\r', '\n']).replace("\r\n", "\n");
        let plain: String = line
            .chars()
            .map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c })
            .filter(|c| !c.is_control())
            .collect();
        self.insert(&plain)
    }

    fn insert(&mut self, text: &str) -> bool {
        let fits = self.text.len() + text.len() <= LIMIT;
        if fits {
            self.text.insert_str(self.at, text);
            self.at += text.len();
            self.snap();
        }
        fits
    }

    fn remove(&mut self, range: std::ops::Range<usize>) {
        self.at = range.start;
        self.text.replace_range(range, "");
        self.snap();
    }

    /// A combining mark joins the character before it; the cursor must not stand within.
    fn snap(&mut self) {
        let at = self.boundaries().find(|at| *at >= self.at);
        self.at = at.unwrap_or(self.text.len());
    }

    fn boundaries(&self) -> impl Iterator<Item = usize> {
        self.text.grapheme_indices(true).map(|(at, _)| at).chain([self.text.len()])
    }

    fn before(&self) -> usize {
        self.boundaries().take_while(|at| *at < self.at).last().unwrap_or(0)
    }

    fn after(&self) -> usize {
        self.boundaries().find(|at| *at > self.at).unwrap_or(self.text.len())
    }

    /// Where the word before the cursor begins.
    fn word(&self) -> usize {
        let before = self.split().0.trim_end();
        before.char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(0, |(at, c)| at + c.len_utf8())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &str) -> LineInput {
        let mut input = LineInput::default();
        for key in Key::chord(keys).unwrap() {
            input.key(key);
        }
        input
    }

    #[test]
    fn one_backspace_takes_one_visible_character() {
        let mut input = LineInput::new("ae\u{301}👨‍👩‍👧");
        for left in ["ae\u{301}", "a", "", ""] {
            input.key(Key::new(Code::Backspace));
            assert_eq!(input.text(), left);
        }
    }

    #[test]
    fn words_and_lines_are_dropped() {
        assert_eq!(typed("a b Space c d C-w").text(), "ab ");
        assert_eq!(typed("a b Space Left Left C-u").text(), "b ");
        assert_eq!(typed("a b Left C-k").text(), "a");
        assert_eq!(typed("a b Home x End y Home Delete").text(), "aby");
    }

    #[test]
    fn a_paste_is_one_line_without_control_characters() {
        let mut input = LineInput::default();
        input.paste("a\r\nb\u{1b}[2J\tc\n");
        assert_eq!(input.text(), "a b[2J c");
        input.paste(&"x".repeat(LIMIT));
        assert_eq!(input.text(), "a b[2J c");
    }

    #[test]
    fn other_keys_are_left_to_the_keymap() {
        let mut input = LineInput::default();
        assert!(!input.key(Key::new(Code::Enter)) && !input.key(Key::char('d').ctrl()));
    }
}
