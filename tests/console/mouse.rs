//! The mouse: what is clicked is what was drawn there, and no click agrees to anything.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use sagedeck::app::pointer::{Gesture, Spot, Spots};
use sagedeck::app::{Effect, Msg, Overlay, ScreenId, model::Pane};
use sagedeck::model::field::Field;
use sagedeck::model::resource::Phase;
use sagedeck::ui::theme::Theme;

use super::fixture::Console;
use super::shot::text;

/// What can be pointed at, and the lines of the picture.
fn drawn(console: &Console) -> (Spots, Vec<Vec<char>>) {
    let size = console.model.size;
    let mut cells = Buffer::empty(Rect::new(0, 0, size.width, size.height));
    let spots = sagedeck::ui::draw(&console.model, &Theme::default(), &mut cells);
    (spots, text(&cells).lines().map(|line| line.chars().collect()).collect())
}

/// Where a text stands, from the line `below` on.
fn find(console: &Console, what: &str, below: usize) -> (u16, u16) {
    let what: Vec<char> = what.chars().collect();
    let (_, lines) = drawn(console);
    let at = lines.iter().enumerate().skip(below).find_map(|(y, line)| {
        line.windows(what.len()).position(|part| part == what).map(|x| (x as u16, y as u16))
    });
    at.unwrap_or_else(|| panic!("{what:?} is not on the screen"))
}

/// Does something where a text stands.
fn point(console: &mut Console, what: &str, gesture: Gesture) {
    let (x, y) = find(console, what, 0);
    point_at(console, x, y, gesture);
}

fn point_at(console: &mut Console, x: u16, y: u16, gesture: Gesture) {
    if let Some(spot) = drawn(console).0.at(x, y) {
        console.msg(Msg::Pointed(spot, gesture));
        console.settle();
    }
}

#[test]
fn a_click_selects_and_a_second_one_goes_in() {
    let mut console = Console::believable(120, 36);
    let name = console.model.desk.table.window().nth(3).unwrap().1.resource.name.clone();
    // Names are cut where there is little room.
    let start: String = name.raw().chars().take(9).collect();
    point(&mut console, &start, Gesture::Click);
    assert_eq!(console.model.desk.table.current().unwrap().resource.name, name);
    assert_eq!(console.model.focus, Pane::Main);
    point(&mut console, &start, Gesture::Click);
    assert_eq!(console.model.focus, Pane::Detail, "the details are open");
    point(&mut console, "Science", Gesture::Click);
    assert_eq!(console.model.focus, Pane::Tree);
}

#[test]
fn a_tab_opens_its_screen_and_a_head_sorts() {
    let mut console = Console::believable(120, 36);
    point(&mut console, "STATUS", Gesture::Click);
    let sort = console.model.desk.table.sort;
    assert_eq!((sort.field, sort.descending), (Field::Status, false));
    point(&mut console, "STATUS", Gesture::Click);
    assert!(console.model.desk.table.sort.descending);
    point(&mut console, "API calls", Gesture::Click);
    assert_eq!(console.model.screen(), ScreenId::Api);
    point(&mut console, "SENT", Gesture::Click);
    assert_eq!(console.model.api.sort.title(), "SENT");
}

#[test]
fn the_wheel_scrolls_what_is_under_the_pointer() {
    let mut console = Console::believable(80, 16);
    let table = &console.model.desk.table;
    let (all, first) = (table.totals.shown, table.offset());
    assert!(all > 12 && first == 0, "{all} rows are more than fit");
    point_at(&mut console, 20, 8, Gesture::WheelDown);
    assert_eq!(console.model.desk.table.offset(), 3);
    for _ in 0..100 {
        point_at(&mut console, 20, 8, Gesture::WheelDown);
    }
    let end = console.model.desk.table.offset();
    assert!(end < all && end > 3);
    point_at(&mut console, 20, 8, Gesture::WheelUp);
    assert_eq!(console.model.desk.table.offset(), end - 3);
}

#[test]
fn in_a_box_a_click_selects_and_what_lies_around_it_is_out_of_reach() {
    let mut console = Console::believable(120, 36);
    console.press("o");
    point(&mut console, "OWNER", Gesture::Click);
    let Some(Overlay::Sort(menu)) = console.model.overlays.last() else { panic!("the box stays open") };
    let owner = menu.pick.at;
    point(&mut console, "Notebooks", Gesture::Click);
    point_at(&mut console, 1, 1, Gesture::Click);
    assert!(matches!(console.model.overlays.last(), Some(Overlay::Sort(menu)) if menu.pick.at == owner));
    // A frame that was drawn before the box opened means nothing any more.
    console.msg(Msg::Pointed(Spot::Tab(ScreenId::Api), Gesture::Click));
    assert_eq!(console.model.screen(), ScreenId::Table(sagedeck::catalog::Area::Notebooks));
}

#[test]
fn no_click_agrees_to_anything() {
    let mut console = Console::believable(120, 36);
    let running = console
        .model
        .desk
        .table
        .shown()
        .find(|row| row.resource.phase == Phase::Ok && row.account.name.raw().starts_with("ds-"))
        .unwrap();
    let name = running.resource.name.clone();
    point(&mut console, name.raw(), Gesture::Click);
    console.press("s").see();
    assert!(matches!(console.model.overlays.last(), Some(Overlay::Confirm(_))), "the box asks");
    for y in 0..36 {
        for x in (0..120).step_by(3) {
            for _ in 0..2 {
                point_at(&mut console, x, y, Gesture::Click);
            }
        }
    }
    assert!(matches!(console.model.overlays.last(), Some(Overlay::Confirm(_))), "it still asks");
    assert!(!console.effects.iter().any(|effect| matches!(effect, Effect::Act(..))));
}
