//! Why the table shows no row, and what to press.

use ratatui::layout::Rect;

use crate::app::fleet::FleetState;
use crate::app::{Command, Model, Overlay};
use crate::model::account::AccountState;
use crate::model::failure::Failure;
use crate::model::text::Safe;
use crate::ui::canvas::Canvas;
use crate::ui::text::words;
use crate::ui::text::{Line, Words, wrap};
use crate::ui::theme::Role;
use crate::ui::{key, key_or_name};

/// Sentences get no wider than this: longer lines are hard to read.
const WIDEST: u16 = 92;

/// Draws the reasons a little above the middle.
pub fn draw(canvas: &mut Canvas, area: Rect, model: &Model) {
    let room = area.width.saturating_sub(6).min(WIDEST);
    let mut page = Page { lines: Vec::new(), room };
    reasons(&mut page, model);
    let top = area.y + area.height.saturating_sub(page.lines.len() as u16) * 2 / 5;
    for (at, line) in page.lines.into_iter().enumerate() {
        let y = top + at as u16;
        if y < area.bottom() {
            canvas.line(area.x + 3, y, area.width.saturating_sub(6), line);
        }
    }
}

/// Lines as they come.
struct Page {
    lines: Vec<Line<'static>>,
    room: u16,
}

impl Page {
    /// A sentence with a sign before it, over as many lines as it takes.
    fn say(&mut self, sign: (Role, &'static str), role: Role, text: &str) {
        let width = crate::ui::text::width(sign.1);
        for (at, part) in wrap(text, self.room.saturating_sub(width), 8).into_iter().enumerate() {
            let lead =
                if at == 0 { Words::from(sign.1) } else { words!("{}", " ".repeat(usize::from(width))) };
            self.lines.push(Line::of(sign.0, lead).with(role, Words::composed(part)));
        }
    }

    fn plain(&mut self, role: Role, text: &str) {
        self.say((role, ""), role, text);
    }

    fn gap(&mut self) {
        self.lines.push(Line::new());
    }

    /// Keys and what they do, each on its own line, aligned.
    fn keys(&mut self, model: &Model, all: &[(Command, &'static str)]) {
        // While one types, keys are letters.
        if matches!(model.overlays.last(), Some(Overlay::Filter(_))) {
            return;
        }
        self.gap();
        let name = |command: Command| key(model, command).unwrap_or_else(|| format!(":{command}"));
        let wide = all.iter().map(|(command, _)| name(*command).len()).max().unwrap_or(0);
        for (command, what) in all {
            let blank = " ".repeat(wide.saturating_sub(name(*command).len()) + 2);
            let line = key_or_name(model, *command).with(Role::Muted, words!("{blank}{what}"));
            self.lines.push(line);
        }
    }
}

fn reasons(page: &mut Page, model: &Model) {
    match &model.fleet.state {
        FleetState::Failed(failure) => no_fleet(page, model, failure),
        FleetState::Asking if model.fleet.accounts.is_empty() => {
            page.say((Role::StatusChanging, "◐ "), Role::Text, "Finding out which accounts there are …");
        }
        _ if model.desk.table.totals.all > 0 => filtered(page, model),
        _ => none(page, model),
    }
}

/// There are rows, but none that is let through.
fn filtered(page: &mut Page, model: &Model) {
    let table = &model.desk.table;
    let one = table.area.spec().one;
    if !table.filter.text.is_empty() {
        // Typed text comes from outside too.
        page.plain(Role::Text, &format!("No {one} matches {}", Safe::new(&table.filter.text)));
        page.keys(model, &[(Command::Back, "drop the filter"), (Command::Filter, "change it")]);
    } else if table.only_problems {
        page.say((Role::StatusOk, "✓ "), Role::Text, &format!("No {one} that was read has a problem."));
        page.keys(model, &[(Command::OnlyProblems, "show all again")]);
    } else if table.only_mine {
        let names: Vec<String> = model.setup.me.iter().map(ToString::to_string).collect();
        let owners =
            if names.is_empty() { "the session names of your logins".to_owned() } else { names.join(", ") };
        page.plain(Role::Text, &format!("No {one} that was read is yours."));
        page.plain(Role::Muted, &format!("Yours are those of {owners}."));
        page.keys(model, &[(Command::OnlyMine, "show all again")]);
    } else {
        page.plain(Role::Text, &format!("There is no {one} here."));
        page.keys(model, &[(Command::Back, "go back to all")]);
    }
}

/// Nothing was read, or there is nothing.
fn none(page: &mut Page, model: &Model) {
    let strip = &model.strip;
    let one = model.desk.table.area.spec().one;
    let total = strip.scopes_total;
    let bad = strip.denied + strip.login_needed + strip.failed;
    let (accounts, regions) = off(model);
    if accounts || regions {
        let (what, command) = if accounts {
            ("No account is switched on.", Command::Accounts)
        } else {
            ("No region is switched on.", Command::Regions)
        };
        page.plain(Role::Text, what);
        page.plain(Role::Muted, "What is switched off is neither read nor shown.");
        page.keys(model, &[(command, "choose what counts")]);
    } else if model.setup.offline && strip.remembered < total {
        let unknown = total - strip.remembered;
        let text = format!("Nothing is remembered of {unknown} of {total} scopes, and nothing is asked.");
        page.say((Role::Warning, "▲ "), Role::Text, &text);
        page.plain(Role::Muted, "  Start without --offline to read them.");
    } else if strip.loading > 0 || total == 0 {
        page.say(
            (Role::StatusChanging, "◐ "),
            Role::Text,
            &format!("Reading {} …", model.desk.table.area.spec().name),
        );
        page.plain(Role::Muted, &format!("  {} of {total} scopes have been read", strip.scopes_ok));
    } else if bad > 0 {
        let rest = total.saturating_sub(bad);
        let text = format!("{bad} of {total} scopes could not be read; the other {rest} have no {one}.");
        page.say((Role::Warning, "▲ "), Role::Text, &text);
        page.keys(
            model,
            &[(Command::Problems, "what happened, and what to do"), (Command::Refresh, "read again")],
        );
    } else {
        let text = format!("None of the {total} scopes that were read has a {one}.");
        page.plain(Role::Text, &text);
        page.keys(
            model,
            &[(Command::Regions, "choose other regions"), (Command::Accounts, "choose other accounts")],
        );
    }
}

/// Whether all accounts, or all regions, were switched off by hand.
fn off(model: &Model) -> (bool, bool) {
    let fleet = &model.fleet;
    let active = || fleet.accounts.iter().filter(|account| account.state == AccountState::Active);
    let none = active().next().is_none();
    let accounts = active().all(|account| fleet.off_accounts.contains(&account.id));
    let regions = fleet.regions();
    let off = !regions.is_empty() && regions.iter().all(|region| fleet.off_regions.contains(region));
    (!none && accounts, off)
}

/// The start screen without accounts: what was looked for, where, what to do, and that there is a demo.
fn no_fleet(page: &mut Page, model: &Model, failure: &Failure) {
    page.say((Role::Error, "✗ "), Role::Strong, "No account can be reached.");
    page.gap();
    for (role, text) in [(Role::Text, &failure.what), (Role::Muted, &failure.todo)] {
        text.shown().lines().for_each(|paragraph| page.plain(role, paragraph));
    }
    for notice in model.fleet.notices.iter().take(6) {
        page.say((Role::Muted, "· "), Role::Muted, notice.text.shown());
    }
    page.gap();
    let again = key(model, Command::Refresh).unwrap_or_else(|| format!(":{}", Command::Refresh));
    for (command, what) in [
        ("sagedeck doctor".to_owned(), "for each profile: what is wrong, and what to do"),
        ("sagedeck --demo".to_owned(), "a simulated fleet, without network or credentials"),
        (again, "try again"),
    ] {
        let line = Line::of(Role::Key, words!("{command:<18}"));
        page.lines.push(line.with(Role::Muted, what));
    }
}
