//! A table of rows of one area: what is known, what of it is shown and in which order, where the cursor and the marks
//! are. Rows are held by ARN: a refresh moves neither cursor nor marks to another resource.
//!
//! Invariant: after `Table::settle` the order holds exactly the rows that the filters let through, and the cursor
//! is one of them, in sight; nothing only when no row is shown.

use std::collections::HashSet;

use hashbrown::HashMap;

use jiff::Timestamp;

use crate::catalog::Area;
use crate::model::field::Field;
use crate::model::id::Arn;
use crate::model::money::Money;
use crate::model::resource::Phase;
use crate::model::row::Row;
use crate::model::scope::Scope;
use crate::query::{Key as Asked, Query};
use crate::source::Diagnostic;

mod hay;
mod moves;
mod order;
mod settle;
mod slots;
mod tally;
#[cfg(test)]
mod tests;

pub(super) use settle::View;
pub use tally::Tally;

use order::Key;
use settle::Flags;
use slots::Slots;

/// The filter in force.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// The text in force; empty: all rows.
    pub text: String,
    pub query: Query,
    /// What is wrong with the text being typed; the filter in force is the last good one.
    pub mistake: Option<Diagnostic>,
}

/// The order of the rows. Rows without a value come last either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    pub field: Field,
    pub descending: bool,
}

/// What the title of the table says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub shown: usize,
    pub all: usize,
    /// List price of a month of the rows shown, as far as they are priced.
    pub usd_month: Money,
    /// Rows shown that have a price; the others' type is not priced, or their volume was not read so far.
    pub priced: usize,
    /// Rows shown for which something is paid.
    pub priced_asked: usize,
    /// Rows shown that have a verdict on idleness.
    pub idle_known: usize,
    /// Rows shown that are running, so that idleness can be asked of them.
    pub idle_asked: usize,
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    pub area: Area,
    pub filter: Filter,
    pub sort: Sort,
    pub only_problems: bool,
    pub only_mine: bool,
    /// Columns that are shown on demand only are shown.
    pub wide: bool,
    /// Columns scrolled out to the left, behind the first.
    pub column: usize,
    /// Marked resources; they stay marked when a filter hides them.
    pub marks: HashSet<Arn>,
    /// Marks follow the cursor from here.
    pub range: Option<Arn>,
    pub totals: Totals,
    /// What was marked before the range was begun.
    before_range: HashSet<Arn>,
    slots: Slots,
    flags: Vec<Flags>,
    /// Places whose row came, changed or went and waits for [`Table::settle`].
    changed: Vec<u32>,
    /// Every place with a row, in order, whatever is shown.
    sorted: Vec<u32>,
    /// Scratch paper for putting `sorted` into another order.
    keyed: Vec<(Key, u32)>,
    /// What is shown, in order.
    order: Vec<u32>,
    tallies: HashMap<Scope, Tally>,
    behind: Behind,
    cursor: Option<Arn>,
    at: usize,
    offset: usize,
    height: usize,
    /// A person moved the cursor: from then on it stays on its resource. Before, it stays on the first line.
    touched: bool,
    /// The cursor is to go to the best hit of the filter's words.
    seek: bool,
    /// The cursor is to go to the first row: the order was chosen anew.
    to_top: bool,
    /// Rows came, changed or went since the last time this was asked.
    news: bool,
}

/// What has to be done besides looking at the rows that changed.
#[derive(Clone, Copy, Debug, Default)]
struct Behind {
    /// The order is another one.
    order: bool,
    fit: Fit,
}

/// What is known of what is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Fit {
    #[default]
    Known,
    /// Nothing that was hidden can be shown now.
    Narrower,
    /// Only the filter is another one.
    Other,
    Unknown,
}

impl Table {
    pub fn new(area: Area) -> Self {
        let (field, descending) = area.spec().sort;
        Self {
            area,
            filter: Filter::default(),
            sort: Sort { field, descending },
            only_problems: false,
            only_mine: false,
            wide: false,
            column: 0,
            marks: HashSet::new(),
            range: None,
            totals: Totals::default(),
            before_range: HashSet::new(),
            slots: Slots::default(),
            flags: Vec::new(),
            changed: Vec::new(),
            sorted: Vec::new(),
            keyed: Vec::new(),
            order: Vec::new(),
            tallies: HashMap::new(),
            behind: Behind::default(),
            cursor: None,
            at: 0,
            offset: 0,
            height: 20,
            touched: false,
            seek: false,
            to_top: false,
            news: true,
        }
    }

