//! From the key to the effect: what is asked, what agrees, and what never does.

use crate::app::overlay::confirm::ConfirmBox;
use crate::app::pointer::{Gesture, Spot};
use crate::app::tests_support::{Play, arn};
use crate::app::{Effect, Key, Mode, Msg, Overlay, ScreenId, Size};
use crate::model::account::AccountRole;
use crate::model::action::{Permitted, Verb};
use crate::model::audit::{Ending, Progress};
use crate::model::fetch::{Described, Patch};
use crate::model::permit::WritePermit;
use crate::model::resource::{Detail, Phase, Tag};
use crate::model::text::Safe;

/// The console with the permit to act; the third account is a production account.
fn operating() -> Play {
    let mut play = Play::waiting();
    play.model.setup.mode = Mode::Operate(WritePermit::mint());
    play.accounts[2].role = Some(AccountRole::Production);
    play.accounts[2].permitted = Permitted::by_default(Some(AccountRole::Production));
    play.answer();
    play.done.clear();
    play
}

fn asked(play: &Play) -> &ConfirmBox {
    match play.model.overlays.last() {
        Some(Overlay::Confirm(state)) => state,
        other => panic!("no box asks: {other:?}"),
    }
}

/// The box has stood on the terminal.
fn see(play: &mut Play) {
    let number = asked(play).number;
    play.send(Msg::InSight(number));
    play.wait(2);
}

/// The ARNs that were approved so far.
fn acted(play: &Play) -> Vec<(u32, Verb, Vec<&str>)> {
    let arns = |approved: &'_ crate::plan::Approved| -> Vec<String> {
        approved.items().iter().map(|item| item.target.arn.raw()).collect()
    };
    let mut all = Vec::new();
    for effect in &play.done {
        if let Effect::Act(number, _, approved) = effect {
            let names = arns(approved);
            let names = names.iter().map(|arn| arn.rsplit('/').next().unwrap().to_owned());
            all.push((*number, approved.verb(), names.map(|name| &*name.leak()).collect()));
        }
    }
    all
}

fn on(name: &str) -> Play {
    let mut play = operating();
    play.press("/").type_text(name).press("Enter");
    play
}

fn progress(play: &mut Play, number: u32, at: usize, progress: Progress) {
    play.send(Msg::Acted(number, at, progress));
}

fn status(play: &mut Play, name: &str, word: &str, phase: Phase) -> Progress {
    let described = Described { status: Some((Safe::new(word), phase)), ..Described::default() };
    let (at, detail) = (play.model.now, Detail::Describe);
    Progress::Seen(Box::new(Patch { arn: arn(1, name), detail, at, result: Ok(described) }))
}

#[test]
fn the_key_asks_and_one_more_key_agrees_to_exactly_that_resource() {
    let mut play = on("alpha");
    play.press("s");
    assert!(acted(&play).is_empty(), "asking does nothing");
    see(&mut play);
    // The cursor may be anywhere by now: the box is about what it shows.
    play.press("y");
    assert_eq!(acted(&play), [(1, Verb::Stop, vec!["alpha"])]);
    assert!(play.model.overlays.is_empty());
}

#[test]
fn nothing_agrees_before_the_box_was_in_sight() {
    let mut play = on("alpha");
    play.press("s y Enter y");
    assert!(acted(&play).is_empty() && asked(&play).refused.unwrap().starts_with("Too early"));
    // Another box's sight is not this one's.
    play.send(Msg::InSight(99));
    play.wait(2);
    play.press("y");
    assert!(acted(&play).is_empty());
    see(&mut play);
    play.send(Msg::Resized(Size { width: 100, height: 30 }));
    play.wait(2);
    play.press("y");
    assert!(acted(&play).is_empty(), "it was moved");
    see(&mut play);
    play.press("y");
    assert_eq!(acted(&play).len(), 1);
}

