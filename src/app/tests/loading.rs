//! What is asked, when, and in which order.

use crate::app::tests_support::{Fault, Play, account, arn, failure, notebook};
use crate::app::{Effect, Msg, update};
use crate::model::failure::FailureKind;
use crate::model::fetch::{Arrival, Fetch, Horizon, JobId, Page, Priority};
use crate::model::kind::Kind;
use crate::model::resource::Detail;

#[test]
fn the_fleet_comes_first_then_listings_then_bulk_tags_then_details() {
    let play = Play::begin();
    let first = |wanted: fn(&Fetch) -> bool| play.asked.iter().position(|(fetch, _)| wanted(fetch)).unwrap();
    let fleet = first(|fetch| matches!(fetch, Fetch::Fleet));
    let list = first(|fetch| matches!(fetch, Fetch::List(..)));
    let bulk = first(|fetch| matches!(fetch, Fetch::BulkTags(_)));
    let tags = first(|fetch| matches!(fetch, Fetch::Detail(_, Detail::Tags)));
    assert!(fleet < list && list < bulk && bulk < tags, "{fleet} {list} {bulk} {tags}");
    let count = |wanted: fn(&Fetch) -> bool| play.asked.iter().filter(|(fetch, _)| wanted(fetch)).count();
    assert_eq!(count(|fetch| matches!(fetch, Fetch::List(cell, _) if cell.kind == Kind::Notebook)), 3);
    assert_eq!(count(|fetch| matches!(fetch, Fetch::List(cell, _) if cell.kind == Kind::LifecycleConfig)), 3);
    assert_eq!(count(|fetch| matches!(fetch, Fetch::BulkTags(_))), 3);
}

#[test]
fn nothing_is_asked_twice_without_need() {
    let mut play = Play::begin();
    let before = play.asked.len();
    play.wait(20);
    play.press("j j k ? Esc");
    play.answer();
    assert_eq!(play.asked.len(), before);
    let mut play = Play::waiting();
    play.model.setup.refresh_s = None;
    play.answer();
    let before = play.asked.len();
    for _ in 0..20 {
        play.wait(100);
    }
    assert_eq!(play.asked.len(), before, "without refreshing only a person asks");
}

#[test]
fn details_in_the_background_are_bounded_and_what_is_in_sight_goes_first() {
    let mut play = Play::waiting();
    play.accounts = vec![account(1, "big", &[])];
    play.notebooks = (0..1_000).map(|number| notebook(1, &format!("n{number:04}"))).collect();
    play.faults = vec![(Fault::Bulk(1), failure(FailureKind::Denied))];
    // Details are not answered: what is asked stays under way.
    let mut waiting: Vec<(JobId, Fetch)> = Vec::new();
    let mut asked: Vec<(Fetch, Priority)> = Vec::new();
    let mut todo: Vec<Msg> = vec![
        Msg::Arrived(JobId(1), Arrival::Accounts(play.accounts.clone())),
        Msg::Arrived(
            JobId(1),
            Arrival::Login(
                play.accounts[0].id,
                crate::model::account::Login::Ok { caller: "x".into(), expires: None, scoped: true },
            ),
        ),
        Msg::Arrived(JobId(1), Arrival::Done(play.model.now)),
    ];
    while let Some(msg) = (!todo.is_empty()).then(|| todo.remove(0)) {
        for effect in update(&mut play.model, msg) {
            let Effect::Fetch(id, fetch, priority) = effect else { continue };
            asked.push((fetch.clone(), priority));
            match &fetch {
                Fetch::List(cell, _) => {
                    let rows = if cell.kind == Kind::Notebook { play.notebooks.clone() } else { Vec::new() };
                    let page = Page { cell: cell.clone(), number: 1, rows, at: play.model.now };
                    todo.push(Msg::Arrived(id, Arrival::Page(page)));
                    todo.push(Msg::Arrived(id, Arrival::Done(play.model.now)));
                    todo.push(Msg::Tick(play.model.now));
                }
                Fetch::BulkTags(_) => {
                    todo.push(Msg::Arrived(id, Arrival::Done(play.model.now)));
                    todo.push(Msg::Tick(play.model.now));
                }
                _ => waiting.push((id, fetch)),
            }
        }
        play.model.take_dirty();
    }
    let background = asked
        .iter()
        .filter(|(fetch, priority)| matches!(fetch, Fetch::Detail(..)) && *priority == Priority::Background);
    assert_eq!(background.count(), 64);
    let in_sight = play.model.desk.table.height();
    let visible: Vec<_> = asked
        .iter()
        .filter(|(fetch, priority)| matches!(fetch, Fetch::Detail(..)) && *priority == Priority::Visible)
        .collect();
    assert!(
        visible.len() >= in_sight * 2 && visible.len() <= in_sight * 3,
        "{} of {in_sight}",
        visible.len()
    );
    // Scrolling to the end asks for what is there.
    let effects = update(&mut play.model, Msg::Key(crate::app::Key::char('G')));
    let last = arn(1, "n0999");
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Fetch(_, Fetch::Detail(target, _), Priority::Visible) if target.arn == last)));
}

#[test]
fn refreshing_a_row_asks_for_its_details_and_the_screen_for_listings() {
    let mut play = Play::begin();
    let before = play.asked.len();
    play.press("r");
    let asked = play.asked_since(before);
    assert_eq!(asked.len(), 3);
    assert!(
        asked.iter().all(|fetch| matches!(fetch, Fetch::Detail(target, _) if target.arn == arn(1, "alpha")))
    );
    play.answer();
    let before = play.asked.len();
    play.press("C-r");
    let kinds = Kind::ALL.iter().filter(|kind| crate::catalog::spec(**kind).area.is_some()).count();
    let listings = play.asked_since(before).iter().filter(|fetch| matches!(fetch, Fetch::List(..))).count();
    assert_eq!(listings, 3 * kinds, "every kind that a screen shows, in each of the three accounts");
}

#[test]
fn answers_that_nobody_waits_for_are_dropped() {
    let mut play = Play::begin();
    let names = play.names().len();
    let cell = crate::model::fetch::Cell { scope: crate::app::tests_support::scope(1), kind: Kind::Notebook };
    let page = Page { cell, number: 1, rows: vec![notebook(1, "ghost")], at: play.model.now };
    play.send(Msg::Arrived(JobId(1), Arrival::Page(page)));
    play.model.take_dirty();
    assert_eq!(play.names().len(), names);
}

/// How far back training jobs were asked for, the first time to the last.
fn reaches(asked: &[&Fetch]) -> Vec<Option<u32>> {
    let reach = |fetch: &Fetch| match fetch {
        Fetch::List(cell, reach) if cell.kind == Kind::TrainingJob => Some(reach.0),
        _ => None,
    };
    let mut all: Vec<Option<u32>> = asked.iter().copied().filter_map(reach).collect();
    all.dedup();
    all
}

#[test]
fn jobs_are_listed_a_week_back_and_further_where_the_filter_asks_for_it() {
    let mut play = Play::begin();
    play.press("3");
    play.wait(5);
    assert_eq!(reaches(&play.asked_since(0)), [Some(7)]);
    let before = play.asked.len();
    play.press("/").type_text("created<30d").press("Enter");
    play.wait(2);
    assert_eq!(reaches(&play.asked_since(before)), [Some(30)]);
    play.answer();
    assert_eq!(play.model.horizon(), Some(Horizon(Some(30))));
}
