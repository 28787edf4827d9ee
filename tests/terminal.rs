//! The real program in a pseudo-terminal: how it starts, ends, stops, goes on and keeps quiet, whatever happens to
//! the terminal. The names of the tests are the rows of the list of faults: process and terminal, 1 to 15.

#![expect(clippy::unwrap_used, reason = "a test fails where it expects too much")]

use std::process::{Command, Output, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::Signal;

#[path = "terminal/console.rs"]
mod console;
#[path = "terminal/panics.rs"]
mod panics;

use console::{Console, PATIENCE, Start, cpu_seconds, environment, sleeps};

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
        assert!(matches!(last, "H" | "m" | "J" | "K" | "h" | "l"), "CSI {:?}", sequence.get(..=end));
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
    let (bytes, woken, cpu) =
        (console.bytes().len(), sleeps(console.pid()), cpu_seconds(console.pid()).unwrap());
    thread::sleep(Duration::from_secs(8));
    let written = String::from_utf8_lossy(&console.bytes()[bytes..]).into_owned();
    assert_eq!(written, "", "written while nothing happened");
    let woken = sleeps(console.pid()) - woken;
    assert!(woken <= 16, "{woken} wake-ups in 8 s");
    let cpu = cpu_seconds(console.pid()).unwrap() - cpu;
    assert!(cpu <= 0.1, "{cpu} s of processor in 8 s");
}

#[test]
fn p01_termination_restores_and_says_143() {
    let mut console = demo();
    console.signal(Signal::TERM);
    assert_eq!(console.exit_code(PATIENCE), 143);
    console.assert_restored();
}

#[test]
fn p02_a_lost_terminal_ends_it() {
    let _turn = turn();
    let mut console = demo();
    console.settle(QUIET);
    let pid = console.pid();
    let before = cpu_seconds(pid).unwrap();
    console.close();
    let began = Instant::now();
    let mut spent = 0.0;
    while !ended(pid) && began.elapsed() < Duration::from_secs(10) {
        spent = cpu_seconds(pid).map_or(spent, |now| now - before);
        thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(console.exit_code(Duration::from_secs(1)), 129);
    assert!(spent < 0.5, "{spent} s of processor to end");
}

#[test]
fn p03_a_lost_terminal_ends_it_even_if_hang_ups_are_ignored() {
    let _turn = turn();
    let mut console = ready(Start::shell("trap '' HUP; exec \"$SAGEDECK\" --demo"));
    console.settle(QUIET);
    let before = cpu_seconds(console.pid()).unwrap();
    console.close();
    let began = Instant::now();
    let mut spent = 0.0;
    while !ended(console.pid()) && began.elapsed() < Duration::from_secs(10) {
        spent = cpu_seconds(console.pid()).map_or(spent, |now| now - before);
        thread::sleep(Duration::from_millis(20));
    }
    assert!(began.elapsed() < Duration::from_secs(3), "took {:?}", began.elapsed());
    assert_eq!(console.exit_code(Duration::from_secs(1)), 129);
    assert!(spent < 0.5, "{spent} s of processor to end");
}

/// A zombie has ended: its parent, this test, has not asked yet.
fn ended(pid: u32) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat")).map_or(true, |stat| stat.contains(") Z "))
}

#[test]
fn p04_an_interrupt_from_outside_says_130() {
    let mut console = demo();
    console.signal(Signal::INT);
    assert_eq!(console.exit_code(PATIENCE), 130);
    console.assert_restored();
}

/// Starts the console from an interactive shell with a line, stops it and brings it back, twice.
fn stop_and_go(shell: &str, arguments: &[&str], line: &str) {
    let arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
    let mut console = Start { program: shell.into(), arguments, ..Start::default() }.open();
    console.wait_for("shell> ");
    console.send(line);
    console.wait_until("the console", |console| {
        console.screen().alternate_screen() && console.text().contains(READY)
    });
    for _ in 0..2 {
        console.settle(Duration::from_millis(500));
        console.send("\x1a");
        // The shell has the terminal: a clean main screen, a cursor, echo and lines.
        console.wait_until("the shell", |console| {
            let screen = console.screen();
            !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste()
        });
        console.wait_until("a stopped job", |console| console.text().contains("Stopped"));
        console.send("echo answer $((6 * 7))\r");
        console.wait_for("answer 42");
        console.send("clear; fg\r");
        console.wait_until("the console again", |console| {
            console.screen().alternate_screen() && console.text().contains(READY)
        });
        console.assert_shown();
    }
    console.settle(Duration::from_millis(500));
    console.send("\x03");
    console.wait_until("the shell", |console| !console.screen().alternate_screen());
    console.send("echo code $?\r");
    console.wait_for("code 0");
}

