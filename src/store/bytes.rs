//! The parts that the store's records are made of: numbers, times and texts as bytes.
//!
//! Invariant: reading never goes past the end and never asks for more memory than there are bytes; whatever is cut off
//! or scrambled is nothing, never a panic.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::model::text::Safe;

/// Bytes as they are written. Each text stands once, in front.
#[derive(Debug, Default)]
pub(super) struct Writer {
    body: Vec<u8>,
    texts: Vec<u8>,
    known: HashMap<Box<str>, u64>,
}

impl Writer {
    pub(super) fn byte(&mut self, byte: u8) {
        self.body.push(byte);
    }

    pub(super) fn number(&mut self, number: u64) {
        put(&mut self.body, number);
    }

    pub(super) fn signed(&mut self, number: i64) {
        // Small numbers of either sign stay short.
        self.number(((number << 1) ^ (number >> 63)) as u64);
    }

    pub(super) fn time(&mut self, at: Timestamp) {
        self.signed(at.as_second());
        self.signed(i64::from(at.subsec_nanosecond()));
    }

    /// A text that many rows share.
    pub(super) fn text(&mut self, text: &str) {
        let next = self.known.len() as u64;
        let number = if let Some(number) = self.known.get(text) {
            *number
        } else {
            self.known.insert(text.into(), next);
            put(&mut self.texts, text.len() as u64);
            self.texts.extend_from_slice(text.as_bytes());
            next
        };
        self.number(number);
    }

    /// A text of its own.
    pub(super) fn own(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.body.extend_from_slice(text.as_bytes());
    }

    pub(super) fn finish(self) -> Vec<u8> {
        let mut all = Vec::with_capacity(self.texts.len() + self.body.len() + 8);
        put(&mut all, self.known.len() as u64);
        all.extend_from_slice(&self.texts);
        all.extend_from_slice(&self.body);
        all
    }
}

fn put(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Bytes as they are read.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
    texts: Vec<&'a str>,
    /// Of each text, its harmless form, once it was asked for.
    safe: Vec<Option<Safe>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Option<Self> {
        let mut reader = Self { rest: bytes, texts: Vec::new(), safe: Vec::new() };
        for _ in 0..reader.count()? {
            let text = reader.own()?;
            reader.texts.push(text);
        }
        reader.safe = vec![None; reader.texts.len()];
        Some(reader)
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// How many of something follow: each takes a byte at least.
    pub(super) fn count(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok().filter(|count| *count <= self.rest.len())
    }

    pub(super) fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    pub(super) fn time(&mut self) -> Option<Timestamp> {
        let second = self.signed()?;
        let nanosecond = i32::try_from(self.signed()?).ok()?;
        Timestamp::new(second, nanosecond).ok()
    }

    /// The number of a shared text, for what is looked up once for many rows.
    pub(super) fn text_number(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok().filter(|at| *at < self.texts.len())
    }

    pub(super) fn shared(&self, number: usize) -> Option<&'a str> {
        self.texts.get(number).copied()
    }

    pub(super) fn text(&mut self) -> Option<&'a str> {
        let number = self.text_number()?;
        self.shared(number)
    }

    /// A shared text, made harmless.
    pub(super) fn safe(&mut self) -> Option<Safe> {
        let number = self.text_number()?;
        let text = self.shared(number)?;
        let known = self.safe.get_mut(number)?;
        Some(known.get_or_insert_with(|| Safe::new(text)).clone())
    }

    pub(super) fn own(&mut self) -> Option<&'a str> {
        let length = self.count()?;
        let (text, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        std::str::from_utf8(text).ok()
    }

    /// Whether all was read.
    pub(super) const fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }
}

/// A number by which bytes are told apart and damage is found. It keeps out no attacker: whoever can write here can do
/// so as the user.
pub(super) fn sum(bytes: &[u8]) -> i64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let words = words.iter().chain([&last]).map(|word| u64::from_le_bytes(*word));
    let mixed = words
        .fold(bytes.len() as u64 ^ FACTOR, |sum, word| (sum.rotate_left(23) ^ word).wrapping_mul(FACTOR));
    (mixed ^ (mixed >> 29)) as i64
}
