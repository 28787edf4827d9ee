//! What the details say, line by line, before it is known where the lines go.

use jiff::Timestamp;

use crate::app::Model;
use crate::catalog;
use crate::model::failure::Failure;
use crate::model::field::Field;
use crate::model::idle::Verdict;
use crate::model::resource::{Detail, Part, Phase};
use crate::model::row::Row;
use crate::model::time::seconds_between;
use crate::model::value::Value;
use crate::rules;
use crate::ui::text::words;
use crate::ui::text::{Line, NONE, Words, estimate, fit_end, moment, span, width, wrap};
use crate::ui::theme::Role;
use crate::ui::value::{self, Absence, absence};

mod steps;

/// Cells of the labels.
const LABEL: u16 = 18;
/// Lines that one value may take.
const VALUE_LINES: usize = 4;

/// What one wants to know first: state, use, cost, owner, tags.
pub fn summary<'a>(model: &Model, row: &'a Row, room: u16) -> Vec<Line<'a>> {
    let mut lines = vec![state(row, model.now)];
    if row.resource.incomplete {
        lines
            .push(Line::of(Role::Warning, "▲ AWS's answer lacked its ARN: shown, but nothing may act on it"));
    }
    if row.resource.phase == Phase::Failed {
        why(&mut lines, row, model.now, room);
    }
    idle(&mut lines, model, row, room);
    // What has neither a price nor a reason for having none is not paid for by itself.
    if row.derived.price_note.is_some() {
        lines.push(price(row));
    }
    // Some kinds have no tags of their own, and nobody looks for an owner of theirs.
    let has_tags = catalog::spec(row.resource.kind).details.contains(&Detail::Tags);
    if has_tags || row.derived.owner.is_some() {
        lines.push(owner(row));
    }
    if has_tags {
        tags(&mut lines, row, room);
    }
    lines
}

fn state(row: &Row, now: Timestamp) -> Line<'_> {
    let mut line = value::status(row);
    if let Some(kind) = row.value(Field::InstanceType, now) {
        line.push(Role::Faint, " · ");
        line.push(Role::Text, value::long(&kind, Field::InstanceType, None));
    }
    line.push(Role::Faint, " · ");
    line.push(
        value::account(row.account.role),
        row.account.role.map_or("no account role", |role| role.name()),
    );
    let age = seconds_between(row.resource.seen(), now);
    if age >= 60 {
        line.push(Role::Faint, words!(" · seen {} ago", span(age)));
    }
    line
}

/// The reason that AWS gives for a failure.
fn why(lines: &mut Vec<Line<'_>>, row: &Row, now: Timestamp, room: u16) {
    let found = row.value(Field::FailureReason, now);
    let Some(reason) = found else {
        lines.push(missing(label("why"), &absence(row, Field::FailureReason)));
        return;
    };
    let reason = value::long(&reason, Field::FailureReason, None);
    wrapped(lines, "why", Role::Error, reason.as_str(), room);
}

/// Says why there is no value.
fn missing<'a>(line: Line<'a>, absence: &Absence<'_>) -> Line<'a> {
    match absence {
        Absence::None => line.with(Role::Faint, NONE),
        Absence::NotRead => line.with(Role::Faint, "… not read yet"),
        Absence::Failed(failure) => not_read(line, failure),
        Absence::Unknown => line.with(Role::StatusUnknown, "? not known"),
    }
}

/// The verdict with what it rests on, and what could not be looked at.
fn idle(lines: &mut Vec<Line<'_>>, model: &Model, row: &Row, room: u16) {
    let now = model.now;
    let Some(idle) = row.derived.idle else {
        // Of most kinds nothing can be said about use.
        if rules::idle::rule(row.resource.kind).is_some() {
            lines.push(label("use").with(Role::Faint, "– not running, so nothing to judge"));
        }
        return;
    };
    let since = row.last_sign().map(|since| seconds_between(since, now));
    let span_of = since.map_or_else(|| "an unknown time".to_owned(), span);
    let confidence = words!(" · {} confidence", idle.confidence);
    let mut line = label("use");
    match idle.verdict {
        Verdict::Active => line.push(Role::StatusOk, words!("active, last sign {span_of} ago")),
        Verdict::IdleLikely => line.push(Role::IdleLikely, words!("idle {span_of}, likely")),
        Verdict::IdleCertain => line.push(Role::IdleCertain, words!("idle {span_of}, certain")),
        Verdict::Unknown => line.push(Role::StatusUnknown, words!("? not known since {span_of}")),
    }
    line.push(Role::Muted, confidence);
    lines.push(line);
    let signs = rules::idle::signs(&row.resource, &model.around(&row.resource));
    for evidence in &signs.evidence {
        let mut line = indent().with(Role::Text, words!("{}", evidence.what));
        if let Some(at) = evidence.at {
            line.push(Role::Muted, words!(" · read {} ago", span(seconds_between(at, now))));
        }
        line.push(Role::Faint, " · ");
        line.push(Role::Faint, evidence.source);
        lines.push(line);
    }
    for missing in &signs.unchecked {
        wrapped(lines, "", Role::StatusUnknown, &format!("? {missing}"), room);
    }
    if let Some(spared) = &signs.spared {
        wrapped(lines, "", Role::StatusOk, &format!("✓ looked after: {spared}"), room);
    }
}

