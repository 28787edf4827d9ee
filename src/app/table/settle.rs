//! From rows to what is shown: filtered, sorted, summed up, with the cursor on its resource. Once for any number of
//! changes.

use std::cmp::Ordering;

use jiff::Timestamp;

use super::{Table, Totals, has_problem};
use crate::model::idle::Verdict;
use crate::model::money::Money;
use crate::model::resource::Phase;
use crate::model::row::Row;
use crate::model::value::Value;
use crate::query::{self, Rank};

/// What decides besides the table itself.
pub(in crate::app) struct View<'a> {
    pub now: Timestamp,
    /// The row belongs to a scope that counts.
    pub counts: &'a dyn Fn(&Row) -> bool,
    /// The row is within the account or unit to which the screen is narrowed.
    pub within: &'a dyn Fn(&Row) -> bool,
    /// The row is one's own.
    pub mine: &'a dyn Fn(&Row) -> bool,
}

/// What rows are compared by: computed once for each row, not once for each comparison.
enum SortKey {
    Number(i64),
    Text(String),
}

impl Table {
    /// Brings order, totals and cursor up to date, if anything changed. True when it did something.
    pub(in crate::app) fn settle(&mut self, view: &View<'_>) -> bool {
        if !std::mem::take(&mut self.stale) {
            return false;
        }
        let old = std::mem::take(&mut self.order);
        self.order = self.arrange(view);
        let at = self.cursor_after(&old);
        self.drop_gone();
        self.place(at);
        true
    }

    fn arrange(&mut self, view: &View<'_>) -> Vec<usize> {
        let context = query::Context { now: view.now };
        let mut totals = Totals::default();
        let mut keyed: Vec<(Option<SortKey>, usize)> = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            if self.gone.contains(&at) || !(view.counts)(row) {
                continue;
            }
            totals.all += 1;
            let fits = (view.within)(row)
                && (!self.only_problems || has_problem(row))
                && (!self.only_mine || (view.mine)(row))
                && self.filter.query.matches(row, &context);
            if fits {
                totals.add(row);
                keyed.push((row.value(self.sort.field, view.now).map(SortKey::from), at));
            }
        }
        self.totals = totals;
        let (rows, descending) = (&self.rows, self.sort.descending);
        let arn = |at: &usize| rows.get(*at).map(|row| row.resource.arn.raw());
        keyed.sort_by(|(a, left), (b, right)| {
            compare(a.as_ref(), b.as_ref(), descending).then_with(|| arn(left).cmp(&arn(right)))
        });
        keyed.into_iter().map(|(_, at)| at).collect()
    }

    /// Where the cursor belongs now: on its resource; when that is gone, on the next one that is left.
    fn cursor_after(&mut self, old: &[usize]) -> usize {
        if std::mem::take(&mut self.seek) && self.filter.query.has_words() {
            return self.best_hit();
        }
        if std::mem::take(&mut self.to_top) || !self.touched {
            (self.at, self.offset) = (0, 0);
            return 0;
        }
        let mut place = vec![None; self.rows.len()];
        for (position, at) in self.order.iter().enumerate() {
            if let Some(slot) = place.get_mut(*at) {
                *slot = Some(position);
            }
        }
        let found = |at: &usize| place.get(*at).copied().flatten();
        let own = self.cursor.as_ref().and_then(|arn| self.index.get(arn)).and_then(found);
        let behind = || old.iter().skip(self.at).find_map(found);
        let before = || old.iter().take(self.at).rev().find_map(found);
        own.or_else(behind).or_else(before).unwrap_or(0)
    }

    fn best_hit(&self) -> usize {
        let mut best = (Rank::None, 0);
        for (position, at) in self.order.iter().enumerate() {
            let rank = self.rows.get(*at).map(|row| self.filter.query.rank(row)).unwrap_or_default();
            if rank > best.0 {
                best = (rank, position);
            }
        }
        best.1
    }

    /// Closes the holes that removed rows left.
    fn drop_gone(&mut self) {
        if self.gone.is_empty() {
            return;
        }
        let mut moved = vec![0; self.rows.len()];
        let mut kept = 0;
        let gone = std::mem::take(&mut self.gone);
        for (at, to) in moved.iter_mut().enumerate() {
            *to = kept;
            kept += usize::from(!gone.contains(&at));
        }
        let mut at = 0;
        self.rows.retain(|_| {
            at += 1;
            !gone.contains(&(at - 1))
        });
        for place in self.order.iter_mut().chain(self.index.values_mut()) {
            *place = moved.get(*place).copied().unwrap_or_default();
        }
    }

    /// Puts the cursor on a position; the row keeps its line on the screen where that is possible.
    fn place(&mut self, at: usize) {
        let line = self.at.saturating_sub(self.offset);
        self.at = at.min(self.order.len().saturating_sub(1));
        self.offset = self.at.saturating_sub(line);
        self.cursor = self.row_at(self.at).map(|row| row.resource.arn.clone());
        self.keep_in_sight();
    }
}

impl Totals {
    fn add(&mut self, row: &Row) {
        self.shown += 1;
        if let Some(price) = row.derived.usd_month {
            self.usd_month = [self.usd_month, price].into_iter().sum::<Money>();
            self.priced += 1;
        }
        if row.resource.phase == Phase::Ok {
            let idle = row.derived.idle.as_ref();
            self.idle_asked += 1;
            self.idle_known += usize::from(idle.is_some_and(|idle| idle.verdict != Verdict::Unknown));
        }
    }
}

impl From<Value> for SortKey {
    fn from(value: Value) -> Self {
        match value {
            Value::Text(text) => Self::Text(text.raw().to_lowercase()),
            Value::Bool(yes) => Self::Number(i64::from(yes)),
            Value::Int(number) | Value::Span(number) => Self::Number(number),
            Value::Time(at) => Self::Number(at.as_second()),
            Value::Money(money) => Self::Number(money.as_micros()),
            Value::List(items) => {
                let words: Vec<String> = items.iter().map(|item| item.raw().to_lowercase()).collect();
                Self::Text(words.join(","))
            }
        }
    }
}

/// Rows without a value stand last, whichever way the order goes.
fn compare(a: Option<&SortKey>, b: Option<&SortKey>, descending: bool) -> Ordering {
    let order = match (a, b) {
        (None, None) => return Ordering::Equal,
        (None, Some(_)) => return Ordering::Greater,
        (Some(_), None) => return Ordering::Less,
        (Some(SortKey::Number(a)), Some(SortKey::Number(b))) => a.cmp(b),
        (Some(SortKey::Text(a)), Some(SortKey::Text(b))) => a.cmp(b),
        (Some(SortKey::Number(_)), Some(SortKey::Text(_))) => Ordering::Less,
        (Some(SortKey::Text(_)), Some(SortKey::Number(_))) => Ordering::Greater,
    };
    if descending { order.reverse() } else { order }
}
