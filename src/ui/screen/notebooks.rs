//! The notebook instances: account tree, table, details; and why the table is empty when it is.

use ratatui::layout::Rect;

use crate::app::fleet::FleetState;
use crate::app::model::Pane;
use crate::app::table::Table;
use crate::app::{Command, Model};
use crate::catalog;
use crate::model::fetch::Cell;
use crate::model::inventory::Freshness;
use crate::model::row::Row;
use crate::words;

use crate::ui::canvas::{Canvas, Edge};
use crate::ui::text::{Line, Words, estimate, thousands, wrap};
use crate::ui::theme::Role;
use crate::ui::widget::grid::{self, Column, Look, Order};
use crate::ui::widget::scroll;
use crate::ui::{detail, key, key_or_name, rect, tree, value};

/// Draws the screen.
pub fn draw(canvas: &mut Canvas, model: &Model) {
    let screen = &model.notebooks;
    if let Some(area) = model.layout.tree {
        tree::pane(canvas, area, &screen.tree, screen.narrow.as_ref(), model.focus == Pane::Tree);
    }
    if let Some(area) = model.layout.detail {
        detail::pane(canvas, area, model, model.focus == Pane::Detail);
    }
    table(canvas, rect(model.layout.main), model);
}

fn table(canvas: &mut Canvas, area: Rect, model: &Model) {
    let table = &model.notebooks.table;
    let focused = model.focus == Pane::Main;
    let edge = if focused { Edge::Focused } else { Edge::Plain };
    let inside = canvas.pane(area, edge, title(model), sorted(table));
    let columns = columns(table);
    let slots = grid::place(&columns, inside.width, table.column);
    grid::head(canvas, Rect { height: 1, ..inside }, &columns, &slots);
    let rows = Rect::new(inside.x, inside.y + 1, inside.width, inside.height.saturating_sub(1));
    if table.totals.shown == 0 {
        return empty(canvas, rows, model);
    }
    let fields = fields(table);
    let mut shown = 0;
    for (y, (at, row)) in table.window().enumerate().take(usize::from(rows.height)) {
        let line = Rect::new(rows.x, rows.y + y as u16, rows.width, 1);
        let look = Look {
            cursor: at == table.at(),
            marked: table.is_marked(&row.resource.arn),
            stale: is_stale(model, row),
            focused,
        };
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

fn fields(table: &Table) -> Vec<crate::model::field::Field> {
    let declared = catalog::spec(table.kind).columns.iter();
    declared.filter(|column| table.wide || !column.wide).map(|column| column.field).collect()
}

fn columns(table: &Table) -> Vec<Column> {
    let declared = catalog::spec(table.kind).columns.iter().filter(|column| table.wide || !column.wide);
    let order = if table.sort.descending { Order::Descending } else { Order::Ascending };
    declared
        .map(|column| Column {
            title: value::head(column.field),
            min: column.min,
            max: column.max,
            drop: column.drop,
            right: column.field.is_numeric(),
            sorted: (column.field == table.sort.field).then_some(order),
        })
        .collect()
}

/// The listing that the row came from failed since.
fn is_stale(model: &Model, row: &Row) -> bool {
    let cell = Cell { scope: row.resource.scope.clone(), kind: row.resource.kind };
    let freshness = model.inventory.cell(&cell).map(|state| &state.freshness);
    matches!(freshness, Some(Freshness::Stale(..)))
}

fn title(model: &Model) -> Line<'_> {
    let (screen, table) = (&model.notebooks, &model.notebooks.table);
    let totals = table.totals;
    let mut line = Line::of(Role::Title, catalog::spec(table.kind).title);
    let mut say = |role, words: Words<'static>| {
        line.push(Role::Faint, " · ");
        line.push(role, words);
    };
    if let Some(node) =
        screen.narrow.as_ref().and_then(|key| screen.tree.lines.iter().find(|n| n.key == *key))
    {
        say(Role::Accent, words!("{}", node.label));
    }
    if !table.filter.text.is_empty() {
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
    if totals.shown == totals.all {
        say(Role::Muted, words!("{all}"));
    } else {
        say(Role::Muted, words!("{shown} of {all}"));
    }
    if totals.priced > 0 {
        say(Role::Muted, words!("{}/month", estimate(totals.usd_month)));
    }
    if totals.not_priced > 0 {
        say(Role::Muted, words!("{} without a price", thousands(totals.not_priced as i64)));
    }
    line
}

fn sorted(table: &Table) -> Line<'static> {
    let arrow = if table.sort.descending { "↓" } else { "↑" };
    let title = value::head(table.sort.field).to_lowercase();
    let mut line = Line::of(Role::Muted, words!("sort {title} {arrow}"));
    if table.wide {
        line.push(Role::Muted, " · wide");
    }
    line
}

