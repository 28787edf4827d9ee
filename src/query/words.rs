//! The bare words of a query by themselves, for those who keep what words look at in a form of their own.
//!
//! Invariant: a row holds a word as [`Query::matches`] means it exactly when the word stands in its name or in what it has
//! in common with others.

use crate::model::row::Row;

use super::eval::{account_fits, has_in_front};
use super::pattern::Pattern;
use super::{Query, Test, one};

/// A bare word that stands in every row that fits.
#[derive(Clone, Copy, Debug)]
pub struct Word<'a>(&'a Pattern);

impl Word<'_> {
    /// Whether it stands in the name of a row whose ARN ends with its name.
    pub fn is_in_name(self, name: &str) -> bool {
        self.0.fits(name)
    }

    /// Whether it stands in what rows share: the owner, the account, the front of the ARN.
    pub fn is_in_common(self, row: &Row) -> bool {
        row.derived.owner.as_ref().is_some_and(|owner| self.0.fits(owner.raw()))
            || account_fits(self.0, row)
            || has_in_front(self.0, row)
    }
}

impl Query {
    /// The words that every row that fits must hold, and whether nothing but them is asked.
    pub fn must(&self) -> (Vec<Word<'_>>, bool) {
        let Some(terms) = one(&self.any) else { return (Vec::new(), self.any.is_empty()) };
        let words: Vec<_> = terms
            .iter()
            .filter(|term| !term.negated)
            .filter_map(|term| match &term.test {
                // A separator could stand across the front of the ARN and the name.
                Test::Word(word) if word.plain().is_some_and(|plain| !plain.contains(['/', ':'])) => {
                    Some(Word(word))
                }
                _ => None,
            })
            .collect();
        let only = words.len() == terms.len();
        (words, only)
    }
}
