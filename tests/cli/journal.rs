//! The journal as a shell sees it, and as other processes do.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use sagedeck::journal::{Journal, Origin};
use sagedeck::model::action::{Action, Verb};
use sagedeck::model::audit::{Answer, Deed, Ending, Entry, Seen};
use sagedeck::model::fetch::Target;
use sagedeck::model::id::Arn;
use sagedeck::model::kind::Kind;
use sagedeck::model::resource::Tag;
use sagedeck::model::scope::{Region, Scope};
use sagedeck::model::text::Safe;
use serde_json::Value;
use tempfile::TempDir;

use super::program::{Run, run_in};

mod export;
mod others;

fn folder(home: &Path) -> PathBuf {
    home.join(".local/state/sagedeck/journal")
}

fn journal_in(folder: PathBuf) -> Journal {
    let (run, host, user) = ("991-a".to_owned(), "bastion".to_owned(), "ada".to_owned());
    Journal::new(folder, Origin { run, host, pid: 991, user, version: "0.1.0", simulated: false })
}

fn at() -> Timestamp {
    "2026-11-23T15:04:11.123Z".parse().unwrap()
}

/// A deed whose texts are all this one.
fn deed(id: &str, text: &str) -> Deed {
    let safe = Safe::new(text);
    Deed {
        id: Safe::new(id),
        action: Action { verb: Verb::AddTags, tags: vec![Tag { key: safe.clone(), value: safe.clone() }] },
        target: Target {
            arn: Arn::new(format!("arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/{text}")),
            kind: Kind::Notebook,
            name: safe.clone(),
            scope: Scope {
                account: "111122223333".parse().unwrap(),
                region: Region::parse("eu-west-1").unwrap(),
            },
            within: None,
        },
        account_name: safe.clone(),
        account_role: None,
        owner: Some(safe.clone()),
        via: safe.clone(),
        caller: Safe::new("arn:aws:sts::111122223333:assumed-role/Operator/ada"),
        plan: safe.clone(),
        before: Seen { status: Some(safe), modified: None },
        undoes: None,
    }
}

fn begin(journal: &Journal, id: &str, text: &str) {
    journal.append(&Entry::Intent(Box::new(deed(id, text))), at()).unwrap();
}

fn carry_out(journal: &Journal, id: &str, text: &str) {
    begin(journal, id, text);
    let (of, safe) = (deed(id, text).reference(), Safe::new(text));
    let request_id = Some(Safe::new("0f1e-77"));
    let answer = Entry::Answer { of: of.clone(), answer: Answer::Accepted, request_id, text: safe.clone() };
    journal.append(&answer, at()).unwrap();
    let outcome = Entry::Outcome { of, ending: Ending::Done, after: Some(safe.clone()), text: safe };
    journal.append(&outcome, at()).unwrap();
}

/// A home whose journal has a deed that was done and one that was only begun.
fn home() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    let journal = journal_in(folder(home.path()));
    carry_out(&journal, "d1", "churn-eda");
    begin(&journal, "d2", "fraud");
    home
}

fn journal(home: &Path, arguments: &[&str]) -> Run {
    run_in(home, &[&["journal"], arguments].concat())
}

fn fine(home: &Path, arguments: &[&str]) -> String {
    let run = journal(home, arguments);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{arguments:?}");
    run.out
}

/// What a terminal would obey, hide or reorder.
fn is_obeyed(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r'))
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[test]
fn acts_are_shown_the_newest_first_with_how_far_they_got() {
    let home = home();
    let table = fine(home.path(), &["show"]);
    let cells: Vec<Vec<&str>> = table
        .lines()
        .map(|line| line.split("  ").filter(|cell| !cell.is_empty()).map(str::trim).collect())
        .collect();
    let when = "2026-11-23T15:04:11Z";
    let expected = [
        ["WHEN", "ACTION", "NAME", "ACCOUNT", "BY", "CALLER", "OUTCOME", "REQUEST ID"],
        [when, "add-tags", "fraud", "fraud", "ada@bastion", "Operator/ada", "no answer", "–"],
        [when, "add-tags", "churn-eda", "churn-eda", "ada@bastion", "Operator/ada", "done", "0f1e-77"],
    ];
    assert_eq!(cells, expected);
    assert_eq!(fine(home.path(), &["show", "-o", "md"]).lines().count(), 4);

    let acts: Vec<Value> = serde_json::from_str(&fine(home.path(), &["show", "-o", "json"])).unwrap();
    assert_eq!((acts.len(), &acts[0]["deed"], &acts[1]["seq"]), (2, &Value::from("d2"), &Value::from(1)));
    assert_eq!(acts[0].get("outcome"), None, "what was not written down is absent");
    assert_eq!(
        (&acts[1]["outcome"]["ending"], &acts[1]["answer"]["request_id"]),
        (&"done".into(), &"0f1e-77".into())
    );
    let lines = fine(home.path(), &["show", "-o", "jsonl"]);
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines, acts);

    let csv = fine(home.path(), &["show", "-o", "csv"]);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let column = |name: &str| heads.iter().position(|head| head == name).unwrap();
    let records: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!((&records[0][column("outcome")], &records[1][column("outcome")]), ("", "done"));
    assert_eq!(&records[1][column("tags")], "churn-eda=churn-eda");

    let limited = journal(home.path(), &["show", "--limit", "1"]);
    assert_eq!((limited.code, limited.out.lines().count()), (Some(0), 2));
    assert!(limited.err.contains("older acts") && limited.err.contains("--limit"), "{}", limited.err);
}