/// Says why there is no row, and what to press.
fn empty(canvas: &mut Canvas, area: Rect, model: &Model) {
    let lines = reasons(model, usize::from(area.width.saturating_sub(6)));
    let top = area.y + area.height.saturating_sub(lines.len() as u16) * 2 / 5;
    for (at, line) in lines.into_iter().enumerate() {
        let y = top + at as u16;
        if y < area.bottom() {
            canvas.line(area.x + 3, y, area.width.saturating_sub(6), line);
        }
    }
}

fn reasons(model: &Model, room: usize) -> Vec<Line<'_>> {
    let table = &model.notebooks.table;
    let strip = &model.strip;
    let press = |command, rest: &'static str| key_or_name(model, command).with(Role::Muted, rest);
    if let FleetState::Failed(failure) = &model.fleet.state {
        return no_fleet(model, failure, room);
    }
    if model.fleet.state == FleetState::Asking && model.fleet.accounts.is_empty() {
        return vec![
            Line::of(Role::StatusChanging, "◐ ").with(Role::Text, "Finding out which accounts there are …"),
        ];
    }
    if table.totals.all > 0 {
        if !table.filter.text.is_empty() {
            let filter = crate::model::text::Safe::new(&table.filter.text);
            return vec![
                Line::of(Role::Text, "No notebook matches ")
                    .with(Role::Accent, words!("{filter}"))
                    .with(Role::Text, "."),
                Line::new(),
                press(Command::Back, " drops the filter   ")
                    .with(Role::Key, words!("{}", key(model, Command::Filter).unwrap_or_default()))
                    .with(Role::Muted, " changes it"),
            ];
        }
        if table.only_problems {
            return vec![
                Line::of(Role::StatusOk, "✓ ").with(Role::Text, "No notebook that was read has a problem."),
                Line::new(),
                press(Command::OnlyProblems, " shows all again"),
            ];
        }
        if table.only_mine {
            return vec![
                Line::of(Role::Text, "No notebook that was read is yours."),
                Line::of(Role::Muted, words!("Yours are those of: {}", owners(model))),
                Line::new(),
                press(Command::OnlyMine, " shows all again"),
            ];
        }
        return vec![
            Line::of(Role::Text, "There is no notebook here."),
            Line::new(),
            press(Command::Back, " goes back to all"),
        ];
    }
    if strip.loading > 0 || strip.scopes_total == 0 {
        let answered = strip.scopes_total.saturating_sub(strip.loading);
        return vec![
            Line::of(Role::StatusChanging, "◐ ").with(Role::Text, "Reading notebook instances …"),
            Line::of(Role::Muted, words!("  {answered} of {} scopes have answered", strip.scopes_total)),
        ];
    }
    let bad = strip.denied + strip.login_needed + strip.failed;
    if bad > 0 {
        return vec![
            Line::of(Role::Warning, "▲ ").with(
                Role::Text,
                words!(
                    "{bad} of {} scopes could not be read; the others have no notebook instance.",
                    strip.scopes_total
                ),
            ),
            Line::new(),
            press(Command::Problems, " lists what happened and what to do   "),
        ];
    }
    vec![
        Line::of(
            Role::Text,
            words!("None of the {} scopes that were read has a notebook instance.", strip.scopes_total),
        ),
        Line::new(),
        press(Command::Regions, " chooses other regions   ")
            .with(Role::Key, words!("{}", key(model, Command::Accounts).unwrap_or_default()))
            .with(Role::Muted, " other accounts"),
    ]
}

fn owners(model: &Model) -> String {
    let names: Vec<String> = model.setup.me.iter().map(ToString::to_string).collect();
    if names.is_empty() { "the session names of your logins".to_owned() } else { names.join(", ") }
}

/// The start screen without accounts: what was looked for, where, what to do, and that there is a demo.
fn no_fleet<'a>(model: &'a Model, failure: &'a crate::model::failure::Failure, room: usize) -> Vec<Line<'a>> {
    let room = room.min(96) as u16;
    let mut lines = vec![Line::of(Role::Error, "✗ ").with(Role::Strong, "No account can be reached.")];
    lines.push(Line::new());
    let mut say = |role, text: &crate::model::text::Safe| {
        for paragraph in text.shown().lines() {
            lines.extend(
                wrap(paragraph, room, 8).into_iter().map(|part| Line::of(role, Words::composed(part))),
            );
        }
    };
    say(Role::Text, &failure.what);
    say(Role::Muted, &failure.todo);
    for notice in &model.fleet.notices {
        say(Role::Muted, &notice.text);
    }
    lines.push(Line::new());
    lines.push(
        Line::of(Role::Key, "sagedeck doctor").with(Role::Muted, "   says for each profile what is wrong"),
    );
    lines.push(
        Line::of(Role::Key, "sagedeck --demo")
            .with(Role::Muted, "   shows a simulated fleet, without network and credentials"),
    );
    lines.push(key_or_name(model, Command::Refresh).with(Role::Muted, "                 tries again"));
    lines
}
