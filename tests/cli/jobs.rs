//! `get` over the jobs of the simulated organization.

use std::collections::BTreeSet;

use serde_json::Value;

use super::program::{READABLE, run};

fn json(arguments: &[&str]) -> Vec<Value> {
    let all = [&["--demo=7", "get"], arguments, &["-o", "json", "--account", READABLE]].concat();
    let run = run(&all);
    assert_eq!(run.code, Some(0), "{}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

fn named<'a>(rows: &'a [Value], name: &str) -> &'a Value {
    rows.iter().find(|row| row["name"] == name).unwrap_or_else(|| panic!("{name} is missing"))
}

#[test]
fn the_group_holds_every_kind_of_job() {
    let run = run(&["--demo=7", "get", "jobs", "--no-details", "-o", "json", "--where", "created<30d"]);
    let rows: Vec<Value> = serde_json::from_str(&run.out).unwrap();
    let kinds: BTreeSet<&str> = rows.iter().map(|row| row["kind"].as_str().unwrap()).collect();
    let all = [
        "automl-job",
        "compilation-job",
        "labeling-job",
        "processing-job",
        "training-job",
        "transform-job",
        "tuning-job",
    ];
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), all, "{}", run.err);
    assert!(rows.len() > 150, "{}", rows.len());
}

#[test]
fn seven_days_are_usual_and_a_term_about_the_creation_decides() {
    let get = |filter: &[&str]| {
        let fixed = ["--demo=7", "get", "training-jobs", "--no-details", "-o", "json", "--account", READABLE];
        let run = run(&[&fixed, filter].concat());
        let rows: Vec<Value> = serde_json::from_str(&run.out).unwrap();
        (rows.len(), run.err)
    };
    let (usual, told) = get(&[]);
    assert!(told.contains("last 7 days") && told.contains("created<30d"), "{told}");
    let (month, told) = get(&["--where", "created<30d"]);
    assert!(!told.contains("last 7 days"), "{told}");
    let (older, _) = get(&["--where", "created>7d"]);
    assert!(usual > 0 && month > usual && older == month - usual, "{usual} {month} {older}");
}

#[test]
fn a_job_tells_its_machines_times_and_reason_and_no_secret() {
    let rows = json(&["processing-jobs", "--where", "name:churn-evaluate-x4m2q9t1"]);
    let facts = &named(&rows, "churn-evaluate-x4m2q9t1")["facts"];
    assert_eq!(
        (facts["instance_type"].as_str(), facts["instance_count"].as_i64()),
        (Some("ml.m5.xlarge"), Some(1))
    );
    assert_eq!((facts["duration_s"].as_i64(), facts["trial_name"].as_str()), (Some(360), Some("x4m2q9t1")));
    assert!(facts["failure_reason"].as_str().unwrap().contains("exit code: 1"));
    let tuning = json(&["tuning-jobs"]);
    let facts = &named(&tuning, "uplift-tune-xgb")["facts"];
    assert_eq!(facts["training_jobs_completed"], 8);
    assert_eq!(facts["objective"], "Maximize validation:auc");
    let children = json(&["training-jobs", "--where", "uplift-tune"]);
    assert_eq!(children.len(), 12);
    let best = named(&children, facts["best_training_job"].as_str().unwrap());
    assert_eq!(best["facts"]["tuning_job_arn"], named(&tuning, "uplift-tune-xgb")["arn"]);
    assert_eq!(best["facts"]["hyper_parameters"][1], "hub_token=••••");
    assert!(!format!("{children:?}").contains("hf_0a1b2c3d4e5f"));
}

#[test]
fn a_job_is_stopped_by_its_name_alone() {
    let arn = "arn:aws:sagemaker:eu-west-1:402268819153:hyper-parameter-tuning-job/uplift-tune-xgb";
    let tried = run(&["--demo=7", "act", "stop", arn, "--yes"]);
    assert_eq!(tried.code, Some(2), "{}{}", tried.out, tried.err);
    assert!(tried.err.contains("--confirm"), "{}", tried.err);
    let planned = run(&["--demo=7", "act", "stop", arn, "--dry-run"]);
    assert_eq!(planned.code, Some(0), "{}{}", planned.out, planned.err);
    assert!(planned.out.contains("--confirm") && planned.out.contains("uplift-tune-xgb"), "{}", planned.out);
    let over = "arn:aws:sagemaker:eu-west-1:518830472206:training-job/fraud-transformer-b192";
    let refused = run(&["--demo=7", "act", "stop", over, "--confirm", "fraud-transformer-b192"]);
    assert_eq!(refused.code, Some(5), "{}{}", refused.out, refused.err);
}

#[test]
fn the_newest_comes_first_unless_another_order_is_asked_for() {
    let created = |rows: &[Value]| -> Vec<String> {
        rows.iter().map(|row| row["created"].as_str().unwrap().to_owned()).collect()
    };
    assert!(created(&json(&["training-jobs"])).is_sorted_by(|a, b| a >= b));
    assert!(created(&json(&["training-jobs", "--sort", "created"])).is_sorted());
}
