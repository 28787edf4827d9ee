//! Strings that mean harm, in every field and on every screen: nothing that a terminal would obey, hide or reorder
//! reaches a cell, and a real terminal parser sees exactly the cells that were drawn.

use std::fmt::Write;

use ratatui::buffer::Buffer;
use sagedeck::app::Msg;
use sagedeck::model::failure::{Failure, FailureKind};
use sagedeck::model::fetch::{Notice, Severity};
use sagedeck::model::text::Safe;
use sagedeck::ui::theme::Theme;

use super::fixture::{Console, World};
use super::shot::{drawn, text};

/// The corpus: id and string. Long ones are written as a beginning and a length in characters.
fn corpus() -> Vec<(String, String)> {
    let all: Vec<serde_json::Value> = serde_json::from_str(include_str!("../data/bad-strings.json")).unwrap();
    let one = |entry: &serde_json::Value| {
        let id = entry["id"].as_str().unwrap().to_owned();
        let long = || {
            let start = entry["s_start"].as_str().unwrap();
            let length = entry["length"].as_u64().unwrap() as usize;
            // Tens of thousands of characters show the same as a million, in a hundredth of the time.
            start.chars().cycle().take(length.min(40_000)).collect()
        };
        let text = entry["s"].as_str().map_or_else(long, str::to_owned);
        (id, text)
    };
    let corpus: Vec<_> = all.iter().map(one).collect();
    assert_eq!(corpus.len(), 143);
    corpus
}

/// Written down on its own, so that it does not repeat what the sanitiser believes.
fn obeyed_hidden_or_reordered(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{e000}'..='\u{f8ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}' | '\u{f0000}'..='\u{10ffff}')
}

fn check(cells: &Buffer, what: &str) {
    for (at, cell) in cells.content.iter().enumerate() {
        let symbol = cell.symbol();
        let (x, y) = cells.pos_of(at);
        assert!(symbol.len() <= 32, "{what}: {} bytes in cell {x},{y}", symbol.len());
        let bad = symbol.chars().find(|c| obeyed_hidden_or_reordered(*c));
        assert!(bad.is_none(), "{what}: U+{:04X} in cell {x},{y}", bad.unwrap() as u32);
    }
}

/// What a terminal shows after the characters of all cells were sent, row by row.
fn in_a_terminal(cells: &Buffer) -> String {
    let (width, height) = (cells.area.width, cells.area.height);
    let mut sent = String::new();
    for y in 0..height {
        let _ = write!(sent, "\x1b[{};1H", y + 1);
        let mut covered = 0;
        for x in 0..width {
            if covered > 0 {
                covered -= 1;
                continue;
            }
            let symbol = cells[(x, y)].symbol();
            covered = unicode_width::UnicodeWidthStr::width(symbol).saturating_sub(1);
            sent.push_str(symbol);
        }
    }
    let mut parser = vt100::Parser::new(height.try_into().unwrap(), width.try_into().unwrap(), 0);
    parser.process(sent.as_bytes());
    let rows: Vec<String> = parser.screen().rows(0, width).map(|row| row.trim_end().to_owned()).collect();
    rows.join("\n")
}

/// A fleet in which every text is one of these.
fn world(strings: &[(String, String)]) -> World {
    let mut world = World::believable();
    let text = |at: usize| strings[at % strings.len()].1.clone();
    for (at, note) in world.notes.iter_mut().enumerate() {
        note.name = format!("{}{at}", text(at));
        note.status = text(at);
        note.tags = Some(vec![(text(at), text(at + 1)), ("owner".to_owned(), text(at))]);
        note.failure = Some(text(at));
    }
    for (at, account) in world.accounts.iter_mut().enumerate() {
        account.name = Safe::new(text(at));
        account.role_source = Safe::new(text(at));
        account.role_conflict = Some(Safe::new(text(at)));
        account.path = vec![Safe::new(text(at)), Safe::new(text(at + 1))];
    }
    world.log = strings.iter().map(|(_, text)| text.clone()).collect();
    for (at, act) in world.acts.iter_mut().enumerate() {
        for field in [&mut act.name, &mut act.account_name, &mut act.caller, &mut act.plan, &mut act.by] {
            *field = Safe::new(text(at));
        }
        if let Some(answer) = &mut act.answer {
            answer.text = Safe::new(text(at + 1));
        }
    }
    // Some can be acted on, whatever they are called.
    for note in world.notes.iter_mut().take(3) {
        note.status = "InService".to_owned();
    }
    world
}

#[test]
fn nothing_that_means_harm_reaches_a_cell() {
    let theme = Theme::default();
    for strings in corpus().chunks(13) {
        let id = &strings[0].0;
        for (width, height) in [(80, 24), (140, 40)] {
            let mut console = Console::settled(world(strings), width, height);
            let see = |console: &Console, what: &str| {
                check(&drawn(&console.model, &theme), &format!("{what} from {id} at {width}x{height}"));
            };
            see(&console, "table");
            for row in 0..4 {
                console.press("j w >");
                see(&console, "table, scrolled");
                if row == 0 {
                    console.press("d");
                    see(&console, "details");
                    console.press("d");
                }
            }
            console.press("y");
            see(&console, "copy menu");
            console.press("Esc l");
            see(&console, "logs");
            console.press("C-d");
            see(&console, "logs below");
            console.press("Esc :").write("accounts").press("Enter");
            see(&console, "accounts");
            console.press("!");
            see(&console, "problems");
            console.press("Esc :").write("api").press("Enter");
            see(&console, "calls");
            console.press(":").write("audit").press("Enter");
            see(&console, "audit");
            console.press("Esc * s");
            see(&console, "the question before many are touched");
            console.press("Esc u a");
            see(&console, "actions");
            console.press("Esc");
            // What is typed is drawn alike at all sizes.
            for (_, text) in strings.iter().filter(|_| width == 80) {
                for open in [":", "/", "?"] {
                    console.press(open);
                    console.msg(Msg::Paste(text.clone()));
                    see(&console, "typed");
                    console.press("Esc");
                }
                console.msg(Msg::Banner(Notice { severity: Severity::Warning, text: Safe::new(text) }));
                console.msg(Msg::Copied(Err(Safe::new(text))));
                see(&console, "banner and toast");
            }
        }
    }
}

#[test]
fn failures_say_harmful_things_harmlessly() {
    for (id, text) in corpus() {
        let mut world = World::believable();
        world.fleet = Some(Failure::new(FailureKind::NoCredentials, Safe::block(&text), Safe::block(&text)));
        let console = Console::settled(world, 80, 24);
        check(&drawn(&console.model, &Theme::default()), &id);
    }
}

#[test]
fn a_terminal_shows_what_was_drawn() {
    let theme = Theme::default();
    // Where widths are a matter of opinion among terminals a row may differ, and this parser leaves the replacement
    // character out, which real terminals show.
    let disputed =
        |(id, text): &(String, String)| id.starts_with('u') || Safe::new(text).shown().contains('\u{fffd}');
    let plain: Vec<_> = corpus().into_iter().filter(|entry| !disputed(entry)).collect();
    for strings in plain.chunks(13) {
        let console = Console::settled(world(strings), 120, 36);
        let cells = drawn(&console.model, &theme);
        assert_eq!(in_a_terminal(&cells).trim_end(), text(&cells).trim_end(), "from {}", strings[0].0);
    }
}
