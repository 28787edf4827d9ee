//! The menu of everything that can be done; what is not allowed is faint and says why.

use ratatui::layout::Rect;

use crate::app::overlay::actions::ActionMenu;
use crate::app::pointer::Spot;
use crate::ui::canvas::Canvas;
use crate::ui::text::{Line, Words, wrap};
use crate::ui::theme::Role;
use crate::ui::widget::dialog;
use crate::ui::widget::grid::{Look, signs};

/// Cells of the actions' names.
const LABEL: u16 = 15;
/// Lines for the reason under the list.
const REASON: u16 = 3;

/// Draws the box.
pub fn draw(canvas: &mut Canvas, menu: &ActionMenu) {
    let title = Line::of(Role::Title, "Actions").with(Role::Faint, " · ").with(Role::Strong, &menu.title);
    let height = menu.items.len() as u16 + REASON + 3;
    let inside = dialog::middle(canvas, 76, height, title, Line::new());
    for (y, at) in menu.pick.window().enumerate().take(usize::from(inside.height)) {
        let Some(item) = menu.items.get(at) else { break };
        let place = Rect::new(inside.x, inside.y + y as u16, inside.width, 1);
        let label = if item.refused.is_some() { Role::Faint } else { Role::Text };
        let mut line = Line::of(label, item.verb.title());
        if item.refused.is_some() {
            line.push(Role::Faint, " ×");
        }
        canvas.line(place.x + 2, place.y, LABEL, line);
        let room = place.width.saturating_sub(LABEL + 3);
        let (role, words): (Role, Words<'_>) = match &item.refused {
            Some(why) => (Role::Faint, why.into()),
            None => (Role::Muted, item.note.into()),
        };
        canvas.put(place.x + 2 + LABEL, place.y, room, role, words);
        canvas.spot(place, Spot::Item(at));
        signs(canvas, place, Look { cursor: at == menu.pick.at, focused: true, ..Look::default() });
    }
    // The line under the cursor in full: reasons are longer than the list is wide.
    let below = inside.y + menu.items.len() as u16;
    canvas.stroke(inside.x, below, inside.width, Role::Border);
    let Some(item) = menu.items.get(menu.pick.at) else { return };
    let (role, text) = match &item.refused {
        Some(why) => (Role::Warning, format!("Not possible: {why}")),
        None => (Role::Muted, item.note.to_owned()),
    };
    let lines = wrap(&text, inside.width.saturating_sub(2), usize::from(REASON));
    for (y, line) in lines.into_iter().enumerate() {
        let room = inside.width.saturating_sub(2);
        canvas.put(inside.x + 2, below + 1 + y as u16, room, role, Words::composed(line));
    }
}
