//! Values of rows as pieces of a line. Here alone it is decided how "none", "not known" and "being read" look.

use jiff::Timestamp;

use super::text::{Line, NONE, UNKNOWN, Words, moment, span, thousands};
use super::theme::Role;
use crate::catalog;
use crate::model::account::AccountRole;
use crate::model::failure::Failure;
use crate::model::field::{Field, Measure};
use crate::model::idle::Verdict;
use crate::model::resource::{Detail, Part, Phase, Resource};
use crate::model::row::Row;
use crate::model::steps::ended_phase;
use crate::model::value::Value;
use crate::rules;
use crate::ui::text::words;

/// Sign and role of a phase.
pub const fn phase(phase: Phase) -> (&'static str, Role) {
    match phase {
        Phase::Ok => ("●", Role::StatusOk),
        Phase::Changing => ("◐", Role::StatusChanging),
        Phase::Stopped => ("○", Role::StatusStopped),
        Phase::Failed => ("✗", Role::StatusFailed),
        Phase::Done => ("✓", Role::StatusDone),
        Phase::Unknown => (UNKNOWN, Role::StatusUnknown),
    }
}

/// The role of an account's badge and name.
pub const fn account(role: Option<AccountRole>) -> Role {
    match role {
        Some(AccountRole::Production) => Role::AccountProduction,
        Some(AccountRole::Uat) => Role::AccountUat,
        Some(AccountRole::SharedServices) => Role::AccountSharedServices,
        Some(AccountRole::DataManagement) => Role::AccountDataManagement,
        Some(AccountRole::DataScience) => Role::AccountDataScience,
        None => Role::Muted,
    }
}

/// The head of a column. Money says that it is an estimate.
pub const fn head(field: Field) -> &'static str {
    match field {
        Field::UsdHour => "~$/H",
        Field::UsdMonth => "~$/MO",
        Field::UsdTotal => "~$ RUN",
        _ => field.title(),
    }
}

/// The field in a table cell.
pub fn cell(row: &Row, field: Field, now: Timestamp) -> Line<'_> {
    let resource = &*row.resource;
    match field {
        // Borrowed, since these are drawn for every row of every frame.
        Field::Name => name(resource),
        Field::AccountName => {
            let production = row.account.role == Some(AccountRole::Production);
            Line::of(if production { Role::AccountProduction } else { Role::Text }, &row.account.name)
        }
        Field::Status => status(row),
        Field::IdleFor => idle_for(row, now),
        Field::LastRunStatus | Field::RecentExecutions => match resource.fact(field) {
            Some(Value::List(ends)) if !ends.is_empty() => ends.iter().fold(Line::default(), |line, end| {
                let (sign, role) = phase(ended_phase(end));
                line.with(role, sign).with(role, " ")
            }),
            Some(Value::Text(end)) => {
                let (sign, role) = phase(ended_phase(&end));
                Line::of(role, sign).with(role, words!(" {end}"))
            }
            _ => absent(row, field),
        },
        Field::AccountRole => match row.account.role {
            Some(role) => Line::of(account(Some(role)), role.name()),
            None => Line::of(Role::Faint, NONE),
        },
        Field::Region => Line::of(Role::Muted, words!("{}", resource.scope.region)),
        _ => match row.value(field, now) {
            Some(value) => Line::of(role(field), short(&value, field)),
            None => absent(row, field),
        },
    }
}

/// The status with its sign.
pub fn status(row: &Row) -> Line<'_> {
    let (sign, role) = phase(row.resource.phase);
    let line = Line::of(role, sign).with(role, " ");
    // What is as it should be only shows its sign in colour: the eye is for the rest.
    let role = if matches!(row.resource.phase, Phase::Ok | Phase::Done) { Role::Text } else { role };
    match &row.resource.status {
        Some(word) => line.with(role, word),
        None => line.with(role, row.resource.phase.name()),
    }
}

/// The name. What stands within a Studio domain leaves out the domain's id, which tells a person nothing and would take
/// the whole cell; the details and all that leaves the screen have it.
fn name(resource: &Resource) -> Line<'_> {
    match resource.name_within() {
        Some(rest) => Line::of(Role::Text, words!("…/{rest}")),
        None => Line::of(Role::Text, &resource.name),
    }
}

fn idle_for(row: &Row, now: Timestamp) -> Line<'_> {
    let Some(idle) = &row.derived.idle else { return Line::of(Role::Faint, NONE) };
    let role = match idle.verdict {
        Verdict::IdleCertain => Role::IdleCertain,
        Verdict::IdleLikely => Role::IdleLikely,
        Verdict::Active => Role::Muted,
        Verdict::Unknown => {
            let sign = rules::idle::rule(row.resource.kind).map_or(Field::LastLogEvent, |rule| rule.sign);
            return absent(row, sign);
        }
    };
    match row.value(Field::IdleFor, now) {
        Some(value) => Line::of(role, short(&value, Field::IdleFor)),
        None => Line::of(Role::Faint, UNKNOWN),
    }
}

