use super::*;
use crate::model::fetch::Described;
use crate::model::resource::{Detail, Facts, Parts, Phase};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn cell() -> Cell {
    let scope = Scope {
        account: "111122223333".parse().unwrap(),
        region: crate::model::scope::Region::parse("eu-west-1").unwrap(),
    };
    Cell { scope, kind: Kind::Notebook }
}

fn notebook(name: &str, seen: i64) -> Resource {
    Resource::from(Whole {
        arn: Arn::new(format!("arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/{name}")),
        kind: Kind::Notebook,
        name: Safe::new(name),
        scope: cell().scope,
        status: Some(Safe::new("InService")),
        phase: Phase::Ok,
        created: None,
        modified: None,
        tags: None,
        facts: Facts::default(),
        parts: Parts::default(),
        seen: at(seen),
        source: "sagemaker:ListNotebookInstances",
        incomplete: false,
    })
}

fn page(names: &[&str], second: i64) -> Page {
    let rows = names.iter().map(|name| notebook(name, second)).collect();
    Page { cell: cell(), number: 1, rows, at: at(second) }
}

fn list(inventory: &mut Inventory, job: u64, names: &[&str]) -> Ended {
    inventory.begin(&cell(), JobId(job));
    inventory.merge(JobId(job), page(names, job as i64));
    inventory.finish(&cell(), JobId(job), at(job as i64))
}

fn denied() -> Failure {
    Failure::new(FailureKind::Denied, "not allowed", "ask")
}

#[test]
fn a_row_stands_once_however_often_it_is_listed() {
    let mut inventory = Inventory::default();
    list(&mut inventory, 1, &["a", "a", "b"]);
    assert_eq!(inventory.resources().count(), 2);
}

#[test]
fn a_failed_pass_keeps_the_rows_and_says_since_when_they_are_old() {
    let mut inventory = Inventory::default();
    list(&mut inventory, 1, &["a", "b"]);
    inventory.begin(&cell(), JobId(2));
    inventory.merge(JobId(2), page(&["a"], 2));
    assert!(inventory.fail(&cell(), JobId(2), denied()));
    assert_eq!(inventory.resources().count(), 2);
    assert_eq!(inventory.cell(&cell()).unwrap().freshness, Freshness::Stale(at(1), denied()));
}

#[test]
fn a_first_pass_that_breaks_off_is_partial() {
    let mut inventory = Inventory::default();
    inventory.begin(&cell(), JobId(1));
    inventory.merge(JobId(1), page(&["a"], 1));
    inventory.fail(&cell(), JobId(1), denied());
    assert_eq!(inventory.cell(&cell()).unwrap().freshness, Freshness::Partial(1, denied()));
}

#[test]
fn half_a_fleet_does_not_vanish_without_a_second_listing() {
    let mut inventory = Inventory::default();
    list(&mut inventory, 1, &["a", "b", "c", "d"]);
    assert_eq!(list(&mut inventory, 2, &[]), Ended::Confirm);
    assert_eq!(inventory.resources().count(), 4);
    let Ended::Done { removed } = list(&mut inventory, 3, &[]) else { panic!("confirmed listings count") };
    assert_eq!(removed.len(), 4);
    assert_eq!(inventory.resources().count(), 0);
}

#[test]
fn a_recovered_listing_ends_the_suspicion() {
    let mut inventory = Inventory::default();
    list(&mut inventory, 1, &["a", "b", "c", "d"]);
    assert_eq!(list(&mut inventory, 2, &[]), Ended::Confirm);
    list(&mut inventory, 3, &["a", "b", "c", "d"]);
    assert_eq!(list(&mut inventory, 4, &["a"]), Ended::Confirm, "each shrinking is confirmed anew");
}

