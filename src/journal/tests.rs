use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::thread;

use tempfile::TempDir;

use super::*;
use crate::model::account::AccountRole;
use crate::model::action::{Action, Verb};
use crate::model::audit::{Answer, Deed, DeedRef, Ending, Seen};
use crate::model::fetch::Target;
use crate::model::id::Arn;
use crate::model::kind::Kind;
use crate::model::resource::Tag;
use crate::model::scope::{Region, Scope};
use crate::model::text::Safe;

mod damage;
mod living;
mod reading;
mod walls;

const NOVEMBER: &str = "2026-11.jsonl";
const DECEMBER: &str = "2026-12.jsonl";

fn november() -> Timestamp {
    "2026-11-23T15:04:11.123456Z".parse().unwrap()
}

fn december() -> Timestamp {
    "2026-12-01T00:00:00Z".parse().unwrap()
}

/// A folder that goes away, and the journal that will be in it.
struct Place {
    home: TempDir,
}

impl Place {
    fn new() -> Self {
        Self { home: tempfile::tempdir().unwrap() }
    }

    fn folder(&self) -> PathBuf {
        self.home.path().join("state/journal")
    }

    fn journal(&self, run: &str) -> Journal {
        Journal::new(self.folder(), origin(run))
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).unwrap()
    }

    /// Adds bytes as a crash or a stranger would.
    fn add(&self, name: &str, bytes: &[u8]) {
        let mut file = fs::OpenOptions::new().append(true).open(self.file(name)).unwrap();
        file.write_all(bytes).unwrap();
    }

    fn verdict(&self) -> Verdict {
        self.journal("reader").verify(None).unwrap()
    }

    fn chain(&self) -> Chain {
        match self.verdict() {
            Verdict::Whole(chain) => chain,
            other => panic!("{other}"),
        }
    }

    fn acts(&self) -> Vec<Act> {
        let reading = self.journal("reader").acts(usize::MAX).unwrap();
        assert_eq!(reading.unread, [], "every line is read");
        reading.acts
    }
}

fn origin(run: &str) -> Origin {
    let (run, host, user) = (run.to_owned(), "bastion".to_owned(), "ada".to_owned());
    Origin { run, host, pid: 991, user, version: "0.1.0", simulated: false }
}

fn deed(id: &str, name: &str) -> Deed {
    Deed {
        id: Safe::new(id),
        action: Action::plain(Verb::Stop),
        target: Target {
            arn: Arn::new(format!("arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/{name}")),
            kind: Kind::Notebook,
            name: Safe::new(name),
            scope: Scope {
                account: "111122223333".parse().unwrap(),
                region: Region::parse("eu-west-1").unwrap(),
            },
            within: None,
        },
        account_name: Safe::new("ds-retail"),
        account_role: None,
        owner: None,
        via: Safe::new("ds-retail"),
        caller: Safe::new("arn:aws:sts::111122223333:assumed-role/Operator/ada"),
        plan: Safe::new("the machine stops"),
        before: Seen { status: Some(Safe::new("InService")), modified: None },
        undoes: None,
    }
}

fn intent(id: &str) -> Entry {
    Entry::Intent(Box::new(deed(id, "churn-eda")))
}

fn of(id: &str) -> DeedRef {
    deed(id, "churn-eda").reference()
}

fn answer(id: &str) -> Entry {
    let request_id = Some(Safe::new("0f1e-77"));
    Entry::Answer { of: of(id), answer: Answer::Accepted, request_id, text: Safe::new("accepted") }
}

fn outcome(id: &str) -> Entry {
    let after = Some(Safe::new("Stopped"));
    Entry::Outcome { of: of(id), ending: Ending::Done, after, text: Safe::new("it stopped") }
}

fn write_all<const N: usize>(journal: &Journal, entries: [Entry; N], at: Timestamp) {
    for entry in entries {
        journal.append(&entry, at).unwrap();
    }
}

