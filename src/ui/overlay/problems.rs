//! What could not be read, one honest line each, and for the line under the cursor what to do about it.

use ratatui::layout::Rect;

use crate::app::Model;
use crate::app::pick::Pick;
use crate::app::pointer::Spot;
use crate::app::strip::Problem;
use crate::model::fetch::Severity;
use crate::ui::canvas::Canvas;
use crate::ui::text::words;
use crate::ui::text::{Line, Words, wrap};
use crate::ui::theme::Role;
use crate::ui::value;
use crate::ui::widget::grid::{Look, signs};
use crate::ui::widget::{dialog, scroll};

/// Account and region, as far as they are known.
fn scope<'a>(model: &'a Model, problem: &'a Problem) -> Line<'a> {
    let id = problem.account.or_else(|| problem.cell.as_ref().map(|cell| cell.scope.account));
    let mut line = Line::new();
    let Some(id) = id else { return line };
    match model.fleet.account(id) {
        Some(account) => line.push(value::account(account.role), &account.name),
        None => line.push(Role::Text, words!("{id}")),
    }
    if let Some(cell) = &problem.cell {
        line.push(Role::Muted, words!(" {} {}", cell.scope.region, cell.kind));
    }
    line
}

/// Lines for what to do.
const TODO: u16 = 3;

/// Draws the box.
pub fn draw(canvas: &mut Canvas, model: &Model, pick: Pick) {
    let height = model.problems.len().clamp(1, pick.height.max(1)) as u16 + TODO + 3;
    let count = Line::of(Role::Muted, words!("{}", model.problems.len()));
    let inside = dialog::middle(canvas, 112, height, Line::of(Role::Title, "Problems"), count);
    if model.problems.is_empty() {
        canvas.line(
            inside.x,
            inside.y,
            inside.width,
            Line::of(Role::StatusOk, "✓ ").with(Role::Text, "Everything that was asked for was read."),
        );
        return;
    }
    let list = Rect { height: inside.height.saturating_sub(TODO + 1), ..inside };
    let window = pick.window();
    for (y, at) in window.clone().enumerate().take(usize::from(list.height)) {
        let Some(problem) = model.problems.get(at) else { break };
        let place = Rect::new(list.x, list.y + y as u16, list.width, 1);
        let (sign, role) = match problem.severity {
            Severity::Info => ("· ", Role::Muted),
            Severity::Warning => ("▲ ", Role::Warning),
            Severity::Error => ("✗ ", Role::Error),
        };
        let x = canvas.put(place.x + 2, place.y, 2, role, sign);
        // The place first: many lines say the same of different places.
        let wide = place.width / 3;
        let end = canvas.line(x, place.y, wide, scope(model, problem));
        let x = if end > x { x + wide + 1 } else { x };
        canvas.put(x, place.y, place.right().saturating_sub(x), Role::Text, &problem.text);
        canvas.spot(place, Spot::Item(at));
        signs(canvas, place, Look { cursor: at == pick.at, focused: true, ..Look::default() });
    }
    let edge = Rect::new(list.x, list.y, list.width + 2, list.height);
    scroll::thumb(canvas, edge, window.start, window.len(), model.problems.len());
    canvas.stroke(inside.x, list.bottom(), inside.width, Role::Border);
    let Some(problem) = model.problems.get(pick.at) else { return };
    let todo = if problem.todo.raw().is_empty() {
        "Nothing can be done about it from here."
    } else {
        problem.todo.shown()
    };
    let whole = format!("{} · {todo}", problem.text);
    for (y, part) in wrap(&whole, inside.width.saturating_sub(2), usize::from(TODO)).into_iter().enumerate() {
        canvas.put(
            inside.x + 2,
            list.bottom() + 1 + y as u16,
            inside.width.saturating_sub(2),
            Role::Muted,
            Words::composed(part),
        );
    }
}
