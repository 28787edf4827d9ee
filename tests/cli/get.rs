//! `get` over the simulated organization.

use std::collections::BTreeSet;

use serde_json::Value;

use super::program::{READABLE, Run, run};

fn get(arguments: &[&str]) -> Run {
    let run = run(&[&["--demo=7", "get"], arguments, &["--account", READABLE]].concat());
    assert_eq!(run.code, Some(0), "{}", run.err);
    run
}

fn json(arguments: &[&str]) -> Vec<Value> {
    serde_json::from_str(&get(&[arguments, &["-o", "json"]].concat()).out).unwrap()
}

#[test]
fn json_has_the_documented_shape() {
    let rows = json(&["notebooks"]);
    assert!(rows.len() > 10);
    let phases = ["ok", "changing", "stopped", "failed", "done", "unknown"];
    for row in &rows {
        for key in ["arn", "kind", "name", "account", "account_name", "region", "status", "phase", "source"] {
            assert!(row[key].is_string(), "{key} in {row}");
        }
        assert!(row["age_s"].is_u64() && row["facts"].is_object() && row["tags"].is_object());
        assert_eq!(row["account"].as_str().unwrap().len(), 12);
        assert!(phases.contains(&row["phase"].as_str().unwrap()));
        assert!(row["created"].as_str().unwrap().ends_with('Z'));
        // Absent is how "not known" is said.
        assert!(row.as_object().unwrap().values().all(|value| !value.is_null()));
        assert!(row["facts"].as_object().unwrap().values().all(|value| !value.is_null()));
        assert!(row["facts"]["usd_month"].is_string() || row["facts"].get("usd_month").is_none());
    }
    let accounts: BTreeSet<_> = rows.iter().map(|row| row["account_name"].as_str().unwrap()).collect();
    assert_eq!(accounts, BTreeSet::from(["ds-retail", "prod-batch"]));
    let regions: BTreeSet<_> = rows.iter().map(|row| row["region"].as_str().unwrap()).collect();
    assert_eq!(regions, BTreeSet::from(["eu-west-1", "us-east-1"]));
}

#[test]
fn the_same_seed_shows_the_same_and_another_does_not() {
    let without_ages = |rows: Vec<Value>| -> Vec<Value> {
        let strip = |mut row: Value| {
            let _ = row.as_object_mut().unwrap().remove("age_s");
            let facts = row["facts"].as_object_mut().unwrap();
            // Durations go on while the program reads.
            facts.remove("idle_for_s");
            row
        };
        rows.into_iter().map(strip).collect()
    };
    let first = without_ages(json(&["notebooks", "--no-details"]));
    assert_eq!(first, without_ages(json(&["notebooks", "--no-details"])));
    let other = run(&["--demo=8", "get", "notebooks", "--no-details", "-o", "json", "--account", READABLE]);
    assert_ne!(first, without_ages(serde_json::from_str(&other.out).unwrap()));
}

#[test]
fn every_format_tells_the_same_rows() {
    let rows = json(&["notebooks", "--no-details"]);
    let count = rows.len();
    assert_eq!(get(&["notebooks", "-o", "name"]).out.lines().count(), count);
    assert_eq!(get(&["notebook", "-o", "jsonl", "--no-details"]).out.lines().count(), count);
    assert_eq!(get(&["notebooks", "-o", "md", "--no-details"]).out.lines().count(), count + 2);
    let table = get(&["notebooks", "--no-details"]).out;
    assert_eq!(table.lines().count(), count + 1);
    assert!(table.starts_with("NAME "), "{table}");
    let csv = get(&["notebooks", "-o", "csv", "--columns", "name,status,region"]).out;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    assert_eq!(reader.headers().unwrap(), vec!["name", "status", "region"]);
    let names: Vec<String> = reader.records().map(|record| record.unwrap()[0].to_owned()).collect();
    let expected: Vec<&str> = rows.iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert_eq!(names, expected);
    assert!(csv.contains("\r\n"));
}

#[test]
fn filter_order_and_limit_hold() {
    let stopped = json(&["notebooks", "--where", "status:Stopped region:eu-west-1", "--no-details"]);
    assert!(!stopped.is_empty());
    assert!(stopped.iter().all(|row| row["status"] == "Stopped" && row["region"] == "eu-west-1"));
    let costly = json(&["notebooks", "--where", "cost>100", "--sort", "-usd_month", "--limit", "3"]);
    let prices: Vec<f64> =
        costly.iter().map(|row| row["facts"]["usd_month"].as_str().unwrap().parse().unwrap()).collect();
    assert_eq!(prices.len(), 3);
    assert!(prices.is_sorted_by(|a, b| a >= b) && prices[2] > 100.0, "{prices:?}");
    let none = run(&[
        "--demo=7",
        "get",
        "notebooks",
        "-o",
        "json",
        "--where",
        "name:nobody-has-this",
        "--account",
        READABLE,
    ]);
    assert_eq!((none.code, none.out.as_str()), (Some(0), "[]\n"));
}

