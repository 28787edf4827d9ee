//! A cursor in flight: while a key is held, the details stand still and never under another name than their own.

use jiff::SignedDuration;

use crate::app::tests_support::{Play, notebook};
use crate::app::{Msg, Setup};

const BLINK: i64 = 33;

fn wide() -> Play {
    let mut play = Play::waiting();
    play.notebooks.extend((0..60).map(|number| notebook(1, &format!("row-{number:02}"))));
    play.answer();
    play.resize(200, 50);
    play.model.take_dirty();
    play
}

/// Lets milliseconds pass.
fn pass(play: &mut Play, millis: i64) {
    let now = play.model.now.checked_add(SignedDuration::from_millis(millis)).unwrap();
    play.send(Msg::Tick(now));
}

/// Presses a key as often, as a held one repeats.
fn hold(play: &mut Play, key: &str, times: usize) {
    for _ in 0..times {
        pass(play, BLINK);
        play.press(key);
    }
}

/// Whose details are drawn; nothing when the pane is blank.
fn detailed(play: &Play) -> Option<&str> {
    play.model.detailed().0.map(|row| row.resource.name.raw())
}

#[test]
fn a_single_key_shows_the_details_at_once() {
    let mut play = wide();
    pass(&mut play, 1_000);
    play.press("j");
    assert_eq!((detailed(&play), play.model.detailed().1), (Some(play.cursor()), false));
    assert_eq!(play.model.next_tick(), None);
}

#[test]
fn while_a_key_is_held_the_details_stand_and_then_follow() {
    let mut play = wide();
    pass(&mut play, 1_000);
    play.press("j");
    let first = play.cursor().to_owned();
    hold(&mut play, "j", 10);
    assert_ne!(play.cursor(), first);
    assert!(play.model.detailed().1);
    assert_eq!(detailed(&play), Some(first.as_str()));
    // The runtime is told when to come back, and nothing is drawn before.
    let due = play.model.next_tick().unwrap();
    play.model.take_dirty();
    pass(&mut play, 50);
    assert!(!play.model.take_dirty());
    play.send(Msg::Tick(due));
    assert!(play.model.take_dirty());
    assert_eq!((detailed(&play), play.model.detailed().1), (Some(play.cursor()), false));
}

#[test]
fn beside_a_list_that_scrolls_the_details_are_blank() {
    let mut play = wide();
    pass(&mut play, 1_000);
    hold(&mut play, "j", 60);
    assert!(play.model.desk.table.offset() > 0);
    assert_eq!((detailed(&play), play.model.detailed().1), (None, true));
    pass(&mut play, 200);
    assert_eq!(detailed(&play), Some(play.cursor()));
}

#[test]
fn what_is_not_a_move_ends_the_flight() {
    for keys in ["d", "a", "/", "Tab", "Space", "C-l"] {
        let mut play = wide();
        pass(&mut play, 1_000);
        hold(&mut play, "j", 5);
        assert!(play.model.detailed().1);
        play.press(keys);
        let behind = play.model.detailed().1;
        // To mark a row also goes to the next one.
        assert!(!behind || keys == "Space", "{keys}");
    }
}

#[test]
fn on_a_slow_line_details_wait_for_every_key() {
    let mut play = wide();
    play.model.setup = Setup { low_bandwidth: true, ..play.model.setup };
    pass(&mut play, 1_000);
    let first = play.cursor().to_owned();
    play.press("j");
    assert_eq!(detailed(&play), Some(first.as_str()));
    pass(&mut play, 499);
    assert_eq!(detailed(&play), Some(first.as_str()));
    pass(&mut play, 1);
    assert_eq!(detailed(&play), Some(play.cursor()));
}

#[test]
fn a_clock_that_is_set_back_holds_no_details_up() {
    let mut play = wide();
    pass(&mut play, 1_000);
    hold(&mut play, "j", 5);
    pass(&mut play, -3_600_000);
    assert_eq!((detailed(&play), play.model.detailed().1), (Some(play.cursor()), false));
    hold(&mut play, "j", 2);
    assert!(play.model.detailed().1);
}
