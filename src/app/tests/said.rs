//! What a person is told, and where the cursor goes, after keys whose effect cannot be seen at once.

use crate::app::overlay::confirm::ConfirmBox;
use crate::app::tests_support::Play;
use crate::app::{Effect, Mode, Msg, Overlay};
use crate::model::calls::Calls;
use crate::model::permit::WritePermit;
use crate::model::text::Safe;

fn said(play: &Play) -> &str {
    play.model.toast.as_ref().map_or("", |toast| toast.text.raw())
}

#[test]
fn marked_rows_are_copied_one_per_line() {
    let mut play = Play::begin();
    play.press("Space Space y");
    let Some(Overlay::Copy(menu)) = play.model.overlays.last() else { panic!("no menu") };
    assert_eq!(menu.title.raw(), "2 notebooks");
    play.press("Enter");
    assert_eq!(play.done, [Effect::Copy("alpha\nchurn".to_owned())]);
}

#[test]
fn nobody_confirms_a_copy_and_the_next_key_clears_what_was_said() {
    let mut play = Play::begin();
    play.send(Msg::Copied(Ok(())));
    assert_eq!(said(&play), "sent to the terminal's clipboard");
    play.press("j");
    assert_eq!(said(&play), "");
    play.send(Msg::Copied(Err(Safe::new("no clipboard"))));
    play.press("j");
    assert_eq!(said(&play), "no clipboard", "what went wrong stays for its time");
}

#[test]
fn a_sort_is_chosen_by_its_name_and_shows_its_first_row() {
    let mut play = Play::begin();
    play.press("G o");
    for (letters, label) in [("m o", "$/MO"), ("d", "MODIFIED"), ("n", "NAME")] {
        play.press(letters);
        let Some(Overlay::Sort(menu)) = play.model.overlays.last() else { panic!("no menu") };
        assert_eq!(menu.items[menu.pick.at].label, label);
    }
    play.press("O");
    assert_eq!((play.cursor(), play.model.desk.table.at()), ("scoring", 0));
}

#[test]
fn a_kept_filter_can_be_gone_on_with_and_a_refusal_is_said() {
    let mut play = Play::begin();
    play.press("/").type_text("churn");
    play.press("Enter /").type_text("account:risk");
    assert_eq!(play.model.desk.table.filter.text, "churn account:risk");
    play.type_text(" idel>4h");
    play.press("Enter");
    assert!(matches!(play.model.overlays.last(), Some(Overlay::Filter(field)) if field.refused));
    play.press("Backspace");
    assert!(matches!(play.model.overlays.last(), Some(Overlay::Filter(field)) if !field.refused));
}

#[test]
fn a_paste_that_is_too_long_is_refused_aloud() {
    let mut play = Play::begin();
    play.press("/");
    play.send(Msg::Paste("x".repeat(5_000)));
    assert_eq!(said(&play), "Not pasted: 5,000 bytes are more than a line takes (4,096)");
    assert!(play.model.desk.table.filter.text.is_empty());
}

#[test]
fn columns_that_do_not_fit_are_said_to_be_there() {
    let mut play = Play::begin();
    play.resize(80, 24);
    play.press("w");
    assert!(said(&play).ends_with("more columns to the right"), "{}", said(&play));
    play.press("w");
    assert_eq!(said(&play), "");
}

#[test]
fn a_clock_that_is_wrong_is_told_and_a_grave_difference_has_a_banner() {
    let mut play = Play::begin();
    let mut told = |skew_s| {
        play.send(Msg::Calls(Calls { skew_s, ..Calls::default() }));
        play.model.settle();
        let banner = play.model.banner.as_ref().map(|notice| notice.text.raw().to_owned());
        (play.model.problems.len(), banner)
    };
    assert_eq!(told(0), (0, None));
    assert_eq!(told(60), (1, None));
    let text = |side: &str| format!("This machine's clock is 10m {side} AWS's; times here are AWS's");
    assert_eq!(told(600), (1, Some(text("behind"))));
    assert_eq!(told(-600), (1, Some(text("ahead of"))));
    assert_eq!(told(0), (0, None), "the clock was set");
}

#[test]
fn the_key_that_opened_the_copies_takes_the_name() {
    let mut play = Play::begin();
    play.press("y");
    let answers = |play: &Play| play.model.hints.iter().filter(|hint| hint.label.raw() == "yes").count();
    assert_eq!(answers(&play), 0, "nothing is asked");
    play.press("j y");
    assert_eq!(play.done, [Effect::Copy("alpha".to_owned())]);
    // What cannot be shown as it is still asks.
    let mut play = Play::waiting();
    play.notebooks = vec![crate::app::tests_support::notebook(1, "od\u{202e}d")];
    play.answer();
    play.press("y y");
    assert_eq!((play.done.len(), answers(&play)), (0, 1));
    play.press("y");
    assert_eq!(play.done, [Effect::Copy("od\u{202e}d".to_owned())]);
}

#[test]
fn a_session_that_cannot_act_offers_no_action_and_says_so_without_a_tick() {
    let mut play = Play::begin();
    assert!(play.model.hints.iter().all(|hint| hint.label.raw() != "stop/start"));
    play.press("U");
    assert!(said(&play).starts_with("Nothing was done") && !play.model.toast.as_ref().unwrap().good);
    play.send(Msg::Copied(Ok(())));
    assert!(play.model.toast.as_ref().unwrap().good);
}

#[test]
fn what_fingers_type_to_leave_leaves() {
    for word in ["q", "q!", "wq"] {
        let mut play = Play::begin();
        play.press(":").type_text(word).press("Enter");
        assert!(play.done.contains(&Effect::Quit(0)), "{word}");
    }
}

fn asked(play: &Play) -> &ConfirmBox {
    match play.model.overlays.last() {
        Some(Overlay::Confirm(state)) => state,
        other => panic!("no box asks: {other:?}"),
    }
}

#[test]
fn the_list_of_many_scrolls_to_its_end_and_back_while_a_number_is_typed() {
    let mut play = Play::waiting();
    play.model.setup.mode = Mode::Operate(WritePermit::mint());
    play.answer();
    play.press("* s");
    play.resize(60, 15);
    play.press("End");
    let end = asked(&play).pick.at;
    assert!(end > 0 && asked(&play).input.text().is_empty());
    play.press("PgDn");
    assert_eq!(asked(&play).pick.at, end);
    play.press("PgUp");
    assert!(asked(&play).pick.at < end);
    play.press("Home");
    assert_eq!(asked(&play).pick.at, 0);
}