#[test]
fn nothing_is_read_that_was_not_asked_for() {
    let rows = json(&["notebooks", "--no-details"]);
    for row in &rows {
        assert!(row.get("tags").is_none() && row.get("owner").is_none(), "{row}");
        assert!(
            row["facts"].get("volume_size_in_gb").is_none() && row["facts"].get("last_log_event").is_none()
        );
        assert!(row["facts"].get("instance_type").is_some());
        // Without the log nothing is claimed about use.
        assert!(row["facts"].get("idle_for_s").is_none(), "{row}");
    }
}

#[test]
fn accounts_and_lifecycle_configurations_are_kinds_too() {
    let run = run(&["--demo=7", "get", "accounts", "-o", "json"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let accounts: Vec<Value> = serde_json::from_str(&run.out).unwrap();
    assert_eq!(accounts.len(), 12);
    let suspended: Vec<_> = accounts.iter().filter(|row| row["status"] == "SUSPENDED").collect();
    assert_eq!(suspended.len(), 1);
    assert!(suspended[0]["facts"].get("login").is_none());
    assert!(accounts.iter().any(|row| row["account_role"] == "production"));
    assert!(json(&["lifecycle-configs"]).iter().all(|row| row["kind"] == "lifecycle-config"));
}

#[test]
fn a_denied_account_is_partial_data_with_everything_else_printed() {
    let run = run(&["--demo=7", "get", "notebooks", "--no-details", "-o", "json"]);
    assert_eq!(run.code, Some(4), "{}", run.err);
    assert!(run.err.contains("security-audit") && run.err.contains("ListNotebookInstances"), "{}", run.err);
    let rows: Vec<Value> = serde_json::from_str(&run.out).unwrap();
    assert!(rows.len() > 100, "{}", rows.len());
    let allowed = super::program::run(&["--demo=7", "get", "notebooks", "--no-details", "--allow-partial"]);
    assert_eq!(allowed.code, Some(0), "{}", allowed.err);
}

#[test]
fn mistakes_are_told_with_what_would_be_right() {
    for (arguments, words) in [
        (&["get", "notbooks"][..], "did you mean `notebook`?"),
        (&["get", "notebooks", "--columns", "stauts"], "did you mean `status`?"),
        (&["get", "notebooks", "--sort", "-usd_mont"], "did you mean `usd_month`?"),
        (&["get", "notebooks", "-o", "yaml"], "possible values: table, json"),
        (&["get", "notebooks", "--where", "statos:running"], "did you mean `status`?"),
        (&["get"], "Usage"),
        (&["gett"], "get"),
        (&["--demo", "--region", "eu west", "get", "notebooks"], "eu west"),
        (&["--demo=x", "get", "notebooks"], "invalid"),
    ] {
        let run = run(arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}: {}", run.err);
        assert!(run.err.contains(words), "{arguments:?}: {}", run.err);
        assert_eq!(run.out, "", "{arguments:?}");
    }
}

#[test]
fn a_query_that_is_wrong_has_a_caret_under_the_place() {
    let run = run(&["get", "notebooks", "--where", "status:running idle>4x"]);
    assert!(run.err.contains("--where:1:"), "{}", run.err);
    assert!(run.err.contains("idle>4x") && run.err.contains('^'), "{}", run.err);
}

#[test]
fn without_credentials_it_says_what_was_looked_for_and_offers_the_demo() {
    let run = run(&["get", "notebooks"]);
    assert_eq!(run.code, Some(2), "{}", run.err);
    assert!(run.err.contains("--demo"), "{}", run.err);
    let unknown = super::program::run(&["get", "notebooks", "--profile", "nobody"]);
    assert_eq!(unknown.code, Some(2), "{}", unknown.err);
    assert!(unknown.err.contains("`nobody`"), "{}", unknown.err);
    let roleless = super::program::run(&["get", "notebooks", "--org", "management"]);
    assert_eq!(roleless.code, Some(2), "{}", roleless.err);
    assert!(roleless.err.contains("--role"), "{}", roleless.err);
}

#[test]
fn a_view_brings_its_filter_columns_and_order() {
    let home = tempfile::tempdir().unwrap();
    let config = home.path().join("config.toml");
    let text = "[[view]]\nname = \"stopped gpu\"\nquery = \"status:Stopped type:ml.g*\"\n\
                kind = \"notebook\"\nsort = \"-name\"\ncolumns = [\"name\", \"status\"]\n";
    std::fs::write(&config, text).unwrap();
    let config = config.to_str().unwrap();
    let get = |arguments: &[&str]| {
        let fixed = ["--demo=7", "--config", config, "--account", READABLE, "get"];
        run(&[&fixed, arguments, &["--no-details", "-o", "csv"]].concat())
    };
    let shown = get(&["notebooks", "--view", "stopped gpu"]);
    let lines: Vec<&str> = shown.out.lines().collect();
    assert_eq!((shown.code, lines[0]), (Some(0), "\"name\",\"status\""), "{}", shown.err);
    assert!(lines.len() > 2 && lines[1..].iter().all(|line| line.ends_with("\"Stopped\"")));
    assert!(lines[1..].windows(2).all(|pair| pair[0] >= pair[1]), "{}", shown.out);
    let own = get(&["notebooks", "--view", "stopped gpu", "--columns", "name", "--sort", "name"]);
    let own: Vec<&str> = own.out.lines().collect();
    assert!(own[0] == "\"name\"" && own[1..].windows(2).all(|pair| pair[0] <= pair[1]));
    let none = get(&["notebooks", "--view", "stopped gpu", "--where", "status:InService"]);
    assert_eq!(none.out.lines().count(), 1, "both filters hold");
    for (arguments, words) in [
        (&["notebooks", "--view", "stoped gpu"][..], "did you mean `stopped gpu`?"),
        (&["accounts", "--view", "stopped gpu"], "is one of notebook"),
    ] {
        let refused = get(arguments);
        assert_eq!(refused.code, Some(2));
        assert!(refused.err.contains(words), "{}", refused.err);
    }
}

#[test]
fn endpoints_are_told_with_what_they_run_on_and_why_they_fail() {
    let rows = json(&["endpoints", "--account", "prod-scoring,ds-retail,ds-nlp,ds-vision"]);
    let row = |name: &str| rows.iter().find(|row| row["name"] == name).unwrap();
    let back = row("fraud-screen");
    assert_eq!((&back["status"], &back["phase"]), (&"RollingBack".into(), &"changing".into()));
    assert!(back["facts"]["failure_reason"].as_str().unwrap().contains("fraud-screen-5xx"));
    assert_eq!(back["facts"]["pending_endpoint_config_name"], "fraud-screen-v3-rollout");
    let churn = &row("churn-propensity")["facts"];
    assert_eq!(churn["instances"], serde_json::json!(["5 ml.m5.xlarge"]));
    assert_eq!(churn["usd_month"], "839.50");
    assert_eq!(churn["shadow_production_variants"].as_array().unwrap().len(), 1);
    assert_eq!(row("credit-scorecard")["facts"]["enable_capture"], false);
    // What is paid by use has no monthly price, and what has no instances costs nothing.
    assert!(row("intent-router")["facts"].get("usd_month").is_none());
    assert_eq!(row("shelf-detector-batch")["facts"]["usd_month"], "0.00");
    assert_eq!(row("basket-recommender")["status"], "Failed");
    assert!(row("basket-recommender")["facts"].get("instances").is_none());
}

#[test]
fn hosting_is_linked_by_name_and_keeps_no_secret() {
    let account = ["--account", "prod-scoring,ds-retail,ds-vision"];
    let of = |kind: &str| json(&[&[kind][..], &account].concat());
    let (configs, models, schedules) = (of("endpoint-configs"), of("models"), of("monitoring-schedules"));
    let has = |rows: &[Value], account: &Value, name: &Value| {
        rows.iter().any(|row| row["account"] == *account && row["name"] == *name)
    };
    for endpoint in of("endpoints") {
        assert!(
            has(&configs, &endpoint["account"], &endpoint["facts"]["endpoint_config_name"]),
            "{endpoint}"
        );
    }
    for config in &configs {
        for model in config["facts"]["model_names"].as_array().unwrap() {
            assert!(has(&models, &config["account"], model), "{config}");
        }
    }
    let drift: Vec<_> = schedules
        .iter()
        .filter(|row| row["facts"]["last_execution_status"] == "CompletedWithViolations")
        .collect();
    assert_eq!(drift.len(), 2);
    assert_eq!(of("inference-components").len(), 3);
    assert!(models.iter().any(|row| row["facts"]["environment_names"][0] == "FEATURE_STORE_TOKEN"));
    assert!(!models.iter().any(|row| row.to_string().contains("sim-5f2c0c77")));
}
