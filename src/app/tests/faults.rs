//! What goes wrong outside ends as one honest line; everything else goes on.

use crate::app::fleet::FleetState;
use crate::app::tests_support::{Fault, Play, failure, id};
use crate::model::account::{AccountState, Login};
use crate::model::failure::FailureKind;
use crate::model::fetch::{Fetch, Severity};
use crate::model::resource::Detail;

#[test]
fn a_denied_account_is_a_line_and_the_others_go_on() {
    let mut play = Play::waiting();
    play.faults = vec![(Fault::List(2), failure(FailureKind::Denied))];
    play.answer();
    assert_eq!(play.names(), ["alpha", "churn", "scoring"]);
    assert_eq!((play.model.strip.scopes_ok, play.model.strip.denied), (2, 1));
    let problem = &play.model.problems[0];
    assert!(problem.text.raw().starts_with("denied: "), "{problem:?}");
    assert_eq!(problem.todo.raw(), "Run `aws sso login --profile x`");
    // It is not asked again before ten minutes have gone, unless somebody says so.
    let lists = |play: &Play, from: usize| {
        let of_two = |fetch: &&&Fetch| matches!(fetch, Fetch::List(cell, _) if cell.scope.account == id(2));
        play.asked_since(from).iter().filter(of_two).count()
    };
    let before = play.asked.len();
    for _ in 0..9 {
        play.wait(61);
    }
    assert_eq!(lists(&play, before), 0);
    play.wait(61);
    assert!(lists(&play, before) > 0);
    let before = play.asked.len();
    play.press("C-r");
    play.answer();
    assert!(lists(&play, before) > 0);
}

#[test]
fn failures_are_tried_again_after_growing_pauses() {
    let mut play = Play::waiting();
    play.faults = vec![(Fault::List(1), failure(FailureKind::Unreachable))];
    play.model.setup.refresh_s = Some(100_000);
    play.answer();
    let mut tried = Vec::new();
    let mut clock = 0;
    let mut before = play.asked.len();
    while clock < 1_000 {
        play.wait(10);
        clock += 10;
        if play.asked_since(before).iter().any(|fetch| matches!(fetch, Fetch::List(..))) {
            tried.push(clock);
        }
        before = play.asked.len();
    }
    assert_eq!(tried, [30, 150, 750]);
}

#[test]
fn n21_what_was_out_of_reach_is_asked_again_as_often_as_what_was_not() {
    let mut play = Play::waiting();
    let away = || failure(FailureKind::Unreachable);
    play.faults = (1..=3).map(|number| (Fault::List(number), away())).collect();
    play.answer();
    for _ in 0..10 {
        play.wait(60);
    }
    assert_eq!((play.names().len(), play.model.strip.failed), (0, 3));
    play.faults.clear();
    play.wait(60);
    assert_eq!((play.names().len(), play.model.strip.failed), (5, 0));
}

#[test]
fn n21_details_that_were_out_of_reach_come_back_with_their_listing() {
    let mut play = Play::begin();
    play.faults = vec![
        (Fault::List(2), failure(FailureKind::Unreachable)),
        (Fault::Detail(2, Detail::Activity), failure(FailureKind::Unreachable)),
        (Fault::Detail(2, Detail::Describe), failure(FailureKind::Denied)),
    ];
    for _ in 0..8 {
        play.wait(60);
    }
    play.faults.retain(|(_, failure)| failure.kind == FailureKind::Denied);
    let before = play.asked.len();
    play.wait(60);
    let asked = |detail: Detail| {
        let is_it = |fetch: &&&Fetch| matches!(fetch, Fetch::Detail(target, it) if target.scope.account == id(2) && *it == detail);
        play.asked_since(before).iter().filter(is_it).count()
    };
    assert_eq!(asked(Detail::Activity), 2, "both rows, without the pause that had grown");
    assert_eq!(asked(Detail::Describe), 0, "a refusal is another matter");
}

