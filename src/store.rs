//! What was read is remembered here from one start to the next, in one SQLite file that all processes of a user share:
//! the accounts of a fleet, its listings, and what changed in them.
//!
//! It is a cache: whatever is wrong with it costs a new reading and nothing else, and nothing is decided by it.
//! Invariants: a listing is replaced whole or not at all, and never by an older one; the file stays within [`LIMIT`];
//! no credential is in it.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::Connection;

use crate::model::account::Account;
use crate::model::memory::Recalled;

mod bound;
mod bytes;
mod change;
mod fleet;
mod history;
mod kept;
mod place;
mod read;
mod record;
mod schema;
mod secret;
mod trouble;
mod write;

#[cfg(test)]
mod tests;

pub use change::{Change, Passes, What};
pub use fleet::Fleet;
pub use trouble::Trouble;

use place::{Id, Place};

/// Bytes that the file may take.
pub const LIMIT: u64 = 256 << 20;

/// The file of this user. Nothing without a home. `$XDG_CACHE_HOME` is honoured on every system.
pub fn file() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    let cache = etcetera::base_strategy::Xdg::new().ok()?.cache_dir();
    Some(cache.join("sagedeck").join("snapshot.sqlite3"))
}

/// The open file. Everything it does blocks.
#[derive(Debug)]
pub struct Store {
    db: Connection,
    place: Place,
    id: Id,
    fleet: Fleet,
}

impl Store {
    /// Opens the file, made where it is missing. A file that makes no sense is moved to `….corrupt` and begun anew;
    /// then the second value says so.
    ///
    /// # Errors
    /// What keeps anything from being remembered: a folder or file that is not ours alone, a disk that takes nothing.
    pub fn open(file: &Path, fleet: Fleet) -> Result<(Self, Option<Trouble>), Trouble> {
        let place = Place::make(file)?;
        let _lock = place.lock()?;
        match schema::open(&place) {
            Ok((db, id)) => Ok((Self { db, place, id, fleet }, None)),
            Err((trouble, Some(id))) if trouble.is_corrupt() => {
                place.set_aside(id)?;
                let (db, id) = schema::open(&place).map_err(|(trouble, _)| trouble)?;
                Ok((Self { db, place, id, fleet }, Some(trouble)))
            }
            Err((trouble, _)) => Err(trouble),
        }
    }

    /// Moves a file aside that turned out to make no sense, and begins anew.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn begin_anew(self) -> Result<Self, Trouble> {
        let Self { db, place, id, fleet } = self;
        drop(db);
        let _lock = place.lock()?;
        place.set_aside(id)?;
        let (db, id) = schema::open(&place).map_err(|(trouble, _)| trouble)?;
        Ok(Self { db, place, id, fleet })
    }

    /// Bytes in use.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn bytes(&self) -> Result<u64, Trouble> {
        bound::used(&self.db).map_err(|mistake| mistake.at(&self.place.named))
    }

    /// The accounts as they were known last, and when.
    ///
    /// # Errors
    /// When the file cannot be read or makes no sense.
    pub fn accounts(&self) -> Result<Option<(Vec<Account>, Timestamp)>, Trouble> {
        read::accounts(&self.db, &self.fleet).map_err(|mistake| mistake.at(&self.place.named))
    }

    /// Every listing of these accounts, one by one. A listing that is damaged is left out and forgotten; the answer says
    /// how many were.
    ///
    /// # Errors
    /// When the file cannot be read or makes no sense.
    pub fn listings(&self, accounts: &[Account], each: impl FnMut(Recalled)) -> Result<usize, Trouble> {
        read::listings(&self.db, &self.fleet, accounts, each).map_err(|mistake| mistake.at(&self.place.named))
    }
}
