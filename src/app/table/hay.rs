//! What bare words look at, laid out side by side: the names one behind the other, and for everything else the group of
//! rows that have it in common. A hundred thousand rows are searched without a look at any of them.
//!
//! Invariant: it says of a row what [`Query::matches`](crate::query::Query::matches) says of the words.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::model::row::Row;
use crate::query::Word;

/// The group of rows whose ARN does not end with their name: these are looked at one by one.
const ALONE: u32 = u32::MAX;

/// The names and groups of rows by place.
#[derive(Clone, Debug, Default)]
pub(super) struct Hay {
    names: String,
    /// Where each name stands, from and to.
    spans: Vec<(u32, u32)>,
    groups: Vec<u32>,
    /// One row of each group.
    samples: Vec<Row>,
    index: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// Bytes of names that nobody has any more.
    wasted: usize,
}

impl Hay {
    /// Takes in what words look at in the row of a place.
    pub fn put(&mut self, at: u32, row: &Row) {
        let at = at as usize;
        if self.spans.len() <= at {
            self.spans.resize(at + 1, (0, 0));
            self.groups.resize(at + 1, ALONE);
        }
        let name = row.resource.name.raw();
        if self.name(at as u32) != name {
            let from = self.names.len() as u32;
            self.names.push_str(name);
            if let Some(span) = self.spans.get_mut(at) {
                self.wasted += (span.1 - span.0) as usize;
                *span = (from, self.names.len() as u32);
            }
            self.tidy();
        }
        let group = self.group(row);
        if let Some(known) = self.groups.get_mut(at) {
            *known = group;
        }
    }

    /// The name of the row in a place.
    pub fn name(&self, at: u32) -> &str {
        let span = self.spans.get(at as usize).copied().unwrap_or_default();
        self.names.get(span.0 as usize..span.1 as usize).unwrap_or_default()
    }

    /// Looks for the words in what groups have in common.
    pub fn search<'a>(&'a self, words: Vec<Word<'a>>) -> Search<'a> {
        let words = words
            .into_iter()
            .map(|word| (word, self.samples.iter().map(|row| word.is_in_common(row)).collect()))
            .collect();
        Search { hay: self, words }
    }

    fn group(&mut self, row: &Row) -> u32 {
        let (head, tail) = row.resource.arn.split();
        if tail != row.resource.name.raw() {
            return ALONE;
        }
        let common = |row: &Row| (row.account.id, row.account.name.clone(), row.derived.owner.clone());
        let own = common(row);
        let hash = self.hasher.hash_one((&own, head));
        let is_it = |group: &u32| {
            let sample = self.samples.get(*group as usize);
            sample.is_some_and(|sample| sample.resource.arn.split().0 == head && common(sample) == own)
        };
        if let Some(group) = self.index.find(hash, is_it) {
            return *group;
        }
        let group = self.samples.len() as u32;
        self.samples.push(row.clone());
        let (samples, hasher) = (&self.samples, &self.hasher);
        let hash_of = |group: &u32| {
            let sample = samples.get(*group as usize);
            sample.map_or(0, |row| hasher.hash_one((&common(row), row.resource.arn.split().0)))
        };
        self.index.insert_unique(hash, group, hash_of);
        group
    }

    /// Forgets names that nobody has any more, once they are most of the text.
    fn tidy(&mut self) {
        if self.wasted * 2 <= self.names.len() {
            return;
        }
        let old = std::mem::take(&mut self.names);
        for span in &mut self.spans {
            let name = old.get(span.0 as usize..span.1 as usize).unwrap_or_default();
            let from = self.names.len() as u32;
            self.names.push_str(name);
            *span = (from, self.names.len() as u32);
        }
        self.wasted = 0;
    }
}

/// A search for words, ready to be asked place by place.
pub(super) struct Search<'a> {
    hay: &'a Hay,
    /// Each word with the groups in which it stands.
    words: Vec<(Word<'a>, Vec<bool>)>,
}

impl Search<'_> {
    /// Whether every word stands in the row of a place; nothing when the row itself must be looked at.
    pub fn holds(&self, at: u32) -> Option<bool> {
        let group = self.hay.groups.get(at as usize).copied().filter(|group| *group != ALONE)?;
        let name = self.hay.name(at);
        let in_common = |groups: &Vec<bool>| groups.get(group as usize).copied().unwrap_or_default();
        Some(self.words.iter().all(|(word, groups)| in_common(groups) || word.is_in_name(name)))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::app::tests_support::{account, arn, notebook};
    use crate::model::resource::Resource;
    use crate::model::row::Derived;
    use crate::model::text::Safe;
    use crate::query::Query;
    use crate::source::Source;

    fn row(number: u64, name: &str, owner: &str) -> Row {
        Row {
            resource: Arc::new(notebook(number, name)),
            account: Arc::new(account(number, "ds-risk", &[])),
            derived: Arc::new(Derived { owner: Some(Safe::new(owner)), ..Derived::default() }),
        }
    }

    #[test]
    fn words_are_found_where_the_query_finds_them() {
        let mut odd: Resource = notebook(1, "shown");
        odd.arn = arn(1, "hidden");
        let odd = Row { resource: Arc::new(odd), ..row(1, "x", "mia") };
        let rows = [row(1, "churn", "vision"), row(2, "Größe", "ops"), row(1, "churn-2", "vision"), odd];
        let mut hay = Hay::default();
        for (at, row) in rows.iter().enumerate() {
            hay.put(at as u32, row);
        }
        let now = crate::app::tests_support::at(0);
        for text in
            ["churn", "GRÖSSE", "größe", "vision", "risk", "000000000002", "notebook-inst", "hidden", "2 ops"]
        {
            let query = Query::parse(&Source::new("filter", text)).unwrap();
            let (words, only) = query.must();
            assert!(only && !words.is_empty());
            let search = hay.search(words);
            for (at, row) in rows.iter().enumerate() {
                let meant = query.matches(row, &crate::query::Context { now });
                assert_eq!(search.holds(at as u32).unwrap_or(meant), meant, "{text} {at}");
            }
            assert_eq!(search.holds(3), None);
        }
    }

    #[test]
    fn names_that_changed_do_not_fill_the_text() {
        let mut hay = Hay::default();
        for number in 0..1_000 {
            hay.put(number % 3, &row(1, &format!("n{number}"), ""));
        }
        assert!(hay.names.len() < 40, "{}", hay.names.len());
        assert_eq!([0, 1, 2].map(|at| hay.name(at)), ["n999", "n997", "n998"]);
    }
}