/// A text behind so many blanks.
fn wrapped_behind(lines: &mut Vec<Line<'_>>, blanks: u16, role: Role, text: &str, room: u16) {
    for part in wrap(text, room.saturating_sub(blanks), VALUE_LINES) {
        let start = Line::of(Role::Faint, words!("{}", " ".repeat(usize::from(blanks))));
        lines.push(start.with(role, Words::composed(part)));
    }
}

/// A label and a text behind it, over as many lines as it takes.
fn wrapped(lines: &mut Vec<Line<'_>>, name: &'static str, role: Role, text: &str, room: u16) {
    let mut start = Some(label(name));
    for part in wrap(text, room.saturating_sub(LABEL), VALUE_LINES) {
        lines.push(start.take().unwrap_or_else(indent).with(role, Words::composed(part)));
    }
}

fn price(row: &Row) -> Line<'_> {
    let mut line = label("price");
    let derived = &row.derived;
    match (derived.usd_month, derived.usd_hour) {
        (Some(month), Some(hour)) => {
            line.push(Role::Money, words!("{}/month", estimate(month)));
            line.push(Role::Muted, words!(" · ~${hour}/h"));
        }
        (Some(month), None) => line.push(Role::Money, words!("{}/month", estimate(month))),
        (None, Some(hour)) => line.push(Role::Money, words!("~${hour}/h")),
        (None, None) => match derived.usd_total {
            Some(total) => line.push(Role::Money, words!("{} in all", estimate(total))),
            None => line.push(Role::StatusUnknown, "? not known"),
        },
    }
    // The whole of it stands in its own section.
    if let Some(note) = &derived.price_note {
        line.push(Role::Faint, " · ");
        line.push(Role::Muted, note);
    }
    line
}

fn owner(row: &Row) -> Line<'_> {
    let line = label("owner");
    match (&row.derived.owner, absence(row, Field::Owner)) {
        (Some(owner), _) => {
            let line = line.with(Role::Text, owner);
            match &row.derived.owner_source {
                Some(source) => line.with(Role::Faint, " · from ").with(Role::Muted, source),
                None => line,
            }
        }
        (None, Absence::NotRead) => line.with(Role::Faint, "… tags not read yet"),
        (None, Absence::Failed(failure)) => not_read(line, failure),
        (None, _) => line.with(Role::Warning, "– nobody is named"),
    }
}

fn tags(lines: &mut Vec<Line<'_>>, row: &Row, room: u16) {
    let line = label("tags");
    let Some(tags) = row.resource.tags() else {
        lines.push(match row.resource.parts().get(Detail::Tags) {
            Part::Failed(failure) => not_read(line, failure),
            _ => line.with(Role::Faint, "… not read yet"),
        });
        return;
    };
    if tags.is_empty() {
        lines.push(line.with(Role::Warning, "– none"));
        return;
    }
    // Tags flow: as many on a line as fit.
    let room = room.saturating_sub(LABEL);
    let (mut line, mut used) = (line, 0);
    for tag in tags {
        let wide = width(tag.key.shown()) + 1 + width(tag.value.shown()) + 2;
        if used > 0 && used + wide > room {
            lines.push(std::mem::replace(&mut line, indent()));
            used = 0;
        }
        line.push(Role::Muted, words!("{}=", tag.key));
        line.push(Role::Text, words!("{}  ", tag.value));
        used += wide;
    }
    lines.push(line);
}

