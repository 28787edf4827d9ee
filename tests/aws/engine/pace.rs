//! Throttling and broken answers of the service: waited out, paced, bounded.

use super::*;

#[tokio::test(start_paused = true)]
async fn a01_full_throttling_is_waited_out_without_a_failure() {
    let mut rig = Rig::new(world(3)).await;
    rig.sim.add_fault(Fault::new(Effect::Throttle).operation(LIST).within(0.0, 60.0));
    let answered = rig.list(ONE).await;
    assert_eq!(answered.end, Ok(()));
    assert_eq!(answered.rows().len(), 3);
    let calls = rig.sim.count(LIST);
    assert!((3..=20).contains(&calls), "{calls} calls in a minute of throttling");
    assert!(answered.took < Duration::from_secs(70), "it goes on soon after: {:?}", answered.took);
    let calls = rig.engine.calls();
    let stat = calls.stats.iter().find(|stat| stat.operation == LIST).unwrap();
    assert_eq!((stat.throttled + 1, stat.service), (stat.sent, "sagemaker"));
    assert!(stat.rate >= 5.0 / 30.0 - 1e-9, "never slower than a thirtieth of the plan: {}", stat.rate);
}

#[tokio::test(start_paused = true)]
async fn a01_throttling_without_end_is_a_failure_in_the_end_and_cheap() {
    let mut rig = Rig::new(world(3)).await;
    rig.fault(Effect::Throttle);
    let answered = rig.list(ONE).await;
    assert_eq!(answered.failure().kind, FailureKind::Throttled);
    assert!(answered.took > Duration::from_mins(2), "{:?}", answered.took);
    assert!(rig.sim.count(LIST) <= 40, "{}", rig.sim.count(LIST));
}

#[tokio::test(start_paused = true)]
async fn a02_one_throttled_account_slows_no_other() {
    let mut rig = Rig::new(world(3)).await;
    rig.sim.add_fault(Fault::new(Effect::Throttle).account(ONE).within(0.0, 30.0));
    let (engine, other) = (rig.engine.clone(), rig.engine.clone());
    let (slow, fast) = tokio::join!(
        ask(&engine, Fetch::List(cell(ONE), Horizon::default())),
        ask(&other, Fetch::List(cell(TWO), Horizon::default()))
    );
    assert!(slow.took > Duration::from_secs(25), "{:?}", slow.took);
    assert!(fast.took < Duration::from_millis(100), "{:?}", fast.took);
    let many = rig.list(TWO).await;
    assert!(many.took < Duration::from_millis(100), "{:?}", many.took);
}

#[tokio::test(start_paused = true)]
async fn a03_a_429_without_a_code_is_throttling() {
    let mut rig = Rig::new(world(3)).await;
    rig.sim.add_fault(Fault::new(Effect::Status429).operation(LIST).times(2));
    assert_eq!(rig.list(ONE).await.end, Ok(()));
    assert_eq!(rig.sim.count(LIST), 3);
    assert_eq!(rig.engine.calls().throttled(), 2);
}

#[tokio::test(start_paused = true)]
async fn a04_the_wait_that_aws_asks_for_is_kept() {
    let mut rig = Rig::new(world(3)).await;
    rig.sim.add_fault(Fault::new(Effect::RetryAfter(7)).operation(LIST).times(1));
    let answered = rig.list(ONE).await;
    assert_eq!(answered.end, Ok(()));
    assert!((7.0..8.0).contains(&answered.took.as_secs_f64()), "{:?}", answered.took);
}

#[tokio::test(start_paused = true)]
async fn a05_a_burst_of_server_errors_is_survived() {
    for status in [500, 502, 503, 504] {
        let mut rig = Rig::new(world(3)).await;
        let (code, message) = ("InternalFailure".into(), "sorry".into());
        rig.sim.add_fault(Fault::new(Effect::Error { code, message, status }).operation(LIST).times(2));
        assert_eq!(rig.list(ONE).await.end, Ok(()), "{status}");
        assert_eq!(rig.sim.count(LIST), 3, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn a05_lasting_server_errors_leave_the_old_rows() {
    for status in [500, 503] {
        let mut rig = Rig::new(world(3)).await;
        rig.load(ONE).await;
        let (code, message) = ("ServiceUnavailable".into(), "sorry".into());
        rig.fault(Effect::Error { code, message, status });
        let (answered, _) = rig.load(ONE).await;
        assert_eq!(answered.failure().kind, FailureKind::ServerError);
        assert_eq!(rig.sim.count(LIST), 1 + 3, "{status}");
        assert!(matches!(rig.freshness(ONE), Freshness::Stale(..)), "{:?}", rig.freshness(ONE));
        assert_eq!(rig.known(ONE), 3);
    }
}

#[tokio::test(start_paused = true)]
async fn a05_a_500_without_a_code_is_unsupported_after_one_retry() {
    let mut rig = Rig::new(world(3)).await;
    rig.fault(Effect::Html(500));
    let answered = rig.list(ONE).await;
    assert_eq!(answered.failure().kind, FailureKind::Unsupported);
    assert_eq!(rig.sim.count(LIST), 2);
}

#[tokio::test(start_paused = true)]
async fn broken_connections_are_tried_three_times() {
    for effect in [Effect::Io, Effect::Timeout, Effect::Dns("dns error: failed to lookup address".into())] {
        let mut rig = Rig::new(world(3)).await;
        rig.fault(effect.clone());
        assert_eq!(rig.list(ONE).await.failure().kind, FailureKind::Unreachable, "{effect:?}");
        assert_eq!(rig.sim.count(LIST), 3, "{effect:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_never_comes_is_given_up() {
    let mut rig = Rig::new(world(3)).await;
    rig.fault(Effect::Hang);
    let answered = rig.list(ONE).await;
    assert_eq!(answered.failure().kind, FailureKind::Unreachable);
    assert!(answered.took < Duration::from_mins(2), "{:?}", answered.took);
    assert_eq!(rig.engine.calls().in_flight(), 0);
}
