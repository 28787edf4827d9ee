//! The question before leaving.

use crate::app::{Command, Model};
use crate::ui::canvas::Canvas;
use crate::ui::key_or_name;
use crate::ui::text::Line;
use crate::ui::theme::Role;
use crate::ui::widget::dialog;

/// Draws the box.
pub fn draw(canvas: &mut Canvas, model: &Model) {
    let inside = dialog::middle(canvas, 44, 5, Line::of(Role::Title, "Quit sagedeck?"), Line::new());
    canvas.put(inside.x, inside.y, inside.width, Role::Muted, "Nothing is under way that would be lost.");
    let mut line = key_or_name(model, Command::Yes).with(Role::Hint, " quit   ");
    line.append(key_or_name(model, Command::No));
    line.push(Role::Hint, " stay");
    canvas.line(inside.x, inside.y + 2, inside.width, line);
}
