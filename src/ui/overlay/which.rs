//! How a chord that was begun can go on.

use ratatui::layout::Rect;

use crate::app::Model;
use crate::app::key::chord_text;
use crate::ui::canvas::Canvas;
use crate::ui::text::words;
use crate::ui::text::{Line, width};
use crate::ui::theme::Role;
use crate::ui::widget::dialog;

/// Draws the box in the lower right corner, above the strip.
pub fn draw(canvas: &mut Canvas, model: &Model) {
    let screen = canvas.area();
    let keys = model.hints.iter().map(|hint| width(&hint.keys)).max().unwrap_or(1).max(1);
    let words = model.hints.iter().map(|hint| width(hint.label.shown())).max().unwrap_or(0);
    let wide = (keys + words + 8).clamp(24, screen.width.saturating_sub(4));
    let high = (model.hints.len() as u16 + 2).min(screen.height.saturating_sub(4));
    let x = screen.right().saturating_sub(wide + 3);
    let y = screen.bottom().saturating_sub(high + 3);
    let title = Line::of(Role::Key, words!("{} …", chord_text(&model.pending)));
    let inside = dialog::open(canvas, Rect::new(x, y, wide, high), title, Line::new());
    for (at, hint) in model.hints.iter().enumerate().take(usize::from(inside.height)) {
        let y = inside.y + at as u16;
        canvas.put(inside.x, y, keys, Role::Key, words!("{}", hint.keys));
        canvas.put(inside.x + keys + 2, y, inside.width.saturating_sub(keys + 2), Role::Text, &hint.label);
    }
}