    /// The rows in sight, each with its position among the rows shown.
    pub fn window(&self) -> impl Iterator<Item = (usize, &Row)> {
        let shown = self.order.iter().enumerate().skip(self.offset).take(self.height);
        shown.filter_map(|(at, place)| self.slots.get(*place).map(|row| (at, row)))
    }

    /// The row under the cursor.
    pub fn current(&self) -> Option<&Row> {
        self.cursor.as_ref().and_then(|arn| self.get(arn))
    }

    /// The resource under the cursor.
    pub fn cursor(&self) -> Option<Arn> {
        self.cursor.clone()
    }

    /// Position of the cursor among the rows shown.
    pub const fn at(&self) -> usize {
        self.at
    }

    /// Position of the first row in sight.
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// Rows that have room; the view draws no more than these.
    pub const fn height(&self) -> usize {
        self.height
    }

    pub fn get(&self, arn: &Arn) -> Option<&Row> {
        self.slots.find(arn).and_then(|at| self.slots.get(at))
    }

    /// Every row, filtered or not, in no particular order.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.slots.rows().map(|(_, row)| row)
    }

    /// The rows shown, in their order.
    pub fn shown(&self) -> impl Iterator<Item = &Row> {
        self.order.iter().filter_map(|at| self.slots.get(*at))
    }

    pub fn is_marked(&self, arn: &Arn) -> bool {
        self.marks.contains(arn)
    }

    /// Whether anything but the scopes narrows what is shown.
    pub fn is_narrowed(&self) -> bool {
        !self.filter.text.is_empty() || self.only_problems || self.only_mine
    }

    /// What is counted over all rows of each scope that the table is about, filtered or not.
    pub fn tallies(&self) -> impl Iterator<Item = (&Scope, &Tally)> {
        self.tallies.iter()
    }

    /// Takes a row in, or its newer form.
    pub(super) fn put(&mut self, row: Row, now: Timestamp) {
        let key = Key::of(&row, self.sort, now);
        let Some(at) = self.slots.find(&row.resource.arn) else {
            self.tally(&row);
            let at = self.slots.add(row, key);
            self.note(at, true);
            self.news = true;
            return;
        };
        let Some(known) = self.slots.get(at).filter(|known| **known != row) else { return };
        let moved = key != self.slots.key(at) || order::beyond_keys(known, &row, self.sort, now).is_ne();
        self.forget(at);
        self.tally(&row);
        if let Some(old) = self.slots.replace(at, row, key) {
            self.untally(&old);
        }
        self.note(at, moved);
        self.news = true;
    }

    /// Forgets a resource that is gone, its mark included.
    pub(super) fn remove(&mut self, arn: &Arn) {
        let Some(at) = self.slots.find(arn) else { return };
        self.forget(at);
        if let Some(row) = self.slots.take(at) {
            self.untally(&row);
        }
        self.note(at, true);
        self.marks.remove(arn);
        self.before_range.remove(arn);
        self.news = true;
    }

    /// Whether the row is of a kind that the table is about.
    fn is_lead(&self, row: &Row) -> bool {
        self.area.spec().lead.contains(&row.resource.kind)
    }

    fn untally(&mut self, row: &Row) {
        if self.is_lead(row)
            && let Some(tally) = self.tallies.get_mut(&row.resource.scope)
        {
            tally.remove(row);
        }
    }

    fn tally(&mut self, row: &Row) {
        if !self.is_lead(row) {
            return;
        }
        match self.tallies.get_mut(&row.resource.scope) {
            Some(tally) => tally.add(row),
            None => self.tallies.entry(row.resource.scope.clone()).or_default().add(row),
        }
    }

    /// What decides about what is shown changed.
    pub(super) const fn touch(&mut self) {
        self.behind.fit = Fit::Unknown;
    }

    /// Time has passed: what the filter says of ages may not hold any more.
    pub(super) const fn grow_older(&mut self) {
        let query = &self.filter.query;
        if query.uses(Asked::Created) || query.uses(Asked::Modified) || query.uses(Asked::Idle) {
            self.touch();
        }
    }

    /// Whether rows came, changed or went since this was asked last.
    pub(super) fn take_news(&mut self) -> bool {
        std::mem::take(&mut self.news)
    }

    pub(super) fn is_stale(&self) -> bool {
        self.behind.order || self.behind.fit != Fit::Known || !self.changed.is_empty()
    }

    /// Whether a person has moved the cursor yet.
    pub const fn is_touched(&self) -> bool {
        self.touched
    }
}

/// Whether the state of the resource itself asks for attention. What could not be read is told elsewhere.
pub fn has_problem(row: &Row) -> bool {
    row.resource.phase == Phase::Failed || row.resource.incomplete
}
