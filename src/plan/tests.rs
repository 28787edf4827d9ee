use std::sync::Arc;

use super::*;
use crate::model::account::{AccountRole, AccountState, Login, Via};
use crate::model::action::{Allowance, Permitted};
use crate::model::id::Arn;
use crate::model::kind::Kind;
use crate::model::resource::{Facts, Parts, Phase, Whole};
use crate::model::scope::{Region, Scope};

const STOP: ActionSpec = ActionSpec {
    verb: Verb::Stop,
    risk: Risk::Safe,
    undo: Some(Verb::Start),
    operation: "sagemaker:StopNotebookInstance",
    from: &["InService"],
    through: &["Stopping"],
    until: Some("Stopped"),
    patience_s: 900,
    consequences: &["It stops"],
};
const TAGS: ActionSpec = ActionSpec {
    verb: Verb::AddTags,
    risk: Risk::Safe,
    undo: Some(Verb::RemoveTags),
    operation: "sagemaker:AddTags",
    from: &[],
    through: &[],
    until: None,
    patience_s: 60,
    consequences: &["Tags are added"],
};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

fn account(name: &str, role: Option<AccountRole>) -> Account {
    Account {
        id: "111122223333".parse().unwrap(),
        name: Safe::new(name),
        role,
        role_source: Safe::default(),
        role_conflict: None,
        permitted: Permitted::by_default(role),
        theme: None,
        path: Vec::new(),
        state: AccountState::Active,
        via: Via::Profile(Safe::new(name)),
        regions: Vec::new(),
        login: Login::Ok { caller: Safe::new("arn"), expires: None, scoped: true },
    }
}

fn row(name: &str, status: &str, account: Account) -> Row {
    let scope = Scope { account: account.id, region: Region::parse("eu-west-1").unwrap() };
    let resource = Resource::from(Whole {
        arn: Arn::new(format!("arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/{name}")),
        kind: Kind::Notebook,
        name: Safe::new(name),
        scope,
        status: Some(Safe::new(status)),
        phase: if status == "InService" { Phase::Ok } else { Phase::Unknown },
        created: None,
        modified: Some(at(0)),
        tags: Some(Vec::new()),
        facts: Facts::default(),
        parts: Parts::default(),
        seen: at(10),
        source: "sagemaker:ListNotebookInstances",
        incomplete: false,
    });
    Row { resource: Arc::new(resource), account: Arc::new(account), derived: Arc::default() }
}

fn science(name: &str, status: &str) -> Row {
    row(name, status, account("ds", Some(AccountRole::DataScience)))
}

fn stop(rows: &[&Row], read_only: Option<&Safe>) -> Plan {
    let protect = Protect::default();
    let (required, aliases) = (required(), aliases());
    let rules = Rules { read_only, protect: &protect, spellings: spellings(&required, &aliases) };
    Plan::of(rows, Verb::Stop, |_| &[], |_| Some(&STOP), rules, at(20))
}

fn why(row: &Row) -> String {
    let plan = stop(&[row], None);
    assert!(plan.items.is_empty() && plan.confirm().is_none() && plan.approve(None).is_none());
    plan.left_out[0].why.raw().to_owned()
}

fn tag(key: &str, value: &str) -> Tag {
    Tag { key: Safe::new(key), value: Safe::new(value) }
}

#[test]
fn a_safe_action_where_it_is_allowed_asks_for_one_key() {
    let running = science("a", "InService");
    let plan = stop(&[&running], None);
    assert_eq!(plan.confirm(), Some(Confirm::Key));
    assert_eq!(plan.approve(Some("a")), None, "nothing is to be typed");
    let approved = plan.approve(None).unwrap();
    assert_eq!(approved.items()[0].target.arn, running.resource.arn);
    assert_eq!(approved.items()[0].state.modified, Some(at(0)));
}

#[test]
fn what_is_not_allowed_is_left_out_with_its_reason() {
    let role = |role| row("a", "InService", account("x", Some(role)));
    assert_eq!(why(&role(AccountRole::Production)), "a production account allows no actions");
    assert_eq!(why(&role(AccountRole::Uat)), "a uat account allows no actions");
    assert_eq!(why(&science("a", "Stopped")), "it is Stopped already");
    assert_eq!(
        why(&science("a", "Pending")),
        "it is Pending, which this version does not know; stop needs InService"
    );
    let mut unknown = science("a", "InService");
    Arc::make_mut(&mut unknown.resource).change(|resource| resource.status = None);
    assert_eq!(why(&unknown), "its state is not known");
    let mut nameless = science("a", "InService");
    Arc::make_mut(&mut nameless.resource).change(|resource| resource.incomplete = true);
    assert!(why(&nameless).contains("ARN"));
    let mut kept = science("a", "InService");
    Arc::make_mut(&mut kept.resource)
        .change(|resource| resource.tags = Some(vec![tag("sagedeck:protected", "true")]));
    assert_eq!(why(&kept), "protected by its tag sagedeck:protected=true");
    let read_only = Safe::new("--read-only was given");
    let plan = stop(&[&science("a", "InService")], Some(&read_only));
    assert_eq!(plan.left_out[0].why.raw(), "read-only: --read-only was given");
}

