//! Which of the rows that fit is the best hit of the bare words. It orders; it never decides whether a row fits.

use crate::model::row::Row;

use super::eval::word_fits;
use super::pattern::Start;
use super::{Query, Term, Test};

/// How well a row fits the bare words; the greatest is the best.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// There is no bare word, or none stands in the row.
    #[default]
    None,
    /// A word stands somewhere in one of the row's fields.
    Substring,
    /// The name begins with a word.
    Prefix,
    /// A word is the name.
    Exact,
}

/// The best rank among the words that are not negated.
pub(super) fn best(query: &Query, row: &Row) -> Rank {
    query.terms().filter(|term| !term.negated).map(|term| of_term(term, row)).max().unwrap_or_default()
}

/// [`Rank::Exact`] or [`Rank::Prefix`] by the name alone.
pub(super) fn start(query: &Query, name: &str) -> Option<Rank> {
    let of_term = |term: &Term| match &term.test {
        Test::Word(word) if !term.negated => word.stands_at_start(name),
        _ => None,
    };
    let best = query.terms().filter_map(of_term).map(|start| match start {
        Start::Whole => Rank::Exact,
        Start::Prefix => Rank::Prefix,
    });
    best.max()
}

fn of_term(term: &Term, row: &Row) -> Rank {
    let Test::Word(word) = &term.test else { return Rank::None };
    match word.stands_at_start(row.resource.name.raw()) {
        Some(Start::Whole) => Rank::Exact,
        Some(Start::Prefix) => Rank::Prefix,
        None if word_fits(word, row) => Rank::Substring,
        None => Rank::None,
    }
}
