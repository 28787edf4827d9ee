//! What an earlier session knew, until it is read again; and what is kept for the next one.

use crate::app::fleet::FleetState;
use crate::app::setup::Mode;
use crate::app::tests_support::{Fault, Play, account, arn, at, failure, id, notebook, scope};
use crate::app::{Effect, Model, Msg, Overlay, Setup, start};
use crate::model::account::Login;
use crate::model::action::{Allowance, Permitted};
use crate::model::failure::FailureKind;
use crate::model::fetch::{Arrival, Cell, Fetch, JobId};
use crate::model::inventory::Freshness;
use crate::model::kind::Kind;
use crate::model::memory::{Memory, Recall, Recalled};
use crate::model::permit::WritePermit;
use crate::model::resource::Resource;
use crate::model::text::Safe;
use crate::rules::role::RoleRule;

const AGO: i64 = -7_200;

fn cell(account: u64) -> Cell {
    Cell { scope: scope(account), kind: Kind::Notebook }
}

/// As it comes back from the store.
fn remembered(number: u64, name: &str) -> crate::model::account::Account {
    let permitted = Permitted { most: Allowance::None, typed: true, source: Safe::new("what is remembered") };
    crate::model::account::Account { permitted, ..account(number, name, &["Root", "Science"]) }
}

fn listing(account: u64, names: &[&str]) -> Msg {
    let row = |name: &&str| {
        let mut row: Resource = notebook(account, name);
        row.change(|row| row.seen = at(AGO));
        row
    };
    let rows = names.iter().map(row).collect();
    Msg::Recalled(Recall::Listing(Box::new(Recalled { cell: cell(account), rows, at: at(AGO) })))
}

/// A console that has nothing but what is remembered.
fn recalled() -> Play {
    let mut play = Play::waiting();
    play.model.setup.remembers = true;
    let accounts = vec![remembered(1, "retail"), remembered(9, "closed")];
    play.send(Msg::Recalled(Recall::Accounts(accounts, at(AGO))));
    play.send(listing(1, &["alpha", "gone", "churn"]));
    play.send(listing(9, &["last"]));
    play.send(Msg::Recalled(Recall::Ended));
    play.model.take_dirty();
    play
}

fn freshness(play: &Play, account: u64) -> Freshness {
    play.model.inventory.cell(&cell(account)).map(|state| state.freshness.clone()).unwrap_or_default()
}

/// Nobody takes a production account for another one because AWS has not answered yet.
#[test]
fn what_is_remembered_has_the_theme_of_its_class() {
    let mut play = Play::waiting();
    let theme = Some(Safe::new("contrast"));
    play.model.setup.classes =
        vec![RoleRule { name: Some("prod*".into()), theme: theme.clone(), ..RoleRule::default() }];
    let accounts = vec![remembered(1, "retail"), remembered(3, "prod")];
    play.send(Msg::Recalled(Recall::Accounts(accounts, at(AGO))));
    let theme_of = |number| play.model.fleet.account(id(number)).unwrap().theme.clone();
    assert_eq!((theme_of(1), theme_of(3)), (None, theme));
}

#[test]
fn rows_and_accounts_stand_before_anything_was_answered() {
    let play = recalled();
    assert_eq!(play.names(), ["alpha", "churn", "gone", "last"]);
    assert_eq!(play.model.fleet.accounts.len(), 2);
    assert_eq!(freshness(&play, 1), Freshness::Remembered(at(AGO)));
    assert_eq!((play.model.strip.remembered, play.model.strip.scopes_ok), (2, 0));
    assert_eq!(play.model.strip.oldest, Some(at(AGO)));
    assert!(play.model.is_partial());
    // Nothing is asked in an account that AWS has not named.
    assert!(play.asked.iter().all(|(fetch, _)| *fetch == Fetch::Fleet), "{:?}", play.asked);
}

