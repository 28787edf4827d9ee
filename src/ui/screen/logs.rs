//! One log stream: times, lines, hits; and the list of streams over it.

use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation;

use crate::app::model::Pane;
use crate::app::pointer::Spot;
use crate::app::screen::logs::{Logs, Reading};
use crate::app::{Command, Model};
use crate::model::failure::Failure;
use crate::model::logs::LogLine;
use crate::model::text::Safe;
use crate::ui::canvas::{Canvas, Edge};
use crate::ui::text::words;
use crate::ui::text::{Line, Words, moment, thousands, width, wrap};
use crate::ui::theme::Role;
use crate::ui::widget::grid::{Look, signs};
use crate::ui::widget::{dialog, scroll};
use crate::ui::{has_keys, key_or_name, rect};

/// Cells of a time with the space behind it.
const TIME: u16 = 15;

/// Draws the screen.
pub fn draw(canvas: &mut Canvas, model: &Model) {
    let account = model.logs.target.as_ref().and_then(|target| model.fleet.account(target.scope.account));
    let theme = account.and_then(|account| account.theme.as_ref());
    canvas.dressed(theme, |canvas| lines(canvas, model));
}

fn lines(canvas: &mut Canvas, model: &Model) {
    let area = rect(model.layout.main);
    canvas.own_ground(area);
    let logs = &model.logs;
    let edge = if has_keys(model, Pane::Main) && !logs.choosing { Edge::Focused } else { Edge::Plain };
    let (head, right) = (title(logs, false), state(logs));
    // Whether the end is followed is seen at every width: where there is no room at the right it stands first.
    let fits = head.width() + right.width() + 9 <= area.width;
    let head = if fits { head } else { title(logs, true) };
    let inside = canvas.pane(area, edge, head, right);
    if logs.shown.is_empty() {
        empty(canvas, inside, model);
    } else if logs.wrap {
        wrapped(canvas, inside, logs);
    } else {
        cut(canvas, inside, logs);
    }
    let window = logs.pick.window();
    scroll::thumb(canvas, crate::ui::tree::edge_of(area), window.start, window.len(), logs.shown.len());
    if logs.choosing {
        streams(canvas, model);
    }
}

fn title(logs: &Logs, with_state: bool) -> Line<'_> {
    let mut line = Line::of(Role::Title, "Logs");
    if with_state {
        line.push(Role::Faint, " · ");
        line.append(follow(logs));
        if !logs.search.is_empty() {
            line.push(Role::Faint, " · ");
            line.push(Role::Match, hits(logs));
        }
    }
    let mut say = |role, words: Words<'static>| {
        line.push(Role::Faint, " · ");
        line.push(role, words);
    };
    if let Some(target) = &logs.target {
        say(Role::Strong, words!("{}", target.name));
        match &logs.account {
            Some(account) => say(Role::Muted, words!("{account} {}", target.scope.region)),
            None => say(Role::Muted, words!("{} {}", target.scope.account, target.scope.region)),
        }
    }
    if let Some(stream) = &logs.stream {
        // Streams are named after the resource; what differs stands behind the last slash.
        let name = stream.shown().rsplit_once('/').map_or(stream.shown(), |(_, name)| name);
        say(Role::Accent, words!("{name}"));
    }
    line
}

fn state(logs: &Logs) -> Line<'static> {
    let mut line = Line::new();
    let mut say = |role, words: Words<'static>| {
        if !line.is_empty() {
            line.push(Role::Faint, " · ");
        }
        line.push(role, words);
    };
    if !logs.filter.is_empty() {
        say(Role::Accent, words!("only {}", Safe::new(&logs.filter)));
    }
    if !logs.search.is_empty() {
        say(Role::Match, hits(logs));
    }
    let (shown, all) = (thousands(logs.shown.len() as i64), thousands(logs.lines.len() as i64));
    if logs.shown.len() == logs.lines.len() {
        say(Role::Muted, words!("{all} lines"));
    } else {
        say(Role::Muted, words!("{shown} of {all} lines"));
    }
    if logs.dropped > 0 {
        say(Role::Muted, words!("{} dropped", thousands(logs.dropped as i64)));
    }
    line.push(Role::Faint, " · ");
    line.append(follow(logs));
    line
}

