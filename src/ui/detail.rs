//! The details of the resource under the cursor, as a pane and as a box: verdict, price, owner and tags first, then
//! what AWS said, by section. What was not read says so.

use ratatui::layout::Rect;

use super::canvas::{Canvas, Edge};
use super::rect;
use super::text::Line;
use super::theme::Role;
use super::widget::{dialog, scroll};
use crate::app::Model;
use crate::app::layout::Area;
use crate::model::row::Row;

mod lines;

/// From this width on the sections stand in two columns.
const TWO_COLUMNS: u16 = 84;

/// Draws the pane.
pub fn pane(canvas: &mut Canvas, area: Area, model: &Model, focused: bool) {
    let area = rect(area);
    let edge = if focused { Edge::Focused } else { Edge::Plain };
    let (row, behind) = model.detailed();
    let Some(row) = row else {
        let inside = canvas.pane(area, edge, Line::of(Role::Muted, "Details"), Line::new());
        let why = if behind { "" } else { "no row under the cursor" };
        canvas.put(inside.x + 1, inside.y, inside.width.saturating_sub(1), Role::Faint, why);
        return;
    };
    canvas.dressed(row.account.theme.as_ref(), |canvas| {
        canvas.own_ground(area);
        let (mut title, mut place) = (title(row), place(row));
        if behind {
            // Still about the row that the cursor has left.
            title.pieces.iter_mut().chain(&mut place.pieces).for_each(|piece| piece.role = Role::Faint);
        }
        let inside = canvas.pane(area, edge, title, place);
        let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
        body(canvas, inside, super::tree::edge_of(area), model, row);
    });
}

/// Draws the box, where there is no room for a pane.
pub fn boxed(canvas: &mut Canvas, model: &Model) {
    let Some(row) = model.desk.table.current() else { return };
    // It takes the place of the table: a frame within a frame would only cost room.
    let area = rect(model.layout.main);
    canvas.dressed(row.account.theme.as_ref(), |canvas| {
        let inside = dialog::open(canvas, area, title(row), place(row));
        body(canvas, inside, super::tree::edge_of(area), model, row);
    });
}

fn title(row: &Row) -> Line<'_> {
    Line::of(Role::Title, &row.resource.name)
}

fn place(row: &Row) -> Line<'_> {
    let mut line = Line::of(super::value::account(row.account.role), &row.account.name);
    line.push(Role::Muted, crate::ui::text::words!(" {} {}", row.account.id, row.resource.scope.region));
    line
}

fn body(canvas: &mut Canvas, area: Rect, edge: Rect, model: &Model, row: &Row) {
    let column = if area.width >= TWO_COLUMNS { (area.width - 3) / 2 } else { area.width };
    let summary = lines::summary(model, row, area.width);
    let sections = lines::sections(model, row, column);
    let rest = if column < area.width { beside(sections) } else { below(sections) };
    let head = summary.len();
    let total = head + rest.len();
    let height = usize::from(area.height);
    let first = model.detail.scroll.min(total.saturating_sub(height));
    let mut all =
        summary.into_iter().map(|line| (line, Line::new())).chain(rest).skip(first).take(height).enumerate();
    all.by_ref().for_each(|(y, (left, right))| {
        let y = area.y + y as u16;
        let is_head = first + usize::from(y - area.y) < head;
        let room = if is_head { area.width } else { column };
        canvas.line(area.x, y, room, left);
        if !right.is_empty() {
            canvas.line(area.x + column + 3, y, area.width.saturating_sub(column + 3), right);
        }
    });
    scroll::thumb(canvas, edge, first, height, total);
}

type Pair<'a> = (Line<'a>, Line<'a>);

/// All sections in one column, an empty line before each.
fn below(sections: Vec<Vec<Line<'_>>>) -> Vec<Pair<'_>> {
    let spaced = sections.into_iter().flat_map(|section| std::iter::once(Line::new()).chain(section));
    spaced.map(|line| (line, Line::new())).collect()
}

/// The sections in two columns; each goes to the column that is shorter.
fn beside(sections: Vec<Vec<Line<'_>>>) -> Vec<Pair<'_>> {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for section in sections {
        let shorter = if right.len() < left.len() { &mut right } else { &mut left };
        shorter.push(Line::new());
        shorter.extend(section);
    }
    let length = left.len().max(right.len());
    left.resize_with(length, Line::new);
    right.resize_with(length, Line::new);
    left.into_iter().zip(right).collect()
}
