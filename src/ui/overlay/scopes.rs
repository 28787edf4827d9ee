//! Which accounts and regions count.

use ratatui::layout::Rect;

use crate::app::overlay::scopes::{Scopes, ScopesTab};
use crate::app::pointer::Spot;
use crate::app::{Command, Model};
use crate::ui::canvas::Canvas;
use crate::ui::key_or_name;
use crate::ui::text::Line;
use crate::ui::text::words;
use crate::ui::theme::Role;
use crate::ui::widget::grid::{Look, signs};
use crate::ui::widget::{dialog, scroll};

/// Draws the box.
pub fn draw(canvas: &mut Canvas, model: &Model, scopes: &Scopes) {
    let title = match scopes.tab {
        ScopesTab::Accounts => "Accounts that count",
        ScopesTab::Regions => "Regions that count",
    };
    let on = scopes.items.iter().filter(|item| item.on).count();
    let count = Line::of(Role::Muted, words!("{on} of {} on", scopes.items.len()));
    let height = scopes.items.len().min(scopes.pick.height.max(1)) as u16 + 4;
    let inside = dialog::middle(canvas, 72, height, Line::of(Role::Title, title), count);
    let list = Rect { height: inside.height.saturating_sub(2), ..inside };
    let window = scopes.pick.window();
    for (y, at) in window.clone().enumerate().take(usize::from(list.height)) {
        let Some(item) = scopes.items.get(at) else { break };
        let place = Rect::new(list.x, list.y + y as u16, list.width, 1);
        let (sign, role) =
            if item.on { ("● on ", Role::StatusOk) } else { ("○ off", Role::StatusStopped) };
        canvas.put(place.x + 2, place.y, 5, role, sign);
        let name = (place.width / 2).saturating_sub(8);
        let label = if item.on { Role::Text } else { Role::Faint };
        canvas.put(place.x + 9, place.y, name, label, &item.label);
        let x = place.x + 10 + name;
        canvas.put(x, place.y, place.right().saturating_sub(x), Role::Muted, &item.note);
        canvas.spot(place, Spot::Item(at));
        signs(canvas, place, Look { cursor: at == scopes.pick.at, focused: true, ..Look::default() });
    }
    let edge = Rect::new(list.x, list.y, list.width + 2, list.height);
    scroll::thumb(canvas, edge, window.start, window.len(), scopes.items.len());
    let mut line = key_or_name(model, Command::Toggle).with(Role::Hint, " on/off   ");
    line.append(key_or_name(model, Command::ToggleAll));
    line.push(Role::Hint, " all   ");
    line.append(key_or_name(model, Command::Enter));
    line.push(Role::Hint, " done");
    canvas.line(inside.x + 2, inside.bottom().saturating_sub(1), inside.width.saturating_sub(2), line);
}
