//! What rows are compared by, and how few rows find their places among many.
//!
//! Invariant: a list that is merged into stays sorted; nothing is sorted anew that was sorted.

use std::borrow::Cow;
use std::cmp::Ordering;

use jiff::Timestamp;

use super::{Slots, Sort};
use crate::model::field::Field;
use crate::model::row::Row;
use crate::model::text::Safe;
use crate::model::value::Value;

/// What a row is compared by.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    Number(i64),
    /// Lowered. Its first eight bytes decide most comparisons by themselves.
    Text(u64, Cow<'a, str>),
}

/// All rows by this order; ties go by ARN.
pub(super) fn sorted(slots: &Slots, sort: Sort, now: Timestamp) -> Vec<u32> {
    let rows = slots.rows();
    let mut keyed: Vec<(Option<Key<'_>>, u32)> =
        rows.map(|(at, row)| (key(row, sort.field, now), at)).collect();
    keyed.sort_unstable_by(|(a, left), (b, right)| {
        by_key(a.as_ref(), b.as_ref(), sort.descending)
            .then_with(|| by_arn(slots.get(*left), slots.get(*right)))
    });
    keyed.into_iter().map(|(_, at)| at).collect()
}

/// How two rows stand to each other.
pub(super) fn compare(a: &Row, b: &Row, sort: Sort, now: Timestamp) -> Ordering {
    let (left, right) = (key(a, sort.field, now), key(b, sort.field, now));
    by_key(left.as_ref(), right.as_ref(), sort.descending).then_with(|| by_arn(Some(a), Some(b)))
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

fn key(row: &Row, field: Field, now: Timestamp) -> Option<Key<'_>> {
    let text = match field {
        Field::Name => Some(&row.resource.name),
        Field::AccountName => Some(&row.account.name),
        Field::Status => row.resource.status.as_ref(),
        Field::Owner => row.derived.owner.as_ref(),
        _ => return row.value(field, now).map(owned),
    };
    text.map(|text: &Safe| lowered(Cow::Borrowed(text.raw())))
}

fn owned(value: Value) -> Key<'static> {
    match value {
        Value::Text(text) => lowered(Cow::Owned(text.raw().to_owned())),
        Value::Bool(yes) => Key::Number(i64::from(yes)),
        Value::Int(number) | Value::Span(number) => Key::Number(number),
        Value::Time(at) => Key::Number(at.as_second()),
        Value::Money(money) => Key::Number(money.as_micros()),
        Value::List(items) => {
            let words: Vec<&str> = items.iter().map(Safe::raw).collect();
            lowered(Cow::Owned(words.join(",")))
        }
    }
}

fn lowered(text: Cow<'_, str>) -> Key<'_> {
    let is_low = text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    let text = if is_low { text } else { Cow::Owned(text.to_lowercase()) };
    let mut first = [0; 8];
    for (to, from) in first.iter_mut().zip(text.bytes()) {
        *to = from;
    }
    Key::Text(u64::from_be_bytes(first), text)
}

/// Rows without a value stand last, whichever way the order goes.
fn by_key(a: Option<&Key<'_>>, b: Option<&Key<'_>>, descending: bool) -> Ordering {
    match (a, b) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(a), Some(b)) if descending => b.cmp(a),
        (Some(a), Some(b)) => a.cmp(b),
    }
}

fn by_arn(a: Option<&Row>, b: Option<&Row>) -> Ordering {
    a.map(|row| &row.resource.arn).cmp(&b.map(|row| &row.resource.arn))
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
