//! Getting into accounts: what each test needs in common.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use jiff::Timestamp;
use sagedeck::aws::session::Sessions;
use sagedeck::aws::settings::{FleetSource, Organization, Settings};
use sagedeck::model::account::{Account, Login};
use sagedeck::model::failure::{Failure, FailureKind};
use sagedeck::model::fetch::Arrival;
use sagedeck::model::scope::{AccountId, Region, Scope};
use sagedeck::sim::{self, Sim};

mod broken;
mod child;
mod fleet;
mod limits;
mod login;
mod loopback;
mod pool;
mod profiles;
mod wire;

fn start() -> Timestamp {
    "2026-11-23T15:00:00Z".parse().unwrap()
}

/// The simulator's management account, as the demo has it.
fn simulated(sim: &Sim) -> Settings {
    as_caller(sim, &sim::access_key(sim::MANAGEMENT))
}

fn as_caller(sim: &Sim, key: &str) -> Settings {
    let clock = sim.clone();
    let mut settings = Settings::new(Arc::new(move || clock.now()));
    settings.fleet = FleetSource::Organization(organization());
    settings.http = Some(SharedHttpClient::new(sim.clone()));
    let keys = Credentials::new(key, sim::SECRET_KEY, None, None, "simulator");
    settings.credentials = Some(SharedCredentialsProvider::new(keys));
    settings.regions = vec![region("eu-west-1")];
    settings
}

fn organization() -> Organization {
    Organization { role: sim::READER_ROLE.to_owned(), ..Organization::default() }
}

fn region(name: &str) -> Region {
    Region::parse(name).unwrap()
}

fn id(digits: &str) -> AccountId {
    digits.parse().unwrap()
}

fn scope(digits: &str) -> Scope {
    Scope { account: id(digits), region: region("eu-west-1") }
}

fn sessions(settings: Settings) -> Sessions {
    Sessions::new(settings, Arc::new(|client| client))
}

/// What a reading of the fleet sent.
#[derive(Debug, Default)]
struct Seen {
    /// Each `Accounts`.
    tellings: Vec<Vec<Account>>,
    logins: BTreeMap<AccountId, Login>,
    notices: Vec<String>,
    result: Option<Failure>,
}

impl Seen {
    fn accounts(&self) -> &[Account] {
        self.tellings.last().unwrap()
    }

    fn names(&self) -> Vec<&str> {
        self.accounts().iter().map(|account| account.name.raw()).collect()
    }

    fn login(&self, digits: &str) -> &Login {
        &self.logins[&id(digits)]
    }

    fn failed(&self, digits: &str) -> &Failure {
        match self.login(digits) {
            Login::Failed(failure) => failure,
            other => panic!("{digits} is {other:?}"),
        }
    }

    /// As lines, for the tests that read a child's output.
    fn lines(&self) -> String {
        let mut out = String::new();
        for notice in &self.notices {
            let _ = writeln!(out, "NOTICE {notice}");
        }
        for (id, login) in &self.logins {
            let _ = match login {
                Login::Ok { caller, .. } => writeln!(out, "LOGIN {id} ok {caller}"),
                Login::Failed(failure) => writeln!(out, "LOGIN {id} {:?} {failure}", failure.kind),
                Login::Unknown => writeln!(out, "LOGIN {id} unknown"),
            };
        }
        if let Some(failure) = &self.result {
            let _ = writeln!(out, "FAILED {:?} {failure}", failure.kind);
        }
        out
    }
}

async fn read(sessions: &Sessions) -> Seen {
    let (sink, mut arrivals) = tokio::sync::mpsc::unbounded_channel();
    let result = sessions.fleet(&sink).await.err();
    drop(sink);
    let mut seen = Seen { result, ..Seen::default() };
    while let Some(arrival) = arrivals.recv().await {
        match arrival {
            Arrival::Accounts(accounts) => seen.tellings.push(accounts),
            Arrival::Login(id, login) => {
                seen.logins.insert(id, login);
            }
            Arrival::Notice(notice) => seen.notices.push(notice.text.raw().to_owned()),
            other => panic!("the fleet sends no {other:?}"),
        }
    }
    seen
}

fn kind(login: &Login) -> Option<FailureKind> {
    match login {
        Login::Failed(failure) => Some(failure.kind),
        _ => None,
    }
}
