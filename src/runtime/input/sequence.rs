//! The control sequences that keyboards send, of xterm, rxvt, tmux, screen, the linux console, PuTTY and of terminals
//! with modified keys (`CSI u`, `CSI 27;…~`). What is not in here is no key.

use crate::app::pointer::Gesture;
use crate::app::{Code, Key};

/// What stands after a CSI.
pub enum Csi {
    Whole {
        length: usize,
        key: Option<Key>,
    },
    Paste {
        length: usize,
    },
    /// What the mouse did and where; nothing where nothing is wanted of it.
    Mouse {
        length: usize,
        report: Option<(Gesture, u16, u16)>,
    },
    /// A byte that cannot be part of a sequence stands behind so many bytes of it.
    Broken {
        length: usize,
    },
    More,
}

/// The body of a CSI sequence: parameters, intermediates, one final byte.
pub fn csi(body: &[u8]) -> Csi {
    // F1 to F5 of the linux console: a second bracket and one letter.
    if let [b'[', rest @ ..] = body {
        return match rest {
            [] => Csi::More,
            [letter @ b'A'..=b'E', ..] => {
                Csi::Whole { length: 2, key: Some(Key::new(Code::F(letter - b'A' + 1))) }
            }
            [0x20..=0x7e, ..] => Csi::Whole { length: 2, key: None },
            _ => Csi::Broken { length: 1 },
        };
    }
    let Some(at) = body.iter().position(|byte| !(0x20..=0x3f).contains(byte)) else {
        return Csi::More;
    };
    let (Some(parameters), Some(last)) = (body.get(..at), body.get(at)) else { return Csi::More };
    if !(0x40..=0x7e).contains(last) {
        return Csi::Broken { length: at };
    }
    let length = at + 1;
    // The old mouse report: three bytes follow that look like typing.
    if *last == b'M' && parameters.is_empty() {
        return if body.len() >= length + 3 {
            Csi::Whole { length: length + 3, key: None }
        } else {
            Csi::More
        };
    }
    if let ([b'<', report @ ..], b'M' | b'm') = (parameters, *last) {
        let report = if *last == b'M' { mouse(report) } else { None };
        return Csi::Mouse { length, report };
    }
    // A private prefix or an intermediate byte: the terminal speaks of itself.
    if !parameters.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b';' | b':')) {
        return Csi::Whole { length, key: None };
    }
    match (parameters, *last) {
        (b"200", b'~') => Csi::Paste { length },
        _ => Csi::Whole { length, key: key(&numbers(parameters), *last) },
    }
}

/// A pressed button in the form of SGR: its number, column and line from 1. Only the left button and the wheel count,
/// and only without modifiers: with Shift the terminal selects text.
fn mouse(report: &[u8]) -> Option<(Gesture, u16, u16)> {
    let mut numbers = std::str::from_utf8(report).ok()?.split(';').map(str::parse::<u16>);
    let mut next = || numbers.next()?.ok();
    let (button, x, y) = (next()?, next()?.checked_sub(1)?, next()?.checked_sub(1)?);
    let gesture = match button {
        0 => Gesture::Click,
        64 => Gesture::WheelUp,
        65 => Gesture::WheelDown,
        _ => return None,
    };
    numbers.next().is_none().then_some((gesture, x, y))
}

/// The body of an SS3 sequence: how many bytes it is, and its key.
pub fn ss3(body: &[u8]) -> Option<(usize, Option<Key>)> {
    let at = body.iter().position(|byte| !(byte.is_ascii_digit() || *byte == b';'))?;
    let (parameters, last) = (body.get(..at)?, *body.get(at)?);
    if !(0x20..=0x7e).contains(&last) {
        return Some((at, None));
    }
    let numbers = numbers(parameters);
    let modifiers = numbers.last().copied().unwrap_or(1);
    let key = match last {
        b'a'..=b'd' => arrow(last.to_ascii_uppercase()).map(|code| Key::new(code).ctrl()),
        b'M' => Some(Key::new(Code::Enter)),
        b'j'..=b'y' => Some(Key::char(char::from(last - b'j' + b'*'))),
        b'X' => Some(Key::char('=')),
        b'I' => Some(Key::new(Code::Tab)),
        _ => arrow(last).or_else(|| function(last)).map(|code| modified(code, modifiers)),
    };
    Some((at + 1, key))
}

