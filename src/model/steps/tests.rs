use proptest::prelude::*;

use super::{Step, Steps};
use crate::model::resource::Phase;
use crate::model::text::Safe;
use jiff::Timestamp;
use std::collections::{BTreeSet, HashMap};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second).unwrap()
}

fn ran(name: &str, from: i64, until: Option<i64>, status: &str) -> Step {
    let (started, ended) = (Some(at(from)), until.map(at));
    Step { started, ended, status: Some(Safe::new(status)), ..Step::named(name) }
}

fn edges(all: &[(&str, &[&str])]) -> HashMap<String, BTreeSet<String>> {
    let names = |of: &[&str]| of.iter().map(|name| (*name).to_owned()).collect();
    all.iter().map(|(name, of)| ((*name).to_owned(), names(of))).collect()
}

fn names<'s>(steps: &'s Steps, places: &[usize]) -> Vec<&'s str> {
    places.iter().map(|at| steps.all()[*at].name.raw()).collect()
}

fn layers(steps: &Steps) -> Vec<(&str, usize)> {
    steps.all().iter().enumerate().map(|(at, step)| (step.name.raw(), steps.layer(at))).collect()
}

/// prepare → train, profile; train → evaluate → check → register
fn churn() -> Steps {
    let steps = vec![
        Step::named("register"),
        ran("evaluate", 700, Some(952), "Failed"),
        ran("profile", 120, Some(180), "Succeeded"),
        ran("train", 121, Some(698), "Succeeded"),
        ran("prepare", 0, Some(118), "Succeeded"),
        Step::named("check"),
    ];
    let edges = edges(&[
        ("train", &["prepare"]),
        ("profile", &["prepare"]),
        ("evaluate", &["train", "prepare", "a step that is not there"]),
        ("check", &["evaluate"]),
        ("register", &["check", "train"]),
    ]);
    Steps::new(steps, Some(&edges))
}

#[test]
fn steps_stand_behind_all_that_they_wait_for() {
    let steps = churn();
    let order = layers(&steps);
    let wanted =
        [("prepare", 0), ("profile", 1), ("train", 1), ("evaluate", 2), ("check", 3), ("register", 4)];
    assert_eq!(order, wanted);
    assert_eq!(names(&steps, steps.after(3)), ["prepare", "train"]);
    assert_eq!(names(&steps, steps.after(5)), ["train", "check"]);
}

#[test]
fn the_failing_step_and_the_critical_path_are_found() {
    let steps = churn();
    assert_eq!(steps.failing().unwrap().name.raw(), "evaluate");
    assert_eq!(steps.failing().unwrap().took(), Some(252));
    assert_eq!(names(&steps, &steps.critical_path()), ["prepare", "train", "evaluate"]);
}

#[test]
fn what_still_runs_decides_the_critical_path() {
    let steps = vec![
        ran("prepare", 0, Some(10), "Succeeded"),
        ran("slow", 11, None, "Executing"),
        ran("quick", 11, Some(50), "Succeeded"),
    ];
    let steps = Steps::new(steps, Some(&edges(&[("slow", &["prepare"]), ("quick", &["prepare"])])));
    assert_eq!(names(&steps, &steps.critical_path()), ["prepare", "slow"]);
    assert_eq!(steps.all()[1].took(), Some(39));
}

/// Nothing that is not known is claimed.
#[test]
fn without_edges_there_is_no_path_and_one_layer() {
    let steps = Steps::new(vec![ran("b", 5, Some(9), "Succeeded"), ran("a", 1, Some(4), "Succeeded")], None);
    assert_eq!(names(&steps, &[0, 1]), ["a", "b"]);
    assert!(layers(&steps).iter().all(|(_, layer)| *layer == 0));
    assert!(!steps.has_edges() && steps.critical_path().is_empty());
    assert_eq!(steps.failing(), None);
}

#[test]
fn a_circle_is_cut_open() {
    let steps = ["a", "b", "c", "d"].map(Step::named).to_vec();
    let circle = edges(&[("b", &["a", "c"]), ("c", &["b"]), ("d", &["d"])]);
    let steps = Steps::new(steps, Some(&circle));
    let layers = layers(&steps);
    assert_eq!(layers, [("a", 0), ("b", 1), ("c", 1), ("d", 1)]);
    assert_eq!(names(&steps, steps.after(1)), ["a"]);
}

#[test]
fn every_status_that_is_known_has_a_phase() {
    let phase = |status: &str| Step { status: Some(Safe::new(status)), ..Step::named("x") }.phase();
    assert_eq!(phase("Succeeded"), Some(Phase::Done));
    assert_eq!(phase("Hibernating"), Some(Phase::Unknown));
    assert_eq!(Step::named("x").phase(), None);
}

proptest! {
    /// Whatever a definition says, nothing is lost and every edge leads backwards.
    #[test]
    fn edges_lead_backwards(pairs in proptest::collection::vec((0_usize..12, 0_usize..12), 0..40)) {
        let steps: Vec<Step> = (0..12).map(|number| Step::named(format!("s{number}"))).collect();
        let mut edges: HashMap<String, BTreeSet<String>> = HashMap::new();
        for (step, before) in pairs {
            edges.entry(format!("s{step}")).or_default().insert(format!("s{before}"));
        }
        let steps = Steps::new(steps, Some(&edges));
        prop_assert_eq!(steps.all().len(), 12);
        for place in 0..12 {
            prop_assert!(steps.after(place).iter().all(|before| *before < place));
        }
    }
}
