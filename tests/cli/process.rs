//! The process among others: pipes, signals, log files, completions, the walls.

use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use super::program::{READABLE, run, run_in, sagedeck};

#[test]
fn a_reader_that_goes_away_is_no_mistake() {
    let home = tempfile::tempdir().unwrap();
    let mut command = sagedeck(home.path());
    command.args(["--demo=7", "get", "notebooks", "--no-details", "-o", "jsonl", "--account", READABLE]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panic"));
}

#[test]
fn signals_end_it_with_their_codes() {
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let home = tempfile::tempdir().unwrap();
        let mut command = sagedeck(home.path());
        let mut child = command.args(["--demo=7", "get", "notebooks"]).stdout(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(900));
        let id = rustix::process::Pid::from_child(&child);
        let signal =
            if signal == "INT" { rustix::process::Signal::INT } else { rustix::process::Signal::TERM };
        rustix::process::kill_process(id, signal).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(code));
    }
}

#[test]
fn output_to_a_pipe_carries_no_colour_and_no_progress() {
    let run = run(&["--demo=7", "get", "accounts"]);
    assert!(!run.out.contains('\u{1b}') && !run.err.contains('\u{1b}') && !run.err.contains('\r'));
}

#[test]
fn the_console_without_a_terminal_says_so() {
    let run = run(&["--demo=7"]);
    assert_eq!(run.code, Some(2), "{}", run.err);
    assert!(run.err.contains("terminal"), "{}", run.err);
    assert_eq!(run.out, "");
}

#[test]
fn the_log_is_lines_of_json_for_the_owner_alone() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("log.jsonl");
    let file = path.to_str().unwrap();
    let arguments = ["--demo=7", "get", "accounts", "--log-file", file, "--log-level", "debug"];
    let run = run_in(home.path(), &arguments);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let mut text = String::new();
    fs::File::open(&path).unwrap().read_to_string(&mut text).unwrap();
    assert!(!text.is_empty(), "something was logged");
    for line in text.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(line["at"].is_string() && line["level"].is_string() && line["target"].is_string());
    }
    assert!(!text.contains("AKIA") && !text.contains("sim/secret/key"), "{text}");
    let link = home.path().join("link");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    let refused = run_in(home.path(), &["--demo=7", "get", "accounts", "--log-file", link.to_str().unwrap()]);
    assert_eq!(refused.code, Some(2), "{}", refused.err);
}

#[test]
fn completions_are_printed_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = run(&["completions", shell]);
        assert_eq!(run.code, Some(0), "{}", run.err);
        assert!(run.out.contains("notebooks") || run.out.contains("sagedeck"), "{shell}");
    }
    assert_eq!(run(&["completions", "tcsh"]).code, Some(2));
}

#[test]
fn help_names_only_what_is_there() {
    let help = run(&["--help"]);
    assert_eq!(help.code, Some(0));
    for later in ["findings", "sweep", "evidence", "triage", "images"] {
        assert!(!help.out.contains(later), "{later} is not built yet");
    }
    assert_eq!(run(&["--version"]).out, format!("sagedeck {}\n", env!("CARGO_PKG_VERSION")));
    for kind in ["account", "notebook", "lifecycle-config"] {
        assert!(run(&["kinds"]).out.contains(kind));
    }
}

#[test]
fn the_doctor_says_what_to_do() {
    let well = run(&["--demo=7", "doctor", "--account", READABLE]);
    assert_eq!(well.code, Some(0), "{}", well.out);
    assert!(well.out.contains("ds-retail") && well.out.contains("everything that could be checked is fine"));
    let ill = run(&["doctor"]);
    assert_eq!(ill.code, Some(2), "{}", ill.out);
    assert!(ill.out.contains("BAD") && ill.out.contains("what to do:"), "{}", ill.out);
}

#[test]
fn the_demo_reads_nothing_of_this_machine() {
    let home = tempfile::tempdir().unwrap();
    let mut command = sagedeck(home.path());
    // Everything that would lead out is set to what cannot work.
    let output = command
        .env("AWS_PROFILE", "nobody")
        .env("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        .env("HTTPS_PROXY", "http://127.0.0.1:9")
        .env("AWS_CA_BUNDLE", "/nowhere.pem")
        .args(["--demo=7", "get", "notebooks", "--no-details", "-o", "name", "--account", READABLE])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0, "nothing is written");
}

/// S04: a home in which nobody can write, not even root.
#[test]
fn a_home_that_cannot_be_written_is_no_trouble() {
    let home = std::path::Path::new("/proc");
    let done =
        run_in(home, &["--demo=7", "get", "notebooks", "--no-details", "-o", "name", "--account", READABLE]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert!(done.out.lines().count() > 30, "{}", done.out);
}
