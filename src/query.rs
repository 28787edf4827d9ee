//! The filter language, the same in `/`, `:`, saved views and on the command line.
//!
//! Terms parted by spaces must all hold; `|` binds weakest and parts alternatives; `!` negates; quotes group.
//! It judges rows and knows no screen; a text that parsed can always be evaluated. Start reading at [`Query::parse`].

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use jiff::Timestamp;

use crate::model::fetch::Horizon;
use crate::model::kind::Kind;
use crate::model::row::Row;
use crate::source::{Diagnostic, Source};

mod eval;
mod fuzzy;
mod keys;
mod lex;
mod parse;
mod pattern;
mod quantity;
mod rank;
#[cfg(test)]
mod tests;
mod words;

pub use fuzzy::{Fuzzy, fuzzy};
pub use keys::{KEYS, Key, KeyInfo, KeySet, Takes};
pub use quantity::{NotAQuantity, Quantity, span};
pub use rank::Rank;
pub use words::Word;

use pattern::Pattern;

/// A parsed query. The default one fits every row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    text: Option<Arc<str>>,
    any: Vec<Vec<Term>>,
    keys: KeySet,
}

/// What a query is judged against besides the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context {
    /// The moment that `created<7d` and `idle>4h` count from.
    pub now: Timestamp,
}

