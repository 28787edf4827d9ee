//! Saved views, the choice of columns, what is kept for the next time, and what is taken along.

use crate::app::columns::Chosen;
use crate::app::kept::Kept;
use crate::app::overlay::Overlay;
use crate::app::overlay::copy::CopyMenu;
use crate::app::overlay::palette::Choice;
use crate::app::table::Sort;
use crate::app::tests_support::{Fault, Play, failure, id};
use crate::app::tree::NodeKey;
use crate::app::view::{View, lines};
use crate::app::{Effect, Key, Msg};
use crate::model::export::{Form, Order, Written};
use crate::model::failure::FailureKind;
use crate::model::field::Field;
use crate::model::text::Safe;

/// A console with two saved views, whose changes are kept.
fn begin() -> Play {
    let mut play = Play::begin();
    let sort = Sort { field: Field::AccountName, descending: true };
    let view = |name: &str, query: &str| View {
        name: Safe::new(name),
        query: query.to_owned(),
        kind: None,
        sort: None,
        columns: Vec::new(),
    };
    let churn = View { sort: Some(sort), columns: vec![Field::Owner], ..view("all churn", "churn") };
    play.model.setup.views = vec![view("fraud", "fraud"), churn];
    play.model.setup.keymap.bind_view(&Key::chord("g i").unwrap(), 1).unwrap();
    play.model.setup.keeps = true;
    play
}

fn shown(play: &Play) -> Vec<Field> {
    play.model.columns().iter().map(|column| column.field).collect()
}

/// What was handed over to be kept.
fn kept(play: &Play) -> Vec<Kept> {
    let texts = play.done.iter().filter_map(|effect| match effect {
        Effect::Keep(text) => Some(Kept::parse(text).unwrap()),
        _ => None,
    });
    texts.collect()
}

fn orders(play: &Play) -> Vec<&Order> {
    let orders = play.done.iter().filter_map(|effect| match effect {
        Effect::Export(order) => Some(&**order),
        _ => None,
    });
    orders.collect()
}

#[test]
fn a_view_is_reached_by_its_chord_and_goes_with_its_filter() {
    let mut play = begin();
    let before = (shown(&play), play.model.desk.table.sort);
    play.press(": ").type_text("audit");
    play.press("Enter g i");
    assert_eq!(play.names(), ["churn-2", "churn"]);
    assert_eq!(shown(&play), [Field::Name, Field::Owner]);
    assert_eq!(play.model.view_shown().map(Safe::raw), Some("all churn"));
    play.press("/ 2");
    assert_eq!((play.names(), play.model.view_shown()), (vec!["churn-2"], None));
    play.press("Enter Esc");
    assert_eq!(play.names().len(), 5);
    assert_eq!((shown(&play), play.model.desk.table.sort), before);
}

#[test]
fn a_view_shows_all_that_fits_whatever_was_narrowed_before() {
    let mut play = begin();
    play.press(":").type_text("risk");
    play.press("Enter !");
    assert_eq!(play.names(), [""; 0]);
    play.press("g i");
    assert_eq!(play.names(), ["churn-2", "churn"]);
}

#[test]
fn an_order_that_the_person_chose_in_a_view_stays() {
    let mut play = begin();
    play.press("g i O Esc");
    let sort = play.model.desk.table.sort;
    assert_eq!(sort, Sort { field: Field::AccountName, descending: false });
}

#[test]
fn views_stand_in_the_palette_and_in_the_help() {
    let mut play = begin();
    play.press(":").type_text("view all");
    let Some(Overlay::Palette(palette)) = play.model.overlays.last() else { panic!("no palette") };
    assert_eq!(palette.items[0].choice, Choice::View(1));
    assert_eq!(palette.items[0].keys.as_deref(), Some("g i"));
    play.press("Enter");
    assert_eq!(play.names(), ["churn-2", "churn"]);
    play.press("?").type_text("fraud");
    let Some(Overlay::Help(help)) = play.model.overlays.last() else { panic!("no help") };
    assert_eq!(help.items.len(), 1);
    play.press("Enter");
    assert_eq!(play.names(), ["fraud"]);
}

