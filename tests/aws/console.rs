//! The whole console but for its screen, over the simulator: what `runtime` does with messages and effects, on paused
//! time. For the faults that show only when everything plays together: N21 and N24.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use sagedeck::app::{Effect, Model, Msg, Setup, Size, start, update};
use sagedeck::aws::engine::Engine;
use sagedeck::model::account::Login;
use sagedeck::model::failure::FailureKind;
use sagedeck::model::fetch::{Arrival, Cell, Fetch, JobId};
use sagedeck::model::inventory::Freshness;
use sagedeck::model::kind::Kind;
use sagedeck::sim::{Effect as Mishap, Fault, Latency, Sim};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{Instant, sleep_until};

use super::scene::{many, over, scope, start as beginning};

/// How often the loop looks at the clock.
const SECOND: Duration = Duration::from_secs(1);
const REFRESH_S: u32 = 120;

struct Desk {
    sim: Sim,
    engine: Engine,
    model: Model,
    tasks: JoinSet<()>,
    running: HashMap<JobId, AbortHandle>,
    /// Of notebooks.
    listings: HashSet<JobId>,
    all: UnboundedSender<(JobId, Arrival)>,
    inbox: UnboundedReceiver<(JobId, Arrival)>,
    began: Instant,
    /// When the first login, the first row and the end of the last listing of notebooks came.
    logged_in: Option<Duration>,
    first_row: Option<Duration>,
    listed: Duration,
}

impl Desk {
    fn open(sim: Sim) -> Self {
        let engine = Engine::new(over(&sim));
        let setup = Setup { refresh_s: Some(REFRESH_S), ..Setup::plain(sim.now()) };
        let (all, inbox) = unbounded_channel();
        let mut desk = Self {
            sim,
            engine,
            model: Model::new(setup),
            tasks: JoinSet::new(),
            running: HashMap::new(),
            listings: HashSet::new(),
            all,
            inbox,
            began: Instant::now(),
            logged_in: None,
            first_row: None,
            listed: Duration::ZERO,
        };
        desk.deliver(Msg::Resized(Size { width: 120, height: 36 }));
        let effects = start(&mut desk.model);
        desk.perform(effects);
        desk
    }

    fn deliver(&mut self, msg: Msg) {
        let effects = update(&mut self.model, msg);
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Fetch(id, fetch, priority) => {
                    if matches!(&fetch, Fetch::List(cell, _) if cell.kind == Kind::Notebook) {
                        self.listings.insert(id);
                    }
                    let (engine, all) = (self.engine.clone(), self.all.clone());
                    let task = self.tasks.spawn(async move {
                        let (sink, mut found) = unbounded_channel();
                        let pass_on = async {
                            while let Some(arrival) = found.recv().await {
                                let _ = all.send((id, arrival));
                            }
                        };
                        let run = async {
                            engine.run(fetch, priority, &sink).await;
                            drop(sink);
                        };
                        tokio::join!(run, pass_on);
                    });
                    self.running.insert(id, task);
                }
                Effect::Cancel(id) => drop(self.running.remove(&id).map(|task| task.abort())),
                _ => {}
            }
        }
    }

    fn arrived(&mut self, id: JobId, arrival: Arrival) {
        let now = self.began.elapsed();
        match &arrival {
            Arrival::Login(_, Login::Ok { .. }) => drop(self.logged_in.get_or_insert(now)),
            Arrival::Page(page) if !page.rows.is_empty() => drop(self.first_row.get_or_insert(now)),
            Arrival::Done(_) if self.listings.contains(&id) => self.listed = now,
            _ => {}
        }
        self.deliver(Msg::Arrived(id, arrival));
    }

    /// Lets time pass until so much of it has passed since the start.
    async fn until(&mut self, second: u64) {
        let end = self.began + Duration::from_secs(second);
        let mut tick = Instant::now() + SECOND;
        while tick <= end {
            tokio::select! {
                biased;
                Some((id, arrival)) = self.inbox.recv() => {
                    self.arrived(id, arrival);
                    while let Ok((id, arrival)) = self.inbox.try_recv() {
                        self.arrived(id, arrival);
                    }
                }
                () = sleep_until(tick) => {
                    self.deliver(Msg::Tick(self.sim.now()));
                    // As if it were drawn.
                    self.model.take_dirty();
                    tick += SECOND;
                }
            }
            while self.tasks.try_join_next().is_some() {}
        }
    }

    fn freshness(&self, account: &str) -> &Freshness {
        let cell = Cell { scope: scope(account), kind: Kind::Notebook };
        &self.model.inventory.cell(&cell).unwrap().freshness
    }
}

