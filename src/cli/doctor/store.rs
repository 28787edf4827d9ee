//! What the doctor says of the snapshot store.
//!
//! [`finding`] takes plain facts and knows no database. [`look`] gathers them from the file system alone, which tells
//! where the file is, how large and how old, and whose; that is the one place to ask the store itself for more.

use std::io::ErrorKind;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use etcetera::BaseStrategy;

use super::finding::{Area, Finding};
use crate::model::time::short_span;

/// What is known of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Facts {
    /// Absent without a home folder.
    pub path: Option<PathBuf>,
    pub state: State,
}

/// How it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// A demo keeps nothing.
    Unused,
    Absent,
    There {
        bytes: u64,
        /// Since it was written; absent where the system does not tell.
        age: Option<Duration>,
    },
    /// It is there and is not used, for this reason.
    Refused(String),
    /// Whether it is there cannot be told.
    Unreadable(String),
}

/// What the file system tells.
pub(super) fn look(demo: bool) -> Facts {
    let base = etcetera::base_strategy::Xdg::new().ok();
    let path = base.map(|base| base.cache_dir().join("sagedeck").join("snapshot.sqlite3"));
    let state = match &path {
        _ if demo => State::Unused,
        None => State::Absent,
        Some(path) => match std::fs::symlink_metadata(path) {
            Ok(file) if !file.is_file() => State::Refused("it is no plain file".to_owned()),
            Ok(file) if file.uid() != rustix::process::geteuid().as_raw() => {
                State::Refused("it belongs to somebody else".to_owned())
            }
            Ok(file) if file.permissions().mode() & 0o077 != 0 => {
                State::Refused("others may read or write it".to_owned())
            }
            Ok(file) => State::There { bytes: file.len(), age: file.modified().ok().and_then(age) },
            Err(error) if error.kind() == ErrorKind::NotFound => State::Absent,
            Err(error) => State::Unreadable(error.to_string()),
        },
    };
    Facts { path, state }
}

#[expect(clippy::disallowed_methods, reason = "the age of a file is measured by the clock that wrote it")]
fn age(written: SystemTime) -> Option<Duration> {
    SystemTime::now().duration_since(written).ok()
}

pub(super) fn finding(facts: &Facts) -> Finding {
    let area = Area::Store;
    let path = facts.path.as_ref().map(|path| path.to_string_lossy().into_owned()).unwrap_or_default();
    match &facts.state {
        State::Unused => Finding::note(area, "demo: nothing is kept"),
        State::Absent if facts.path.is_none() => {
            Finding::note(area, "there is no home folder for it: nothing is kept between two starts")
        }
        State::Absent => Finding::note(area, format!("no cache yet at {path}")),
        State::There { bytes, age } => {
            let age = age.map_or_else(String::new, |age| {
                format!(", written {} ago", short_span(i64::try_from(age.as_secs()).unwrap_or(i64::MAX)))
            });
            Finding::fine(area, format!("{path}, {} kB{age}", bytes.div_ceil(1024)))
        }
        State::Refused(why) => {
            let todo = "move the file away; it is only a cache and is written anew";
            Finding::bad(area, format!("{path}: {why}"), todo)
        }
        State::Unreadable(why) => Finding::bad(area, format!("{path}: {why}"), "make the folder readable"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::Level;
    use super::*;

    #[test]
    fn each_state_has_its_sentence() {
        let of = |state| finding(&Facts { path: Some("/c/snapshot.sqlite3".into()), state });
        assert_eq!(of(State::Absent).what.raw(), "no cache yet at /c/snapshot.sqlite3");
        let there = of(State::There { bytes: 2_000, age: Some(Duration::from_secs(7_200)) });
        assert_eq!(there.what.raw(), "/c/snapshot.sqlite3, 2 kB, written 2h ago");
        assert_eq!(of(State::Refused("no".into())).level, Level::Bad);
        assert_eq!(of(State::Unreadable("no".into())).level, Level::Bad);
        assert_eq!(finding(&Facts { path: None, state: State::Absent }).level, Level::Note);
    }
}
