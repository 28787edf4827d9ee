//! The accounts of the fleet, which of them count now, and what was said about them.

use std::collections::{BTreeSet, HashMap};
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
    /// Those that an earlier session knew and AWS has not named so far.
    pub remembered: BTreeSet<AccountId>,
    /// Switched off by hand.
    pub off_accounts: BTreeSet<AccountId>,
    /// Switched off by hand.
    pub off_regions: BTreeSet<Region>,
    pub(super) by_id: HashMap<AccountId, usize>,
}

impl Fleet {
    pub fn account(&self, id: AccountId) -> Option<&Arc<Account>> {
        self.by_id.get(&id).and_then(|at| self.accounts.get(*at))
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

    /// The scopes of one account that count and in which the program is.
    pub fn scopes_of(&self, id: AccountId) -> Vec<Scope> {
        let account =
            self.account(id).filter(|account| account.state == AccountState::Active && self.is_in(id));
        let regions = account.into_iter().flat_map(|account| &account.regions);
        regions
            .map(|region| Scope { account: id, region: region.clone() })
            .filter(|scope| self.is_on(scope))
            .collect()
    }

    /// All regions that any account has, in order.
    pub fn regions(&self) -> BTreeSet<Region> {
        self.accounts.iter().flat_map(|account| account.regions.iter().cloned()).collect()
    }

    /// Whether the program is in the account.
    pub fn is_in(&self, id: AccountId) -> bool {
        self.account(id).is_some_and(|account| matches!(account.login, Login::Ok { .. }))
    }

    /// Takes the accounts that are known now. What is known of each login stays, unless the news knows more.
    pub(super) fn replace(&mut self, accounts: Vec<Account>) {
        let mut accounts: Vec<Arc<Account>> = accounts
            .into_iter()
            .map(|mut account| {
                if account.login == Login::Unknown
                    && let Some(known) = self.account(account.id)
                {
                    account.login = known.login.clone();
                }
                // Rows refer to it: what is the same stays the same.
                match self.account(account.id) {
                    Some(known) if **known == account => Arc::clone(known),
                    _ => Arc::new(account),
                }
            })
            .collect();
        accounts.sort_by(|a, b| (&a.path, &a.name, a.id).cmp(&(&b.path, &b.name, b.id)));
        self.by_id = accounts.iter().enumerate().map(|(at, account)| (account.id, at)).collect();
        self.accounts = accounts;
    }

    /// Notes how the way into an account stands; false when nothing changed.
    pub(super) fn set_login(&mut self, id: AccountId, login: Login) -> bool {
        let at = self.by_id.get(&id).copied();
        let Some(account) = at.and_then(|at| self.accounts.get_mut(at)) else { return false };
        if account.login == login {
            return false;
        }
        Arc::make_mut(account).login = login;
        true
    }

    /// What a caller calls itself: the session name of an assumed role, else the user's name.
    pub fn session_names(&self) -> impl Iterator<Item = &str> {
        self.accounts.iter().filter_map(|account| match &account.login {
            Login::Ok { caller, .. } => caller.raw().rsplit(['/', ':']).next(),
            _ => None,
        })
    }
}
