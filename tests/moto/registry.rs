//! Model groups, versions, pipelines and runs are printed as they were seeded, in every account and region.

use std::collections::BTreeMap;

use serde_json::Value;

use super::server::Moto;

/// What `get` printed, by ARN; each ARN once. `code` is the exit code that it must end with.
fn rows(kind: &str, code: i32) -> (BTreeMap<String, Value>, String) {
    let arguments = ["get", kind, "-o", "json", "--region", "eu-west-1,us-east-1"];
    let output = Moto::shared().through_organization(&arguments);
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{err}");
    let rows: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    let count = rows.len();
    let rows: BTreeMap<_, _> =
        rows.into_iter().map(|row| (row["arn"].as_str().unwrap().to_owned(), row)).collect();
    assert_eq!(rows.len(), count, "a resource is there twice");
    (rows, err)
}

#[test]
fn groups_and_their_counts_are_those_of_the_seed() {
    let (rows, _) = rows("model-groups", 0);
    let seeded = &Moto::shared().seed.groups;
    assert!(seeded.len() > 15);
    assert_eq!(rows.len(), seeded.len());
    for group in seeded {
        let row = &rows[&group.arn];
        assert_eq!(
            (row["name"].as_str(), row["account"].as_str()),
            (Some(&*group.name), Some(&*group.account))
        );
        assert_eq!(
            (row["region"].as_str(), row["status"].as_str()),
            (Some(&*group.region), Some("Completed"))
        );
        let with = |word: &str| group.versions.iter().filter(|one| one.approval == word).count() as i64;
        let count = |key: &str| row["facts"].get(key).and_then(Value::as_i64);
        assert_eq!(count("version_count"), Some(group.versions.len() as i64), "{row}");
        assert_eq!(count("approved_count"), Some(with("Approved")));
        assert_eq!(count("rejected_count"), Some(with("Rejected")));
        assert_eq!(count("pending_count"), Some(with("PendingManualApproval")));
        assert_eq!(count("latest_version"), group.versions.iter().map(|one| one.number).max());
        assert!(row["facts"]["description"].as_str().unwrap().ends_with("ünïcode"));
    }
}

#[test]
fn versions_are_those_of_the_seed_over_all_pages() {
    let (rows, _) = rows("model-versions", 0);
    let seeded = &Moto::shared().seed.groups;
    assert!(seeded.iter().any(|group| group.versions.len() > 100), "there is more than a page");
    assert_eq!(rows.len(), seeded.iter().map(|group| group.versions.len()).sum::<usize>());
    for group in seeded {
        for version in &group.versions {
            let (row, number) = (&rows[&version.arn], version.number);
            assert_eq!(row["name"], format!("{}/{number}", group.name));
            let facts = &row["facts"];
            assert_eq!(facts["model_approval_status"], version.approval);
            assert_eq!(facts["container_images"][0], format!("registry/serve:{number}"));
            assert_eq!(facts["model_data_urls"][0], format!("s3://models/{}/{number}", group.name));
            assert_eq!(facts["commit_id"], format!("{number:040x}"));
            let note = (number % 2 == 0).then(|| format!("decided {number}"));
            assert_eq!(facts.get("approval_description").and_then(Value::as_str), note.as_deref());
        }
    }
}

#[test]
fn pipelines_and_how_their_latest_runs_ended_are_those_of_the_seed() {
    let (rows, _) = rows("pipelines", 0);
    let seeded = &Moto::shared().seed.pipelines;
    assert_eq!(rows.len(), seeded.len());
    for pipeline in seeded {
        let row = &rows[&pipeline.arn];
        assert_eq!(
            (row["name"].as_str(), row["account"].as_str()),
            (Some(&*pipeline.name), Some(&*pipeline.account))
        );
        assert_eq!(
            (row["region"].as_str(), row["owner"].as_str()),
            (Some(&*pipeline.region), Some("team-7"))
        );
        let facts = &row["facts"];
        assert_eq!(facts["role_arn"], pipeline.role);
        assert_eq!(facts["recent_executions"].as_array().unwrap().len(), pipeline.runs.len());
        let last = facts.get("last_execution_status").and_then(Value::as_str);
        assert_eq!(last, (!pipeline.runs.is_empty()).then_some("Succeeded"));
    }
}

/// Moto has no steps: that they were not read is told, and everything else is there.
#[test]
fn runs_are_those_of_the_seed_and_what_the_server_lacks_is_told() {
    let (rows, err) = rows("pipeline-runs", 0);
    let seeded = &Moto::shared().seed.pipelines;
    assert_eq!(rows.len(), seeded.iter().map(|pipeline| pipeline.runs.len()).sum::<usize>());
    for pipeline in seeded {
        for run in &pipeline.runs {
            let row = &rows[run];
            let id = run.rsplit('/').next().unwrap();
            assert_eq!(row["name"], format!("{}/{id}", pipeline.name));
            assert_eq!((row["status"].as_str(), row["phase"].as_str()), (Some("Succeeded"), Some("done")));
            assert_eq!(row["facts"]["pipeline_name"], pipeline.name);
            assert!(row["facts"].get("steps").is_none() && row["facts"].get("failure_reason").is_none());
        }
    }
    assert!(err.contains("rows lack what they are made of"), "{err}");
}
