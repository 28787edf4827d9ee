//! From rows to what is shown: filtered, sorted, summed up, with the cursor on its resource. Once for any number of
//! changes, and only for what changed.

use jiff::Timestamp;

use super::order::{Key, compare, merge, sorted};
use super::{Fit, Table, Totals, has_problem};
use crate::model::idle::Verdict;
use crate::model::resource::Phase;
use crate::model::row::Row;
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

/// From this part of the rows on it is cheaper to go through all of them.
const MANY: usize = 4;

/// What is known of a row besides itself.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Flags {
    /// It belongs to a scope that counts.
    counts: bool,
    /// It is shown.
    fits: bool,
    /// It waits for its place in the order.
    moved: bool,
    /// It waits to be looked at.
    pub(super) changed: bool,
}

impl Table {
    /// Brings order, totals and cursor up to date, if anything changed. True when it did something.
    pub(in crate::app) fn settle(&mut self, view: &View<'_>) -> bool {
        let behind = std::mem::take(&mut self.behind);
        if !behind.order && behind.fit == Fit::Known && self.changed.is_empty() {
            return false;
        }
        let changed = std::mem::take(&mut self.changed);
        let many = changed.len() > self.slots.len() / MANY;
        let old = std::mem::take(&mut self.order);
        if behind.order {
            self.slots.key_anew(|row| Key::of(row, self.sort, view.now));
        }
        if behind.order || many {
            self.sorted = sorted(&self.slots, self.sort, view.now);
        } else {
            self.resort(&changed, view.now);
        }
        let goal = match behind.fit {
            Fit::Known if !many => {
                for at in &changed {
                    self.judge(*at, view);
                }
                let goal = self.goal(&old);
                self.order =
                    if behind.order { self.fitting() } else { self.reorder(old, &changed, view.now) };
                goal
            }
            Fit::Narrower if changed.is_empty() && !behind.order => {
                for at in &old {
                    self.judge(*at, view);
                }
                let goal = self.goal(&old);
                self.order = old.into_iter().filter(|at| self.flags(*at).fits).collect();
                goal
            }
            _ => {
                self.totals = Totals::default();
                self.flags.fill(Flags::default());
                for at in std::mem::take(&mut self.sorted) {
                    self.judge(at, view);
                    self.sorted.push(at);
                }
                let goal = self.goal(&old);
                self.order = self.fitting();
                goal
            }
        };
        for at in changed {
            if let Some(flags) = self.flags.get_mut(at as usize) {
                *flags = Flags { moved: false, changed: false, ..*flags };
            }
            if self.slots.get(at).is_none() {
                self.slots.release(at);
            }
        }
        let at = goal.map_or(0, |goal| self.position(goal, view.now));
        let at = if std::mem::take(&mut self.seek) && self.filter.query.has_words() {
            self.best_hit()
        } else {
            at
        };
        self.place(at);
        true
    }

    pub(super) fn flags(&self, at: u32) -> Flags {
        self.flags.get(at as usize).copied().unwrap_or_default()
    }

    /// The row, if it is one, waits to be looked at; `moved`: its place in the order is not known any more.
    pub(super) fn note(&mut self, at: u32, moved: bool) {
        let room = self.slots.len().max(at as usize + 1);
        self.flags.resize(room, Flags::default());
        let Some(flags) = self.flags.get_mut(at as usize) else { return };
        flags.moved |= moved;
        if !std::mem::replace(&mut flags.changed, true) {
            self.changed.push(at);
        }
    }

    /// The row counts no more as it was. To be called while it is still there.
    pub(super) fn forget(&mut self, at: u32) {
        let Some(row) = self.slots.get(at) else { return };
        let Some(flags) = self.flags.get_mut(at as usize) else { return };
        self.totals.all -= usize::from(std::mem::take(&mut flags.counts));
        if std::mem::take(&mut flags.fits) {
            self.totals.remove(row);
        }
    }

    /// Looks whether a row is shown, and sums it up.
    fn judge(&mut self, at: u32, view: &View<'_>) {
        self.forget(at);
        let Some(row) = self.slots.get(at) else { return };
        if !(view.counts)(row) {
            return;
        }
        let fits = (view.within)(row)
            && (!self.only_problems || has_problem(row))
            && (!self.only_mine || (view.mine)(row))
            && self.filter.query.matches(row, &query::Context { now: view.now });
        self.totals.all += 1;
        if fits {
            self.totals.add(row);
        }
        if let Some(flags) = self.flags.get_mut(at as usize) {
            (flags.counts, flags.fits) = (true, fits);
        }
    }

