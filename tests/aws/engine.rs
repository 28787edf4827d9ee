//! The reading half: questions asked of an [`Engine`] over a simulated organization. Rows A01.. and N11.. are those of
//! the fault matrix.

use std::sync::Arc;
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use jiff::Timestamp;
use sagedeck::aws::engine::Engine;
use sagedeck::aws::settings::{FleetSource, Organization, Settings};
use sagedeck::model::failure::{Failure, FailureKind};
use sagedeck::model::fetch::{
    Arrival, Cell, Described, Fetch, Horizon, JobId, Page, Patch, Priority, Target,
};
use sagedeck::model::inventory::{Ended, Freshness, Inventory};
use sagedeck::model::kind::Kind;
use sagedeck::model::resource::{Detail, Resource};
use sagedeck::model::scope::{Region, Scope};
use sagedeck::sim::{ACCESS_KEY, Effect, Fault, Latency, Notebook, READER_ROLE, SECRET_KEY, Sim, World};
use tokio::sync::mpsc::unbounded_channel;
use tokio::time::Instant;

use super::scene::{EU, ONE, TWO, accounts, many, notebook, over, scope, start};

mod answers;
mod details;
mod hosting;
mod jobs;
mod logs;
mod pace;
mod pages;
mod pipelines;
mod probe;
mod refusals;
mod registry;
mod scale;
mod skew;
mod studio;
mod walls;

const LIST: &str = "ListNotebookInstances";

/// Two accounts; in the first so many notebooks, in the second two.
fn world(notebooks: usize) -> World {
    accounts(notebooks, 4).notebook(TWO, EU, notebook("prod-a")).notebook(TWO, EU, notebook("prod-b"))
}

fn cell(account: &str) -> Cell {
    Cell { scope: scope(account), kind: Kind::Notebook }
}

fn target(account: &str, name: &str) -> Target {
    let arn = format!("arn:aws:sagemaker:{EU}:{account}:notebook-instance/{name}");
    let arn = sagedeck::model::id::Arn::new(arn);
    Target { arn, kind: Kind::Notebook, name: name.into(), scope: scope(account), within: None }
}

/// An engine over a simulator, logged in everywhere.
struct Rig {
    sim: Sim,
    engine: Engine,
    inventory: Inventory,
    job: u64,
}

/// What a question brought.
struct Answered {
    arrivals: Vec<Arrival>,
    end: Result<(), Failure>,
    took: Duration,
}

impl Answered {
    fn pages(&self) -> impl Iterator<Item = &Page> {
        self.arrivals.iter().filter_map(|arrival| match arrival {
            Arrival::Page(page) => Some(page),
            _ => None,
        })
    }

    fn rows(&self) -> Vec<&Resource> {
        self.pages().flat_map(|page| &page.rows).collect()
    }

    fn patches(&self) -> Vec<&Patch> {
        let mut patches = Vec::new();
        for arrival in &self.arrivals {
            if let Arrival::Patch(patch) = arrival {
                patches.push(&**patch);
            }
        }
        patches
    }

    fn failure(&self) -> &Failure {
        self.end.as_ref().unwrap_err()
    }
}

impl Rig {
    async fn new(world: World) -> Self {
        Self::over(Sim::new(world, start())).await
    }

    async fn over(sim: Sim) -> Self {
        let settings = over(&sim);
        let mut rig = Self { sim, engine: Engine::new(settings), inventory: Inventory::default(), job: 0 };
        let fleet = rig.ask(Fetch::Fleet).await;
        assert_eq!(fleet.end, Ok(()), "{:?}", fleet.arrivals);
        rig
    }

    fn fault(&self, effect: Effect) -> &Self {
        self.sim.add_fault(Fault::new(effect).operation(LIST));
        self
    }

    async fn ask(&mut self, fetch: Fetch) -> Answered {
        ask(&self.engine, fetch).await
    }

    async fn list(&mut self, account: &str) -> Answered {
        self.ask(Fetch::List(cell(account), Horizon::default())).await
    }

    async fn detail(&mut self, target: Target, detail: Detail) -> Result<Described, Failure> {
        let answered = self.ask(Fetch::Detail(target, detail)).await;
        let [patch] = answered.patches()[..] else { panic!("{:?}", answered.arrivals) };
        assert_eq!(patch.result.is_ok(), answered.end.is_ok());
        patch.result.clone()
    }

    /// Lists into the inventory, as the console does.
    async fn load(&mut self, account: &str) -> (Answered, Option<Ended>) {
        self.job += 1;
        let (cell, job) = (cell(account), JobId(self.job));
        self.inventory.begin(&cell, job);
        let answered = self.list(account).await;
        for page in answered.pages() {
            self.inventory.merge(job, page.clone());
        }
        let ended = match &answered.end {
            Ok(()) => Some(self.inventory.finish(&cell, job, self.sim.now())),
            Err(failure) => {
                self.inventory.fail(&cell, job, failure.clone());
                None
            }
        };
        (answered, ended)
    }

    fn freshness(&self, account: &str) -> &Freshness {
        &self.inventory.cell(&cell(account)).unwrap().freshness
    }

    fn known(&self, account: &str) -> usize {
        self.inventory.cell(&cell(account)).unwrap().len()
    }
}

async fn ask(engine: &Engine, fetch: Fetch) -> Answered {
    let (sink, mut source) = unbounded_channel();
    let started = Instant::now();
    engine.run(fetch, Priority::Visible, &sink).await;
    drop(sink);
    let mut arrivals = Vec::new();
    while let Some(arrival) = source.recv().await {
        arrivals.push(arrival);
    }
    let end = match arrivals.pop() {
        Some(Arrival::Done(_)) => Ok(()),
        Some(Arrival::Failed(failure, _)) => Err(failure),
        other => panic!("a job must end with Done or Failed, not with {other:?}"),
    };
    let ends = |arrival: &Arrival| matches!(arrival, Arrival::Done(_) | Arrival::Failed(..));
    assert!(!arrivals.iter().any(ends), "a job ends once");
    Answered { arrivals, end, took: started.elapsed() }
}