/// Whether new lines come by themselves.
fn follow(logs: &Logs) -> Line<'static> {
    match (&logs.reading, logs.follow) {
        (Reading::Failed(failure, _), _) => Line::of(Role::Error, words!("✗ {}", failure.kind.word())),
        (_, true) => Line::of(Role::StatusOk, "● following"),
        (Reading::Asked(_), false) => Line::of(Role::StatusChanging, "◐ reading"),
        _ => Line::of(Role::Muted, "○ standing"),
    }
}

/// Which of the hits the cursor is on, and how many there are in the lines that were read.
fn hits(logs: &Logs) -> Words<'static> {
    let all = thousands(logs.hits() as i64);
    match logs.hit_number() {
        Some(number) => words!("{} of {all}", thousands(number as i64)),
        None => words!("{all} hits"),
    }
}

fn cut(canvas: &mut Canvas, area: Rect, logs: &Logs) {
    for (y, at) in logs.pick.window().enumerate().take(usize::from(area.height)) {
        let Some(line) = logs.shown.get(at).and_then(|index| logs.lines.get(*index)) else { break };
        let place = Rect::new(area.x, area.y + y as u16, area.width, 1);
        let x = time(canvas, place, logs, line);
        // A block of several lines is one line here, with its breaks marked.
        let text = line.message.shown().replace('\n', " ⏎ ");
        let room = place.right().saturating_sub(x);
        let hit = logs.is_hit(line);
        message(canvas, (x, place.y), room, skipped(&text, logs.column), logs, hit);
        canvas.spot(place, Spot::Line(Pane::Main, at));
        signs(canvas, place, Look { cursor: at == logs.pick.at, focused: true, ..Look::default() });
    }
}

/// What is left of a text when so many cells are scrolled out.
fn skipped(text: &str, cells: usize) -> &str {
    let mut left = cells;
    for (at, grapheme) in text.grapheme_indices(true) {
        if left == 0 {
            return text.get(at..).unwrap_or_default();
        }
        left = left.saturating_sub(usize::from(width(grapheme)));
    }
    if left == 0 && cells == 0 { text } else { "" }
}

fn time(canvas: &mut Canvas, place: Rect, logs: &Logs, line: &LogLine) -> u16 {
    let x = place.x + 1;
    if !logs.times {
        return x;
    }
    canvas.put(x, place.y, TIME, Role::LogTime, words!("{}", line.at.strftime("%m-%d %H:%M:%S")));
    x + TIME
}

fn message(canvas: &mut Canvas, (x, y): (u16, u16), room: u16, text: &str, logs: &Logs, hit: bool) {
    let mut line = Line::new();
    let needle = if hit { logs.search.to_lowercase() } else { String::new() };
    let lower = text.to_lowercase();
    // Lower case can change the length of a text; then the whole line is marked instead of the hits.
    if !needle.is_empty() && lower.len() == text.len() {
        let mut from = 0;
        for (at, found) in lower.match_indices(&needle) {
            let parts = (text.get(from..at), text.get(at..at + found.len()));
            let (Some(before), Some(found)) = parts else { continue };
            line.push(Role::Text, words!("{before}"));
            line.push(Role::Match, words!("{found}"));
            from = at + found.len();
        }
        line.push(Role::Text, words!("{}", text.get(from..).unwrap_or_default()));
    } else {
        line.push(if hit { Role::Match } else { Role::Text }, words!("{text}"));
    }
    canvas.line(x, y, room, line);
}

/// Wrapped lines take more room than the cursor's window counts, so the cursor's line decides what is seen: it and
/// as many lines above it as fit, then what fits below.
fn wrapped(canvas: &mut Canvas, area: Rect, logs: &Logs) {
    let indent = if logs.times { TIME + 1 } else { 1 };
    let room = area.width.saturating_sub(indent + 1);
    let height = usize::from(area.height);
    let parts = |at: usize| -> Vec<String> {
        let Some(line) = logs.shown.get(at).and_then(|index| logs.lines.get(*index)) else {
            return Vec::new();
        };
        line.message.shown().lines().flat_map(|part| wrap(part, room, height)).take(height).collect()
    };
    let mut first = logs.pick.at;
    let mut used = parts(first).len().max(1);
    while first > logs.pick.offset {
        used += parts(first - 1).len().max(1);
        if used > height {
            break;
        }
        first -= 1;
    }
    let mut y = area.y;
    for at in first..logs.shown.len() {
        if y >= area.bottom() {
            break;
        }
        let Some(line) = logs.shown.get(at).and_then(|index| logs.lines.get(*index)) else { break };
        let from = y;
        time(canvas, Rect::new(area.x, y, area.width, 1), logs, line);
        for part in parts(at) {
            if y < area.bottom() {
                message(canvas, (area.x + indent, y), room, &part, logs, logs.is_hit(line));
            }
            y += 1;
        }
        y = y.max(from + 1);
        let whole = Rect::new(area.x, from, area.width, y.min(area.bottom()) - from);
        canvas.spot(whole, Spot::Line(Pane::Main, at));
        signs(canvas, whole, Look { cursor: at == logs.pick.at, focused: true, ..Look::default() });
    }
}

