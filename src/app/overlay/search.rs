//! The field for searching, or filtering, the lines of a log.

use crate::app::input::LineInput;

/// What the text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchKind {
    Search,
    Filter,
}

/// State of the field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchInput {
    pub kind: SearchKind,
    pub input: LineInput,
}