#[test]
fn a_lost_login_stops_the_account_and_work_resumes_by_itself() {
    let mut play = Play::begin();
    play.faults = vec![
        (Fault::List(1), failure(FailureKind::LoginNeeded)),
        (Fault::Login(1), failure(FailureKind::LoginNeeded)),
    ];
    play.wait(61);
    assert_eq!(play.model.strip.login_needed, 1);
    assert_eq!(play.names().len(), 5, "what was read stays");
    assert!(play.model.problems.iter().any(|problem| problem.todo.raw().contains("aws sso login")));
    let before = play.asked.len();
    play.wait(61);
    let of_one = |fetch: &&&Fetch| matches!(fetch, Fetch::List(cell, _) if cell.scope.account == id(1));
    assert_eq!(play.asked_since(before).iter().filter(of_one).count(), 0);
    play.faults.clear();
    let before = play.asked.len();
    play.wait(16);
    assert!(play.asked_since(before).contains(&&Fetch::Identity(id(1))));
    assert!(play.asked_since(before).iter().any(|fetch| of_one(&fetch)), "the listing follows the login");
    assert_eq!((play.model.strip.login_needed, play.model.problems.len()), (0, 0));
}

#[test]
fn a_suspended_account_is_counted_and_never_called() {
    let mut play = Play::waiting();
    play.accounts[1].state = AccountState::Suspended;
    play.answer();
    play.wait(61);
    assert_eq!((play.model.strip.suspended, play.model.strip.scopes_total), (1, 2));
    assert!(!play.asked.iter().any(|(fetch, _)| format!("{fetch:?}").contains("000000000002")));
}

#[test]
fn a_fleet_that_cannot_be_read_says_so_and_is_asked_again() {
    let mut play = Play::waiting();
    play.faults = vec![(Fault::Fleet, failure(FailureKind::NoCredentials))];
    play.answer();
    assert!(
        matches!(&play.model.fleet.state, FleetState::Failed(failure) if failure.kind == FailureKind::NoCredentials)
    );
    assert_eq!(play.model.problems[0].severity, Severity::Error);
    play.faults.clear();
    play.wait(16);
    assert_eq!(play.names().len(), 5);
}

#[test]
fn details_that_fail_alike_are_one_line_and_are_not_asked_in_a_circle() {
    let mut play = Play::waiting();
    play.faults = vec![(Fault::Detail(2, Detail::Activity), failure(FailureKind::Denied))];
    play.answer();
    let lines: Vec<_> =
        play.model.problems.iter().filter(|problem| problem.text.raw().contains("2 rows")).collect();
    assert_eq!((lines.len(), play.model.problems.len()), (1, 1));
    let before = play.asked.len();
    play.wait(30);
    assert_eq!(play.asked.len(), before);
}

#[test]
fn half_of_the_rows_gone_is_asked_twice_before_it_is_believed() {
    let mut play = Play::begin();
    play.notebooks.retain(|row| row.name.raw() != "churn");
    let before = play.asked.len();
    play.wait(61);
    let lists = play.asked_since(before).iter().filter(|fetch| matches!(fetch, Fetch::List(cell, _) if cell.scope.account == id(1) && cell.kind == crate::model::kind::Kind::Notebook)).count();
    assert_eq!(lists, 2);
    assert_eq!(play.names(), ["alpha", "churn-2", "fraud", "scoring"]);
}

#[test]
fn logins_survive_a_second_list_of_accounts() {
    let mut play = Play::begin();
    play.press(":").type_text("tree");
    play.press("Esc :").type_text("accounts");
    play.press("Enter C-r");
    assert!(play.asked.last().is_some());
    assert!(play.model.fleet.accounts.iter().all(|account| matches!(account.login, Login::Ok { .. })));
    play.answer();
    assert!(play.model.fleet.accounts.iter().all(|account| matches!(account.login, Login::Ok { .. })));
    assert_eq!(play.names().len(), 5);
}