#[test]
fn a_class_stands_above_the_default() {
    let mut closed = account("ds", Some(AccountRole::DataScience));
    closed.permitted = Permitted {
        most: Allowance::None,
        typed: false,
        source: Safe::new("[[class]] 1 of the configuration"),
    };
    assert_eq!(why(&row("a", "InService", closed)), "[[class]] 1 of the configuration allows no actions");
    let mut open = account("prod", Some(AccountRole::Production));
    open.permitted = Permitted { most: Allowance::Safe, typed: false, source: Safe::default() };
    assert_eq!(stop(&[&row("a", "InService", open)], None).confirm(), Some(Confirm::Key));
}

#[test]
fn an_account_without_a_role_wants_its_name_and_nothing_else() {
    let plain = row("a", "InService", account("nobody", None));
    let plan = stop(&[&plain], None);
    for typed in [None, Some(""), Some("nobod"), Some("nobody "), Some("Nobody"), Some("111122223333")] {
        assert_eq!(plan.approve(typed), None, "{typed:?}");
    }
    assert!(plan.approve(Some("nobody")).is_some());
    // A name that does not look like what it is cannot be asked for.
    let strange = row("a", "InService", account("no\u{202e}body", None));
    assert!(stop(&[&strange], None).approve(Some("111122223333")).is_some());
    // Among others it would hide.
    let plan = stop(&[&plain, &science("b", "InService")], None);
    assert_eq!((plan.items.len(), plan.left_out.len()), (1, 1));
    assert!(plan.left_out[0].why.raw().contains("act on it alone"));
}

#[test]
fn several_resources_want_their_number() {
    let rows = [science("b", "InService"), science("a", "InService"), science("c", "Stopped")];
    let rows: Vec<&Row> = rows.iter().collect();
    let plan = stop(&rows, None);
    let names: Vec<&str> = plan.items.iter().map(|item| item.target.name.raw()).collect();
    assert_eq!((names, plan.left_out.len()), (vec!["a", "b"], 1));
    assert_eq!(plan.approve(None), None);
    assert_eq!(plan.approve(Some("3")), None, "what is left out does not count");
    assert_eq!(plan.approve(Some("2")).unwrap().items().len(), 2);
}

#[test]
fn what_moved_since_the_plan_is_noticed() {
    let plan = stop(&[&science("a", "InService")], None);
    let item = &plan.items[0];
    let protect = Protect::default();
    let seen = |status: &str, modified| Seen { status: Some(Safe::new(status)), modified };
    let moved = |now: &Seen, tags: &[Tag]| changed(item, now, &item.target.name, tags, &protect);
    assert_eq!(moved(&seen("InService", Some(at(0))), &[]), None);
    let why = moved(&seen("Updating", Some(at(0))), &[]).unwrap();
    assert_eq!(why.raw(), "its state moved from InService to Updating since the plan");
    assert!(moved(&seen("InService", Some(at(1))), &[]).unwrap().raw().contains("modified since"));
    assert!(moved(&seen("InService", None), &[]).is_some(), "what is not known is not the same");
    let tagged = moved(&seen("InService", Some(at(0))), &[tag("sagedeck:protected", "true")]).unwrap();
    assert!(tagged.raw().contains("protected by its tag"));
}

fn required() -> [String; 3] {
    ["owner", "environment", "Project"].map(str::to_owned)
}

fn aliases() -> BTreeMap<String, Vec<String>> {
    BTreeMap::from([("owner".to_owned(), vec!["owner-name".to_owned()])])
}

fn spellings<'a>(required: &'a [String], aliases: &'a BTreeMap<String, Vec<String>>) -> tags::Spellings<'a> {
    tags::Spellings { required, aliases }
}

fn add(row: &Row, tags: &[Tag]) -> Plan {
    let protect = Protect::default();
    let (required, aliases) = (required(), aliases());
    Plan::of(
        &[row],
        Verb::AddTags,
        |_| tags,
        |_| Some(&TAGS),
        Rules { read_only: None, protect: &protect, spellings: spellings(&required, &aliases) },
        at(20),
    )
}

#[test]
fn only_tags_that_are_missing_are_added_and_none_is_overwritten() {
    let mut found = science("a", "Stopped");
    Arc::make_mut(&mut found.resource).change(|resource| resource.tags = Some(vec![tag("owner", "vision")]));
    let plan = add(&found, &[tag("owner", "risk"), tag("team", "vision")]);
    assert_eq!(plan.items[0].action.tags, [tag("team", "vision")]);
    assert!(plan.items[0].words().iter().any(|words| words.raw() == "+ team = vision"));
    assert!(add(&found, &[tag("owner", "risk")]).left_out[0].why.raw().contains("has a tag with each"));
    let by_now =
        changed(&plan.items[0], &Seen::default(), &Safe::new("a"), &[tag("team", "x")], &Protect::default());
    assert_eq!(by_now.unwrap().raw(), "it has a tag team by now");
    Arc::make_mut(&mut found.resource).change(|resource| resource.tags = None);
    assert!(add(&found, &[tag("team", "x")]).left_out[0].why.raw().contains("were not read"));
}

