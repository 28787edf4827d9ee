//! The story of the demo's model registry and pipelines, as `get` tells it and `act` goes on with it.

use serde_json::Value;

use super::program::{READABLE, Run, run, run_in};

/// Where the models are kept.
const SHARED: &str = "shared-services,ds-retail";

fn rows(arguments: &[&str], accounts: &str) -> Vec<Value> {
    let run = run(&[&["--demo=7", "get"], arguments, &["-o", "json", "--account", accounts]].concat());
    assert_eq!(run.code, Some(0), "{}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

fn named<'r>(rows: &'r [Value], name: &str) -> &'r Value {
    rows.iter().find(|row| row["name"] == name).unwrap_or_else(|| panic!("{name} is not there"))
}

#[test]
fn versions_tell_who_decided_what_and_what_is_newer() {
    let versions = rows(&["model-versions"], SHARED);
    let waiting = &named(&versions, "churn-propensity/7")["facts"];
    assert_eq!(waiting["model_approval_status"], "PendingManualApproval");
    assert!(waiting.get("approval_description").is_none() && waiting.get("last_modified_by").is_none());
    let rejected = &named(&versions, "churn-propensity/6")["facts"];
    assert_eq!(rejected["approval_description"], "AUC below champion on holdout");
    assert!(rejected["last_modified_by"].as_str().unwrap().ends_with("/n.okafor"));
    assert!(rejected["container_image_digests"][0].as_str().unwrap().starts_with("sha256:"));
    // Production serves the third though the fourth is approved.
    assert_eq!(named(&versions, "credit-scorecard/3")["facts"]["newer_approved_version"], 4);
    assert!(named(&versions, "credit-scorecard/4")["facts"].get("newer_approved_version").is_none());
    let failed = named(&versions, "shelf-detector/3");
    assert_eq!(failed["phase"], "failed");
    assert!(failed["facts"]["failure_reason"].as_str().unwrap().contains("Image could not be pulled"));
    assert!(!serde_json::to_string(&versions).unwrap().contains("not for your eyes"));
}

#[test]
fn groups_count_their_versions() {
    let groups = rows(&["model-groups"], SHARED);
    let churn = named(&groups, "churn-propensity");
    let facts = &churn["facts"];
    let counts = ["latest_version", "latest_approved_version", "pending_count", "rejected_count"];
    assert_eq!(counts.map(|key| facts[key].as_i64()), [Some(7), Some(5), Some(1), Some(3)]);
    assert_eq!(churn["owner"], "team-retail");
    assert!(facts["waiting_since"].is_string());
}

#[test]
fn the_red_pipeline_shows_its_failing_step_and_the_job_behind_it() {
    let pipelines = rows(&["pipelines"], READABLE);
    let red = &named(&pipelines, "churn-train")["facts"];
    assert_eq!(red["last_execution_status"], "Failed");
    assert_eq!(red["recent_executions"][2], "Succeeded");
    assert!(!red.to_string().contains("2020-12-01"), "the definition is not kept");
    let runs = rows(&["pipeline-runs", "--where", "name:churn-train/* phase:failed"], READABLE);
    assert_eq!(runs.len(), 2);
    let facts = &runs[0]["facts"];
    assert_eq!(facts["failed_step"], "evaluate");
    let steps = facts["steps"].as_array().unwrap();
    let names: Vec<_> = steps.iter().map(|step| step["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["prepare", "profile", "train", "evaluate", "good-enough", "register"]);
    let failing = &steps[3];
    assert_eq!((failing["phase"].as_str(), failing["critical"].as_bool()), (Some("failed"), Some(true)));
    assert!(failing["arn"].as_str().unwrap().contains(":processing-job/churn-evaluate-"));
    assert!(steps[4].get("status").is_none() && steps[4]["after"][0] == "evaluate");
    let parameters = facts["pipeline_parameters"].as_array().unwrap();
    assert!(parameters.iter().any(|pair| pair == "FeatureStoreToken=••••"), "{parameters:?}");
}

fn act(home: &std::path::Path, words: &[&str]) -> Run {
    run_in(home, &[&["--demo=7", "act"], words].concat())
}

/// Disruptive: the name must be typed, and production allows nothing.
#[test]
fn a_failed_run_is_retried_under_its_name_and_only_where_that_is_allowed() {
    let runs = rows(&["pipeline-runs", "--where", "phase:failed"], READABLE);
    let of = |account: &str| {
        let row = runs.iter().find(|row| row["account_name"] == account).unwrap();
        let text = |key: &str| row[key].as_str().unwrap().to_owned();
        (text("arn"), text("name"))
    };
    let home = tempfile::tempdir().unwrap();
    let (arn, name) = of("ds-retail");
    let unnamed = act(home.path(), &["retry", &arn, "--yes"]);
    assert_eq!(unnamed.code, Some(2), "{}", unnamed.err);
    let stop = act(home.path(), &["stop", &arn, "--confirm", &name]);
    assert_eq!(stop.code, Some(5), "{}", stop.err);
    assert!(stop.err.contains("stop needs Executing"), "{}", stop.err);
    let done = act(home.path(), &["retry", &arn, "--confirm", &name]);
    assert_eq!(done.code, Some(0), "{}{}", done.out, done.err);
    assert!(done.out.contains("it is Executing"), "{}", done.out);
    let (arn, name) = of("prod-batch");
    let refused = act(home.path(), &["retry", &arn, "--confirm", &name]);
    assert_eq!(refused.code, Some(5), "{}", refused.err);
    assert!(refused.err.contains("allows no actions"), "{}", refused.err);
}
