//! Endpoints, configurations and models are printed as they were created, in every account and region.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::server::{Hosting, Moto};

/// Every row of a kind by its ARN, read through the organization.
fn rows(kind: &str) -> BTreeMap<String, Value> {
    let arguments = ["get", kind, "-o", "json", "--region", "eu-west-1,us-east-1"];
    let output = Moto::shared().through_organization(&arguments);
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{err}");
    let rows: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    let by_arn: BTreeMap<_, _> =
        rows.iter().map(|row| (row["arn"].as_str().unwrap().to_owned(), row.clone())).collect();
    assert_eq!(by_arn.len(), rows.len(), "none is there twice");
    by_arn
}

/// Exactly these are there, in their accounts and regions, and hold what is wanted of each.
fn assert_are(
    kind: &str,
    arn: fn(&Hosting) -> &str,
    wanted: impl Fn(&Hosting) -> Vec<(&'static str, Value)>,
) {
    let rows = rows(kind);
    let seeded = &Moto::shared().seed.hosting;
    assert!(seeded.iter().filter(|one| one.region == "eu-west-1").count() > 100, "more than one page");
    assert_eq!(rows.len(), seeded.len());
    for one in seeded {
        let row = rows.get(arn(one)).unwrap_or_else(|| panic!("{} is missing", arn(one)));
        assert_eq!(
            (row["account"].as_str(), row["region"].as_str()),
            (Some(&*one.account), Some(&*one.region))
        );
        for (path, value) in wanted(one) {
            assert_eq!(row.pointer(path).cloned().unwrap_or_default(), value, "{path} of {row}");
        }
    }
}

#[test]
fn endpoints_are_what_was_created() {
    assert_are(
        "endpoints",
        |one| &one.arn,
        |one| {
            vec![
                ("/name", json!(one.name)),
                ("/status", json!("InService")),
                ("/phase", json!("ok")),
                ("/tags", json!(one.tags)),
                ("/owner", one.tags.get("owner").map_or(Value::Null, |owner| json!(owner))),
                ("/facts/endpoint_config_name", json!(format!("{}-config", one.name))),
                ("/facts/production_variants", json!([one.variant])),
                ("/facts/instances", json!([one.instances])),
                ("/facts/model_names", json!([format!("{}-model", one.name)])),
                ("/facts/enable_capture", json!(one.captures)),
            ]
        },
    );
}

#[test]
fn endpoint_configurations_are_what_was_created() {
    assert_are(
        "endpoint-configs",
        |one| &one.config_arn,
        |one| {
            vec![
                ("/name", json!(format!("{}-config", one.name))),
                ("/facts/instances", json!([one.instances])),
                ("/facts/model_names", json!([format!("{}-model", one.name)])),
                ("/facts/kms_key_id", json!(one.key)),
                ("/facts/enable_capture", json!(one.captures)),
                ("/facts/capture_s3_uri", json!("s3://capture")),
            ]
        },
    );
}

#[test]
fn models_are_what_was_created_and_no_secret_of_theirs_is_printed() {
    assert_are(
        "models",
        |one| &one.model_arn,
        |one| {
            vec![
                ("/name", json!(format!("{}-model", one.name))),
                ("/facts/container_image", json!(one.image)),
                ("/facts/model_data_url", json!(one.data)),
                ("/facts/role_arn", json!(one.role)),
                ("/facts/environment_names", json!(["API_TOKEN"])),
            ]
        },
    );
    let arguments = ["get", "models", "-o", "json", "--region", "eu-west-1", "--limit", "3"];
    let output = Moto::shared().through_organization(&arguments);
    assert!(!String::from_utf8_lossy(&output.stdout).contains("hunter2"));
}

#[test]
fn what_the_server_does_not_know_is_partial_data_and_says_so() {
    let output =
        Moto::shared().through_organization(&["get", "monitoring-schedules", "--region", "eu-west-1"]);
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(4), "{err}");
    assert!(err.contains("ListMonitoringSchedules"), "{err}");
}
