//! A plan in words: what happens, what it costs or saves, what was last seen of use.

use jiff::Timestamp;

use super::{Item, Sign};
use crate::model::action::Verb;
use crate::model::field::Field;
use crate::model::idle::Verdict;
use crate::model::kind::Kind;
use crate::model::money::Money;
use crate::model::resource::Phase;
use crate::model::row::Row;
use crate::model::text::Safe;
use crate::model::time::{absolute, seconds_between, short_span};

const HOUR_S: i64 = 3_600;

/// One sentence each.
pub(super) fn consequences(item: &Item) -> Vec<Safe> {
    let mut words: Vec<Safe> = item.spec.consequences.iter().map(|words| Safe::new(*words)).collect();
    for tag in &item.action.tags {
        let sign = if item.action.verb == Verb::AddTags { "+" } else { "−" };
        words.push(Safe::new(format!("{sign} {} = {}", tag.key.raw(), tag.value.raw())));
    }
    words.extend(item.kept.iter().map(super::tags::Kept::words));
    if !item.tags_known {
        words.push(Safe::new("Its tags were not read: they are before the call, and may forbid it"));
    }
    let stays = item.spec.undo.is_some();
    words.extend(money(item.action.verb, item.usd_hour.into_iter(), 1, stays));
    words
}

/// What it does to the bill at list price, as far as the prices are known. `of` is how many there are; what `stays` when it
/// is stopped is paid on.
pub(super) fn money(verb: Verb, known: impl Iterator<Item = Money>, of: usize, stays: bool) -> Option<Safe> {
    let known: Vec<Money> = known.collect();
    if known.is_empty() {
        return None;
    }
    let hour = known.iter().copied().fold(Money::ZERO, |sum, one| sum + one);
    let part = if known.len() < of { format!(" ({} of {of} priced)", known.len()) } else { String::new() };
    let words = match verb {
        Verb::Stop => {
            let rest = if stays { "; volumes are still paid" } else { "" };
            format!("Saves ~${hour} an hour at list price{part}{rest}")
        }
        Verb::Start => format!("Costs ~${hour} an hour at list price{part} from then on"),
        // What it held is not its own volume.
        Verb::Delete => format!("Saves ~${hour} an hour at list price{part}"),
        Verb::AddTags | Verb::RemoveTags | Verb::Retry => return None,
    };
    Some(Safe::new(words))
}

/// How long a job has run by now.
fn running(row: &Row, now: Timestamp) -> Option<Safe> {
    let ran = row.value(Field::Duration, now).filter(|_| row.resource.phase == Phase::Ok)?;
    Some(Safe::new(format!("has run for {}", short_span(ran.as_int()?))))
}

/// How long ago it was used, for a list.
pub(super) fn used(row: &Row, now: Timestamp) -> Safe {
    match sign(row) {
        Sign::None => running(row, now).unwrap_or_else(|| Safe::new(unused(row, "does not run"))),
        Sign::Unknown => Safe::new("use not known"),
        Sign::At(since) => Safe::new(format!("used {} ago", short_span(seconds_between(since, now)))),
    }
}

pub(super) fn sign(row: &Row) -> Sign {
    let Some(idle) = &row.derived.idle else { return Sign::None };
    match (idle.verdict, row.last_sign()) {
        (Verdict::Unknown, _) | (_, None) => Sign::Unknown,
        (_, Some(since)) => Sign::At(since),
    }
}

/// How many were used in the last hour, and of how many that is not known; nothing when it is known to be none.
pub(super) fn in_use(items: &[Item], now: Timestamp) -> Option<Safe> {
    let is_recent = |item: &&Item| matches!(item.sign, Sign::At(at) if seconds_between(at, now) < HOUR_S);
    let recent = items.iter().filter(is_recent).count();
    let unknown = items.iter().filter(|item| item.sign == Sign::Unknown).count();
    let of = items.len();
    let were = |count: usize| if count == 1 { "was" } else { "were" };
    Some(Safe::new(match (recent, unknown) {
        (0, 0) => return None,
        (_, 0) => format!("{recent} of {of} {} used in the last hour", were(recent)),
        _ => format!("{recent} of {of} {} used in the last hour; not known: {unknown}", were(recent)),
    }))
}

/// The last sign of use, or that none is known: absence of data is not idleness.
pub(super) fn last_use(row: &Row, now: Timestamp) -> Safe {
    let Some(idle) = &row.derived.idle else {
        return running(row, now).unwrap_or_else(|| Safe::new(unused(row, "not in use: it does not run")));
    };
    match (idle.verdict, row.last_sign()) {
        (Verdict::Unknown, _) | (_, None) => Safe::new("not known: nothing that was read tells of its use"),
        (verdict, Some(since)) => {
            let ago = short_span(seconds_between(since, now));
            Safe::new(format!("{}, {ago} ago ({verdict}, {} confidence)", absolute(since), idle.confidence))
        }
    }
}

/// What is said where no idleness is judged: of a notebook that it does not run, and of what nobody uses in person nothing.
fn unused(row: &Row, words: &'static str) -> &'static str {
    if row.resource.kind == Kind::Notebook { words } else { "use is not judged" }
}