#[test]
fn the_lines_that_make_a_view_are_copied_and_are_right() {
    let mut play = begin();
    play.press("g i : ").type_text("view.copy");
    play.press("Enter");
    let text = lines(&play.model);
    assert_eq!(play.done.last(), Some(&Effect::Copy(text.clone())));
    assert_eq!(
        text,
        "[[view]]\nname = \"all churn\"\nkind = \"notebook\"\nquery = \"churn\"\nsort = \"-account_name\"\n\
         columns = [\"name\", \"owner\"]\n"
    );
    assert!(text.parse::<toml::Table>().is_ok());
}

/// What no filter says is not left out in silence.
#[test]
fn a_copied_view_says_what_it_lacks() {
    let mut play = begin();
    play.press("g i : ").type_text("only.mine");
    play.press("Enter : ").type_text("view.copy");
    play.press("Enter");
    assert!(lines(&play.model).contains("query = \"churn\"\n"));
    play.send(Msg::Copied(Ok(())));
    let said = play.model.toast.as_ref().unwrap();
    assert_eq!(said.text.raw(), "sent to the terminal's clipboard, without mine only: no filter says that");
    play.send(Msg::Copied(Ok(())));
    assert_eq!(play.model.toast.as_ref().unwrap().text.raw(), "sent to the terminal's clipboard");
    // An account has a word of its own.
    play.model.desk.narrow = Some(NodeKey::Account(id(1)));
    assert!(lines(&play.model).contains("query = \"churn account:000000000001\"\n"));
}

#[test]
fn columns_are_switched_and_moved_while_one_looks() {
    let mut play = begin();
    assert_eq!(shown(&play)[..3], [Field::Name, Field::AccountName, Field::Region]);
    play.press("c j Space");
    assert_eq!(shown(&play)[..2], [Field::Name, Field::Region]);
    play.press("j J J");
    assert_eq!(shown(&play)[..4], [Field::Name, Field::Kind, Field::InstanceType, Field::Region]);
    play.press("K K K");
    assert_eq!(shown(&play)[..2], [Field::Name, Field::Region], "the name stays first");
    play.press("g g Space");
    assert_eq!(shown(&play)[0], Field::Name);
    play.press("*");
    assert!(shown(&play).len() > 20);
    play.press("* Esc");
    assert!(play.model.desk.columns.own().is_empty(), "as at first is no choice");
}

#[test]
fn what_is_kept_is_written_once_for_many_changes_and_before_the_end() {
    let mut play = begin();
    play.press("c j Space Esc o j Enter /").type_text("fraud");
    play.press("Enter");
    assert_eq!(kept(&play), [], "not at every key");
    play.wait(3);
    let kept_now = kept(&play);
    let [first] = kept_now.as_slice() else { panic!("{kept_now:?}") };
    assert_eq!(first.tables["notebooks"].columns[1], Chosen { field: Field::AccountName, on: false });
    assert_eq!(first.tables["notebooks"].sort.map(|sort| sort.field), Some(Field::AccountName));
    assert_eq!(first.filters.texts(), ["fraud"]);
    play.wait(30);
    assert_eq!(kept(&play).len(), 1, "nothing changed");
    play.press("w C-c");
    assert_eq!(kept(&play).last().map(|kept| kept.tables["notebooks"].wide), Some(true));
    assert!(matches!(play.done.as_slice(), [.., Effect::Keep(_), Effect::Quit(0)]));
}

#[test]
fn a_demo_keeps_nothing() {
    let mut play = begin();
    play.model.setup.keeps = false;
    play.press("w");
    play.wait(5);
    play.press("O C-c");
    assert_eq!(kept(&play), []);
}

