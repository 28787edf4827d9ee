//! When to draw: at once for a person, gathered for what arrives by itself, never without need.
//!
//! Pure arithmetic over instants that the loop hands in. Invariants: at most one large frame in [`FRAME`], and none while
//! the one before is not out. What the kernel and a connection swallow tells nothing about what has arrived, so that
//! behind a line known to be slow a frame also counts as under way for as long as its bytes need there: frames are
//! left out, never queued.

use std::time::{Duration, Instant};

use jiff::Timestamp;

/// The shortest time between two frames: just under sixty a second.
pub const FRAME: Duration = Duration::from_millis(17);
/// The same behind a small frame: a key that comes right behind one is not to wait for half of what a person notices.
const BRIEF: Duration = Duration::from_millis(8);
/// No frame of fewer bytes is a large one: a moved cursor with its details, not a screen that is drawn anew.
const LARGE: usize = 2_500;
/// The shortest time between two frames that only show what arrived by itself.
const ARRIVALS: Duration = Duration::from_millis(34);
/// So many times as long as the making of the last frame lies between it and one that only shows what arrived, so that a
/// fleet that streams in leaves the processor to the reading and to whoever presses a key.
const SHARE: u32 = 6;
/// The same where every byte counts.
const FRUGAL_ARRIVALS: Duration = Duration::from_secs(1);
/// What a frugal line is taken to carry, in bytes a second: 128 kbit/s.
const FRUGAL_RATE: u32 = 16_000;
/// A write that took less was not held up by the line.
const HELD_UP: Duration = Duration::from_millis(20);
/// No line is taken to be slower than this, in bytes a second: a terminal that was stopped for a while is no slow one.
const SLOWEST: u32 = 2_400;
/// A learned rate is doubted with every frame that went out freely: it doubles, and above this it is forgotten.
const FAST: u32 = 1_000_000;

/// What is waiting to be drawn.
#[derive(Default)]
pub struct Pacing {
    /// Every byte counts.
    frugal: bool,
    /// Bytes a second that the line carries, as far as writing was held up by it.
    rate: Option<u32>,
    /// Bytes of the last frame.
    bytes: usize,
    last: Option<Instant>,
    /// How long the last frame took to make.
    cost: Duration,
    wanted: Option<Cause>,
    /// A frame is on its way to a terminal that has not taken it yet.
    busy: bool,
}

/// Why something is to be drawn. The greater one decides how soon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    Arrival,
    Person,
}

impl Pacing {
    pub fn new(frugal: bool) -> Self {
        Self { frugal, rate: frugal.then_some(FRUGAL_RATE), ..Self::default() }
    }

    pub fn want(&mut self, cause: Cause) {
        self.wanted = self.wanted.max(Some(cause));
    }

    /// The moment from which a frame may be drawn; absent when there is none to draw, or when the end of the one
    /// before has to be waited for.
    pub fn due(&self) -> Option<Instant> {
        if self.busy {
            return None;
        }
        let gap = match self.wanted? {
            Cause::Person if self.bytes < LARGE => BRIEF,
            Cause::Person => FRAME,
            Cause::Arrival if self.frugal => FRUGAL_ARRIVALS,
            Cause::Arrival => ARRIVALS.max(self.cost * SHARE),
        };
        // Without a frame before, any moment in the past will do.
        Some(self.last.map_or_else(Instant::now, |last| last + gap.max(self.under_way())))
    }

    pub fn is_due(&self, now: Instant) -> bool {
        self.wanted.is_some()
            && !self.busy
            && (self.last.is_none() || self.due().is_some_and(|due| due <= now))
    }

    /// How long the bytes of the last frame need on the line.
    fn under_way(&self) -> Duration {
        self.rate.map_or(Duration::ZERO, |rate| Duration::from_secs_f64(self.bytes as f64 / f64::from(rate)))
    }

    /// A frame was made, of so many bytes.
    pub fn drawn(&mut self, now: Instant, bytes: usize) {
        self.last = Some(now);
        self.wanted = None;
        self.busy = bytes > 0;
        self.bytes = bytes;
    }

    /// The last frame took so long to make.
    pub const fn took(&mut self, cost: Duration) {
        self.cost = cost;
    }

    /// There turned out to be nothing to draw.
    pub fn nothing(&mut self) {
        self.wanted = None;
    }

    /// The terminal has taken the frame. How long that took tells something only when it was held up.
    pub fn written(&mut self, now: Instant) {
        let took = self.last.map_or(Duration::ZERO, |last| now.saturating_duration_since(last));
        if self.busy && took >= HELD_UP {
            let rate = (self.bytes as f64 / took.as_secs_f64()) as u32;
            self.rate = (rate < FAST).then_some(rate.max(SLOWEST));
        } else if self.busy && !self.frugal {
            self.rate = self.rate.map(|rate| rate.saturating_mul(2)).filter(|rate| *rate < FAST);
        }
        if self.frugal {
            self.rate = Some(self.rate.map_or(FRUGAL_RATE, |rate| rate.min(FRUGAL_RATE)));
        }
        self.busy = false;
    }
}

