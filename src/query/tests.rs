use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use crate::model::account::{Account, AccountRole, AccountState, Login, Via};
use crate::model::field::Field;
use crate::model::id::Arn;
use crate::model::idle::{Confidence, Idle, Verdict};
use crate::model::kind::Kind;
use crate::model::money::Money;
use crate::model::resource::{Facts, Parts, Phase, Resource, Tag, Whole};
use crate::model::row::{Derived, Row};
use crate::model::scope::{Region, Scope};
use crate::model::text::Safe;
use crate::model::value::Value;
use crate::source::Source;

use super::*;

mod horizon;

fn now() -> Timestamp {
    "2026-11-23T15:00:00Z".parse().unwrap()
}

fn ago(hours: i64) -> Timestamp {
    now() - SignedDuration::from_hours(hours)
}

/// `churn-eda`: a GPU notebook of the account `ds-retail`, idle for six days, 2754 dollars a month.
fn churn() -> Row {
    let account = Account {
        id: "111122223333".parse().unwrap(),
        name: Safe::new("ds-retail"),
        role: Some(AccountRole::DataScience),
        role_source: Safe::new("name"),
        role_conflict: None,
        permitted: crate::model::action::Permitted::by_default(Some(AccountRole::DataScience)),
        theme: None,
        path: vec![Safe::new("Workloads")],
        state: AccountState::Active,
        via: Via::Profile(Safe::new("retail")),
        regions: vec![Region::parse("eu-west-1").unwrap()],
        login: Login::Unknown,
    };
    let mut facts = Facts::default();
    facts.put(Field::InstanceType, Some(Value::text("ml.p3.2xlarge")));
    let tag = |key, value| Tag { key: Safe::new(key), value: Safe::new(value) };
    let resource = Resource::from(Whole {
        arn: Arn::new("arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/churn-eda"),
        kind: Kind::Notebook,
        name: Safe::new("churn-eda"),
        scope: Scope { account: account.id, region: Region::parse("eu-west-1").unwrap() },
        status: Some(Safe::new("InService")),
        phase: Phase::Ok,
        created: Some(ago(24 * 30)),
        modified: Some(ago(24 * 6 + 4)),
        tags: Some(vec![tag("team", "Vision"), tag("cost center", "47 11")]),
        facts,
        parts: Parts::default(),
        seen: now(),
        source: "sagemaker:ListNotebookInstances",
        incomplete: false,
    });
    let idle = Idle { verdict: Verdict::IdleCertain, confidence: Confidence::High };
    let derived = Derived {
        owner: Some(Safe::new("vision-lab")),
        idle: Some(idle),
        usd_month: Some("2754.5".parse::<Money>().unwrap()),
        ..Derived::default()
    };
    Row { resource: Arc::new(resource), account: Arc::new(account), derived: Arc::new(derived) }
}

/// The same notebook with nothing known but its listing.
fn bare() -> Row {
    let mut row = churn();
    Arc::make_mut(&mut row.resource).change(|resource| {
        (resource.tags, resource.created, resource.modified, resource.status) = (None, None, None, None);
        resource.facts = Facts::default();
    });
    Arc::make_mut(&mut row.account).role = None;
    row.derived = Arc::default();
    row
}

fn query(text: &str) -> Query {
    Query::parse(&Source::new("filter", text)).unwrap_or_else(|error| panic!("{error}"))
}

fn fits(text: &str, row: &Row) -> bool {
    query(text).matches(row, &Context { now: now() })
}

#[test]
fn every_documented_example_parses() {
    query(
        "kind:app status:running idle>4h tag:team=vision !tag:owner cost>50 account:prod type:ml.g5* created<7d finding:NB-3 text",
    );
    query("kind:notebook idle>4h type:ml.g* | type:ml.p*");
    for info in keys() {
        assert!(query(info.example).uses(info.key), "{}", info.example);
    }
}

