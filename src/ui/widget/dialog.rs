//! Boxes over the screen: where they lie and how they begin.

use ratatui::layout::Rect;

use crate::ui::canvas::{Canvas, Edge};
use crate::ui::text::Line;
use crate::ui::theme::Role;

/// Fewer columns than these beside a box are cleared.
const NEAR: u16 = 3;

/// A box in the middle, at most as large as the screen allows; returns what is inside, with a space at both sides.
pub fn middle(canvas: &mut Canvas, width: u16, height: u16, title: Line<'_>, right: Line<'_>) -> Rect {
    let screen = canvas.area();
    let width = width.min(screen.width.saturating_sub(4)).max(10);
    let height = height.min(screen.height.saturating_sub(2)).max(3);
    let x = screen.x + (screen.width.saturating_sub(width)) / 2;
    // A little above the middle is where the eye rests.
    let y = screen.y + (screen.height.saturating_sub(height)) * 2 / 5;
    open(canvas, Rect::new(x, y, width, height), title, right)
}

/// A box at a given place.
pub fn open(canvas: &mut Canvas, area: Rect, title: Line<'_>, right: Line<'_>) -> Rect {
    let area = area.intersection(canvas.area());
    // Air at both sides keeps the box apart from the lines below it: a column, or all up to a near edge of the
    // screen, since pieces of frames in what is left there look broken.
    let screen = canvas.area();
    let left = if area.x - screen.x <= NEAR { screen.x } else { area.x - 1 };
    let end = if screen.right() - area.right() <= NEAR { screen.right() } else { area.right() + 1 };
    // So does a lone edge between a tall box and the lines of strip and hints.
    let low = screen.bottom().saturating_sub(2);
    let low = if low == area.bottom() + 1 { low } else { area.bottom() };
    let air = Rect::new(left, area.y, end - left, low - area.y);
    canvas.clear(air);
    canvas.ground(area, Role::Raised);
    canvas.cover(area);
    let inside = canvas.pane(area, Edge::Focused, title, right);
    Rect::new(inside.x + 1, inside.y, inside.width.saturating_sub(2), inside.height)
}
