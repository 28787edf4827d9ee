//! Somebody who presses any key, the same ones for the same seed; now and then what a person presses to stop a row.

use std::thread;
use std::time::Duration;

/// What is left alone: what leaves the program, stops it, or stops the terminal while a pager has it.
const LEFT_ALONE: [char; 5] = ['q', '\x03', '\x1a', '\x1c', '\x13'];
const ARROWS: [&str; 10] =
    ["\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[H", "\x1b[F", "\x1b[5~", "\x1b[6~", "\x1b[Z", "\x1bOP"];
/// What brings the monkey to other screens. The places are few, the keys are many.
const PLACES: [&str; 5] = ["2", ":api\r", ":audit\r", ":accounts\r", "l"];

pub struct Monkey(u64);

impl Monkey {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Presses so many keys, one write each, and now and then goes elsewhere or asks for an action and agrees.
    pub fn press(&mut self, count: usize, mut send: impl FnMut(&str)) {
        for number in 0..count {
            let key = self.key();
            send(&key);
            thread::sleep(Duration::from_millis(if key == "\x1b" { 60 } else { 4 }));
            if number % 300 == 150 {
                // A lone Esc is one after a moment.
                for part in ["\x1b", "\x1b", PLACES[self.below(PLACES.len())]] {
                    send(part);
                    thread::sleep(Duration::from_millis(200));
                }
            }
            if number % 300 == 0 {
                for part in ["\x1b", "\x1b", "2", "g", "g", "s", "y", "\r"] {
                    send(part);
                    thread::sleep(Duration::from_millis(400));
                }
            }
        }
    }

    fn key(&mut self) -> String {
        loop {
            let key = match self.below(10) {
                0 => ARROWS[self.below(ARROWS.len())].to_owned(),
                1 => char::from(u8::try_from(self.below(32)).unwrap_or_default()).to_string(),
                // The keys that act, more often than chance has it.
                2 => ["s", "a", "y", "U", "A", "\r", "n", "*", " "][self.below(9)].to_owned(),
                _ => char::from(u8::try_from(32 + self.below(95)).unwrap_or_default()).to_string(),
            };
            if !key.starts_with(LEFT_ALONE) {
                return key;
            }
        }
    }

    /// Any number below that one, by xorshift.
    const fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % count as u64) as usize
    }
}
