//! The box of a row's neighbours: what it names, and what names it.

use ratatui::layout::Rect;

use crate::app::overlay::links::LinkMenu;
use crate::app::pointer::Spot;
use crate::ui::canvas::Canvas;
use crate::ui::text::{Line, words};
use crate::ui::theme::Role;
use crate::ui::value;
use crate::ui::widget::grid::{Look, signs};
use crate::ui::widget::{dialog, scroll};

/// Cells of the box.
const WIDTH: u16 = 76;
/// Cells in which it is said how the two belong together.
const LABEL: u16 = 24;

/// Draws the box.
pub fn draw(canvas: &mut Canvas, menu: &LinkMenu) {
    let title = Line::of(Role::Title, "Links").with(Role::Faint, " · ").with(Role::Strong, &menu.title);
    let height = menu.items.len().min(menu.pick.height.max(1)) as u16 + 2;
    let count = Line::of(Role::Muted, words!("{}", menu.items.len()));
    let inside = dialog::middle(canvas, WIDTH, height, title, count);
    let window = menu.pick.window();
    for (y, at) in window.clone().enumerate().take(usize::from(inside.height)) {
        let Some(item) = menu.items.get(at) else { break };
        let place = Rect::new(inside.x, inside.y + y as u16, inside.width, 1);
        let arrow = if item.from_here { "→" } else { "←" };
        let label = words!("{arrow} {}", value::head(item.field).to_lowercase());
        canvas.put(place.x + 2, place.y, LABEL, Role::Muted, label);
        let kind = words!("{}", item.kind);
        let room = place.width.saturating_sub(LABEL + 5 + kind.width());
        let role = if item.arn.is_some() { Role::Text } else { Role::Faint };
        canvas.put(place.x + 3 + LABEL, place.y, room, role, &item.name);
        canvas.put_right(place.x, place.y, place.width.saturating_sub(1), Role::Muted, kind);
        canvas.spot(place, Spot::Item(at));
        signs(canvas, place, Look { cursor: at == menu.pick.at, focused: true, ..Look::default() });
    }
    let edge = Rect::new(inside.x, inside.y, inside.width + 2, inside.height);
    scroll::thumb(canvas, edge, window.start, window.len(), menu.items.len());
}
