//! The notebook instances: account tree, table, details; and why the table is empty when it is.

use std::collections::HashSet;

use ratatui::layout::Rect;

use crate::app::Model;
use crate::app::model::Pane;
use crate::app::pointer::Spot;
use crate::app::table::Table;
use crate::model::fetch::{Cell, Horizon};
use crate::model::field::Field;
use crate::model::inventory::Freshness;
use crate::model::row::Row;
use crate::ui::text::words;

use crate::ui::canvas::{Canvas, Edge};
use crate::ui::text::{Line, Words, estimate, thousands, width};
use crate::ui::theme::Role;
use crate::ui::widget::grid::{self, Column, Look, Order};
use crate::ui::widget::scroll;
use crate::ui::{detail, has_keys, rect, tree, value};

mod empty;

/// Draws the screen.
pub fn draw(canvas: &mut Canvas, model: &Model) {
    let screen = &model.desk;
    if let Some(area) = model.layout.tree {
        tree::pane(canvas, area, &screen.tree, screen.narrow.as_ref(), has_keys(model, Pane::Tree));
    }
    if let Some(area) = model.layout.detail {
        detail::pane(canvas, area, model, has_keys(model, Pane::Detail));
    }
    table(canvas, rect(model.layout.main), model);
}

fn table(canvas: &mut Canvas, area: Rect, model: &Model) {
    let table = &model.desk.table;
    let focused = has_keys(model, Pane::Main);
    let edge = if focused { Edge::Focused } else { Edge::Plain };
    let inside = canvas.pane(area, edge, title(model, area.width >= ROOMY), sorted(table));
    let columns = columns(model);
    let slots = grid::place(&columns, inside.width, table.column);
    grid::head(canvas, Rect { height: 1, ..inside }, &columns, &slots);
    let rows = Rect::new(inside.x, inside.y + 1, inside.width, inside.height.saturating_sub(1));
    if table.totals.shown == 0 {
        return empty::draw(canvas, rows, model);
    }
    let fields: Vec<Field> = model.columns().iter().map(|column| column.field).collect();
    let mut shown = 0;
    for (y, (at, row)) in table.window().enumerate().take(usize::from(rows.height)) {
        let line = Rect::new(rows.x, rows.y + y as u16, rows.width, 1);
        let look = Look {
            cursor: at == table.at(),
            marked: table.is_marked(&row.resource.arn),
            stale: is_stale(model, row),
            focused,
            slim: model.setup.low_bandwidth,
        };
        canvas.spot(line, Spot::Line(Pane::Main, at));
        grid::row(canvas, line, &columns, &slots, look, |column| value::cell(row, fields[column], model.now));
        shown += 1;
    }
    scroll::thumb(
        canvas,
        Rect::new(area.x, rows.y, area.width, rows.height),
        table.offset(),
        shown,
        table.totals.shown,
    );
}

/// Columns that are on and do not fit on this terminal.
pub fn without_room(model: &Model) -> Vec<Field> {
    let columns = columns(model);
    let slots = grid::place(&columns, model.layout.main.inner_width(), 0);
    let fields = model.columns().into_iter().map(|column| column.field).enumerate();
    fields
        .filter(|(at, _)| !slots.shown.iter().any(|slot| slot.column == *at))
        .map(|(_, field)| field)
        .collect()
}

fn columns(model: &Model) -> Vec<Column> {
    let table = &model.desk.table;
    let order = if table.sort.descending { Order::Descending } else { Order::Ascending };
    let shown = model.columns().into_iter();
    let twins = has_twins(table);
    shown
        .map(|column| {
            let tells_apart = twins && column.field == Field::Region;
            let drop = if tells_apart { column.drop.min(1) } else { column.drop };
            let title = value::head(column.field);
            // What the fleet bounds needs no more room than the fleet's longest.
            let most = longest(model, column.field).map_or(column.max, |most| most.max(width(title)));
            Column {
                title,
                min: column.min.min(most),
                max: column.max.min(most),
                drop,
                right: column.field.is_numeric(),
                sorted: (column.field == table.sort.field).then_some(order),
            }
        })
        .collect()
}

