//! Boxes over the screen: where they lie and how they begin.

use ratatui::layout::Rect;

use crate::ui::canvas::{Canvas, Edge};
use crate::ui::text::Line;
use crate::ui::theme::Role;

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
    // A column of air at both sides keeps the box apart from the lines below it.
    let air = Rect::new(area.x.saturating_sub(1), area.y, area.width + 2, area.height);
    canvas.ground(air, Role::Surface);
    canvas.ground(area, Role::Raised);
    let inside = canvas.pane(area, Edge::Focused, title, right);
    Rect::new(inside.x + 1, inside.y, inside.width.saturating_sub(2), inside.height)
}
