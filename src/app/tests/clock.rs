//! A clock that jumps: after a night's sleep (N22) and when it is set back (C08).

use std::collections::HashMap;

use crate::app::Msg;
use crate::app::tests_support::{Play, at};
use crate::model::fetch::Fetch;
use crate::model::time::seconds_between;

const HOURS: i64 = 3_600;

/// How often each question was asked since.
fn most_asked(play: &Play, from: usize) -> usize {
    let mut counts: HashMap<&Fetch, usize> = HashMap::new();
    for fetch in play.asked_since(from) {
        *counts.entry(fetch).or_default() += 1;
    }
    counts.into_values().max().unwrap_or(0)
}

#[test]
fn n22_after_a_nights_sleep_everything_is_asked_once() {
    let mut play = Play::begin();
    play.wait(1);
    let before = play.asked.len();
    play.wait(8 * HOURS);
    let again = play.asked_since(before);
    assert!(again.iter().any(|fetch| matches!(fetch, Fetch::List(..))));
    assert_eq!(most_asked(&play, before), 1);
    // The ages are those of what was read anew.
    let oldest = play.model.strip.oldest.unwrap();
    assert_eq!(seconds_between(oldest, play.model.now), 0);
    let before = play.asked.len();
    play.wait(1);
    assert_eq!(play.asked_since(before).len(), 0);
}

#[test]
fn n22_a_sleep_in_the_middle_of_a_question_does_not_ask_it_twice() {
    let mut play = Play::waiting();
    let before = play.asked.len();
    assert_eq!(before, 1);
    play.wait(8 * HOURS);
    assert_eq!(play.asked.iter().filter(|(fetch, _)| matches!(fetch, Fetch::Fleet)).count(), 1);
}

#[test]
fn c08_a_clock_that_is_set_back_stops_neither_the_refresh_nor_the_ages() {
    let mut play = Play::begin();
    play.wait(30);
    play.wait(-8 * HOURS);
    assert!(play.model.now < at(0));
    let oldest = play.model.strip.oldest.unwrap();
    assert_eq!(seconds_between(oldest, play.model.now), 0);
    // A refresh was half a minute away, and still is.
    let before = play.asked.len();
    play.wait(20);
    assert!(!play.asked_since(before).iter().any(|fetch| matches!(fetch, Fetch::List(..))));
    play.wait(20);
    assert!(play.asked_since(before).iter().any(|fetch| matches!(fetch, Fetch::List(..))));
    assert_eq!(most_asked(&play, before), 1);
}

#[test]
fn c08_what_is_said_goes_away_although_the_clock_was_set_back() {
    let mut play = Play::begin();
    play.send(Msg::Copied(Ok(())));
    assert!(play.model.toast.is_some());
    play.wait(-HOURS);
    play.wait(10);
    assert!(play.model.toast.is_none());
}
