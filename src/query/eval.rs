//! Whether a row fits. Fields are looked at where they stand: nothing is copied or allocated for plain text.
//!
//! Invariant: what is not known fits neither a term nor its negation: "not idle", "no owner" and "not expensive" are
//! claims, and nothing is claimed of what was not read. What is known not to apply fits the negation: a stopped
//! notebook is not idle, an account that has no role is not production.

use std::borrow::Cow;
use std::fmt::{self, Write};

use jiff::Timestamp;

use crate::model::account::AccountRole;
use crate::model::field::Field;
use crate::model::money::Money;
use crate::model::row::Row;
use crate::model::scope::AccountId;
use crate::model::text::Safe;
use crate::model::time::seconds_between;
use crate::model::value::Value;

use super::keys::Key;
use super::pattern::{Pattern, is_subsequence};
use super::{Term, Test};

/// The words of AWS's services for "it is up or at work".
const RUNNING: [&str; 4] = ["Running", "InService", "InProgress", "Executing"];

/// What can be said about one term of one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Truth {
    Yes,
    No,
    /// The part of the resource that would tell was not read.
    Unread,
}

pub(super) fn term_fits(term: &Term, row: &Row, now: Timestamp) -> bool {
    match truth(&term.test, row, now) {
        Truth::Yes => !term.negated,
        Truth::No => term.negated,
        Truth::Unread => false,
    }
}

fn truth(test: &Test, row: &Row, now: Timestamp) -> Truth {
    match test {
        Test::Word(word) => said(word_fits(word, row)),
        Test::Fuzzy(needle) => {
            let fits = |text: &str| is_subsequence(needle, text);
            said(
                fits(row.resource.name.raw())
                    || row.derived.owner.as_ref().is_some_and(|owner| fits(owner.raw()))
                    || fits(row.account.name.raw()),
            )
        }
        Test::Kind(kind) => said(row.resource.kind == *kind),
        Test::Running => row.resource.status.as_ref().map_or(Truth::Unread, |status| {
            said(RUNNING.iter().any(|word| word.eq_ignore_ascii_case(status.raw())))
        }),
        Test::Text(Key::Account, pattern) => said(account_fits(pattern, row)),
        Test::Text(key, pattern) => {
            text(*key, row).map_or_else(|| absent(*key, row), |text| said(pattern.fits(&text)))
        }
        Test::Tag { key, value } => row.resource.tags().map_or(Truth::Unread, |tags| {
            said(tags.iter().any(|tag| {
                key.fits(tag.key.raw()) && value.as_ref().is_none_or(|value| value.fits(tag.value.raw()))
            }))
        }),
        // Asks exactly whether it is known, so that it always has an answer.
        Test::Known(key) => said(number(*key, row, now).is_some()),
        Test::Compare { key, op, amount } => {
            number(*key, row, now).map_or_else(|| absent(*key, row), |known| said(op.holds(known, *amount)))
        }
    }
}

const fn said(yes: bool) -> Truth {
    if yes { Truth::Yes } else { Truth::No }
}

/// What the absence of a value means: that there is none, or that nobody knows.
fn absent(key: Key, row: &Row) -> Truth {
    let none = match key {
        Key::Owner => row.resource.tags().is_some(),
        Key::Role => true,
        // No verdict at all is made for what is not running; an unknown one is a verdict too.
        Key::Idle => row.resource.status.is_some() && row.derived.idle.is_none(),
        // Nothing prices this kind.
        Key::Cost => row.derived.price_note.is_none(),
        _ => false,
    };
    if none { Truth::No } else { Truth::Unread }
}

/// Whether a bare word stands in one of the fields that bare words look at.
pub(super) fn word_fits(word: &Pattern, row: &Row) -> bool {
    word.fits(row.resource.name.raw())
        || row.derived.owner.as_ref().is_some_and(|owner| word.fits(owner.raw()))
        || account_fits(word, row)
        || arn_fits(word, row)
}

/// Nearly every ARN ends with the name, which was looked at before; only a word with a separator in it can stand
/// across the two parts.
fn arn_fits(word: &Pattern, row: &Row) -> bool {
    let (head, tail) = row.resource.arn.split();
    match word.plain() {
        Some(plain) if !plain.contains(['/', ':']) => {
            word.fits(head) || (tail != row.resource.name.raw() && word.fits(tail))
        }
        _ => word.fits(&row.resource.arn.raw()),
    }
}

/// Whether a word without a separator stands in front of the name in the ARN.
pub(super) fn has_in_front(word: &Pattern, row: &Row) -> bool {
    word.fits(row.resource.arn.split().0)
}

pub(super) fn account_fits(pattern: &Pattern, row: &Row) -> bool {
    pattern.fits(row.account.name.raw())
        || (pattern.fits_digits() && pattern.fits(Digits::of(row.resource.scope.account).as_str()))
}

/// The text of a key, where this version reads it. The keys of kinds that do not exist yet have none.
fn text(key: Key, row: &Row) -> Option<Cow<'_, str>> {
    let resource = &*row.resource;
    let text = match key {
        Key::Kind => Some(resource.kind.name()),
        Key::Status => resource.status.as_ref().map(Safe::raw),
        Key::Phase => Some(resource.phase.name()),
        Key::Account => Some(row.account.name.raw()),
        Key::Role => row.account.role.map(AccountRole::name),
        Key::Region => Some(resource.scope.region.as_str()),
        Key::Name => Some(resource.name.raw()),
        Key::Arn => return Some(Cow::Owned(resource.arn.raw())),
        Key::Owner => row.derived.owner.as_ref().map(Safe::raw),
        Key::Type => return resource.fact_raw(Field::InstanceType),
        _ => None,
    };
    text.map(Cow::Borrowed)
}

/// Seconds for times and spans, millionths for money and counts.
fn number(key: Key, row: &Row, now: Timestamp) -> Option<i64> {
    match key {
        Key::Created => row.resource.created().map(|at| seconds_between(at, now)),
        Key::Modified => row.resource.modified().map(|at| seconds_between(at, now)),
        Key::Idle => row.value(Field::IdleFor, now).as_ref().and_then(Value::as_int),
        Key::Cost => row.derived.usd_month.map(Money::as_micros),
        _ => None,
    }
}

/// The twelve digits of an account, written without allocating.
struct Digits {
    bytes: [u8; 12],
    length: usize,
}

impl Digits {
    fn of(id: AccountId) -> Self {
        let mut digits = Self { bytes: [0; 12], length: 0 };
        // Twelve digits always fit; were there more, the rest would be left out and match nothing.
        let _ = write!(digits, "{id}");
        digits
    }

    fn as_str(&self) -> &str {
        self.bytes.get(..self.length).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

impl Write for Digits {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length + text.len();
        self.bytes.get_mut(self.length..end).ok_or(fmt::Error)?.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}
