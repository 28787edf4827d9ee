//! The mouse: asked of the terminal only where it is wanted, and given back however the console is left.

use std::time::Duration;

use vt100::{MouseProtocolEncoding, MouseProtocolMode};

use crate::console::{Console, Start};
use crate::{demo, ready};

fn is_asked(console: &Console) -> bool {
    let screen = console.screen();
    screen.mouse_protocol_mode() != MouseProtocolMode::None
}

#[test]
fn without_a_word_the_mouse_is_the_terminals() {
    let mut console = demo();
    assert!(!is_asked(&console));
    // What is reported all the same does nothing.
    console.send("\x1b[<0;45;2M");
    console.settle(Duration::from_millis(500));
    console.send("\x03");
    console.assert_restored();
}

#[test]
fn it_clicks_and_is_given_back() {
    let mut console = ready(Start { environment: vec![("SAGEDECK_MOUSE", "1")], ..Start::default() });
    let screen = console.screen();
    assert_eq!(screen.mouse_protocol_mode(), MouseProtocolMode::PressRelease);
    assert_eq!(screen.mouse_protocol_encoding(), MouseProtocolEncoding::Sgr);
    let tabs = console.text().lines().nth(1).unwrap().to_owned();
    let (before, _) = tabs.split_once("API calls").unwrap();
    let at = before.chars().count() + 3;
    console.send(&format!("\x1b[<0;{at};2M\x1b[<0;{at};2m"));
    console.wait_for("SENT");
    console.send("\x03");
    console.wait_until("the main screen", |console| !console.screen().alternate_screen());
    assert!(!is_asked(&console));
    console.assert_restored();
}
