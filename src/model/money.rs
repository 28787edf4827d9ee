//! Money in micro-dollars. Never a float: prices are added over thousands of rows and compared with thresholds.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Mul, Sub};
use std::str::FromStr;

/// US dollars in millionths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i64);

/// Hours that AWS's own calculators count for a month.
pub const HOURS_PER_MONTH: i64 = 730;

impl Money {
    pub const ZERO: Self = Self(0);

    pub const fn micros(micros: i64) -> Self {
        Self(micros)
    }

    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// Whole dollars, rounded half up, for columns that hold no cents.
    pub const fn dollars(self) -> i64 {
        (self.0 + 500_000).div_euclid(1_000_000)
    }
}

/// Exact decimal, no currency sign, no trailing zeros beyond cents: `0.23` becomes `0.23`, `1.408` stays.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let micros = self.0.unsigned_abs();
        let fraction = format!("{:06}", micros % 1_000_000);
        let kept = fraction.trim_end_matches('0').len().max(2);
        write!(f, "{sign}{}.{}", micros / 1_000_000, fraction.get(..kept).unwrap_or(&fraction))
    }
}

impl FromStr for Money {
    type Err = NotMoney;

    /// A plain decimal with up to six places, such as `1.408`.
    fn from_str(text: &str) -> Result<Self, NotMoney> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || fraction.len() > 6 || !digits(whole) || !digits(fraction) {
            return Err(NotMoney);
        }
        let whole: i64 = whole.parse().ok().ok_or(NotMoney)?;
        let part: i64 = format!("{fraction:0<6}").parse().ok().ok_or(NotMoney)?;
        whole.checked_mul(1_000_000).and_then(|micros| micros.checked_add(part)).map(Self).ok_or(NotMoney)
    }
}

/// The text is not a decimal number of dollars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a price is a plain decimal number of US dollars, such as \"1.408\"")]
pub struct NotMoney;

impl Add for Money {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Mul<i64> for Money {
    type Output = Self;

    fn mul(self, times: i64) -> Self {
        Self(self.0.saturating_mul(times))
    }
}

impl Sub for Money {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_survive_the_round_trip() {
        for text in ["0.05", "0.23", "1.408", "25.251286", "3.825", "0.00"] {
            assert_eq!(text.parse::<Money>().unwrap().to_string(), text);
        }
        assert!("".parse::<Money>().is_err());
        assert!("-1".parse::<Money>().is_err());
        assert!("1,4".parse::<Money>().is_err());
    }

    #[test]
    fn dollars_are_rounded() {
        assert_eq!("2753.51".parse::<Money>().unwrap().dollars(), 2754);
        assert_eq!("2753.49".parse::<Money>().unwrap().dollars(), 2753);
    }
}
