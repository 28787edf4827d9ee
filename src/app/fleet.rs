//! The accounts of the fleet, which of them count now, and what was said about them.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

use crate::model::account::{Account, AccountState, Login};
use crate::model::failure::Failure;
use crate::model::fetch::Notice;
use crate::model::scope::{AccountId, Region, Scope};

/// How far the question "which accounts are there" is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum FleetState {
    #[default]
    Asking,
    Known(Timestamp),
    /// The screen says what was looked for and where.
    Failed(Failure),
}

/// The accounts.
#[derive(Clone, Debug, Default)]
pub struct Fleet {
    /// By organizational unit, then by name.
    pub accounts: Vec<Arc<Account>>,
    pub state: FleetState,
    /// Duplicates, fall-backs, skipped profiles.
    pub notices: Vec<Notice>,
    /// Switched off by hand.
    pub off_accounts: BTreeSet<AccountId>,
    /// Switched off by hand.
    pub off_regions: BTreeSet<Region>,
}

impl Fleet {
    pub fn account(&self, id: AccountId) -> Option<&Arc<Account>> {
        self.accounts.iter().find(|account| account.id == id)
    }

    /// Whether rows of the scope are shown and read.
    pub fn is_on(&self, scope: &Scope) -> bool {
        !self.off_accounts.contains(&scope.account) && !self.off_regions.contains(&scope.region)
    }

    /// Every scope that counts: those of suspended accounts do not, nor those switched off.
    pub fn scopes(&self) -> impl Iterator<Item = (&Arc<Account>, Scope)> {
        let active = self.accounts.iter().filter(|account| account.state == AccountState::Active);
        active
            .flat_map(|account| {
                let scope = |region: &Region| Scope { account: account.id, region: region.clone() };
                account.regions.iter().map(move |region| (account, scope(region)))
            })
            .filter(|(_, scope)| self.is_on(scope))
    }

    /// All regions that any account has, in order.
    pub fn regions(&self) -> BTreeSet<Region> {
        self.accounts.iter().flat_map(|account| account.regions.iter().cloned()).collect()
    }

    /// Whether the program is in the account.
    pub fn is_in(&self, id: AccountId) -> bool {
        self.account(id).is_some_and(|account| matches!(account.login, Login::Ok { .. }))
    }
}
