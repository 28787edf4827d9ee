//! Processes that run out of room or are killed. This test starts itself as such a process.

use std::env::{current_exe, var, var_os};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use sagedeck::journal::Verdict;

use super::*;

const FOLDER: &str = "JOURNAL_FOLDER";
const PART: &str = "JOURNAL_PART";

/// Starts the part in a process of its own, which is not ended by the signal for files that grow too large.
fn start(part: &str, folder: &Path) -> Child {
    let script = "trap '' XFSZ; exec \"$0\" --exact cli::journal::others::process --ignored --nocapture";
    Command::new("sh")
        .args(["-c", script])
        .arg(current_exe().unwrap())
        .env(FOLDER, folder)
        .env(PART, part)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
#[ignore = "it is started by the tests beside it, as a process of its own"]
fn process() {
    let journal = journal_in(var_os(FOLDER).unwrap().into());
    match &*var(PART).unwrap() {
        "life" => {
            begin(&journal, "d1", "churn-eda");
            println!("\nbegun");
            std::io::stdout().flush().unwrap();
            let _ = std::io::stdin().read(&mut [0]);
        }
        "room" => run_out_of_room(&journal),
        part => panic!("{part}"),
    }
}

/// Lets no file of this process grow longer, or again as long as it likes.
fn limit(bytes: Option<u64>) {
    let maximum = getrlimit(Resource::Fsize).maximum;
    setrlimit(Resource::Fsize, Rlimit { current: bytes.or(maximum), maximum }).unwrap();
}

fn run_out_of_room(journal: &Journal) {
    begin(journal, "d1", "churn-eda");
    let file = journal.folder().join("2026-11.jsonl");
    let before = fs::read(&file).unwrap();
    let entry = Entry::Intent(Box::new(deed("d2", "fraud")));
    for room in [0, 1, 100] {
        limit(Some(before.len() as u64 + room));
        let trouble = journal.append(&entry, at()).unwrap_err().to_string();
        assert!(trouble.starts_with("nothing was written down: "), "{trouble}");
        assert!(trouble.contains(" · free some space · "), "{trouble}");
        assert_eq!(fs::read(&file).unwrap(), before, "with room for {room} bytes");
    }
    limit(Some(100));
    assert!(journal.check().is_err(), "nothing can be written and that is seen");
    assert!(journal.append(&entry, "2026-12-01T00:00:00Z".parse().unwrap()).is_err());
    limit(None);
    journal.check().unwrap();
    journal.append(&entry, at()).unwrap();
}

/// S02, S03
#[test]
fn a_line_for_which_there_is_no_room_leaves_nothing_behind() {
    let home = tempfile::tempdir().unwrap();
    let folder = folder(home.path());
    let output = start("room", &folder).wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let Verdict::Whole(chain) = journal_in(folder.clone()).verify(None).unwrap() else {
        panic!("the chain is whole");
    };
    assert_eq!((chain.lines, chain.gaps, chain.torn), (2, 0, None));
    assert!(!folder.join("2026-11.jsonl.torn").exists());
}

#[test]
fn the_intent_of_a_process_that_is_killed_is_told_once_it_is_dead() {
    let home = tempfile::tempdir().unwrap();
    let folder = folder(home.path());
    let mut child = start("life", &folder);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == "begun"));
    let journal = journal_in(folder);
    assert_eq!(journal.unresolved(), Ok(vec![]));
    child.kill().unwrap();
    child.wait().unwrap();
    let acts = journal.unresolved().unwrap();
    assert_eq!(acts.len(), 1);
    assert_eq!((acts[0].id.raw(), acts[0].is_resolved()), ("d1", false));
}