/// Five minutes without a network, behind the first refresh, for more accounts than calls may be under way.
#[tokio::test(start_paused = true)]
async fn n21_a_network_that_comes_back_brings_everything_back_within_one_refresh() {
    const DOWN: u64 = 130;
    const UP: u64 = 430;
    let (world, ids) = many(270, 1);
    let sim = Sim::new(world, beginning()).with_latency(Latency::Fixed(Duration::from_millis(50)));
    sim.add_fault(Fault::new(Mishap::Io).within(DOWN as f64, UP as f64));
    let mut desk = Desk::open(sim.clone());
    desk.until(DOWN - 1).await;
    assert!(ids.iter().all(|id| matches!(desk.freshness(id), Freshness::Fresh(_))));
    assert_eq!(desk.model.strip.failed, 0);
    let problems = desk.model.problems.clone();

    desk.until(UP).await;
    let down = beginning() + Duration::from_secs(DOWN);
    for id in &ids {
        let Freshness::Stale(at, why) = desk.freshness(id) else { panic!("{id}: {:?}", desk.freshness(id)) };
        assert_eq!(why.kind, FailureKind::Unreachable);
        assert!(*at < down, "the age is that of the last answer");
    }
    assert_eq!(desk.model.inventory.resources().filter(|row| row.kind == Kind::Notebook).count(), 270);
    assert!(desk.model.strip.oldest.is_some_and(|oldest| oldest < down));
    assert_eq!(desk.model.strip.failed, ids.len() + 1, "and the account that manages the organization");

    desk.until(UP + u64::from(REFRESH_S)).await;
    let up = beginning() + Duration::from_secs(UP);
    for id in &ids {
        let Freshness::Fresh(at) = desk.freshness(id) else { panic!("{id}: {:?}", desk.freshness(id)) };
        assert!(*at >= up);
    }
    assert_eq!(desk.model.strip.failed, 0);
    assert_eq!(desk.model.problems, problems, "nothing is left of it");
    assert!(sim.most_under_way() <= 256, "{} calls at a time", sim.most_under_way());
}

/// What is far away takes the round trips that it must: one from the login to the first rows, and one for each page.
#[tokio::test(start_paused = true)]
async fn n24_with_800_ms_to_aws_the_first_rows_are_one_page_behind_the_login() {
    const FAR: Duration = Duration::from_millis(800);
    let (world, ids) = many(40, 250);
    let sim = Sim::new(world, beginning()).with_latency(Latency::Fixed(FAR));
    let mut desk = Desk::open(sim.clone());
    desk.until(60).await;
    assert_eq!(desk.model.inventory.resources().filter(|row| row.kind == Kind::Notebook).count(), 10_000);
    assert!(ids.iter().all(|id| matches!(desk.freshness(id), Freshness::Fresh(_))));
    let (login, row) = (desk.logged_in.unwrap(), desk.first_row.unwrap());
    // This is the simulator's time, not this machine's.
    assert!(row < login + FAR * 11 / 10, "{login:?}, {row:?}");
    assert!(
        login < FAR * 75 / 10,
        "who one is, the root, three levels of units of which one has two pages, the role: {login:?}"
    );
    assert!(desk.listed < login + FAR * 33 / 10, "three pages in every account at once: {:?}", desk.listed);
}
