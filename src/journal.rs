//! The record of what this program did, on disk: lines of JSON, each hashed together with the hash of the line before
//! it, one file a month, shared by all processes of a user. It is no log, and it knows no clock: what is written down is
//! decided elsewhere, and the time is handed in.
//!
//! Invariant: an entry is on disk whole when [`Journal::append`] says so, and not there at all when it does not. Whoever
//! cannot write an intent down must not act.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use rustix::fs::OFlags;

use crate::model::audit::{Act, Entry, Reading};
use crate::model::text::Safe;

mod disk;
mod entry;
mod lines;
mod origin;
mod read;
mod record;
mod runs;
mod seal;
mod tail;
mod trouble;
mod verify;
mod write;

#[cfg(test)]
mod tests;

pub use origin::{Origin, folder};
pub use seal::is_hash;
pub use trouble::Trouble;
pub use verify::{Chain, Torn, Verdict};

use disk::Folder;
use runs::Held;

/// The journal in a folder. Cheap to clone; everything it does blocks.
#[derive(Clone, Debug)]
pub struct Journal {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    folder: PathBuf,
    origin: Origin,
    /// Since the first intent.
    held: Mutex<Option<Held>>,
}

impl Journal {
    /// Touches nothing: the folder is made by what is written first.
    pub fn new(folder: PathBuf, origin: Origin) -> Self {
        Self { inner: Arc::new(Inner { folder, origin, held: Mutex::new(None) }) }
    }

    pub fn folder(&self) -> &Path {
        &self.inner.folder
    }

    /// Who writes.
    pub fn origin(&self) -> &Origin {
        &self.inner.origin
    }

    /// Whether an entry could be written now. Makes the folder, and writes no entry.
    ///
    /// # Errors
    /// What keeps entries from being written: a folder or file that is not ours alone, a journal that nothing can
    /// follow on, a disk that takes nothing.
    pub fn check(&self) -> Result<(), Trouble> {
        let folder = Folder::make(self.folder())?;
        let _lock = folder.lock()?;
        runs::check(self.folder())?;
        write::check(&folder)
    }

    /// Writes an entry down and waits until it is on disk. A line that a crash left half written is set aside first,
    /// and told in a line of its own.
    ///
    /// # Errors
    /// Then nothing of the entry is in the journal.
    pub fn append(&self, entry: &Entry, at: Timestamp) -> Result<(), Trouble> {
        let folder = Folder::make(self.folder())?;
        let _lock = folder.lock()?;
        if matches!(entry, Entry::Intent(_)) {
            self.live()?;
        }
        write::append(&folder, self.origin(), entry, at)
    }

    /// What is wrong with the last entries, as far as it shows in what the next one reads anyway: that next one is
    /// written all the same, since a chain that goes on hides nothing.
    ///
    /// # Errors
    /// As [`Journal::acts`], and when no entry can follow.
    pub fn doubt(&self) -> Result<Option<Safe>, Trouble> {
        self.find(None, |folder| {
            let doubted = tail::Head::read(folder)?.doubted;
            Ok(doubted.map(|file| {
                Safe::new(format!(
                    "The journal's last entries in {file} are not what was written: see `sagedeck journal verify`"
                ))
            }))
        })
    }

    /// The newest acts, at most so many, with their answers and outcomes.
    ///
    /// # Errors
    /// When a file cannot be read or is not ours alone. A missing folder is an empty journal, and lines that make no
    /// sense are told in [`Reading::unread`].
    pub fn acts(&self, most: usize) -> Result<Reading, Trouble> {
        self.find(Reading::default(), |folder| read::acts(folder, most))
    }

    /// The intents of processes that ended before they wrote down an outcome, the newest first: nobody has seen what
    /// became of them. Simulated ones are only told in the simulated organization.
    ///
    /// # Errors
    /// As [`Journal::acts`].
    pub fn unresolved(&self) -> Result<Vec<Act>, Trouble> {
        let Some(folder) = Folder::find(self.folder())? else { return Ok(Vec::new()) };
        // A process that is about to write its first intent must not be taken for dead.
        let _lock = folder.lock()?;
        let alive = runs::alive(self.folder())?;
        read::unresolved(&folder, &alive, self.origin().simulated)
    }

    /// Whether the journal is what was written. `expected` is a hash that was noted elsewhere, and must be that of a
    /// line: only so is it found that lines at the end were cut off.
    ///
    /// # Errors
    /// When a file cannot be read or is not ours alone. That is no verdict.
    pub fn verify(&self, expected: Option<&str>) -> Result<Verdict, Trouble> {
        let nothing = if expected.is_some() { Verdict::Unanchored { lines: 0 } } else { Verdict::Empty };
        self.find(nothing, |folder| verify::verify(folder, expected))
    }

    /// Copies all lines as they stand, byte by byte, the oldest first.
    ///
    /// # Errors
    /// When a file cannot be read or is not ours alone, or the writer fails.
    pub fn copy(&self, out: &mut dyn Write) -> Result<(), Trouble> {
        self.find((), |folder| {
            folder.months()?.iter().try_for_each(|name| {
                let mut file = folder.require(name, OFlags::RDONLY)?;
                let failed = |error| Trouble::io("the file cannot be copied", &folder.place(name), &error);
                io::copy(&mut file, out).map(drop).map_err(failed)
            })
        })
    }

    /// What is read while nobody writes; `nothing` where there is no folder.
    fn find<T>(&self, nothing: T, read: impl FnOnce(&Folder) -> Result<T, Trouble>) -> Result<T, Trouble> {
        let Some(folder) = Folder::find(self.folder())? else { return Ok(nothing) };
        let _lock = folder.lock_shared()?;
        read(&folder)
    }

    /// From here on this process is seen to live.
    fn live(&self) -> Result<(), Trouble> {
        let mut held = self.inner.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.is_none() {
            *held = Some(Held::take(self.folder(), &self.origin().run)?);
        }
        Ok(())
    }
}
