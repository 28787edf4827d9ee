//! What keeps the store from being read or written, as one honest line.

use std::io::{self, ErrorKind};
use std::path::Path;

use rusqlite::ErrorCode;

use crate::model::text::Safe;
use crate::private::Doubt;

/// Why nothing is remembered, or not what was: what happened, where, what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} · {todo} · {place}")]
pub struct Trouble {
    what: Safe,
    place: Safe,
    todo: Safe,
    /// What is in the file makes no sense: it can be moved aside.
    pub(super) corrupt: bool,
}

impl Trouble {
    pub(super) fn new(what: impl AsRef<str>, place: &Path, todo: impl AsRef<str>) -> Self {
        let (what, place) = (Safe::new(what), Safe::new(place.to_string_lossy()));
        Self { what, place, todo: Safe::new(todo), corrupt: false }
    }

    pub(super) fn corrupt(what: impl AsRef<str>, place: &Path) -> Self {
        let todo = "nothing has to be done; it is read from AWS again";
        Self { corrupt: true, ..Self::new(what, place, todo) }
    }

    /// The system refused. `what` says what could not be done.
    pub(super) fn io(what: &str, place: &Path, error: &io::Error) -> Self {
        let todo = match error.kind() {
            ErrorKind::PermissionDenied => "check its owner and mode",
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => "free some space",
            ErrorKind::ReadOnlyFilesystem => {
                "set XDG_CACHE_HOME to a folder that can be written, or leave it with --no-store"
            }
            _ => "check the path and the disk, or leave it with --no-store",
        };
        Self::new(format!("{what}: {error}"), place, todo)
    }

    /// The database refused.
    pub(super) fn of(error: &rusqlite::Error, place: &Path) -> Self {
        let told = format!("the database cannot be used: {error}");
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::corrupt("it is damaged", place)
            }
            // Tables, columns or types are not those that this program makes.
            Some(ErrorCode::Unknown | ErrorCode::TypeMismatch) | None => Self::corrupt(told, place),
            Some(ErrorCode::DiskFull) => Self::new("the disk is full", place, "free some space"),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                Self::new("another process holds it for too long", place, "end that process")
            }
            Some(ErrorCode::SystemIoFailure) => Self::new(told, place, "free some space and check the disk"),
            Some(_) => Self::new(told, place, "check owner and mode of the file and its folder"),
        }
    }

    /// Whether the file's content is what is wrong, so that it can be begun anew.
    pub const fn is_corrupt(&self) -> bool {
        self.corrupt
    }

    /// The whole line, for a banner.
    pub fn safe(&self) -> Safe {
        Safe::new(self.to_string())
    }
}

impl From<Doubt> for Trouble {
    fn from(doubt: Doubt) -> Self {
        match doubt {
            Doubt::Foreign(place) => {
                Self::new("it belongs to another user", &place, "set XDG_CACHE_HOME to a folder of your own")
            }
            Doubt::Open { what, place, todo } => Self::new(what, &place, todo),
            Doubt::Unseen(place, error) => Self::io("the folder above cannot be used", &place, &error),
        }
    }
}
