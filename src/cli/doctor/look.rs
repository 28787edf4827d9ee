//! Asks everything that the doctor wants to know of AWS: the fleet, and in each account, as soon as one is in, what may
//! be read there.
//!
//! Invariant: an account that does not answer holds up no other, and the whole ends after [`LONGEST`].

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::sync::mpsc::unbounded_channel;
use tokio::task::JoinSet;

use crate::aws::engine::Engine;
use crate::aws::probe::Probe;
use crate::model::account::{Account, Login};
use crate::model::failure::Failure;
use crate::model::fetch::{Arrival, Fetch, Notice, Priority};
use crate::model::scope::{AccountId, Scope};
use crate::model::text::Safe;

const LONGEST: Duration = Duration::from_mins(2);

/// What was found out.
#[derive(Debug, Default)]
pub(super) struct Looked {
    pub accounts: Vec<Account>,
    pub notices: Vec<Notice>,
    /// Why the fleet as a whole could not be read.
    pub failure: Option<Failure>,
    /// Where credentials come from.
    pub origins: BTreeMap<AccountId, Result<Safe, Failure>>,
    pub probes: BTreeMap<Scope, Result<Vec<Probe>, Failure>>,
    /// Time was up before everything had answered.
    pub cut_off: bool,
}

/// What one task brings.
enum Found {
    Fleet,
    Origin(AccountId, Option<Result<Safe, Failure>>),
    Probed(Scope, Result<Vec<Probe>, Failure>),
}

pub(super) async fn look(engine: &Engine) -> Looked {
    let mut looked = Looked::default();
    let end = tokio::time::timeout(LONGEST, looked.fill(engine)).await;
    looked.cut_off = end.is_err();
    looked
}

impl Looked {
    async fn fill(&mut self, engine: &Engine) {
        let (sink, mut arrivals) = unbounded_channel();
        let mut tasks = JoinSet::new();
        let fleet = engine.clone();
        tasks.spawn(async move {
            fleet.run(Fetch::Fleet, Priority::Visible, &sink).await;
            Found::Fleet
        });
        loop {
            tokio::select! {
                biased;
                Some(arrival) = arrivals.recv() => self.arrived(arrival, engine, &mut tasks),
                found = tasks.join_next() => match found {
                    Some(Ok(Found::Fleet)) => {}
                    Some(Ok(Found::Origin(account, origin))) => {
                        self.origins.extend(origin.map(|origin| (account, origin)));
                    }
                    Some(Ok(Found::Probed(scope, probes))) => {
                        self.probes.insert(scope, probes);
                    }
                    Some(Err(error)) => {
                        if let Ok(panic) = error.try_into_panic() {
                            std::panic::resume_unwind(panic);
                        }
                    }
                    None => break,
                },
            }
        }
    }

    fn arrived(&mut self, arrival: Arrival, engine: &Engine, tasks: &mut JoinSet<Found>) {
        match arrival {
            Arrival::Accounts(mut accounts) => {
                for account in &mut accounts {
                    if let Some(known) = self.accounts.iter().find(|known| known.id == account.id) {
                        account.login = known.login.clone();
                    } else {
                        let (engine, id) = (engine.clone(), account.id);
                        tasks.spawn(async move { Found::Origin(id, engine.origin(id).await) });
                    }
                }
                self.accounts = accounts;
                // A way that was tried on the way to the list is told with the list.
                let entered = |account: &&Account| matches!(account.login, Login::Ok { .. });
                let ids: Vec<AccountId> = self.accounts.iter().filter(entered).map(|one| one.id).collect();
                for id in ids {
                    self.probe(id, engine, tasks);
                }
            }
            Arrival::Login(id, login) => {
                let entered = matches!(login, Login::Ok { .. });
                if let Some(account) = self.accounts.iter_mut().find(|account| account.id == id) {
                    account.login = login;
                }
                if entered {
                    self.probe(id, engine, tasks);
                }
            }
            Arrival::Notice(notice) => self.notices.push(notice),
            Arrival::Failed(failure, _) => self.failure = Some(failure),
            _ => {}
        }
    }

    /// Asks once in each region of an account.
    fn probe(&mut self, id: AccountId, engine: &Engine, tasks: &mut JoinSet<Found>) {
        let Some(account) = self.accounts.iter().find(|account| account.id == id) else { return };
        for region in &account.regions {
            let scope = Scope { account: id, region: region.clone() };
            if self.probes.contains_key(&scope) {
                continue;
            }
            // Until it answers it is known to have been asked, and nothing else.
            self.probes.insert(scope.clone(), Ok(Vec::new()));
            let engine = engine.clone();
            tasks.spawn(async move {
                let probes = Box::pin(engine.probe(&scope)).await;
                Found::Probed(scope, probes)
            });
        }
    }
}
