//! `act` over the simulated organization: it does what was agreed to and is written down, and otherwise nothing.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use super::program::{Run, run_in, sagedeck};

const ACCOUNTS: [&str; 4] = ["ds-retail", "data-lake", "prod-batch", "org-management"];

/// A home, and the ARN of a running notebook in each of the accounts.
struct Desk {
    home: TempDir,
    running: Vec<(String, String)>,
}

impl Desk {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let list =
            ["--demo=7", "get", "notebooks", "--no-details", "-o", "json", "--where", "status:InService"];
        let accounts = ACCOUNTS.join(",");
        let listed = run_in(home.path(), &[&list[..], &["--account", &accounts]].concat());
        assert_eq!(listed.code, Some(0), "{}", listed.err);
        let rows: Vec<Value> = serde_json::from_str(&listed.out).unwrap();
        let text = |row: &Value, key: &str| row[key].as_str().unwrap().to_owned();
        let running = rows.iter().map(|row| (text(row, "account_name"), text(row, "arn"))).collect();
        Self { home, running }
    }

    fn in_account(&self, account: &str) -> &str {
        let found = self.running.iter().find(|(name, _)| name == account);
        &found.expect("every account has a notebook that runs").1
    }

    fn act(&self, words: &[&str]) -> Run {
        run_in(self.home.path(), &[&["--demo=7", "act"], words].concat())
    }

    /// What the journal says was done.
    fn acts(&self) -> Vec<Value> {
        let shown = run_in(self.home.path(), &["--demo=7", "journal", "show", "-o", "json"]);
        assert_eq!(shown.code, Some(0), "{}", shown.err);
        serde_json::from_str(&shown.out).unwrap()
    }

    /// Nothing was done: with that exit code and words that say why.
    fn refuses(&self, words: &[&str], code: i32, why: &str) {
        let run = self.act(words);
        assert_eq!(run.code, Some(code), "{words:?}: {}{}", run.out, run.err);
        assert!(run.err.contains(why), "{words:?}: {}", run.err);
        assert_eq!(self.acts(), Vec::<Value>::new(), "{words:?}");
    }
}

