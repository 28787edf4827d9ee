//! What is kept, what is not, and for how long.

use super::*;
use crate::store::bound::{Bounds, keep_within, used};

fn recalled(store: &Store) -> Vec<Recalled> {
    let mut all = Vec::new();
    assert_eq!(store.listings(&[account()], |one| all.push(one)).unwrap(), 0);
    all
}

#[test]
fn rows_and_accounts_come_back_as_they_were() {
    let home = Home::new();
    let rows = vec![notebook("churn", "InService", at(0)), notebook("deep/er", "Stopped", at(1))];
    home.open().remember(&[accounts(at(2)), listed(rows.clone(), at(2))], at(3)).unwrap();
    let store = home.open();
    let (found, when) = store.accounts().unwrap().unwrap();
    assert_eq!(when, at(2));
    let permitted = found[0].permitted.clone();
    assert_eq!(found, [Account { permitted: permitted.clone(), ..account() }]);
    assert_eq!(permitted.most, crate::model::action::Allowance::None);
    let all = recalled(&store);
    assert_eq!(all.len(), 1);
    assert_eq!((&all[0].cell, all[0].at), (&cell(), at(0)));
    // No row looks younger than the oldest.
    let as_old: Vec<Resource> =
        rows.into_iter().map(|row| Resource::from(Whole { seen: at(0), ..row })).collect();
    assert_eq!(all[0].rows, as_old);
}

#[test]
fn what_was_not_known_is_not_known_afterwards() {
    let home = Home::new();
    let failure =
        crate::model::failure::Failure::new(crate::model::failure::FailureKind::Denied, "no", "ask");
    let bare = Whole {
        arn: Arn::new("no arn at all"),
        name: Safe::new(""),
        status: None,
        phase: Phase::Unknown,
        created: None,
        modified: None,
        tags: None,
        facts: Facts::default(),
        parts: Parts { describe: Part::Failed(Arc::new(failure)), ..Parts::default() },
        incomplete: true,
        ..notebook("x", "y", at(0))
    };
    let empty = Whole { tags: Some(Vec::new()), ..notebook("untagged", "InService", at(0)) };
    home.open().remember(&[listed(vec![bare.clone(), empty.clone()], at(0))], at(1)).unwrap();
    let all = recalled(&home.open());
    let mut expected = [Whole { parts: Parts::default(), ..bare }, empty].map(Resource::from);
    expected.sort_by(|a, b| a.arn.cmp(&b.arn));
    assert_eq!(all[0].rows, expected);
}

#[test]
fn credentials_are_left_out_and_their_part_counts_as_not_read() {
    let home = Home::new();
    let mut row = notebook("leaky", "InService", at(0));
    let repository = "https://ada:hunter2@git.example.com/x.git";
    row.facts.put(Field::DefaultCodeRepository, Some(Value::text(repository)));
    row.tags = Some(vec![Tag { key: Safe::new("key"), value: Safe::new("AKIAIOSFODNN7EXAMPLE") }]);
    home.open().remember(&[listed(vec![row], at(0))], at(1)).unwrap();
    let store = home.open();
    let found = &recalled(&store)[0].rows[0];
    assert_eq!(found.fact(Field::DefaultCodeRepository), None);
    assert_eq!(
        (found.tags(), &found.parts().describe, &found.parts().tags),
        (None, &Part::NotRead, &Part::NotRead)
    );
    assert!(found.parts().activity.is_read());
    drop(store);
    for entry in fs::read_dir(home.cache()).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        for secret in ["hunter2", "AKIAIOSFODNN7EXAMPLE"] {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
        }
    }
}

/// S06
#[test]
fn text_from_disk_is_made_harmless_and_kept_raw() {
    let home = Home::new();
    let corpus =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/bad-strings.json")).unwrap();
    let corpus: serde_json::Value = serde_json::from_str(&corpus).unwrap();
    let mut texts = Vec::new();
    collect(&corpus, &mut texts);
    assert!(texts.len() > 100);
    let hostile = |(number, text): (usize, &String)| Whole {
        status: Some(Safe::new(text)),
        name: Safe::new(text),
        ..notebook(&format!("n{number:04}"), "", at(0))
    };
    let written: Vec<Whole> = texts.iter().enumerate().map(hostile).collect();
    let account = Account { name: Safe::new("\u{1b}[2J\u{202e}"), ..account() };
    let accounts = Memory::Accounts(vec![Arc::new(account)], at(0));
    home.open().remember(&[accounts, listed(written.clone(), at(0))], at(1)).unwrap();
    let store = home.open();
    assert_eq!(store.accounts().unwrap().unwrap().0[0].name.shown(), "␛[2J·");
    let read = recalled(&store);
    for (read, written) in read[0].rows.iter().zip(&written) {
        assert_eq!(read.name.raw(), written.name.raw());
        assert_eq!(read.name.shown(), written.name.shown());
        assert!(!read.status.as_ref().unwrap().shown().chars().any(char::is_control));
    }
}

fn collect(value: &serde_json::Value, texts: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => texts.push(text.clone()),
        serde_json::Value::Array(all) => all.iter().for_each(|one| collect(one, texts)),
        serde_json::Value::Object(all) => all.values().for_each(|one| collect(one, texts)),
        _ => {}
    }
}

