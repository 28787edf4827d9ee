//! Studio at a real server: domains as they were made. Moto has no users, spaces and apps: that they cannot be read is
//! told, and takes nothing else with it.

use std::process::Output;

use serde_json::Value;

use super::server::{Domain, Moto};

const WHERE: [&str; 4] = ["--profile", "*", "--region", "eu-west-1,us-east-1"];

fn get(moto: &Moto, words: &[&str]) -> (Option<i32>, Vec<Value>, String) {
    let Output { status, stdout, stderr } =
        moto.sagedeck(&[&["get"], words, &["-o", "json"], &WHERE].concat());
    let told = String::from_utf8_lossy(&stderr).into_owned();
    let rows = serde_json::from_slice(&stdout).unwrap_or_else(|error| panic!("{error}\n{told}"));
    (status.code(), rows, told)
}

fn assert_are_the_seed(moto: &Moto, rows: &[Value]) {
    let text = |row: &Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let mut seeded = moto.seed.domains.clone();
    seeded.sort_by(|a, b| a.arn.cmp(&b.arn));
    let mut found: Vec<Domain> = rows
        .iter()
        .map(|row| Domain {
            arn: text(row, "arn"),
            name: text(row, "name"),
            account: text(row, "account"),
            region: text(row, "region"),
            facts: row["facts"].as_object().unwrap().clone().into_iter().collect(),
        })
        .collect();
    found.sort_by(|a, b| a.arn.cmp(&b.arn));
    assert_eq!(found.len(), seeded.len());
    for (found, seeded) in found.iter().zip(&seeded) {
        assert_eq!((&found.arn, &found.name), (&seeded.arn, &seeded.name));
        assert_eq!((&found.account, &found.region), (&seeded.account, &seeded.region));
        for (key, value) in &seeded.facts {
            assert_eq!(found.facts.get(key), Some(value), "{}: {key}", found.name);
        }
        let words = found.facts.get("idle_shutdown").and_then(Value::as_str);
        assert_eq!(words, Some("JupyterLab after 1h 30m, CodeEditor not set"));
    }
}

#[test]
fn domains_are_read_in_every_account_as_they_were_made() {
    let moto = Moto::shared();
    let (code, rows, told) = get(moto, &["domains"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(rows.len() > 8);
    assert_are_the_seed(moto, &rows);
    for row in &rows {
        assert_eq!(
            (&row["kind"], &row["status"], &row["phase"]),
            (&"domain".into(), &"InService".into(), &"ok".into())
        );
        assert_eq!((&row["owner"], &row["tags"]["owner"]), (&"platform".into(), &"platform".into()));
    }
}

#[test]
fn what_the_server_lacks_is_partial_and_said_and_the_rest_is_whole() {
    let moto = Moto::shared();
    let (code, rows, told) = get(moto, &["studio"]);
    assert_eq!(code, Some(4), "{told}");
    assert_are_the_seed(moto, &rows);
    for operation in ["sagemaker:ListUserProfiles", "sagemaker:ListSpaces", "sagemaker:ListApps"] {
        assert!(told.contains(operation), "{operation}: {told}");
    }
}
