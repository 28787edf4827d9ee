//! Reading a log: tail, follow, search, back in time.

use crate::app::screen::logs::KEPT;
use crate::app::tests_support::{Play, at};
use crate::app::{Effect, ScreenId};
use crate::model::fetch::{Fetch, LogFrom};
use crate::model::logs::{LogLine, LogPage, LogStream};
use crate::model::text::Safe;

fn page(texts: &[&str], forward: &str, backward: Option<&str>) -> LogPage {
    let line = |text: &&str| LogLine { at: at(0), message: Safe::block(text) };
    LogPage {
        stream: Safe::new("alpha/jupyter.log"),
        lines: texts.iter().map(line).collect(),
        forward: Some(forward.to_owned()),
        backward: backward.map(str::to_owned),
    }
}

fn opened() -> Play {
    let mut play = Play::begin();
    let stream = |name: &str, second| LogStream { name: Safe::new(name), last_event: Some(at(second)) };
    play.streams = vec![stream("alpha/jupyter.log", 5), stream("alpha/LifecycleConfigOnStart", 9)];
    play.log = vec![
        page(&["one error", "two", "three ERROR"], "1", Some("2")),
        page(&["four"], "3", None),
        page(&["minus one", "zero"], "0", None),
        page(&[], "3", None),
    ];
    play.press("l");
    play.answer();
    play
}

fn lines(play: &Play) -> Vec<&str> {
    let logs = &play.model.logs;
    logs.shown.iter().map(|at| logs.lines[*at].message.raw()).collect()
}

#[test]
fn the_jupyter_log_is_opened_at_its_end_and_followed() {
    let mut play = opened();
    assert_eq!(play.model.screen(), ScreenId::Logs);
    assert_eq!(lines(&play), ["one error", "two", "three ERROR"]);
    assert_eq!(play.model.logs.pick.at, 2);
    play.wait(3);
    assert_eq!(lines(&play).last(), Some(&"four"));
    assert_eq!(play.model.logs.pick.at, 3);
    play.press("q");
    assert_eq!(play.model.screen(), ScreenId::Table(crate::catalog::Area::Notebooks));
    let before = play.asked.len();
    play.wait(30);
    assert!(!play.asked_since(before).iter().any(|fetch| matches!(fetch, Fetch::Events { .. })));
}

#[test]
fn polling_slows_down_while_nothing_comes_and_stops_with_following() {
    let mut play = opened();
    play.wait(3);
    let before = play.asked.len();
    for _ in 0..58 {
        play.wait(1);
    }
    let polls = play.asked_since(before).iter().filter(|fetch| matches!(fetch, Fetch::Events { .. })).count();
    assert!((3..8).contains(&polls), "{polls}");
    play.press("f");
    let before = play.asked.len();
    play.wait(100);
    assert!(!play.asked_since(before).iter().any(|fetch| matches!(fetch, Fetch::Events { .. })));
}

#[test]
fn going_up_reads_older_lines_and_the_cursor_stays_on_its_line() {
    let mut play = opened();
    play.press("g g");
    assert!(play.asked.iter().any(
        |(fetch, _)| matches!(fetch, Fetch::Events { from: LogFrom::Before(token), .. } if token == "2")
    ));
    play.answer();
    assert_eq!(lines(&play), ["minus one", "zero", "one error", "two", "three ERROR"]);
    assert_eq!((play.model.logs.pick.at, play.model.logs.follow, play.model.logs.at_start), (2, false, true));
}

#[test]
fn search_goes_from_hit_to_hit_and_a_filter_hides_the_rest() {
    let mut play = opened();
    play.press("g g /").type_text("error");
    assert_eq!(play.model.logs.hits(), 2);
    play.press("Enter n");
    assert_eq!(play.model.logs.pick.at, 2);
    play.press("n");
    assert_eq!(play.model.logs.pick.at, 0);
    play.press("N");
    assert_eq!(play.model.logs.pick.at, 2);
    play.press("&").type_text("ERR");
    play.press("Enter");
    assert_eq!(lines(&play), ["one error", "three ERROR"]);
    play.press("y");
    assert_eq!(play.done, [Effect::Copy("three ERROR".to_owned())]);
    play.press("Esc Esc");
    assert_eq!((lines(&play).len(), play.model.logs.search.as_str()), (3, ""));
    play.press("Esc");
    assert_eq!(play.model.screen(), ScreenId::Table(crate::catalog::Area::Notebooks));
}

