//! How spans of time are written, everywhere the same: two units at most, whole seconds in machine output.

use std::num::NonZeroU64;

use jiff::Timestamp;

/// A moment to the microsecond in eight bytes, also when it may be absent: a fleet has hundreds of thousands of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(NonZeroU64);

/// Puts every microsecond that a [`Timestamp`] can be (the years -9999 to 9999) above zero.
const EPOCH: i64 = 1 << 62;

impl Moment {
    /// What is finer than a microsecond is lost; AWS tells milliseconds.
    pub fn of(at: Timestamp) -> Self {
        Self(NonZeroU64::new((at.as_microsecond() + EPOCH).unsigned_abs()).unwrap_or(NonZeroU64::MIN))
    }

    pub fn timestamp(self) -> Timestamp {
        let micros = i64::try_from(self.0.get()).unwrap_or_default() - EPOCH;
        let (second, rest) = (micros.div_euclid(1_000_000), micros.rem_euclid(1_000_000));
        Timestamp::new(second, rest as i32 * 1_000).unwrap_or_default()
    }
}

/// Whole seconds from `then` to `now`; zero when the clocks disagree and `then` lies ahead.
pub fn seconds_between(then: Timestamp, now: Timestamp) -> i64 {
    now.as_second().saturating_sub(then.as_second()).max(0)
}

/// `42s`, `9m`, `3h 20m`, `6d 4h`, `412d`: at most two units, the second only where it still matters.
pub fn short_span(seconds: i64) -> String {
    let seconds = seconds.max(0);
    let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds}s"),
        (0, 0, minutes) => format!("{minutes}m"),
        (0, hours, minutes) if minutes % 60 == 0 || hours >= 10 => format!("{hours}h"),
        (0, hours, minutes) => format!("{hours}h {}m", minutes % 60),
        (days, hours, _) if hours % 24 == 0 || days >= 100 => format!("{days}d"),
        (days, hours, _) => format!("{days}d {}h", hours % 24),
    }
}

/// `2026-11-23 15:04:11Z`: the one absolute form on screen.
pub fn absolute(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%SZ").to_string()
}

/// RFC 3339 in UTC with whole seconds, for machine output.
pub fn rfc3339(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_keeps_every_microsecond_there_is() {
        for at in [Timestamp::MIN, Timestamp::MAX, Timestamp::UNIX_EPOCH] {
            let kept = Moment::of(at).timestamp();
            assert_eq!(kept.as_microsecond(), at.as_microsecond());
        }
        assert!(Moment::of(Timestamp::MIN) < Moment::of(Timestamp::UNIX_EPOCH));
        assert_eq!(size_of::<Option<Moment>>(), 8);
    }

    #[test]
    fn spans_have_at_most_two_units() {
        let spans = [(0, "0s"), (59, "59s"), (60, "1m"), (3_600, "1h"), (12_000, "3h 20m"), (40_000, "11h")];
        for (seconds, text) in spans.into_iter().chain([(86_400, "1d"), (532_800, "6d 4h"), (-5, "0s")]) {
            assert_eq!(short_span(seconds), text);
        }
    }

    #[test]
    fn a_clock_that_runs_ahead_gives_no_negative_age() {
        let now = Timestamp::from_second(1_000).unwrap();
        assert_eq!(seconds_between(Timestamp::from_second(2_000).unwrap(), now), 0);
    }
}
