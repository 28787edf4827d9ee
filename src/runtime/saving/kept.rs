//! The file in which the console keeps columns, order and history for the next time: `console.toml` in the state folder.
//!
//! Invariant: it is replaced whole, and only where it is a file of ours; what could not be read is set aside before.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use rustix::process::geteuid;

use super::folder::{Folder, There};
use crate::app::kept::Kept;
use crate::model::text::Safe;

const NAME: &str = "console.toml";
/// Where what made no sense is kept, for the person to look at.
const ASIDE: &str = "console.toml.bad";
/// The longest text that is read, in bytes.
const LIMIT: u64 = 256 * 1024;

/// The file.
#[derive(Clone, Debug)]
pub struct KeptFile {
    folder: PathBuf,
    /// What stands there made no sense.
    bad: bool,
}

/// The file, and what was found in it.
pub struct Found {
    pub file: KeptFile,
    pub kept: Result<Kept, Safe>,
}

impl KeptFile {
    /// Where this user's file is; nothing without a home. `$XDG_STATE_HOME` is honoured on every system.
    pub fn folder() -> Option<PathBuf> {
        let state = etcetera::base_strategy::Xdg::new().ok()?.state_dir()?;
        Some(state.join("sagedeck"))
    }

    /// Reads the file in a folder. None is no mistake.
    pub fn find(folder: PathBuf) -> Found {
        let kept = match read(&folder) {
            Ok(None) => Ok(Kept::default()),
            Ok(Some(text)) => Kept::parse(&text),
            Err(error) => Err(Safe::new(error.to_string())),
        };
        let place = folder.join(NAME);
        let kept = kept.map_err(|why| Safe::new(format!("{} · {}", why.raw(), place.display())));
        Found { file: Self { folder, bad: kept.is_err() }, kept }
    }

    /// Writes a text in place of what is there.
    pub fn write(&mut self, text: &str) -> Result<(), Safe> {
        self.put(text).map_err(|error| {
            tracing::warn!(%error, "what is kept");
            Safe::new(format!("{error} · {}", self.folder.join(NAME).display()))
        })
    }

    fn put(&mut self, text: &str) -> io::Result<()> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.folder)?;
        let folder = Folder::open(&self.folder)?;
        judge(&folder)?;
        match folder.there(NAME)? {
            There::File if std::mem::take(&mut self.bad) => folder.rename(NAME, ASIDE)?,
            There::Nothing | There::File => {}
            There::Link => return Err(io::Error::other("it is a symbolic link, which could lead anywhere")),
            There::Folder | There::Other => return Err(io::Error::other("it is not a file")),
        }
        let mut draft = folder.draft()?;
        draft.file.write_all(text.as_bytes())?;
        draft.replace(NAME)?;
        folder.sync()
    }
}

fn read(path: &Path) -> io::Result<Option<String>> {
    let folder = match Folder::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        folder => folder?,
    };
    match folder.there(NAME)? {
        There::Nothing => return Ok(None),
        There::File => {}
        There::Link => return Err(io::Error::other("it is a symbolic link, which could lead anywhere")),
        There::Folder | There::Other => return Err(io::Error::other("it is not a file")),
    }
    let file = folder.read(NAME)?;
    if file.metadata()?.uid() != geteuid().as_raw() {
        return Err(io::Error::other("it belongs to another user"));
    }
    let mut text = String::new();
    file.take(LIMIT + 1).read_to_string(&mut text)?;
    if text.len() as u64 > LIMIT {
        return Err(ErrorKind::FileTooLarge.into());
    }
    Ok(Some(text))
}

/// A folder in which others could exchange the file is none of ours.
fn judge(folder: &Folder) -> io::Result<()> {
    let meta = File::from(folder.handle().try_clone()?).metadata()?;
    if meta.uid() != geteuid().as_raw() {
        return Err(io::Error::other("its folder belongs to another user"));
    }
    if meta.mode() & 0o022 != 0 {
        return Err(io::Error::other("others can write to its folder: chmod go-w it"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    const TEXT: &str = "version = 1\nfilters = [\"idle>4h\"]\n";

    #[test]
    fn it_is_made_for_us_alone_and_found_again() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("state/sagedeck");
        let mut found = KeptFile::find(folder.clone());
        assert_eq!(found.kept, Ok(Kept::default()));
        assert!(!folder.exists(), "reading makes nothing");
        found.file.write(TEXT).unwrap();
        found.file.write(TEXT).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&folder.join(NAME))), (0o700, 0o600));
        assert_eq!(KeptFile::find(folder.clone()).kept.unwrap().filters.texts(), ["idle>4h"]);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing is left behind");
    }

    #[test]
    fn what_makes_no_sense_is_set_aside_with_the_next_change() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().to_owned();
        fs::write(folder.join(NAME), "version = 7").unwrap();
        let mut found = KeptFile::find(folder.clone());
        assert!(found.kept.unwrap_err().raw().contains("another version"));
        assert_eq!(fs::read_to_string(folder.join(NAME)).unwrap(), "version = 7");
        found.file.write(TEXT).unwrap();
        assert_eq!(fs::read_to_string(folder.join(ASIDE)).unwrap(), "version = 7");
        assert!(KeptFile::find(folder).kept.is_ok());
    }

    #[test]
    fn a_link_is_neither_read_nor_written_through() {
        let home = tempfile::tempdir().unwrap();
        let other = home.path().join("other");
        fs::write(&other, TEXT).unwrap();
        symlink(&other, home.path().join(NAME)).unwrap();
        let mut found = KeptFile::find(home.path().to_owned());
        assert!(found.kept.unwrap_err().raw().contains("symbolic link"));
        assert!(found.file.write("version = 1\n").unwrap_err().raw().contains("symbolic link"));
        assert_eq!(fs::read_to_string(&other).unwrap(), TEXT);
    }

    #[test]
    fn a_folder_that_others_write_to_is_not_used() {
        let home = tempfile::tempdir().unwrap();
        fs::set_permissions(home.path(), fs::Permissions::from_mode(0o777)).unwrap();
        let mut found = KeptFile::find(home.path().to_owned());
        assert!(found.file.write(TEXT).unwrap_err().raw().contains("chmod go-w"));
    }
}
