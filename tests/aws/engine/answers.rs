//! Answers that are not AWS's, not whole, or new: never emptiness, never a panic.

use super::*;
use sagedeck::model::field::Field;
use sagedeck::model::resource::Phase;

/// A good listing, then one with that fault: the old rows must stand.
async fn second_listing(effect: Effect) -> (Rig, Failure) {
    let mut rig = Rig::new(world(3)).await;
    rig.load(ONE).await;
    rig.fault(effect);
    let (answered, _) = rig.load(ONE).await;
    assert_eq!(rig.known(ONE), 3, "nothing that was known is dropped");
    assert!(matches!(rig.freshness(ONE), Freshness::Stale(..)), "{:?}", rig.freshness(ONE));
    let failure = answered.failure().clone();
    (rig, failure)
}

#[tokio::test(start_paused = true)]
async fn a13_a_body_that_is_not_json_is_rejected() {
    let (rig, failure) = second_listing(Effect::Garbage).await;
    assert_eq!(failure.kind, FailureKind::Malformed);
    assert_eq!(rig.sim.count(LIST), 2);
}

#[tokio::test(start_paused = true)]
async fn a14_a_truncated_body_is_rejected() {
    assert_eq!(second_listing(Effect::Truncate(40)).await.1.kind, FailureKind::Malformed);
}

#[tokio::test(start_paused = true)]
async fn a15_an_empty_body_or_a_null_list_is_not_an_empty_account() {
    let empty = second_listing(Effect::EmptyBody).await.1;
    assert_eq!(empty.kind, FailureKind::Malformed);
    assert!(empty.what.raw().contains("the answer is empty"), "{empty}");
    let null = second_listing(Effect::NullList).await.1;
    assert_eq!(null.kind, FailureKind::Malformed);
    assert!(null.what.raw().contains("NotebookInstances is missing"), "{null}");
}

#[tokio::test(start_paused = true)]
async fn a15_no_other_operation_takes_an_empty_body_for_an_answer() {
    let mut rig = Rig::new(world(3)).await;
    rig.sim.add_fault(Fault::new(Effect::EmptyBody).service("sagemaker"));
    rig.sim.add_fault(Fault::new(Effect::EmptyBody).service("tagging"));
    rig.sim.add_fault(Fault::new(Effect::EmptyBody).service("logs"));
    let one = target(ONE, "nb-0001");
    for detail in sagedeck::catalog::spec(Kind::Notebook).details {
        let failure = rig.detail(one.clone(), *detail).await.unwrap_err();
        assert_eq!(failure.kind, FailureKind::Malformed, "{detail:?}");
    }
    let lifecycle = Cell { kind: Kind::LifecycleConfig, ..cell(ONE) };
    let events = Fetch::Events {
        target: one.clone(),
        stream: "nb-0001/jupyter.log".into(),
        from: sagedeck::model::fetch::LogFrom::Tail,
    };
    for fetch in
        [Fetch::List(lifecycle, Horizon::default()), Fetch::BulkTags(scope(ONE)), Fetch::Streams(one), events]
    {
        let answered = rig.ask(fetch.clone()).await;
        assert_eq!(answered.failure().kind, FailureKind::Malformed, "{fetch:?}");
        assert!(answered.arrivals.is_empty(), "{:?}", answered.arrivals);
    }
}

#[tokio::test(start_paused = true)]
async fn an_account_without_notebooks_is_empty_and_fresh() {
    let mut rig = Rig::new(world(0)).await;
    let (answered, ended) = rig.load(ONE).await;
    assert_eq!((answered.rows().len(), ended), (0, Some(Ended::Done { removed: Vec::new() })));
}

