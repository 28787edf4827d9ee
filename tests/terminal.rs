//! The real program in a pseudo-terminal: how it starts, ends, stops, goes on and keeps quiet, whatever happens to
//! the terminal. The names of the tests are the rows of the list of faults: process and terminal, 1 to 15.

#![expect(clippy::unwrap_used, reason = "a test fails where it expects too much")]

use std::process::{Command, Output, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

#[path = "terminal/acting.rs"]
mod acting;
#[path = "terminal/console.rs"]
mod console;
#[path = "terminal/drawing.rs"]
mod drawing;
#[path = "terminal/ending.rs"]
mod ending;
#[path = "terminal/jobs.rs"]
mod jobs;
#[path = "terminal/journal.rs"]
mod journal;
#[path = "terminal/line.rs"]
mod line;
#[path = "terminal/meant.rs"]
mod meant;
#[path = "terminal/monkey.rs"]
mod monkey;
#[path = "terminal/mouse.rs"]
mod mouse;
#[path = "terminal/panics.rs"]
mod panics;
#[path = "terminal/saving.rs"]
mod saving;
#[path = "terminal/stopping.rs"]
mod stopping;

use console::{Console, PATIENCE, Start, cpu_seconds, environment, sleeps, slept};

/// What stands on the start screen of the demo in any theme.
const READY: &str = "Notebooks";
/// Long enough for the demo to have read everything and for every frame to be out.
const QUIET: Duration = Duration::from_secs(3);

/// Tests that measure take their turns, so that they measure the program and not each other.
static TURN: Mutex<()> = Mutex::new(());

fn turn() -> MutexGuard<'static, ()> {
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn ready(start: Start<'_>) -> Console {
    let console = start.open();
    console.wait_for(READY);
    console
}

fn demo() -> Console {
    ready(Start::default())
}

/// Runs a shell line without a terminal.
fn shell(line: &str) -> Output {
    let home = tempfile::tempdir().unwrap();
    Command::new("/bin/sh")
        .args(["-c", line])
        .env_clear()
        .envs(environment(home.path()))
        .current_dir(home.path())
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

#[test]
fn quitting_leaves_the_terminal_as_it_was() {
    let mut console = demo();
    console.assert_shown();
    console.send("\x03");
    assert_eq!(console.exit_code(PATIENCE), 0);
    console.assert_restored();
}

#[test]
fn the_terminal_is_never_asked_anything() {
    let mut console = demo();
    console.settle(Duration::from_millis(500));
    console.send("\x03");
    console.exit_code(PATIENCE);
    let bytes = String::from_utf8_lossy(&console.bytes()).into_owned();
    for sequence in bytes.split("\x1b[").skip(1) {
        let end = sequence.find(|c: char| ('\u{40}'..='\u{7e}').contains(&c)).unwrap();
        let last = sequence.get(end..=end).unwrap();
        let known = "HmJKXhlrBCDGLM".contains(last);
        assert!(known, "CSI {:?}", sequence.get(..=end));
    }
    assert!(!bytes.contains("\x1b]") && !bytes.contains("\x1bP") && !bytes.contains("\x1b_"));
}

#[test]
fn what_a_terminal_says_of_itself_does_nothing() {
    let mut console = demo();
    console.settle(QUIET);
    let before = (console.text(), console.bytes().len());
    console.send("\x1b[?64;1;2;6;9;15;18;21;22c\x1b[24;80R\x1b[1;2R\x1b[0n\x1b]11;rgb:1e1e/1e1e/1e1e\x07");
    console.send(
        "\x1bP>|xterm(377)\x1b\\\x1b[?2026;2$y\x1b[I\x1b[O\x1b[<0;12;7M\x1b[<0;12;7m\x1b]52;c;cXE=\x1b\\",
    );
    thread::sleep(Duration::from_secs(1));
    assert_eq!((console.text(), console.bytes().len()), before);
}

#[test]
fn idle_is_not_a_byte_and_hardly_a_wake_up() {
    let _turn = turn();
    let console = demo();
    console.settle(QUIET);
    // The minute on the screen changes and the fleet is read again now and then: both leave whole seconds between.
    let mut seen = watch(&console);
    for _ in 0..3 {
        if seen.written.is_empty() {
            break;
        }
        seen = watch(&console);
    }
    assert_eq!(seen.written, "", "written while nothing happened");
    assert!(seen.woken <= 10, "{} wake-ups in 8 s", seen.woken);
    assert!(seen.cpu <= 0.1, "{} s of processor in 8 s", seen.cpu);
}

/// What a console does in eight seconds.
struct Watched {
    written: String,
    woken: u64,
    cpu: f64,
}

fn watch(console: &Console) -> Watched {
    let pid = console.pid();
    let (bytes, woken, cpu) = (console.bytes().len(), sleeps(pid), cpu_seconds(pid).unwrap());
    thread::sleep(Duration::from_secs(8));
    let written = String::from_utf8_lossy(&console.bytes()[bytes..]).into_owned();
    Watched { written, woken: slept(pid, &woken), cpu: cpu_seconds(pid).unwrap() - cpu }
}

#[test]
fn text_and_enter_in_one_write_are_typing() {
    let mut console = demo();
    console.settle(QUIET);
    console.send(":api\r");
    console.wait_for("API calls · ");
}