/// Whether rows in sight have name and account in common: then only the region tells them apart.
fn has_twins(table: &Table) -> bool {
    let mut seen = HashSet::new();
    table.window().any(|(_, row)| !seen.insert((&row.resource.name, row.resource.scope.account)))
}

/// The width of the longest value that a field can have in this fleet, where the accounts tell.
fn longest(model: &Model, field: Field) -> Option<u16> {
    let accounts = model.fleet.accounts.iter();
    match field {
        Field::AccountName => accounts.map(|account| width(account.name.shown())).max(),
        Field::Region => {
            accounts.flat_map(|account| &account.regions).map(|region| width(region.as_str())).max()
        }
        _ => None,
    }
}

/// The listing that the row came from failed since, or nobody has listed it in this session.
fn is_stale(model: &Model, row: &Row) -> bool {
    let cell = Cell { scope: row.resource.scope.clone(), kind: row.resource.kind };
    let freshness = model.inventory.cell(&cell).map(|state| &state.freshness);
    matches!(freshness, Some(Freshness::Stale(..))) || model.inventory.is_remembered(&row.resource)
}

/// From this width on the title is written out.
const ROOMY: u16 = 92;

fn title(model: &Model, roomy: bool) -> Line<'_> {
    let (screen, table) = (&model.desk, &model.desk.table);
    let totals = table.totals;
    let mut line = Line::of(Role::Title, table.area.spec().title);
    let mut say = |role, words: Words<'static>| {
        line.push(Role::Faint, " · ");
        line.push(role, words);
    };
    if let Some(node) =
        screen.narrow.as_ref().and_then(|key| screen.tree.lines.iter().find(|n| n.key == *key))
    {
        say(Role::Accent, words!("{}", node.label));
    }
    if let Some(name) = model.view_shown() {
        say(Role::Accent, words!("{name}"));
    } else if !table.filter.text.is_empty() {
        // Typed text comes from outside too.
        say(Role::Accent, words!("{}", crate::model::text::Safe::new(&table.filter.text)));
    }
    if table.only_problems {
        say(Role::Accent, "problems only".into());
    }
    if table.only_mine {
        say(Role::Accent, "mine only".into());
    }
    let (shown, all) = (thousands(totals.shown as i64), thousands(totals.all as i64));
    let more = if model.is_partial() { "+" } else { "" };
    if totals.shown == totals.all {
        say(Role::Muted, words!("{all}{more}"));
    } else {
        say(Role::Muted, words!("{shown} of {all}{more}"));
    }
    if let Some(Horizon(Some(days))) = model.horizon() {
        say(Role::Muted, words!("{days} days"));
    }
    if totals.priced > 0 {
        // A sum that lacks something is a least, not an estimate of the whole.
        let least = if totals.priced < totals.priced_asked { "+" } else { "" };
        say(Role::Muted, words!("{}{least}/month", estimate(totals.usd_month)));
    }
    if totals.priced < totals.priced_asked {
        let (priced, all) = (thousands(totals.priced as i64), thousands(totals.priced_asked as i64));
        say(
            Role::Muted,
            if roomy { words!("{priced} of {all} priced") } else { words!("priced {priced}/{all}") },
        );
    }
    if totals.idle_known < totals.idle_asked {
        let (known, asked) = (thousands(totals.idle_known as i64), thousands(totals.idle_asked as i64));
        let text = if roomy {
            words!("idle known for {known} of {asked}")
        } else {
            words!("idle known {known}/{asked}")
        };
        say(Role::Muted, text);
    }
    line
}

fn sorted(table: &Table) -> Line<'static> {
    let arrow = if table.sort.descending { "↓" } else { "↑" };
    let title = value::head(table.sort.field).to_lowercase();
    let mut line = Line::of(Role::Muted, words!("by {title} {arrow}"));
    if table.wide {
        line.push(Role::Muted, " · wide");
    }
    line
}
