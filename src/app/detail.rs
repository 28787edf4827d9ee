//! The details of one resource as lines.

use jiff::Timestamp;

use super::model::Model;
use crate::catalog;
use crate::model::failure::Failure;
use crate::model::field::{Field, Measure};
use crate::model::idle::Evidence;
use crate::model::resource::{Detail, Part};
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

/// One line of the details.
#[derive(Clone, Debug, PartialEq)]
pub enum DetailLine {
    Heading(&'static str),
    /// A field with its value; nothing where it is not known.
    Field {
        field: Field,
        value: Option<Safe>,
    },
    /// A name and a text that is no field, for example where the owner comes from.
    Note {
        label: &'static str,
        text: Safe,
    },
    /// A tag.
    Tag {
        key: Safe,
        value: Safe,
    },
    /// An observed value behind the verdict on idleness.
    Evidence(Evidence),
    /// A signal that was not available, with the reason.
    Unchecked(Safe),
    /// A part that could not be read.
    Failure(Failure),
}

impl Model {
    /// The details of the row under the cursor: one row's worth of work. Empty without a row.
    pub fn detail_lines(&self) -> Vec<DetailLine> {
        self.notebooks.table.current().map(|row| lines(row, self.now)).unwrap_or_default()
    }
}

/// Everything that is known of a row, in sections.
pub fn lines(row: &Row, now: Timestamp) -> Vec<DetailLine> {
    let resource = &*row.resource;
    let field = |field| DetailLine::Field {
        field,
        value: row.value(field, now).map(|value| value_text(field, &value, now)),
    };
    let mut lines = vec![field(Field::Status)];
    if row.value(Field::FailureReason, now).is_some() {
        lines.push(field(Field::FailureReason));
    }
    lines.extend(use_of(row, now));
    lines.push(DetailLine::Heading("Where"));
    lines.extend(
        [Field::AccountName, Field::AccountId, Field::AccountRole, Field::Region, Field::Arn].map(field),
    );
    lines.extend([Field::Created, Field::Modified].map(field));
    for section in catalog::spec(resource.kind).sections {
        lines.push(DetailLine::Heading(section.title));
        let shown = section.fields.iter().filter(|name| **name != Field::FailureReason);
        lines.extend(shown.copied().map(field));
    }
    lines.push(DetailLine::Heading("Tags"));
    lines.push(field(Field::Owner));
    if let Some(source) = &row.derived.owner_source {
        lines.push(DetailLine::Note { label: "owner from", text: source.clone() });
    }
    match &resource.tags {
        None => lines.push(DetailLine::Note { label: "tags", text: Safe::new("not read") }),
        Some(tags) if tags.is_empty() => {
            lines.push(DetailLine::Note { label: "tags", text: Safe::new("none") });
        }
        Some(tags) => {
            lines.extend(
                tags.iter().map(|tag| DetailLine::Tag { key: tag.key.clone(), value: tag.value.clone() }),
            );
        }
    }
    lines.push(DetailLine::Heading("Source"));
    lines.push(field(Field::Source));
    lines.push(field(Field::Age));
    for detail in catalog::spec(resource.kind).details {
        let label = label(*detail);
        match resource.parts.get(*detail) {
            Part::NotRead => lines.push(DetailLine::Note { label, text: Safe::new("not read yet") }),
            Part::Read(at) => {
                let text = format!("{} ago", short_span(seconds_between(*at, now)));
                lines.push(DetailLine::Note { label, text: Safe::new(text) });
            }
            Part::Failed(failure) => lines.push(DetailLine::Failure(failure.clone())),
        }
    }
    lines
}

/// Idleness with its evidence, and what it costs.
fn use_of(row: &Row, now: Timestamp) -> Vec<DetailLine> {
    let mut lines = vec![DetailLine::Heading("Use and cost")];
    if let Some(idle) = &row.derived.idle {
        let since = idle
            .since
            .map(|since| format!(" since {} ({})", absolute(since), short_span(seconds_between(since, now))));
        let text = format!("{}{} · {} confidence", idle.verdict, since.unwrap_or_default(), idle.confidence);
        lines.push(DetailLine::Note { label: "idle", text: Safe::new(text) });
        lines.extend(idle.evidence.iter().cloned().map(DetailLine::Evidence));
        lines.extend(idle.unchecked.iter().cloned().map(DetailLine::Unchecked));
        if let Some(spared) = &idle.spared {
            lines.push(DetailLine::Note { label: "spare it", text: spared.clone() });
        }
    }
    for field in [Field::UsdHour, Field::UsdMonth] {
        lines.push(DetailLine::Field {
            field,
            value: row.value(field, now).map(|value| value_text(field, &value, now)),
        });
    }
    if let Some(note) = &row.derived.price_note {
        lines.push(DetailLine::Note { label: "price", text: note.clone() });
    }
    lines
}

const fn label(detail: Detail) -> &'static str {
    match detail {
        Detail::Describe => "described",
        Detail::Tags => "tags read",
        Detail::Activity => "last use read",
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
