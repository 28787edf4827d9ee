//! Repeatable chance: every draw is a function of a seed and a name, so that order and threads change nothing.
//!
//! Not for secrets. Invariant: same seed and same name, same number, on every platform.

use std::fmt::Write as _;

/// A number that belongs to the seed and the parts, as if drawn once and written down.
pub(super) fn hash(seed: u64, parts: &[&str]) -> u64 {
    let mut state = mix(seed ^ 0x9e37_79b9_7f4a_7c15);
    for part in parts {
        for byte in part.bytes() {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        state = mix(state);
    }
    state
}

/// SplitMix64's finaliser: spreads a small difference over all bits.
pub(super) fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// A sequence of draws.
#[derive(Clone, Debug)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn named(seed: u64, parts: &[&str]) -> Self {
        Self(hash(seed, parts))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A proportion in `0.0..1.0`.
    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A whole number from `low` up to, not including, `high` (or `low` when the range is empty).
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = high.saturating_sub(low).max(1);
        low.saturating_add((self.unit() * span as f64) as i64)
    }

    /// Whether something that happens in `percent` of all cases happens now.
    pub(super) fn happens(&mut self, percent: u32) -> bool {
        self.unit() * 100.0 < f64::from(percent)
    }

    /// One of the given, or the default of the type when none is given.
    pub(super) fn pick<T: Copy + Default>(&mut self, from: &[T]) -> T {
        let at = self.between(0, from.len() as i64);
        from.get(at as usize).copied().unwrap_or_default()
    }

    /// A normally distributed number with mean 0 and deviation 1 (Box and Muller's method).
    pub(super) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }
}

/// `digits` hexadecimal digits, for ids that look like AWS's.
pub(super) fn hex(seed: u64, parts: &[&str], digits: usize) -> String {
    let mut text = String::new();
    let mut state = hash(seed, parts);
    while text.len() < digits {
        let _ = write!(text, "{state:016x}");
        state = mix(state);
    }
    text.truncate(digits);
    text
}

/// A UUID-shaped id.
pub(super) fn uuid(seed: u64, parts: &[&str]) -> String {
    let text = hex(seed, parts, 32);
    let mut out = String::new();
    for (at, letter) in text.chars().enumerate() {
        if matches!(at, 8 | 12 | 16 | 20) {
            out.push('-');
        }
        out.push(letter);
    }
    out
}