    fn fitting(&self) -> Vec<u32> {
        self.sorted.iter().copied().filter(|at| self.flags(*at).fits).collect()
    }

    /// Puts what has moved into its place among all rows.
    fn resort(&mut self, changed: &[u32], now: Timestamp) {
        let mut moved: Vec<u32> = changed.iter().copied().filter(|at| self.flags(*at).moved).collect();
        if moved.is_empty() {
            return;
        }
        let mut list = std::mem::take(&mut self.sorted);
        list.retain(|at| !self.flags(*at).moved);
        moved.retain(|at| self.slots.get(*at).is_some());
        self.add(&mut list, moved, now);
        self.sorted = list;
    }

    /// Puts what has changed into its place among the rows shown.
    fn reorder(&self, mut list: Vec<u32>, changed: &[u32], now: Timestamp) -> Vec<u32> {
        list.retain(|at| !self.flags(*at).changed);
        let added = changed.iter().copied().filter(|at| self.flags(*at).fits).collect();
        self.add(&mut list, added, now);
        list
    }

    fn add(&self, list: &mut Vec<u32>, mut added: Vec<u32>, now: Timestamp) {
        let order = |a: u32, b: u32| compare(&self.slots, a, b, self.sort, now);
        added.sort_unstable_by(|a, b| order(*a, *b));
        merge(list, &added, order);
    }

    /// The row on which the cursor belongs now: its own; when that is gone, the next one that is left. Nothing: the first.
    fn goal(&mut self, old: &[u32]) -> Option<u32> {
        if std::mem::take(&mut self.to_top) || !self.touched {
            (self.at, self.offset) = (0, 0);
            return None;
        }
        let fits = |at: &u32| self.flags(*at).fits && self.slots.get(*at).is_some();
        let own = self.cursor.as_ref().and_then(|arn| self.slots.find(arn)).filter(fits);
        let behind = || old.iter().skip(self.at).copied().find(fits);
        let before = || old.iter().take(self.at).rev().copied().find(fits);
        own.or_else(behind).or_else(before)
    }

    /// Where a row stands among those shown.
    pub(super) fn position(&self, place: u32, now: Timestamp) -> usize {
        let less = |other: &u32| compare(&self.slots, *other, place, self.sort, now).is_lt();
        let at = self.order.partition_point(less);
        if self.order.get(at) == Some(&place) {
            return at;
        }
        // An order that moves with the time was made a moment ago.
        self.order.iter().position(|other| *other == place).unwrap_or_default()
    }

    /// The first row whose name is one of the words, else begins with one, else the first in which one stands.
    fn best_hit(&self) -> usize {
        let query = &self.filter.query;
        let row = |at: &u32| self.slots.get(*at);
        let mut prefix = None;
        for (position, at) in self.order.iter().enumerate() {
            match row(at).and_then(|row| query.start(row)) {
                Some(Rank::Exact) => return position,
                Some(_) => prefix = prefix.or(Some(position)),
                None => {}
            }
        }
        let stands = |at: &u32| row(at).is_some_and(|row| query.rank(row) > Rank::None);
        prefix.or_else(|| self.order.iter().position(stands)).unwrap_or_default()
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
            self.usd_month = self.usd_month + price;
            self.priced += 1;
        }
        let (asked, known) = idle(row);
        self.idle_asked += usize::from(asked);
        self.idle_known += usize::from(known);
    }

    fn remove(&mut self, row: &Row) {
        self.shown -= 1;
        if let Some(price) = row.derived.usd_month {
            self.usd_month = self.usd_month - price;
            self.priced -= 1;
        }
        let (asked, known) = idle(row);
        self.idle_asked -= usize::from(asked);
        self.idle_known -= usize::from(known);
    }
}

/// Whether idleness can be asked of it, and whether it is known.
fn idle(row: &Row) -> (bool, bool) {
    let asked = row.resource.phase == Phase::Ok;
    let known = row.derived.idle.is_some_and(|idle| idle.verdict != Verdict::Unknown);
    (asked, asked && known)
}
