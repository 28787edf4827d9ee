//! How far this machine's clock is from AWS's, learned from the `Date` of answers.
//!
//! It sets no clock and signs nothing: it only says what to add. Invariant: nothing is added for less than
//! a few seconds, which is what a slow answer and whole seconds can make up, and one odd answer decides nothing as
//! soon as there are others.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use jiff::{SignedDuration, Timestamp};

/// A difference below this is not told from none.
const SMALL: SignedDuration = SignedDuration::from_secs(30);
/// What is added is only changed by more than this, so that time does not tremble.
const STEP: SignedDuration = SignedDuration::from_secs(5);
/// An answer that took longer says too little about the time at which it was given.
const LONGEST: SignedDuration = SignedDuration::from_secs(20);
/// So many answers are remembered; the one in the middle of them counts.
const SAMPLES: usize = 9;

/// What is known about the difference. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Skew(Arc<Mutex<Known>>);

#[derive(Debug, Default)]
struct Known {
    /// AWS's time minus ours, the newest last.
    samples: VecDeque<SignedDuration>,
    added: SignedDuration,
}

impl Skew {
    /// What to add to this machine's time to have AWS's; zero while it is right, or nothing was learned.
    pub fn added(&self) -> SignedDuration {
        self.known().added
    }

    /// AWS's time minus this machine's: what is added, else to about a second; absent before the first answer.
    pub fn measured(&self) -> Option<SignedDuration> {
        let known = self.known();
        known.middle().map(|middle| if known.added.is_zero() { middle } else { known.added })
    }

    /// AWS's time, as far as it is known.
    pub fn correct(&self, ours: Timestamp) -> Timestamp {
        ours.checked_add(self.added()).unwrap_or(ours)
    }

    /// Learns from the `Date` of an answer that was asked for and came at these times of this machine. Says whether
    /// time is corrected otherwise than before.
    pub(super) fn learn(&self, date: &str, asked: Timestamp, came: Timestamp) -> bool {
        let took = came.duration_since(asked);
        if took.is_negative() || took > LONGEST {
            return false;
        }
        let Some(theirs) = instant(date) else { return false };
        // The header is cut to whole seconds, and was written about half way.
        let sample = theirs.duration_since(asked) + SignedDuration::from_millis(500) - took / 2;
        let mut known = self.known();
        if known.samples.len() == SAMPLES {
            known.samples.pop_front();
        }
        known.samples.push_back(sample);
        let measured = known.middle().filter(|middle| middle.abs() >= SMALL).unwrap_or_default();
        let moved = (measured - known.added).abs() > STEP;
        if moved {
            known.added = in_steps(measured);
        }
        moved
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // Each change is whole before the lock is given back.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn middle(&self) -> Option<SignedDuration> {
        let mut sorted: Vec<SignedDuration> = self.samples.iter().copied().collect();
        sorted.sort_unstable();
        sorted.get(sorted.len() / 2).copied()
    }
}

/// The nearest whole number of [`STEP`]s: ten minutes are told as ten minutes.
fn in_steps(measured: SignedDuration) -> SignedDuration {
    let step = STEP.as_millis();
    let steps = (measured.as_millis() + step / 2).div_euclid(step);
    STEP * i32::try_from(steps).unwrap_or(0)
}

fn instant(date: &str) -> Option<Timestamp> {
    let date = DateTime::from_str(date, Format::HttpDate).ok()?;
    Timestamp::from_second(date.secs()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours() -> Timestamp {
        "2026-11-23T15:04:11Z".parse().unwrap()
    }

    fn later(seconds: i64) -> Timestamp {
        ours() + SignedDuration::from_secs(seconds)
    }

    #[test]
    fn ten_minutes_are_learned_from_the_first_answer() {
        for (date, added) in [("Mon, 23 Nov 2026 15:14:12 GMT", 600), ("Mon, 23 Nov 2026 14:54:12 GMT", -600)]
        {
            let skew = Skew::default();
            assert_eq!(skew.measured(), None);
            assert!(skew.learn(date, ours(), later(2)));
            assert_eq!(skew.added().as_secs(), added, "{date}");
            assert_eq!(skew.correct(ours()).as_second() - ours().as_second(), added);
            assert!(!skew.learn(date, ours(), later(3)), "what differs by half a second changes nothing");
        }
    }

    #[test]
    fn seconds_are_measured_and_not_added() {
        let skew = Skew::default();
        assert!(!skew.learn("Mon, 23 Nov 2026 15:04:31 GMT", ours(), ours()));
        assert_eq!(skew.measured().map(|measured| measured.as_secs()), Some(20));
        assert_eq!(skew.added(), SignedDuration::ZERO);
    }

    #[test]
    fn one_odd_answer_among_others_decides_nothing() {
        let skew = Skew::default();
        for _ in 0..3 {
            skew.learn("Mon, 23 Nov 2026 15:04:11 GMT", ours(), ours());
        }
        assert!(!skew.learn("Tue, 24 Nov 2026 15:04:11 GMT", ours(), ours()));
        assert_eq!(skew.added(), SignedDuration::ZERO);
    }

    #[test]
    fn a_clock_that_was_set_right_is_believed_again() {
        let skew = Skew::default();
        skew.learn("Mon, 23 Nov 2026 16:04:11 GMT", ours(), ours());
        assert_eq!(skew.added().as_hours(), 1);
        for _ in 0..SAMPLES {
            skew.learn("Mon, 23 Nov 2026 15:04:11 GMT", ours(), ours());
        }
        assert_eq!(skew.added(), SignedDuration::ZERO);
    }

    #[test]
    fn what_is_no_date_or_took_too_long_teaches_nothing() {
        let skew = Skew::default();
        for date in ["", "yesterday", "Mon, 99 Nov 2026 15:04:11 GMT"] {
            assert!(!skew.learn(date, ours(), ours()), "{date}");
        }
        assert!(!skew.learn("Mon, 23 Nov 2026 16:04:11 GMT", ours(), later(60)));
        assert!(
            !skew.learn("Mon, 23 Nov 2026 16:04:11 GMT", later(60), ours()),
            "the clock was set meanwhile"
        );
        assert_eq!(skew.measured(), None);
    }
}
