//! What the status strip says, and the list of problems behind it: one honest line each, with what to do.

use jiff::Timestamp;

use crate::model::fetch::{Cell, Severity};
use crate::model::scope::AccountId;
use crate::model::text::Safe;

/// The numbers of the strip. A scope is one account in one region.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strip {
    /// Scopes whose listing is complete.
    pub scopes_ok: usize,
    pub scopes_total: usize,
    /// Listings under way.
    pub loading: usize,
    /// Calls that AWS throttled since the start.
    pub throttled: u64,
    pub denied: usize,
    /// Accounts that need a login.
    pub login_needed: usize,
    /// Scopes that failed for another reason.
    pub failed: usize,
    /// Scopes where the service or the region is not enabled.
    pub disabled: usize,
    /// Accounts that AWS suspended: counted, never called.
    pub suspended: usize,
    /// When the oldest complete listing was read.
    pub oldest: Option<Timestamp>,
    /// Requests sent since the start.
    pub sent: u64,
    /// Details still to be read.
    pub details: usize,
}

/// Something that could not be read or is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub severity: Severity,
    /// What happened, and where.
    pub text: Safe,
    /// What to do; empty where nothing can be done here.
    pub todo: Safe,
    pub account: Option<AccountId>,
    pub cell: Option<Cell>,
}
