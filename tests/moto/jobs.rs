//! Jobs that were created are printed as they were created: every kind, in every account and region.

use std::collections::BTreeMap;

use serde_json::Value;

use super::server::{Job, Moto};

#[test]
fn jobs_are_read_as_they_were_created() {
    let moto = Moto::shared();
    let regions = ["--profile", "*", "--region", "eu-west-1,us-east-1"];
    let output = moto.sagedeck(&[&["get", "jobs", "-o", "json", "--allow-partial"], &regions[..]].concat());
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{err}");
    let rows: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    let found: BTreeMap<&str, &Value> = rows.iter().map(|row| (row["arn"].as_str().unwrap(), row)).collect();
    assert_eq!((rows.len(), found.len()), (moto.seed.jobs.len(), moto.seed.jobs.len()), "{err}");
    assert!(moto.seed.jobs.len() > 150);
    for job in &moto.seed.jobs {
        let row = found.get(job.arn.as_str()).unwrap_or_else(|| panic!("{} is missing\n{err}", job.arn));
        assert_is(job, row);
    }
    let out = String::from_utf8_lossy(&output.stdout);
    assert!(!out.contains("must-not-be-seen"), "secrets are masked");
}

fn assert_is(job: &Job, row: &Value) {
    for (key, value) in [
        ("kind", &job.kind),
        ("name", &job.name),
        ("account", &job.account),
        ("region", &job.region),
        ("status", &job.status),
    ] {
        assert_eq!(row[key].as_str(), Some(value.as_str()), "{key} of {}", job.arn);
    }
    assert_eq!(row["phase"], "done");
    assert_eq!(row["tags"], serde_json::to_value(&job.tags).unwrap(), "{}", job.arn);
    for (key, value) in &job.facts {
        assert_eq!(row["facts"].get(key), Some(value), "{key} of {}", job.arn);
    }
}

#[test]
fn one_kind_asks_for_nothing_else_and_keeps_its_order() {
    let moto = Moto::shared();
    let output = moto.sagedeck(&[
        "get",
        "training-jobs",
        "-o",
        "name",
        "--profile",
        "ds-retail",
        "--region",
        "eu-west-1",
    ]);
    let names = String::from_utf8_lossy(&output.stdout).into_owned();
    let wanted = moto.seed.jobs.iter().filter(|job| {
        job.kind == "training-job" && job.name.starts_with("ds-retail-eu") && job.region == "eu-west-1"
    });
    assert_eq!(names.lines().count(), wanted.count(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(names.lines().count() > 100, "more than a page");
}
