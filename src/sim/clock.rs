//! The simulator's time: a start instant plus what tokio's clock has run since, so that paused time works.
//!
//! It is not a source of sleeping and never answers a sleep at once: the SDK races sleeps against work.
//! Invariant: two readings are never in the wrong order.

use std::time::{Duration, SystemTime};

use aws_smithy_async::time::TimeSource;
use jiff::Timestamp;
use serde_json::Value;
use tokio::time::Instant;

/// Reads simulated time. As a [`TimeSource`] it makes the SDK sign and expire by the same clock.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    start: Timestamp,
    origin: Instant,
}

impl Clock {
    pub(super) fn starting(start: Timestamp) -> Self {
        Self { start, origin: Instant::now() }
    }

    /// The simulated instant.
    pub fn now(&self) -> Timestamp {
        after(self.start, Instant::now().saturating_duration_since(self.origin))
    }

    /// Seconds since the simulator began; faults have their windows in it.
    pub(super) fn elapsed(&self) -> f64 {
        Instant::now().saturating_duration_since(self.origin).as_secs_f64()
    }
}

impl TimeSource for Clock {
    fn now(&self) -> SystemTime {
        let millis = u64::try_from(Clock::now(self).as_millisecond()).unwrap_or(0);
        SystemTime::UNIX_EPOCH + Duration::from_millis(millis)
    }
}

/// The instant `by` later, at most the last one that can be written.
pub(super) fn after(at: Timestamp, by: Duration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// The instant `by` earlier, at least the first one that can be written.
pub(super) fn before(at: Timestamp, by: Duration) -> Timestamp {
    at.checked_sub(by).unwrap_or(Timestamp::MIN)
}

/// The instant that many seconds later, or earlier when negative.
pub(super) fn shifted(at: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond().saturating_add(seconds.saturating_mul(1000)))
        .unwrap_or(if seconds < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

/// Epoch seconds with milliseconds: how the JSON protocols write an instant.
pub(super) fn epoch(at: Timestamp) -> Value {
    Value::from(at.as_millisecond() as f64 / 1000.0)
}
