//! Strings that mean harm, through everything that prints: nothing that a terminal would obey, hide or reorder comes
//! out, and machine output still carries every one of them exactly.

use std::sync::Arc;

use jiff::Timestamp;
use sagedeck::model::account::{Account, AccountState, Login, Via};
use sagedeck::model::field::Field;
use sagedeck::model::id::Arn;
use sagedeck::model::kind::Kind;
use sagedeck::model::resource::{Facts, Parts, Phase, Resource, Tag, Whole};
use sagedeck::model::row::{Derived, Row};
use sagedeck::model::scope::{Region, Scope};
use sagedeck::model::text::Safe;
use sagedeck::model::value::Value;
use sagedeck::report::{Format, write};

use super::program::run;

const COLUMNS: [Field; 7] = [
    Field::Name,
    Field::AccountName,
    Field::Status,
    Field::Tags,
    Field::Owner,
    Field::FailureReason,
    Field::Arn,
];

/// The corpus: id and string. Long ones are written as a beginning and a length in characters.
fn corpus() -> Vec<(String, String)> {
    let all: Vec<serde_json::Value> = serde_json::from_str(include_str!("../data/bad-strings.json")).unwrap();
    assert_eq!(all.len(), 143);
    let one = |entry: &serde_json::Value| {
        let long = || {
            let start = entry["s_start"].as_str().unwrap();
            let length = entry["length"].to_string().trim_matches('"').parse().unwrap();
            start.chars().cycle().take(length).collect()
        };
        (entry["id"].as_str().unwrap().to_owned(), entry["s"].as_str().map_or_else(long, str::to_owned))
    };
    all.iter().map(one).collect()
}

/// Whether a terminal would obey, hide or reorder the character. Written down on its own, so that it does not repeat
/// what the sanitiser believes.
fn is_obeyed(c: char) -> bool {
    let line_end = matches!(c, '\n' | '\r');
    (c.is_control() && !line_end)
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{e000}'..='\u{f8ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}' | '\u{f0000}'..='\u{10ffff}')
}

fn row(text: &str) -> Row {
    let region = Region::parse("eu-west-1").unwrap();
    let id = "111122223333".parse().unwrap();
    let account = Account {
        id,
        name: Safe::new(text),
        role: None,
        role_source: Safe::new(text),
        role_conflict: None,
        permitted: sagedeck::model::action::Permitted::by_default(None),
        theme: None,
        path: vec![Safe::new(text)],
        state: AccountState::Active,
        via: Via::Profile(Safe::new(text)),
        regions: vec![region.clone()],
        login: Login::Unknown,
    };
    let resource = Resource::from(Whole {
        arn: Arn::new(format!("arn:aws:sagemaker:eu-west-1:{id}:notebook-instance/{text}")),
        kind: Kind::Notebook,
        name: Safe::new(text),
        scope: Scope { account: id, region },
        status: Some(Safe::new(text)),
        phase: Phase::Unknown,
        created: None,
        modified: None,
        tags: Some(vec![Tag { key: Safe::new(text), value: Safe::new(text) }]),
        facts: Facts::from_iter([(Field::FailureReason, Some(Value::Text(Safe::block(text))))]),
        parts: Parts::default(),
        seen: now(),
        source: "sagemaker:ListNotebookInstances",
        incomplete: false,
    });
    let derived = Derived { owner: Some(Safe::new(text)), ..Derived::default() };
    Row { resource: Arc::new(resource), account: Arc::new(account), derived: Arc::new(derived) }
}

fn now() -> Timestamp {
    Timestamp::from_second(1_795_446_251).unwrap()
}

#[test]
fn no_format_prints_what_a_terminal_would_obey() {
    for (id, text) in corpus() {
        let rows = [row(&text)];
        for format in Format::ALL {
            let mut out = Vec::new();
            write(&mut out, format, &rows, &COLUMNS, now()).unwrap();
            let printed = String::from_utf8(out).unwrap();
            let found: Vec<char> = printed.chars().filter(|c| is_obeyed(*c)).collect();
            assert!(found.is_empty(), "{id} as {}: {found:?}", format.name());
            if format != Format::Csv {
                assert!(!printed.contains('\r'), "{id} as {}", format.name());
            }
            // One row stays one row.
            let lines = match format {
                Format::Table | Format::Csv => 2,
                Format::Md | Format::Json => 3,
                Format::Jsonl | Format::Name => 1,
            };
            assert_eq!(printed.lines().count(), lines, "{id} as {}", format.name());
        }
    }
}

#[test]
fn json_carries_every_string_exactly() {
    for (id, text) in corpus() {
        let mut out = Vec::new();
        write(&mut out, Format::Json, &[row(&text)], &[], now()).unwrap();
        let rows: Vec<serde_json::Value> = serde_json::from_slice(&out).unwrap();
        assert_eq!(rows[0]["name"], text.as_str(), "{id}");
        assert_eq!(rows[0]["account_name"], text.as_str(), "{id}");
        assert_eq!(rows[0]["tags"][&text], text.as_str(), "{id}");
    }
}

#[test]
fn what_was_typed_is_never_repeated_as_it_is() {
    let harmful: Vec<(String, String)> = corpus()
        .into_iter()
        // An argument cannot hold NUL, and the operating system bounds its length.
        .filter(|(_, text)| !text.contains('\0') && text.len() < 10_000 && text.chars().any(is_obeyed))
        .collect();
    assert!(harmful.len() > 60);
    for (id, text) in harmful {
        for arguments in [
            &["get", &format!("x{text}")][..],
            &["get", "notebooks", "--where", &format!("status:{text}\" zz:{text}")],
            &["get", "notebooks", "--columns", &format!("x{text}")],
            &["--demo=7", "get", "accounts", "--theme", &format!("x{text}")],
            &["--demo=7", "get", "accounts", "--config", &format!("/nowhere/{text}")],
            &[&format!("x{text}")],
        ] {
            let run = run(arguments);
            assert_eq!(run.code, Some(2), "{id} {arguments:?}: {}", run.err);
            let found: Vec<char> = run.err.chars().chain(run.out.chars()).filter(|c| is_obeyed(*c)).collect();
            assert!(found.is_empty() && !run.err.contains('\r'), "{id} {arguments:?}: {found:?}");
        }
    }
}
