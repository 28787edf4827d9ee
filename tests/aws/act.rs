//! The acting half over a simulated organization: plan, permit, journal, call, follow. Rows X01.. A26.. and C06.. are
//! those of the fault matrix.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use jiff::Timestamp;
use sagedeck::aws::engine::Engine;
use sagedeck::aws::settings::{FleetSource, Organization, Settings};
use sagedeck::catalog;
use sagedeck::journal::{Journal, Origin, Verdict};
use sagedeck::model::account::{Account, AccountRole};
use sagedeck::model::action::Verb;
use sagedeck::model::audit::{Act, Ending, Progress};
use sagedeck::model::fetch::{Arrival, Cell, Fetch, Horizon, JobId, Priority, Target};
use sagedeck::model::inventory::Inventory;
use sagedeck::model::kind::Kind;
use sagedeck::model::permit::WritePermit;
use sagedeck::model::protect::Protect;
use sagedeck::model::resource::{Detail, Resource, Tag};
use sagedeck::model::row::Row;
use sagedeck::model::scope::Region;
use sagedeck::model::text::Safe;
use sagedeck::plan::tags::Spellings;
use sagedeck::plan::{Approved, Confirm, Plan, Rules};
use sagedeck::runtime::act::{Hand, Tell};
use sagedeck::sim::{
    ACCESS_KEY, Effect, Fault, Notebook, OPERATOR_ROLE, READER_ROLE, SECRET_KEY, Sim, World,
};
use tempfile::TempDir;
use tokio::sync::mpsc::unbounded_channel;
use tokio::task::JoinHandle;

use super::scene::{EU, ONE, TWO as PROD, accounts, notebook, scope, start};

mod bulk;
mod crash;
mod faults;
mod hosting;
mod jobs;
mod monkey;
mod once;
mod policies;
mod runs;
mod studio;

const STOP: &str = "StopNotebookInstance";

/// A data-science account with so many running notebooks, and a production account with one.
fn world(notebooks: usize) -> World {
    accounts(notebooks, 1).notebook(PROD, EU, notebook("prod-a"))
}

/// An operator's process: an engine that is logged in everywhere, a journal, a hand.
struct Operator {
    sim: Sim,
    engine: Engine,
    hand: Hand,
    accounts: Vec<Account>,
}

/// The disk that several processes share.
struct Disk {
    folder: TempDir,
    /// What is written down is done in the demo.
    simulated: bool,
}

impl Disk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), simulated: false }
    }

    fn simulated() -> Self {
        Self { simulated: true, ..Self::new() }
    }

    fn journal(&self, run: &str) -> Journal {
        let origin = Origin {
            run: run.to_owned(),
            host: "bastion".to_owned(),
            pid: 7,
            user: "operator".to_owned(),
            version: "0.0.0",
            simulated: self.simulated,
        };
        Journal::new(self.folder.path().join("journal"), origin)
    }

    /// What is written down, the newest first. The chain must be whole.
    fn acts(&self) -> Vec<Act> {
        let journal = self.journal("reader");
        assert!(matches!(journal.verify(None).unwrap(), Verdict::Whole { .. } | Verdict::Empty));
        journal.acts(1_000).unwrap().acts
    }

    /// Outcomes by name of the resource, the oldest first.
    fn outcomes(&self) -> Vec<(String, Option<String>, Option<String>)> {
        let words = |act: &Act| {
            let answer = act.answer.as_ref().map(|answer| answer.answer.raw().to_owned());
            let ending = act.outcome.as_ref().map(|outcome| outcome.ending.raw().to_owned());
            (act.name.raw().to_owned(), answer, ending)
        };
        self.acts().iter().rev().map(words).collect()
    }
}

fn settings(sim: &Sim) -> Settings {
    let clock = sim.clock();
    let organization = Organization {
        role: READER_ROLE.into(),
        operator_role: Some(OPERATOR_ROLE.into()),
        ..Organization::default()
    };
    let keys = Credentials::new(ACCESS_KEY, SECRET_KEY, None, None, "sim");
    Settings {
        fleet: FleetSource::Organization(organization),
        regions: vec![Region::parse(EU).unwrap()],
        http: Some(SharedHttpClient::new(sim.clone())),
        credentials: Some(SharedCredentialsProvider::new(keys)),
        ..Settings::new(Arc::new(move || clock.now()))
    }
}

impl Operator {
    async fn new(sim: &Sim, disk: &Disk, run: &str) -> Self {
        Self::with(sim, settings(sim), disk, run).await
    }

    async fn with(sim: &Sim, settings: Settings, disk: &Disk, run: &str) -> Self {
        let clock = sim.clock();
        let engine = Engine::new(settings);
        let now = Arc::new(move || clock.now());
        let hand = Hand::new(engine.clone(), disk.journal(run), Protect::default(), now);
        let mut operator = Self { sim: sim.clone(), engine, hand, accounts: Vec::new() };
        for arrival in operator.ask(Fetch::Fleet).await {
            match arrival {
                Arrival::Accounts(accounts) => operator.accounts = accounts,
                Arrival::Login(id, login) => {
                    let known = operator.accounts.iter_mut().find(|account| account.id == id);
                    known.unwrap().login = login;
                }
                Arrival::Failed(failure, _) => panic!("{failure}"),
                _ => {}
            }
        }
        operator
    }

