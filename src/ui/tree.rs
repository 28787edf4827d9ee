//! The organization as lines: as a narrow pane beside the table, and as a screen with columns.

use ratatui::layout::Rect;

use super::canvas::{Canvas, Edge};
use super::rect;
use super::text::{Line, NONE, UNKNOWN, short_count, thousands};
use super::theme::Role;
use super::value::account;
use super::widget::grid::{Look, signs};
use super::widget::scroll;
use crate::app::layout::Area;
use crate::app::model::Pane;
use crate::app::pointer::Spot;
use crate::app::tree::{Node, NodeKey, Tree};
use crate::model::account::{AccountState, Login};
use crate::ui::text::words;

/// Draws the pane. `narrow` is the line to which the table beside it is narrowed.
pub fn pane(canvas: &mut Canvas, area: Area, tree: &Tree, narrow: Option<&NodeKey>, focused: bool) {
    let area = rect(area);
    let edge = if focused { Edge::Focused } else { Edge::Plain };
    let inside = canvas.pane(area, edge, Line::of(Role::Title, "Accounts"), Line::new());
    if tree.lines.is_empty() {
        canvas.put(inside.x + 1, inside.y, inside.width.saturating_sub(1), Role::Faint, "reading accounts …");
        return;
    }
    let window = tree.pick.window();
    for (y, at) in window.clone().enumerate().take(usize::from(inside.height)) {
        let Some(node) = tree.lines.get(at) else { break };
        let line = Rect::new(inside.x, inside.y + y as u16, inside.width, 1);
        let count = count(node);
        let badge = badge(node);
        let tail = 1 + badge.width() + 1 + 4;
        let role = name_role(node, narrow == Some(&node.key));
        let room = line.width.saturating_sub(tail);
        name(canvas, line, room, node, role);
        let right = line.right().saturating_sub(5);
        canvas.line_right(line.x, line.y, right.saturating_sub(line.x), badge);
        canvas.line_right(right, line.y, 5, count);
        let cursor = at == tree.pick.at && (focused || narrow == Some(&node.key));
        canvas.spot(line, Spot::Line(Pane::Tree, at));
        signs(canvas, line, Look { cursor, focused, ..Look::default() });
    }
    scroll::thumb(canvas, edge_of(area), window.start, window.len(), tree.lines.len());
}

/// The right border between the corners.
pub fn edge_of(area: Rect) -> Rect {
    Rect::new(area.x, area.y + 1, area.width, area.height.saturating_sub(2))
}

/// Draws indent, fold sign and name.
pub fn name(canvas: &mut Canvas, line: Rect, room: u16, node: &Node, role: Role) {
    // Deep trees are rare; their indent must not push the names out.
    let indent = (node.depth as u16).min(8);
    let x = line.x + 1 + indent;
    let fold = match node.folded {
        Some(true) => "▸",
        Some(false) => "▾",
        None => " ",
    };
    canvas.put(x, line.y, 1, Role::Muted, fold);
    canvas.put(x + 2, line.y, room.saturating_sub(indent + 3), role, &node.label);
}

/// The role of a line's name.
pub fn name_role(node: &Node, chosen: bool) -> Role {
    let gone = node.account.as_ref().is_some_and(|account| account.state == AccountState::Suspended);
    match &node.account {
        _ if chosen => Role::Accent,
        _ if node.off || gone => Role::Faint,
        None => Role::Muted,
        Some(_) => Role::Text,
    }
}

fn badge(node: &Node) -> Line<'static> {
    let Some(of) = &node.account else { return Line::new() };
    if node.off {
        return Line::of(Role::Faint, "off ");
    }
    match (&of.state, &of.login) {
        (AccountState::Suspended, _) => Line::of(Role::Faint, "susp"),
        (_, Login::Failed(_)) => Line::of(Role::Error, "✗ in"),
        _ => match of.role {
            Some(role) => Line::of(account(Some(role)), role.badge()),
            None => Line::of(Role::Faint, "    "),
        },
    }
}

fn count(node: &Node) -> Line<'static> {
    of(node, node.counts.rows)
}

fn of(node: &Node, known: usize) -> Line<'static> {
    let closed = |of: &crate::model::account::Account| {
        of.state == AccountState::Suspended || matches!(of.login, Login::Failed(_))
    };
    let counts = node.counts;
    if node.off || node.account.as_deref().is_some_and(closed) {
        return Line::of(Role::Faint, NONE);
    }
    match (known, counts.partial) {
        // Whatever was asked was refused or failed: it is not known, and waiting does not help.
        (0, true) if counts.unread > 0 && !counts.waiting => Line::of(Role::StatusUnknown, UNKNOWN),
        (0, true) => Line::of(Role::Faint, super::text::LOADING),
        (0, false) => Line::of(Role::Faint, "0"),
        (some, true) => Line::of(Role::Muted, words!("{}+", short_count(some))),
        (some, false) => Line::of(Role::Muted, words!("{}", short_count(some))),
    }
}

/// Whether one is in the account, in words.
pub fn login(node: &Node) -> Line<'_> {
    let Some(of) = &node.account else { return Line::new() };
    match (&of.state, &of.login) {
        (AccountState::Suspended, _) => Line::of(Role::StatusStopped, "○ suspended"),
        (_, Login::Ok { .. }) => Line::of(Role::StatusOk, "● signed in"),
        (_, Login::Unknown) => Line::of(Role::StatusChanging, "◐ signing in"),
        (_, Login::Failed(failure)) => {
            Line::of(Role::StatusFailed, "✗ ").with(Role::StatusFailed, failure.kind.word())
        }
    }
}

/// Resources of all tables, with a plus where more may exist.
pub fn resources(node: &Node) -> Line<'static> {
    let shown = of(node, node.counts.all);
    if node.counts.all < 1_000 {
        return shown;
    }
    let more = if node.counts.partial { "+" } else { "" };
    Line::of(Role::Text, words!("{}{more}", thousands(node.counts.all as i64)))
}
