//! The steps of a pipeline run, a line each: how it went, how long it took, what it is and what it began; under a step that
//! failed, why. Steps of the critical path have a mark before them.

use jiff::Timestamp;

use super::wrapped_behind;
use crate::model::id::Arn;
use crate::model::resource::Phase;
use crate::model::steps::{Step, Steps};
use crate::model::text::Safe;
use crate::model::time::{seconds_between, short_span};
use crate::ui::text::words;
use crate::ui::text::{Line, Words, fit, width};
use crate::ui::theme::Role;
use crate::ui::value;

/// Cells of a name, and of how long a step took.
const NAME: u16 = 20;
const TOOK: usize = 7;

pub(super) fn draw(lines: &mut Vec<Line<'_>>, steps: &Steps, now: Timestamp, room: u16) {
    let critical = steps.critical_path();
    for (place, step) in steps.all().iter().enumerate() {
        let (sign, role) = step.phase().map_or(("·", Role::Faint), value::phase);
        let mark = if critical.contains(&place) { "┃" } else { " " };
        let mut line = Line::of(Role::Muted, mark).with(role, sign).with(role, " ");
        let name = fit(step.name.shown(), NAME).into_owned();
        let blank = usize::from(NAME.saturating_sub(width(&name)));
        line.push(Role::Text, words!("{name}{} ", " ".repeat(blank)));
        line.push(Role::Text, words!("{:>TOOK$}  ", took(step, now)));
        line.push(Role::Muted, what(step));
        lines.push(line);
        if let Some(why) = &step.failure {
            wrapped_behind(lines, 4, Role::Error, why.shown(), room);
        }
    }
}

/// How long it took, or has taken so far.
fn took(step: &Step, now: Timestamp) -> String {
    let runs = step.phase() == Some(Phase::Changing);
    let so_far = || step.started.filter(|_| runs).map(|since| seconds_between(since, now));
    step.took().or_else(so_far).map_or_else(String::new, short_span)
}

/// Its type, what it came to, and the name of what it began.
fn what(step: &Step) -> Words<'static> {
    let kind = step.kind.as_ref().map(|kind| kind.shown().to_owned());
    let outcome = step.outcome.as_ref().map(|outcome| outcome.shown().to_owned());
    let cached = step.cached.then(|| "from the cache".to_owned());
    let made = step.made.as_ref().and_then(Arn::resource).map(|name| Safe::new(name).shown().to_owned());
    let begun = step.status.is_none().then(|| "not begun".to_owned());
    let parts: Vec<String> = [kind, outcome, cached, made, begun].into_iter().flatten().collect();
    Words::composed(parts.join(" · "))
}
