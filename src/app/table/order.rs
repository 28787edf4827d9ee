//! What rows are compared by, and how few rows find their places among many.
//!
//! Invariants: a key decides like the values behind it, or says that it cannot; a list that is merged into stays sorted.

use std::cmp::Ordering;

use jiff::Timestamp;

use super::{Slots, Sort};
use crate::model::field::Field;
use crate::model::row::Row;
use crate::model::text::Safe;
use crate::model::value::Value;

/// What a row is compared by, in the present order: smaller keys come first. Texts are cut to what fits, so that equal
/// keys of texts say nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(u128);

/// Rows without a value stand last, whichever way the order goes.
const ABSENT: u128 = 1 << 127;
/// Bytes of a text that have room.
const BYTES: usize = 15;

impl Key {
    pub fn of(row: &Row, sort: Sort, now: Timestamp) -> Self {
        let known = match text(row, sort.field) {
            Some(text) => Some(of_text(text.raw())),
            None => row.value(sort.field, now).map(|value| match value {
                Value::Bool(yes) => of_number(i64::from(yes)),
                // Ages grow while one looks; the moment that they count from does not move.
                Value::Span(_) if sort.field == Field::Age => of_number(-row.resource.seen().as_second()),
                Value::Span(_) if sort.field == Field::IdleFor => {
                    of_number(-row.last_sign().unwrap_or_default().as_second())
                }
                Value::Int(number) | Value::Span(number) => of_number(number),
                Value::Time(at) => of_number(at.as_second()),
                Value::Money(money) => of_number(money.as_micros()),
                Value::Text(_) | Value::List(_) | Value::Steps(_) => of_text(&words(&value)),
            }),
        };
        Self(known.map_or(ABSENT, |key| turned(key, sort)))
    }

    /// The key of a row in the order of names.
    pub fn of_name(name: &str, sort: Sort) -> Self {
        Self(turned(of_text(name), sort))
    }

    /// What a name is compared by behind its first key.
    fn of_rest(name: &str, sort: Sort) -> Self {
        Self(turned(of_bytes(name, BYTES), sort))
    }
}

const fn turned(key: u128, sort: Sort) -> u128 {
    if sort.descending { !key & (ABSENT - 1) } else { key }
}

fn of_number(number: i64) -> u128 {
    u128::from(number.cast_unsigned() ^ (1 << 63)) << 63
}

fn of_text(text: &str) -> u128 {
    of_bytes(text, 0)
}

/// Of the lowered text as much as has room, from a byte on.
fn of_bytes(text: &str, from: usize) -> u128 {
    let mut first = [0; 16];
    let room = first.iter_mut().take(BYTES);
    if text.is_ascii() {
        room.zip(text.bytes().skip(from)).for_each(|(to, byte)| *to = byte.to_ascii_lowercase());
    } else {
        room.zip(text.to_lowercase().bytes().skip(from)).for_each(|(to, byte)| *to = byte);
    }
    u128::from_be_bytes(first) >> 1
}

/// The text of a field that stands in the row as it is, so that it is compared without a copy.
fn text(row: &Row, field: Field) -> Option<&Safe> {
    match field {
        Field::Name => Some(&row.resource.name),
        Field::AccountName => Some(&row.account.name),
        Field::Status => row.resource.status.as_ref(),
        Field::Owner => row.derived.owner.as_ref(),
        _ => None,
    }
}

fn words(value: &Value) -> String {
    match value {
        Value::Text(text) => text.raw().to_owned(),
        Value::List(items) => items.iter().map(Safe::raw).collect::<Vec<_>>().join(","),
        Value::Steps(steps) => steps.words().raw().to_owned(),
        _ => String::new(),
    }
}