#[test]
fn terms_that_fit() {
    let row = churn();
    for text in [
        "",
        "  ",
        "kind:notebook",
        "kind:Notebooks",
        "kind:note*",
        "status:inservice",
        "status:running",
        "phase:ok",
        "account:DS-retail",
        "account:111122223333",
        "account:1111*",
        "role:data-science",
        "role:data*",
        "region:eu-*",
        "name:churn-eda",
        "name:*EDA",
        "arn:*notebook-instance/churn*",
        "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/churn-eda",
        "arn:arn:aws:sage*",
        "owner:vision*",
        "owner:*",
        "type:ml.p3*",
        "tag:team",
        "tag:Team=vision",
        "tag:t*=v*",
        "tag:\"cost center\"=\"47 11\"",
        "!tag:owner",
        "created>7d",
        "created<31d",
        "created:*",
        "modified<1w",
        "idle>4h",
        "idle>=6d4h",
        "idle<=148h",
        "idle:*",
        "cost>50",
        "cost<=2754.5",
        "cost:2754.5",
        "cost>$2000",
        "churn",
        "RETAIL",
        "11112222",
        "vision-lab",
        "notebook-instance",
        "ch*eda",
        "~cheda",
        "~\"DSRT\"",
        "!!churn",
        "\"churn-eda\"",
        "nothing | churn",
        "churn|nothing",
        "a=b | churn",
    ] {
        assert!(fits(text, &row), "{text}");
    }
}

#[test]
fn terms_that_do_not_fit() {
    let row = churn();
    for text in [
        "kind:account",
        "status:stopped",
        "phase:failed",
        "account:retail",
        "account:1111",
        "role:production",
        "region:us-*",
        "name:churn",
        "owner:vision",
        "type:ml.g5*",
        "tag:owner",
        "tag:team=risk",
        "!tag:team",
        "created<7d",
        "created>60d",
        "idle>7d",
        "idle<4h",
        "!idle>4h",
        "cost<50",
        "!cost:*",
        "nothing",
        "~edachurn",
        "!churn",
        "churn nothing",
        "\"churn eda\"",
        "ch\"*\"eda",
        "finding:NB-3",
        "tier:base",
        "cve>0",
        "severity:high",
    ] {
        assert!(!fits(text, &row), "{text}");
    }
}

#[test]
fn a_bar_binds_weaker_than_a_space() {
    let row = churn();
    assert!(fits("kind:account idle>4h | churn", &row));
    assert!(!fits("kind:account idle>4h | kind:account churn", &row));
}

#[test]
fn what_is_not_known_fits_neither_a_term_nor_its_negation() {
    let row = bare();
    let unknown =
        ["status:*", "owner:*", "type:*", "created<7d", "idle>0", "tag:owner", "!!tag:owner", "tag:*"];
    for text in unknown {
        assert!(!fits(text, &row), "{text}");
        assert!(!fits(&format!("!{text}"), &row), "!{text}");
    }
}

#[test]
fn what_is_known_not_to_apply_fits_the_negation() {
    let row = bare();
    // That an account has no role is known; `idle:*` asks whether it is known.
    for text in ["role:*", "role:production", "idle:*", "cost:*"] {
        assert!(!fits(text, &row) && fits(&format!("!{text}"), &row), "{text}");
    }
    let mut stopped = churn();
    Arc::make_mut(&mut stopped.resource).change(|resource| resource.tags = Some(Vec::new()));
    Arc::make_mut(&mut stopped.derived).idle = None;
    Arc::make_mut(&mut stopped.derived).owner = None;
    for text in ["idle>4h", "owner:*", "owner:vision"] {
        assert!(!fits(text, &stopped) && fits(&format!("!{text}"), &stopped), "{text}");
    }
}

#[test]
fn idleness_and_cost_that_are_not_claimed_fit_neither_way() {
    let mut row = churn();
    if let Some(idle) = &mut Arc::make_mut(&mut row.derived).idle {
        idle.verdict = Verdict::Unknown;
    }
    Arc::make_mut(&mut row.derived).usd_month = None;
    Arc::make_mut(&mut row.derived).price_note = Some(Safe::new("price unknown (ml.p7e.24xlarge)"));
    for text in ["idle>4h", "!idle>4h", "idle<99d", "!idle<99d", "cost>200", "!cost>200"] {
        assert!(!fits(text, &row), "{text}");
    }
}

#[test]
fn the_best_hit_is_the_exact_name_then_a_prefix_then_a_substring() {
    let row = churn();
    let rank = |text| query(text).rank(&row);
    assert_eq!(rank("Churn-EDA"), Rank::Exact);
    assert_eq!(rank("churn"), Rank::Prefix);
    assert_eq!(rank("vision"), Rank::Substring);
    assert_eq!(rank("eda churn"), Rank::Prefix);
    assert_eq!(rank("other"), Rank::None);
    assert_eq!(rank("!churn kind:notebook"), Rank::None);
    assert!(Rank::Exact > Rank::Prefix && Rank::Prefix > Rank::Substring && Rank::Substring > Rank::None);
}

