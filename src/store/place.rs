//! The store's folder and file, and who may touch them.
//!
//! Invariant: what is a symbolic link, belongs to another user or lets others in is refused, never repaired; what is
//! made is for us alone from its first moment.

use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::fs::{Mode, OFlags};

use super::trouble::Trouble;
use crate::private;

/// How long another process may hold the lock; it is held only while a file is opened or moved aside.
const PATIENCE: Duration = Duration::from_secs(2);
/// What SQLite puts beside the file.
const BESIDE: [&str; 2] = ["-wal", "-shm"];

/// Where the file is.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// As it was named.
    pub named: PathBuf,
    /// Without links above it, as SQLite takes it.
    pub file: PathBuf,
}

/// Which file was opened: another may stand under its name by now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Id(u64, u64);

impl Place {
    /// Makes the folder where it is missing, and judges it.
    pub(super) fn make(named: &Path) -> Result<Self, Trouble> {
        let folder = private::above(named);
        private::make(folder).map_err(|error| Trouble::io("the folder cannot be made", folder, &error))?;
        let unusable = |error: &io::Error| Trouble::io("the folder cannot be used", folder, error);
        let meta = folder.symlink_metadata().map_err(|error| unusable(&error))?;
        if meta.is_symlink() {
            return Err(link(folder));
        }
        if !meta.is_dir() {
            return Err(Trouble::new("it is not a folder", folder, "move it away"));
        }
        private::judge_above(folder)?;
        private::judge(folder, &meta, "700")?;
        let name = named.file_name().unwrap_or_default();
        let file = folder.canonicalize().map_err(|error| unusable(&error))?.join(name);
        Ok(Self { named: named.to_owned(), file })
    }

    /// Keeps other processes from opening or moving the file, until it is dropped.
    pub(super) fn lock(&self) -> Result<File, Trouble> {
        let path = beside(&self.file, ".lock");
        let (file, _) = open(&path)?;
        let until = Instant::now() + PATIENCE;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::WouldBlock) if Instant::now() < until => sleep(Duration::from_millis(5)),
                Err(TryLockError::WouldBlock) => {
                    let todo = "end that process; the lock ends with it";
                    return Err(Trouble::new("another process holds the lock", &path, todo));
                }
                Err(TryLockError::Error(error)) => {
                    return Err(Trouble::io("it cannot be locked", &path, &error));
                }
            }
        }
    }

    /// Makes the file where it is missing, empty and for us alone, and judges it and what lies beside it.
    pub(super) fn judge(&self) -> Result<(Id, u64), Trouble> {
        let (_, meta) = open(&self.file)?;
        for end in BESIDE {
            let path = beside(&self.file, end);
            match path.symlink_metadata() {
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(Trouble::io("it cannot be used", &path, &error)),
                Ok(meta) if meta.is_symlink() => return Err(link(&path)),
                Ok(meta) => private::judge(&path, &meta, "600")?,
            }
        }
        Ok((Id(meta.dev(), meta.ino()), meta.len()))
    }

    /// Moves the file to `….corrupt`, where only the last one is kept. Nothing is moved when another process has put a
    /// new file there since. The lock must be held.
    pub(super) fn set_aside(&self, id: Id) -> Result<(), Trouble> {
        let unmovable = |path: &Path, error: &io::Error| Trouble::io("it cannot be moved aside", path, error);
        match self.file.symlink_metadata() {
            Ok(meta) if Id(meta.dev(), meta.ino()) == id => {}
            Ok(_) => return Ok(()),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(unmovable(&self.file, &error)),
        }
        let aside = beside(&self.file, ".corrupt");
        fs::rename(&self.file, aside).map_err(|error| unmovable(&self.file, &error))?;
        // They would be taken for a part of the new file.
        for end in BESIDE {
            let path = beside(&self.file, end);
            match fs::remove_file(&path) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(unmovable(&path, &error)),
                _ => {}
            }
        }
        Ok(())
    }
}

fn beside(file: &Path, end: &str) -> PathBuf {
    let mut path = file.as_os_str().to_owned();
    path.push(end);
    path.into()
}

/// Opens a file, made where it is missing.
fn open(path: &Path) -> Result<(File, Metadata), Trouble> {
    let unusable = |error: &io::Error| Trouble::io("the file cannot be opened", path, error);
    // A pipe in its place must not make us wait.
    let flags = OFlags::RDWR | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
    let file = match rustix::fs::open(path, flags, Mode::RUSR | Mode::WUSR) {
        Ok(file) => File::from(file),
        Err(rustix::io::Errno::LOOP) => return Err(link(path)),
        Err(error) => return Err(unusable(&error.into())),
    };
    let meta = file.metadata().map_err(|error| unusable(&error))?;
    if !meta.is_file() {
        return Err(Trouble::new("it is not a file", path, "move it away"));
    }
    private::judge(path, &meta, "600")?;
    Ok((file, meta))
}

fn link(path: &Path) -> Trouble {
    Trouble::new("it is a symbolic link, which could lead anywhere", path, "move it away")
}
