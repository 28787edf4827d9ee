//! How it ends, and how it refuses to begin.

use std::thread;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::console::{PATIENCE, Start, cpu_seconds};
use crate::{QUIET, demo, ready, shell, turn};

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

#[test]
fn p11_a_reader_that_leaves_early_is_no_fault() {
    for (reader, lines) in [("head -n 1", 1), ("true", 0)] {
        let command = "\"$SAGEDECK\" get notebooks --demo; echo \"code $?\" >&2";
        let output = shell(&format!("{{ {command}; }} | {reader}"));
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), lines, "{errors}");
        assert!(!errors.contains("panicked") && !errors.to_lowercase().contains("broken pipe"), "{errors}");
        // 4: the demo has an account that may not be read.
        assert!(["code 0", "code 4", "code 141"].iter().any(|code| errors.contains(code)), "{errors}");
    }
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
fn p16_p17_little_memory_and_few_files_are_enough() {
    let mut console = ready(Start::shell("ulimit -v 300000 && ulimit -n 64 && exec \"$SAGEDECK\" --demo"));
    console.settle(QUIET);
    console.assert_shown();
    console.wait_for("/month");
    console.send("\x03");
    assert_eq!(console.exit_code(PATIENCE), 0);
    console.assert_restored();
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
