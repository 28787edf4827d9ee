use std::sync::Arc;

use super::*;
use crate::model::account::{Account, AccountRole, AccountState, Login, Via};
use crate::model::export::{About, Export, Form, Source};
use crate::model::id::Arn;
use crate::model::kind::Kind;
use crate::model::money::Money;
use crate::model::resource::{Facts, Parts, Phase, Resource, Tag, Whole};
use crate::model::row::Derived;
use crate::model::scope::{Region, Scope};
use crate::model::text::Safe;
use crate::model::value::Value;

fn row(name: &str, status: Option<&str>) -> Row {
    let region = Region::parse("eu-west-1").unwrap();
    let id = "111122223333".parse().unwrap();
    let account = Account {
        id,
        name: Safe::new("ds-retail"),
        role: Some(AccountRole::DataScience),
        role_source: Safe::new("name ds-retail"),
        role_conflict: None,
        permitted: crate::model::action::Permitted::by_default(Some(AccountRole::DataScience)),
        theme: None,
        path: vec![],
        state: AccountState::Active,
        via: Via::Profile(Safe::new("ds-retail")),
        regions: vec![region.clone()],
        login: Login::Unknown,
    };
    let resource = Resource::from(Whole {
        arn: Arn::new(format!("arn:aws:sagemaker:eu-west-1:{id}:notebook-instance/{name}")),
        kind: Kind::Notebook,
        name: Safe::new(name),
        scope: Scope { account: id, region },
        status: status.map(Safe::new),
        phase: Phase::Ok,
        created: Some(Timestamp::from_second(1_000_000_000).unwrap()),
        modified: None,
        tags: Some(vec![Tag { key: Safe::new("team"), value: Safe::new("a;b") }]),
        facts: Facts::from_iter([(Field::VolumeSizeInGb, Some(Value::Int(-5)))]),
        parts: Parts::default(),
        seen: now(),
        source: "sagemaker:ListNotebookInstances",
        incomplete: false,
    });
    let derived = Derived { usd_month: Some(Money::micros(1_408_000)), ..Derived::default() };
    Row { resource: Arc::new(resource), account: Arc::new(account), derived: Arc::new(derived) }
}

fn now() -> Timestamp {
    Timestamp::from_second(1_000_000_060).unwrap()
}

fn printed(format: Format, rows: &[Row], columns: &[Field]) -> String {
    let mut out = Vec::new();
    write(&mut out, format, rows, columns, now()).unwrap();
    String::from_utf8(out).unwrap()
}

const COLUMNS: [Field; 4] = [Field::Name, Field::Status, Field::UsdMonth, Field::Created];

#[test]
fn a_table_is_aligned_and_unknown_is_not_empty() {
    let rows = [row("churn-eda", Some("InService")), row("漢字", None)];
    assert_eq!(
        printed(Format::Table, &rows, &COLUMNS),
        "NAME       STATUS     ~$/MO  CREATED\n\
         churn-eda  InService  1.408  2001-09-09T01:46:40Z\n\
         漢字       –          1.408  2001-09-09T01:46:40Z\n"
    );
    assert_eq!(printed(Format::Table, &[], &[Field::Name]), "NAME\n");
}

#[test]
fn csv_quotes_texts_and_computes_nothing() {
    let columns = [Field::Name, Field::Tags, Field::VolumeSizeInGb, Field::Modified];
    for (name, cell) in [
        ("churn", "\"churn\""),
        ("=1+1", "\"'=1+1\""),
        (" =1+1", "\"' =1+1\""),
        ("\t=1", "\"' =1\""),
        ("-rf", "\"'-rf\""),
        ("＝1", "\"'＝1\""),
        ("a\",\"=1+1", "\"a\"\",\"\"=1+1\""),
        ("a;=1+1", "\"'a;=1+1\""),
    ] {
        let text = printed(Format::Csv, &[row(name, None)], &columns);
        let line = text.split("\r\n").nth(1).unwrap();
        assert_eq!(line, format!("{cell},\"team=a;b\",-5,\"\""), "{name:?}");
    }
    assert!(
        printed(Format::Csv, &[], &columns)
            .starts_with("\"name\",\"tags\",\"volume_size_in_gb\",\"modified\"\r\n")
    );
}