#[test]
fn a_fleet_sees_its_own_and_a_part_of_it_the_part() {
    let home = Home::new();
    let other = Account { id: "999988887777".parse().unwrap(), name: Safe::new("prod"), ..account() };
    let both = Memory::Accounts(vec![Arc::new(account()), Arc::new(other)], at(0));
    home.open().remember(&[both, listed(vec![notebook("churn", "InService", at(0))], at(0))], at(1)).unwrap();
    let seen = |fleet: Fleet| Store::open(&home.file(), fleet).unwrap().0.accounts().unwrap();
    let way = ["https://aws", "profiles"];
    let regions = vec![Region::parse("us-east-1").unwrap()];
    let (part, _) = seen(Fleet::new(&way, vec!["pr*".into()], regions.clone())).unwrap();
    assert_eq!(part.iter().map(|one| one.name.raw()).collect::<Vec<_>>(), ["prod"]);
    assert_eq!(part[0].regions, regions);
    assert_eq!(seen(Fleet::new(&["http://127.0.0.1:5000", "profiles"], Vec::new(), Vec::new())), None);
    // No other account than those that are asked for, and no other region.
    let store = home.open();
    assert_eq!(store.listings(&part, |_| panic!("not of this part")).unwrap(), 0);
}

/// S11
#[test]
fn an_older_listing_replaces_no_newer_one() {
    let home = Home::new();
    let (mut one, mut other) = (home.open(), home.open());
    one.remember(&[listed(vec![notebook("churn", "Stopped", at(20))], at(20))], at(21)).unwrap();
    other.remember(&[listed(vec![notebook("churn", "InService", at(10))], at(10))], at(22)).unwrap();
    assert_eq!(rows(&one), ["churn Stopped"]);
    other.remember(&[listed(vec![], at(30))], at(31)).unwrap();
    assert_eq!(rows(&one), Vec::<String>::new());
}

#[test]
fn a_clock_that_ran_ahead_keeps_nothing_out() {
    let home = Home::new();
    let mut store = home.open();
    store.remember(&[listed(vec![notebook("churn", "InService", at(9_000))], at(9_000))], at(9_000)).unwrap();
    store.remember(&[listed(vec![notebook("churn", "Stopped", at(10))], at(10))], at(11)).unwrap();
    assert_eq!(rows(&store), ["churn Stopped"]);
}

#[test]
fn changes_and_passes_are_kept() {
    let home = Home::new();
    let mut store = home.open();
    let pass = |store: &mut Store, rows: Vec<Whole>, when: i64| {
        store.remember(&[listed(rows, at(when))], at(when)).unwrap();
    };
    pass(&mut store, vec![notebook("a", "InService", at(0)), notebook("b", "InService", at(0))], 0);
    // What the first listing finds was there before.
    assert_eq!(store.changes(10).unwrap(), []);
    pass(&mut store, vec![notebook("a", "InService", at(60)), notebook("b", "InService", at(60))], 60);
    // The same listing again, with a detail more.
    let more = Whole { tags: Some(Vec::new()), ..notebook("a", "InService", at(60)) };
    pass(&mut store, vec![more, notebook("b", "InService", at(60))], 60);
    pass(&mut store, vec![notebook("a", "Stopped", at(120)), notebook("c", "Pending", at(120))], 120);
    let status = |word| Some(Safe::new(word));
    let changes: Vec<(String, What)> =
        store.changes(10).unwrap().into_iter().map(|one| (one.name.to_string(), one.what)).collect();
    let expected = [
        ("c", What::Appeared { status: status("Pending") }),
        ("b", What::Gone { status: status("InService") }),
        ("a", What::Status { before: status("InService"), after: status("Stopped") }),
    ];
    assert_eq!(changes, expected.map(|(name, what)| (name.to_owned(), what)));
    let passes = store.passes(10).unwrap();
    assert_eq!(passes.len(), 1);
    assert_eq!((passes[0].first, passes[0].last), (at(0), at(120)));
    assert_eq!((passes[0].listings, passes[0].count), (3, 2));
    pass(&mut store, vec![], 180);
    assert_eq!(store.passes(10).unwrap().len(), 2);
}

#[test]
fn history_goes_before_listings_and_old_before_new() {
    let home = Home::new();
    let mut store = home.open();
    let many = |status: &str, when: i64| {
        let rows = (0..200).map(|n| notebook(&format!("n{n}"), status, at(when))).collect();
        listed(rows, at(when))
    };
    for (when, status) in [(0, "InService"), (60, "Stopped"), (120, "InService")] {
        store.remember(&[many(status, when)], at(when)).unwrap();
    }
    assert_eq!(store.changes(1_000).unwrap().len(), 400);
    let bounds = Bounds { changes: 250, ..Bounds::USUAL };
    keep_within(&mut store.db, bounds, at(121)).unwrap();
    let left = store.changes(1_000).unwrap();
    assert_eq!(left.len(), 250);
    assert_eq!(left.iter().filter(|one| one.at == at(120)).count(), 200);
    let bounds = Bounds { change_age: 1_000_000_000, ..Bounds::USUAL };
    keep_within(&mut store.db, bounds, at(180)).unwrap();
    assert_eq!(store.changes(1_000).unwrap(), []);
    assert_eq!(rows(&store).len(), 200);
    store.remember(&[many("Stopped", 240)], at(240)).unwrap();
    let bounds = Bounds { bytes: used(&store.db).unwrap() - 4_096, ..Bounds::USUAL };
    keep_within(&mut store.db, bounds, at(241)).unwrap();
    assert_eq!((store.changes(1_000).unwrap().len(), rows(&store).len()), (0, 200));
    let bounds = Bounds { bytes: 10_000, ..Bounds::USUAL };
    keep_within(&mut store.db, bounds, at(242)).unwrap();
    assert_eq!(rows(&store), Vec::<String>::new());
}