/// All rows by this order; ties go by ARN. `keyed` is scratch paper, kept since fresh memory costs as much as the sorting.
pub(super) fn sorted(
    slots: &Slots,
    sort: Sort,
    now: Timestamp,
    keyed: &mut Vec<(Key, u32)>,
    sorted: &mut Vec<u32>,
) {
    keyed.clear();
    keyed.extend(slots.rows().map(|(at, _)| (slots.key(at), at)));
    keyed.sort_unstable_by_key(|(key, _)| *key);
    // Many names begin alike. What decides among them is brought together first: looked up anew for each comparison it
    // would come from all over the memory.
    for run in keyed.chunk_by_mut(|(a, _), (b, _)| a == b).filter(|run| run.len() > 1) {
        if sort.field == Field::Name {
            for (key, at) in run.iter_mut() {
                *key = Key::of_rest(slots.hay().name(*at), sort);
            }
        }
        run.sort_unstable_by(|(a, left), (b, right)| {
            a.cmp(b).then_with(|| compare(slots, *left, *right, sort, now))
        });
    }
    sorted.clear();
    sorted.extend(keyed.iter().map(|(_, at)| *at));
}

/// How two places stand to each other.
pub(super) fn compare(slots: &Slots, a: u32, b: u32, sort: Sort, now: Timestamp) -> Ordering {
    slots.key(a).cmp(&slots.key(b)).then_with(|| match (slots.get(a), slots.get(b)) {
        (Some(left), Some(right)) if sort.field == Field::Name => {
            let order = lowered(slots.hay().name(a), slots.hay().name(b));
            turn(order, sort).then_with(|| left.resource.arn.cmp(&right.resource.arn))
        }
        (Some(left), Some(right)) => beyond_keys(left, right, sort, now),
        (left, right) => left.is_some().cmp(&right.is_some()),
    })
}

const fn turn(order: Ordering, sort: Sort) -> Ordering {
    if sort.descending { order.reverse() } else { order }
}

/// How rows with equal keys stand to each other.
pub(super) fn beyond_keys(a: &Row, b: &Row, sort: Sort, now: Timestamp) -> Ordering {
    let order = match (text(a, sort.field), text(b, sort.field)) {
        (Some(left), Some(right)) => lowered(left.raw(), right.raw()),
        _ => match (a.value(sort.field, now), b.value(sort.field, now)) {
            (Some(left @ (Value::Text(_) | Value::List(_) | Value::Steps(_))), Some(right)) => {
                lowered(&words(&left), &words(&right))
            }
            _ => Ordering::Equal,
        },
    };
    turn(order, sort).then_with(|| a.resource.arn.cmp(&b.resource.arn))
}

/// By the lowered texts; nothing is copied where they are plain ASCII.
fn lowered(a: &str, b: &str) -> Ordering {
    if a.is_ascii() && b.is_ascii() {
        let (a, b) = (a.bytes(), b.bytes());
        return a.map(|byte| byte.to_ascii_lowercase()).cmp(b.map(|byte| byte.to_ascii_lowercase()));
    }
    a.to_lowercase().cmp(&b.to_lowercase())
}

/// Puts sorted places into a sorted list.
pub(super) fn merge(list: &mut Vec<u32>, added: &[u32], compare: impl Fn(u32, u32) -> Ordering) {
    let mut end = list.len();
    list.resize(end + added.len(), 0);
    // From behind, so that everything moves once.
    for (left, place) in added.iter().enumerate().rev() {
        let known = list.get(..end).unwrap_or_default();
        let at = known.partition_point(|other| compare(*other, *place) == Ordering::Less);
        list.copy_within(at..end, at + left + 1);
        if let Some(slot) = list.get_mut(at + left) {
            *slot = *place;
        }
        end = at;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_merged_list_is_the_sorted_one(mut list: Vec<u32>, mut added: Vec<u32>) {
            list.sort_unstable();
            added.sort_unstable();
            let mut all = [list.clone(), added.clone()].concat();
            all.sort_unstable();
            merge(&mut list, &added, |a, b| a.cmp(&b));
            prop_assert_eq!(list, all);
        }
    }
}
