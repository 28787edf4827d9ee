//! What is counted over all rows of a scope, kept up to date with each row that comes, changes or goes, so that nothing
//! ever walks the fleet to say a number.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::has_problem;
use crate::model::failure::{Failure, FailureKind};
use crate::model::money::Money;
use crate::model::resource::{Detail, Part};
use crate::model::row::Row;

/// What failures of details must share, besides the scope, to be told in one line.
pub type Alike = (Option<&'static str>, FailureKind);

/// The numbers of one scope.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub rows: usize,
    /// Rows whose state asks for attention.
    pub problems: usize,
    /// Estimated month of what is priced.
    pub usd_month: Money,
    /// Rows for which something is paid, and it is not known how much.
    pub unpriced: usize,
    /// Details that could not be read: one of the failures, and how many rows have one like it.
    pub failed: BTreeMap<Alike, (Arc<Failure>, usize)>,
}

impl Tally {
    pub(super) fn add(&mut self, row: &Row) {
        self.rows += 1;
        self.problems += usize::from(has_problem(row));
        match row.derived.usd_month {
            Some(price) => self.usd_month = self.usd_month + price,
            None => self.unpriced += usize::from(row.derived.price_note.is_some()),
        }
        for failure in failures(row) {
            self.failed.entry(alike(failure)).or_insert_with(|| (Arc::clone(failure), 0)).1 += 1;
        }
    }

    pub(super) fn remove(&mut self, row: &Row) {
        self.rows -= 1;
        self.problems -= usize::from(has_problem(row));
        match row.derived.usd_month {
            Some(price) => self.usd_month = self.usd_month - price,
            None => self.unpriced -= usize::from(row.derived.price_note.is_some()),
        }
        for failure in failures(row) {
            let key = alike(failure);
            if let Some((_, rows)) = self.failed.get_mut(&key) {
                *rows -= 1;
                if *rows == 0 {
                    self.failed.remove(&key);
                }
            }
        }
    }
}

fn alike(failure: &Failure) -> Alike {
    (failure.place.operation, failure.kind)
}

fn failures(row: &Row) -> impl Iterator<Item = &Arc<Failure>> {
    Detail::ALL.into_iter().filter_map(|detail| match row.resource.parts().get(detail) {
        Part::Failed(failure) => Some(failure),
        Part::NotRead | Part::Read(_) => None,
    })
}
