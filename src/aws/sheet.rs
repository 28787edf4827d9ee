//! Sends rows on as pages of one cell, whatever listings they come from.
//!
//! It asks nothing. Invariants: pages are numbered through; a resource is sent once; nothing of another account is sent;
//! what lies below one resource and cannot be listed does not keep back what lies below the others.

use std::collections::HashSet;

use super::collect::{Answer, pages_while};
use super::operations::Operation;
use super::reader::Reader;
use crate::model::failure::{Failure, FailureKind};
use crate::model::fetch::{Arrival, Cell, Page};
use crate::model::id::Arn;
use crate::model::resource::Resource;
use crate::model::text::Safe;

/// The pages of one cell.
pub(super) struct Sheet<'a> {
    reader: &'a Reader,
    cell: &'a Cell,
    operation: &'static Operation,
    sent: HashSet<Arn>,
    number: u32,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(reader: &'a Reader, cell: &'a Cell, operation: &'static Operation) -> Self {
        Self { reader, cell, operation, sent: HashSet::new(), number: 0 }
    }

    /// Sends the rows that were not sent yet. Fails when nobody listens, and when a row is another account's.
    pub(super) fn give(&mut self, mut rows: Vec<Resource>) -> Result<(), Failure> {
        let reader = self.reader;
        if let Some(foreign) = rows.iter().find(|row| !reader.is_ours(row)) {
            let what = format!("{} is not in this account", foreign.arn.safe());
            let todo = "these credentials lead elsewhere; check the profile";
            let place = reader.caller.place(self.operation);
            return Err(Failure::new(FailureKind::WrongAccount, what, todo).at(place));
        }
        self.number += 1;
        rows.retain(|row| self.sent.insert(row.arn.clone()));
        let (cell, at) = (self.cell.clone(), reader.caller.now());
        reader.give(Arrival::Page(Page { cell, number: self.number, rows, at }))
    }

    /// Lists below each of `parents` in turn. Of a page, `rows` makes the rows to send and says whether to go on below
    /// this parent. A parent that is gone by now has nothing below it; one that may not be looked into leaves the listing
    /// incomplete, which is told at the end; any other failure concerns them all.
    pub(super) async fn below<T, F>(
        &mut self,
        parents: &[String],
        what: &str,
        ask: impl Fn(String, Option<String>) -> F,
        mut rows: impl FnMut(&str, u32, &[T]) -> (Vec<Resource>, bool),
    ) -> Result<(), Failure>
    where
        F: Future<Output = Result<Answer<T>, Failure>>,
    {
        let mut refused: Option<(usize, Failure)> = None;
        for parent in parents {
            let ask = |token| ask(parent.clone(), token);
            let take = |number, items: Vec<T>| {
                let (rows, goes_on) = rows(parent, number, &items);
                self.give(rows).map(|()| goes_on)
            };
            match pages_while(ask, take).await {
                Ok(()) => {}
                Err(failure) => match failure.kind {
                    FailureKind::NotFound => {}
                    FailureKind::Denied | FailureKind::Malformed => {
                        refused.get_or_insert((0, failure)).0 += 1;
                    }
                    _ => return Err(self.reader.placed(failure, self.operation)),
                },
            }
        }
        let Some((count, failure)) = refused else { return Ok(()) };
        let text = format!("{count} of {} {what} not listed: {}", parents.len(), failure.what.raw());
        Err(self.reader.placed(Failure { what: Safe::new(text), ..failure }, self.operation))
    }
}