/// The key of a CSI sequence without prefix.
fn key(numbers: &[u32], last: u8) -> Option<Key> {
    let first = numbers.first().copied().unwrap_or(1);
    let modifiers = numbers.get(1).copied().unwrap_or(1);
    match last {
        b'Z' => Some(Key::new(Code::Tab).shift()),
        b'a'..=b'd' if numbers.is_empty() => {
            arrow(last.to_ascii_uppercase()).map(|code| Key::new(code).shift())
        }
        b'A'..=b'H' if first == 1 => arrow(last).map(|code| modified(code, modifiers)),
        // `CSI 1;2R` would be S-F3, but also the answer where the cursor is: it is never taken for a key.
        b'P' | b'Q' | b'S' if first == 1 => function(last).map(|code| modified(code, modifiers)),
        b'~' if first == 27 => unicode(*numbers.get(2)?, modifiers),
        b'~' => tilde(first).map(|code| modified(code, modifiers)),
        b'^' => tilde(first).map(|code| Key::new(code).ctrl()),
        b'@' => tilde(first).map(|code| Key::new(code).ctrl().shift()),
        b'u' if !numbers.is_empty() => unicode(first, modifiers),
        _ => None,
    }
}

fn arrow(last: u8) -> Option<Code> {
    Some(match last {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'H' => Code::Home,
        b'F' => Code::End,
        _ => return None,
    })
}

fn function(last: u8) -> Option<Code> {
    matches!(last, b'P'..=b'S').then(|| Code::F(last - b'P' + 1))
}

fn tilde(number: u32) -> Option<Code> {
    Some(match number {
        1 | 7 => Code::Home,
        2 => Code::Insert,
        3 => Code::Delete,
        4 | 8 => Code::End,
        5 => Code::PageUp,
        6 => Code::PageDown,
        11..=15 => Code::F((number - 10) as u8),
        17..=21 => Code::F((number - 11) as u8),
        23..=24 => Code::F((number - 12) as u8),
        _ => return None,
    })
}

/// A key given by its code point, as terminals with extended keys send it.
fn unicode(point: u32, modifiers: u32) -> Option<Key> {
    let code = match point {
        8 | 127 => Code::Backspace,
        9 => Code::Tab,
        10 | 13 => Code::Enter,
        27 => Code::Esc,
        _ => match char::from_u32(point)? {
            // The private use area holds keys that have no other name.
            '\u{e000}'..='\u{f8ff}' => return None,
            c if c.is_control() => return None,
            c => Code::Char(c),
        },
    };
    let key = modified(code, modifiers);
    // Shift is in the character already where the terminal says so, and else put into it here.
    let shifted = (modifiers.saturating_sub(1)) & 1 == 1;
    match key.code {
        Code::Char(c) if shifted && !key.ctrl => Some(Key { code: Code::Char(upper(c)), ..key }),
        _ => Some(key),
    }
}

/// xterm's modifier parameter: one more than the sum of shift 1, alt 2, control 4, meta 8.
fn modified(code: Code, parameter: u32) -> Key {
    let bits = parameter.saturating_sub(1);
    let key = Key::new(code);
    let key = if bits & 1 == 0 { key } else { key.shift() };
    let key = if bits & (2 | 8) == 0 { key } else { key.alt() };
    if bits & 4 == 0 { key } else { key.ctrl() }
}

fn upper(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// The parameters; a missing one is 1, and of subparameters only the first counts.
fn numbers(parameters: &[u8]) -> Vec<u32> {
    if parameters.is_empty() {
        return Vec::new();
    }
    parameters
        .split(|byte| *byte == b';')
        .map(|part| {
            let digits = part.split(|byte| *byte == b':').next().unwrap_or_default();
            std::str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok()).unwrap_or(1)
        })
        .collect()
}
