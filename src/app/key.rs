//! A key press of our own, so that nothing below the runtime knows a terminal library, and its one notation:
//! `j`, `C-d`, `A-x`, `S-Tab`, `Enter`, `Space`, `F1`.

use std::fmt;
use std::str::FromStr;

/// Which key, without modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A character as typed; capitals carry their shift in themselves.
    Char(char),
    Enter,
    Esc,
    Tab,
    Backspace,
    Delete,
    Insert,
    Home,
    End,
    PageUp,
    PageDown,
    Up,
    Down,
    Left,
    Right,
    /// F1 to F24.
    F(u8),
}

/// A key with its modifiers. `shift` is only ever set beside keys that are not characters (`S-Tab`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    pub code: Code,
    pub ctrl: bool,
    pub alt: bool,
    pub shift: bool,
}

const NAMED: [(&str, Code); 17] = [
    ("Space", Code::Char(' ')),
    ("Enter", Code::Enter),
    ("Esc", Code::Esc),
    ("Tab", Code::Tab),
    ("Backspace", Code::Backspace),
    ("Delete", Code::Delete),
    ("Insert", Code::Insert),
    ("Home", Code::Home),
    ("End", Code::End),
    ("PgUp", Code::PageUp),
    ("PgDn", Code::PageDown),
    ("Up", Code::Up),
    ("Down", Code::Down),
    ("Left", Code::Left),
    ("Right", Code::Right),
    ("Minus", Code::Char('-')),
    ("Plus", Code::Char('+')),
];

impl Key {
    pub const fn new(code: Code) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    pub const fn char(c: char) -> Self {
        Self::new(Code::Char(c))
    }

    #[must_use]
    pub const fn ctrl(mut self) -> Self {
        self.ctrl = true;
        self
    }

    #[must_use]
    pub const fn alt(mut self) -> Self {
        self.alt = true;
        self
    }

    /// Shift counts beside keys that are not characters only: a capital is its own character.
    #[must_use]
    pub const fn shift(mut self) -> Self {
        self.shift = !matches!(self.code, Code::Char(_));
        self
    }

    /// The text that the key types into a field, if it types any.
    pub fn text(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt && !c.is_control() => Some(c),
            _ => None,
        }
    }

    /// A sequence of keys separated by spaces, such as `g g`.
    pub fn chord(text: &str) -> Result<Vec<Self>, NotAKey> {
        let keys: Result<Vec<Self>, NotAKey> = text.split_whitespace().map(str::parse).collect();
        keys.and_then(|keys| if keys.is_empty() { Err(NotAKey(text.to_owned())) } else { Ok(keys) })
    }
}

/// The text names no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no key; keys are written like j, C-d, A-x, S-Tab, Enter, Space, PgDn, F1")]
pub struct NotAKey(pub String);

impl FromStr for Key {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let wrong = || NotAKey(text.to_owned());
        let (mut rest, mut ctrl, mut alt, mut shift) = (text, false, false, false);
        loop {
            // A lone character is never a modifier, so that `-` and `C` can be bound.
            let (modifier, tail) = match rest.split_once('-') {
                Some((modifier, tail)) if !tail.is_empty() && !modifier.is_empty() => (modifier, tail),
                _ => break,
            };
            match modifier {
                "C" if !ctrl => ctrl = true,
                "A" if !alt => alt = true,
                "S" if !shift => shift = true,
                _ => return Err(wrong()),
            }
            rest = tail;
        }
        let code = code(rest).ok_or_else(wrong)?;
        // Terminals cannot tell C-J from C-j, and a shifted character is another character.
        let code = match code {
            Code::Char(c) if ctrl => Code::Char(c.to_ascii_lowercase()),
            other => other,
        };
        if shift && matches!(code, Code::Char(_)) {
            return Err(wrong());
        }
        Ok(Self { code, ctrl, alt, shift })
    }
}

fn code(text: &str) -> Option<Code> {
    let mut chars = text.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return (!c.is_control() && !c.is_whitespace()).then_some(Code::Char(c));
    }
    if let Some((_, code)) = NAMED.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)) {
        return Some(*code);
    }
    let number: u8 = text.strip_prefix(['F', 'f'])?.parse().ok()?;
    (1..=24).contains(&number).then_some(Code::F(number))
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (set, prefix) in [(self.ctrl, "C-"), (self.alt, "A-"), (self.shift, "S-")] {
            if set {
                f.write_str(prefix)?;
            }
        }
        match self.code {
            Code::Char(' ') => f.write_str("Space"),
            Code::Char(c) => write!(f, "{c}"),
            Code::F(number) => write!(f, "F{number}"),
            code => f.write_str(NAMED.iter().find(|(_, named)| *named == code).map_or("", |(name, _)| name)),
        }
    }
}

/// The notation of a chord: keys separated by spaces, except that two plain characters are written `gg` nowhere.
pub fn chord_text(chord: &[Key]) -> String {
    chord.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_notation_survives_the_round_trip() {
        for text in [
            "j", "G", "C-d", "A-x", "C-A-x", "S-Tab", "Enter", "Space", "F1", "/", "-", "C--", "<", "PgDn",
            "é",
        ] {
            assert_eq!(text.parse::<Key>().unwrap().to_string(), text);
        }
        assert_eq!(chord_text(&Key::chord("g  g").unwrap()), "g g");
    }

    #[test]
    fn capitals_under_control_are_the_same_key() {
        assert_eq!("C-D".parse::<Key>(), "C-d".parse::<Key>());
        assert_eq!("esc".parse::<Key>(), Ok(Key::new(Code::Esc)));
    }

    #[test]
    fn what_is_no_key_is_said() {
        for text in ["", "jj", "X-j", "S-j", "F25", "C-C-d", "\u{1b}", "Entre"] {
            assert!(text.parse::<Key>().is_err(), "{text:?}");
        }
        assert!(Key::chord("   ").is_err());
    }

    #[test]
    fn only_plain_characters_type_text() {
        assert_eq!(Key::char('ä').text(), Some('ä'));
        assert_eq!(Key::char('d').ctrl().text(), None);
        assert_eq!(Key::new(Code::Enter).text(), None);
        assert_eq!(Key::char('X').shift(), Key::char('X'));
    }
}