const fn role(field: Field) -> Role {
    match field {
        Field::UsdMonth | Field::UsdHour | Field::UsdTotal => Role::Money,
        Field::FailureReason => Role::Error,
        _ => Role::Text,
    }
}

/// Which call says the field, where the listing does not. A listing may say a fact or not, so that one which is absent is
/// known to be so only when the description was read.
fn said_by(row: &Row, field: Field) -> Option<Detail> {
    let detail = match field {
        Field::Owner | Field::OwnerSource | Field::Tags => Detail::Tags,
        Field::LastLogEvent => Detail::Activity,
        field if Detail::Content.owns(field) => Detail::Content,
        // Nothing of this kind is paid for by itself.
        Field::UsdMonth | Field::UsdHour if row.derived.price_note.is_none() => return None,
        Field::UsdMonth | Field::UsdTotal | Field::Duration => Detail::Describe,
        field if field.is_common() || field.is_derived() => return None,
        _ => Detail::Describe,
    };
    catalog::spec(row.resource.kind).details.contains(&detail).then_some(detail)
}

/// Why a field has no value.
pub enum Absence<'a> {
    /// AWS said that there is none, or it does not apply.
    None,
    NotRead,
    Failed(&'a Failure),
    /// It was read, and the answer is still not known: an instance type without a price.
    Unknown,
}

/// Why the field of this row has no value.
pub fn absence(row: &Row, field: Field) -> Absence<'_> {
    let part = said_by(row, field).map(|detail| row.resource.parts().get(detail));
    match (part, field) {
        (Some(Part::NotRead), _) => Absence::NotRead,
        (Some(Part::Failed(failure)), _) => Absence::Failed(failure),
        (Some(Part::Read(_)), Field::LastLogEvent | Field::UsdMonth | Field::LastUserActivity) => {
            Absence::Unknown
        }
        (_, Field::UsdHour) if row.derived.price_note.is_some() && row.resource.phase == Phase::Ok => {
            Absence::Unknown
        }
        _ => Absence::None,
    }
}

fn absent(row: &Row, field: Field) -> Line<'static> {
    Line::of(
        Role::Faint,
        match absence(row, field) {
            Absence::None => NONE,
            Absence::NotRead => super::text::LOADING,
            Absence::Failed(_) | Absence::Unknown => UNKNOWN,
        },
    )
}

/// A value in a table cell: times as days, money without its sign, since the head has it.
fn short<'a>(value: &Value, field: Field) -> Words<'a> {
    match value {
        Value::Time(at) => words!("{}", at.strftime("%Y-%m-%d")),
        Value::Money(money) if field == Field::UsdHour => {
            let milli = (money.as_micros() + 500) / 1_000;
            words!("{}.{:03}", milli / 1_000, milli % 1_000)
        }
        Value::Money(money) => words!("{}", thousands(money.dollars())),
        // After ten days hours tell nothing, and take the room that the days need.
        Value::Span(seconds) if *seconds >= 10 * 86_400 => words!("{}d", seconds / 86_400),
        other => long(other, field, None),
    }
}

/// A value as the details show it: whole, with its unit, times absolute and relative.
pub fn long<'a>(value: &Value, field: Field, now: Option<Timestamp>) -> Words<'a> {
    match value {
        Value::Text(text) => words!("{text}"),
        Value::Bool(true) => "yes".into(),
        Value::Bool(false) => "no".into(),
        Value::Int(number) if field.measure() == Measure::Gigabytes => words!("{} GB", thousands(*number)),
        Value::Int(number) if matches!(field, Field::OnCreateBytes | Field::OnStartBytes) => {
            words!("{} bytes", thousands(*number))
        }
        Value::Int(number) => words!("{}", thousands(*number)),
        Value::Time(at) => match now {
            Some(now) => Words::composed(moment(*at, now)),
            None => Words::composed(super::text::minute(*at)),
        },
        Value::Span(seconds) => Words::composed(span(*seconds)),
        Value::Money(money) => Words::composed(super::text::estimate(*money)),
        Value::Steps(steps) => words!("{}", steps.words()),
        Value::List(items) if items.is_empty() => NONE.into(),
        Value::List(items) => {
            Words::composed(items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_fit_their_column_however_long() {
        let shown = |seconds| short(&Value::Span(seconds), Field::IdleFor).as_str().to_owned();
        let day = 86_400;
        assert_eq!(shown(9 * day + 23 * 3_600), "9d 23h");
        assert_eq!(shown(11 * day + 20 * 3_600), "11d");
        assert_eq!(shown(999 * day + 23 * 3_600), "999d");
    }
}
