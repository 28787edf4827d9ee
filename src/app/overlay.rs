//! What lies over a screen: text fields, menus, boxes. The topmost takes the keys.

pub mod copy;
pub mod filter;
pub mod help;
pub mod palette;
pub mod scopes;
pub mod search;
pub mod sort;

use super::context::Context;
use super::pick::Pick;

/// An overlay and its state.
#[derive(Clone, Debug, PartialEq)]
pub enum Overlay {
    /// `/`: drawn in the line of hints; the table below changes while one types.
    Filter(filter::FilterInput),
    /// `:`
    Palette(palette::Palette),
    /// `?`
    Help(help::Help),
    /// `y`
    Copy(copy::CopyMenu),
    /// `R` and `P`
    Scopes(scopes::Scopes),
    /// `o`
    Sort(sort::SortMenu),
    /// Search or filter within a log; drawn in the line of hints.
    Search(search::SearchInput),
    /// The list behind the status strip; its lines stand in `Model::problems`.
    Problems(Pick),
    /// The details where there is no room for a pane; their state stands in `Model::detail`.
    Detail,
    ConfirmQuit,
}

impl Overlay {
    pub const fn context(&self) -> Context {
        match self {
            Self::Filter(_) => Context::Filter,
            Self::Palette(_) => Context::Palette,
            Self::Help(_) => Context::Help,
            Self::Copy(_) => Context::Copy,
            Self::Scopes(_) => Context::Scopes,
            Self::Sort(_) => Context::Sort,
            Self::Search(_) => Context::Search,
            Self::Problems(_) => Context::Problems,
            Self::Detail => Context::Detail,
            Self::ConfirmQuit => Context::ConfirmQuit,
        }
    }
}