#[test]
fn tags_are_read_from_one_line() {
    let read = |line: &str| {
        tags::parse(line).map(|tags| {
            tags.iter().map(|tag| format!("{}→{}", tag.key.raw(), tag.value.raw())).collect::<Vec<_>>()
        })
    };
    assert_eq!(
        read("owner=vision  environment= Project=\"two words\"").unwrap(),
        ["owner→vision", "Project→two words"]
    );
    assert_eq!(read("\"a b\"=\"c=d\"").unwrap(), ["a b→c=d"]);
    for wrong in ["", "owner", "owner=", "=x", "a=b=c", "a=\"b", "aws:x=y", "a=1 a=2"] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
    assert!(read(&format!("{}=x", "k".repeat(129))).is_err());
}

/// Who owns it is read from the first spelling that has a value: a tag beside it would silently be another owner.
#[test]
fn a_required_key_that_is_there_in_another_spelling_is_there() {
    let mut found = science("a", "Stopped");
    for key in ["Owner", "OWNER", "owner-name", "Owner-Name"] {
        Arc::make_mut(&mut found.resource).change(|resource| resource.tags = Some(vec![tag(key, "team-1")]));
        let plan = add(&found, &[tag("owner", "other"), tag("team", "vision")]);
        assert_eq!(plan.items[0].action.tags, [tag("team", "vision")], "{key}");
        let said = format!("owner stays team-1: it is there as {key}");
        assert!(plan.items[0].words().iter().any(|words| words.raw() == said), "{key}");
        let refused = add(&found, &[tag("owner", "other")]);
        assert!(refused.items.is_empty() && refused.left_out[0].why.raw().ends_with(&said), "{key}");
        let plan = add(&found, &[tag("Owner-name", "other"), tag("environment", "dev")]);
        assert_eq!(plan.items[0].action.tags, [tag("environment", "dev")], "{key}");
    }
    // Keys that the policy does not know may differ in their case alone, and an empty tag says nothing.
    let own = vec![tag("Team", "a"), tag("Owner", " ")];
    Arc::make_mut(&mut found.resource).change(|resource| resource.tags = Some(own));
    let plan = add(&found, &[tag("team", "b"), tag("owner", "b")]);
    assert_eq!(plan.items[0].action.tags.len(), 2);
}

#[test]
fn what_is_offered_is_what_is_missing_and_guesses_nothing() {
    let mut found = science("a", "Stopped");
    let tags = vec![tag("Owner", "the \"a\" team"), tag("environment", "dev")];
    Arc::make_mut(&mut found.resource).change(|resource| resource.tags = Some(tags));
    let (required, aliases) = (required(), aliases());
    assert_eq!(tags::offered(&[&found], spellings(&required, &aliases)), "Project=");
    let spaced = ["environment", "cost center"].map(str::to_owned);
    assert_eq!(tags::offered(&[&found], spellings(&spaced, &aliases)), "\"cost center\"=");
    let untagged = science("b", "Stopped");
    let both = tags::offered(&[&found, &untagged], spellings(&required, &aliases));
    assert_eq!(both, "owner= environment= Project=");
}

/// What is not known is told, and is not taken for "nothing forbids it".
#[test]
fn tags_that_were_not_read_are_told() {
    let mut found = science("a", "InService");
    Arc::make_mut(&mut found.resource).change(|resource| resource.tags = None);
    let told =
        |row: &Row| stop(&[row], None).items[0].words().iter().any(|one| one.raw().contains("not read"));
    assert!(told(&found));
    Arc::make_mut(&mut found.resource).change(|resource| resource.tags = Some(Vec::new()));
    assert!(!told(&found));
}

#[test]
fn how_many_are_in_use_is_told_of_many() {
    let plan =
        stop(&[&science("a", "InService"), &science("b", "InService"), &science("c", "InService")], None);
    let with = |signs: [Sign; 3]| {
        let mut plan = plan.clone();
        plan.items.iter_mut().zip(signs).for_each(|(item, sign)| item.sign = sign);
        plan.in_use().map(|words| words.raw().to_owned())
    };
    let (now, ago) = (Sign::At(at(-10)), Sign::At(at(-3_600)));
    assert_eq!(with([now, ago, ago]).unwrap(), "1 of 3 was used in the last hour");
    assert_eq!(with([now, now, Sign::Unknown]).unwrap(), "2 of 3 were used in the last hour; not known: 1");
    assert_eq!(with([ago, Sign::None, ago]), None);
    assert!(with([ago, Sign::Unknown, ago]).unwrap().starts_with("0 of 3 were"));
}