#[test]
fn what_a_view_changed_is_not_kept() {
    let mut play = begin();
    let sort = play.model.desk.table.sort;
    play.press("g i w");
    play.wait(5);
    let kept = kept(&play);
    let left = &kept.last().unwrap().tables["notebooks"];
    assert_eq!((left.columns.as_slice(), left.sort), ([].as_slice(), Some(sort)));
}

#[test]
fn the_console_is_found_as_it_was_left() {
    let mut play = begin();
    play.press("c j Space Esc o j Enter w C-c");
    let left = (shown(&play), play.model.desk.table.sort);
    let mut setup = play.model.setup.clone();
    setup.kept = Ok(kept(&play).pop().unwrap());
    let mut model = crate::app::Model::new(setup.clone());
    let _ = crate::app::start(&mut model);
    let fields: Vec<Field> = model.columns().iter().map(|column| column.field).collect();
    assert_eq!((fields, model.desk.table.sort), left);
    assert_eq!(model.toast, None);
    setup.kept = Err(Safe::new("console.toml: nonsense"));
    let mut model = crate::app::Model::new(setup);
    let _ = crate::app::start(&mut model);
    assert!(model.toast.unwrap().text.raw().contains("console.toml: nonsense"));
}

#[test]
fn earlier_filters_come_back_into_the_field() {
    let mut play = begin();
    for text in ["fraud", "churn"] {
        play.press("/").type_text(text);
        play.press("Enter Esc");
    }
    play.press("/").type_text("al");
    play.press("Up");
    assert_eq!(play.names(), ["churn", "churn-2"]);
    play.press("Up");
    assert_eq!(play.names(), ["fraud"]);
    play.press("Up Down Down");
    assert_eq!(play.names(), ["alpha"], "what was begun comes back");
}

#[test]
fn the_palette_offers_first_what_was_run_last() {
    let mut play = begin();
    play.press(":").type_text("audit");
    play.press("Enter 2 :");
    let Some(Overlay::Palette(palette)) = play.model.overlays.last() else { panic!("no palette") };
    assert_eq!(palette.items[0].label.raw(), "audit");
    play.press("Esc :").type_text("risk");
    play.press("Enter");
    assert_eq!(play.model.keeping.kept.commands.texts(), ["audit"], "names of accounts are not kept");
}

#[test]
fn what_is_shown_is_exported_and_the_box_closes_when_it_is_written() {
    let mut play = begin();
    play.press("/").type_text("churn");
    play.press("Enter O E Tab Enter Enter");
    let orders = orders(&play);
    let [order] = orders.as_slice() else { panic!("once, not {}", orders.len()) };
    let names: Vec<&str> = order.export.rows.iter().map(|row| row.resource.name.raw()).collect();
    assert_eq!((names, order.export.form), (vec!["churn-2", "churn"], Form::Json));
    assert_eq!(order.path, "./sagedeck-notebooks-20270115T080000Z.json");
    assert!(order.numbered && order.export.about.missing.is_empty());
    assert_eq!(order.export.about.which.raw(), "2 rows of 5, as shown");
    let written = Written { path: Safe::new("x.json"), rows: 2, complete: true };
    play.send(Msg::Exported(Ok(written)));
    assert!(play.model.overlays.is_empty());
    assert_eq!(play.model.toast.as_ref().map(|toast| toast.text.raw()), Some("2 rows in x.json"));
}

#[test]
fn marked_rows_are_exported_also_those_that_are_hidden() {
    let mut play = begin();
    play.press("Space Space /").type_text("fraud");
    play.press("Enter Space E");
    let Some(Overlay::Export(state)) = play.model.overlays.last() else { panic!("no box") };
    assert_eq!(state.which.raw(), "the 3 marked rows, 2 of them not shown now");
    play.press("C-u").type_text("~/mine.csv");
    play.press("Enter");
    let order = orders(&play)[0];
    assert_eq!((order.export.rows.len(), order.path.as_str(), order.numbered), (3, "~/mine.csv", false));
}

