//! What was seeded is what is printed and shown: names, status, tags, owners, roles, in every account and region.

use std::collections::BTreeMap;
use std::process::Output;

use serde_json::Value;

use super::server::{Moto, Notebook};

/// What `get` printed for a notebook, in the terms of the seed.
fn as_seeded(row: &Value) -> Notebook {
    let text = |key: &str| row.get(key).and_then(Value::as_str).map(str::to_owned);
    let fact = |key: &str| row.get("facts").and_then(|facts| facts.get(key)).cloned().unwrap_or_default();
    let tags = row.get("tags").and_then(Value::as_object).expect("tags were read");
    Notebook {
        arn: text("arn").unwrap(),
        name: text("name").unwrap(),
        account: text("account").unwrap(),
        region: text("region").unwrap(),
        status: text("status").unwrap(),
        tags: tags.iter().map(|(key, value)| (key.clone(), value.as_str().unwrap().to_owned())).collect(),
        owner: text("owner"),
        instance_type: fact("instance_type").as_str().unwrap_or_default().to_owned(),
        volume_size_in_gb: fact("volume_size_in_gb").as_i64().unwrap_or_default(),
    }
}

fn rows(output: &Output) -> Vec<Value> {
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{err}");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}\n{err}"))
}

/// Every seeded notebook is there as seeded, none is there twice, and nothing else is there.
fn assert_is_the_seed(moto: &Moto, rows: &[Value], names: &BTreeMap<String, (String, Option<String>)>) {
    let mut found: Vec<Notebook> = rows.iter().map(as_seeded).collect();
    found.sort();
    let mut seeded = moto.seed.notebooks.clone();
    seeded.sort();
    assert_eq!(found.len(), seeded.len());
    for (found, seeded) in found.iter().zip(&seeded) {
        assert_eq!(found, seeded);
    }
    for row in rows {
        let (name, role) = &names[row["account"].as_str().unwrap()];
        assert_eq!(row["account_name"].as_str(), Some(name.as_str()));
        assert_eq!(row.get("account_role").and_then(Value::as_str), role.as_deref(), "{name}");
        assert_eq!(row["kind"], "notebook");
        assert!(row.get("created").is_some() && row.get("age_s").is_some());
    }
}

#[test]
fn role_profiles_read_exactly_what_was_seeded() {
    let moto = Moto::shared();
    let output = moto.sagedeck(&[
        "get",
        "notebooks",
        "-o",
        "json",
        "--profile",
        "*",
        "--region",
        "eu-west-1,us-east-1",
    ]);
    let names = moto.seed.accounts.iter().map(|account| {
        // Without an organization the profile's name is all there is to go by.
        (account.id.clone(), (account.profile(), account.role_by_profile.clone()))
    });
    assert_is_the_seed(moto, &rows(&output), &names.collect());
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("zz-again"), "the account's second profile is told: {told}");
}

#[test]
fn the_organization_reads_exactly_what_was_seeded() {
    let moto = Moto::shared();
    let arguments = ["get", "notebooks", "-o", "json", "--region", "eu-west-1,us-east-1"];
    let output = moto.through_organization(&arguments);
    let names = moto.seed.accounts.iter();
    let names = names.map(|account| (account.id.clone(), (account.name.clone(), account.role.clone())));
    assert_is_the_seed(moto, &rows(&output), &names.collect());
}

#[test]
fn accounts_are_listed_with_their_units_and_the_closed_one_is_not_read() {
    let moto = Moto::shared();
    let rows = rows(&moto.through_organization(&["get", "accounts", "-o", "json"]));
    assert_eq!(rows.len(), moto.seed.accounts.len() + moto.seed.suspended.len());
    for account in &moto.seed.accounts {
        let row = rows.iter().find(|row| row["account"] == *account.id).expect("every account is there");
        assert_eq!(row["name"], *account.name);
        let path = row["facts"].get("ou_path").and_then(Value::as_str).unwrap_or_default();
        assert_eq!(path, account.path.join("/"));
    }
    let closed = rows.iter().find(|row| row["account"] == *moto.seed.suspended[0]).unwrap();
    assert_eq!(closed["status"], "SUSPENDED");
}

#[test]
fn a_narrowed_fleet_asks_only_there() {
    let moto = Moto::shared();
    let arguments = [
        "get",
        "notebooks",
        "-o",
        "json",
        "--profile",
        "ds-risk,uat-serving",
        "--region",
        "eu-west-1",
        "--where",
        "status:stopped",
    ];
    let found = rows(&moto.sagedeck(&arguments));
    let wanted = moto.seed.notebooks.iter().filter(|one| {
        let name = &moto.seed.accounts.iter().find(|account| account.id == one.account).unwrap().name;
        (name == "ds-risk" || name == "uat-serving") && one.region == "eu-west-1" && one.status == "Stopped"
    });
    assert_eq!(found.len(), wanted.count());
}

#[test]
fn a_region_that_nobody_serves_is_partial_data() {
    let moto = Moto::shared();
    let output = moto.sagedeck(&[
        "get",
        "notebooks",
        "-o",
        "json",
        "--profile",
        "ds-risk",
        "--endpoint-url",
        "http://127.0.0.1:9",
    ]);
    assert_eq!(output.status.code(), Some(4), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "[]");
    assert!(!output.stderr.is_empty());
}

#[test]
fn the_console_shows_them_in_a_real_terminal() {
    let moto = Moto::shared();
    let mut terminal =
        moto.terminal(&["--profile", "ds-risk,uat-serving", "--region", "eu-west-1,us-east-1"], 120, 36);
    terminal.wait_for("ds-risk-eu-000");
    terminal.wait_for("uat-serving");
    terminal.keys("/status:stopped\r");
    terminal.wait_until("only stopped notebooks", |screen| {
        screen.contains("ds-risk-eu-002") && !screen.contains("ds-risk-eu-000")
    });
    terminal.keys("\x1bq");
    terminal.wait_for("uit");
    terminal.keys("y");
    assert_eq!(terminal.exit_code(), 0);
}
