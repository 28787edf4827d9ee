//! Bytes from a terminal to keys, pasted text and what the mouse does.
//!
//! Invariant: whatever a terminal says of itself (device attributes, cursor position, colours, focus, mouse, window
//! and mode reports) is noise and never a key, also when it arrives in pieces. Every sequence is bounded and no byte
//! makes the decoder wait for ever.

use std::time::Duration;

use super::sequence::{self, Csi};
use crate::app::pointer::Gesture;
use crate::app::{Code, Key};

/// How long a lone ESC may be the beginning of something else.
const ESCAPE_PATIENCE: Duration = Duration::from_millis(25);
/// How long an unfinished sequence or character may wait for its rest.
const SEQUENCE_PATIENCE: Duration = Duration::from_millis(150);
/// How long a paste may pause before it counts as finished.
const PASTE_PATIENCE: Duration = Duration::from_secs(1);
/// A longer report is given up and its bytes are dropped as they come.
const LONGEST_STRING: usize = 64 * 1024;
const LONGEST_CSI: usize = 128;
/// More pasted text than this is cut off: it goes into one-line fields.
const LONGEST_PASTE: usize = 1024 * 1024;
const PASTE_END: &[u8] = b"\x1b[201~";

/// What a person did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    Key(Key),
    Paste(String),
    /// The mouse, at a column and a line counted from 0.
    Mouse(Gesture, u16, u16),
}

/// Keeps what is unfinished between two reads.
#[derive(Default)]
pub struct Decoder {
    pending: Vec<u8>,
    state: State,
}

#[derive(Default)]
enum State {
    #[default]
    Keys,
    /// Between the brackets of a paste.
    Paste(Vec<u8>),
    /// Inside of a string (OSC, DCS, APC, PM, SOS) whose content is dropped. Counts bytes.
    Noise(usize),
}

/// What the beginning of the pending bytes is.
enum Step {
    /// So many bytes are this key, or nothing.
    Take(usize, Option<Key>),
    /// So many bytes are this report of the mouse, or one of which nothing is wanted.
    Mouse(usize, Option<Input>),
    /// So many bytes open a paste.
    Paste(usize),
    /// So many bytes open a string of which nothing is wanted.
    Noise(usize),
    /// It cannot be said yet.
    More,
}

impl Decoder {
    /// Takes bytes in pieces of any size.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Input> {
        self.pending.extend_from_slice(bytes);
        let mut found = Vec::new();
        while self.advance(&mut found) {}
        found
    }

    /// How long to wait for the rest of what is unfinished before [`Decoder::give_up`]; absent when nothing is.
    pub fn patience(&self) -> Option<Duration> {
        match (&self.state, self.pending.as_slice()) {
            (State::Paste(_), _) => Some(PASTE_PATIENCE),
            (State::Keys, []) => None,
            (State::Keys, [0x1b] | [0x1b, 0x1b]) => Some(ESCAPE_PATIENCE),
            (State::Keys | State::Noise(_), _) => Some(SEQUENCE_PATIENCE),
        }
    }

    /// No more came in time: what is pending has to be what it is.
    pub fn give_up(&mut self) -> Vec<Input> {
        let mut found = Vec::new();
        match std::mem::take(&mut self.state) {
            State::Paste(mut text) => {
                text.append(&mut self.pending);
                push_paste(&mut found, &text);
            }
            State::Noise(_) => self.pending.clear(),
            State::Keys => {
                let pending = std::mem::take(&mut self.pending);
                match pending.as_slice() {
                    [0x1b] => found.push(Input::Key(Key::new(Code::Esc))),
                    [0x1b, 0x1b] => found.extend([Code::Esc; 2].map(|code| Input::Key(Key::new(code)))),
                    // The introducer of a sequence that nothing follows was typed with Alt.
                    [0x1b, byte] => found.extend(plain(*byte).map(|key| Input::Key(key.alt()))),
                    // A piece of a report or of a character; its rest would be misread.
                    _ => {}
                }
            }
        }
        found
    }

    /// Makes one step and says whether another one may be possible.
    fn advance(&mut self, found: &mut Vec<Input>) -> bool {
        match &mut self.state {
            State::Keys => match step(&self.pending) {
                Step::Take(count, key) => {
                    self.pending.drain(..count);
                    found.extend(key.map(Input::Key));
                    true
                }
                Step::Mouse(count, report) => {
                    self.pending.drain(..count);
                    found.extend(report);
                    true
                }
                Step::Paste(count) => {
                    self.pending.drain(..count);
                    self.state = State::Paste(Vec::new());
                    true
                }
                Step::Noise(count) => {
                    self.pending.drain(..count);
                    self.state = State::Noise(0);
                    true
                }
                Step::More => false,
            },
            State::Paste(text) => {
                let end = find(&self.pending, PASTE_END);
                // The last bytes may be the beginning of the end.
                let sure = end.unwrap_or_else(|| self.pending.len().saturating_sub(PASTE_END.len() - 1));
                text.extend(self.pending.drain(..sure));
                text.truncate(LONGEST_PASTE);
                if end.is_none() {
                    return false;
                }
                self.pending.drain(..PASTE_END.len());
                push_paste(found, text);
                self.state = State::Keys;
                true
            }
            State::Noise(count) => {
                let end = string_end(&self.pending);
                let dropped = end.unwrap_or_else(|| self.pending.len().saturating_sub(1));
                *count += dropped;
                let too_long = *count > LONGEST_STRING;
                self.pending.drain(..dropped);
                if end.is_some() || too_long {
                    self.state = State::Keys;
                }
                end.is_some() || too_long
            }
        }
    }
}