    async fn ask(&self, fetch: Fetch) -> Vec<Arrival> {
        let (sink, mut source) = unbounded_channel();
        self.engine.run(fetch, Priority::Visible, &sink).await;
        drop(sink);
        let mut arrivals = Vec::new();
        while let Some(arrival) = source.recv().await {
            arrivals.push(arrival);
        }
        arrivals
    }

    /// The rows of an account, as a console would have them.
    async fn rows(&self, account: &str) -> Vec<Row> {
        self.rows_of(account, Kind::Notebook).await
    }

    /// The same of another kind.
    async fn rows_of(&self, account: &str, kind: Kind) -> Vec<Row> {
        let cell = Cell { scope: scope(account), kind };
        let mut inventory = Inventory::default();
        inventory.begin(&cell, JobId(1));
        for arrival in self.ask(Fetch::List(cell, Horizon::default())).await {
            if let Arrival::Page(page) = arrival {
                inventory.merge(JobId(1), page);
            }
        }
        let listed: Vec<Target> = inventory.resources().map(|resource| Target::of(resource)).collect();
        for target in listed {
            for arrival in self.ask(Fetch::Detail(target, Detail::Tags)).await {
                if let Arrival::Patch(patch) = arrival {
                    inventory.patch(*patch);
                }
            }
        }
        let known = self.accounts.iter().find(|known| known.id.to_string() == account).unwrap();
        let row = |resource: &Arc<Resource>| Row {
            resource: Arc::clone(resource),
            account: Arc::new(known.clone()),
            derived: Arc::default(),
        };
        let mut rows: Vec<Row> = inventory.resources().map(row).collect();
        rows.sort_by(|a, b| a.resource.name.cmp(&b.resource.name));
        rows
    }

    /// A plan on everything that the account has, or on these names, agreed to as it asks.
    async fn approve(&self, verb: Verb, names: &[&str], tags: &[Tag]) -> Approved {
        let rows = self.rows(ONE).await;
        let rows: Vec<&Row> =
            rows.iter().filter(|row| names.is_empty() || names.contains(&row.resource.name.raw())).collect();
        agreed(&plan(&rows, verb, tags))
    }

    /// Carries it out and gives what was told last of each item.
    async fn act(&self, approved: Approved) -> Vec<Progress> {
        let (tell, told) = told(approved.items().len());
        Box::pin(self.hand.act(approved, WritePermit::mint(), tell)).await;
        let told = told.lock().unwrap();
        told.iter().map(|all| all.last().cloned().expect("every item is told of")).collect()
    }

    /// The same in the background: a process that may be killed.
    fn spawn(&self, approved: Approved) -> (JoinHandle<()>, Told) {
        let (tell, told) = told(approved.items().len());
        let hand = self.hand.clone();
        let task = async move { hand.act(approved, WritePermit::mint(), tell).await };
        (tokio::runtime::Handle::current().spawn(task), told)
    }

    async fn stop(&self, names: &[&str]) -> Vec<Progress> {
        let approved = self.approve(Verb::Stop, names, &[]).await;
        self.act(approved).await
    }

    fn status(&self, name: &str) -> String {
        let now = self.sim.now();
        self.sim.edit(|world| world.notebook_mut(ONE, EU, name).unwrap().status_at(now).to_owned())
    }
}

type Told = Arc<Mutex<Vec<Vec<Progress>>>>;

/// Keeps all that is told, but what was merely seen.
fn told(items: usize) -> (Tell, Told) {
    let told: Told = Arc::new(Mutex::new(vec![Vec::new(); items]));
    let kept = Arc::clone(&told);
    let tell: Tell = Arc::new(move |at, progress| {
        if !matches!(progress, Progress::Seen(_)) {
            kept.lock().unwrap()[at].push(progress);
        }
    });
    (tell, told)
}

fn plan(rows: &[&Row], verb: Verb, tags: &[Tag]) -> Plan {
    let protect = Protect::default();
    let (required, aliases) = (Vec::new(), std::collections::BTreeMap::new());
    let spellings = Spellings { required: &required, aliases: &aliases };
    let rules = Rules { read_only: None, protect: &protect, spellings };
    Plan::of(rows, verb, |_| tags, |resource| catalog::action(resource.kind, verb), rules, start())
}

fn agreed(plan: &Plan) -> Approved {
    let word = match plan.confirm().expect("there is something to agree to") {
        Confirm::Key => None,
        Confirm::Type { word, .. } => Some(word),
    };
    plan.approve(word.as_ref().map(Safe::raw)).unwrap()
}

fn ending(progress: &Progress) -> Option<Ending> {
    match progress {
        Progress::Ended { ending, .. } => Some(*ending),
        _ => None,
    }
}

fn words(progress: &Progress) -> &str {
    match progress {
        Progress::Ended { text, .. } | Progress::Skipped(text) | Progress::Unknown(text) => text.raw(),
        other => panic!("{other:?} has no words"),
    }
}

fn tag(key: &str, value: &str) -> Tag {
    Tag { key: Safe::new(key), value: Safe::new(value) }
}

fn line(name: &str, answer: Option<&str>, ending: Option<&str>) -> (String, Option<String>, Option<String>) {
    (name.to_owned(), answer.map(str::to_owned), ending.map(str::to_owned))
}

/// Lets simulated time pass.
async fn wait(seconds: u64) {
    tokio::time::sleep(Duration::from_secs(seconds)).await;
}
