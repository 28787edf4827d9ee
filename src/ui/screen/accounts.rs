//! The organization as a tree with role, login, counts and cost of each account.

use ratatui::layout::Rect;

use crate::app::Model;
use crate::app::model::Pane;
use crate::app::pointer::Spot;
use crate::app::tree::Node;
use crate::model::account::AccountState;
use crate::ui::canvas::{Canvas, Edge};
use crate::ui::text::words;
use crate::ui::text::{Line, NONE, UNKNOWN, thousands, width};
use crate::ui::theme::Role;
use crate::ui::widget::grid::{self, Column, Look};
use crate::ui::widget::scroll;
use crate::ui::{has_keys, rect, tree, value};

const fn column(title: &'static str, min: u16, max: u16, drop: u8, right: bool) -> Column {
    Column { title, min, max, drop, right, sorted: None }
}

const COLUMNS: [Column; 8] = [
    column("NAME", 22, 44, 0, false),
    column("ACCOUNT ID", 12, 12, 2, false),
    column("ROLE", 15, 15, 1, false),
    column("LOGIN", 13, 20, 0, false),
    column("RESOURCES", 9, 9, 3, true),
    column("PROBLEMS", 8, 8, 4, true),
    column("~$/MO", 9, 10, 5, true),
    column("ROLE FROM", 12, 44, 6, false),
];

/// The columns; the name no wider than the longest there is, so that the room goes where it is needed.
fn columns(model: &Model) -> [Column; 8] {
    let deepest =
        model.fleet.accounts.iter().map(|of| of.path.len() as u16 + 5 + width(of.name.shown())).max();
    let mut columns = COLUMNS;
    if let (Some(most), Some(name)) = (deepest, columns.first_mut()) {
        name.max = most.clamp(name.min, name.max);
    }
    columns
}

/// Draws the screen.
pub fn draw(canvas: &mut Canvas, model: &Model) {
    let area = rect(model.layout.main);
    let screen = &model.accounts.tree;
    let focused = has_keys(model, Pane::Main);
    let edge = if focused { Edge::Focused } else { Edge::Plain };
    let inside = canvas.pane(area, edge, title(model), Line::new());
    let columns = columns(model);
    let slots = grid::place(&columns, inside.width, 0);
    grid::head(canvas, Rect { height: 1, ..inside }, &columns, &slots);
    let rows = Rect::new(inside.x, inside.y + 1, inside.width, inside.height.saturating_sub(1));
    if screen.lines.is_empty() {
        canvas.put(
            rows.x + 3,
            rows.y + 1,
            rows.width.saturating_sub(3),
            Role::Muted,
            "No account is known yet.",
        );
        return;
    }
    let window = screen.pick.window();
    for (y, at) in window.clone().enumerate().take(usize::from(rows.height)) {
        let Some(node) = screen.lines.get(at) else { break };
        let line = Rect::new(rows.x, rows.y + y as u16, rows.width, 1);
        let name = slots.shown.first().copied();
        // The first column is drawn as a tree, the others as cells.
        grid::row(canvas, line, &columns, &slots, Look::default(), |column| cell(node, column));
        if let Some(slot) = name {
            tree::name(canvas, line, slot.width + grid::GUTTER, node, tree::name_role(node, false));
        }
        let look = Look { cursor: at == screen.pick.at, focused, ..Look::default() };
        canvas.spot(line, Spot::Line(Pane::Main, at));
        grid::signs(canvas, line, look);
    }
    scroll::thumb(
        canvas,
        Rect::new(area.x, rows.y, area.width, rows.height),
        window.start,
        window.len(),
        screen.lines.len(),
    );
}

fn title(model: &Model) -> Line<'_> {
    let accounts = &model.fleet.accounts;
    let suspended = accounts.iter().filter(|account| account.state == AccountState::Suspended).count();
    let mut line = Line::of(Role::Title, "Accounts").with(Role::Faint, " · ");
    line.push(Role::Muted, words!("{}", thousands((accounts.len() - suspended) as i64)));
    if suspended > 0 {
        line.push(Role::Faint, " · ");
        line.push(Role::Muted, words!("{suspended} suspended"));
    }
    line
}

/// Whether nothing of the account is known because every listing was denied.
const fn is_denied(node: &Node) -> bool {
    let counts = node.counts;
    counts.all == 0 && counts.denied > 0 && counts.denied == counts.unread && !counts.waiting
}

fn cell(node: &Node, column: usize) -> Line<'_> {
    let none = || Line::of(Role::Faint, NONE);
    match (column, &node.account) {
        (1, Some(of)) => Line::of(Role::Muted, words!("{}", of.id)),
        (2, Some(of)) => match of.role {
            Some(role) => Line::of(value::account(Some(role)), role.name()),
            None => none(),
        },
        // One is in, and yet nothing is known: narrow screens have room for this column only.
        (3, Some(_)) if is_denied(node) => Line::of(Role::Warning, "▲ all denied"),
        (3, Some(_)) => tree::login(node),
        (3, None) => {
            let plural = if node.accounts == 1 { "account" } else { "accounts" };
            Line::of(Role::Faint, words!("{} {plural}", node.accounts))
        }
        (4, _) => tree::resources(node),
        (5, Some(_)) if is_denied(node) => Line::of(Role::Warning, "▲ denied"),
        (5, _) if node.counts.problems > 0 => {
            Line::of(Role::Warning, words!("▲ {}", thousands(node.counts.problems as i64)))
        }
        (6, _) if node.counts.usd_month.as_micros() > 0 => {
            let least = if node.counts.partial || node.counts.usd_least { "+" } else { "" };
            let sum = thousands(node.counts.usd_month.dollars());
            Line::of(Role::Money, words!("{sum}")).with(Role::Faint, least)
        }
        (6, _) if node.counts.all == 0 && node.counts.unread > 0 => Line::of(Role::StatusUnknown, UNKNOWN),
        (5 | 6, _) => none(),
        (7, Some(of)) => match &of.role_conflict {
            Some(conflict) => Line::of(Role::Warning, "▲ ").with(Role::Warning, conflict),
            None if of.role_source.raw().is_empty() => none(),
            None => Line::of(Role::Muted, &of.role_source),
        },
        _ => Line::new(),
    }
}
