//! What is remembered from one start to the next: the accounts of a fleet and, listing by listing, what was read.
//!
//! Plain data on its way to and from `store`. Invariant: what comes back says when it was read, and is never taken for
//! a new answer.

use std::sync::Arc;

use jiff::Timestamp;

use super::account::Account;
use super::fetch::Cell;
use super::resource::Resource;
use super::text::Safe;

/// Something to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Memory {
    /// All accounts of the fleet, known whole at that time.
    Accounts(Vec<Arc<Account>>, Timestamp),
    Listing(Listed),
}

/// A listing as it is known now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub cell: Cell,
    pub rows: Vec<Arc<Resource>>,
    /// When it was listed whole.
    pub at: Timestamp,
}

/// A listing as it was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recalled {
    pub cell: Cell,
    pub rows: Vec<Resource>,
    /// When it was listed; no row is younger.
    pub at: Timestamp,
}

/// What comes back at the start: the accounts, their listings, and one end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recall {
    /// Without logins and permissions: those belong to the process that had them.
    Accounts(Vec<Account>, Timestamp),
    Listing(Box<Recalled>),
    /// Why something is not remembered, at any time: what happened, where, what to do.
    Trouble(Safe),
    /// That was all.
    Ended,
}
