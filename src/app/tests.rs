//! Journeys: where one starts, what one presses, what is seen then.

use super::model::Pane;
use super::nav::Place;
use super::overlay::Overlay;
use super::tests_support::{Play, arn, notebook};
use super::{Effect, Key, Msg, ScreenId, Signal, Size};
use crate::model::resource::Phase;
use crate::model::text::Safe;

mod acting;
mod clock;
mod faults;
mod flight;
mod loading;
mod logs;
mod looks;
mod random;
mod reach;
mod remembered;
mod said;

#[test]
fn rows_of_all_accounts_stand_in_one_table() {
    let play = Play::begin();
    assert_eq!(play.names(), ["alpha", "churn", "churn-2", "fraud", "scoring"]);
    assert_eq!(play.cursor(), "alpha");
    let strip = &play.model.strip;
    assert_eq!((strip.scopes_ok, strip.scopes_total, strip.denied), (3, 3, 0));
    assert_eq!(play.model.desk.table.totals.shown, 5);
    assert_eq!(play.model.problems, []);
}

#[test]
fn filtering_follows_the_typing_and_goes_to_the_best_hit() {
    let mut play = Play::begin();
    play.press("/").type_text("churn");
    assert_eq!(play.names(), ["churn", "churn-2"]);
    assert_eq!(play.cursor(), "churn");
    play.press("Enter");
    assert!(play.model.overlays.is_empty());
    assert_eq!(play.names().len(), 2);
    play.press("Esc");
    assert_eq!(play.names().len(), 5);
    assert_eq!(play.cursor(), "churn");
}

#[test]
fn escape_in_the_field_drops_the_filter() {
    let mut play = Play::begin();
    play.press("/").type_text("fraud");
    play.press("Esc");
    assert_eq!((play.names().len(), play.model.overlays.len()), (5, 0));
}

#[test]
fn a_mistake_keeps_the_last_good_result_and_shows_a_caret() {
    let mut play = Play::begin();
    play.press("/").type_text("account:retail ");
    play.send(Msg::Paste("nonsense:1".to_owned()));
    assert_eq!(play.names(), ["alpha", "churn"]);
    let mistake = play.model.desk.table.filter.mistake.clone().unwrap();
    assert_eq!(mistake.column, 16);
    play.press("Enter");
    assert!(matches!(play.model.overlays.last(), Some(Overlay::Filter(_))), "the field stays to be mended");
    play.press("C-u").type_text("account:risk");
    play.press("Enter");
    assert_eq!(play.names(), ["churn-2", "fraud"]);
    assert_eq!(play.model.desk.table.filter.mistake, None);
}

#[test]
fn escape_goes_back_by_filter_then_marks_then_screen() {
    let mut play = Play::begin();
    play.press(":").type_text("api");
    play.press("Enter");
    assert_eq!(play.model.screen(), ScreenId::Api);
    play.press("2 Space /").type_text("churn");
    play.press("Enter Esc");
    assert_eq!(play.names().len(), 5);
    assert_eq!(play.model.desk.table.marks.len(), 1);
    play.press("Esc");
    assert!(play.model.desk.table.marks.is_empty());
    play.press("Esc");
    assert_eq!(play.model.overlays.len(), 0, "Esc never asks to quit");
    play.press("q");
    assert_eq!(play.model.overlays, [Overlay::ConfirmQuit]);
    play.press("n q y");
    assert_eq!(play.done, [Effect::Quit(0)]);
}

#[test]
fn control_c_quits_from_anywhere_at_once() {
    for keys in ["", ":", "/", "?", "y", "o", "R", "q", "g", "l"] {
        let mut play = Play::begin();
        if !keys.is_empty() {
            play.press(keys);
        }
        play.press("C-c");
        assert_eq!(play.done.last(), Some(&Effect::Quit(0)), "{keys}");
    }
}

#[test]
fn marks_and_cursor_stay_on_their_resources_when_rows_come_and_go() {
    let mut play = Play::begin();
    play.press("j j Space");
    assert_eq!(play.cursor(), "fraud");
    play.notebooks.push(notebook(1, "aaa"));
    play.wait(61);
    assert_eq!((play.names().first(), play.cursor()), (Some(&"aaa"), "fraud"));
    let marks = &play.model.desk.table.marks;
    assert_eq!(marks.iter().collect::<Vec<_>>(), [&arn(2, "churn-2")]);
    // The row under the cursor goes: the cursor goes to the next one.
    play.notebooks.retain(|row| row.name.raw() != "fraud");
    play.wait(61);
    play.wait(61);
    assert_eq!(play.cursor(), "scoring");
    assert_eq!(play.names(), ["aaa", "alpha", "churn", "churn-2", "scoring"]);
}

#[test]
fn a_range_marks_from_the_anchor_to_the_cursor() {
    let mut play = Play::begin();
    play.press("j v j j");
    assert_eq!(play.model.desk.table.marks.len(), 3);
    play.press("k");
    assert_eq!(play.model.desk.table.marks.len(), 2);
    play.press("v G");
    assert_eq!(play.model.desk.table.marks.len(), 2);
    play.press("*");
    assert_eq!(play.model.desk.table.marks.len(), 5);
    play.press("u");
    assert_eq!(play.model.desk.table.marks.len(), 0);
}