#[test]
fn a_query_keeps_its_text_and_knows_its_keys() {
    let query = query("!created<7d  idle>4h churn");
    assert_eq!(query.text(), "!created<7d  idle>4h churn");
    assert!(query.has_created() && query.uses(Key::Idle) && !query.uses(Key::Cost) && query.has_words());
    let spans: Vec<_> = query.terms().map(|term| query.text().get(term.span().clone()).unwrap()).collect();
    assert_eq!(spans, ["!created<7d", "idle>4h", "churn"]);
    assert!(Query::default().matches(&bare(), &Context { now: now() }) && Query::default().is_empty());
}

#[test]
fn every_mistake_says_where_and_what_would_be_right() {
    let mistakes = [
        "acount:prod",
        "churn 12:30 http://x",
        "idle>4",
        "idle>4hours",
        "idle>",
        "idle > 4h",
        "idle:4h",
        "idle>99999999999999999999d",
        "created<2026-11-01",
        "cost>many",
        "cost>10GB",
        "cost:>50",
        "name>x",
        "tag>x",
        "owner:",
        "owner=vision",
        "tag:=x",
        "tag:team=",
        "role:prodution",
        "role:owner-of-it",
        "phase:Faild",
        "severity:hihg",
        "name:\"churn eda",
        "status:Failed |",
        "| churn",
        "a || b",
        "churn !",
        "~",
        "\"\"",
        "kind:notebook ärger wörd:\u{1b}[2J",
    ];
    let shown = mistakes.map(|text| {
        let error = Query::parse(&Source::new("filter", text)).expect_err(text);
        format!("{error}\n")
    });
    insta::assert_snapshot!(shown.join("\n"));
}

/// Text that is likely to hit the grammar, besides any text at all.
fn likely() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("idle>"),
        Just("4h"),
        Just("cost"),
        Just(">="),
        Just("tag:"),
        Just("="),
        Just("\""),
        Just("\\"),
        Just("!"),
        Just("~"),
        Just("|"),
        Just(" "),
        Just("*"),
        Just("ä"),
        Just("kind:notebook"),
        Just("name:"),
        Just("\u{202e}"),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_is_a_query_or_a_mistake_with_a_place_in_it(text in prop_oneof![likely(), any::<String>()]) {
        let source = Source::new("filter", &text);
        match Query::parse(&source) {
            Ok(query) => {
                prop_assert_eq!(query.text(), text.as_str());
                for row in [churn(), bare()] {
                    query.matches(&row, &Context { now: now() });
                    query.rank(&row);
                }
                for term in query.terms() {
                    prop_assert!(text.get(term.span().clone()).is_some());
                }
                // What is shown can be typed again.
                prop_assert_eq!(Query::parse(&Source::new("filter", query.to_string())), Ok(query));
            }
            Err(mistake) => {
                let line = text.split('\n').nth(mistake.line - 1);
                let width = line.map_or(0, |line| line.chars().count());
                prop_assert!(mistake.column <= width + 1, "{}", mistake);
                prop_assert!(mistake.hint.is_some());
            }
        }
    }

    #[test]
    fn a_quoted_text_is_found_as_it_stands(name in "[ -~]{1,20}") {
        let mut row = churn();
        Arc::make_mut(&mut row.resource).name = Safe::new(&name);
        let quoted = name.replace('\\', "\\\\").replace('"', "\\\"");
        let text = format!("\"{quoted}\"");
        prop_assert!(fits(&text, &row));
        prop_assert!(query(&text).rank(&row) == Rank::Exact);
        let by_name = format!("name:\"{quoted}\"");
        prop_assert!(fits(&by_name, &row));
    }

    #[test]
    fn negation_turns_every_known_term_round(index in 0..6_usize) {
        let term = ["churn", "kind:account", "idle>4h", "cost<1", "tag:team", "~zz"][index];
        let row = churn();
        let negated = format!("!{term}");
        prop_assert!(fits(term, &row) != fits(&negated, &row));
    }
}

#[test]
fn the_one_kind_that_is_asked_for_is_known() {
    for (text, kind) in [
        ("kind:notebook churn", Some(Kind::Notebook)),
        ("!kind:notebook", None),
        ("kind:notebook | kind:app", None),
        ("kind:notebook kind:app", None),
    ] {
        let query = Query::parse(&Source::new("filter", text)).unwrap();
        assert_eq!(query.only_kind(), kind, "{text}");
    }
}
