//! The two lines below the screen: how complete and how old everything is, and what can be pressed.

use crate::app::model::Pane;
use crate::app::overlay::search::SearchKind;
use crate::app::pointer::Spot;
use crate::app::strip::Strip;
use crate::app::{Model, Overlay, ScreenId};
use crate::model::fetch::Severity;
use crate::model::time::seconds_between;
use crate::ui::text::words;
use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::rect;
use super::text::{Line, short_count, span, thousands};
use super::theme::Role;
use super::widget::hints::{self, Hint};
use super::widget::input;

/// Draws strip and hints; while one types into the filter or the search, the field takes their place.
pub fn draw(canvas: &mut Canvas, model: &Model) {
    match model.overlays.last() {
        Some(Overlay::Filter(filter)) => super::overlay::filter::draw(canvas, model, filter),
        Some(Overlay::Tags(field)) => super::overlay::tags::draw(canvas, model, field),
        Some(Overlay::Search(search)) => {
            // The field takes the line of toasts: what cannot wait stands above it.
            if !toast(canvas, rect(model.layout.strip), model) {
                strip(canvas, model);
            }
            let prompt = match search.kind {
                SearchKind::Search => "search ",
                SearchKind::Filter => "only lines with ",
                SearchKind::Audit => "only entries with ",
            };
            let mut area = rect(model.layout.hints);
            (area.x, area.width) = (area.x + 1, area.width.saturating_sub(1));
            input::draw(canvas, area, input::Field { prompt, input: &search.input });
        }
        _ => {
            strip(canvas, model);
            last_line(canvas, model);
        }
    }
}

fn last_line(canvas: &mut Canvas, model: &Model) {
    let area = rect(model.layout.hints);
    if toast(canvas, area, model) {
        return;
    }
    let hints =
        model.hints.iter().map(|hint| Hint { key: words!("{}", hint.keys), word: (&hint.label).into() });
    // A chord that was begun has a box of its own.
    let hints = if model.pending.is_empty() { hints.collect() } else { Vec::new() };
    hints::draw(canvas, area, hints);
}

/// Draws what was said last, if it still stands.
pub(super) fn toast(canvas: &mut Canvas, area: Rect, model: &Model) -> bool {
    let Some(toast) = &model.toast else { return false };
    let (sign, role) = match toast.severity {
        Severity::Info if toast.good => (" ✓ ", Role::StatusOk),
        Severity::Info => (" · ", Role::Muted),
        Severity::Warning => (" ▲ ", Role::Warning),
        Severity::Error => (" ✗ ", Role::Error),
    };
    let line = Line::of(role, sign).with(Role::Toast, &toast.text);
    canvas.line(area.x, area.y, area.width, line);
    true
}

fn strip(canvas: &mut Canvas, model: &Model) {
    let area = rect(model.layout.strip);
    let focused = model.focus == crate::app::model::Pane::Strip;
    let mut x = canvas.put(area.x, area.y, area.width, Role::Accent, if focused { "▌" } else { " " });
    let right = right(model);
    let room = area.right().saturating_sub(x + right.width() + 2);
    x = canvas.line(x, area.y, room, summary(model, &model.strip, room));
    let room = area.right().saturating_sub(x + 1);
    canvas.line_right(x, area.y, room, right);
    if focused {
        canvas.tint(area, Role::Cursor);
    }
    canvas.spot(area, Spot::Pane(Pane::Strip));
}

/// What the strip says, as much of it as fits: what went wrong goes last.
fn summary(model: &Model, strip: &Strip, room: u16) -> Line<'static> {
    let whole = strip.scopes_ok == strip.scopes_total && strip.scopes_total > 0;
    let (sign, role) = match (whole, strip.loading > 0) {
        (_, true) => ("◐", Role::StatusChanging),
        (true, false) => ("✓", Role::StatusOk),
        (false, false) => ("▲", Role::Warning),
    };
    let head = Line::of(role, sign);
    let head = head.with(Role::Muted, words!(" {}/{} scopes", strip.scopes_ok, strip.scopes_total));
    let mut parts = vec![(0, head)];
    let mut say = |count: usize, drop: u8, role: Role, words: String| {
        if count > 0 {
            parts.push((drop, Line::of(Role::Faint, " · ").with(role, words!("{words}"))));
        }
    };
    say(usize::from(model.setup.offline), 0, Role::Warning, "▲ offline".to_owned());
    say(strip.loading, 3, Role::Muted, format!("reading {}", strip.loading));
    say(strip.denied, 1, Role::Warning, format!("▲ {} denied", strip.denied));
    say(strip.login_needed, 1, Role::Warning, format!("▲ {} need a login", strip.login_needed));
    say(strip.failed, 1, Role::Error, format!("✗ {} failed", strip.failed));
    say(
        strip.throttled as usize,
        2,
        Role::Warning,
        format!("▲ {} throttled", thousands(strip.throttled as i64)),
    );
    say(strip.disabled, 6, Role::Muted, format!("{} not enabled", strip.disabled));
    say(strip.suspended, 7, Role::Muted, format!("{} suspended", strip.suspended));
    say(
        strip.details,
        4,
        Role::Muted,
        match strip.details {
            1 => "1 detail to read".to_owned(),
            details => format!("{} details to read", short_count(details)),
        },
    );
    if let Some(oldest) = strip.oldest {
        let age = span(seconds_between(oldest, model.now));
        match strip.remembered {
            0 => say(1, 5, Role::Muted, format!("oldest {age}")),
            count => say(count, 1, Role::Warning, format!("▲ {count} remembered, from {age} ago")),
        }
    }
    let calls = if strip.sent == 1 { "call" } else { "calls" };
    say(strip.sent as usize, 8, Role::Muted, format!("{} {calls}", thousands(strip.sent as i64)));
    while parts.iter().map(|(_, line)| line.width()).sum::<u16>() > room {
        let least =
            parts.iter().enumerate().filter(|(_, (drop, _))| *drop > 0).max_by_key(|(_, (drop, _))| *drop);
        let Some((at, _)) = least else { break };
        parts.remove(at);
    }
    let mut line = Line::new();
    for (_, part) in parts {
        line.append(part);
    }
    line
}

/// What is being done, and what is marked.
fn right(model: &Model) -> Line<'static> {
    let mut open = model.acts.open();
    let mut line = Line::new();
    if let Some((act, doing)) = open.next() {
        let more = open.count();
        let verb = act.verb;
        let name = &doing.item.target.name;
        let words = if more == 0 { words!("{verb} {name}") } else { words!("{verb} {name} and {more} more") };
        line.push(Role::StatusChanging, "◐ ");
        line.push(Role::StatusChanging, words);
        line.push(Role::Faint, "  ");
    }
    line.append(marked(model));
    line
}

fn marked(model: &Model) -> Line<'static> {
    if !matches!(model.screen(), ScreenId::Table(_)) {
        return Line::new();
    }
    let table = &model.desk.table;
    let mut line = Line::new();
    if table.range.is_some() {
        line.push(Role::Mark, "range  ");
    }
    if !table.marks.is_empty() {
        line.push(Role::Mark, words!("✓ {} marked", table.marks.len()));
    }
    line
}