#[test]
fn sorting_turns_round_and_puts_the_unknown_last() {
    let mut play = Play::begin();
    play.press("O");
    assert_eq!(play.names(), ["scoring", "fraud", "churn-2", "churn", "alpha"]);
    play.press("o j Enter");
    let sort = play.model.desk.table.sort;
    assert_eq!(sort.field.key(), "account_name");
    assert_eq!(play.names(), ["scoring", "alpha", "churn", "churn-2", "fraud"]);
    assert_eq!(play.cursor(), "scoring", "until a person moves it, the cursor stays on top");
}

#[test]
fn only_problems_and_only_mine() {
    let mut play = Play::begin();
    if let Some(row) = play.notebooks.first_mut() {
        row.change(|row| {
            row.phase = Phase::Failed;
            row.status = Some(Safe::new("Failed"));
        });
    }
    play.wait(61);
    play.press("!");
    assert_eq!(play.names(), ["churn"]);
    play.press("! m");
    assert_eq!(play.names(), [""; 0]);
    play.press("Esc");
    assert_eq!(play.names().len(), 5);
}

#[test]
fn the_tree_narrows_the_table() {
    let mut play = Play::begin();
    play.press("S-Tab");
    assert_eq!(play.model.focus, Pane::Tree);
    play.press("j j j Enter");
    assert_eq!(play.names(), ["alpha", "churn", "churn-2", "fraud"]);
    assert_eq!(play.model.focus, Pane::Main);
    play.press("Esc");
    assert_eq!(play.names().len(), 5);
}

#[test]
fn the_accounts_screen_leads_to_an_account_and_back() {
    let mut play = Play::begin();
    play.press(":").type_text("accounts");
    play.press("Enter");
    assert_eq!(play.model.screen(), ScreenId::Accounts);
    let labels: Vec<String> =
        play.model.accounts.tree.lines.iter().map(|node| node.label.to_string()).collect();
    assert_eq!(labels, ["Root", "Production", "prod", "Science", "retail", "risk"]);
    play.press("G Enter");
    assert_eq!(
        (play.model.screen(), play.names()),
        (ScreenId::Table(crate::catalog::Area::Notebooks), vec!["churn-2", "fraud"])
    );
    play.press("[");
    assert_eq!(play.model.screen(), ScreenId::Accounts);
    play.press("k h");
    assert_eq!(
        play.model.accounts.tree.current().map(|node| node.label.to_string()).as_deref(),
        Some("Science")
    );
    play.press("h");
    assert_eq!(play.model.accounts.tree.lines.len(), 4);
    play.press("Right");
    assert_eq!(play.model.accounts.tree.lines.len(), 6);
    play.press("q");
    assert_eq!(play.model.screen(), ScreenId::Table(crate::catalog::Area::Notebooks));
}

#[test]
fn details_are_a_pane_where_there_is_room_and_a_box_where_not() {
    let mut play = Play::begin();
    assert!(play.model.layout.detail.is_some());
    play.press("Enter");
    assert_eq!(play.model.focus, Pane::Detail);
    play.press("d");
    assert!(play.model.layout.detail.is_none());
    play.resize(80, 24);
    play.press("Enter");
    assert_eq!(play.model.overlays, [Overlay::Detail]);
    play.press("j j Esc");
    assert_eq!((play.model.overlays.len(), play.model.detail.scroll), (0, 2));
}

#[test]
fn copying_what_is_not_what_it_looks_like_asks_first() {
    let mut play = Play::begin();
    play.press("y j Enter");
    assert_eq!(play.done, [Effect::Copy(arn(1, "alpha").raw())]);
    play.notebooks.push(notebook(1, "aa\u{202e}gnp"));
    play.wait(61);
    play.press("g g y Enter");
    assert_eq!(play.done.len(), 1);
    assert!(matches!(play.model.overlays.last(), Some(Overlay::Copy(menu)) if menu.asking));
    play.press("n Enter y");
    assert_eq!(play.done.last(), Some(&Effect::Copy("aa\u{202e}gnp".to_owned())));
    assert!(play.model.overlays.is_empty());
}

#[test]
fn json_of_the_row_or_of_the_marked_rows() {
    let mut play = Play::begin();
    play.press("e Space Space e");
    let [Effect::Pager(one), Effect::Pager(two)] = play.done.as_slice() else { panic!("{:?}", play.done) };
    assert!(one.starts_with('{') && one.contains("\"name\": \"alpha\""), "{one}");
    assert!(two.starts_with('[') && two.contains("churn"), "{two}");
}

#[test]
fn the_help_finds_and_runs_what_works_here() {
    let mut play = Play::begin();
    play.press("?").type_text("order of the rows");
    let Some(Overlay::Help(help)) = play.model.overlays.last() else { panic!("no help") };
    assert_eq!(help.items.len(), 1);
    play.press("Enter");
    assert_eq!(play.names().first(), Some(&"scoring"));
}

