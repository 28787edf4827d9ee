//! The pager: another program gets the terminal, reads a text through a pipe, and gives the terminal back.
//!
//! Invariant: the text is never part of a command line, and the program sees the variables that a pager needs and
//! no others: no credentials, no proxies.

use std::io::Write;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;

use rustix::process::{Pid, Signal, kill_process};

use crate::model::text::Safe;

const USUAL: &str = "less";
/// What is handed on, besides the locale.
const VARIABLES: [&str; 17] = [
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "SHELL",
    "TERM",
    "TERMINFO",
    "TERMINFO_DIRS",
    "COLORTERM",
    "NO_COLOR",
    "TMUX",
    "TMPDIR",
    "LESS",
    "LESSKEY",
    "LESSKEYIN",
    "LESSHISTFILE",
    "LESSSECURE",
];
const LOCALE: [&str; 3] = ["LANG", "LANGUAGE", "LC_"];

/// A pager that has the terminal.
pub struct Pager {
    pid: Pid,
}

impl Pager {
    /// Starts the program named by `command` (a program and its arguments, `less` when there is none) on a text.
    /// `closed` is called when it has ended. The error is a sentence for a person.
    pub fn open(
        command: Option<&str>,
        environment: &[(String, String)],
        text: String,
        closed: impl FnOnce(Result<(), Safe>) + Send + 'static,
    ) -> Result<Self, Safe> {
        let command = command.filter(|command| !command.trim().is_empty()).unwrap_or(USUAL);
        let mut words = command.split_whitespace();
        let program = words.next().unwrap_or(USUAL).to_owned();
        let allowed = environment.iter().filter(|(name, _)| is_allowed(name));
        let failed = |error: std::io::Error| {
            Safe::new(format!(
                "the pager `{program}` did not start: {error} · install it or set PAGER to another program"
            ))
        };
        let child = Command::new(&program)
            .args(words)
            .env_clear()
            .envs(allowed.map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let pid = Pid::from_child(&child);
        let name = program.clone();
        let wait = move || closed(feed(child, &text).and_then(|status| judge(&name, status)));
        thread::Builder::new().name("pager".into()).spawn(wait).map_err(failed)?;
        Ok(Self { pid })
    }

    /// Ends the program, when the console itself has to end.
    pub fn close(&self) {
        let _ = kill_process(self.pid, Signal::TERM);
    }
}

/// Whether a pager needs to see a variable.
pub fn is_allowed(name: &str) -> bool {
    VARIABLES.contains(&name) || LOCALE.iter().any(|start| name.starts_with(start))
}

/// Writes the text and waits for the end. A pager that is left early does not read all of it, which is no error.
fn feed(mut child: Child, text: &str) -> Result<ExitStatus, Safe> {
    if let Some(mut pipe) = child.stdin.take() {
        let _ = pipe.write_all(text.as_bytes());
    }
    child.wait().map_err(|error| Safe::new(format!("the pager was lost: {error}")))
}

fn judge(program: &str, status: ExitStatus) -> Result<(), Safe> {
    if status.success() {
        return Ok(());
    }
    Err(Safe::new(format!("the pager `{program}` ended with {status} · set PAGER to another program")))
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    fn open(command: &str, environment: &[(&str, &str)], text: &str) -> Result<(), Safe> {
        let (done, wait) = mpsc::channel();
        let environment: Vec<(String, String)> =
            environment.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let _pager =
            Pager::open(Some(command), &environment, text.into(), move |end| done.send(end).unwrap())?;
        wait.recv().unwrap()
    }

    #[test]
    fn the_text_goes_through_a_pipe_and_credentials_do_not() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        let script = folder.path().join("pager");
        let secret = "AWS_SECRET_ACCESS_KEY";
        std::fs::write(
            &script,
            format!("#!/bin/sh\ncat > {0}\necho \"${{{secret}:-none}} $LC_ALL\" >> {0}\n", out.display()),
        )
        .unwrap();
        let path = std::env::var("PATH").unwrap();
        let environment = [("PATH", path.as_str()), (secret, "hidden"), ("LC_ALL", "C")];
        open(&format!("sh {}", script.display()), &environment, "{\n  \"a\": \"$(x)\"\n}\n").unwrap();
        assert_eq!(std::fs::read_to_string(&out).unwrap(), "{\n  \"a\": \"$(x)\"\n}\nnone C\n");
    }

    #[test]
    fn a_missing_or_failing_pager_is_one_sentence() {
        let missing = open("/nowhere/pager", &[], "x").unwrap_err();
        assert!(missing.raw().contains("/nowhere/pager") && missing.raw().contains("set PAGER"));
        assert!(open("/bin/false", &[], "x").unwrap_err().raw().contains("/bin/false"));
    }

    #[test]
    fn a_pager_that_is_left_early_is_no_error() {
        assert_eq!(open("/bin/true", &[], &"x".repeat(1_000_000)), Ok(()));
    }
}
