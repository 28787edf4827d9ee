//! One account's place among the sessions: how to get in, what is known, and its one door.

use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Mutex, MutexGuard};

use super::door::Door;
use crate::aws::failure::Access;
use crate::aws::identity::Caller;
use crate::aws::profiles::Hop;
use crate::model::account::{Account, Login};
use crate::model::failure::{Failure, Place};
use crate::model::scope::AccountId;

/// How an account is reached.
#[derive(Clone, Debug)]
pub(in crate::aws) enum Way {
    /// A profile, or the default chain.
    Profile(Option<String>),
    /// The organization's own account: its profile itself.
    Home,
    /// A role assumed from there: one to read with, one to act with.
    Member { read: Hop, act: Hop },
}

pub(in crate::aws) struct Seat {
    pub id: AccountId,
    pub way: Way,
    account: RwLock<Account>,
    access: RwLock<Access>,
    scoped: RwLock<Option<bool>>,
    slot: Mutex<Slot>,
    /// The door through which something is changed; opened for the first change.
    hand: Mutex<Option<Door>>,
}

/// The door, or why it is shut, and since when.
#[derive(Default)]
pub(in crate::aws) struct Slot(Option<(Result<Door, Failure>, Timestamp)>);

impl Seat {
    pub(in crate::aws) fn new(way: Way, account: Account) -> Self {
        let (id, account) = (account.id, RwLock::new(account));
        let (access, scoped) = (RwLock::default(), RwLock::default());
        let (slot, hand) = (Mutex::default(), Mutex::default());
        Self { id, way, account, access, scoped, slot, hand }
    }

    pub(in crate::aws) fn account(&self) -> Account {
        self.account.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes over what a newer reading of the fleet says; the login stays.
    pub(in crate::aws) fn learn(&self, account: Account) {
        let mut known = self.account.write().unwrap_or_else(PoisonError::into_inner);
        let login = known.login.clone();
        *known = Account { login, ..account };
    }

    pub(super) fn access(&self) -> Access {
        self.access.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn scoped(&self) -> Option<bool> {
        *self.scoped.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn place(&self) -> Place {
        let account = self.account.read().unwrap_or_else(PoisonError::into_inner);
        Place { account: Some(self.id), name: Some(account.name.clone()), ..Place::default() }
    }

    /// Keeps the outcome of an attempt that was made elsewhere.
    pub(in crate::aws) async fn settle(
        &self,
        outcome: Result<(Door, Caller), Failure>,
        now: Timestamp,
    ) -> Result<Door, Failure> {
        self.slot.lock().await.put(self, outcome, now)
    }

    pub(super) async fn hand(&self) -> MutexGuard<'_, Option<Door>> {
        self.hand.lock().await
    }

    pub(super) async fn slot(&self) -> MutexGuard<'_, Slot> {
        self.slot.lock().await
    }

    /// Shuts the door because a login has ended. It is opened anew by whoever comes next; at once, unless it had
    /// only just been opened, so that a login which never helps is not tried with every call.
    pub(super) async fn shut(&self, failure: Failure, now: Timestamp, relogin: Duration) {
        self.slot.lock().await.shut(self, failure, now, relogin);
    }

    /// The same without waiting; while somebody is opening the door there is nothing to shut.
    pub(super) fn shut_now(&self, failure: Failure, now: Timestamp, relogin: Duration) {
        if let Ok(mut slot) = self.slot.try_lock() {
            slot.shut(self, failure, now, relogin);
        }
    }

    fn set_login(&self, login: Login) {
        self.account.write().unwrap_or_else(PoisonError::into_inner).login = login;
    }
}

impl Slot {
    /// The door if it is open, the failure if it is too early to try again.
    pub(super) fn known(
        &self,
        again: bool,
        now: Timestamp,
        relogin: Duration,
    ) -> Option<Result<Door, Failure>> {
        match self.0.as_ref()? {
            _ if again => None,
            (Ok(door), _) => Some(Ok(door.clone())),
            (Err(failure), at) => (!has_passed(relogin, *at, now)).then(|| Err(failure.clone())),
        }
    }

    /// Whether the last attempt failed.
    pub(super) fn is_shut(&self) -> bool {
        matches!(self.0, Some((Err(_), _)))
    }

    fn shut(&mut self, seat: &Seat, failure: Failure, now: Timestamp, relogin: Duration) {
        seat.set_login(Login::Failed(failure.clone()));
        let long_open = matches!(&self.0, Some((Ok(_), at)) if has_passed(relogin, *at, now));
        let since = if long_open { Timestamp::MIN } else { now };
        self.0 = Some((Err(failure), since));
    }

    /// Keeps the outcome of an attempt, and tells the seat.
    pub(in crate::aws) fn put(
        &mut self,
        seat: &Seat,
        outcome: Result<(Door, Caller), Failure>,
        now: Timestamp,
    ) -> Result<Door, Failure> {
        match outcome {
            Ok((door, caller)) => {
                let access = Access { verified: true, renew: door.renew.clone(), now: None };
                *seat.access.write().unwrap_or_else(PoisonError::into_inner) = access;
                *seat.scoped.write().unwrap_or_else(PoisonError::into_inner) = Some(door.scoped);
                let (caller, expires, scoped) = (caller.arn, caller.expires, door.scoped);
                seat.set_login(Login::Ok { caller, expires, scoped });
                self.0 = Some((Ok(door.clone()), now));
                Ok(door)
            }
            Err(failure) => {
                seat.set_login(Login::Failed(failure.clone()));
                self.0 = Some((Err(failure.clone()), now));
                Err(failure)
            }
        }
    }
}

fn has_passed(wait: Duration, since: Timestamp, now: Timestamp) -> bool {
    let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::MAX);
    now.duration_since(since) >= wait
}