#[test]
fn another_stream_can_be_chosen() {
    let mut play = opened();
    play.press("s");
    assert!(play.model.logs.choosing);
    play.press("k Enter");
    assert_eq!(play.model.logs.stream.as_ref().map(Safe::raw), Some("alpha/LifecycleConfigOnStart"));
    assert!(!play.model.logs.choosing);
}

#[test]
fn no_more_lines_are_held_than_the_ring_has_room_for() {
    let mut play = opened();
    let many: Vec<String> = (0..KEPT + 50).map(|number| number.to_string()).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    play.log[1] = page(&many, "3", None);
    play.wait(3);
    assert_eq!((play.model.logs.lines.len(), play.model.logs.dropped), (KEPT, 53));
    assert_eq!(lines(&play).last(), many.last());
    assert_eq!(play.model.logs.pick.at, KEPT - 1);
}

#[test]
fn a_search_says_which_hit_and_when_it_goes_round() {
    let mut play = opened();
    let said = |play: &Play| play.model.toast.as_ref().map(|toast| toast.text.raw().to_owned());
    play.press("g g /").type_text("error");
    play.press("Enter");
    assert_eq!(play.model.logs.hits(), 2);
    // Two hits: of two steps one goes round.
    let steps: Vec<Option<String>> = (0..2).map(|_| said(play.press("n"))).collect();
    assert_eq!(steps.iter().flatten().filter(|said| said.starts_with("wrapped")).count(), 1, "{steps:?}");
    assert!(play.model.logs.hit_number().is_some());
    play.press("j");
    assert_eq!(said(&play), None);
}

#[test]
fn a_search_in_vain_says_that_older_lines_were_not_read() {
    let mut play = opened();
    play.press("/").type_text("nowhere");
    play.press("Enter");
    let said = play.model.toast.as_ref().unwrap().text.raw().to_owned();
    assert_eq!(said, "none in 3 lines; older lines are not read yet");
}

#[test]
fn the_hint_of_following_says_what_the_key_would_do() {
    let mut play = opened();
    let hint = |play: &mut Play| {
        play.model.settle();
        play.model.hints.iter().find(|hint| hint.keys == "f").unwrap().label.clone()
    };
    assert_eq!(hint(&mut play).raw(), "stop following");
    play.press("f");
    assert_eq!(hint(&mut play).raw(), "follow");
}

#[test]
fn a33_a_flood_is_held_in_a_ring_and_what_fell_out_is_counted() {
    let mut play = opened();
    let many: Vec<String> = (0..5_000).map(|number| number.to_string()).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    // Each answer leads to another of the same size.
    play.log[1] = page(&many, "3", None);
    play.log[3] = page(&many, "3", None);
    let before = play.asked.len();
    while play.model.logs.dropped < 100_000 {
        play.wait(3);
        assert!(play.model.logs.lines.len() <= KEPT && play.model.logs.shown.len() <= KEPT);
    }
    let waves = play.asked_since(before).iter().filter(|fetch| matches!(fetch, Fetch::Events { .. })).count();
    assert_eq!(play.model.logs.dropped as usize, 3 + waves * many.len() - KEPT);
    assert_eq!(play.model.logs.pick.at, KEPT - 1);
    // Whoever goes up reads, and no flood takes the line away.
    play.press("k");
    let dropped = play.model.logs.dropped;
    play.wait(3);
    assert_eq!((play.model.logs.pick.at, play.model.logs.dropped), (KEPT - 2, dropped));
    assert_eq!(lines(&play)[play.model.logs.pick.at], "4998");
}

#[test]
fn errors_are_found_one_after_the_other_and_the_lines_go_to_the_pager() {
    let mut play = opened();
    for at in [0, 2, 0] {
        play.press("!");
        assert_eq!((play.model.logs.pick.at, play.model.logs.follow), (at, false));
    }
    play.press("e");
    let text = play.done.iter().rev().find_map(|effect| match effect {
        Effect::Pager(text) => Some(text.clone()),
        _ => None,
    });
    assert!(text.is_some_and(|text| text.lines().count() == 3 && text.contains(" two\n")));
}
