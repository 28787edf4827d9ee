//! When to draw: at once for a person, gathered for what arrives by itself, never without need.
//!
//! Pure arithmetic over instants that the loop hands in. Invariant: at most one frame in [`FRAME`], and none while
//! the one before is not out.

use std::time::{Duration, Instant};

use jiff::Timestamp;

/// The shortest time between two frames: just under sixty a second.
pub const FRAME: Duration = Duration::from_millis(17);
/// The shortest time between two frames that only show what arrived by itself.
const ARRIVALS: Duration = Duration::from_millis(34);

/// What is waiting to be drawn.
#[derive(Default)]
pub struct Pacing {
    last: Option<Instant>,
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
            Cause::Person => FRAME,
            Cause::Arrival => ARRIVALS,
        };
        // Without a frame before, any moment in the past will do.
        Some(self.last.map_or_else(Instant::now, |last| last + gap))
    }

    pub fn is_due(&self, now: Instant) -> bool {
        self.wanted.is_some()
            && !self.busy
            && (self.last.is_none() || self.due().is_some_and(|due| due <= now))
    }

    /// A frame was made. `bytes` says whether there was anything to write.
    pub fn drawn(&mut self, now: Instant, bytes: bool) {
        self.last = Some(now);
        self.wanted = None;
        self.busy = bytes;
    }

    /// There turned out to be nothing to draw.
    pub fn nothing(&mut self) {
        self.wanted = None;
    }

    /// The terminal has taken the frame.
    pub fn written(&mut self) {
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
        pacing.drawn(now, false);
        assert!(!pacing.is_due(now + FRAME * 100));
    }

    #[test]
    fn a_person_waits_for_one_frame_at_most_and_arrivals_for_two() {
        let mut pacing = Pacing::default();
        let start = Instant::now();
        pacing.drawn(start, false);
        pacing.want(Cause::Arrival);
        assert_eq!(pacing.due(), Some(start + ARRIVALS));
        assert!(!pacing.is_due(start + FRAME));
        pacing.want(Cause::Person);
        pacing.want(Cause::Arrival);
        assert!(pacing.is_due(start + FRAME) && !pacing.is_due(start + FRAME / 2));
    }

    #[test]
    fn a_terminal_that_takes_nothing_gets_one_frame_and_later_the_latest() {
        let mut pacing = Pacing::default();
        let start = Instant::now();
        pacing.want(Cause::Person);
        pacing.drawn(start, true);
        pacing.want(Cause::Person);
        assert!(!pacing.is_due(start + FRAME * 1_000) && pacing.due().is_none());
        pacing.written();
        assert!(pacing.is_due(start + FRAME));
    }

    #[test]
    fn a_storm_of_a_thousand_causes_in_a_second_is_at_most_sixty_frames() {
        let mut pacing = Pacing::default();
        let start = Instant::now();
        let frames = (0..1_000).filter(|millisecond| {
            let now = start + Duration::from_millis(*millisecond);
            pacing.want(Cause::Person);
            let due = pacing.is_due(now);
            if due {
                pacing.drawn(now, false);
            }
            due
        });
        assert!(frames.count() <= 60);
    }
}