#[test]
fn on_a_terminal_that_is_too_small_no_key_reaches_what_is_not_shown() {
    let mut play = on("alpha");
    play.press("s");
    see(&mut play);
    play.resize(50, 12);
    play.wait(2);
    let number = asked(&play).number;
    // The frame without the box was taken by the terminal: that is no sight of it.
    assert_eq!(play.model.out_of_sight(), None);
    play.send(Msg::InSight(number));
    play.wait(2);
    play.press("y Enter Esc n");
    play.send(Msg::Paste("y".to_owned()));
    play.send(Msg::Pointed(Spot::Tab(ScreenId::Api), Gesture::Click));
    assert!(
        acted(&play).is_empty() && play.model.screen() == ScreenId::Table(crate::catalog::Area::Notebooks)
    );
    // It stands where it stood, and must have been in sight anew.
    play.resize(80, 24);
    assert_eq!(play.model.out_of_sight(), Some(number));
    play.wait(2);
    play.press("y");
    assert!(acted(&play).is_empty() && asked(&play).refused.unwrap().starts_with("Too early"));
    see(&mut play);
    play.press("y");
    assert_eq!(acted(&play).len(), 1);
    // Nor does anything open blindly; ending and drawing anew is possible.
    let mut play = on("churn-2");
    play.resize(59, 40);
    play.press("s : a g g l q");
    assert!(
        play.model.overlays.is_empty()
            && play.model.screen() == ScreenId::Table(crate::catalog::Area::Notebooks)
    );
    play.press("C-l");
    assert!(play.done.iter().any(|effect| matches!(effect, Effect::Redraw)));
    play.press("C-c");
    assert!(play.done.iter().any(|effect| matches!(effect, Effect::Quit(0))));
}

#[test]
fn a_held_key_a_burst_enter_and_a_paste_agree_to_nothing() {
    let mut play = on("alpha");
    play.press("s");
    see(&mut play);
    let key = |text: &str| -> Key { text.parse().unwrap() };
    play.send(Msg::Keys(vec![key("y"), key("y")]));
    play.send(Msg::Keys(vec![key("y"), key("Enter")]));
    play.press("y");
    assert!(asked(&play).refused.unwrap().starts_with("A repeated key"));
    play.wait(2);
    play.press("Enter");
    play.send(Msg::Paste("y".to_owned()));
    play.send(Msg::Paste("y\n".to_owned()));
    assert!(acted(&play).is_empty());
    play.wait(2);
    play.send(Msg::Keys(vec![key("y")]));
    assert_eq!(acted(&play).len(), 1);
}

#[test]
fn no_leaves_everything_as_it_is() {
    for keys in ["n", "Esc", "q"] {
        let mut play = on("alpha");
        play.press("s").press(keys);
        assert!(play.model.overlays.is_empty() && acted(&play).is_empty(), "{keys}");
        play.wait(2);
        play.press("y");
        assert!(acted(&play).is_empty(), "{keys}");
    }
}

#[test]
fn production_refuses_with_the_reason_in_a_word() {
    let mut play = on("scoring");
    play.press("s");
    assert!(play.model.overlays.is_empty());
    let said = play.model.toast.clone().unwrap().text;
    assert_eq!(said.raw(), "scoring: a production account allows no actions");
    play.press("a");
    let Some(Overlay::Actions(menu)) = play.model.overlays.last() else { panic!("no menu") };
    assert!(menu.items.iter().all(|item| item.refused.is_some()));
    play.press("Enter");
    assert!(matches!(play.model.overlays.last(), Some(Overlay::Actions(_))) && acted(&play).is_empty());
}

#[test]
fn an_account_without_a_role_wants_its_name_typed() {
    let mut play = Play::waiting();
    play.model.setup.mode = Mode::Operate(WritePermit::mint());
    play.accounts[0].role = None;
    play.accounts[0].permitted = Permitted::by_default(None);
    play.answer();
    play.press("/").type_text("alpha").press("Enter s");
    play.type_text("ret");
    see(&mut play);
    assert_eq!(asked(&play).input.text(), "", "what was typed too early is dropped");
    play.type_text("retai");
    play.wait(2);
    play.press("Enter");
    assert!(acted(&play).is_empty() && asked(&play).refused.is_some());
    play.send(Msg::Paste("l".to_owned()));
    assert_eq!(asked(&play).input.text(), "retai");
    // A word and Enter in one read are a paste without brackets.
    play.send(Msg::Keys(vec![Key::char('l'), "Enter".parse().unwrap()]));
    assert!(acted(&play).is_empty());
    play.wait(2);
    play.press("Enter");
    assert_eq!(acted(&play).len(), 1);
}

