//! A person's desk: the program with a journal of its own, before a server that others use too.

use std::path::PathBuf;
use std::process::Output;

use serde_json::Value;

use super::server::{Moto, Notebook, organization, run};
use super::terminal::Terminal;

#[path = "../terminal/journal.rs"]
mod journal;

/// How the desk finds its accounts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// A profile an account: the profile's name says what the account is.
    Profiles,
    /// The organization: units and tags say what the account is.
    Organization,
}

pub struct Desk {
    pub moto: &'static Moto,
    way: Way,
    state: tempfile::TempDir,
}

impl Desk {
    /// Before the server whose notebooks may be changed.
    pub fn new(way: Way) -> Self {
        Self { moto: Moto::changing(), way, state: tempfile::tempdir().unwrap() }
    }

    fn variables(&self) -> Vec<(&'static str, PathBuf)> {
        let config = if self.way == Way::Profiles { "config" } else { "bare" };
        let mut variables = self.moto.variables(config);
        variables.push(("XDG_STATE_HOME", self.state.path().to_owned()));
        variables
    }

    /// Runs the program to its end.
    pub fn sagedeck(&self, arguments: &[&str]) -> Output {
        run(arguments, &self.variables())
    }

    /// The console with one account in it, and the cursor on one notebook of that account.
    pub fn console(&self, notebook: &Notebook, arguments: &[&str]) -> Terminal {
        let mut terminal = self.open(notebook, arguments);
        terminal.wait_for(&notebook.name);
        terminal.keys(&format!("/{}\r", notebook.name));
        terminal.wait_for(&format!("Notebooks · {} · 1 of", notebook.name));
        terminal
    }

    /// The console with one account in it.
    pub fn open(&self, notebook: &Notebook, arguments: &[&str]) -> Terminal {
        let account = self.moto.seed.accounts.iter().find(|one| one.id == notebook.account).unwrap();
        let (profile, endpoint) = (account.profile(), self.moto.endpoint());
        let way = match self.way {
            Way::Profiles => vec!["--profile", &profile],
            Way::Organization => [&organization(&endpoint)[..], &["--account", &notebook.account]].concat(),
        };
        let place = ["--region", &notebook.region];
        let arguments = [&way[..], &place, arguments].concat();
        Terminal::start(env!("CARGO_BIN_EXE_sagedeck"), &arguments, &self.variables(), 160, 36)
    }

    /// The deeds that are written down, the newest first, read by the program from a journal that it finds whole.
    pub fn deeds(&self) -> Vec<Value> {
        let verified = self.sagedeck(&["journal", "verify"]);
        let words = String::from_utf8_lossy(&verified.stdout).into_owned();
        assert_eq!(verified.status.code(), Some(0), "{words}");
        assert!(words.starts_with("whole: ") || words == "empty\n", "{words}");
        let shown = self.sagedeck(&["journal", "show", "-o", "json"]);
        assert_eq!(shown.status.code(), Some(0), "{}", String::from_utf8_lossy(&shown.stderr));
        serde_json::from_slice(&shown.stdout).unwrap()
    }

    /// The lines on disk, the oldest first.
    pub fn lines(&self) -> Vec<Value> {
        journal::lines(&self.state.path().join("sagedeck/journal"))
    }
}
