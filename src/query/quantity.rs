//! Numbers with units as a person types them: `4h`, `1d12h`, `50`, `1.5`, `10GB`. What they are compared with is
//! decided by the key, not here.
//!
//! Invariant: an overflow is a mistake in the text, never a wrapped number.

/// A number with its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Whole seconds.
    Span(i64),
    /// A plain number, in millionths.
    Number(i64),
    /// Bytes.
    Bytes(i64),
}

/// Why a text is no quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAQuantity {
    #[error("is not a number")]
    NotANumber,
    #[error("has an unknown unit: durations take s, m, h, d or w, sizes KB, MB, GB or TB")]
    Unit,
    #[error("is too large")]
    TooLarge,
}

const SPANS: [(&str, i64); 5] = [("s", 1), ("m", 60), ("h", 3_600), ("d", 86_400), ("w", 604_800)];
/// Sizes in powers of two, as AWS counts volumes.
const SIZES: [(&str, i64); 4] = [("kb", 1 << 10), ("mb", 1 << 20), ("gb", 1 << 30), ("tb", 1 << 40)];

impl Quantity {
    /// Reads a plain number, a size or a duration; units in any case.
    pub fn parse(text: &str) -> Result<Self, NotAQuantity> {
        let lower = text.trim().to_lowercase();
        if lower.ends_with(|c: char| c.is_ascii_digit()) {
            return micros(&lower).map(Self::Number);
        }
        if let Some((number, bytes)) =
            SIZES.iter().find_map(|(unit, n)| Some((lower.strip_suffix(unit)?, *n)))
        {
            let size = i128::from(micros(number)?) * i128::from(bytes) / 1_000_000;
            return i64::try_from(size).map_or(Err(NotAQuantity::TooLarge), |size| Ok(Self::Bytes(size)));
        }
        span(&lower).map(Self::Span)
    }
}

/// Whole seconds of a duration such as `90s`, `4h` or `1d12h`; zero may stand without a unit.
pub fn span(text: &str) -> Result<i64, NotAQuantity> {
    if text == "0" {
        return Ok(0);
    }
    let mut rest = text;
    let mut total = 0_i64;
    loop {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, behind) = rest.split_at_checked(digits).ok_or(NotAQuantity::NotANumber)?;
        if number.is_empty() {
            return Err(NotAQuantity::NotANumber);
        }
        let letters = behind.find(|c: char| c.is_ascii_digit()).unwrap_or(behind.len());
        let (unit, next) = behind.split_at_checked(letters).ok_or(NotAQuantity::Unit)?;
        let seconds = SPANS.iter().find(|(name, _)| *name == unit).ok_or(NotAQuantity::Unit)?.1;
        let number: i64 = number.parse().ok().ok_or(NotAQuantity::TooLarge)?;
        total = number
            .checked_mul(seconds)
            .and_then(|part| total.checked_add(part))
            .ok_or(NotAQuantity::TooLarge)?;
        if next.is_empty() {
            return Ok(total);
        }
        rest = next;
    }
}

/// A decimal in millionths; further places are beyond any price or count and are refused.
fn micros(text: &str) -> Result<i64, NotAQuantity> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || fraction.len() > 6 {
        return Err(NotAQuantity::NotANumber);
    }
    let whole: i64 = whole.parse().ok().ok_or(NotAQuantity::TooLarge)?;
    let part: i64 = format!("{fraction:0<6}").parse().ok().ok_or(NotAQuantity::NotANumber)?;
    whole.checked_mul(1_000_000).and_then(|m| m.checked_add(part)).ok_or(NotAQuantity::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_know_their_units() {
        assert_eq!(Quantity::parse("4h"), Ok(Quantity::Span(14_400)));
        assert_eq!(Quantity::parse("1d12h"), Ok(Quantity::Span(129_600)));
        assert_eq!(Quantity::parse("2W"), Ok(Quantity::Span(1_209_600)));
        assert_eq!(Quantity::parse("50"), Ok(Quantity::Number(50_000_000)));
        assert_eq!(Quantity::parse("1.408"), Ok(Quantity::Number(1_408_000)));
        assert_eq!(Quantity::parse("10GB"), Ok(Quantity::Bytes(10 << 30)));
        assert_eq!(Quantity::parse("1.5kb"), Ok(Quantity::Bytes(1_536)));
    }

    #[test]
    fn mistakes_are_told_apart() {
        for text in ["", "h", "four", ".5", "-4h", "1..2", "1,5"] {
            assert_eq!(Quantity::parse(text), Err(NotAQuantity::NotANumber), "{text}");
        }
        for text in ["4x", "1.", "4hours", "4 h", "5%", "4ä"] {
            assert_eq!(Quantity::parse(text), Err(NotAQuantity::Unit), "{text}");
        }
        for text in ["99999999999999999999", "9999999999999999w", "9000000000000TB"] {
            assert_eq!(Quantity::parse(text), Err(NotAQuantity::TooLarge), "{text}");
        }
    }
}