#[test]
fn several_rows_ask_for_their_number_and_are_told_one_by_one() {
    let mut play = operating();
    play.press("*").press("s");
    let plan = asked(&play).plan.clone();
    assert_eq!((plan.items.len(), plan.left_out.len()), (4, 1));
    see(&mut play);
    play.type_text("4");
    play.wait(2);
    play.press("Enter");
    assert_eq!(acted(&play)[0].2.len(), 4);
    assert!(matches!(play.model.overlays.last(), Some(Overlay::Acts(_))), "the results are in sight");
    let ended = |ending, text: &str| Progress::Ended { ending, text: Safe::new(text) };
    progress(&mut play, 1, 0, ended(Ending::Done, "it is Stopped"));
    progress(&mut play, 1, 1, ended(Ending::Refused, "not touched: it moved"));
    progress(&mut play, 1, 2, Progress::Skipped(Safe::new("not begun")));
    progress(&mut play, 1, 3, Progress::Skipped(Safe::new("not begun")));
    play.model.take_dirty();
    let failed = play.model.acts.failed();
    assert_eq!(failed.len(), 3);
    assert_eq!(
        play.model.problems.iter().filter(|problem| problem.text.raw().starts_with("stop ")).count(),
        3
    );
    assert_eq!(play.model.acts.open().count(), 0);
}

#[test]
fn undoing_asks_for_the_opposite_once() {
    let mut play = on("alpha");
    play.press("s");
    see(&mut play);
    play.press("y U");
    assert!(play.model.overlays.is_empty(), "nothing has happened yet");
    let deed = Safe::new("run-1");
    progress(&mut play, 1, 0, Progress::Calling { deed: deed.clone() });
    progress(&mut play, 1, 0, Progress::Accepted { request_id: None });
    let seen = status(&mut play, "alpha", "Stopping", Phase::Changing);
    progress(&mut play, 1, 0, seen);
    play.press("U");
    let told = play.model.toast.clone().unwrap().text;
    assert_eq!(told.raw(), "alpha: stop still runs; press U again when it is Stopped");
    let seen = status(&mut play, "alpha", "Stopped", Phase::Stopped);
    progress(&mut play, 1, 0, seen);
    progress(&mut play, 1, 0, Progress::Ended { ending: Ending::Done, text: Safe::new("it is Stopped") });
    play.press("U");
    assert_eq!((asked(&play).plan.verb, asked(&play).plan.items.len()), (Verb::Start, 1));
    assert_eq!(asked(&play).plan.items[0].undoes, Some(deed), "the journal says what it takes back");
    see(&mut play);
    play.press("y");
    assert_eq!(acted(&play)[1], (2, Verb::Start, vec!["alpha"]));
    play.press("U");
    assert!(play.model.overlays.is_empty(), "an undoing is not undone, and neither is what it undid");
}

#[test]
fn marks_that_the_filter_hides_are_counted_and_end_with_their_action() {
    let mut play = operating();
    play.press("/").type_text("alpha|fraud").press("Enter *");
    play.press("/").type_text("").press("Esc");
    play.press("/").type_text("alpha").press("Enter s");
    assert_eq!((asked(&play).plan.items.len(), asked(&play).hidden), (2, 1));
    see(&mut play);
    play.type_text("2");
    play.wait(2);
    play.press("Enter");
    assert_eq!(acted(&play)[0].2.len(), 2);
    assert!(play.model.desk.table.marks.is_empty());
}

#[test]
fn a_journal_that_cannot_be_used_is_told_by_what_it_means_here() {
    for (operates, word) in
        [(true, "No action can be done: disk full"), (false, "earlier sessions left open")]
    {
        let mut play = operating();
        if !operates {
            play.model.setup.mode = Mode::ReadOnly(Safe::new("asked for"));
        }
        play.send(Msg::Earlier(Err(Safe::new("disk full"))));
        assert!(play.model.fleet.notices.iter().any(|notice| notice.text.raw().contains(word)), "{word}");
    }
}

