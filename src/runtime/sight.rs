//! Whether a box that asks before something is done has stood on the terminal for a moment. Pure arithmetic over
//! instants that the loop hands in.
//!
//! Invariant: the moment begins when the terminal has taken a frame with the box in it, not when it was drawn.

use std::time::{Duration, Instant};

/// So long a box stands before a key can agree to it: longer than it takes to press a key that was meant for what stood
/// there before.
pub const MOMENT: Duration = Duration::from_millis(300);

/// The box that is on its way to be seen.
#[derive(Debug, Default)]
pub struct Sight {
    /// The box in the frame that is on its way to the terminal.
    drawn: Option<u64>,
    /// The box that is on the terminal, and since when.
    shown: Option<(u64, Instant)>,
}

impl Sight {
    /// A frame was made with this box in it, or with none that waits to be seen.
    pub fn drawn(&mut self, number: Option<u64>) {
        self.drawn = number;
        self.shown = self.shown.filter(|(shown, _)| Some(*shown) == number);
    }

    /// The terminal has taken the frame.
    pub fn written(&mut self, now: Instant) {
        if let (Some(number), None) = (self.drawn, self.shown) {
            self.shown = Some((number, now));
        }
    }

    /// What was on the terminal may not be there any more.
    pub fn lose(&mut self) {
        *self = Self::default();
    }

    /// When the moment has passed.
    pub fn due(&self) -> Option<Instant> {
        self.shown.map(|(_, since)| since + MOMENT)
    }

    /// The box for which it has passed, once.
    pub fn take(&mut self, now: Instant) -> Option<u64> {
        let (number, _) = self.shown.filter(|(_, since)| *since + MOMENT <= now)?;
        self.lose();
        Some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_moment_begins_when_the_terminal_has_the_frame() {
        let (mut sight, now) = (Sight::default(), Instant::now());
        sight.drawn(Some(1));
        assert_eq!((sight.due(), sight.take(now + MOMENT)), (None, None));
        sight.written(now);
        assert_eq!(sight.take(now + MOMENT / 2), None);
        // Another frame of the same box does not begin it anew.
        sight.drawn(Some(1));
        sight.written(now + MOMENT / 2);
        assert_eq!(sight.take(now + MOMENT), Some(1));
        assert_eq!(sight.take(now + MOMENT), None);
    }

    #[test]
    fn another_box_begins_anew_and_a_lost_one_is_not_seen() {
        let (mut sight, now) = (Sight::default(), Instant::now());
        sight.drawn(Some(1));
        sight.written(now);
        sight.drawn(Some(2));
        sight.written(now + MOMENT);
        assert_eq!(sight.take(now + MOMENT), None);
        sight.lose();
        assert_eq!(sight.take(now + MOMENT * 3), None);
        sight.drawn(None);
        sight.written(now);
        assert_eq!(sight.due(), None);
    }
}