/// The moment at which the next whole second begins, so that a shown minute changes when it does.
pub fn next_second(now: Timestamp) -> Instant {
    let part = u64::try_from(now.subsec_nanosecond()).unwrap_or_default();
    Instant::now() + Duration::from_nanos(1_000_000_000_u64.saturating_sub(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_frame_is_drawn_at_once_and_nothing_is_drawn_without_need() {
        let mut pacing = Pacing::default();
        let now = Instant::now();
        assert!(!pacing.is_due(now) && pacing.due().is_none());
        pacing.want(Cause::Arrival);
        assert!(pacing.is_due(now));
        pacing.drawn(now, 0);
        assert!(!pacing.is_due(now + FRAME * 100));
    }

    #[test]
    fn a_person_waits_for_one_frame_at_most_and_arrivals_for_two() {
        let mut pacing = Pacing::default();
        let start = Instant::now();
        pacing.drawn(start, 0);
        pacing.want(Cause::Arrival);
        assert_eq!(pacing.due(), Some(start + ARRIVALS));
        assert!(!pacing.is_due(start + FRAME));
        pacing.want(Cause::Person);
        pacing.want(Cause::Arrival);
        assert!(pacing.is_due(start + BRIEF) && !pacing.is_due(start + BRIEF / 2));
    }

    #[test]
    fn frames_that_are_dear_are_made_less_often_but_not_for_a_person() {
        let mut pacing = Pacing::default();
        let start = Instant::now();
        pacing.drawn(start, 0);
        pacing.took(Duration::from_millis(20));
        pacing.want(Cause::Arrival);
        assert_eq!(pacing.due(), Some(start + Duration::from_millis(20) * SHARE));
        pacing.want(Cause::Person);
        assert_eq!(pacing.due(), Some(start + BRIEF));
        pacing.drawn(start, LARGE);
        pacing.written(start);
        pacing.want(Cause::Person);
        assert_eq!(pacing.due(), Some(start + FRAME), "behind a large one it is the usual time");
    }

    #[test]
    fn a_terminal_that_takes_nothing_gets_one_frame_and_later_the_latest() {
        let mut pacing = Pacing::default();
        let start = Instant::now();
        pacing.want(Cause::Person);
        pacing.drawn(start, 100);
        pacing.want(Cause::Person);
        assert!(!pacing.is_due(start + FRAME * 1_000) && pacing.due().is_none());
        pacing.written(start);
        assert!(pacing.is_due(start + FRAME));
    }

    #[test]
    fn a_line_that_held_up_a_frame_gets_the_next_when_it_is_through() {
        let mut pacing = Pacing::default();
        let start = Instant::now();
        let second = Duration::from_secs(1);
        pacing.drawn(start, 32_000);
        pacing.written(start + second);
        pacing.drawn(start + second, 8_000);
        pacing.written(start + second);
        pacing.want(Cause::Person);
        // Half of the doubt: 64,000 bytes a second.
        assert!(!pacing.is_due(start + second + second / 10) && pacing.is_due(start + second + second / 8));
        // What goes out freely again and again is a fast line.
        for frame in 2..10 {
            pacing.drawn(start + second * frame, 8_000);
            pacing.written(start + second * frame);
        }
        pacing.want(Cause::Person);
        assert_eq!(pacing.due(), Some(start + second * 9 + FRAME));
    }

    #[test]
    fn a_stopped_terminal_is_not_taken_for_a_slow_line_for_ever() {
        let mut pacing = Pacing::default();
        let (start, hour) = (Instant::now(), Duration::from_hours(1));
        pacing.drawn(start, 10);
        pacing.written(start + hour);
        pacing.drawn(start + hour, 2_400);
        pacing.written(start + hour);
        pacing.want(Cause::Person);
        assert!(pacing.is_due(start + hour + Duration::from_millis(500)));
    }

    #[test]
    fn frugal_is_one_frame_a_second_and_no_more_than_the_line_carries() {
        let mut pacing = Pacing::new(true);
        let start = Instant::now();
        pacing.drawn(start, 4_000);
        pacing.written(start);
        pacing.want(Cause::Arrival);
        assert_eq!(pacing.due(), Some(start + Duration::from_secs(1)));
        pacing.want(Cause::Person);
        assert_eq!(pacing.due(), Some(start + Duration::from_millis(250)));
        pacing.drawn(start, 80);
        pacing.written(start);
        pacing.want(Cause::Person);
        assert_eq!(pacing.due(), Some(start + BRIEF));
    }

    #[test]
    fn a_storm_of_causes_is_at_most_one_frame_in_its_time() {
        let mut pacing = Pacing::default();
        let start = Instant::now();
        let frames = (0..1_000).filter(|millisecond| {
            let now = start + Duration::from_millis(*millisecond);
            pacing.want(Cause::Person);
            let due = pacing.is_due(now);
            if due {
                pacing.drawn(now, 0);
            }
            due
        });
        assert!(frames.count() <= 1_000 / 8);
    }
}
