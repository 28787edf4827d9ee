//! The menu of columns to sort by.

use ratatui::layout::Rect;

use crate::app::overlay::sort::{SortBy, SortMenu};
use crate::app::pointer::Spot;
use crate::model::text::Safe;
use crate::ui::canvas::Canvas;
use crate::ui::text::Line;
use crate::ui::text::words;
use crate::ui::theme::Role;
use crate::ui::value;
use crate::ui::widget::dialog;
use crate::ui::widget::grid::{Look, signs};

/// Draws the box.
pub fn draw(canvas: &mut Canvas, menu: &SortMenu) {
    let height = menu.items.len().min(menu.pick.height.max(1)) as u16 + 2;
    let typed = match menu.typed.as_str() {
        "" => Line::new(),
        typed => Line::of(Role::Accent, words!("{}", Safe::new(typed))),
    };
    let inside = dialog::middle(canvas, 38, height, Line::of(Role::Title, "Sort by"), typed);
    for (y, at) in menu.pick.window().enumerate().take(usize::from(inside.height)) {
        let Some(item) = menu.items.get(at) else { break };
        let place = Rect::new(inside.x, inside.y + y as u16, inside.width, 1);
        let label = match item.by {
            SortBy::Field(field) => value::head(field),
            SortBy::Api(_) => item.label,
        };
        let role = if item.current.is_some() { Role::HeadSorted } else { Role::Text };
        canvas.put(place.x + 2, place.y, place.width.saturating_sub(2), role, label);
        let order = match item.current {
            Some(true) => "↓ largest first",
            Some(false) => "↑ smallest first",
            None => "",
        };
        canvas.put_right(place.x, place.y, place.width.saturating_sub(1), Role::Muted, order);
        canvas.spot(place, Spot::Item(at));
        signs(canvas, place, Look { cursor: at == menu.pick.at, focused: true, ..Look::default() });
    }
}
