//! A table of rows of one kind: what is known, what of it is shown and in which order, where the cursor and the marks
//! are. Rows are held by ARN: a refresh moves neither cursor nor marks to another resource.
//!
//! Invariant: after `Table::settle` the order holds exactly the rows that the filters let through, and the cursor
//! is one of them, in sight; nothing only when no row is shown.

use std::collections::{HashMap, HashSet};

use crate::model::field::Field;
use crate::model::id::Arn;
use crate::model::kind::Kind;
use crate::model::money::Money;
use crate::model::resource::Phase;
use crate::model::row::Row;
use crate::query::Query;
use crate::source::Diagnostic;

mod moves;
mod settle;
pub(super) use settle::View;
#[cfg(test)]
mod tests;

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
    /// Rows shown that have a verdict on idleness.
    pub idle_known: usize,
    /// Rows shown that are running, so that idleness can be asked of them.
    pub idle_asked: usize,
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    pub kind: Kind,
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
    rows: Vec<Row>,
    index: HashMap<Arn, usize>,
    /// Rows that were removed and wait for [`Table::settle`] to go.
    gone: HashSet<usize>,
    order: Vec<usize>,
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
    stale: bool,
    /// Rows came, changed or went since the last time.
    changed: bool,
}

impl Table {
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            filter: Filter::default(),
            sort: Sort { field: Field::Name, descending: false },
            only_problems: false,
            only_mine: false,
            wide: false,
            column: 0,
            marks: HashSet::new(),
            range: None,
            totals: Totals::default(),
            before_range: HashSet::new(),
            rows: Vec::new(),
            index: HashMap::new(),
            gone: HashSet::new(),
            order: Vec::new(),
            cursor: None,
            at: 0,
            offset: 0,
            height: 20,
            touched: false,
            seek: false,
            to_top: false,
            stale: true,
            changed: true,
        }
    }

    /// The rows in sight, each with its position among the rows shown.
    pub fn window(&self) -> impl Iterator<Item = (usize, &Row)> {
        let shown = self.order.iter().enumerate().skip(self.offset).take(self.height);
        shown.filter_map(|(at, index)| self.rows.get(*index).map(|row| (at, row)))
    }

    /// The row under the cursor.
    pub fn current(&self) -> Option<&Row> {
        self.cursor.as_ref().and_then(|arn| self.get(arn))
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
        self.index.get(arn).and_then(|index| self.rows.get(*index))
    }

    /// Every row, filtered or not, in no particular order.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().enumerate().filter(|(at, _)| !self.gone.contains(at)).map(|(_, row)| row)
    }

    /// The rows shown, in their order.
    pub fn shown(&self) -> impl Iterator<Item = &Row> {
        self.order.iter().filter_map(|index| self.rows.get(*index))
    }

    pub fn is_marked(&self, arn: &Arn) -> bool {
        self.marks.contains(arn)
    }

    /// Whether anything but the scopes narrows what is shown.
    pub fn is_narrowed(&self) -> bool {
        !self.filter.text.is_empty() || self.only_problems || self.only_mine
    }

    /// Takes a row in, or its newer form.
    pub(super) fn put(&mut self, row: Row) {
        let arn = row.resource.arn.clone();
        match self.index.get(&arn).and_then(|at| self.rows.get_mut(*at)) {
            Some(known) if *known == row => return,
            Some(known) => *known = row,
            None => {
                self.index.insert(arn, self.rows.len());
                self.rows.push(row);
            }
        }
        (self.stale, self.changed) = (true, true);
    }

    /// Forgets a resource that is gone, its mark included.
    pub(super) fn remove(&mut self, arn: &Arn) {
        if let Some(at) = self.index.remove(arn) {
            self.gone.insert(at);
            self.marks.remove(arn);
            self.before_range.remove(arn);
            (self.stale, self.changed) = (true, true);
        }
    }

    /// What decides about the order changed.
    pub(super) const fn touch(&mut self) {
        self.stale = true;
    }

    /// Whether rows came, changed or went since this was asked last.
    pub(super) fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.changed)
    }

    pub(super) const fn is_stale(&self) -> bool {
        self.stale
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
