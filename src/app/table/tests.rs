//! A table by itself.

use super::settle::View;
use super::*;
use crate::app::pick::Step;
use crate::app::tests_support::{account, arn, at, notebook};
use crate::model::money::Money;
use crate::model::resource::Resource;
use crate::model::row::Derived;
use std::sync::Arc;

use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};

fn row(resource: Resource, month: Option<i64>) -> Row {
    let derived =
        Derived { usd_month: month.map(|dollars| Money::micros(dollars * 1_000_000)), ..Derived::default() };
    Row { resource: Arc::new(resource), account: Arc::new(account(1, "a", &[])), derived: Arc::new(derived) }
}

fn settle(table: &mut Table) {
    let all = |_: &Row| true;
    table.settle(&View { now: at(0), counts: &all, within: &all, mine: &all });
}

fn filled(count: usize) -> Table {
    let mut table = Table::new(Area::Notebooks);
    for number in 0..count {
        table.put(
            row(notebook(1, &format!("n{number:03}")), (number % 2 == 0).then_some(number as i64)),
            at(0),
        );
    }
    table.set_height(10);
    settle(&mut table);
    table
}

#[test]
fn the_row_under_the_cursor_keeps_its_line_when_rows_come_in_above() {
    let mut table = filled(50);
    table.step(Step::Lines(30));
    let line = table.at() - table.offset();
    for number in 0..5 {
        table.put(row(notebook(1, &format!("a{number}")), None), at(0));
    }
    settle(&mut table);
    assert_eq!(table.at() - table.offset(), line);
    assert_eq!(table.current().map(|row| row.resource.name.raw()), Some("n030"));
}

#[test]
fn when_the_row_and_its_neighbours_go_the_cursor_goes_to_the_next_that_is_left() {
    let mut table = filled(20);
    table.step(Step::Lines(5));
    for number in [3, 5, 6, 7] {
        table.remove(&arn(1, &format!("n{number:03}")));
    }
    settle(&mut table);
    assert_eq!(table.current().map(|row| row.resource.name.raw()), Some("n008"));
    assert_eq!(table.rows().count(), 16);
    table.step(Step::Bottom);
    table.remove(&arn(1, "n019"));
    settle(&mut table);
    assert_eq!(table.current().map(|row| row.resource.name.raw()), Some("n018"));
    for row in table.rows().map(|row| row.resource.arn.clone()).collect::<Vec<_>>() {
        assert_eq!(table.get(&row).map(|found| &found.resource.arn), Some(&row));
        table.remove(&row);
    }
    settle(&mut table);
    assert!(table.current().is_none() && table.window().next().is_none());
}

#[test]
fn totals_say_what_is_not_priced_and_money_sorts_with_the_unknown_last() {
    let mut table = filled(6);
    assert_eq!((table.totals.shown, table.totals.priced), (6, 3));
    assert_eq!(table.totals.usd_month, Money::micros(6_000_000));
    for (descending, first) in [(true, "n004"), (false, "n000")] {
        table.sort_by(Sort { field: Field::UsdMonth, descending });
        settle(&mut table);
        let names: Vec<&str> = table.shown().map(|row| row.resource.name.raw()).collect();
        assert_eq!(names[0], first);
        assert_eq!(names[3..], ["n001", "n003", "n005"]);
    }
}

#[test]
fn a_mark_goes_with_its_resource_and_only_then() {
    let mut table = filled(4);
    table.mark_all();
    table.put(row(notebook(1, "n001"), Some(99)), at(0));
    assert!(table.set_filter("n003").is_ok());
    settle(&mut table);
    assert_eq!((table.marks.len(), table.totals.shown), (4, 1));
    table.remove(&arn(1, "n001"));
    assert_eq!(table.marks.len(), 3);
    assert_eq!(table.chosen().len(), 3, "hidden marks count");
}

#[test]
fn nothing_is_arranged_anew_when_nothing_changed() {
    let mut table = filled(3);
    let all = |_: &Row| true;
    let view = View { now: at(0), counts: &all, within: &all, mine: &all };
    assert!(!table.settle(&view));
    table.put(row(notebook(1, "n000"), Some(0)), at(0));
    assert!(!table.settle(&view), "the same row again is no change");
    table.put(row(notebook(1, "n000"), Some(1)), at(0));
    assert!(table.settle(&view));
}

/// One thing that happens to a table.
#[derive(Clone, Debug)]
enum Event {
    Put(u8, Option<i64>, bool),
    Remove(u8),
    Filter(&'static str),
    Sort(Field, bool),
    Problems,
    Settle,
}

fn step() -> impl Strategy<Value = Event> {
    prop_oneof![
        8 => (0..24_u8, proptest::option::of(0..9_i64), any::<bool>())
            .prop_map(|(number, month, failed)| Event::Put(number, month, failed)),
        3 => (0..24_u8).prop_map(Event::Remove),
        2 => prop_oneof![Just(""), Just("n"), Just("n1"), Just("n12"), Just("cost>3"), Just("n0 | n2"), Just("!n1")]
            .prop_map(Event::Filter),
        1 => (prop_oneof![Just(Field::Name), Just(Field::UsdMonth), Just(Field::Status)], any::<bool>())
            .prop_map(|(field, descending)| Event::Sort(field, descending)),
        1 => Just(Event::Problems),
        5 => Just(Event::Settle),
    ]
}

proptest! {
    /// Whatever happened in between, and however little of it was looked at: what is shown is what a look at everything
    /// shows, and the sums are those of the rows.
    #[test]
    fn a_table_that_looks_at_changes_only_shows_what_one_that_looks_at_everything_shows(
        steps in proptest::collection::vec(step(), 1..80),
    ) {
        let mut table = Table::new(Area::Notebooks);
        table.set_height(5);
        for step in steps {
            match step {
                Event::Put(number, month, failed) => {
                    let mut resource = notebook(1, &format!("n{number:02}"));
                    if failed {
                        resource.change(|resource| {
                            resource.phase = Phase::Failed;
                            resource.status = Some(crate::model::text::Safe::new("Failed"));
                        });
                    }
                    table.put(row(resource, month), at(0));
                }
                Event::Remove(number) => table.remove(&arn(1, &format!("n{number:02}"))),
                Event::Filter(text) => prop_assert!(table.set_filter(text).is_ok()),
                Event::Sort(field, descending) => table.sort_by(Sort { field, descending }),
                Event::Problems => table.toggle_problems(),
                Event::Settle => settle(&mut table),
            }
        }
        settle(&mut table);
        let mut anew = Table::new(Area::Notebooks);
        (anew.sort, anew.only_problems) = (table.sort, table.only_problems);
        prop_assert!(anew.set_filter(&table.filter.text).is_ok());
        for row in table.rows().cloned().collect::<Vec<_>>() {
            anew.put(row, at(0));
        }
        settle(&mut anew);
        let names = |table: &Table| table.shown().map(|row| row.resource.name.clone()).collect::<Vec<_>>();
        prop_assert_eq!(names(&table), names(&anew));
        prop_assert_eq!(table.totals, anew.totals);
        let tally = |table: &Table| table.tallies().map(|(_, tally)| tally.clone()).find(|tally| tally.rows > 0);
        prop_assert_eq!(tally(&table), tally(&anew));
        prop_assert_eq!(table.current().is_some(), table.shown().next().is_some());
    }
}
