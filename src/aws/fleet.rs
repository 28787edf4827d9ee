//! Which accounts there are: profiles or an organization become accounts with a way in, streamed as they are known.
//!
//! Invariants: a broken account is one line and never the end of the others; nothing is called in an account whose
//! caller was not verified; a second reading keeps the doors that are open.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinSet;

use super::organizations::named;
use super::session::{Seat, Sessions, Way};
use super::settings::FleetSource;
use crate::model::account::{Account, AccountState, Login, Via};
use crate::model::failure::{Failure, FailureKind};
use crate::model::fetch::{Arrival, Notice, Severity};
use crate::model::resource::Tag;
use crate::model::scope::{AccountId, Region};
use crate::model::text::Safe;
use crate::rules::role::{RoleFacts, decide};

mod members;
mod own;

/// Logins at a time.
const AT_A_TIME: usize = 128;

pub(in crate::aws) type Sink = UnboundedSender<Arrival>;

impl Sessions {
    /// Finds the accounts and gets into them. Sends `Accounts` whenever more is known, `Login` for each account and
    /// `Notice`s; fails only when there is no account at all.
    pub async fn fleet(&self, sink: &Sink) -> Result<(), Failure> {
        match &self.settings().fleet {
            FleetSource::Profiles(names) => own::fleet(self, names, sink).await,
            FleetSource::Organization(organization) => members::fleet(self, organization, sink).await,
        }
    }

    /// Takes the fleet over, keeps the seats that are reached in the same way, and tells the sink.
    fn seat_all(&self, accounts: Vec<(Account, Way)>, sink: &Sink) -> Vec<Arc<Seat>> {
        let mut order = Vec::new();
        let mut seats = BTreeMap::new();
        for (account, way) in accounts {
            let same = |seat: &Arc<Seat>| format!("{:?}", seat.way) == format!("{way:?}");
            let seat = match self.seat(account.id).filter(same) {
                Some(seat) => {
                    seat.learn(account);
                    seat
                }
                None => Arc::new(Seat::new(way, account)),
            };
            order.push(seat.clone());
            seats.insert(seat.id, seat);
        }
        self.set_seats(seats);
        tell_accounts(&order, sink);
        order
    }

    /// Gets into all accounts that are open, some at a time, and tells the sink of each.
    async fn log_in(&self, seats: &[Arc<Seat>], sink: &Sink) {
        let active = seats.iter().filter(|seat| seat.account().state == AccountState::Active);
        let work = active.map(|seat| {
            let (sessions, seat, sink) = (self.clone(), seat.clone(), sink.clone());
            async move {
                // The outcome is read from the seat, where the login stands either way.
                let _ = sessions.enter(&seat, false).await;
                let _ = sink.send(Arrival::Login(seat.id, seat.account().login));
            }
        });
        all(work, AT_A_TIME).await;
    }

    /// The account's role by the rules of the configuration and the signs of the organization.
    fn account_of(&self, facts: Facts) -> Account {
        let tags = facts.tags.unwrap_or_default();
        let facts_of_role = RoleFacts { id: facts.id, name: &facts.name, path: &facts.path, tags: &tags };
        let role = decide(&facts_of_role, &self.settings().classes);
        Account {
            id: facts.id,
            name: facts.name,
            role: role.role,
            role_source: role.source,
            role_conflict: role.conflict,
            permitted: role.permitted,
            theme: role.theme,
            path: facts.path,
            state: facts.state,
            via: facts.via,
            regions: facts.regions,
            login: facts.login,
        }
    }

    /// Whether `--account` takes this account.
    fn wants(&self, id: AccountId, name: &Safe) -> bool {
        let wanted = &self.settings().accounts;
        wanted.is_empty() || wanted.iter().any(|pattern| named(pattern, id, name))
    }

    /// A line for each word of `--account` that means nothing here.
    fn tell_unmatched(&self, accounts: &[(AccountId, Safe)], sink: &Sink) {
        for pattern in &self.settings().accounts {
            if !accounts.iter().any(|(id, name)| named(pattern, *id, name)) {
                tell(sink, Severity::Warning, format!("--account {pattern} is no account of this fleet"));
            }
        }
    }

    /// The regions to read: those asked for, else the one of the way in.
    fn regions(&self, own: &Region) -> Vec<Region> {
        let given = &self.settings().regions;
        if given.is_empty() { vec![own.clone()] } else { given.clone() }
    }
}

/// What decides how an account is shown.
struct Facts {
    id: AccountId,
    name: Safe,
    path: Vec<Safe>,
    tags: Option<Vec<Tag>>,
    state: AccountState,
    via: Via,
    regions: Vec<Region>,
    login: Login,
}

fn tell(sink: &Sink, severity: Severity, text: impl AsRef<str>) {
    // The receiver is gone when the program ends or the job was cancelled; then nobody wants to know.
    let _ = sink.send(Arrival::Notice(Notice { severity, text: Safe::new(text) }));
}

fn tell_accounts(seats: &[Arc<Seat>], sink: &Sink) {
    let _ = sink.send(Arrival::Accounts(seats.iter().map(|seat| seat.account()).collect()));
}

/// Says that a region was guessed, once.
fn tell_guess(sink: &Sink, region: &Region, names: &[Safe]) {
    if let Some(first) = names.first() {
        let more = if names.len() > 1 { format!(" and {} more", names.len() - 1) } else { String::new() };
        let text = format!(
            "no region is set for {first}{more}: {region} is read; use --region, AWS_REGION or `region` in the profile"
        );
        tell(sink, Severity::Warning, text);
    }
}

fn no_account() -> Failure {
    let todo = "check --profile, --account and the include and exclude lists";
    Failure::new(FailureKind::Invalid, "no account is left to look into", todo)
}

/// Does all of it, so many at a time, in the order of completion. Everything stops when this is dropped.
async fn all<F>(work: impl Iterator<Item = F>, at_a_time: usize) -> Vec<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let places = Arc::new(Semaphore::new(at_a_time));
    let mut tasks = JoinSet::new();
    for one in work {
        let places = places.clone();
        tasks.spawn(async move {
            let _place = places.acquire_owned().await;
            one.await
        });
    }
    let mut done = Vec::new();
    while let Some(finished) = tasks.join_next().await {
        done.extend(finished);
    }
    done
}