#[test]
fn answers_take_its_place_and_what_they_lack_goes() {
    let mut play = recalled();
    play.answer();
    assert_eq!(play.names(), ["alpha", "churn", "churn-2", "fraud", "scoring"]);
    assert!(play.model.fleet.account(id(9)).is_none());
    assert_eq!(freshness(&play, 1), Freshness::Fresh(play.model.now));
    assert_eq!(play.model.strip.remembered, 0);
    assert!(!play.model.is_partial());
    let allowance = play.model.fleet.account(id(1)).unwrap().permitted.most;
    assert_eq!(allowance, Permitted::by_default(Some(crate::model::account::AccountRole::DataScience)).most);
}

#[test]
fn it_never_takes_the_place_of_an_answer() {
    let mut play = Play::begin();
    play.send(Msg::Recalled(Recall::Accounts(vec![remembered(9, "closed")], at(AGO))));
    play.send(listing(1, &["alpha", "gone"]));
    play.model.take_dirty();
    assert_eq!(play.names(), ["alpha", "churn", "churn-2", "fraud", "scoring"]);
    assert!(play.model.fleet.account(id(9)).is_none());
}

#[test]
fn a_listing_under_way_keeps_its_page_and_gets_the_rest() {
    let mut play = Play::waiting();
    let login = Login::Ok { caller: "x".into(), expires: None, scoped: true };
    play.send(Msg::Arrived(JobId(1), Arrival::Accounts(play.accounts.clone())));
    play.send(Msg::Arrived(JobId(1), Arrival::Login(id(1), login)));
    let list = |(fetch, _): &&(Fetch, _)| matches!(fetch, Fetch::List(one, _) if *one == cell(1));
    assert_eq!(play.asked.iter().filter(list).count(), 1);
    play.send(listing(1, &["alpha", "gone"]));
    play.model.take_dirty();
    assert_eq!(play.names(), ["alpha", "gone"]);
    play.answer();
    assert!(!play.names().contains(&"gone"));
}

#[test]
fn without_an_answer_it_stays_and_says_so() {
    let mut play = Play::waiting();
    play.faults = vec![(Fault::Fleet, failure(FailureKind::Unreachable))];
    play.send(Msg::Recalled(Recall::Accounts(vec![remembered(1, "retail")], at(AGO))));
    play.send(listing(1, &["alpha"]));
    play.answer();
    assert_eq!(play.names(), ["alpha"]);
    assert!(matches!(play.model.fleet.state, FleetState::Failed(_)));
    assert!(play.model.problems.iter().any(|problem| problem.text.raw().starts_with("unreachable")));
    play.wait(20);
    assert!(play.asked.iter().all(|(fetch, _)| *fetch == Fetch::Fleet), "{:?}", play.asked);
}

#[test]
fn a_listing_that_fails_leaves_it_as_old_as_it_is() {
    let mut play = recalled();
    play.faults = vec![(Fault::List(1), failure(FailureKind::ServerError))];
    play.answer();
    assert!(matches!(freshness(&play, 1), Freshness::Stale(since, _) if since == at(AGO)));
    assert!(play.names().contains(&"gone"));
    // What was not read is not written as if it had been.
    let kept = play.done.iter().any(|effect| {
        matches!(effect, Effect::Remember(Memory::Listing(listed)) if listed.cell == cell(1) && listed.at > at(AGO))
    });
    assert!(!kept);
}

#[test]
fn what_was_read_is_kept_and_details_follow() {
    let mut play = recalled();
    play.answer();
    let kept = |play: &Play, tagged: bool| {
        let is_it = |effect: &&Effect| {
            matches!(effect, Effect::Remember(Memory::Listing(listed)) if listed.cell == cell(1)
                && listed.rows.iter().all(|row| row.tags().is_some() == tagged))
        };
        play.done.iter().filter(is_it).count()
    };
    assert_eq!((kept(&play, false), kept(&play, true)), (1, 0));
    let accounts = |effect: &&Effect| matches!(effect, Effect::Remember(Memory::Accounts(accounts, _)) if accounts.len() == 3);
    assert_eq!(play.done.iter().filter(accounts).count(), 1);
    play.wait(1);
    play.wait(1);
    assert_eq!((kept(&play, false), kept(&play, true)), (1, 1));
}