#[tokio::test(start_paused = true)]
async fn a16_an_unknown_status_is_shown_raw_and_never_acted_on() {
    let mut rig = Rig::new(world(3)).await;
    rig.fault(Effect::EnumText("Hibernating\u{1b}[2J".into()));
    let answered = rig.list(ONE).await;
    let row = answered.rows()[0];
    assert_eq!(row.status.as_ref().unwrap().raw(), "Hibernating\u{1b}[2J");
    assert!(!row.status.as_ref().unwrap().shown().contains('\u{1b}'));
    assert_eq!(row.phase, Phase::Unknown);
}

#[tokio::test(start_paused = true)]
async fn a17_unknown_members_are_ignored() {
    let mut rig = Rig::new(world(3)).await;
    rig.fault(Effect::UnknownFields);
    let answered = rig.list(ONE).await;
    assert_eq!((answered.end.clone(), answered.rows().len()), (Ok(()), 3));
    assert_eq!(answered.rows()[0].phase, Phase::Ok);
}

#[tokio::test(start_paused = true)]
async fn a18_a_bad_time_fails_its_page_by_number_and_keeps_those_before() {
    let mut rig = Rig::new(world(250)).await;
    rig.sim.add_fault(Fault::new(Effect::BadTimestamp).operation(LIST).nth(2));
    let (answered, _) = rig.load(ONE).await;
    assert_eq!(answered.rows().len(), 100);
    assert_eq!(answered.failure().kind, FailureKind::Malformed);
    assert!(answered.failure().what.raw().starts_with("page 2: "), "{}", answered.failure());
    assert!(matches!(rig.freshness(ONE), Freshness::Partial(1, _)), "{:?}", rig.freshness(ONE));
}

#[tokio::test(start_paused = true)]
async fn a19_a_row_without_arn_is_shown_as_incomplete() {
    let mut rig = Rig::new(world(3)).await;
    rig.fault(Effect::MissingArn);
    let answered = rig.list(ONE).await;
    let rows = answered.rows();
    assert_eq!(rows.iter().map(|row| row.incomplete).collect::<Vec<_>>(), [true, false, false]);
    let name = rows[0].name.raw();
    assert_eq!(rows[0].arn.raw(), format!("arn:aws:sagemaker:{EU}:{ONE}:notebook-instance/{name}"));
}

#[tokio::test(start_paused = true)]
async fn n11_an_answer_beyond_all_measure_is_not_taken_in() {
    let (rig, failure) = second_listing(Effect::Http {
        status: 200,
        body: format!("{{\"NotebookInstances\":[],\"x\":\"{}\"}}", "x".repeat(20_000_000)),
        content_type: "application/x-amz-json-1.1".into(),
    })
    .await;
    assert_eq!(failure.kind, FailureKind::Malformed);
    assert!(failure.what.raw().contains("bytes long"), "{failure}");
    assert_eq!(rig.sim.count(LIST), 2, "it is not asked for again");
}

#[tokio::test(start_paused = true)]
async fn n19_a_captive_portal_is_not_aws() {
    for effect in [Effect::Html(200), Effect::Redirect302] {
        let (rig, failure) = second_listing(effect.clone()).await;
        assert_eq!(failure.kind, FailureKind::Malformed, "{effect:?}");
        assert!(failure.what.raw().contains("not AWS's"), "{failure}");
        assert_eq!(rig.sim.count(LIST), 2, "{effect:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_row_has_what_the_listing_says_and_no_more() {
    let mut rig = Rig::new(world(1)).await;
    let answered = rig.list(ONE).await;
    let row = answered.rows()[0];
    assert_eq!((row.name.raw(), row.status.as_ref().unwrap().raw()), ("nb-0000", "InService"));
    assert_eq!(row.created(), Some("2026-10-01T08:00:00Z".parse().unwrap()));
    assert_eq!(row.modified(), Some("2026-11-20T08:00:00Z".parse().unwrap()));
    assert_eq!(row.fact_text(Field::InstanceType).unwrap().raw(), "ml.t3.medium");
    assert_eq!((row.tags(), row.fact(Field::KmsKeyId)), (None, None));
    assert_eq!((row.source, row.incomplete), ("sagemaker:ListNotebookInstances", false));
}
