//! What agrees to an action must have been meant: not typed ahead, not pasted, not said by the terminal, not held.

use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::acting::{MOMENT, ask, at_the_notebook, lines};
use crate::console::Console;

/// Longer than an agreed action takes to be written down.
const LONG: Duration = Duration::from_secs(3);
const BOX: &str = "Stop this notebook?";

/// Nothing was done so far.
fn assert_nothing(console: &Console) {
    thread::sleep(LONG);
    assert_eq!(lines(console), Vec::<Value>::new(), "{}", console.text());
}

/// The box stands, and one key that is meant still agrees: what came before has neither agreed nor closed it.
fn assert_still_asks(console: &mut Console) {
    assert_nothing(console);
    console.wait_for(BOX);
    console.send("y");
    console.wait_until("the deed", |console| !lines(console).is_empty());
}

#[test]
fn x11_keys_that_were_typed_ahead_in_one_write_do_nothing() {
    let mut console = at_the_notebook();
    console.send("sy\r\r");
    console.wait_for("Too early");
    assert_still_asks(&mut console);
}

#[test]
fn x11_keys_that_were_typed_ahead_one_behind_the_other_do_nothing() {
    let mut console = at_the_notebook();
    for key in ["s", "y", "\r", "\r"] {
        console.send(key);
        thread::sleep(Duration::from_millis(15));
    }
    console.wait_for("Too early");
    assert_still_asks(&mut console);
}

/// Text with everything in it that asks for an action and agrees to it.
const TEXT: &str = "sy\rs yes\ry\rasy\r\ra\ry\rUy\r*s130\r";

#[test]
fn x12_a_paste_does_nothing() {
    let mut console = at_the_notebook();
    let before = console.text();
    console.send(&format!("\x1b[200~{TEXT}\x1b[201~"));
    assert_nothing(&console);
    assert!(!console.text().contains(BOX), "{before}\n--- now\n{}", console.text());
    ask(&mut console, "s", BOX);
    console.send("\x1b[200~y\r\x1b[201~");
    console.wait_for("Nothing can be pasted here");
    assert_still_asks(&mut console);
}

#[test]
fn x12_a_paste_that_the_terminal_does_not_mark_does_nothing() {
    let mut console = at_the_notebook();
    console.send(TEXT);
    assert_nothing(&console);
    // Into the box that stands there.
    let mut console = at_the_notebook();
    ask(&mut console, "s", BOX);
    console.send("y\r");
    console.wait_for("Keys that come all at once do not count");
    assert_still_asks(&mut console);
}

#[test]
fn x13_answers_of_the_terminal_do_nothing_to_the_box() {
    let mut console = at_the_notebook();
    ask(&mut console, "s", BOX);
    let answers = [
        "\x1b[?64;1;2;6;9;15;18;21;22c",
        "\x1b[>41;377;0c",
        "\x1b[24;80R\x1b[1;2R\x1b[0n",
        "\x1b]11;rgb:yyyy/yyyy/yyyy\x07\x1b]4;1;rgb:yy/yy/yy\x1b\\",
        "\x1bP>|yterm(377)\x1b\\\x1bP1+r79=79\x1b\\",
        "\x1b[?2026;2$y\x1b[?12;1$y",
        "\x1b[I\x1b[O",
        "\x1b[<0;12;7M\x1b[<0;12;7m\x1b[M yy",
        "\x1b]52;c;eQ==\x1b\\",
        "\x1b[?1u",
    ];
    for answer in answers {
        console.send(answer);
        thread::sleep(Duration::from_millis(40));
    }
    assert_still_asks(&mut console);
}

#[test]
fn a_key_that_is_held_never_agrees_and_one_that_is_meant_does() {
    let mut console = at_the_notebook();
    console.send("s");
    console.wait_for(BOX);
    for _ in 0..66 {
        console.send("y");
        thread::sleep(Duration::from_millis(30));
    }
    assert_eq!(lines(&console), Vec::<Value>::new());
    console.wait_for("A repeated key does not count");
    thread::sleep(MOMENT);
    assert_still_asks(&mut console);
}

#[test]
fn a_box_that_a_small_terminal_does_not_show_takes_no_key() {
    let mut console = at_the_notebook();
    ask(&mut console, "s", BOX);
    console.resize(50, 12);
    console.wait_for("sagedeck needs");
    thread::sleep(MOMENT);
    console.send("y");
    assert_nothing(&console);
    console.resize(100, 30);
    console.wait_for(BOX);
    thread::sleep(MOMENT);
    assert_still_asks(&mut console);
}