#[test]
fn without_a_journal_there_is_nothing_and_nothing_is_made() {
    let home = tempfile::tempdir().unwrap();
    assert_eq!(fine(home.path(), &["verify"]), "empty\n");
    assert_eq!(fine(home.path(), &["show", "-o", "json"]), "[]\n");
    assert_eq!(fine(home.path(), &["show"]).lines().count(), 1);
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn mistakes_in_the_configuration_do_not_hide_the_journal() {
    let home = home();
    let config = home.path().join("config/sagedeck");
    fs::create_dir_all(&config).unwrap();
    fs::write(config.join("config.toml"), "rubbish").unwrap();
    assert_eq!(fine(home.path(), &["show"]).lines().count(), 3);
    assert!(fine(home.path(), &["verify"]).starts_with("whole: 4 lines"));
}

#[test]
fn the_demo_has_a_journal_of_its_own() {
    let home = home();
    let demo = || {
        super::program::sagedeck(home.path())
            .env("TMPDIR", home.path())
            .args(["--demo", "journal", "verify"])
            .output()
    };
    assert_eq!(Run::from(demo().unwrap()).out, "empty\n");
    let uid = rustix::process::geteuid().as_raw();
    begin(&journal_in(home.path().join(format!("sagedeck-demo-{uid}/journal"))), "d9", "x");
    assert!(Run::from(demo().unwrap()).out.starts_with("whole: 1 line from "));
    assert!(fine(home.path(), &["verify"]).starts_with("whole: 4 lines"));
}

#[test]
fn verifying_tells_the_head_and_finds_it_again() {
    let home = home();
    let line = fine(home.path(), &["verify"]);
    let (words, head) = line.trim_end().rsplit_once(' ').unwrap();
    assert_eq!(words, "whole: 4 lines from 2026-11-23T15:04:11Z to 2026-11-23T15:04:11Z, head");
    assert_eq!(fine(home.path(), &["verify", "--head", &head.to_uppercase()]), line);
    let file = folder(home.path()).join("2026-11.jsonl");
    let text = fs::read_to_string(&file).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    fs::write(&file, lines[..3].join("\n") + "\n").unwrap();
    assert!(fine(home.path(), &["verify"]).starts_with("whole: 3 lines"));
    let cut = journal(home.path(), &["verify", "--head", head]);
    assert_eq!(cut.code, Some(1), "{}", cut.err);
    assert!(cut.out.starts_with("broken: the noted hash is in none of 3 lines"), "{}", cut.out);
    let typo = journal(home.path(), &["verify", "--head", "abc"]);
    assert_eq!(typo.code, Some(2));
    assert!(typo.err.contains("64 hexadecimal digits"), "{}", typo.err);
}

/// S12
#[test]
fn tampering_is_told_with_file_and_line() {
    let home = home();
    let file = folder(home.path()).join("2026-11.jsonl");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("\"accepted\"", "\"refused\"")).unwrap();
    let run = journal(home.path(), &["verify"]);
    let expected = "broken: 2026-11.jsonl:2: it was edited: it does not fit its hash\n";
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (Some(1), expected, ""));
}

#[test]
fn lines_that_cannot_be_read_make_the_answer_partial() {
    let home = home();
    let file = folder(home.path()).join("2026-11.jsonl");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}\u{1b}[2J\n")).unwrap();
    let run = journal(home.path(), &["show"]);
    assert_eq!((run.code, run.out.lines().count()), (Some(4), 3));
    assert!(run.err.contains("not read: 2026-11.jsonl:5: is a torn line of 4 bytes"), "{}", run.err);
}

/// S10
#[test]
fn a_folder_that_others_can_enter_is_refused_with_what_to_do() {
    use std::os::unix::fs::PermissionsExt;
    let home = home();
    fs::set_permissions(folder(home.path()), fs::Permissions::from_mode(0o755)).unwrap();
    let target = home.path().join("copy.jsonl");
    for command in [&["show"][..], &["verify"], &["export", "-o", target.to_str().unwrap()]] {
        let run = journal(home.path(), command);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{command:?}");
        assert!(run.err.contains("(mode 0755)") && run.err.contains("chmod 700 '/"), "{}", run.err);
    }
    assert!(!target.exists());
}

/// S06
#[test]
fn hostile_names_are_harmless_and_can_be_told_apart() {
    let names = [
        "a\u{200b}b",
        "ab",
        "a\u{202e}b",
        "\u{1b}[2J\u{9b}x",
        "=cmd|'/C calc'!A0",
        "x\ny",
        "\"},{\"hash\":\"f",
    ];
    let home = tempfile::tempdir().unwrap();
    let library = journal_in(folder(home.path()));
    for (number, name) in names.iter().enumerate() {
        carry_out(&library, &number.to_string(), name);
    }
    let outputs =
        ["table", "md", "csv", "json", "jsonl"].map(|format| fine(home.path(), &["show", "-o", format]));
    for out in &outputs {
        assert_eq!(out.chars().find(|c| is_obeyed(*c)), None, "{out}");
    }
    let [table, _, csv, json, _] = &outputs;
    assert_eq!(table.lines().count(), 1 + names.len());
    assert!(table.contains(" a⟨U+200B⟩b ") && table.contains(" ab ") && table.contains(" x⟨U+000A⟩y "));

    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let name = reader.headers().unwrap().iter().position(|head| head == "name").unwrap();
    let cells: Vec<String> = reader.records().map(|one| one.unwrap()[name].to_owned()).collect();
    assert_eq!((&*cells[6], &*cells[5], &*cells[4]), ("a⟨U+200B⟩b", "ab", "a⟨U+202E⟩b"));
    assert_eq!(cells[2], "'=cmd|'/C calc'!A0");

    let acts: Vec<Value> = serde_json::from_str(json).unwrap();
    let read: Vec<&str> = acts.iter().rev().map(|act| act["name"].as_str().unwrap()).collect();
    assert_eq!(read, names, "JSON carries them exactly");
}
