//! The screens that show tables of resources: which there are, and what is particular to each.

use crate::model::field::Field;
use crate::model::kind::Kind;

/// A screen with a table of resources of one or more kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Area {
    Notebooks,
}

/// A declared screen.
#[derive(Debug)]
pub struct AreaSpec {
    pub area: Area,
    /// Its heading, and the word behind `:` in lower case.
    pub title: &'static str,
    /// The digit of its tab.
    pub digit: char,
    /// The order that it opens with: the field, and whether the greatest comes first.
    pub sort: (Field, bool),
}

impl Area {
    pub const ALL: [Self; 1] = [Self::Notebooks];

    pub const fn spec(self) -> &'static AreaSpec {
        match self {
            Self::Notebooks => &AreaSpec {
                area: Self::Notebooks,
                title: "Notebooks",
                digit: '2',
                sort: (Field::Name, false),
            },
        }
    }

    /// The kinds that stand in its table.
    pub fn kinds(self) -> impl Iterator<Item = Kind> {
        Kind::ALL.into_iter().filter(move |kind| super::spec(*kind).area == Some(self))
    }
}
