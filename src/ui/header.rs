//! The three lines above the screen: who and where one is, which screens there are, what is wrong with the console.
//!
//! What does not fit goes in the order of its worth; mode, time of day and the banner of a simulated fleet always stay.

use crate::app::{Context, Mode, Model, ScreenId};
use crate::model::account::{AccountState, Login};
use crate::model::fetch::Severity;
use crate::model::time::seconds_between;
use crate::ui::text::words;

use super::canvas::Canvas;
use super::rect;
use super::text::{Line, Words, minute, short_count, span};
use super::theme::Role;
use super::widget::tabs::{self, Tab};

/// A session that ends within so many seconds is shown as a warning.
const SOON_S: i64 = 600;

/// Draws header, tabs and banner.
pub fn draw(canvas: &mut Canvas, model: &Model) {
    first_line(canvas, model);
    tabs::draw(canvas, rect(model.layout.tabs), screens(model));
    if let (Some(area), Some(banner)) = (model.layout.banner, &model.banner) {
        let area = rect(area);
        let (sign, role) = match banner.severity {
            Severity::Info => (" · ", Role::Info),
            Severity::Warning => (" ▲ ", Role::Banner),
            Severity::Error => (" ✗ ", Role::Banner),
        };
        canvas.tint(area, role);
        let x = canvas.put(area.x, area.y, area.width, role, sign);
        let room = area.right().saturating_sub(x + 1);
        let more = more(model);
        canvas.put(x, area.y, room.saturating_sub(more.width()), role, &banner.text);
        canvas.put_right(x, area.y, room, role, more);
    }
}

/// How many mistakes of the configuration there are besides the one that is shown, and what lists them.
fn more(model: &Model) -> Words<'static> {
    let others = model.setup.banners.len().saturating_sub(1);
    if others == 0 { "".into() } else { words!(" · and {others} more · sagedeck check") }
}

/// A part of the first line; the higher `drop`, the sooner it gives way to its short form, or goes.
struct Part<'a> {
    line: Line<'a>,
    /// And what is left to drop of that.
    short: Option<(Line<'a>, u8)>,
    drop: u8,
    right: bool,
}

fn first_line(canvas: &mut Canvas, model: &Model) {
    let area = rect(model.layout.header);
    canvas.tint(area, Role::Bar);
    let mut parts = parts(model);
    let gap = 3;
    let needed = |parts: &[Part]| parts.iter().map(|part| part.line.width() + gap).sum::<u16>();
    while needed(&parts) > area.width {
        // Parts with 0 stay and are cut in the end, which takes less than the smallest terminal.
        match parts.iter().enumerate().filter(|(_, part)| part.drop > 0).max_by_key(|(_, part)| part.drop) {
            Some((at, _)) => match parts[at].short.take() {
                Some(short) => (parts[at].line, parts[at].drop) = short,
                None => drop(parts.remove(at)),
            },
            None => break,
        }
    }
    let (right, left): (Vec<Part>, Vec<Part>) = parts.into_iter().partition(|part| part.right);
    let mut x = area.x + 1;
    for part in left {
        x = canvas.line(x, area.y, area.right().saturating_sub(x), part.line) + 2;
    }
    let mut end = area.right().saturating_sub(1);
    for part in right.into_iter().rev() {
        let room = end.saturating_sub(x);
        end = end.saturating_sub(canvas.line_right(x, area.y, room, part.line) + gap);
    }
}

fn parts(model: &Model) -> Vec<Part<'_>> {
    let setup = &model.setup;
    let mut parts = Vec::new();
    let mut left = |drop, line| parts.push(Part { line, short: None, drop, right: false });
    left(0, Line::of(Role::Accent, "sagedeck"));
    if let Some(seed) = setup.demo {
        left(0, Line::of(Role::Demo, words!(" SIMULATED FLEET seed {seed} ")));
    }
    let accounts = model.fleet.accounts.iter().filter(|a| a.state == AccountState::Active).count();
    if accounts > 0 {
        let plural = if accounts == 1 { "account" } else { "accounts" };
        left(2, Line::of(Role::Muted, words!("{accounts} {plural}")));
        left(5, regions(model));
    }
    if setup.offline {
        left(0, Line::of(Role::Warning, "▲ OFFLINE"));
    }
    if let Some(host) = &setup.endpoint {
        left(1, Line::of(Role::Warning, "▲ endpoint ").with(Role::Warning, host));
    }
    if setup.custom_ca {
        left(6, Line::of(Role::Muted, "own CA"));
    }
    let mut right = |drop, line, short| parts.push(Part { line, short, drop, right: true });
    if let Some(line) = caller(model) {
        right(3, line, None);
    }
    match &setup.mode {
        Mode::Operate(_) => right(0, Line::of(Role::ModeOperator, "OPERATOR"), None),
        Mode::ReadOnly(reason) => {
            let (long, short) = walls(model);
            right(7, long, Some((short, 1)));
            right(8, Line::of(Role::Muted, reason), None);
            right(0, Line::of(Role::ModeReadOnly, "READ-ONLY"), None);
        }
    }
    if let Some(line) = skew(model) {
        right(1, line, None);
    }
    // The time of day is enough where there is no room for the day.
    let (day, time) = (minute(model.now), model.now.strftime("%H:%MZ").to_string());
    right(1, Line::of(Role::Muted, words!("{day}")), Some((Line::of(Role::Muted, words!("{time}")), 0)));
    parts
}

