//! What one process read, the next one shows: from the store alone, without a call.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::thread;

use serde_json::Value;

use super::server::{Account, Moto, run};
use super::terminal::Terminal;

/// A cache folder of its own, before the server that nothing changes.
struct Memory {
    moto: &'static Moto,
    cache: tempfile::TempDir,
}

impl Memory {
    fn new() -> Self {
        Self { moto: Moto::shared(), cache: tempfile::tempdir().unwrap() }
    }

    fn variables(&self) -> Vec<(&'static str, PathBuf)> {
        let mut variables = self.moto.variables("config");
        variables.retain(|(name, _)| *name != "SAGEDECK_STORE");
        variables.push(("XDG_CACHE_HOME", self.cache.path().to_owned()));
        variables
    }

    fn file(&self) -> PathBuf {
        self.cache.path().join("sagedeck/snapshot.sqlite3")
    }

    fn account(&self) -> &Account {
        self.moto.seed.accounts.iter().find(|one| one.name == "ds-retail").unwrap()
    }

    /// The notebooks of the account in the one region that is asked.
    fn names(&self) -> Vec<String> {
        let of_place =
            |one: &&super::server::Notebook| one.account == self.account().id && one.region == "eu-west-1";
        let mut names: Vec<String> =
            self.moto.seed.notebooks.iter().filter(of_place).map(|one| one.name.clone()).collect();
        names.sort();
        names
    }

    fn get(&self, arguments: &[&str]) -> Output {
        let profile = self.account().profile();
        let place = ["--profile", &profile, "--region", "eu-west-1"];
        run(&[&["get", "notebooks"], &place[..], arguments].concat(), &self.variables())
    }

    fn open(&self, arguments: &[&str]) -> Terminal {
        let profile = self.account().profile();
        let place = ["--profile", &profile, "--region", "eu-west-1"];
        let arguments = [&place[..], arguments].concat();
        Terminal::start(env!("CARGO_BIN_EXE_sagedeck"), &arguments, &self.variables(), 160, 36)
    }

    /// Reads everything once and leaves.
    fn read(&self) {
        let mut terminal = self.open(&[]);
        terminal.wait_for("1/1 scopes");
        terminal.wait_for(&self.names()[0]);
        leave(&mut terminal);
    }
}

fn leave(terminal: &mut Terminal) {
    terminal.keys("q");
    terminal.wait_for("Quit sagedeck?");
    terminal.keys("y");
    assert_eq!(terminal.exit_code(), 0);
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

#[test]
fn what_was_read_is_there_offline_and_no_call_is_made() {
    let memory = Memory::new();
    assert!(memory.names().len() > 2);
    memory.read();
    assert_eq!((mode(&memory.file()), mode(memory.file().parent().unwrap())), (0o600, 0o700));
    let output = memory.get(&["--offline", "-o", "json"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("offline: this is what was remembered"), "{told}");
    let rows: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    let mut names: Vec<String> = rows.iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect();
    names.sort();
    assert_eq!(names, memory.names());
    assert!(rows.iter().all(|row| row["age_s"].is_number()));
    assert!(rows.iter().all(|row| row["source"] == "sagemaker:ListNotebookInstances"));
    assert_eq!(output.status.code(), Some(0), "{told}");
    let mut terminal = memory.open(&["--offline"]);
    terminal.wait_for("OFFLINE");
    terminal.wait_for("READ-ONLY");
    terminal.wait_for("1 remembered, from");
    terminal.wait_for(&memory.names()[0]);
    terminal.keys("s");
    terminal.wait_for("--offline was given");
    leave(&mut terminal);
}

/// Whoever is asked there would be noticed.
#[test]
fn offline_asks_nobody() {
    use std::net::TcpListener;
    let memory = Memory::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    for command in [&["get", "notebooks"][..], &["get", "accounts"], &["doctor"]] {
        let flags = ["--offline", "--endpoint-url", &endpoint, "--profile", "ds-retail"];
        run(&[command, &flags].concat(), &memory.variables());
    }
    let notebook = &memory.moto.seed.notebooks[0];
    let flags = ["--offline", "--endpoint-url", &endpoint];
    let act = run(&[&["act", "stop", &notebook.arn, "--yes"], &flags[..]].concat(), &memory.variables());
    assert_ne!(act.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&act.stderr).contains("--offline"));
    assert!(listener.accept().is_err(), "somebody was asked");
}

#[test]
fn what_nobody_read_is_incomplete_offline() {
    let memory = Memory::new();
    let output = memory.get(&["--offline"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(4), "{told}");
    assert!(told.contains("nothing is remembered of these accounts"), "{told}");
    memory.read();
    // What another region holds was never asked for.
    let profile = memory.account().profile();
    let elsewhere = run(
        &["get", "notebooks", "--offline", "--profile", &profile, "--region", "us-west-2"],
        &memory.variables(),
    );
    let told = String::from_utf8_lossy(&elsewhere.stderr).into_owned();
    assert_eq!(elsewhere.status.code(), Some(4), "{told}");
}

#[test]
fn without_a_store_nothing_is_written_and_nothing_shown() {
    let memory = Memory::new();
    let mut terminal = memory.open(&["--no-store"]);
    terminal.wait_for("1/1 scopes");
    leave(&mut terminal);
    assert!(!memory.cache.path().join("sagedeck").exists());
    let both = memory.get(&["--offline", "--no-store"]);
    assert_eq!(both.status.code(), Some(2));
}

/// S11
#[test]
fn two_at_once_leave_a_whole_store() {
    let memory = Memory::new();
    let mut both = [memory.open(&[]), memory.open(&[])];
    for terminal in &both {
        terminal.wait_for("1/1 scopes");
    }
    // Every refresh writes.
    for _ in 0..5 {
        for terminal in &mut both {
            terminal.keys("\x12");
        }
        thread::sleep(std::time::Duration::from_millis(300));
    }
    for terminal in &mut both {
        leave(terminal);
    }
    let output = memory.get(&["--offline", "-o", "name"]);
    assert_eq!(output.status.code(), Some(0));
    let names = String::from_utf8_lossy(&output.stdout).lines().count();
    assert_eq!(names, memory.names().len());
    assert!(!memory.file().with_extension("sqlite3.corrupt").exists());
}

#[test]
fn a_damaged_store_is_told_and_everything_goes_on() {
    let memory = Memory::new();
    memory.read();
    fs::write(memory.file(), vec![0x5a; 100_000]).unwrap();
    // A log of pages would mend what it covers.
    for end in ["sqlite3-wal", "sqlite3-shm"] {
        let _ = fs::remove_file(memory.file().with_extension(end));
    }
    let mut terminal = memory.open(&[]);
    terminal.wait_for("moved aside");
    terminal.wait_for("1/1 scopes");
    leave(&mut terminal);
    assert!(memory.file().with_extension("sqlite3.corrupt").exists());
    assert_eq!(memory.get(&["--offline"]).status.code(), Some(0));
}

#[test]
fn a_folder_of_others_is_told_and_everything_goes_on() {
    let memory = Memory::new();
    let folder = memory.cache.path().join("sagedeck");
    fs::create_dir(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
    let mut terminal = memory.open(&[]);
    terminal.wait_for("Nothing is remembered: others can get at it");
    terminal.wait_for("1/1 scopes");
    leave(&mut terminal);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
}