#[test]
fn answers_of_an_older_pass_are_dropped() {
    let mut inventory = Inventory::default();
    inventory.begin(&cell(), JobId(1));
    inventory.begin(&cell(), JobId(2));
    assert!(inventory.merge(JobId(1), page(&["a"], 1)).is_empty());
    assert_eq!(inventory.finish(&cell(), JobId(1), at(1)), Ended::Outdated);
    assert!(!inventory.fail(&cell(), JobId(1), denied()));
}

#[test]
fn a_listing_keeps_the_details_and_a_failed_detail_keeps_what_was_read() {
    let mut inventory = Inventory::default();
    list(&mut inventory, 1, &["a"]);
    let arn = notebook("a", 1).arn;
    let patch = |result| Patch { arn: arn.clone(), detail: Detail::Tags, at: at(2), result };
    inventory.patch(patch(Ok(Described { tags: Some(Vec::new()), ..Described::default() })));
    inventory.patch(patch(Err(denied())));
    list(&mut inventory, 3, &["a"]);
    let resource = inventory.get(&arn).unwrap();
    assert_eq!(resource.tags(), Some(&[][..]));
    assert_eq!(resource.parts().tags, Part::Read(at(2)));
    assert_eq!(resource.parts().describe, Part::NotRead);
}

#[test]
fn an_unchanged_row_is_not_reported_as_changed() {
    let mut inventory = Inventory::default();
    list(&mut inventory, 1, &["a"]);
    inventory.begin(&cell(), JobId(2));
    assert!(inventory.merge(JobId(2), page(&["a"], 2)).is_empty());
}

#[test]
fn what_a_detail_no_longer_says_is_no_longer_so() {
    use crate::model::field::Field;
    use crate::model::value::Value;
    let mut inventory = Inventory::default();
    list(&mut inventory, 1, &["a"]);
    let arn = notebook("a", 1).arn;
    let mut patch = |detail, facts: &[(Field, Value)]| {
        let facts = facts.iter().map(|(field, value)| (*field, Some(value.clone()))).collect();
        let result = Ok(Described { facts, ..Described::default() });
        inventory.patch(Patch { arn: arn.clone(), detail, at: at(2), result });
    };
    patch(Detail::Describe, &[(Field::FailureReason, Value::text("no capacity"))]);
    patch(Detail::Activity, &[(Field::LastLogEvent, Value::Time(at(1)))]);
    patch(Detail::Describe, &[(Field::VolumeSizeInGb, Value::Int(5))]);
    let facts = inventory.get(&arn).unwrap().whole().facts;
    assert_eq!(facts.get(Field::FailureReason), None);
    assert_eq!(facts.get(Field::VolumeSizeInGb), Some(&Value::Int(5)));
    assert_eq!(facts.get(Field::LastLogEvent), Some(&Value::Time(at(1))), "another detail's fact stays");
}

#[test]
fn a_listing_that_the_endpoint_does_not_know_is_not_complete() {
    let mut inventory = Inventory::default();
    inventory.begin(&cell(), JobId(1));
    inventory.fail(&cell(), JobId(1), Failure::new(FailureKind::Unsupported, "unknown there", ""));
    assert!(!inventory.cell(&cell()).unwrap().freshness.is_complete());
}

#[test]
fn a_newer_description_changes_the_word_and_its_meaning_together() {
    let mut inventory = Inventory::default();
    list(&mut inventory, 1, &["a"]);
    let arn = notebook("a", 1).arn;
    let described =
        Described { status: Some((Safe::new("Stopping"), Phase::Changing)), ..Described::default() };
    let patch = |second| Patch {
        arn: arn.clone(),
        detail: Detail::Describe,
        at: at(second),
        result: Ok(described.clone()),
    };
    inventory.patch(patch(0));
    assert_eq!(inventory.get(&arn).unwrap().phase, Phase::Ok, "an older answer changes nothing");
    inventory.patch(patch(2));
    let resource = inventory.get(&arn).unwrap();
    assert_eq!((resource.status.as_ref().unwrap().raw(), resource.phase), ("Stopping", Phase::Changing));
}