#[test]
fn lines_have_the_documented_members_in_their_order() {
    let place = Place::new();
    let journal = place.journal("991-a");
    write_all(&journal, [intent("d1"), answer("d1"), outcome("d1")], november());
    write_all(&journal, [Entry::ReadOnly { text: Safe::new("asked for") }], november());
    let text = place.text(NOVEMBER);
    let lines: Vec<&str> = text.lines().collect();
    let who = r#""run":"991-a","host":"bastion","pid":991,"user":"ada","version":"0.1.0""#;
    let what = r#""deed":"d1","action":"stop","arn":"arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/churn-eda""#;
    let rest = [
        r#""kind":"notebook","name":"churn-eda","account":"111122223333","account_name":"ds-retail","region":"eu-west-1","via":"ds-retail","caller":"arn:aws:sts::111122223333:assumed-role/Operator/ada","plan":"the machine stops","before":{"status":"InService"}"#,
        r#""answer":"accepted","request_id":"0f1e-77","text":"accepted""#,
        r#""ending":"done","after":"Stopped","text":"it stopped""#,
    ];
    let mut prev = seal::GENESIS.to_owned();
    for (at, (event, rest)) in ["intent", "answer", "outcome"].into_iter().zip(rest).enumerate() {
        let head = format!(r#"{{"v":1,"seq":{},"at":"2026-11-23T15:04:11.123Z","event":"{event}""#, at + 1);
        let object = format!(r#"{head},{who},{what},{rest},"prev":"{prev}"}}"#);
        let hash = seal::digest(&[object.as_bytes()]);
        assert_eq!(lines[at], format!(r#"{},"hash":"{hash}"}}"#, object.strip_suffix('}').unwrap()));
        prev = hash;
    }
    let last = r#""event":"read-only","run":"991-a","host":"bastion","pid":991,"user":"ada","version":"0.1.0","text":"asked for","prev":""#;
    assert!(lines[3].contains(last), "{}", lines[3]);
}

#[test]
fn the_chain_goes_on_over_months_and_clocks_that_are_put_back() {
    let place = Place::new();
    assert_eq!(place.verdict(), Verdict::Empty);
    let journal = place.journal("991-a");
    write_all(&journal, [intent("d1"), answer("d1")], november());
    write_all(&journal, [outcome("d1"), intent("d2")], december());
    write_all(&journal, [outcome("d2")], november());
    assert_eq!(place.text(NOVEMBER).lines().count(), 2);
    assert_eq!(place.text(DECEMBER).lines().count(), 3);
    let chain = place.chain();
    assert_eq!((chain.lines, chain.gaps, chain.torn), (5, 0, None));
    let first = "2026-11-23T15:04:11.123Z".parse().unwrap();
    assert_eq!((chain.first, chain.last), (first, first));
    assert!(place.text(DECEMBER).trim_end().ends_with(&format!("\"hash\":\"{}\"}}", chain.head)));
    let seqs: Vec<u64> = place.acts().iter().map(|act| act.seq).collect();
    assert_eq!(seqs, [4, 1]);
    assert!(place.acts().iter().all(Act::is_resolved), "joined over files");
}

#[test]
fn an_empty_month_does_not_break_the_chain() {
    let place = Place::new();
    let journal = place.journal("991-a");
    write_all(&journal, [intent("d1")], november());
    fs::write(place.file(DECEMBER), "").unwrap();
    fs::set_permissions(place.file(DECEMBER), fs::Permissions::from_mode(0o600)).unwrap();
    write_all(&journal, [outcome("d1")], december());
    assert_eq!(place.chain().lines, 2);
}

/// S11
#[test]
fn processes_and_threads_share_a_journal() {
    let place = Place::new();
    let journals = [place.journal("1-a"), place.journal("2-b")];
    thread::scope(|scope| {
        for (at, journal) in journals.iter().enumerate() {
            for part in 0..2 {
                let journal = journal.clone();
                scope.spawn(move || {
                    for number in 0..50 {
                        let id = format!("{at}-{part}-{number}");
                        journal.append(&intent(&id), november()).unwrap();
                        journal.append(&outcome(&id), november()).unwrap();
                    }
                });
            }
        }
        // Readers see whole lines only, whenever they look.
        for _ in 0..20 {
            assert!(journals[0].verify(None).unwrap().is_fine());
            assert_eq!(journals[1].acts(10).unwrap().unread, []);
        }
    });
    assert_eq!(place.chain().lines, 400);
    let acts = place.acts();
    assert_eq!(acts.len(), 200);
    assert!(acts.iter().all(Act::is_resolved));
}

#[test]
fn checking_makes_the_folder_for_us_alone_and_writes_no_entry() {
    let place = Place::new();
    let journal = place.journal("991-a");
    assert_eq!(journal.acts(10), Ok(Reading::default()));
    assert_eq!(journal.unresolved(), Ok(vec![]));
    assert!(!place.folder().exists(), "reading makes nothing");
    journal.check().unwrap();
    assert_eq!(place.verdict(), Verdict::Empty);
    let entries = fs::read_dir(place.folder()).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["lock", "runs"]);
    write_all(&journal, [intent("d1")], november());
    journal.check().unwrap();
    assert_eq!(place.chain().lines, 1);
    for (name, mode) in [("", 0o700), ("runs", 0o700), (NOVEMBER, 0o600), ("runs/991-a.lock", 0o600)] {
        let found = fs::metadata(place.file(name)).unwrap().permissions().mode() & 0o7777;
        assert_eq!(found, mode, "{name}");
    }
    assert_eq!(fs::metadata(place.folder().parent().unwrap()).unwrap().permissions().mode() & 0o7777, 0o700);
}

#[test]
fn trouble_says_what_where_and_what_to_do() {
    let error = io::Error::from_raw_os_error(28);
    let trouble = Trouble::io("nothing was written down", Path::new("/x\u{1b}[2J/y"), &error);
    let words =
        "nothing was written down: No space left on device (os error 28) · free some space · /x␛[2J/y";
    assert_eq!(trouble.to_string(), words);
    assert_eq!(trouble.safe().raw(), words);
}
