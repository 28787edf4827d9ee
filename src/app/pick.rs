//! A cursor in a list of known length, with the lines that are in sight. The same for menus, trees and logs.
//!
//! Invariant: the cursor is a line of the list (0 in an empty one) and is in sight.

/// Which line is chosen and which are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pick {
    /// The line under the cursor, from 0.
    pub at: usize,
    /// The first line in sight.
    pub offset: usize,
    /// Lines of the list.
    pub len: usize,
    /// Lines in sight; the view draws no more than these.
    pub height: usize,
}

/// A way to move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Lines(isize),
    /// Half pages, down when positive.
    Halves(isize),
    Pages(isize),
    Top,
    Bottom,
}

impl Pick {
    pub const fn new(len: usize, height: usize) -> Self {
        Self { at: 0, offset: 0, len, height }
    }

    /// Takes a new length or height and keeps the cursor where it can be.
    pub fn fit(&mut self, len: usize, height: usize) {
        (self.len, self.height) = (len, height);
        self.go(self.at);
    }

    pub fn go(&mut self, at: usize) {
        self.at = at.min(self.len.saturating_sub(1));
        let height = self.height.max(1);
        self.offset = self.offset.min(self.at).max((self.at + 1).saturating_sub(height));
        self.offset = self.offset.min(self.len.saturating_sub(height));
    }

    pub fn step(&mut self, step: Step) {
        self.go(target(self.at, self.len, self.height, step));
    }

    /// Moves the window; the cursor only as far as it would be out of sight.
    pub fn scroll(&mut self, lines: isize) {
        (self.offset, self.at) = scrolled((self.offset, self.at), self.len, self.height, lines);
    }

    /// The lines in sight.
    pub fn window(&self) -> std::ops::Range<usize> {
        let end = (self.offset + self.height).min(self.len);
        self.offset.min(end)..end
    }
}

/// First line in sight and cursor after the window was moved.
pub(super) fn scrolled(
    (offset, at): (usize, usize),
    len: usize,
    height: usize,
    lines: isize,
) -> (usize, usize) {
    let height = height.max(1);
    let offset = offset.saturating_add_signed(lines).min(len.saturating_sub(height));
    let last = (offset + height).min(len).saturating_sub(1);
    (offset, at.clamp(offset, last.max(offset)))
}

/// The line that a step leads to, before it is brought into the list.
pub(super) fn target(at: usize, len: usize, height: usize, step: Step) -> usize {
    let page = height.max(2) - 1;
    let by = |lines: isize| at.saturating_add_signed(lines).min(len.saturating_sub(1));
    match step {
        Step::Lines(lines) => by(lines),
        Step::Halves(halves) => by(halves * (height / 2).max(1) as isize),
        Step::Pages(pages) => by(pages * page as isize),
        Step::Top => 0,
        Step::Bottom => len.saturating_sub(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_stays_in_the_list_and_in_sight() {
        let mut pick = Pick::new(100, 10);
        let steps = [
            Step::Lines(3),
            Step::Halves(1),
            Step::Pages(2),
            Step::Bottom,
            Step::Lines(1),
            Step::Pages(-1),
            Step::Top,
            Step::Lines(-1),
        ];
        for (step, at) in steps.into_iter().zip([3, 8, 26, 99, 99, 90, 0, 0]) {
            pick.step(step);
            assert_eq!(pick.at, at);
            assert!(pick.window().contains(&pick.at));
        }
        pick.go(50);
        pick.fit(7, 4);
        assert_eq!((pick.at, pick.window()), (6, 3..7));
        pick.fit(0, 4);
        assert_eq!((pick.at, pick.window()), (0, 0..0));
    }

    #[test]
    fn scrolling_takes_the_cursor_along_only_at_the_edge() {
        let mut pick = Pick::new(20, 5);
        pick.go(4);
        for (lines, at, window) in
            [(3, 4, 3..8), (3, 6, 6..11), (99, 15, 15..20), (-2, 15, 13..18), (-99, 4, 0..5)]
        {
            pick.scroll(lines);
            assert_eq!((pick.at, pick.window()), (at, window));
        }
        let mut empty = Pick::new(0, 5);
        empty.scroll(3);
        assert_eq!((empty.at, empty.window()), (0, 0..0));
    }
}
