//! The details of one resource: how far they are scrolled, and how a single value is put into words.

use jiff::Timestamp;

use crate::catalog;
use crate::model::field::{Field, Measure};
use crate::model::row::Row;
use crate::model::text::Safe;
use crate::model::time::{absolute, seconds_between, short_span};
use crate::model::value::Value;

/// State of the detail pane or box.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DetailState {
    /// Shown as a pane where there is room for one.
    pub open: bool,
    /// Lines scrolled out at the top; the view stops at the last line.
    pub scroll: usize,
    /// Columns scrolled out to the left.
    pub column: usize,
}

impl DetailState {
    /// How far a person may scroll down: about what there is to tell of the row. The view stops at the last line.
    pub(super) fn most(row: Option<&Row>) -> usize {
        let Some(row) = row else { return 0 };
        let fields = catalog::spec(row.resource.kind).sections.iter().map(|section| section.fields.len() + 1);
        let tags = row.resource.tags().map_or(1, <[_]>::len);
        // The common fields, use, price and sources come on top.
        fields.sum::<usize>() + tags + 30
    }
}

/// A value in words, with its unit: times absolute and relative, money as an estimate.
pub fn value_text(field: Field, value: &Value, now: Timestamp) -> Safe {
    match value {
        Value::Text(text) => text.clone(),
        Value::Bool(yes) => Safe::new(if *yes { "yes" } else { "no" }),
        Value::Int(number) if field.measure() == Measure::Gigabytes => Safe::new(format!("{number} GB")),
        Value::Int(number) => Safe::new(number.to_string()),
        Value::Time(at) => {
            Safe::new(format!("{} ({} ago)", absolute(*at), short_span(seconds_between(*at, now))))
        }
        Value::Span(seconds) => Safe::new(short_span(*seconds)),
        Value::Money(money) => Safe::new(format!("~${money}")),
        Value::List(items) => {
            let items: Vec<&str> = items.iter().map(Safe::raw).collect();
            Safe::new(if items.is_empty() { "none".to_owned() } else { items.join(", ") })
        }
    }
}

/// A count in sentences, with a comma between thousands.
pub(super) fn thousands(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