/// Letters that were meant for the list of forms go into the name: that must not pass unseen.
#[test]
fn a_name_that_does_not_end_as_its_form_is_asked_about() {
    let mut play = begin();
    play.press("E j Enter");
    assert_eq!(orders(&play).len(), 0);
    let Some(Overlay::Export(state)) = play.model.overlays.last() else { panic!("no box") };
    assert!(state.mistake.as_ref().unwrap().raw().contains("does not end in .csv"));
    play.press("Backspace Enter");
    assert_eq!(orders(&play).len(), 1);
    // Whoever means it presses the key again.
    let mut play = begin();
    play.press("E C-u").type_text("notes");
    play.press("Enter Enter");
    assert_eq!(orders(&play)[0].path, "notes");
}

#[test]
fn a_path_that_cannot_be_used_can_be_mended() {
    let mut play = begin();
    play.press("E C-u Enter");
    assert_eq!(orders(&play).len(), 0);
    play.type_text("x.csv");
    play.press("Enter");
    play.send(Msg::Exported(Err(Safe::new("x.csv is there already"))));
    let Some(Overlay::Export(state)) = play.model.overlays.last() else { panic!("the box stays") };
    assert_eq!(state.mistake.as_ref().map(Safe::raw), Some("x.csv is there already"));
    play.press("Home y Enter");
    assert_eq!(orders(&play).last().map(|order| order.path.as_str()), Some("yx.csv"));
    play.press("Esc");
    play.send(Msg::Exported(Err(Safe::new("no room"))));
    assert_eq!(play.model.toast.as_ref().map(|toast| toast.text.raw()), Some("Not exported: no room"));
}

#[test]
fn an_export_says_what_is_missing() {
    let mut play = Play::waiting();
    play.faults = vec![
        (Fault::List(1), failure(FailureKind::Denied)),
        (Fault::Login(3), failure(FailureKind::LoginNeeded)),
    ];
    play.answer();
    play.press("E Enter");
    let about = &orders(&play)[0].export.about;
    let missing: Vec<&str> = about.missing.iter().map(Safe::raw).collect();
    assert!(missing[0].starts_with("Listings are whole in 1 of 3"), "{missing:?}");
    assert!(missing.iter().any(|text| text.starts_with("No way into prod:")), "{missing:?}");
    assert!(missing.iter().any(|text| text.starts_with("denied:")), "{missing:?}");
    let accounts: Vec<bool> = about.accounts.iter().map(|source| source.caller.is_ok()).collect();
    assert_eq!(accounts.iter().filter(|ok| !**ok).count(), 1);
}

#[test]
fn nothing_is_exported_where_nothing_is_shown() {
    let mut play = begin();
    play.press("/").type_text("xyzzy");
    play.press("Enter E");
    assert!(play.model.overlays.is_empty() && play.model.toast.is_some());
}

#[test]
fn the_row_is_copied_as_it_is_shown() {
    let mut play = begin();
    play.press("y");
    let Some(Overlay::Copy(CopyMenu { items, .. })) = play.model.overlays.last() else { panic!("no menu") };
    let at = items.iter().position(|item| item.label == "row").unwrap();
    let row = items[at].text.raw().to_owned();
    assert!(row.starts_with("alpha\tretail\teu-west-1\t"), "{row:?}");
    assert_eq!(row.split('\t').count(), shown(&play).len());
    play.press(&"j ".repeat(at));
    play.press("Enter");
    assert_eq!(play.done.last(), Some(&Effect::Copy(row)), "nothing is asked: it is what is seen");
}

#[test]
fn history_leads_back_to_filter_order_and_cursor() {
    let mut play = begin();
    play.press("/").type_text("churn");
    play.press("Enter O G");
    let before = (play.cursor().to_owned(), play.model.desk.table.sort);
    play.press(":").type_text("accounts");
    play.press("Enter j [");
    assert_eq!(play.names(), ["churn-2", "churn"]);
    assert_eq!((play.cursor().to_owned(), play.model.desk.table.sort), before);
    play.press("]");
    assert_eq!(play.model.accounts.tree.pick.at, 1);
}
