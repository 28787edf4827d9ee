//! How a chord that was begun can go on.

use ratatui::layout::Rect;

use crate::app::Model;
use crate::app::hints::Hint;
use crate::app::key::chord_text;
use crate::ui::canvas::Canvas;
use crate::ui::text::words;
use crate::ui::text::{Line, width};
use crate::ui::theme::Role;
use crate::ui::widget::dialog;

/// Lines that stay in sight above and below the box.
const AROUND: u16 = 8;
/// Cells of a sentence where ways stand in columns.
const NARROW: u16 = 30;

/// Draws the box in the lower right corner, above the strip. A long list stands in columns; what has no room even
/// so is counted.
pub fn draw(canvas: &mut Canvas, model: &Model) {
    let screen = canvas.area();
    let hints = &model.hints;
    let keys = hints.iter().map(|hint| width(&hint.keys)).max().unwrap_or(1).max(1);
    let sentence = hints.iter().map(|hint| width(hint.label.shown())).max().unwrap_or(0);
    let most = usize::from(screen.height.saturating_sub(AROUND).max(1));
    let room = screen.width.saturating_sub(8);
    // As few columns as hold all ways, as many as there is room for.
    let columns = (hints.len().div_ceil(most) as u16).clamp(1, (room / (keys + NARROW)).max(1));
    let words = sentence.min((room / columns).saturating_sub(keys + 4));
    let column = keys + 2 + words;
    let rows = hints.len().div_ceil(usize::from(columns)).min(most).max(1);
    let wide = (column * columns + 2 * (columns - 1) + 4).max(24).min(screen.width.saturating_sub(4));
    let high = rows as u16 + 2;
    let x = screen.right().saturating_sub(wide + 3);
    let y = screen.bottom().saturating_sub(high + 3);
    let shown = hints.len().min(rows * usize::from(columns));
    let more = match hints.len() - shown {
        0 => Line::new(),
        more => Line::of(Role::Muted, words!("{more} more")),
    };
    let title = Line::of(Role::Key, words!("{} …", chord_text(&model.pending)));
    let inside = dialog::open(canvas, Rect::new(x, y, wide, high), title, more);
    for (at, hint) in hints.iter().take(shown).enumerate() {
        let place =
            Rect::new(inside.x + (at / rows) as u16 * (column + 2), inside.y + (at % rows) as u16, column, 1);
        way(canvas, place.intersection(inside), keys, hint);
    }
}

fn way(canvas: &mut Canvas, place: Rect, keys: u16, hint: &Hint) {
    canvas.put(place.x, place.y, keys, Role::Key, words!("{}", hint.keys));
    let room = place.width.saturating_sub(keys + 2);
    canvas.put(place.x + keys + 2, place.y, room, Role::Text, &hint.label);
}
