//! What it writes: for every size, for a terminal that takes nothing, without colours, without Unicode, and to the
//! clipboard.

use std::thread;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustix::process::Signal;

use crate::console::{Console, PATIENCE, Start, cpu_seconds};
use crate::{QUIET, READY, demo, ready, turn};

#[test]
fn p07_a_storm_of_sizes_is_few_frames_and_the_last_size_holds() {
    let _turn = turn();
    let mut console = demo();
    console.settle(QUIET);
    let frames = |console: &Console| String::from_utf8_lossy(&console.bytes()).matches("\x1b[?2026h").count();
    let before = frames(&console);
    let began = Instant::now();
    for step in 0..1_000_u16 {
        console.resize(60 + step % 80, 20 + step % 30);
        thread::sleep(Duration::from_micros(900));
    }
    let seconds = began.elapsed().as_secs_f64();
    let drawn = frames(&console) - before;
    assert!((drawn as f64) < 60.0 * seconds + 5.0, "{drawn} frames in {seconds} s");
    console.resize(100, 30);
    console.settle(Duration::from_secs(1));
    assert!(console.text().contains(READY));
    console.send("\x03");
    assert_eq!(console.exit_code(PATIENCE), 0);
}

#[test]
fn p07_any_size_can_be_lived_with() {
    let mut console = demo();
    for (columns, rows) in [(1, 1), (500, 200), (2, 200), (500, 1), (59, 14), (0, 0), (80, 24)] {
        console.resize(columns, rows);
        console.settle(Duration::from_millis(400));
        console.assert_shown();
    }
    console.wait_for(READY);
    console.send("\x03");
    assert_eq!(console.exit_code(PATIENCE), 0);
    console.assert_restored();
    drop(console);
    // From the first moment.
    let mut console = ready(Start { size: (0, 0), ..Start::default() });
    console.resize(120, 36);
    console.settle(Duration::from_millis(400));
    assert!(console.text().contains(READY));
    console.send("\x03");
    assert_eq!(console.exit_code(PATIENCE), 0);
}

#[test]
fn p13_a_terminal_that_takes_nothing_gets_the_right_picture_later() {
    let mut console = demo();
    console.settle(QUIET);
    console.hold(true);
    // Enough frames to fill everything in between, several times.
    for step in 0..300_u16 {
        console.resize(100 + step % 2 * 20, 36);
        thread::sleep(Duration::from_millis(20));
    }
    console.resize(120, 36);
    let pid = console.pid();
    let before = cpu_seconds(pid).unwrap();
    thread::sleep(Duration::from_secs(2));
    assert!(cpu_seconds(pid).unwrap() - before < 0.5, "busy while the terminal takes nothing");
    console.hold(false);
    console.settle(Duration::from_secs(1));
    let late = console.text();
    // The same picture as one that is drawn anew.
    console.resize(119, 36);
    console.settle(Duration::from_secs(1));
    console.resize(120, 36);
    console.settle(Duration::from_secs(1));
    assert_eq!(without_times(&late), without_times(&console.text()));
    console.send("\x03");
    assert_eq!(console.exit_code(PATIENCE), 0);
}

#[test]
fn p13_it_can_be_ended_while_the_terminal_takes_nothing() {
    let mut console = demo();
    console.settle(QUIET);
    console.hold(true);
    for step in 0..200_u16 {
        console.resize(100 + step % 2 * 20, 36);
        thread::sleep(Duration::from_millis(20));
    }
    console.signal(Signal::TERM);
    assert_eq!(console.exit_code(Duration::from_secs(10)), 143);
}

/// Digits tell the time and ages, which go on.
fn without_times(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
}

#[test]
fn p14_no_color_is_obeyed() {
    let console = ready(Start { environment: vec![("NO_COLOR", "1")], ..Start::default() });
    console.settle(Duration::from_millis(500));
    let screen = console.screen();
    for row in 0..36 {
        for column in 0..120 {
            let cell = screen.cell(row, column).unwrap();
            assert_eq!((cell.fgcolor(), cell.bgcolor()), (vt100::Color::Default, vt100::Color::Default));
        }
    }
}

#[test]
fn p14_a_locale_without_unicode_gets_ascii() {
    let environment = vec![("LANG", "C"), ("LC_ALL", "C")];
    let console = ready(Start { environment, ..Start::default() });
    console.settle(Duration::from_millis(500));
    let text = console.text();
    let strange: Vec<char> = text.chars().filter(|c| !c.is_ascii()).collect();
    assert!(strange.is_empty(), "{strange:?}\n{text}");
}

#[test]
fn a_copy_goes_to_the_clipboard_of_the_terminal() {
    let mut console = demo();
    console.settle(QUIET);
    console.send("y");
    console.wait_for("ARN");
    console.send("\x1b[B\r");
    console.wait_for("sent to the terminal");
    let bytes = String::from_utf8_lossy(&console.bytes()).into_owned();
    let (_, copied) = bytes.split_once("\x1b]52;c;").unwrap();
    let (copied, _) = copied.split_once('\x07').unwrap();
    let copied = STANDARD.decode(copied).unwrap();
    assert!(copied.starts_with(b"arn:aws:sagemaker:") && !copied.contains(&b'\n'));
}
