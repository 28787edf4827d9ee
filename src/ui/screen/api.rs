//! The calls made, with throttles and learned rates.

use ratatui::layout::Rect;

use crate::app::Model;
use crate::app::model::Pane;
use crate::app::pointer::Spot;
use crate::app::screen::api::{ApiColumn, ApiLine};
use crate::model::time::seconds_between;
use crate::ui::canvas::{Canvas, Edge};
use crate::ui::text::words;
use crate::ui::text::{Line, NONE, span, thousands, width};
use crate::ui::theme::Role;
use crate::ui::widget::grid::{self, Column, Look, Order};
use crate::ui::widget::scroll;
use crate::ui::{has_keys, rect};

/// Widths and priorities in the order of [`ApiColumn::ALL`].
const SHAPES: [(u16, u16, u8, bool); 10] = [
    (9, 22, 0, false),
    (9, 14, 3, false),
    (34, 60, 0, false),
    (6, 9, 0, true),
    (9, 9, 1, true),
    (6, 8, 1, true),
    (9, 9, 4, true),
    (7, 8, 5, true),
    (8, 9, 2, true),
    (6, 10, 6, true),
];

/// Draws the screen.
pub fn draw(canvas: &mut Canvas, model: &Model) {
    let area = rect(model.layout.main);
    let (api, calls) = (&model.api, &model.calls);
    let focused = has_keys(model, Pane::Main);
    let edge = if focused { Edge::Focused } else { Edge::Plain };
    let mut title = Line::of(Role::Title, "API calls").with(Role::Faint, " · ");
    title.push(Role::Muted, words!("{} sent", thousands(calls.sent() as i64)));
    title.push(Role::Faint, " · ");
    let throttled = calls.throttled();
    let role = if throttled > 0 { Role::Warning } else { Role::Muted };
    title.push(role, words!("{} throttled", thousands(throttled as i64)));
    if calls.in_flight() > 0 {
        title.push(Role::Faint, " · ");
        title.push(Role::Muted, words!("{} in flight", calls.in_flight()));
    }
    let arrow = if api.descending { "↓" } else { "↑" };
    let sorted = Line::of(Role::Muted, words!("by {} {arrow}", api.sort.title().to_lowercase()));
    let inside = canvas.pane(area, edge, title, sorted);
    let columns = columns(model);
    let slots = grid::place(&columns, inside.width, api.column);
    grid::head(canvas, Rect { height: 1, ..inside }, &columns, &slots);
    let rows = Rect::new(inside.x, inside.y + 1, inside.width, inside.height.saturating_sub(1));
    if api.lines.is_empty() {
        canvas.put(
            rows.x + 3,
            rows.y + 1,
            rows.width.saturating_sub(3),
            Role::Muted,
            "No call was made yet.",
        );
        return;
    }
    let window = api.pick.window();
    for (y, at) in window.clone().enumerate().take(usize::from(rows.height)) {
        let Some(line) = api.lines.get(at) else { break };
        let place = Rect::new(rows.x, rows.y + y as u16, rows.width, 1);
        let look = Look { cursor: at == api.pick.at, focused, ..Look::default() };
        canvas.spot(place, Spot::Line(Pane::Main, at));
        grid::row(canvas, place, &columns, &slots, look, |column| cell(model, line, ApiColumn::ALL[column]));
    }
    scroll::thumb(
        canvas,
        Rect::new(area.x, rows.y, area.width, rows.height),
        window.start,
        window.len(),
        api.lines.len(),
    );
}

fn columns(model: &Model) -> Vec<Column> {
    let order = if model.api.descending { Order::Descending } else { Order::Ascending };
    let shape = |(column, (min, max, drop, right)): (ApiColumn, (u16, u16, u8, bool))| {
        // No wider than the longest there is, so that the room goes where it is needed.
        let longest = model.api.lines.iter().filter_map(|line| length(line, column)).max();
        let most = longest.map_or(max, |longest| longest.max(width(column.title()) + 2).min(max));
        Column {
            title: column.title(),
            min: min.min(most),
            max: most,
            drop,
            right,
            sorted: (column == model.api.sort).then_some(order),
        }
    };
    ApiColumn::ALL.into_iter().zip(SHAPES).map(shape).collect()
}

fn length(line: &ApiLine, column: ApiColumn) -> Option<u16> {
    match column {
        ApiColumn::Account => line.account.as_ref().map(|name| width(name.shown())),
        ApiColumn::Region => Some(width(line.stat.region.as_str())),
        ApiColumn::Operation => Some(width(line.stat.service) + 1 + width(line.stat.operation)),
        _ => None,
    }
}

fn cell<'a>(model: &Model, line: &'a ApiLine, column: ApiColumn) -> Line<'a> {
    let stat = &line.stat;
    // Zeros are the rule; only what happened should catch the eye.
    let number = |count: u64, role| match count {
        0 => Line::of(Role::Faint, "0"),
        count => Line::of(role, words!("{}", thousands(count as i64))),
    };
    match column {
        ApiColumn::Account => match (&line.account, stat.account) {
            (Some(name), _) => Line::of(Role::Text, name),
            (None, Some(id)) => Line::of(Role::Text, words!("{id}")),
            (None, None) => Line::of(Role::Faint, "before login"),
        },
        ApiColumn::Region => Line::of(Role::Muted, words!("{}", stat.region)),
        ApiColumn::Operation => {
            Line::of(Role::Muted, stat.service).with(Role::Faint, ":").with(Role::Text, stat.operation)
        }
        ApiColumn::Sent => number(stat.sent, Role::Text),
        ApiColumn::Throttled => number(stat.throttled, Role::Warning),
        ApiColumn::Failed => number(stat.failed, Role::Error),
        ApiColumn::InFlight => number(u64::from(stat.in_flight), Role::StatusChanging),
        ApiColumn::Waiting => number(u64::from(stat.waiting), Role::StatusChanging),
        ApiColumn::Rate => Line::of(Role::Text, words!("{:.1}", stat.rate)),
        ApiColumn::Last => match stat.last {
            Some(at) => Line::of(Role::Muted, words!("{}", span(seconds_between(at, model.now)))),
            None => Line::of(Role::Faint, NONE),
        },
    }
}
