//! The choice of columns: which are shown, in which order, and for which there is no room here.

use ratatui::layout::Rect;

use crate::app::overlay::columns::ColumnChooser;
use crate::app::pointer::Spot;
use crate::app::{Command, Model};
use crate::ui::canvas::Canvas;
use crate::ui::screen::desk::without_room;
use crate::ui::text::{Line, words};
use crate::ui::theme::Role;
use crate::ui::widget::grid::{Look, signs};
use crate::ui::widget::{dialog, scroll};
use crate::ui::{key_or_name, value};

/// Draws the box.
pub fn draw(canvas: &mut Canvas, model: &Model, chooser: &ColumnChooser) {
    let on = chooser.items.iter().filter(|item| item.on).count();
    let count = Line::of(Role::Muted, words!("{on} of {} on", chooser.items.len()));
    let height = chooser.items.len().min(chooser.pick.height.max(1)) as u16 + 5;
    let inside = dialog::middle(canvas, 58, height, Line::of(Role::Title, "Columns"), count);
    let list = Rect { height: inside.height.saturating_sub(3), ..inside };
    let crowded = without_room(model);
    let window = chooser.pick.window();
    for (y, at) in window.clone().enumerate().take(usize::from(list.height)) {
        let Some(item) = chooser.items.get(at) else { break };
        let place = Rect::new(list.x, list.y + y as u16, list.width, 1);
        let (sign, role) =
            if item.on { ("● on ", Role::StatusOk) } else { ("○ off", Role::StatusStopped) };
        canvas.put(place.x + 2, place.y, 5, role, sign);
        let label = if item.on { Role::Text } else { Role::Faint };
        canvas.put(place.x + 9, place.y, place.width.saturating_sub(9), label, value::head(item.field));
        let note = match at {
            0 => "always first",
            _ if item.on && crowded.contains(&item.field) => "no room here",
            _ => "",
        };
        canvas.put_right(place.x, place.y, place.width.saturating_sub(1), Role::Muted, note);
        canvas.spot(place, Spot::Item(at));
        signs(canvas, place, Look { cursor: at == chooser.pick.at, focused: true, ..Look::default() });
    }
    let edge = Rect::new(list.x, list.y, list.width + 2, list.height);
    scroll::thumb(canvas, edge, window.start, window.len(), chooser.items.len());
    let foot = inside.bottom().saturating_sub(2);
    let mut line = key_or_name(model, Command::Toggle).with(Role::Hint, " on/off   ");
    line.append(key_or_name(model, Command::ColumnEarlier));
    line.push(Role::Hint, " ");
    line.append(key_or_name(model, Command::ColumnLater));
    line.push(Role::Hint, " move   ");
    line.append(key_or_name(model, Command::ToggleAll));
    line.push(Role::Hint, " all/as at first");
    canvas.line(inside.x + 2, foot, inside.width.saturating_sub(2), line);
    let note = "What does not fit gives way from the right.";
    canvas.put(inside.x + 2, foot + 1, inside.width.saturating_sub(2), Role::Muted, note);
}
