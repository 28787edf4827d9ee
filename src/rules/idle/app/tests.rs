use std::sync::Arc;

use super::*;
use crate::model::failure::{Failure, FailureKind};
use crate::model::value::Value;
use crate::rules::idle::{signs, verdict};
use crate::rules::policy::Policy;
use crate::rules::studio::tests::studio;

const NOW: i64 = 1_800_000_000;
const HOUR: i64 = 3_600;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// An app opened 270 hours ago, last used and last checked so many hours ago.
fn app(kind: &str, used: i64, checked: i64) -> Resource {
    let time = |hours: i64| Value::Time(at(NOW - hours * HOUR));
    studio(
        Kind::App,
        "d-1/ann/JupyterLab/default",
        &[
            (Field::AppType, Value::text(kind)),
            (Field::UserProfileName, Value::text("ann")),
            (Field::LastUserActivity, time(used)),
            (Field::LastHealthCheck, time(checked)),
        ],
    )
}

fn judged(app: &Resource, around: &[&Resource]) -> (Verdict, Confidence) {
    let idle = verdict(app, around, &Policy::default(), at(NOW)).unwrap();
    (idle.verdict, idle.confidence)
}

#[test]
fn silence_is_idleness_since_the_timestamp_is_never_too_early() {
    assert_eq!(judged(&app("JupyterLab", 1, 0), &[]), (Verdict::Active, Confidence::Medium));
    assert_eq!(judged(&app("CodeEditor", 5, 0), &[]), (Verdict::IdleLikely, Confidence::Medium));
    assert_eq!(judged(&app("KernelGateway", 218, 0), &[]), (Verdict::IdleCertain, Confidence::High));
    assert_eq!(judged(&app("JupyterServer", 218, 0), &[]), (Verdict::IdleCertain, Confidence::High));
}

#[test]
fn a_fresh_timestamp_that_a_health_check_set_says_nothing_and_the_evidence_says_so() {
    let checked = app("JupyterLab", 1, 1);
    assert_eq!(judged(&checked, &[]), (Verdict::Unknown, Confidence::Low));
    let signs = signs(&checked, &[]);
    assert!(signs.evidence[0].what.raw().ends_with("set by a health check"), "{:?}", signs.evidence);
    assert!(signs.unchecked.iter().any(|one| one.raw().contains("moves the timestamp of use too")));
    // Nobody looked since: it is silent at least that long, and hardly for certain.
    assert_eq!(judged(&app("JupyterLab", 100, 100), &[]), (Verdict::IdleLikely, Confidence::Medium));
}

#[test]
fn idle_shutdown_that_did_not_stop_it_spares_it_and_lowers_the_verdict() {
    let on = [
        (Field::JupyterLabLifecycleManagement, Value::text("ENABLED")),
        (Field::JupyterLabIdleTimeout, Value::Span(2 * HOUR)),
    ];
    let (user, domain) = (studio(Kind::UserProfile, "d-1/ann", &[]), studio(Kind::Domain, "lab", &on));
    let silent = app("JupyterLab", 48, 0);
    assert_eq!(judged(&silent, &[&user, &domain]), (Verdict::IdleLikely, Confidence::Medium));
    let spared = signs(&silent, &[&user, &domain]).spared.unwrap();
    assert_eq!(spared.raw(), "idle shutdown after 2h (domain lab)");
    assert_eq!(judged(&silent, &[]), (Verdict::IdleCertain, Confidence::High));
    assert!(signs(&silent, &[]).unchecked.iter().any(|one| one.raw().starts_with("idle shutdown:")));
    // AWS stops no kernel gateway.
    assert_eq!(signs(&app("KernelGateway", 48, 0), &[&user, &domain]).spared, None);
}

#[test]
fn what_was_opened_just_now_is_in_use() {
    let mut fresh = app("JupyterLab", 0, 0);
    fresh.change(|app| app.created = Some(at(NOW - 600)));
    assert_eq!(judged(&fresh, &[]), (Verdict::Active, Confidence::Medium));
}

#[test]
fn without_a_description_or_a_known_meaning_of_use_nothing_is_claimed() {
    let denied = Failure::new(FailureKind::Denied, "sagemaker:DescribeApp is not allowed", "ask");
    for part in [Part::NotRead, Part::Failed(Arc::new(denied))] {
        let mut unread = app("JupyterLab", 200, 0);
        unread.change(|app| {
            app.parts.describe = part;
            app.facts.retain(|field| field == Field::AppType);
        });
        assert_eq!(judged(&unread, &[]), (Verdict::Unknown, Confidence::Low));
        assert!(signs(&unread, &[]).unchecked[0].raw().starts_with("last user activity:"));
    }
    let canvas = app("Canvas", 200, 0);
    assert_eq!(judged(&canvas, &[]), (Verdict::Unknown, Confidence::Low));
    assert!(signs(&canvas, &[]).unchecked[0].raw().contains("Canvas"));
}

#[test]
fn only_what_is_in_service_is_judged() {
    let mut gone = app("JupyterLab", 200, 0);
    for status in ["Deleted", "Deleting", "Failed", "Pending", "Brandnew"] {
        gone.change(|app| app.status = Some(Safe::new(status)));
        assert_eq!(verdict(&gone, &[], &Policy::default(), at(NOW)), None, "{status}");
    }
}
