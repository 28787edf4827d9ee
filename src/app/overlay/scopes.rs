//! Which accounts and regions count: what is off is neither read nor shown.

use crate::app::pick::Pick;
use crate::model::scope::{AccountId, Region};
use crate::model::text::Safe;

/// Which list is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopesTab {
    Accounts,
    Regions,
}

/// What a line switches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Switch {
    Account(AccountId),
    Region(Region),
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeItem {
    pub label: Safe,
    /// Account id, role and login, or how many accounts have the region.
    pub note: Safe,
    pub on: bool,
    pub switch: Switch,
}

/// State of the box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scopes {
    pub tab: ScopesTab,
    pub items: Vec<ScopeItem>,
    pub pick: Pick,
}
