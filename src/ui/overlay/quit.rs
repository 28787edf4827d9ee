//! The question before leaving.

use crate::app::{Command, Model};
use crate::ui::canvas::Canvas;
use crate::ui::key_or_name;
use crate::ui::text::{Line, words};
use crate::ui::theme::Role;
use crate::ui::widget::dialog;

/// Draws the box.
pub fn draw(canvas: &mut Canvas, model: &Model) {
    let open: Vec<_> = model.acts.open().collect();
    let (width, height) = if open.is_empty() { (44, 5) } else { (74, 7) };
    let title = Line::of(Role::Title, "Quit sagedeck?");
    let mut inside = dialog::middle(canvas, width, height, title, Line::new());
    if let Some((act, doing)) = open.first() {
        let more = if open.len() > 1 { format!(" and {} more", open.len() - 1) } else { String::new() };
        let name = &doing.item.target.name;
        let line = Line::of(Role::Warning, "◐ ")
            .with(Role::Text, words!("{} {name}{more} is not done yet.", act.verb));
        canvas.line(inside.x, inside.y, inside.width, line);
        let what = "What AWS accepted goes on without you. Nothing more is begun, and the";
        canvas.put(inside.x, inside.y + 1, inside.width, Role::Muted, what);
        canvas.put(inside.x, inside.y + 2, inside.width, Role::Muted, "next start looks what became of it.");
        inside.y += 2;
    } else {
        canvas.put(inside.x, inside.y, inside.width, Role::Muted, "Nothing is under way that would be lost.");
    }
    let mut line = key_or_name(model, Command::Yes).with(Role::Hint, " quit   ");
    line.append(key_or_name(model, Command::No));
    line.push(Role::Hint, " stay");
    canvas.line(inside.x, inside.y + 2, inside.width, line);
}
