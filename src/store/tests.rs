//! The store as its users see it: in a folder of its own, with rows as AWS describes them.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::model::account::{AccountRole, AccountState, Login, Via};
use crate::model::action::Permitted;
use crate::model::fetch::Cell;
use crate::model::field::Field;
use crate::model::id::Arn;
use crate::model::kind::Kind;
use crate::model::memory::{Listed, Memory};
use crate::model::resource::{Facts, Part, Parts, Phase, Resource, Tag, Whole};
use crate::model::scope::{Region, Scope};
use crate::model::text::Safe;
use crate::model::value::Value;

mod damage;
mod keeping;
mod walls;

/// A folder with a store in it.
struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
        Self { folder }
    }

    fn cache(&self) -> PathBuf {
        self.folder.path().join("cache/sagedeck")
    }

    fn file(&self) -> PathBuf {
        self.cache().join("snapshot.sqlite3")
    }

    fn open(&self) -> Store {
        let (store, told) = Store::open(&self.file(), fleet()).unwrap();
        assert_eq!(told, None);
        store
    }

    /// What opening says.
    fn trouble(&self) -> String {
        Store::open(&self.file(), fleet()).unwrap_err().to_string()
    }
}

fn fleet() -> Fleet {
    Fleet::new(&["https://aws", "profiles"], Vec::new(), Vec::new())
}

/// So many seconds after the start of everything.
fn at(second: i64) -> Timestamp {
    let start: Timestamp = "2026-11-25T08:00:00.123456Z".parse().unwrap();
    start + SignedDuration::from_secs(second)
}

fn scope() -> Scope {
    Scope { account: "012345678901".parse().unwrap(), region: Region::parse("eu-west-1").unwrap() }
}

fn cell() -> Cell {
    Cell { scope: scope(), kind: Kind::Notebook }
}

fn account() -> Account {
    Account {
        id: scope().account,
        name: Safe::new("ds-retail"),
        role: Some(AccountRole::DataScience),
        role_source: Safe::new("OU Workloads/DataScience"),
        role_conflict: None,
        permitted: Permitted::by_default(Some(AccountRole::DataScience)),
        path: vec![Safe::new("Root"), Safe::new("Workloads")],
        state: AccountState::Active,
        via: Via::Role(Safe::new("Reader")),
        regions: vec![scope().region],
        login: Login::Unknown,
        theme: None,
    }
}

fn notebook(name: &str, status: &str, seen: Timestamp) -> Whole {
    Whole {
        arn: Arn::new(format!("arn:aws:sagemaker:eu-west-1:012345678901:notebook-instance/{name}")),
        kind: Kind::Notebook,
        name: Safe::new(name),
        scope: scope(),
        status: Some(Safe::new(status)),
        phase: Phase::Ok,
        created: Some(at(-86_400)),
        modified: Some(at(-3_600)),
        tags: Some(vec![Tag { key: Safe::new("owner"), value: Safe::new("ada@example.com") }]),
        facts: Facts::from_iter([
            (Field::InstanceType, Some(Value::text("ml.t3.medium"))),
            (Field::VolumeSizeInGb, Some(Value::Int(50))),
            (Field::SecurityGroups, Some(Value::List(vec![Safe::new("sg-1"), Safe::new("sg-2")]))),
            (Field::LastLogEvent, Some(Value::Time(at(-7_200)))),
        ]),
        parts: Parts {
            describe: Part::Read(at(-60)),
            tags: Part::Read(at(-50)),
            activity: Part::Read(at(-40)),
            content: Part::NotRead,
        },
        seen,
        source: "sagemaker:ListNotebookInstances",
        incomplete: false,
    }
}

fn listed(rows: Vec<Whole>, at: Timestamp) -> Memory {
    Memory::Listing(Listed { cell: cell(), rows: rows.into_iter().map(shared).collect(), at })
}

fn shared(row: Whole) -> Arc<Resource> {
    Arc::new(Resource::from(row))
}

fn accounts(at: Timestamp) -> Memory {
    Memory::Accounts(vec![Arc::new(account())], at)
}

/// The rows that are remembered, by name and status.
fn rows(store: &Store) -> Vec<String> {
    let mut rows = Vec::new();
    let mut note = |recalled: Recalled| {
        rows.extend(recalled.rows.iter().map(|row| format!("{} {}", row.name, row.status.clone().unwrap())));
    };
    store.listings(&[account()], &mut note).unwrap();
    rows
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}