#[test]
fn the_palette_finds_commands_accounts_and_addresses() {
    let mut play = Play::begin();
    play.press(":").type_text("risk");
    play.press("Enter");
    assert_eq!(play.names(), ["churn-2", "fraud"]);
    play.press(":");
    play.send(Msg::Paste(format!("{}\n", arn(3, "scoring").raw())));
    play.press("Enter");
    assert_eq!((play.cursor(), play.names().len()), ("scoring", 5));
    play.press("Esc :").type_text("account:retail");
    play.press("Up Enter");
    assert!(play.model.desk.table.filter.text.is_empty() || play.names() == ["alpha", "churn"]);
    play.press(":").type_text("xyzzyqq");
    play.press("Enter");
    assert!(play.model.toast.is_some());
}

#[test]
fn a_long_paste_into_the_palette_does_no_harm() {
    let mut play = Play::begin();
    let long = "notebook ".repeat(400);
    play.accounts[0].name = Safe::new(&long);
    play.press(":").type_text("accounts");
    play.press("Enter C-r");
    play.answer();
    play.press(":");
    play.send(Msg::Paste(long.clone()));
    play.press("Enter");
    assert_eq!(play.names(), ["alpha", "churn"]);
}

#[test]
fn a_paste_goes_into_text_fields_only() {
    let mut play = Play::begin();
    play.send(Msg::Paste("q\ny".to_owned()));
    assert!(play.model.overlays.is_empty() && play.done.is_empty());
    play.press("/");
    play.send(Msg::Paste("churn\n".to_owned()));
    assert_eq!(play.names(), ["churn", "churn-2"]);
}

#[test]
fn a_pending_chord_tells_how_it_goes_on_and_escape_drops_it() {
    let mut play = Play::begin();
    play.press("G g");
    assert_eq!(play.model.hints.iter().map(|hint| hint.keys.as_str()).collect::<Vec<_>>(), ["d", "g"]);
    play.press("g");
    assert_eq!(play.cursor(), "alpha");
    play.press("G g Esc");
    assert_eq!((play.cursor(), play.model.pending.len()), ("scoring", 0));
}

#[test]
fn hints_name_keys_that_work_here() {
    let mut play = Play::waiting();
    play.model.setup.mode = crate::app::Mode::Operate(crate::model::permit::WritePermit::mint());
    play.answer();
    let labels = |play: &Play| {
        play.model.hints.iter().map(|hint| format!("{} {}", hint.keys, hint.label)).collect::<Vec<_>>()
    };
    assert_eq!(
        labels(&play),
        [
            "s stop/start",
            "a actions",
            "d detail",
            "l logs",
            "y copy",
            "/ filter",
            "! problems",
            "o sort",
            "Space mark",
            ": command",
            "? help"
        ]
    );
    play.press("q");
    assert_eq!(labels(&play), ["y yes", "n no", "? help"]);
}

#[test]
fn switched_off_accounts_are_neither_shown_nor_read() {
    let mut play = Play::begin();
    play.press("P Space");
    assert_eq!(play.names(), ["alpha", "churn", "churn-2", "fraud"]);
    play.press("Esc");
    let before = play.asked.len();
    play.wait(61);
    let touched = play.asked_since(before).iter().any(|fetch| format!("{fetch:?}").contains("000000000003"));
    assert!(!touched);
    play.press("P * Esc");
    assert_eq!(play.names().len(), 5);
    play.press("R Tab Tab Space");
    assert_eq!(play.names().len(), 0);
}

#[test]
fn signals_and_sizes() {
    let mut play = Play::begin();
    play.send(Msg::Resized(Size { width: 0, height: 0 }));
    assert_eq!(play.model.size, Size { width: 80, height: 24 });
    play.press("C-z");
    let before = play.asked.len();
    play.wait(600);
    assert_eq!(play.asked.len(), before, "nothing is read while suspended");
    play.send(Msg::Signal(Signal::Resumed));
    play.wait(1);
    assert!(play.asked.len() > before);
    play.send(Msg::Signal(Signal::Terminate));
    assert_eq!(play.done, [Effect::Suspend, Effect::Redraw, Effect::Quit(143)]);
}

#[test]
fn screens_keep_their_state_while_one_is_elsewhere() {
    let mut play = Play::begin();
    play.press("/").type_text("churn");
    play.press("Enter j Space");
    play.press(":").type_text("api");
    play.press("Enter q");
    assert_eq!((play.names(), play.cursor()), (vec!["churn", "churn-2"], "churn-2"));
    assert_eq!(play.model.desk.table.marks.len(), 1);
    assert_eq!(play.model.nav.here(), &Place::Table(crate::catalog::Area::Notebooks));
    assert_eq!(play.model.setup.keymap.keys_of(play.model.context(), super::Command::Mark), ["Space"]);
    assert_eq!(Key::char('x').to_string(), "x");
}
