//! How it gives the terminal away for a while: to a shell, to a pager, to whoever stopped it.

use std::thread;
use std::time::Duration;

use rustix::process::Signal;

use crate::console::{PATIENCE, Start};
use crate::{QUIET, READY, demo, ready};

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
fn the_pager_gets_the_terminal_and_gives_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let (script, read) = (folder.path().join("pager"), folder.path().join("read"));
    let lines = "cat > \"$1\"; echo the pager has it; read -r line < /dev/tty; echo \"line $line\" >> \"$1\"";
    std::fs::write(&script, lines).unwrap();
    let pager = format!("sh {} {}", script.display(), read.display());
    let mut console = ready(Start { environment: vec![("PAGER", &pager)], ..Start::default() });
    console.settle(QUIET);
    console.send("e");
    console.wait_for("the pager has it");
    console.assert_restored();
    console.send("typed to the pager\r");
    console.wait_until("the console again", |console| {
        console.screen().alternate_screen() && console.text().contains(READY)
    });
    console.assert_shown();
    let read = std::fs::read_to_string(&read).unwrap();
    assert!(read.contains("\"arn\": \"arn:aws:sagemaker:"), "{read}");
    assert!(read.ends_with("line typed to the pager\n"), "{read}");
    console.send("\x03");
    assert_eq!(console.exit_code(PATIENCE), 0);
    console.assert_restored();
}

#[test]
fn a_missing_pager_is_said_on_the_screen() {
    let mut console = ready(Start { environment: vec![("PAGER", "/nowhere/pager")], ..Start::default() });
    console.settle(QUIET);
    console.send("e");
    console.wait_for("/nowhere/pager");
    console.wait_until("the console", |console| {
        console.screen().alternate_screen() && console.text().contains(READY)
    });
    console.assert_shown();
}
