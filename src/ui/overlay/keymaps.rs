//! The list of keymaps, each with what it is for.

use ratatui::layout::Rect;

use crate::app::Model;
use crate::app::pick::Pick;
use crate::app::pointer::Spot;
use crate::ui::canvas::Canvas;
use crate::ui::text::{Line, Words, width, words, wrap};
use crate::ui::theme::Role;
use crate::ui::widget::grid::{Look, signs};
use crate::ui::widget::{dialog, scroll};

/// Cells of the box.
const WIDTH: u16 = 76;
/// Cells of the names.
const NAME: u16 = 16;
/// Lines for the whole note of the line under the cursor.
const NOTE: u16 = 2;

/// Draws the box.
pub fn draw(canvas: &mut Canvas, model: &Model, pick: Pick) {
    let keymaps = &model.setup.keymaps;
    // A note that the list cuts stands below it in full.
    let cut = keymaps.iter().any(|keymap| width(keymap.note.shown()) + NAME + 6 > WIDTH - 4);
    let below = if cut { NOTE + 1 } else { 0 };
    let height = keymaps.len().min(pick.height.max(1)) as u16 + below + 2;
    let count = Line::of(Role::Muted, words!("{}", keymaps.len()));
    let inside = dialog::middle(canvas, WIDTH, height, Line::of(Role::Title, "Keymap"), count);
    let list = Rect { height: inside.height.saturating_sub(below), ..inside };
    let window = pick.window();
    for (y, at) in window.clone().enumerate().take(usize::from(list.height)) {
        let Some(keymap) = keymaps.get(at) else { break };
        let place = Rect::new(list.x, list.y + y as u16, list.width, 1);
        let role = if keymap.keymap.is_some() { Role::Text } else { Role::Faint };
        canvas.put(place.x + 2, place.y, NAME, role, &keymap.name);
        let sign = match &keymap.keymap {
            None => "× mistake",
            Some(_) if keymap.name == model.setup.keymap_name => "now",
            Some(_) => "",
        };
        let sign = Words::from(sign);
        let room = place.width.saturating_sub(NAME + 5 + sign.width());
        canvas.put(place.x + NAME + 3, place.y, room, Role::Muted, &keymap.note);
        canvas.put_right(place.x, place.y, place.width.saturating_sub(1), Role::Muted, sign);
        canvas.spot(place, Spot::Item(at));
        signs(canvas, place, Look { cursor: at == pick.at, focused: true, ..Look::default() });
    }
    let edge = Rect::new(list.x, list.y, list.width + 2, list.height);
    scroll::thumb(canvas, edge, window.start, window.len(), keymaps.len());
    if !cut {
        return;
    }
    canvas.stroke(inside.x, list.bottom(), inside.width, Role::Border);
    let note = keymaps.get(pick.at).map_or("", |keymap| keymap.note.shown());
    let room = inside.width.saturating_sub(2);
    for (y, part) in wrap(note, room, usize::from(NOTE)).into_iter().enumerate() {
        canvas.put(inside.x + 2, list.bottom() + 1 + y as u16, room, Role::Muted, Words::composed(part));
    }
}