#[test]
fn leaving_keeps_what_is_not_kept_yet() {
    let mut play = recalled();
    play.answer();
    play.done.clear();
    play.press("C-c");
    if !play.done.iter().any(|effect| matches!(effect, Effect::Quit(_))) {
        play.press("y");
    }
    let end = play.done.iter().position(|effect| matches!(effect, Effect::Quit(_))).unwrap();
    let last = play.done.iter().rposition(|effect| matches!(effect, Effect::Remember(_))).unwrap();
    assert!(last < end, "{:?}", play.done);
}

#[test]
fn a_console_that_remembers_nothing_keeps_nothing() {
    let mut play = Play::begin();
    play.wait(100);
    play.press("C-c");
    assert!(!play.done.iter().any(|effect| matches!(effect, Effect::Remember(_))));
}

#[test]
fn on_many_nothing_is_done_that_is_only_remembered() {
    let mut play = recalled();
    play.model.setup.mode = Mode::Operate(WritePermit::mint());
    // Nothing at all while the accounts are only remembered.
    play.press("s");
    assert!(play.model.overlays.is_empty());
    play.faults = vec![(Fault::List(1), failure(FailureKind::ServerError))];
    let login = Login::Ok { caller: "x".into(), expires: None, scoped: true };
    play.send(Msg::Arrived(JobId(1), Arrival::Accounts(play.accounts.clone())));
    play.send(Msg::Arrived(JobId(1), Arrival::Login(id(1), login)));
    play.model.take_dirty();
    play.press("Space Space s");
    assert!(play.model.overlays.is_empty(), "{:?}", play.model.overlays);
    let said = play.model.toast.as_ref().unwrap().text.raw().to_owned();
    assert!(said.contains("remembered from 2h ago"), "{said}");
    // One is looked at again before anything is done, and the box says how old its state is.
    play.press("Esc g g s");
    let Some(Overlay::Confirm(state)) = play.model.overlays.last() else { panic!("{:?}", play.model.toast) };
    assert_eq!(state.plan.items[0].seen, at(AGO));
    assert_eq!(state.plan.items[0].target.arn, arn(1, "alpha"));
}

#[test]
fn trouble_stands_in_a_line_of_its_own() {
    let mut play = Play::begin();
    let text = Safe::new("Nothing is remembered: the disk is full · /home/ada · free some space");
    play.send(Msg::Recalled(Recall::Trouble(text.clone())));
    play.model.take_dirty();
    assert_eq!(play.model.banner.as_ref().unwrap().text, text);
}

#[test]
fn offline_nothing_is_asked() {
    let mut model = Model::new(Setup { offline: true, remembers: true, ..Setup::plain(at(0)) });
    assert_eq!(start(&mut model), []);
    let mut all = Vec::new();
    let mut send = |model: &mut Model, msg| all.extend(crate::app::update(model, msg));
    send(&mut model, Msg::Recalled(Recall::Accounts(vec![remembered(1, "retail")], at(AGO))));
    send(&mut model, listing(1, &["alpha"]));
    send(&mut model, Msg::Recalled(Recall::Ended));
    for second in 1..200 {
        send(&mut model, Msg::Tick(at(second)));
    }
    for keys in ["r", "R", "j", "Enter", "Esc", "s"] {
        for key in crate::app::Key::chord(keys).unwrap() {
            send(&mut model, Msg::Key(key));
        }
    }
    assert!(!all.iter().any(|effect| matches!(effect, Effect::Fetch(..) | Effect::Act(..))), "{all:?}");
    assert_eq!(model.desk.table.shown().count(), 1);
    assert!(matches!(model.fleet.state, FleetState::Known(_)));
}

#[test]
fn offline_with_nothing_remembered_says_what_to_do() {
    let mut model = Model::new(Setup { offline: true, remembers: true, ..Setup::plain(at(0)) });
    start(&mut model);
    crate::app::update(&mut model, Msg::Recalled(Recall::Ended));
    let FleetState::Failed(failure) = &model.fleet.state else { panic!("{:?}", model.fleet.state) };
    assert!(failure.todo.raw().contains("without --offline"));
}
