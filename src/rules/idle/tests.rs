use std::sync::Arc;

use super::*;
use crate::model::failure::{Failure, FailureKind};
use crate::model::id::Arn;
use crate::model::idle::{Confidence, Verdict};
use crate::model::kind::Kind;
use crate::model::resource::Part;
use crate::model::resource::{Facts, Parts, Phase, Tag, Whole};
use crate::model::scope::{Region, Scope};
use crate::model::value::Value;

const NOW: i64 = 1_800_000_000;
const HOUR: i64 = 3_600;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

pub(in crate::rules) fn notebook() -> Resource {
    let scope =
        Scope { account: "111122223333".parse().unwrap(), region: Region::parse("eu-west-1").unwrap() };
    Resource::from(Whole {
        arn: Arn::new("arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/churn-eda"),
        kind: Kind::Notebook,
        name: Safe::new("churn-eda"),
        scope,
        status: Some(Safe::new("InService")),
        phase: Phase::Ok,
        created: Some(at(NOW - 500 * HOUR)),
        modified: Some(at(NOW - 300 * HOUR)),
        tags: Some(Vec::new()),
        facts: Facts::default(),
        parts: Parts::default(),
        seen: at(NOW),
        source: "sagemaker:ListNotebookInstances",
        incomplete: false,
    })
}

fn logged(hours_ago: i64) -> Resource {
    let mut found = notebook();
    found.change(|found| {
        found.parts.activity = Part::Read(at(NOW));
        found.facts.put(Field::LastLogEvent, Some(Value::Time(at(NOW - hours_ago * HOUR))));
    });
    found
}

fn judged(resource: &Resource) -> Idle {
    verdict(resource, &[], &Policy::default(), at(NOW)).unwrap()
}

fn lifecycle(auto_stop: bool) -> Resource {
    let mut config = notebook();
    config.change(|config| {
        config.kind = Kind::LifecycleConfig;
        config.name = Safe::new("auto-stop");
        config.facts.put(Field::AutoStop, Some(Value::Bool(auto_stop)));
        config.facts.put(Field::AutoStopAfter, Some(Value::Span(HOUR)));
    });
    config
}

#[test]
fn a_fresh_log_is_use() {
    let idle = judged(&logged(1));
    assert_eq!((idle.verdict, idle.confidence), (Verdict::Active, Confidence::High));
}

#[test]
fn days_of_silence_are_idle_for_certain_and_hours_are_likely() {
    assert_eq!(judged(&logged(5)).verdict, Verdict::IdleLikely);
    let idle = judged(&logged(148));
    assert_eq!((idle.verdict, idle.confidence), (Verdict::IdleCertain, Confidence::High));
    assert!(signs(&logged(148), &[]).evidence[0].what.raw().starts_with("last kernel log "));
}

#[test]
fn without_the_log_nothing_is_claimed() {
    for part in [
        Part::NotRead,
        Part::Read(at(NOW)),
        Part::Failed(Arc::new(Failure::new(
            FailureKind::Denied,
            "logs:DescribeLogStreams is not allowed",
            "ask",
        ))),
    ] {
        let mut resource = notebook();
        resource.change(|resource| resource.parts.activity = part);
        let idle = judged(&resource);
        assert_eq!((idle.verdict, idle.confidence), (Verdict::Unknown, Confidence::Low));
        assert!(signs(&resource, &[]).unchecked.iter().any(|signal| signal.raw().starts_with("jupyter.log")));
    }
}

#[test]
fn a_recent_start_is_use_even_without_a_log() {
    let mut resource = notebook();
    resource.change(|resource| resource.modified = Some(at(NOW - 600)));
    assert_eq!(judged(&resource).verdict, Verdict::Active);
    assert_eq!(judged(&resource).confidence, Confidence::Medium);
}

#[test]
fn only_notebooks_in_service_are_judged() {
    let mut resource = logged(100);
    for status in ["Stopped", "Pending", "Failed", "Brandnew"] {
        resource.change(|resource| resource.status = Some(Safe::new(status)));
        assert_eq!(verdict(&resource, &[], &Policy::default(), at(NOW)), None);
    }
}

#[test]
fn an_auto_stop_that_did_not_stop_it_lowers_the_verdict_and_spares_it() {
    let mut resource = logged(148);
    resource.change(|resource| {
        resource.facts.put(Field::LifecycleConfigName, Some(Value::text("auto-stop")));
    });
    let idle = verdict(&resource, &[&lifecycle(true)], &Policy::default(), at(NOW)).unwrap();
    assert_eq!(idle.verdict, Verdict::IdleLikely);
    let spared = |config: &Resource| signs(&resource, &[config]).spared;
    assert!(spared(&lifecycle(true)).unwrap().raw().contains("auto-stop after 1h"));
    let idle = verdict(&resource, &[&lifecycle(false)], &Policy::default(), at(NOW)).unwrap();
    assert_eq!((idle.verdict, spared(&lifecycle(false))), (Verdict::IdleCertain, None));
    assert!(
        signs(&resource, &[])
            .unchecked
            .iter()
            .any(|signal| signal.raw().contains("lifecycle configuration auto-stop"))
    );
}

#[test]
fn an_off_hours_schedule_spares_it_and_unread_tags_are_said() {
    let mut resource = logged(148);
    let tag = Tag { key: Safe::new("Schedule"), value: Safe::new("office-hours") };
    resource.change(|resource| resource.tags = Some(vec![tag]));
    assert_eq!(signs(&resource, &[]).spared.unwrap().raw(), "off-hours schedule Schedule=office-hours");
    let tag = Tag { key: Safe::new("maid_offhours"), value: Safe::new("off") };
    resource.change(|resource| resource.tags = Some(vec![tag]));
    assert_eq!(signs(&resource, &[]).spared, None);
    resource.change(|resource| resource.tags = None);
    assert!(signs(&resource, &[]).unchecked.iter().any(|signal| signal.raw().starts_with("off-hours tags")));
}

#[test]
fn a_clock_that_lags_behind_aws_gives_no_negative_idleness() {
    assert_eq!(judged(&logged(-2)).verdict, Verdict::Active);
}