fn not_read<'a>(line: Line<'a>, failure: &Failure) -> Line<'a> {
    line.with(Role::StatusUnknown, words!("? not read: {}", failure.kind.word()))
        .with(Role::Muted, words!(" · {}", failure.what))
}

/// The declared sections, times and identity, each with its heading.
pub fn sections<'a>(model: &Model, row: &'a Row, room: u16) -> Vec<Vec<Line<'a>>> {
    let mut all: Vec<Vec<Line>> = catalog::spec(row.resource.kind)
        .sections
        .iter()
        .map(|section| {
            let mut lines = vec![Line::of(Role::Title, section.title)];
            // A failed resource has its reason at the top.
            let above = row.resource.phase == Phase::Failed;
            for field in section.fields.iter().filter(|field| !above || **field != Field::FailureReason) {
                fact(&mut lines, model, row, *field, room);
            }
            lines
        })
        .collect();
    if let Some(note) = &row.derived.price_note {
        let mut lines = vec![Line::of(Role::Title, "Price")];
        wrapped(&mut lines, "from", Role::Muted, note.shown(), room);
        all.push(lines);
    }
    all.push(times(model, row));
    all.push(identity(row, room));
    all
}

fn fact(lines: &mut Vec<Line<'_>>, model: &Model, row: &Row, field: Field, room: u16) {
    let name = field.title().to_lowercase();
    let line = label_of(&name);
    let Some(found) = row.value(field, model.now) else {
        lines.push(missing(line, &absence(row, field)));
        return;
    };
    if let Value::Steps(found) = &found {
        return steps::draw(lines, found, model.now, room);
    }
    let role = if field == Field::FailureReason { Role::Error } else { Role::Text };
    let words = value::long(&found, field, Some(model.now));
    let room = room.saturating_sub(LABEL);
    // The end of an ARN says which one it is.
    if words.as_str().starts_with("arn:") {
        let cut = fit_end(words.as_str(), room).into_owned();
        lines.push(line.with(role, Words::composed(cut)));
        return;
    }
    let mut line = Some(line);
    for part in wrap(words.as_str(), room, VALUE_LINES) {
        let start = line.take().unwrap_or_else(indent);
        lines.push(start.with(role, Words::composed(part)));
    }
}

fn times<'a>(model: &Model, row: &'a Row) -> Vec<Line<'a>> {
    let mut lines = vec![Line::of(Role::Title, "Times")];
    for (name, at) in [("created", row.resource.created()), ("modified", row.resource.modified())] {
        lines.push(match at {
            Some(at) => label(name).with(Role::Text, Words::composed(moment(at, model.now))),
            None => label(name).with(Role::StatusUnknown, "? not in the answer"),
        });
    }
    lines.push(label("seen").with(Role::Text, Words::composed(moment(row.resource.seen(), model.now))));
    lines.push(label("from").with(Role::Muted, row.resource.source));
    lines
}

fn identity(row: &Row, room: u16) -> Vec<Line<'_>> {
    let mut lines = vec![Line::of(Role::Title, "Identity")];
    lines.push(
        label("account").with(Role::Text, &row.account.name).with(Role::Muted, words!(" {}", row.account.id)),
    );
    if !row.account.role_source.raw().is_empty() {
        lines.push(label("role from").with(Role::Muted, &row.account.role_source));
    }
    if let Some(conflict) = &row.account.role_conflict {
        lines.push(label("").with(Role::Warning, "▲ ").with(Role::Warning, conflict));
    }
    if !row.account.path.is_empty() {
        let path = row.account.path.iter().map(ToString::to_string).collect::<Vec<_>>().join(" / ");
        lines.push(label("unit").with(Role::Muted, Words::composed(path)));
    }
    let mut start = Some(label("arn"));
    for part in wrap(row.resource.arn.safe().shown(), room.saturating_sub(LABEL), VALUE_LINES) {
        lines.push(start.take().unwrap_or_else(indent).with(Role::Muted, Words::composed(part)));
    }
    lines
}

fn label(name: &'static str) -> Line<'static> {
    label_of(name)
}

fn label_of(name: &str) -> Line<'static> {
    let cut = crate::ui::text::fit(name, LABEL - 1).into_owned();
    let blank = usize::from(LABEL.saturating_sub(width(&cut)));
    Line::of(Role::Faint, words!("{cut}{}", " ".repeat(blank)))
}

fn indent() -> Line<'static> {
    Line::of(Role::Faint, words!("{}", " ".repeat(usize::from(LABEL))))
}