/// One term of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    span: Range<usize>,
    negated: bool,
    test: Test,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Test {
    Word(Pattern),
    Fuzzy(Box<str>),
    Kind(Kind),
    /// `status:running`, whichever word the service has for it.
    Running,
    Text(Key, Pattern),
    Tag {
        key: Pattern,
        value: Option<Pattern>,
    },
    /// `key:*` of a number: there is one.
    Known(Key),
    /// Seconds for times and spans, millionths for money and counts.
    Compare {
        key: Key,
        op: Op,
        amount: i64,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Op {
    More,
    Less,
    AtLeast,
    AtMost,
    Equal,
}

impl Op {
    const fn holds(self, known: i64, amount: i64) -> bool {
        match self {
            Self::More => known > amount,
            Self::Less => known < amount,
            Self::AtLeast => known >= amount,
            Self::AtMost => known <= amount,
            Self::Equal => known == amount,
        }
    }
}

impl Query {
    /// Reads a text; the first mistake comes with its place and what would be right.
    pub fn parse(source: &Source) -> Result<Self, Box<Diagnostic>> {
        let any = parse::alternatives(source)?;
        let mut keys = KeySet::default();
        for key in any.iter().flatten().filter_map(Term::key) {
            keys.insert(key);
        }
        Ok(Self { text: Some(Arc::clone(&source.text)), any, keys })
    }

    /// How far back it looks for what comes and goes, in days, by its terms about the creation: `created<30d` asks for
    /// thirty, `created>7d` for everything. Nothing where it has no such term; an alternative without one looks as far as
    /// is `usual`.
    pub fn horizon(&self, usual: u32) -> Option<Horizon> {
        let reaches: Vec<Option<Horizon>> = self.any.iter().map(|terms| reach(terms)).collect();
        if reaches.iter().all(Option::is_none) {
            return None;
        }
        let days = |reach: Option<Horizon>| reach.map_or(Some(usual), |Horizon(days)| days);
        let all: Option<Vec<u32>> = reaches.into_iter().map(days).collect();
        Some(Horizon(all.and_then(|all| all.into_iter().max())))
    }

    /// The text as it was typed.
    pub fn text(&self) -> &str {
        self.text.as_deref().unwrap_or_default()
    }

    /// Whether it fits every row.
    pub const fn is_empty(&self) -> bool {
        self.any.is_empty()
    }

    /// Whether the row fits. What is not known fits neither a term nor its negation: `!idle>4h` fits what is known not
    /// to be idle that long, `!tag:owner` what was read and has no such tag.
    pub fn matches(&self, row: &Row, context: &Context) -> bool {
        let fits = |terms: &Vec<Term>| terms.iter().all(|term| eval::term_fits(term, row, context.now));
        self.any.is_empty() || self.any.iter().any(fits)
    }

    /// Whether every row that fits this fits the other one too, as far as that can be seen from the texts: a word that was
    /// typed on, or a term more.
    pub fn narrows(&self, other: &Self) -> bool {
        let (Some(terms), Some(others)) = (one(&self.any), one(&other.any)) else {
            return other.any.is_empty();
        };
        others.iter().all(|other| terms.iter().any(|term| term.narrows(other)))
    }

    /// How well the row's name fits the bare words, so that the cursor can go to the best hit.
    pub fn rank(&self, row: &Row) -> Rank {
        rank::best(self, row)
    }

    /// Whether a row's name is, or begins with, a bare word. Cheaper than [`Query::rank`]: it looks at nothing else.
    pub fn start(&self, name: &str) -> Option<Rank> {
        rank::start(self, name)
    }

    /// The kind that it asks for, when it asks for exactly one.
    pub fn only_kind(&self) -> Option<Kind> {
        let mut kinds =
            one(&self.any)?.iter().filter(|term| !term.negated).filter_map(|term| match term.test {
                Test::Kind(kind) => Some(kind),
                _ => None,
            });
        kinds.next().filter(|_| kinds.next().is_none())
    }

    /// Whether any term asks for this key, negated or not.
    pub const fn uses(&self, key: Key) -> bool {
        self.keys.contains(key)
    }

    /// Whether a `created` term replaces the usual horizon of jobs.
    pub const fn has_created(&self) -> bool {
        self.uses(Key::Created)
    }

    /// Whether there is a bare or fuzzy word, so that ranking means something.
    pub fn has_words(&self) -> bool {
        self.terms().any(|term| !term.negated && matches!(term.test, Test::Word(_) | Test::Fuzzy(_)))
    }

    /// Every term, alternative by alternative.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.any.iter().flatten()
    }
}

/// The terms of a query that is no list of alternatives.
fn one(any: &[Vec<Term>]) -> Option<&Vec<Term>> {
    match any {
        [terms] => Some(terms),
        _ => None,
    }
}

impl Term {
    fn narrows(&self, other: &Self) -> bool {
        match (&self.test, &other.test) {
            _ if self.negated != other.negated => false,
            (Test::Word(word), Test::Word(wider)) if !self.negated => word.narrows(wider),
            (test, same) => test == same,
        }
    }

    /// Where it stands in the query's text, in bytes.
    pub const fn span(&self) -> &Range<usize> {
        &self.span
    }

    pub const fn is_negated(&self) -> bool {
        self.negated
    }

    /// The key that it asks for; none for a bare word.
    pub const fn key(&self) -> Option<Key> {
        match &self.test {
            Test::Word(_) | Test::Fuzzy(_) => None,
            Test::Kind(_) => Some(Key::Kind),
            Test::Running => Some(Key::Status),
            Test::Tag { .. } => Some(Key::Tag),
            Test::Text(key, _) | Test::Known(key) | Test::Compare { key, .. } => Some(*key),
        }
    }
}

/// The text as it was typed.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text())
    }
}

/// Every key with its help line, keys of rows first.
pub const fn keys() -> &'static [KeyInfo] {
    KEYS
}

/// How far back terms look that must all hold: as far as the narrowest allows.
fn reach(terms: &[Term]) -> Option<Horizon> {
    let mut found = None;
    for term in terms {
        let Test::Compare { key: Key::Created, op, amount } = term.test else { continue };
        let within = matches!(
            (op, term.negated),
            (Op::Less | Op::AtMost | Op::Equal, false) | (Op::More | Op::AtLeast, true)
        );
        // Days begun count whole; more than can be counted is everything.
        let days = u32::try_from(amount.max(0).unsigned_abs().div_ceil(86_400)).ok().filter(|_| within);
        found = match (found, days) {
            (Some(Horizon(Some(known))), Some(days)) => Some(Horizon(Some(days.min(known)))),
            (None | Some(Horizon(None)), Some(days)) => Some(Horizon(Some(days))),
            (found, None) => found.or(Some(Horizon(None))),
        };
    }
    found
}