/// A tag that a resource had before is not what was added to it.
#[test]
fn taking_tags_back_takes_from_each_resource_what_it_was_given() {
    let mut play = operating();
    let tag = |key: &str| Tag { key: Safe::new(key), value: Safe::new("x") };
    let tagged = |account: u64, name: &str, keys: &[&str]| {
        let described =
            Described { tags: Some(keys.iter().map(|key| tag(key)).collect()), ..Described::default() };
        let (at, detail) = (crate::app::tests_support::at(60), Detail::Tags);
        Progress::Seen(Box::new(Patch { arn: arn(account, name), detail, at, result: Ok(described) }))
    };
    for (account, name, keys) in
        [(1, "alpha", &["owner"][..]), (1, "churn", &[]), (2, "churn-2", &[]), (2, "fraud", &[])]
    {
        let seen = tagged(account, name, keys);
        progress(&mut play, 1, 0, seen);
    }
    play.press("/").type_text("alpha|churn").press("Enter *");
    crate::app::run::act::begin(&mut play.model, Verb::AddTags, &[tag("owner"), tag("team")]);
    see(&mut play);
    play.type_text("3");
    play.wait(2);
    play.press("Enter");
    let names: Vec<String> = acted(&play)[0].2.iter().map(|name| (*name).to_owned()).collect();
    for (at, name) in names.iter().enumerate() {
        let account = if name == "churn-2" { 2 } else { 1 };
        progress(&mut play, 1, at, tagged(account, name, &["owner", "team"]));
        progress(&mut play, 1, at, Progress::Ended { ending: Ending::Done, text: Safe::new("there") });
    }
    play.press("Esc U");
    let plan = &asked(&play).plan;
    let keys = |name: &str| -> Vec<&str> {
        let item = plan.items.iter().find(|item| item.target.name.raw() == name).unwrap();
        item.action.tags.iter().map(|tag| tag.key.raw()).collect()
    };
    assert_eq!(plan.verb, Verb::RemoveTags);
    assert_eq!((keys("alpha"), keys("churn")), (vec!["team"], vec!["owner", "team"]));
}

#[test]
fn a_session_that_was_switched_to_read_only_stays_so() {
    let mut play = on("alpha");
    play.press("s");
    play.press("Esc :").type_text("read-only").press("Enter");
    assert!(play.done.iter().any(|effect| matches!(effect, Effect::Disarm(_))));
    play.press("s");
    assert!(play.model.overlays.is_empty());
    assert!(play.model.toast.clone().unwrap().text.raw().contains("read-only: switched in this session"));
}

#[test]
fn a_box_that_was_open_when_the_session_became_read_only_does_nothing() {
    let mut play = on("alpha");
    play.press("s");
    see(&mut play);
    play.model.setup.mode = Mode::ReadOnly(Safe::new("switched"));
    play.press("y");
    assert!(acted(&play).is_empty());
}

#[test]
fn quitting_asks_while_something_is_being_done() {
    let quits = |play: &Play| play.done.iter().any(|effect| matches!(effect, Effect::Quit(_)));
    let mut play = on("alpha");
    play.press("s");
    see(&mut play);
    play.press("y C-c");
    assert!(!quits(&play) && matches!(play.model.overlays.last(), Some(Overlay::ConfirmQuit)));
    play.press("n");
    assert!(play.model.overlays.is_empty());
    play.press("C-c y");
    assert!(quits(&play));
    let mut idle = on("alpha");
    idle.press("C-c");
    assert!(quits(&idle));
}

#[test]
fn missing_tags_are_offered_and_only_what_was_written_is_planned() {
    let mut play = on("alpha");
    play.press("a j j Enter");
    let Some(Overlay::Tags(field)) = play.model.overlays.last() else { panic!("no field") };
    assert_eq!(field.input.text(), "owner= environment= Project=");
    play.press("Enter");
    assert!(matches!(play.model.overlays.last(), Some(Overlay::Tags(field)) if field.mistake.is_some()));
    play.press("C-u").type_text("owner=vision Project=").press("Enter");
    let item = &asked(&play).plan.items[0];
    assert_eq!(item.action.tags.len(), 1);
    see(&mut play);
    play.press("y");
    assert_eq!(acted(&play), [(1, Verb::AddTags, vec!["alpha"])]);
}
