//! A table of declared columns: which of them fit, how wide each is, its head and its rows.
//!
//! Invariants: widths depend on the declaration and the room alone, never on content, so nothing moves while rows
//! stream in; only visible rows are looked at.

use ratatui::layout::Rect;

use crate::app::pointer::Spot;
use crate::ui::canvas::Canvas;
use crate::ui::text::Line;
use crate::ui::theme::Role;

/// Cells between columns.
const GAP: u16 = 2;
/// Cells for the cursor and the mark, left of the first column.
pub const GUTTER: u16 = 2;
/// A cell of air, or the sign of more columns, right of the last one.
const MARGIN: u16 = 1;

/// Which way a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Ascending,
    Descending,
}

/// A column as the table declares it.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub title: &'static str,
    pub min: u16,
    pub max: u16,
    /// The higher, the sooner it is dropped. 0 stays to the last.
    pub drop: u8,
    /// Numbers stand at the right.
    pub right: bool,
    pub sorted: Option<Order>,
}

/// A column that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Index of the column among those declared.
    pub column: usize,
    /// Offset from the left of the table.
    pub x: u16,
    pub width: u16,
}

/// The columns that are shown, and whether there are more to either side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slots {
    pub shown: Vec<Slot>,
    pub more_left: bool,
    pub more_right: bool,
}

/// Places the columns in `room` cells. The first column always stays; `skip` of the others are scrolled away to the
/// left. Without scrolling, columns give way by their priority; while scrolling, from the right.
pub fn place(columns: &[Column], room: u16, skip: usize) -> Slots {
    let room = room.saturating_sub(GUTTER + MARGIN);
    let skip = skip.min(columns.len().saturating_sub(2));
    let mut shown: Vec<usize> = (0..columns.len()).filter(|at| *at == 0 || *at > skip).collect();
    while needed(columns, &shown) > room && shown.len() > 1 {
        let victim = if skip == 0 {
            // The rightmost among those that matter least.
            shown.iter().copied().skip(1).max_by_key(|at| (columns[*at].drop, *at))
        } else {
            shown.last().copied()
        };
        shown.retain(|at| Some(*at) != victim);
    }
    let more_right = (skip + 1..columns.len()).any(|at| !shown.contains(&at));
    Slots { shown: widths(columns, &shown, room), more_left: skip > 0, more_right }
}

fn needed(columns: &[Column], shown: &[usize]) -> u16 {
    let cells: u16 = shown.iter().map(|at| columns[*at].min).sum();
    cells + GAP * (shown.len() as u16).saturating_sub(1)
}

/// Minimum widths first; what is left goes to each in proportion to what it could still take.
fn widths(columns: &[Column], shown: &[usize], room: u16) -> Vec<Slot> {
    let spare = u32::from(room.saturating_sub(needed(columns, shown)));
    let wanted = |at: usize| u32::from(columns[at].max.saturating_sub(columns[at].min));
    let all: u32 = shown.iter().map(|at| wanted(*at)).sum();
    let give = spare.min(all);
    let (mut x, mut asked, mut given) = (GUTTER, 0, 0);
    let mut slots = Vec::with_capacity(shown.len());
    for at in shown.iter().copied() {
        asked += wanted(at);
        // Cumulative rounding: the shares add up to exactly what there is.
        let until_here = (give * asked).checked_div(all).unwrap_or(0);
        let extra = until_here - given;
        given = until_here;
        let width = columns[at].min.min(room) + extra as u16;
        slots.push(Slot { column: at, x, width });
        x += width + GAP;
    }
    slots
}

