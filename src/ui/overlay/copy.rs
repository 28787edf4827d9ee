//! The copy menu; and the question before a text is copied that does not look like what it is.

use ratatui::layout::Rect;

use crate::app::overlay::copy::CopyMenu;
use crate::app::pointer::Spot;
use crate::app::{Command, Model};
use crate::ui::canvas::Canvas;
use crate::ui::key_or_name;
use crate::ui::text::{Line, Words, fit_end, wrap};
use crate::ui::theme::Role;
use crate::ui::widget::dialog;
use crate::ui::widget::grid::{Look, signs};

/// Cells of the labels.
const LABEL: u16 = 13;

/// Draws the box.
pub fn draw(canvas: &mut Canvas, model: &Model, menu: &CopyMenu) {
    let title = Line::of(Role::Title, "Copy").with(Role::Faint, " · ").with(Role::Strong, &menu.title);
    if menu.asking {
        return ask(canvas, model, menu, title);
    }
    let height = menu.items.len().min(menu.pick.height.max(1)) as u16 + 2;
    let inside = dialog::middle(canvas, 92, height, title, Line::new());
    for (y, at) in menu.pick.window().enumerate().take(usize::from(inside.height)) {
        let Some(item) = menu.items.get(at) else { break };
        let place = Rect::new(inside.x, inside.y + y as u16, inside.width, 1);
        canvas.put(place.x + 2, place.y, LABEL, Role::Text, item.label);
        let room = place.width.saturating_sub(LABEL + 3);
        // A taste of what is copied, in one line.
        let line = item.text.shown().split_whitespace().take(60).collect::<Vec<_>>().join(" ");
        let text = if line.starts_with("arn:") { fit_end(&line, room).into_owned() } else { line };
        canvas.put(place.x + 2 + LABEL, place.y, room, Role::Muted, Words::composed(text));
        canvas.spot(place, Spot::Item(at));
        signs(canvas, place, Look { cursor: at == menu.pick.at, focused: true, ..Look::default() });
    }
}

fn ask(canvas: &mut Canvas, model: &Model, menu: &CopyMenu, title: Line<'_>) {
    let Some(item) = menu.items.get(menu.pick.at) else { return };
    let identity = item.text.identity();
    let parts = wrap(&identity, 78, 6);
    let inside = dialog::middle(canvas, 84, parts.len() as u16 + 6, title, Line::new());
    let sign = Line::of(Role::Warning, "▲ ")
        .with(Role::Text, "This text holds characters that cannot be seen. It is exactly:");
    canvas.line(inside.x, inside.y, inside.width, sign);
    let count = parts.len() as u16;
    for (y, part) in parts.into_iter().enumerate() {
        canvas.put(
            inside.x + 2,
            inside.y + 2 + y as u16,
            inside.width.saturating_sub(2),
            Role::Strong,
            Words::composed(part),
        );
    }
    let mut line = key_or_name(model, Command::Yes).with(Role::Hint, " copies it   ");
    line.append(key_or_name(model, Command::No));
    line.push(Role::Hint, " does not");
    canvas.line(inside.x, inside.y + 3 + count, inside.width, line);
}
