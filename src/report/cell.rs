//! One value as text: for people (short spans, thousands apart) or for machines (seconds, plain decimals).

use crate::model::text::Safe;
use crate::model::time::{rfc3339, short_span};
use crate::model::value::Value;

/// What stands where a value is not known: never a zero and never nothing.
const UNKNOWN: &str = "–";
/// Characters of one cell of a table; what is cut ends in `…`. CSV and JSON cut nothing.
const WIDEST: usize = 160;

pub(super) fn for_people(value: Option<&Value>) -> String {
    let text = match value {
        None => return UNKNOWN.to_owned(),
        Some(Value::Text(text)) => text.shown().to_owned(),
        Some(Value::Bool(yes)) => (if *yes { "yes" } else { "no" }).to_owned(),
        Some(Value::Int(number)) => number.to_string(),
        Some(Value::Time(at)) => rfc3339(*at),
        Some(Value::Span(seconds)) => short_span(*seconds),
        Some(Value::Money(money)) => money.to_string(),
        Some(Value::List(all)) => joined(all, ", "),
        Some(Value::Steps(steps)) => steps.words().shown().to_owned(),
    };
    let text = text.replace('\n', " ");
    match text.char_indices().nth(WIDEST) {
        Some((end, _)) => text.get(..end).map(|kept| format!("{kept}…")).unwrap_or(text),
        None => text,
    }
}

/// Nothing where the value is not known: an empty cell is how CSV says that.
pub(super) fn for_machines(value: Option<&Value>) -> String {
    match value {
        None => String::new(),
        // A reader that takes records for lines must not be misled either.
        Some(Value::Text(text)) => text.shown().replace('\n', " "),
        Some(Value::Bool(yes)) => yes.to_string(),
        Some(Value::Int(number) | Value::Span(number)) => number.to_string(),
        Some(Value::Time(at)) => rfc3339(*at),
        Some(Value::Money(money)) => money.to_string(),
        Some(Value::List(all)) => joined(all, "|"),
        Some(Value::Steps(steps)) => {
            let names = steps.all().iter().map(|step| (step.name.shown(), step.status.as_ref()));
            let words = names.map(|(name, status)| format!("{name}={}", status.map_or("", Safe::shown)));
            words.collect::<Vec<_>>().join("|")
        }
    }
}

fn joined(all: &[Safe], between: &str) -> String {
    all.iter().map(Safe::shown).collect::<Vec<_>>().join(between)
}
