//! Which processes live: whoever writes an intent holds a lock on a file of its own until it ends, however it ends.
//!
//! Invariant: such a file is made, and looked at, only under the journal's lock. So none is seen before it is held.

use std::collections::BTreeSet;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

use super::disk::Folder;
use super::trouble::Trouble;

/// The sign that this process lives. Dropping it takes it away.
#[derive(Debug)]
pub(super) struct Held {
    runs: Folder,
    name: String,
    _file: File,
}

impl Held {
    /// Says that this run lives. `journal` is the journal's folder.
    pub(super) fn take(journal: &Path, run: &str) -> Result<Self, Trouble> {
        let place = place(journal);
        if !is_run(run) {
            return Err(Trouble::new(
                format!("`{run}` cannot name a file"),
                &place,
                "report this as a fault",
            ));
        }
        let runs = Folder::make(&place)?;
        let name = format!("{run}.lock");
        let file = runs.require(&name, OFlags::RDWR | OFlags::CREATE)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { runs, name, _file: file }),
            Err(TryLockError::WouldBlock) => Err(Trouble::new(
                "another process goes by the same name",
                &runs.place(&name),
                "start the program again",
            )),
            Err(TryLockError::Error(error)) => {
                Err(Trouble::io("it cannot be locked", &runs.place(&name), &error))
            }
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // What is left behind is taken away by the next look.
        let _ = self.runs.remove(&self.name);
    }
}

/// Whether a run could say that it lives.
pub(super) fn check(journal: &Path) -> Result<(), Trouble> {
    Folder::make(&place(journal)).map(drop)
}

/// The runs that live. The files of the others are taken away.
pub(super) fn alive(journal: &Path) -> Result<BTreeSet<String>, Trouble> {
    let mut alive = BTreeSet::new();
    let Some(runs) = Folder::find(&place(journal))? else { return Ok(alive) };
    for name in runs.names()? {
        let Some(run) = name.strip_suffix(".lock").filter(|run| is_run(run)) else { continue };
        // A process that ends just now takes its file away itself.
        let Some(file) = runs.open(&name, OFlags::RDWR)? else { continue };
        match file.try_lock() {
            Ok(()) => runs.remove(&name)?,
            Err(TryLockError::WouldBlock) => {
                alive.insert(run.to_owned());
            }
            Err(TryLockError::Error(error)) => {
                return Err(Trouble::io("it cannot be locked", &runs.place(&name), &error));
            }
        }
    }
    Ok(alive)
}

fn place(journal: &Path) -> PathBuf {
    journal.join("runs")
}

/// Nothing that could be a path.
fn is_run(run: &str) -> bool {
    let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    (1..=64).contains(&run.len()) && run.bytes().all(fits)
}
