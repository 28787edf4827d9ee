//! Where a listing of what comes and goes may end: once everything that comes is older than what was asked for.
//!
//! Invariant: a listing ends early only while everything that it brought so far came newest first; out of order, an older
//! page says nothing about the next one.

use jiff::Timestamp;

use crate::model::resource::Resource;

/// How far a listing has come.
pub(super) struct Reach {
    /// What is older is not wanted; none: everything is.
    since: Option<Timestamp>,
    last: Option<Timestamp>,
    is_descending: bool,
}

impl Reach {
    pub(super) const fn new(since: Option<Timestamp>) -> Self {
        Self { since, last: None, is_descending: true }
    }

    /// Takes the next page in; false when no later one can have anything that is wanted. A page without rows, or with one
    /// of which it is not known when it was made, ends nothing.
    pub(super) fn take(&mut self, rows: &[Resource]) -> bool {
        for row in rows {
            let created = row.created();
            self.is_descending &= created.is_some() && self.last.is_none_or(|last| created <= Some(last));
            self.last = created.or(self.last);
        }
        let all_older = !rows.is_empty() && rows.iter().all(|row| !self.covers(row));
        !(self.is_descending && all_older)
    }

    /// Whether the row is wanted; one of which it is not known when it was made is.
    pub(super) fn covers(&self, row: &Resource) -> bool {
        self.since.is_none_or(|since| row.created().is_none_or(|created| created >= since))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fetch::Cell;
    use crate::model::id::Arn;
    use crate::model::kind::Kind;
    use crate::model::resource::{Facts, Parts, Phase, Whole};
    use crate::model::scope::{Region, Scope};
    use crate::model::text::Safe;

    fn made_at(created: Option<Timestamp>) -> Resource {
        let (account, region) = ("111122223333".parse().unwrap(), Region::parse("eu-west-1").unwrap());
        let cell = Cell { scope: Scope { account, region }, kind: Kind::PipelineRun };
        Resource::from(Whole {
            arn: Arn::new("arn:aws:sagemaker:eu-west-1:111122223333:pipeline/a/execution/b"),
            kind: cell.kind,
            name: Safe::new("a/b"),
            scope: cell.scope,
            status: None,
            phase: Phase::Unknown,
            created,
            modified: None,
            tags: None,
            facts: Facts::default(),
            parts: Parts::default(),
            seen: Timestamp::UNIX_EPOCH,
            source: "sagemaker:ListPipelineExecutions",
            incomplete: false,
        })
    }

    fn page(days: &[Option<i64>]) -> Vec<Resource> {
        let at = |day: i64| Timestamp::from_second(day * 86_400).unwrap();
        days.iter().map(|day| made_at(day.map(at))).collect()
    }

    /// What each page says about going on, when the tenth day and later is wanted.
    fn goes_on(pages: &[&[Option<i64>]]) -> Vec<bool> {
        let mut reach = Reach::new(Timestamp::from_second(10 * 86_400).ok());
        pages.iter().map(|days| reach.take(&page(days))).collect()
    }

    #[test]
    fn it_ends_behind_the_first_page_that_is_older_as_a_whole() {
        assert_eq!(goes_on(&[&[Some(14), Some(12)], &[Some(11), Some(9)], &[Some(8)]]), [true, true, false]);
    }

    #[test]
    fn out_of_order_nothing_ends_it() {
        assert_eq!(goes_on(&[&[Some(8), Some(9)], &[Some(7)]]), [true, true]);
        assert_eq!(goes_on(&[&[Some(12)], &[Some(13)], &[Some(3)]]), [true, true, true]);
    }

    #[test]
    fn a_page_that_says_nothing_ends_nothing() {
        assert_eq!(goes_on(&[&[], &[None], &[Some(3)]]), [true, true, true]);
        assert!(Reach::new(None).take(&page(&[Some(1)])));
    }
}
