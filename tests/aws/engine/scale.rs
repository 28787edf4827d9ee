//! Many accounts at once: near the floor of the page chain, and cancellable.

use super::*;
use tokio::task::JoinSet;

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

/// As many accounts and rows as an organization has: one listing in each account, whatever a call takes.
#[tokio::test(start_paused = true)]
async fn a25_ten_thousand_notebooks_in_three_hundred_accounts_are_a_bounded_number_of_calls() {
    let (world, ids) = many(300, 34);
    let sim = Sim::new(world, start()).with_latency(Latency::Fixed(Duration::from_millis(80)));
    let mut rig = Rig::over(sim.clone()).await;
    assert_eq!(sim.count("AssumeRole"), 300);
    assert!(sim.count("GetCallerIdentity") <= 2, "{}", sim.count("GetCallerIdentity"));
    let mut jobs = JoinSet::new();
    for id in ids.clone() {
        let engine = rig.engine.clone();
        jobs.spawn(
            async move { (id.clone(), ask(&engine, Fetch::List(cell(&id), Horizon::default())).await) },
        );
    }
    for (number, (id, answered)) in jobs.join_all().await.into_iter().enumerate() {
        let job = JobId(number as u64);
        rig.inventory.begin(&cell(&id), job);
        for page in answered.pages() {
            rig.inventory.merge(job, page.clone());
        }
        let ended = rig.inventory.finish(&cell(&id), job, sim.now());
        assert!(matches!(ended, Ended::Done { .. }), "{id}: {ended:?}");
    }
    assert_eq!(rig.inventory.resources().count(), 10_200);
    assert!(ids.iter().all(|id| rig.known(id) == 34));
    assert_eq!(sim.count(LIST), 300, "one page in each account");
    assert!((200..=256).contains(&sim.most_under_way()), "{} calls at a time", sim.most_under_way());
}

#[tokio::test(start_paused = true)]
async fn a25_ten_thousand_notebooks_in_one_account_are_a_hundred_pages_one_behind_the_other() {
    let sim = Sim::new(accounts(10_000, 5), start());
    let mut rig = Rig::over(sim.clone()).await;
    let (answered, ended) = rig.load(ONE).await;
    assert!(matches!(ended, Some(Ended::Done { .. })), "{ended:?}");
    assert_eq!((rig.known(ONE), sim.count(LIST)), (10_000, 100));
    // A page is handed on before the next is asked for, so no more than one is ever held.
    assert!(answered.pages().all(|page| page.rows.len() == 100));
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