#[test]
fn without_agreement_that_fits_nothing_is_done() {
    let desk = Desk::new();
    let (easy, typed) = (desk.in_account("ds-retail"), desk.in_account("org-management"));
    desk.refuses(&["stop", easy], 2, "add --yes to agree");
    desk.refuses(&["stop", easy, "--confirm", "ds-retail"], 2, "asks for --yes, not for --confirm");
    desk.refuses(&["stop", easy, "--yes", "--confirm", "wrong"], 2, "asks for --yes, not for --confirm");
    desk.refuses(&["stop", typed, "--yes"], 2, "add --confirm with the account, org-management");
    desk.refuses(&["stop", typed, "--confirm", "org-managemenT"], 2, "org-management");
    let run = desk.act(&["stop", easy, "--yes", "--dry-run"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.out.contains("ds-retail") && run.out.contains("Lost: memory"), "{}", run.out);
    assert_eq!(desk.acts(), Vec::<Value>::new());
}

#[test]
fn what_is_not_allowed_is_refused_with_its_reason() {
    let desk = Desk::new();
    let (easy, production) = (desk.in_account("ds-retail"), desk.in_account("prod-batch"));
    desk.refuses(&["stop", production, "--yes"], 5, "a production account allows no actions");
    desk.refuses(
        &["stop", production, "--confirm", "prod-batch"],
        5,
        "a production account allows no actions",
    );
    desk.refuses(&["start", easy, "--yes"], 5, "it is InService already");
    desk.refuses(&["stop", easy, "--yes", "--read-only"], 5, "read-only: --read-only was given");
    desk.refuses(&["stop", easy, "--yes", "--auditor", "--dry-run"], 5, "read-only");
    let nobody = easy.replace(easy.rsplit('/').next().unwrap(), "nobody");
    desk.refuses(&["stop", &nobody, "--yes"], 1, "is not in the listing of its account and region");
}

#[test]
fn what_was_typed_wrong_is_told_before_anything_is_asked() {
    let desk = Desk::new();
    let arn = desk.in_account("ds-retail");
    desk.refuses(
        &["stop", "churn-eda", "--yes"],
        2,
        "neither an ARN of a kind that is known here nor a console address",
    );
    desk.refuses(&["stop", arn, "--yes", "--account", "data-lake"], 1, "is not part of this fleet");
    desk.refuses(&["terminate", arn, "--yes"], 2, "possible values: stop, start, add-tags");
    desk.refuses(&["remove-tags", arn, "--tag", "a=b", "--yes"], 2, "possible values: stop, start, add-tags");
    desk.refuses(&["stop", arn, "--tag", "a=b", "--yes"], 2, "--tag is for add-tags");
    desk.refuses(&["add-tags", arn, "--yes"], 2, "needs at least one --tag");
    desk.refuses(&["add-tags", arn, "--tag", "owner", "--yes"], 2, "`owner` is no KEY=VALUE");
    desk.refuses(&["add-tags", arn, "--tag", "aws:a=b", "--yes"], 2, "belong to AWS");
    desk.refuses(&["add-tags", arn, "--tag", "a=\u{1b}[31m", "--yes"], 2, "AWS takes letters, digits");
    desk.refuses(&["add-tags", arn, "--tag", "a=b", "--tag", "a=c", "--yes"], 2, "the key stands twice");
    let unknown = arn.replace(arn.split(':').nth(4).unwrap(), "402268819999");
    desk.refuses(&["stop", &unknown, "--yes"], 1, "402268819999");
}

/// Whoever narrowed the fleet did so for actions too.
#[test]
fn accounts_that_the_environment_leaves_out_are_not_acted_in() {
    let desk = Desk::new();
    let words = ["--demo=7", "act", "stop", desk.in_account("ds-retail"), "--yes"];
    let mut command = sagedeck(desk.home.path());
    let run: Run = command.env("SAGEDECK_ACCOUNTS", "data-lake").args(words).output().unwrap().into();
    assert_eq!(run.code, Some(1), "{}{}", run.out, run.err);
    assert!(run.err.contains("is not part of this fleet"), "{}", run.err);
    assert_eq!(desk.acts(), Vec::<Value>::new());
}

/// The configuration's classes and the policy's protection hold in the demo as well.
#[test]
fn classes_and_protection_decide() {
    let desk = Desk::new();
    let file = |name: &str, text: &str| {
        let path = desk.home.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let class = |name: &str, role: &str, actions: &str| {
        format!("[[class]]\nmatch = {{ name = \"{name}\" }}\nrole = \"{role}\"\nactions = \"{actions}\"\n")
    };
    let shut = file("shut.toml", &class("ds-retail", "data-science", "none"));
    let (easy, production) = (desk.in_account("ds-retail"), desk.in_account("prod-batch"));
    desk.refuses(
        &["stop", easy, "--yes", "--config", &shut],
        5,
        "[[class]] 1 of the configuration allows no",
    );
    let open = file("open.toml", &class("prod-*", "production", "safe"));
    let planned = desk.act(&["stop", production, "--dry-run", "--config", &open]);
    assert_eq!(planned.code, Some(0), "{}", planned.err);
    let names = file("names.toml", "[protect]\nnames = [\"*\"]\n");
    desk.refuses(&["stop", easy, "--yes", "--policy", &names], 5, "its name is protected");
}

/// A switch that fails must not fail open: a mistake in a file is the end of acting.
#[test]
fn a_mistake_in_the_configuration_or_policy_ends_acting() {
    let desk = Desk::new();
    let arn = desk.in_account("ds-retail");
    let file = |name: &str, text: &str| {
        let path = desk.home.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let config = file("bad.toml", "mode = \"read-onyl\"\n");
    let policy = file("policy.toml", "[protect]\ntag = [\"keep\"]\n");
    let stop = ["--demo=7", "act", "stop", arn, "--yes"];
    for (flag, path, word) in [("--config", &config, "read-onyl"), ("--policy", &policy, "tag")] {
        let run = run_in(desk.home.path(), &[&stop[..], &[flag, path]].concat());
        assert!(matches!(run.code, Some(2 | 5)), "{flag}: {:?} {}", run.code, run.err);
        assert!(run.err.contains(word), "{}", run.err);
    }
    assert_eq!(desk.acts(), Vec::<Value>::new());
}

#[test]
fn what_was_agreed_to_is_done_and_written_down() {
    let desk = Desk::new();
    let arn = desk.in_account("ds-retail");
    let words =
        ["add-tags", arn, "--tag", "team=retail", "--tag", "review=2026 Q4", "--tag", "empty=", "--yes"];
    let run = desk.act(&words);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.out.contains("+ empty = \n"), "{}", run.out);
    assert!(run.out.ends_with(&format!("add-tags {arn} done: the tags are there\n")), "{}", run.out);
    assert!(run.err.contains("written down; asking AWS"), "{}", run.err);
    let acts = desk.acts();
    assert_eq!(acts.len(), 1);
    assert_eq!((acts[0]["arn"].as_str(), acts[0]["action"].as_str()), (Some(arn), Some("add-tags")));
    assert_eq!(acts[0]["tags"], serde_json::json!(["team=retail", "review=2026 Q4", "empty="]));
    assert_eq!(
        (&acts[0]["answer"]["answer"], &acts[0]["outcome"]["ending"]),
        (&"accepted".into(), &"done".into())
    );
    assert!(acts[0]["caller"].as_str().unwrap().contains("SagedeckOperator"), "{}", acts[0]["caller"]);
    let verified = run_in(desk.home.path(), &["--demo=7", "journal", "verify"]);
    assert_eq!(verified.code, Some(0), "{}{}", verified.out, verified.err);
    assert!(verified.out.starts_with("whole: 3 lines"), "{}", verified.out);
}

/// Nothing is sent that could not be written down before.
#[test]
fn without_a_journal_nothing_is_done() {
    let desk = Desk::new();
    let arn = desk.in_account("ds-retail");
    assert_eq!(desk.act(&["add-tags", arn, "--tag", "a=b", "--yes"]).code, Some(0));
    let journal = journal_under(desk.home.path());
    fs::remove_dir_all(&journal).unwrap();
    fs::write(&journal, "in the way").unwrap();
    let run = desk.act(&["add-tags", arn, "--tag", "c=d", "--yes"]);
    assert_eq!(run.code, Some(5), "{}{}", run.out, run.err);
    assert!(run.out.contains("refused: not touched: "), "{}", run.out);
    assert!(run.out.contains("(nothing is done that cannot be written down)"), "{}", run.out);
    assert!(!run.err.contains("asking AWS"), "{}", run.err);
    let doctor = run_in(desk.home.path(), &["--demo=7", "doctor", "--account", "ds-retail"]);
    assert_eq!(doctor.code, Some(2), "{}", doctor.out);
    assert!(doctor.out.contains("BAD   ") && doctor.out.contains("journal"), "{}", doctor.out);
}

/// The folder `journal` of the demo, whose place depends on the user.
fn journal_under(temporary: &Path) -> std::path::PathBuf {
    let demo = fs::read_dir(temporary).unwrap().map(|entry| entry.unwrap().path());
    let mut found = demo.filter(|path| path.join("journal").is_dir());
    found.next().expect("the demo's journal lies in the temporary folder").join("journal")
}

#[test]
fn the_policies_are_json_and_only_the_operators_can_change() {
    let actions = |who: &str| -> Vec<String> {
        let home = tempfile::tempdir().unwrap();
        let printed: Run = sagedeck(home.path()).args(["iam-policy", who]).output().unwrap().into();
        assert_eq!(printed.code, Some(0), "{}", printed.err);
        let policy: Value = serde_json::from_str(&printed.out).unwrap();
        let statements = policy["Statement"].as_array().unwrap().iter();
        let named = statements.flat_map(|one| one["Action"].as_array().unwrap().clone());
        named.map(|action| action.as_str().unwrap().to_owned()).collect()
    };
    let writes = [
        "AddTags",
        "DeleteApp",
        "DeleteTags",
        "StartNotebookInstance",
        "StopNotebookInstance",
        // Hosting.
        "StartMonitoringSchedule",
        "StopMonitoringSchedule",
        // Jobs.
        "StopAutoMLJob",
        "StopCompilationJob",
        "StopHyperParameterTuningJob",
        "StopLabelingJob",
        "StopProcessingJob",
        "StopTrainingJob",
        "StopTransformJob",
        // Pipelines.
        "RetryPipelineExecution",
        "StopPipelineExecution",
    ];
    let writes = writes.map(|name| format!("sagemaker:{name}"));
    let (reader, operator) = (actions("reader"), actions("operator"));
    assert!(writes.iter().all(|write| operator.contains(write) && !reader.contains(write)));
    assert!(reader.iter().all(|read| operator.contains(read)));
    assert_eq!(operator.len(), reader.len() + writes.len());
    assert!(operator.iter().all(|action| !action.contains('*')));
}
