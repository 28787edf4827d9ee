//! A slow line: what a held key costs in bytes, and that the picture is right however it came about.

use std::thread;
use std::time::Duration;

use crate::console::{Console, PATIENCE, Start};
use crate::{QUIET, ready, turn};

/// As fast as keys repeat.
const REPEAT: Duration = Duration::from_millis(33);
const LARGE: (u16, u16) = (200, 50);

fn large(arguments: &[&str]) -> Console {
    let arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
    let console = ready(Start { arguments, size: LARGE, ..Start::default() });
    console.settle(QUIET);
    console
}

/// Holds a key and gives the bytes that were written until the cursor rests, in frames.
fn hold(console: &mut Console, key: &str, times: usize) -> Vec<usize> {
    let before = console.bytes().len();
    for _ in 0..times {
        console.send(key);
        thread::sleep(REPEAT);
    }
    console.settle(Duration::from_millis(900));
    let bytes = console.bytes();
    let text = String::from_utf8_lossy(&bytes[before..]).into_owned();
    text.split("\x1b[?2026h").skip(1).map(str::len).collect()
}

/// The screen is the same when it is drawn from nothing.
fn assert_right(console: &mut Console) {
    let cells = |screen: vt100::Screen| -> Vec<vt100::Cell> {
        let (rows, columns) = (u16::from(screen.size().0), u16::from(screen.size().1));
        let cells = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
        cells.map(|(row, column)| screen.cell(row, column).unwrap().clone()).collect()
    };
    let look = |cell: &vt100::Cell| {
        let text = if cell.has_contents() { cell.contents().to_owned() } else { " ".to_owned() };
        (text, cell.bgcolor(), cell.inverse(), cell.underline())
    };
    let before = cells(console.screen());
    console.send("\x0c");
    console.settle(Duration::from_millis(900));
    let after = cells(console.screen());
    for (at, (before, after)) in before.iter().zip(&after).enumerate() {
        assert_eq!(look(before), look(after), "column {}, row {}", at % 200, at / 200);
    }
}

#[test]
fn a_held_key_costs_the_two_rows_that_change() {
    let _turn = turn();
    let mut console = large(&["--demo"]);
    let mut frames = hold(&mut console, "j", 30);
    // The first shows its details at once, the last when the cursor rests; a machine that stalls adds more of them.
    frames.sort_unstable();
    assert!(frames[frames.len() / 2] <= 700, "{frames:?}");
    assert_right(&mut console);
    console.send("\x03");
    assert_eq!(console.exit_code(PATIENCE), 0);
}

#[test]
fn a_list_that_scrolls_lets_the_terminal_move_the_lines() {
    let _turn = turn();
    let mut console = large(&["--demo"]);
    hold(&mut console, "j", 44);
    let mut frames = hold(&mut console, "j", 30);
    frames.sort_unstable();
    assert!(frames[frames.len() / 2] <= 1_500, "{frames:?}");
    assert_right(&mut console);
    hold(&mut console, "k", 60);
    assert_right(&mut console);
    // Half pages and pages, as fast as they come.
    for key in ["\x04", "\x04", "\x15", "\x06", "\x02"] {
        hold(&mut console, key, 3);
        assert_right(&mut console);
    }
}

#[test]
fn with_low_bandwidth_a_single_key_costs_little() {
    let _turn = turn();
    let mut console = large(&["--demo", "--low-bandwidth"]);
    for _ in 0..3 {
        // The row first, the details when the cursor rests.
        let frames = hold(&mut console, "j", 1);
        assert!(frames.len() >= 2 && frames[0] <= 400, "{frames:?}");
    }
    assert_right(&mut console);
}
