//! From rows to what is shown: filtered, sorted, summed up, with the cursor on its resource. Once for any number of
//! changes, and only for what changed.

use jiff::Timestamp;

use super::hay::Search;
use super::order::{compare, merge, sorted};
use super::slots::Slots;
use super::{Fit, Table, Totals, has_problem};
use crate::catalog;
use crate::model::idle::Verdict;
use crate::model::money::Money;
use crate::model::row::Row;
use crate::query::{self, Key, Query, Rank};

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

/// What is known of a row besides itself, so that a filter that is typed on looks at no row again.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Flags {
    /// Its estimated month.
    month: Option<Money>,
    /// Something is paid for it, whether or not it is known how much.
    costs: bool,
    /// Idleness can be asked of it.
    idle_asked: bool,
    /// Its idleness is known.
    idle_known: bool,
    /// It belongs to a scope that counts.
    counts: bool,
    /// Nothing but the filter can hide it.
    admitted: bool,
    /// It is shown.
    fits: bool,
    /// It waits for its place in the order.
    moved: bool,
    /// It waits to be looked at.
    changed: bool,
}

/// The filter, ready to be asked place by place.
struct Sieve<'a> {
    slots: &'a Slots,
    query: &'a Query,
    search: Search<'a>,
    /// The words decide alone.
    only_words: bool,
    context: query::Context,
}

impl<'a> Sieve<'a> {
    fn of(slots: &'a Slots, query: &'a Query, now: Timestamp) -> Self {
        let (words, only_words) = query.must();
        let search = slots.hay().search(words);
        Self { slots, query, search, only_words, context: query::Context { now } }
    }

    fn holds(&self, at: u32) -> bool {
        match self.search.holds(at) {
            Some(false) => false,
            Some(true) if self.only_words => true,
            _ => self.slots.get(at).is_some_and(|row| self.query.matches(row, &self.context)),
        }
    }
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
            self.slots.key_anew(self.sort, view.now);
        }
        if behind.order || many {
            sorted(&self.slots, self.sort, view.now, &mut self.keyed, &mut self.sorted);
        } else {
            self.resort(&changed, view.now);
        }
        if behind.fit == Fit::Unknown {
            self.totals = Totals::default();
            self.flags.iter_mut().for_each(|flags| {
                *flags = Flags { changed: flags.changed, moved: flags.moved, ..Flags::default() }
            });
            for at in 0..self.slots.len() as u32 {
                self.look(at, view);
            }
        } else {
            for at in &changed {
                self.look(*at, view);
            }
        }
        match behind.fit {
            Fit::Known => self.sift(&changed, view.now),
            Fit::Narrower if changed.is_empty() => self.sift(&old, view.now),
            Fit::Narrower | Fit::Other | Fit::Unknown => {
                let all = std::mem::take(&mut self.sorted);
                self.sift(&all, view.now);
                self.sorted = all;
            }
        }
        let goal = self.goal(&old);
        self.order = if behind.fit == Fit::Narrower && changed.is_empty() && !behind.order {
            old.into_iter().filter(|at| self.flags(*at).fits).collect()
        } else if self.totals.shown == self.sorted.len() {
            self.sorted.clone()
        } else {
            self.sorted.iter().copied().filter(|at| self.flags(*at).fits).collect()
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

    /// The row in a place counts no more.
    pub(super) fn forget(&mut self, at: u32) {
        let Some(flags) = self.flags.get_mut(at as usize) else { return };
        self.totals.all -= usize::from(std::mem::take(&mut flags.counts));
        if std::mem::take(&mut flags.fits) {
            self.totals.remove(flags);
        }
        flags.admitted = false;
    }

    /// Looks at a row for everything but the filter.
    fn look(&mut self, at: u32, view: &View<'_>) {
        self.forget(at);
        let (Some(row), Some(flags)) = (self.slots.get(at), self.flags.get_mut(at as usize)) else { return };
        let is_meant =
            self.filter.query.uses(Key::Kind) || self.area.spec().lead.contains(&row.resource.kind);
        if !is_meant || !(view.counts)(row) {
            return;
        }
        self.totals.all += 1;
        flags.counts = true;
        flags.admitted = (view.within)(row)
            && (!self.only_problems || has_problem(row))
            && (!self.only_mine || (view.mine)(row));
        flags.month = row.derived.usd_month;
        // What comes and goes does not cost by the month.
        let stays = !catalog::spec(row.resource.kind).has_horizon;
        flags.costs = stays && row.derived.price_note.is_some();
        (flags.idle_asked, flags.idle_known) = idle(row);
    }

    /// Filters the rows in some places, and sums up those that are shown.
    fn sift(&mut self, places: &[u32], now: Timestamp) {
        let sieve = Sieve::of(&self.slots, &self.filter.query, now);
        for at in places {
            let Some(flags) = self.flags.get_mut(*at as usize) else { continue };
            let fits = flags.admitted && sieve.holds(*at);
            if fits != flags.fits {
                flags.fits = fits;
                if fits { self.totals.add(flags) } else { self.totals.remove(flags) }
            }
        }
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
        let mut prefix = None;
        for (position, at) in self.order.iter().enumerate() {
            match query.start(self.slots.hay().name(*at)) {
                Some(Rank::Exact) => return position,
                Some(_) => prefix = prefix.or(Some(position)),
                None => {}
            }
        }
        let stands = |at: &u32| self.slots.get(*at).is_some_and(|row| query.rank(row) > Rank::None);
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
    fn add(&mut self, row: &Flags) {
        self.shown += 1;
        self.priced_asked += usize::from(row.costs);
        if let Some(price) = row.month {
            self.usd_month = self.usd_month + price;
            self.priced += 1;
        }
        self.idle_asked += usize::from(row.idle_asked);
        self.idle_known += usize::from(row.idle_known);
    }

    fn remove(&mut self, row: &Flags) {
        self.shown -= 1;
        self.priced_asked -= usize::from(row.costs);
        if let Some(price) = row.month {
            self.usd_month = self.usd_month - price;
            self.priced -= 1;
        }
        self.idle_asked -= usize::from(row.idle_asked);
        self.idle_known -= usize::from(row.idle_known);
    }
}

/// Whether idleness can be asked of it, and whether it is known.
fn idle(row: &Row) -> (bool, bool) {
    let idle = row.derived.idle;
    (idle.is_some(), idle.is_some_and(|idle| idle.verdict != Verdict::Unknown))
}