/// Draws the heads of the columns.
pub fn head(canvas: &mut Canvas, area: Rect, columns: &[Column], slots: &Slots) {
    for slot in &slots.shown {
        let column = &columns[slot.column];
        let role = if column.sorted.is_some() { Role::HeadSorted } else { Role::Head };
        let arrow = match column.sorted {
            Some(Order::Ascending) => " ↑",
            Some(Order::Descending) => " ↓",
            None => "",
        };
        let line = Line::of(role, column.title).with(role, arrow);
        put(canvas, area.x + slot.x, area.y, slot.width, column.right, line);
        canvas.spot(Rect::new(area.x + slot.x, area.y, slot.width, 1), Spot::Head(slot.column));
    }
    if slots.more_left {
        canvas.put(area.x, area.y, 1, Role::Muted, "←");
    }
    if slots.more_right && area.width > 0 {
        canvas.put(area.right() - 1, area.y, 1, Role::Muted, "→");
    }
}

/// How a row stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    pub cursor: bool,
    pub marked: bool,
    /// Its data are out of date.
    pub stale: bool,
    /// The table has the keys.
    pub focused: bool,
    /// The cursor lies on the first column only: every byte counts.
    pub slim: bool,
}

/// Draws one row; `cell` gives the content of a declared column.
pub fn row<'a>(
    canvas: &mut Canvas,
    area: Rect,
    columns: &[Column],
    slots: &Slots,
    look: Look,
    cell: impl Fn(usize) -> Line<'a>,
) {
    for slot in &slots.shown {
        put(canvas, area.x + slot.x, area.y, slot.width, columns[slot.column].right, cell(slot.column));
    }
    if look.stale {
        canvas.dim(area, Role::Stale);
    }
    let first = slots.shown.first().map_or(area.width, |slot| slot.x + slot.width);
    let width = if look.slim { first.min(area.width) } else { area.width };
    signs(canvas, Rect { width, ..area }, look);
}

/// Draws the cursor and the mark of a row and tints it.
pub fn signs(canvas: &mut Canvas, area: Rect, look: Look) {
    if look.marked {
        canvas.put(area.x, area.y, 1, Role::Mark, "✓");
    } else if look.cursor {
        canvas.put(area.x, area.y, 1, Role::Accent, "▌");
    }
    if look.cursor {
        canvas.tint(area, if look.focused { Role::Cursor } else { Role::CursorAway });
    }
}

fn put(canvas: &mut Canvas, x: u16, y: u16, room: u16, right: bool, line: Line<'_>) {
    if right {
        canvas.line_right(x, y, room, line);
    } else {
        canvas.line(x, y, room, line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Vec<Column> {
        let column = |min, max, drop| Column { title: "X", min, max, drop, right: false, sorted: None };
        vec![column(10, 20, 0), column(8, 8, 2), column(6, 10, 1), column(4, 4, 3)]
    }

    fn shown(slots: &Slots) -> Vec<usize> {
        slots.shown.iter().map(|slot| slot.column).collect()
    }

    #[test]
    fn the_least_important_columns_go_first() {
        assert_eq!(shown(&place(&columns(), 60, 0)), [0, 1, 2, 3]);
        assert_eq!(shown(&place(&columns(), 35, 0)), [0, 1, 2]);
        assert_eq!(shown(&place(&columns(), 26, 0)), [0, 2]);
        let narrow = place(&columns(), 8, 0);
        assert_eq!(shown(&narrow), [0]);
        assert!(narrow.more_right);
        assert!(narrow.shown[0].width <= 8);
    }

    #[test]
    fn spare_room_is_shared_up_to_the_maximum() {
        let slots = place(&columns(), 43, 0);
        let widths: Vec<u16> = slots.shown.iter().map(|slot| slot.width).collect();
        assert_eq!(widths.iter().sum::<u16>() + 3 * GAP + GUTTER + MARGIN, 43);
        let wide = place(&columns(), 200, 0);
        assert_eq!(wide.shown.iter().map(|slot| slot.width).collect::<Vec<_>>(), [20, 8, 10, 4]);
        assert!(!wide.more_right);
    }

    #[test]
    fn scrolling_keeps_the_name_and_moves_the_rest() {
        let slots = place(&columns(), 31, 1);
        assert_eq!(shown(&slots), [0, 2, 3]);
        assert!(slots.more_left && !slots.more_right);
        assert_eq!(shown(&place(&columns(), 60, 99)), [0, 3]);
    }
}
