//! The cursor, the marks and the filter of a table.

use std::collections::HashSet;

use super::{Filter, Fit, Sort, Table};
use crate::app::pick::{Step, scrolled, target};
use crate::model::id::Arn;
use crate::model::row::Row;
use crate::query::{Key, Query};
use crate::source::{Diagnostic, Source};

impl Table {
    pub(in crate::app) fn step(&mut self, step: Step) {
        self.go(target(self.at, self.order.len(), self.height, step));
    }

    /// Moves the window; the cursor only as far as it would be out of sight.
    pub(in crate::app) fn scroll(&mut self, lines: isize) {
        let (offset, at) = scrolled((self.offset, self.at), self.order.len(), self.height, lines);
        self.offset = offset;
        if at != self.at {
            self.go(at);
        }
    }

    /// Puts the cursor on a position among the rows shown.
    pub(in crate::app) fn go(&mut self, at: usize) {
        self.touched = true;
        self.at = at.min(self.order.len().saturating_sub(1));
        self.cursor = self.row_at(self.at).map(|row| row.resource.arn.clone());
        self.keep_in_sight();
        self.stretch();
    }

    /// Puts the cursor on a resource; false when it is not shown.
    pub(in crate::app) fn go_to(&mut self, arn: &Arn) -> bool {
        let at = self.place_of(arn);
        at.is_some_and(|at| {
            self.go(at);
            true
        })
    }

    pub(in crate::app) fn set_height(&mut self, height: usize) {
        self.height = height.max(1);
        self.keep_in_sight();
    }

    pub(super) fn keep_in_sight(&mut self) {
        self.offset = self.offset.min(self.at).max((self.at + 1).saturating_sub(self.height));
        self.offset = self.offset.min(self.order.len().saturating_sub(self.height));
    }

    pub(super) fn row_at(&self, at: usize) -> Option<&Row> {
        self.order.get(at).and_then(|place| self.slots.get(*place))
    }

    /// Where a resource stands among the rows shown.
    fn place_of(&self, arn: &Arn) -> Option<usize> {
        let place = self.slots.find(arn)?;
        self.order.iter().position(|shown| *shown == place)
    }

    /// Marks or unmarks the row and goes on to the next.
    pub(in crate::app) fn mark(&mut self) {
        let Some(arn) = self.cursor.clone() else { return };
        if !self.marks.remove(&arn) {
            self.marks.insert(arn);
        }
        self.end_range();
        self.step(Step::Lines(1));
    }

    /// Begins a range at the cursor, or ends the one that was begun; its marks stay.
    pub(in crate::app) fn mark_range(&mut self) {
        if self.range.is_some() {
            return self.end_range();
        }
        self.range.clone_from(&self.cursor);
        self.before_range = self.marks.clone();
        self.stretch();
    }

    pub(in crate::app) fn mark_all(&mut self) {
        self.end_range();
        let shown: Vec<Arn> = self.shown().map(|row| row.resource.arn.clone()).collect();
        self.marks.extend(shown);
    }

    pub(in crate::app) fn unmark(&mut self) {
        self.end_range();
        self.marks = HashSet::new();
    }

    fn end_range(&mut self) {
        self.range = None;
        self.before_range = HashSet::new();
    }

    /// The marked rows follow the cursor from where the range was begun.
    fn stretch(&mut self) {
        let Some(anchor) = &self.range else { return };
        let from = self.place_of(anchor);
        let from = from.unwrap_or(self.at);
        let (first, last) = (from.min(self.at), from.max(self.at));
        let between = self.order.iter().skip(first).take(last - first + 1);
        let arns = between.filter_map(|place| self.slots.get(*place)).map(|row| row.resource.arn.clone());
        self.marks = self.before_range.iter().cloned().chain(arns).collect();
    }

    /// The marked rows in their order, hidden ones last; without marks the row under the cursor.
    pub fn chosen(&self) -> Vec<&Row> {
        if self.marks.is_empty() {
            return self.current().into_iter().collect();
        }
        let shown: Vec<&Row> = self.shown().filter(|row| self.is_marked(&row.resource.arn)).collect();
        let seen: HashSet<&Arn> = shown.iter().map(|row| &row.resource.arn).collect();
        let mut hidden: Vec<&Row> =
            self.marks.iter().filter(|arn| !seen.contains(arn)).filter_map(|arn| self.get(arn)).collect();
        hidden.sort_by(|a, b| a.resource.arn.cmp(&b.resource.arn));
        shown.into_iter().chain(hidden).collect()
    }

    /// Takes a filter text. A mistake leaves the last good filter in force.
    pub(in crate::app) fn set_filter(&mut self, text: &str) -> Result<(), Box<Diagnostic>> {
        match Query::parse(&Source::new("filter", text)) {
            Ok(query) => {
                self.seek = query.has_words();
                // Whoever searches chooses where the cursor stands.
                self.touched |= self.seek;
                // Other kinds stand in the table only where one is asked for.
                let as_before = query.uses(Key::Kind) == self.filter.query.uses(Key::Kind);
                self.behind.fit = match self.behind.fit {
                    _ if !as_before => Fit::Unknown,
                    Fit::Known | Fit::Narrower if query.narrows(&self.filter.query) => Fit::Narrower,
                    Fit::Unknown => Fit::Unknown,
                    _ => Fit::Other,
                };
                self.filter = Filter { text: text.trim().to_owned(), query, mistake: None };
                Ok(())
            }
            Err(mistake) => {
                self.filter.mistake = Some((*mistake).clone());
                Err(mistake)
            }
        }
    }

    pub(in crate::app) fn clear_filter(&mut self) {
        let of_lead = !self.filter.query.uses(Key::Kind);
        self.filter = Filter::default();
        if self.behind.fit != Fit::Unknown {
            self.behind.fit = if of_lead { Fit::Other } else { Fit::Unknown };
        }
    }

    pub(in crate::app) fn sort_by(&mut self, sort: Sort) {
        self.sort = sort;
        // Whoever sorts wants to see what comes first. From there on the cursor stays on its resource.
        (self.to_top, self.behind.order) = (true, true);
    }

    pub(in crate::app) fn toggle_problems(&mut self) {
        self.only_problems = !self.only_problems;
        self.touch();
    }

    pub(in crate::app) fn toggle_mine(&mut self) {
        self.only_mine = !self.only_mine;
        self.touch();
    }

    /// Shows everything again, so that a resource that one goes to cannot be hidden.
    pub(in crate::app) fn show_all(&mut self) {
        self.clear_filter();
        (self.only_problems, self.only_mine) = (false, false);
        self.touch();
    }
}
