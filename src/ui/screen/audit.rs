//! The journal: one line an act, and below it all that is known of the one under the cursor.

use ratatui::layout::Rect;

use crate::app::Model;
use crate::app::model::Pane;
use crate::app::pointer::Spot;
use crate::app::screen::audit::{BELOW, Journal};
use crate::model::audit::Act;
use crate::model::time::absolute;
use crate::ui::canvas::{Canvas, Edge};
use crate::ui::text::{Line, NONE, Words, fit_end, words, wrap};
use crate::ui::theme::Role;
use crate::ui::widget::grid::{self, Column, Look};
use crate::ui::widget::scroll;
use crate::ui::{has_keys, rect};

const fn column(title: &'static str, min: u16, max: u16, drop: u8) -> Column {
    Column { title, min, max, drop, right: false, sorted: None }
}

const COLUMNS: [Column; 6] = [
    column("WHEN", 20, 20, 0),
    column("ACTION", 9, 11, 0),
    column("RESOURCE", 14, 40, 0),
    column("ACCOUNT", 9, 20, 2),
    column("BY", 10, 30, 3),
    column("OUTCOME", 12, 14, 0),
];

/// Draws the screen.
pub fn draw(canvas: &mut Canvas, model: &Model) {
    let area = rect(model.layout.main);
    let audit = &model.audit;
    let focused = has_keys(model, Pane::Main);
    let edge = if focused { Edge::Focused } else { Edge::Plain };
    let inside = canvas.pane(area, edge, title(model), Line::of(Role::Muted, "the newest first"));
    let below = BELOW.min(usize::from(inside.height) / 2) as u16;
    let slots = grid::place(&COLUMNS, inside.width, 0);
    grid::head(canvas, Rect { height: 1, ..inside }, &COLUMNS, &slots);
    let rows = Rect::new(inside.x, inside.y + 1, inside.width, inside.height.saturating_sub(1 + below));
    if let Some(line) = empty(model) {
        canvas.line(rows.x + 3, rows.y + 1, rows.width.saturating_sub(3), line);
        return;
    }
    let window = audit.pick.window();
    for (y, at) in window.clone().enumerate().take(usize::from(rows.height)) {
        let Some(act) = audit.shown.get(at).and_then(|at| audit.acts().get(*at)) else { break };
        let place = Rect::new(rows.x, rows.y + y as u16, rows.width, 1);
        let look = Look { cursor: at == audit.pick.at, focused, ..Look::default() };
        canvas.spot(place, Spot::Line(Pane::Main, at));
        grid::row(canvas, place, &COLUMNS, &slots, look, |column| cell(act, column));
    }
    let thumb = Rect::new(area.x, rows.y, area.width, rows.height);
    scroll::thumb(canvas, thumb, window.start, window.len(), audit.shown.len());
    if let Some(act) = audit.current() {
        canvas.stroke(inside.x, rows.bottom(), inside.width, Role::Border);
        let place = Rect::new(
            inside.x + 2,
            rows.bottom() + 1,
            inside.width.saturating_sub(3),
            below.saturating_sub(1),
        );
        whole(canvas, act, place);
    }
}

fn title(model: &Model) -> Line<'_> {
    let audit = &model.audit;
    let mut title = Line::of(Role::Title, "Audit").with(Role::Faint, " · ");
    let Journal::Read(reading) = &audit.journal else {
        return title.with(Role::Muted, "the journal of this tool");
    };
    let more = if reading.more { "+" } else { "" };
    let (shown, all) = (audit.shown.len(), reading.acts.len());
    if audit.filter.is_empty() {
        let plural = if all == 1 { "action" } else { "actions" };
        title.push(Role::Muted, words!("{all}{more} {plural}"));
    } else {
        let filter = crate::model::text::Safe::new(&audit.filter);
        title.push(Role::Match, words!("{filter}"));
        title.push(Role::Muted, words!(" · {shown} of {all}{more}"));
    }
    // A simulated organization ends with its process, and nobody can look any more.
    let open = reading.acts.iter().filter(|act| !act.is_resolved() && !act.simulated).count();
    if open > 0 {
        title.push(Role::Faint, " · ");
        title.push(Role::Warning, words!("▲ {open} without an outcome"));
    }
    if !reading.unread.is_empty() {
        title.push(Role::Faint, " · ");
        title.push(Role::Error, words!("✗ {} lines unread: sagedeck journal verify", reading.unread.len()));
    }
    title
}