/// What the pending bytes begin with.
fn step(pending: &[u8]) -> Step {
    match pending {
        [] | [0x1b] => Step::More,
        [0x1b, rest @ ..] => escape(rest),
        [first, ..] if *first < 0x80 => Step::Take(1, plain(*first)),
        _ => character(pending),
    }
}

/// After an ESC; `rest` is not empty.
fn escape(rest: &[u8]) -> Step {
    match rest {
        // Introducers alone. A string needs a second byte to be one: else it was typed with Alt.
        [b'[' | b'O' | b']' | b'P' | b'_' | b'^' | b'X' | 0x1b] | [0x1b, b'[' | b'O'] => Step::More,
        [b'[', body @ ..] => csi(body, 2),
        [b'O', body @ ..] => match sequence::ss3(body) {
            Some((count, key)) => Step::Take(2 + count, key),
            None => Step::More,
        },
        [b']' | b'P' | b'_' | b'^' | b'X', ..] => Step::Noise(2),
        // rxvt and PuTTY put an ESC before the sequence of a key with Alt.
        [0x1b, b'[', body @ ..] => match csi(body, 3) {
            Step::Take(count, key) => Step::Take(count, key.map(Key::alt)),
            other => other,
        },
        [0x1b, b'O', body @ ..] => match sequence::ss3(body) {
            Some((count, key)) => Step::Take(3 + count, key.map(Key::alt)),
            None => Step::More,
        },
        [0x1b, ..] => Step::Take(1, Some(Key::new(Code::Esc))),
        [first, ..] if *first < 0x80 => Step::Take(2, plain(*first).map(Key::alt)),
        _ => match character(rest) {
            Step::Take(count, key) => Step::Take(count + 1, key.map(Key::alt)),
            other => other,
        },
    }
}

/// After a CSI of `before` bytes.
fn csi(body: &[u8], before: usize) -> Step {
    match sequence::csi(body) {
        Csi::Whole { length, key } => Step::Take(before + length, key),
        Csi::Mouse { length, report } => {
            let input = report.map(|(gesture, x, y)| Input::Mouse(gesture, x, y));
            Step::Mouse(before + length, input)
        }
        Csi::Paste { length } => Step::Paste(before + length),
        // Something else begins inside of it: what stood before is dropped.
        Csi::Broken { length } => Step::Take(before + length, None),
        Csi::More if body.len() > LONGEST_CSI => Step::Take(before + body.len(), None),
        Csi::More => Step::More,
    }
}

/// One character beyond ASCII.
fn character(pending: &[u8]) -> Step {
    let length = match pending.first() {
        Some(0xc2..=0xdf) => 2,
        Some(0xe0..=0xef) => 3,
        Some(0xf0..=0xf4) => 4,
        // Not UTF-8: a stray byte of a mouse report or of another encoding.
        _ => return Step::Take(1, None),
    };
    let have = pending.get(..length).unwrap_or(pending);
    if let Some(wrong) = have.iter().skip(1).position(|byte| !(0x80..0xc0).contains(byte)) {
        return Step::Take(wrong + 1, None);
    }
    if have.len() < length {
        return Step::More;
    }
    let c = std::str::from_utf8(have).ok().and_then(|text| text.chars().next());
    match c {
        // The 8-bit forms of CSI, SS3 and the strings: nobody types them.
        Some('\u{9b}') => match csi(pending.get(2..).unwrap_or_default(), 2) {
            Step::Take(count, _) | Step::Mouse(count, _) => Step::Take(count, None),
            other => other,
        },
        Some('\u{90}' | '\u{98}' | '\u{9d}'..='\u{9f}') => Step::Noise(2),
        Some(c) if !c.is_control() => Step::Take(length, Some(Key::char(c))),
        _ => Step::Take(length, None),
    }
}

/// One byte of ASCII, as a key.
fn plain(byte: u8) -> Option<Key> {
    let ctrl = |c: char| Some(Key::char(c).ctrl());
    match byte {
        0x00 => ctrl(' '),
        // Scripts end their lines with a line feed, keyboards with a carriage return.
        b'\r' | b'\n' => Some(Key::new(Code::Enter)),
        b'\t' => Some(Key::new(Code::Tab)),
        0x7f | 0x08 => Some(Key::new(Code::Backspace)),
        0x1b => Some(Key::new(Code::Esc)),
        0x01..=0x1a => ctrl(char::from(byte - 1 + b'a')),
        0x1c..=0x1f => ctrl(char::from(byte - 0x1c + b'\\')),
        _ => Some(Key::char(char::from(byte))),
    }
}

/// The length of what belongs to a string, with its end (BEL, ST, or an ESC that begins something else).
fn string_end(bytes: &[u8]) -> Option<usize> {
    let at = bytes.iter().enumerate().position(|(at, byte)| {
        *byte == 0x07 || *byte == 0x18 || *byte == 0x1a || (*byte == 0x1b && at + 1 < bytes.len())
    })?;
    match bytes.get(at..) {
        Some([0x1b, b'\\', ..]) => Some(at + 2),
        Some([0x1b, ..]) => Some(at),
        _ => Some(at + 1),
    }
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

fn push_paste(found: &mut Vec<Input>, text: &[u8]) {
    if !text.is_empty() {
        found.push(Input::Paste(String::from_utf8_lossy(text).into_owned()));
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