#[test]
fn p05_stopped_and_continued_by_a_shell() {
    stop_and_go("/bin/sh", &["-i"], "\"$SAGEDECK\" --demo\r");
}

#[test]
fn p05_stopped_and_continued_by_another_shell() {
    if std::path::Path::new("/bin/bash").exists() {
        stop_and_go("/bin/bash", &["--norc", "--noediting", "-i"], "\"$SAGEDECK\" --demo\r");
    }
}

#[test]
fn p05_stopped_and_continued_with_the_script_around_it() {
    stop_and_go("/bin/sh", &["-i"], "sh -c '\"$SAGEDECK\" --demo; exit $?'\r");
}

#[test]
fn p05_without_a_shell_behind_it_does_not_stop() {
    let mut console = demo();
    console.settle(QUIET);
    console.send("\x1a");
    thread::sleep(Duration::from_secs(1));
    console.assert_shown();
    console.signal(Signal::TERM);
    assert_eq!(console.exit_code(PATIENCE), 143);
}

#[test]
fn p06_stopped_from_outside_and_continued() {
    let mut console = demo();
    console.settle(QUIET);
    let before = console.text();
    console.signal(Signal::STOP);
    thread::sleep(Duration::from_secs(2));
    let bytes = console.bytes().len();
    console.signal(Signal::CONT);
    console.wait_until("a whole frame", |console| console.bytes().len() > bytes + 500);
    console.settle(Duration::from_secs(1));
    console.assert_shown();
    assert!(console.text().contains(READY), "{before}\n--- now\n{}", console.text());
    console.send("\x03");
    assert_eq!(console.exit_code(PATIENCE), 0);
    console.assert_restored();
}

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
fn p11_a_reader_that_leaves_early_is_no_fault() {
    let output = shell("{ \"$SAGEDECK\" get notebooks --demo -o csv; echo \"code $?\" >&2; } | head -n 1");
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 1, "{errors}");
    assert!(!errors.contains("panicked") && !errors.to_lowercase().contains("broken pipe"), "{errors}");
    assert!(errors.contains("code 0") || errors.contains("code 141"), "{errors}");
}

#[test]
fn p12_a_terminal_that_refuses_bytes_ends_it() {
    // The screen is another terminal than the keyboard, and only that one is closed.
    let keyboard = portable_pty::native_pty_system();
    let pair = keyboard.openpty(portable_pty::PtySize::default()).unwrap();
    let name = pair.master.tty_name().unwrap();
    let line = format!("trap '' HUP; exec \"$SAGEDECK\" --demo < {}", name.display());
    let mut console = ready(Start::shell(&line));
    console.settle(QUIET);
    console.close();
    assert_eq!(console.exit_code(Duration::from_secs(10)), 129);
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
fn p14_a_terminal_that_cannot_draw_is_refused() {
    for term in ["dumb", ""] {
        let mut console = Start { environment: vec![("TERM", term)], ..Start::default() }.open();
        assert_eq!(console.exit_code(PATIENCE), 2);
        console.wait_for("TERM=");
        assert!(!console.bytes().contains(&0x1b), "{:?}", console.text());
        console.assert_restored();
    }
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
fn p15_without_a_terminal_it_refuses_and_says_why() {
    for line in ["\"$SAGEDECK\" --demo < /dev/null", "\"$SAGEDECK\" --demo | cat; exit 2"] {
        let output = shell(line);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{errors}");
        assert!(errors.contains("needs a terminal"), "{errors}");
        assert!(output.stdout.is_empty() && !output.stderr.contains(&0x1b));
    }
}

#[test]
fn text_and_enter_in_one_write_are_typing() {
    let mut console = demo();
    console.settle(QUIET);
    console.send(":api\r");
    console.wait_for("ListNotebookInstances");
}
