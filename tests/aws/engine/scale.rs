//! Many accounts at once: near the floor of the page chain, and cancellable.

use super::*;
use tokio::task::JoinSet;

fn many(accounts: usize, notebooks: usize) -> (World, Vec<String>) {
    let ids: Vec<String> =
        (0..accounts).map(|number| format!("{:012}", 300_000_000_000_u64 + number as u64)).collect();
    let mut world = World::empty();
    for (number, id) in ids.iter().enumerate() {
        world = world.account(id, &format!("ds-{number}"), "Workloads/DataScience", &[]);
        for nb in 0..notebooks {
            world = world.notebook(id, EU, notebook(&format!("nb-{nb:04}")));
        }
    }
    (world, ids)
}

#[tokio::test(start_paused = true)]
async fn a_hundred_accounts_are_listed_in_the_time_of_one() {
    let (world, ids) = many(100, 250);
    let sim = Sim::new(world, start()).with_latency(Latency::Fixed(Duration::from_millis(80)));
    let rig = Rig::over(sim).await;
    let started = Instant::now();
    let mut jobs = JoinSet::new();
    for id in ids {
        let engine = rig.engine.clone();
        jobs.spawn(
            async move { ask(&engine, Fetch::List(cell(&id), Horizon::default())).await.rows().len() },
        );
    }
    let rows: usize = jobs.join_all().await.into_iter().sum();
    let took = started.elapsed();
    assert_eq!(rows, 25_000);
    assert!(took < Duration::from_millis(3 * 80 * 115 / 100), "three pages of 80 ms each: {took:?}");
}

#[tokio::test(start_paused = true)]
async fn a_job_that_is_dropped_leaves_nothing_behind() {
    let sim = Sim::new(world(250), start()).with_latency(Latency::Fixed(Duration::from_millis(80)));
    let rig = Rig::over(sim.clone()).await;
    let job = ask(&rig.engine, Fetch::List(cell(ONE), Horizon::default()));
    assert!(tokio::time::timeout(Duration::from_millis(100), job).await.is_err());
    assert_eq!(rig.engine.calls().in_flight(), 0);
    let before = sim.requests().len();
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(sim.requests().len(), before);
}

#[tokio::test(start_paused = true)]
async fn nobody_listening_ends_a_listing() {
    let rig = Rig::new(world(250)).await;
    let (sink, source) = unbounded_channel();
    drop(source);
    rig.engine.run(Fetch::List(cell(ONE), Horizon::default()), Priority::Background, &sink).await;
    assert_eq!(rig.sim.count(LIST), 1);
}

#[tokio::test(start_paused = true)]
async fn calls_are_counted_by_account_and_operation() {
    let mut rig = Rig::new(world(250)).await;
    let version = rig.engine.calls_version();
    rig.list(ONE).await;
    assert_ne!(rig.engine.calls_version(), version);
    let calls = rig.engine.calls();
    let stat = calls.stats.iter().find(|stat| stat.operation == LIST).unwrap();
    assert_eq!(stat.account.map(|id| id.to_string()).as_deref(), Some(ONE));
    assert_eq!((stat.region.as_str(), stat.sent, stat.failed, stat.in_flight), (EU, 3, 0, 0));
    assert_eq!(calls.sent() as usize, rig.sim.requests().len(), "every request is counted, logins too");
}