/// What stands between this process and a change: no permit was made, or it was given up; the list of calls; the gate
/// before the network; and in each account credentials that cannot write, or not. In full and in short.
fn walls(model: &Model) -> (Line<'static>, Line<'static>) {
    let scoped = |login: &Login| match login {
        Login::Ok { scoped, .. } => Some(*scoped),
        Login::Unknown | Login::Failed(_) => None,
    };
    let logins: Vec<bool> =
        model.fleet.accounts.iter().filter_map(|account| scoped(&account.login)).collect();
    let (all, held) = (logins.len(), logins.iter().filter(|scoped| **scoped).count());
    let role = if held == all { Role::Muted } else { Role::Warning };
    let long = Line::of(Role::Muted, "walls: no permit, call list, gate, ");
    let long = long.with(role, words!("session policy {held}/{all}"));
    let count = if held == all && all > 0 { 4 } else { 3 };
    (long, Line::of(role, words!("walls {count}/4")))
}

/// That the time beside it is AWS's, because this machine's clock is wrong, and by how much.
fn skew(model: &Model) -> Option<Line<'static>> {
    let skew_s = model.calls.skew_s;
    let side = if skew_s > 0 { "slow" } else { "fast" };
    let line = || Line::of(Role::Warning, words!("▲ clock {} {side}", span(skew_s.abs())));
    (skew_s != 0).then(line)
}

fn regions(model: &Model) -> Line<'_> {
    let regions: Vec<String> = model
        .fleet
        .regions()
        .iter()
        .filter(|region| !model.fleet.off_regions.contains(region))
        .map(ToString::to_string)
        .collect();
    match regions.len() {
        0 => Line::new(),
        1..=3 => Line::of(Role::Muted, words!("{}", regions.join(" "))),
        count => Line::of(Role::Muted, words!("{count} regions")),
    }
}

/// Who one is in the account of the row under the cursor, else in the first account with a login.
fn caller(model: &Model) -> Option<Line<'_>> {
    let here = model.desk.table.current().map(|row| row.resource.scope.account);
    let of = |id| model.fleet.account(id).map(|account| &account.login);
    let first =
        || model.fleet.accounts.iter().map(|account| &account.login).find(|l| matches!(l, Login::Ok { .. }));
    let login = here.and_then(of).filter(|login| matches!(login, Login::Ok { .. })).or_else(first)?;
    let Login::Ok { caller, expires, .. } = login else { return None };
    // The account is on every row; what identifies a person are role and session.
    let shown = caller.shown();
    let name = shown.rsplit_once(":assumed-role/").map_or(shown, |(_, name)| name);
    let mut line = Line::of(Role::Muted, words!("{name}"));
    if let Some(expires) = expires {
        let left = seconds_between(model.now, *expires);
        let role = if left < SOON_S { Role::Warning } else { Role::Muted };
        line.push(role, words!(" {}", span(left)));
    }
    Some(line)
}

/// The digit that leads to a screen in the keymap in use, where one does: longer keys would take the room of the titles.
fn digit(model: &Model, screen: ScreenId) -> Words<'static> {
    let keys = model.setup.keymap.keys_of(Context::Global, screen.command());
    let digit = keys.into_iter().find(|key| matches!(key.as_bytes(), [b'0'..=b'9']));
    digit.map_or_else(|| "".into(), Words::composed)
}

fn screens(model: &Model) -> Vec<Tab<'_>> {
    let here = model.screen();
    let logs = model.logs.target.is_some();
    let shown = ScreenId::all().filter(|screen| *screen != ScreenId::Logs || logs || here == *screen);
    shown
        .map(|screen| {
            let count = match screen {
                ScreenId::Table(area) => model.desk_of(area).table.totals.all,
                ScreenId::Accounts => model.fleet.accounts.len(),
                ScreenId::Logs | ScreenId::Api | ScreenId::Audit => 0,
            };
            let more =
                if screen == ScreenId::Table(model.desk.table.area) && model.is_partial() { "+" } else { "" };
            let count = if count == 0 { words!("") } else { words!("{}{more}", short_count(count)) };
            Tab { screen, key: digit(model, screen), title: screen.title(), count, active: screen == here }
        })
        .collect()
}