/// What stands in place of a list.
fn empty(model: &Model) -> Option<Line<'_>> {
    match &model.audit.journal {
        Journal::Asking => Some(Line::of(Role::Muted, "The journal is being read.")),
        Journal::Failed(why) => {
            Some(Line::of(Role::Error, "✗ The journal cannot be read: ").with(Role::Text, why))
        }
        Journal::Read(reading) if reading.acts.is_empty() => {
            Some(Line::of(Role::Muted, "Nothing was done with this tool yet."))
        }
        Journal::Read(_) if model.audit.shown.is_empty() => {
            Some(Line::of(Role::Muted, "No entry holds these words. Esc shows all."))
        }
        Journal::Read(_) => None,
    }
}

fn cell(act: &Act, column: usize) -> Line<'_> {
    match column {
        0 => Line::of(Role::Muted, words!("{}", absolute(act.at))),
        // Two names that differ must look different here.
        1 => Line::of(Role::Text, words!("{}", act.action.identity())),
        2 => Line::of(Role::Text, words!("{}", act.name.identity())),
        3 => Line::of(Role::Text, words!("{}", act.account_name.identity())),
        4 => {
            // Role and session say who it was; the account has a column of its own.
            let shown = act.caller.shown();
            let who = shown.rsplit_once(":assumed-role/").or_else(|| shown.rsplit_once(":user/"));
            Line::of(Role::Muted, words!("{}", who.map_or(shown, |(_, who)| who)))
        }
        _ => outcome(act),
    }
}

fn outcome(act: &Act) -> Line<'_> {
    let Some(outcome) = &act.outcome else {
        return match &act.answer {
            Some(answer) => Line::of(Role::StatusChanging, "◐ ").with(Role::StatusChanging, &answer.answer),
            None => Line::of(Role::Warning, "? no answer"),
        };
    };
    // Compared by our own words; what another version wrote is shown as it is.
    let shown = outcome.ending.shown();
    let (sign, role) = match shown {
        "done" | "already-done" => ("✓ ", Role::StatusDone),
        "unknown" => ("? ", Role::Warning),
        _ => ("✗ ", Role::Error),
    };
    Line::of(role, sign).with(role, &outcome.ending)
}

/// Everything that is known of an act, as far as there is room.
fn whole(canvas: &mut Canvas, act: &Act, place: Rect) {
    let room = place.width;
    let part =
        |text: &Option<crate::model::text::Safe>| text.as_ref().map_or(NONE.to_owned(), ToString::to_string);
    let request = act.answer.as_ref().map_or(NONE.to_owned(), |answer| part(&answer.request_id));
    let after = act.outcome.as_ref().map_or(NONE.to_owned(), |outcome| part(&outcome.after));
    let ended = match (&act.outcome, &act.answer) {
        (Some(outcome), _) => format!("{} at {}: {}", outcome.ending, absolute(outcome.at), outcome.text),
        (None, Some(answer)) => {
            format!("{} at {}, no outcome: {}", answer.answer, absolute(answer.at), answer.text)
        }
        (None, None) => "no answer and no outcome: the next start looks what became of it".to_owned(),
    };
    let simulated = if act.simulated { "   SIMULATED" } else { "" };
    let arn = act.arn.safe();
    let lines = [
        (Role::Strong, fit_end(arn.shown(), room).into_owned()),
        (Role::Text, ended),
        (Role::Muted, format!("state {} → {after}   request {request}", part(&act.before.status))),
        (Role::Muted, format!("caller {}   via {}", act.caller, act.via)),
        (
            Role::Muted,
            format!(
                "{}   run {}   owner {}   line {}{simulated}",
                act.by,
                act.run,
                part(&act.owner),
                act.seq
            ),
        ),
        (Role::Muted, format!("plan {}", act.plan)),
    ];
    let mut y = place.y;
    for (role, text) in lines {
        for line in wrap(&text, room, 2) {
            if y >= place.bottom() {
                return;
            }
            canvas.put(place.x, y, room, role, Words::composed(line));
            y += 1;
        }
    }
}
