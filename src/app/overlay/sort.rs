//! The menu of columns to sort by. The same column again turns the order round.

use crate::app::pick::Pick;
use crate::app::screen::api::ApiColumn;
use crate::model::field::Field;

/// What a line sorts by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortBy {
    Field(Field),
    Api(ApiColumn),
}

/// One line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SortItem {
    /// The column's head.
    pub label: &'static str,
    pub by: SortBy,
    /// The order in force: descending or not; nothing for other columns.
    pub current: Option<bool>,
}

/// State of the box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortMenu {
    pub items: Vec<SortItem>,
    pub pick: Pick,
}