#[test]
fn markdown_keeps_its_cells_and_carries_no_link_or_html() {
    let text = printed(Format::Md, &[row("[x](http://evil) <b>|", None)], &[Field::Name, Field::UsdMonth]);
    assert_eq!(text, "| NAME | \\~$/MO |\n| --- | --: |\n| \\[x\\](http://evil) &lt;b&gt;\\| | 1.408 |\n");
}

fn exported(form: Form, name: &str, missing: Vec<Safe>) -> (String, serde_json::Value) {
    let about = About {
        version: "1",
        simulated: true,
        what: "notebooks",
        at: now(),
        oldest: None,
        which: Safe::new("1 row, as <shown>"),
        query: Safe::new("a\u{202e}"),
        sort: "-usd_month".to_owned(),
        accounts: vec![Source {
            id: "111122223333".parse().unwrap(),
            name: Safe::new("ds"),
            caller: Err(Safe::new("denied")),
        }],
        missing,
    };
    let export = Export { form, rows: vec![row(name, None)], columns: COLUMNS.to_vec(), about };
    let mut out = Vec::new();
    export::write(&mut out, &export).unwrap();
    let manifest = export::manifest(&export, &Safe::new("x.csv"), "00");
    assert!(!manifest.contains('\u{202e}'));
    (String::from_utf8(out).unwrap(), serde_json::from_str(&manifest).unwrap())
}

#[test]
fn an_export_says_where_it_comes_from_and_what_is_missing() {
    let missing = || vec![Safe::new("<b>ds-risk</b>")];
    let (csv, manifest) = exported(Form::Csv, "=1+1", missing());
    assert_eq!(csv.split("\r\n").nth(1), Some("\"'=1+1\",\"\",1.408,\"2001-09-09T01:46:40Z\""));
    assert_eq!(
        (&manifest["complete"], &manifest["rows"], &manifest["simulated"]),
        (&false.into(), &1.into(), &true.into())
    );
    assert_eq!((&manifest["filter"], &manifest["columns"][2]), (&"a\u{202e}".into(), &"usd_month".into()));
    assert_eq!(manifest["accounts"][0]["not_read"], "denied");
    let (json, _) = exported(Form::Json, "a\u{202e}", missing());
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["about"]["missing"][0], "<b>ds-risk</b>");
    assert_eq!((&json["about"]["complete"], &json["rows"][0]["name"]), (&false.into(), &"a\u{202e}".into()));
    let (md, _) = exported(Form::Md, "a", missing());
    assert!(md.contains("\n\n1 row, as &lt;shown&gt;, by sagedeck 1 at "), "{md}");
    assert!(md.ends_with("\n**Incomplete:**\n\n- &lt;b&gt;ds-risk&lt;/b&gt;\n"), "{md}");
    let (md, manifest) = exported(Form::Md, "a", Vec::new());
    assert!(!md.contains("Incomplete") && manifest["complete"] == true);
}

#[test]
fn json_is_an_array_and_jsonl_one_object_a_line() {
    let rows = [row("a", None), row("b\u{202e}", Some("InService"))];
    let array: Vec<serde_json::Value> = serde_json::from_str(&printed(Format::Json, &rows, &[])).unwrap();
    let text = printed(Format::Jsonl, &rows, &[]);
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(array, lines);
    assert_eq!(array[1]["name"], "b\u{202e}");
    assert!(!text.contains('\u{202e}'));
    assert_eq!(array[0]["facts"]["usd_month"], "1.408");
    assert_eq!(array[0].get("status"), None);
    assert_eq!(printed(Format::Json, &[], &[]), "[]\n");
}

#[test]
fn a_writer_that_fails_is_told() {
    struct Closed;
    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    for format in Format::ALL {
        let error = write(&mut Closed, format, &[row("a", None)], &COLUMNS, now()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe, "{}", format.name());
    }
}
