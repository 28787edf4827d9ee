//! What keeps the journal from being read or written, as one honest line.

use std::io::{self, ErrorKind};
use std::path::Path;

use crate::model::text::Safe;
use crate::private::Doubt;

/// Why nothing was read or written: what happened, where, what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} · {todo} · {place}")]
pub struct Trouble {
    what: Safe,
    place: Safe,
    todo: Safe,
}

impl Trouble {
    pub fn new(what: impl AsRef<str>, place: &Path, todo: impl AsRef<str>) -> Self {
        Self { what: Safe::new(what), place: Safe::new(place.to_string_lossy()), todo: Safe::new(todo) }
    }

    /// The whole line, for a banner.
    pub fn safe(&self) -> Safe {
        Safe::new(self.to_string())
    }

    /// The system refused. `what` says what could not be done.
    pub fn io(what: &str, place: &Path, error: &io::Error) -> Self {
        let todo = match error.kind() {
            ErrorKind::PermissionDenied => "check its owner and mode",
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => "free some space",
            ErrorKind::ReadOnlyFilesystem => {
                "choose a folder that can be written; the journal's is below XDG_STATE_HOME"
            }
            _ => "check the path and the disk",
        };
        Self::new(format!("{what}: {error}"), place, todo)
    }
}

impl From<Doubt> for Trouble {
    fn from(doubt: Doubt) -> Self {
        match doubt {
            Doubt::Foreign(place) => {
                Self::new("it belongs to another user", &place, "set XDG_STATE_HOME to a folder of your own")
            }
            Doubt::Open { what, place, todo } => Self::new(what, &place, todo),
            Doubt::Unseen(place, error) => Self::io("the folder above cannot be used", &place, &error),
        }
    }
}
