//! Log streams, events and the last sign of use.

use super::*;
use sagedeck::model::fetch::LogFrom;
use sagedeck::model::field::Field;
use sagedeck::model::logs::{LogPage, LogStream};
use sagedeck::sim::{LogStream as SimStream, NOTEBOOK_LOGS};

fn ago(seconds: i64) -> Timestamp {
    Timestamp::from_second(start().as_second() - seconds).unwrap()
}

fn logged() -> World {
    let lines = (0..2_500).map(|n| (ago(10_000 - n), format!("line {n}"))).collect();
    world(0)
        .notebook(ONE, EU, notebook("busy"))
        .notebook(ONE, EU, notebook("silent"))
        .log_stream(ONE, EU, SimStream::lines(NOTEBOOK_LOGS, "busy/jupyter.log", lines))
        .log_stream(
            ONE,
            EU,
            SimStream::lines(NOTEBOOK_LOGS, "busy/LifecycleConfigOnStart", vec![(ago(20_000), "x".into())]),
        )
        .log_stream(
            ONE,
            EU,
            SimStream::lines(NOTEBOOK_LOGS, "busy-too/jupyter.log", vec![(ago(1), "y".into())]),
        )
}

async fn events(rig: &mut Rig, from: LogFrom) -> LogPage {
    let stream = "busy/jupyter.log".into();
    let answered = rig.ask(Fetch::Events { target: target(ONE, "busy"), stream, from }).await;
    assert_eq!(answered.end, Ok(()));
    let [Arrival::Events(page)] = &answered.arrivals[..] else { panic!("{:?}", answered.arrivals) };
    page.clone()
}

#[tokio::test(start_paused = true)]
async fn streams_are_the_notebook_s_own_newest_first() {
    let mut rig = Rig::new(logged()).await;
    let answered = rig.ask(Fetch::Streams(target(ONE, "busy"))).await;
    let [Arrival::Streams(streams)] = &answered.arrivals[..] else { panic!("{:?}", answered.arrivals) };
    let names: Vec<_> = streams.iter().map(|LogStream { name, .. }| name.raw()).collect();
    assert_eq!(names, ["busy/jupyter.log", "busy/LifecycleConfigOnStart"]);
    assert_eq!(streams[0].last_event, Some(ago(7_501)));
}

#[tokio::test(start_paused = true)]
async fn the_last_sign_of_use_is_the_last_event_of_jupyter_log() {
    let mut rig = Rig::new(logged()).await;
    let busy = rig.detail(target(ONE, "busy"), Detail::Activity).await.unwrap();
    assert_eq!(busy.facts.get(Field::LastLogEvent).unwrap().as_time(), Some(ago(7_501)));
    let silent = rig.detail(target(ONE, "silent"), Detail::Activity).await.unwrap();
    assert_eq!(silent.facts.get(Field::LastLogEvent), None, "no stream says nothing about use");
}

#[tokio::test(start_paused = true)]
async fn a_missing_group_or_a_denial_is_a_failure_and_not_silence() {
    let mut rig = Rig::new(logged()).await;
    let failure = rig.detail(target(TWO, "prod-a"), Detail::Activity).await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::NotFound);
    rig.sim.edit(|world| world.account_mut(ONE).unwrap().denied = vec!["logs:*".into()]);
    let failure = rig.detail(target(ONE, "busy"), Detail::Activity).await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Denied);
}

#[tokio::test(start_paused = true)]
async fn events_are_read_from_the_end_backwards_and_onwards() {
    let mut rig = Rig::new(logged()).await;
    let tail = events(&mut rig, LogFrom::Tail).await;
    assert_eq!(tail.lines.len(), 1_000);
    assert_eq!(tail.lines.last().unwrap().message.raw(), "line 2499");
    assert_eq!(tail.lines[0].message.raw(), "line 1500");
    let before = events(&mut rig, LogFrom::Before(tail.backward.unwrap())).await;
    assert_eq!(before.lines.last().unwrap().message.raw(), "line 1499");
    let first = events(&mut rig, LogFrom::Before(before.backward.unwrap())).await;
    assert_eq!(first.lines[0].message.raw(), "line 0");
    if let Some(token) = first.backward {
        let end = events(&mut rig, LogFrom::Before(token)).await;
        assert!(end.lines.is_empty() && end.backward.is_none(), "{end:?}");
    }
    let forward = tail.forward.unwrap();
    let nothing = events(&mut rig, LogFrom::After(forward.clone())).await;
    assert!(nothing.lines.is_empty());
    assert_eq!(nothing.forward.as_ref(), Some(&forward));
}

#[tokio::test(start_paused = true)]
async fn a_stream_of_another_notebook_is_not_read() {
    let mut rig = Rig::new(logged()).await;
    let stream = "busy-too/jupyter.log".into();
    let answered = rig.ask(Fetch::Events { target: target(ONE, "busy"), stream, from: LogFrom::Tail }).await;
    assert_eq!(answered.failure().kind, FailureKind::Internal);
    assert_eq!(rig.sim.count("GetLogEvents"), 0);
}
