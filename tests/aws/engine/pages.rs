//! Listings of several pages, whatever happens between them.

use std::collections::HashSet;

use super::*;

fn error(code: &str, message: &str) -> Effect {
    Effect::Error { code: code.into(), message: message.into(), status: 400 }
}

#[tokio::test(start_paused = true)]
async fn pages_of_a_hundred_arrive_one_by_one() {
    let mut rig = Rig::new(world(250)).await;
    let answered = rig.list(ONE).await;
    let sizes: Vec<_> = answered.pages().map(|page| (page.number, page.rows.len())).collect();
    assert_eq!(sizes, [(1, 100), (2, 100), (3, 50)]);
    assert_eq!(rig.sim.count(LIST), 3);
}

#[tokio::test(start_paused = true)]
async fn a20_a_resource_on_two_pages_is_one_row() {
    let mut rig = Rig::new(world(250)).await;
    rig.fault(Effect::DupItems(5));
    let answered = rig.list(ONE).await;
    let arns: HashSet<_> = answered.rows().iter().map(|row| row.arn.clone()).collect();
    assert_eq!((answered.rows().len(), arns.len()), (250, 250));
}

#[tokio::test(start_paused = true)]
async fn a21_what_moves_between_pages_is_right_after_the_next_listing() {
    let sim = Sim::new(world(250), start()).with_latency(Latency::Fixed(Duration::from_millis(100)));
    let mut rig = Rig::over(sim.clone()).await;
    let delete = async {
        tokio::time::sleep(Duration::from_millis(150)).await;
        sim.edit(|world| world.scope_mut(ONE, EU).notebooks.retain(|name, _| name.as_str() > "nb-0030"));
    };
    let engine = rig.engine.clone();
    let (answered, ()) = tokio::join!(ask(&engine, Fetch::List(cell(ONE), Horizon::default())), delete);
    let arns: HashSet<_> = answered.rows().iter().map(|row| row.arn.clone()).collect();
    assert_eq!(arns.len(), answered.rows().len());
    let (_, ended) = rig.load(ONE).await;
    assert!(matches!(ended, Some(Ended::Done { .. })), "{ended:?}");
    assert_eq!(rig.known(ONE), 219);
}

#[tokio::test(start_paused = true)]
async fn a22_a_token_loop_ends_partial() {
    let mut rig = Rig::new(world(250)).await;
    rig.fault(Effect::LoopToken);
    let (answered, _) = rig.load(ONE).await;
    assert_eq!(answered.failure().kind, FailureKind::Malformed);
    assert!(rig.sim.count(LIST) <= 3, "{}", rig.sim.count(LIST));
    assert_eq!(answered.rows().len(), 100);
    assert!(matches!(rig.freshness(ONE), Freshness::Partial(..)), "{:?}", rig.freshness(ONE));
}

#[tokio::test(start_paused = true)]
async fn a23_a_page_that_fails_keeps_those_before_and_the_old_rows_behind() {
    let mut rig = Rig::new(world(250)).await;
    rig.load(ONE).await;
    rig.sim.add_fault(Fault::new(error("AccessDeniedException", "no")).operation(LIST).nth(3));
    let (answered, _) = rig.load(ONE).await;
    assert_eq!(answered.rows().len(), 200);
    assert!(answered.failure().what.raw().starts_with("page 3: "), "{}", answered.failure());
    assert_eq!(rig.known(ONE), 250);
    assert!(matches!(rig.freshness(ONE), Freshness::Stale(..)), "{:?}", rig.freshness(ONE));
}

#[tokio::test(start_paused = true)]
async fn a24_an_expired_token_starts_the_listing_over() {
    let mut rig = Rig::new(world(250)).await;
    rig.sim.add_fault(Fault::new(Effect::ExpireToken).operation(LIST).nth(2));
    let (answered, ended) = rig.load(ONE).await;
    assert_eq!(ended, Some(Ended::Done { removed: Vec::new() }), "{:?}", answered.end);
    assert_eq!(rig.known(ONE), 250);
    assert_eq!(rig.sim.count(LIST), 2 + 3);
}

#[tokio::test(start_paused = true)]
async fn a24_tokens_that_expire_again_are_a_failure() {
    let mut rig = Rig::new(world(250)).await;
    for nth in [2, 4] {
        rig.sim.add_fault(Fault::new(Effect::ExpireToken).operation(LIST).nth(nth));
    }
    let (answered, _) = rig.load(ONE).await;
    assert_eq!(answered.failure().kind, FailureKind::Invalid);
    assert!(matches!(rig.freshness(ONE), Freshness::Partial(..)));
    assert_eq!(rig.sim.count(LIST), 4);
}
