//! The details of one resource: how far they are scrolled, and how a single value is put into words.
//!
//! While a key is held, the details stand still and are drawn when the cursor rests: they are long, nobody reads them
//! in flight, and on a slow line they would hold up the table. Invariant: details never stand under another name than
//! that of the resource that they tell of.

use jiff::{SignedDuration, Timestamp};

use crate::catalog;
use crate::model::field::{Field, Measure};
use crate::model::id::Arn;
use crate::model::row::Row;
use crate::model::text::Safe;
use crate::model::time::{absolute, seconds_between, short_span};
use crate::model::value::Value;

/// Moves that follow each other sooner than this come from a key that is held.
const HELD: SignedDuration = SignedDuration::from_millis(150);
/// So long the cursor rests before the details follow it.
const REST: SignedDuration = SignedDuration::from_millis(120);
/// The same on a slow line, where they wait after every move.
const SLOW_REST: SignedDuration = SignedDuration::from_millis(500);

/// State of the detail pane or box.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DetailState {
    /// Shown as a pane where there is room for one.
    pub open: bool,
    /// Lines scrolled out at the top; the view stops at the last line.
    pub scroll: usize,
    /// Columns scrolled out to the left.
    pub column: usize,
    /// The pane is behind the cursor.
    pub lag: Option<Lag>,
    /// When the cursor was moved by a key last.
    pub(super) moved: Option<Timestamp>,
}

/// What the pane shows while the cursor is in flight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lag {
    /// Whose details still stand there; nothing: the pane is blank.
    pub of: Option<Arn>,
    /// When they follow.
    pub until: Timestamp,
}

/// What the details are asked to follow: where the cursor was before a key and where it is now.
pub(super) struct Move {
    pub from: Option<Arn>,
    /// The list scrolled beside the pane, so that keeping the old details would cost a drawing of them.
    pub scrolled: bool,
    pub slow: bool,
}

impl DetailState {
    /// A key moved the cursor over the table.
    pub(super) fn moved(&mut self, now: Timestamp, by: Move) {
        let since = self.moved.replace(now).map(|moved| now.duration_since(moved));
        // A clock that was set back tells nothing.
        let held = since.is_some_and(|since| !since.is_negative() && since < HELD);
        if !held && !by.slow {
            self.lag = None;
            return;
        }
        let of = self.lag.take().map_or(by.from, |lag| lag.of).filter(|_| !by.scrolled);
        let rest = if by.slow { SLOW_REST } else { REST };
        self.lag = Some(Lag { of, until: now.saturating_add(rest).unwrap_or(Timestamp::MAX) });
    }

    /// Whether the details have caught up with the cursor just now.
    pub(super) fn catch_up(&mut self, now: Timestamp) -> bool {
        // A clock that was set back must not hold them up.
        let is_over = |lag: &mut Lag| lag.until <= now || lag.until.duration_since(now) > SLOW_REST;
        self.lag.take_if(is_over).is_some()
    }

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
        Value::Steps(steps) => steps.words(),
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
