//! The palette: a field, and below it what it finds.

use ratatui::layout::Rect;

use crate::app::overlay::palette::Palette;
use crate::app::pointer::Spot;
use crate::ui::canvas::Canvas;
use crate::ui::text::words;
use crate::ui::text::{Line, Words};
use crate::ui::theme::Role;
use crate::ui::widget::grid::{Look, signs};
use crate::ui::widget::{dialog, input, scroll};

/// Draws the box.
pub fn draw(canvas: &mut Canvas, palette: &Palette) {
    let height = palette.pick.height as u16 + 4;
    let inside = dialog::middle(canvas, 84, height, Line::of(Role::Title, "Command"), Line::new());
    let field = Rect { height: 1, ..inside };
    input::draw(canvas, field, input::Field { prompt: ": ", input: &palette.input });
    canvas.stroke(inside.x, inside.y + 1, inside.width, Role::Border);
    let list = Rect::new(inside.x, inside.y + 2, inside.width, inside.height.saturating_sub(2));
    if palette.items.is_empty() {
        canvas.put(
            list.x + 2,
            list.y,
            list.width.saturating_sub(2),
            Role::Muted,
            "Nothing is called like that.",
        );
        return;
    }
    let window = palette.pick.window();
    for (y, at) in window.clone().enumerate().take(usize::from(list.height)) {
        let Some(item) = palette.items.get(at) else { break };
        let place = Rect::new(list.x, list.y + y as u16, list.width, 1);
        let keys: Words = item.keys.as_ref().map_or("".into(), |keys| words!("{keys}"));
        let room = place.width.saturating_sub(keys.width() + 3);
        let name = room.saturating_sub(2).min(28);
        canvas.put(place.x + 2, place.y, name, Role::Text, &item.label);
        canvas.put(place.x + name + 4, place.y, room.saturating_sub(name + 4), Role::Muted, &item.note);
        canvas.put_right(place.x, place.y, place.width.saturating_sub(1), Role::Key, keys);
        canvas.spot(place, Spot::Item(at));
        signs(canvas, place, Look { cursor: at == palette.pick.at, focused: true, ..Look::default() });
    }
    let edge = Rect::new(list.x, list.y, list.width + 2, list.height);
    scroll::thumb(canvas, edge, window.start, window.len(), palette.items.len());
}