fn empty(canvas: &mut Canvas, area: Rect, model: &Model) {
    let logs = &model.logs;
    let press = |command, rest: &'static str| key_or_name(model, command).with(Role::Muted, rest);
    let room = area.width.saturating_sub(6).min(96);
    let lines = match (&logs.reading, &logs.streams_reading) {
        _ if logs.target.is_none() => {
            vec![
                Line::of(Role::Text, "No logs are open."),
                Line::of(Role::Muted, "Go to a resource and open them from there."),
            ]
        }
        _ if !logs.filter.is_empty() && !logs.lines.is_empty() => vec![
            Line::of(
                Role::Text,
                words!(
                    "None of {} lines holds “{}”.",
                    thousands(logs.lines.len() as i64),
                    Safe::new(&logs.filter)
                ),
            ),
            press(Command::LogFilter, " changes the filter"),
        ],
        (Reading::Failed(failure, _), _) | (_, Reading::Failed(failure, _)) => failed(failure, room),
        (Reading::Asked(_), _) | (_, Reading::Asked(_)) => {
            vec![Line::of(Role::StatusChanging, "◐ ").with(Role::Text, "Reading …")]
        }
        (_, Reading::Done(_)) if logs.streams.is_empty() => vec![
            Line::of(Role::Text, "There is no log stream for this resource."),
            Line::of(Role::Muted, "Its role may not be allowed to write logs; that says nothing about use."),
        ],
        _ => vec![Line::of(Role::Text, "The stream holds no line that can be read.")],
    };
    for (at, line) in lines.into_iter().enumerate() {
        canvas.line(area.x + 3, area.y + 1 + at as u16, area.width.saturating_sub(4), line);
    }
}

fn failed(failure: &Failure, room: u16) -> Vec<Line<'_>> {
    let mut lines = vec![Line::of(Role::Error, "✗ ").with(Role::Strong, failure.kind.word())];
    for (role, text) in [(Role::Text, &failure.what), (Role::Muted, &failure.todo)] {
        lines.extend(
            wrap(text.shown(), room, 6).into_iter().map(|part| Line::of(role, Words::composed(part))),
        );
    }
    lines
}

fn streams(canvas: &mut Canvas, model: &Model) {
    let logs = &model.logs;
    let height = logs.stream_pick.height.min(logs.streams.len().max(1)) as u16 + 2;
    let title = Line::of(Role::Title, "Log streams");
    let count = Line::of(Role::Muted, words!("{}", logs.streams.len()));
    let inside = dialog::middle(canvas, 84, height, title, count);
    if logs.streams.is_empty() {
        canvas.put(inside.x, inside.y, inside.width, Role::Muted, "none");
    }
    for (y, at) in logs.stream_pick.window().enumerate().take(usize::from(inside.height)) {
        let Some(stream) = logs.streams.get(at) else { break };
        let place = Rect::new(inside.x, inside.y + y as u16, inside.width, 1);
        let when = match stream.last_event {
            Some(last) => Words::composed(moment(last, model.now)),
            None => "no event".into(),
        };
        let room = place.width.saturating_sub(when.width() + 5);
        canvas.put(place.x + 2, place.y, room, Role::Text, &stream.name);
        canvas.put_right(place.x, place.y, place.width, Role::Muted, when);
        canvas.spot(place, Spot::Line(Pane::Main, at));
        signs(canvas, place, Look { cursor: at == logs.stream_pick.at, focused: true, ..Look::default() });
    }
}

#[cfg(test)]
mod tests {
    use super::skipped;

    #[test]
    fn columns_are_scrolled_by_cells() {
        assert_eq!(skipped("abc", 0), "abc");
        assert_eq!(skipped("abc", 2), "c");
        assert_eq!(skipped("漢b", 2), "b");
        assert_eq!(skipped("abc", 9), "");
    }
}
