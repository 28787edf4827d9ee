//! Studio over the simulated organization: who owns an app, who uses it, what stops it, and how one is deleted.

use serde_json::Value;

use super::program::run;

const ACCOUNTS: &str = "ds-retail,ds-risk,ds-vision";

fn json(words: &[&str]) -> Vec<Value> {
    let got = run(&[&["--demo=7", "get"], words, &["-o", "json", "--account", ACCOUNTS]].concat());
    assert_eq!(got.code, Some(0), "{}", got.err);
    serde_json::from_str(&got.out).unwrap()
}

/// The app whose name ends so.
fn app<'a>(rows: &'a [Value], end: &str) -> &'a Value {
    rows.iter().find(|row| row["name"].as_str().unwrap().ends_with(end)).unwrap_or_else(|| panic!("{end}"))
}

#[test]
fn the_group_is_its_four_kinds_and_each_belongs_to_a_domain() {
    let rows = json(&["studio"]);
    let of = |kind: &str| rows.iter().filter(|row| row["kind"] == kind).collect::<Vec<_>>();
    let counts = ["domain", "user-profile", "space", "app"].map(|kind| of(kind).len());
    assert_eq!((counts[0], counts.iter().sum::<usize>()), (3, rows.len()));
    let domains: Vec<&Value> = of("domain").iter().map(|row| &row["facts"]["domain_id"]).collect();
    for domain in &domains {
        let within = |kind: &str| of(kind).iter().filter(|row| row["facts"]["domain_id"] == **domain).count();
        assert!((6..=10).contains(&within("user-profile")) && within("space") > 5 && within("app") > 5);
    }
    for row in of("app") {
        let parts: Vec<&str> = row["name"].as_str().unwrap().split('/').collect();
        let owner = row["facts"].get("space_name").or(row["facts"].get("user_profile_name")).unwrap();
        assert_eq!((parts.len(), parts[1]), (4, owner.as_str().unwrap()));
        assert!(row["owner"].is_string() && row["facts"]["owner_source"].is_string(), "{row}");
    }
}

#[test]
fn use_is_judged_by_what_aws_tells_and_what_a_health_check_set_is_no_use() {
    let rows = json(&["apps"]);
    let judged = |end: &str| {
        let facts = &app(&rows, end)["facts"];
        let word = |key: &str| facts.get(key).and_then(Value::as_str).unwrap_or("–").to_owned();
        (word("idle_verdict"), word("idle_confidence"), facts.get("idle_for_s").and_then(Value::as_i64))
    };
    let (verdict, confidence, silent) = judged("defect-pytorch-ml-g5-xlarge");
    assert_eq!((verdict.as_str(), confidence.as_str()), ("idle-certain", "high"));
    assert!(silent.unwrap() >= 9 * 86_400);
    let unknown = ("unknown".to_owned(), "low".to_owned(), None);
    assert_eq!(judged("j-novak-lab/JupyterLab/default"), unknown, "only the health check moves it");
    assert_eq!(judged("Canvas/default"), unknown, "what use of it is, nobody tells");
    // Idle shutdown should have stopped it: something runs in it.
    assert_eq!(judged("s-haddad-lab/JupyterLab/default").0, "idle-likely");
    // Its user is exempt from idle shutdown.
    let exempt = &app(&rows, "vision-lab/JupyterLab/default")["facts"];
    assert_eq!((&exempt["idle_shutdown"], &exempt["idle_verdict"]), (&"off".into(), &"idle-certain".into()));
    assert_eq!(exempt["idle_shutdown_source"], "user profile vision");
    let failed = &app(&rows, "y-tanaka-lab/JupyterLab/default")["facts"];
    assert!(failed["failure_reason"].as_str().unwrap().starts_with("ResourceLimitExceeded"));
    assert_eq!(failed.get("idle_verdict"), None);
}

#[test]
fn a_question_asks_no_more_than_it_needs() {
    let listed =
        run(&["--demo=7", "get", "apps", "-o", "csv", "--columns", "name,usd_month", "--account", ACCOUNTS]);
    assert_eq!(listed.code, Some(0), "{}", listed.err);
    assert!(listed.out.lines().count() > 15);
    let mut names = json(&["spaces", "--no-details"]);
    names.retain(|row| row.get("tags").is_some() || row["facts"].get("idle_shutdown").is_some());
    assert_eq!(names, Vec::<Value>::new());
}

#[test]
fn an_app_is_deleted_when_its_name_was_typed() {
    let rows = json(&["apps", "--no-details"]);
    let idle = app(&rows, "defect-pytorch-ml-g5-xlarge");
    let (arn, name) = (idle["arn"].as_str().unwrap(), idle["name"].as_str().unwrap());
    let act = |words: &[&str]| run(&[&["--demo=7", "act", "delete", arn], words].concat());
    let asked = act(&["--yes"]);
    assert_eq!(asked.code, Some(2), "{}{}", asked.out, asked.err);
    let dry = act(&["--confirm", name, "--dry-run"]);
    assert_eq!(dry.code, Some(0), "{}", dry.err);
    assert!(dry.out.contains("Kept: files") && dry.out.contains("Saves ~$1.41 an hour"), "{}", dry.out);
    let done = act(&["--confirm", name]);
    assert_eq!(done.code, Some(0), "{}{}", done.out, done.err);
    assert!(done.out.contains("it is Deleted"), "{}", done.out);
}
