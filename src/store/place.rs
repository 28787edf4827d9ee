//! The store's folder and file, and who may touch them.
//!
//! Invariant: what is a symbolic link, belongs to another user or lets others in is refused, never repaired; what is
//! made is for us alone from its first moment.

use std::fs::{self, DirBuilder, File, Metadata, TryLockError};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::fs::{Mode, OFlags};
use rustix::process::geteuid;

use super::trouble::Trouble;

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
        let folder = above(named);
        make(folder).map_err(|error| Trouble::io("the folder cannot be made", folder, &error))?;
        let unusable = |error: &io::Error| Trouble::io("the folder cannot be used", folder, error);
        let meta = folder.symlink_metadata().map_err(|error| unusable(&error))?;
        if meta.is_symlink() {
            return Err(link(folder));
        }
        if !meta.is_dir() {
            return Err(Trouble::new("it is not a folder", folder, "move it away"));
        }
        judge_above(above(folder))?;
        judge(folder, &meta, "700")?;
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
                Ok(meta) => judge(&path, &meta, "600")?,
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
    judge(path, &meta, "600")?;
    Ok((file, meta))
}

/// Makes a folder and those above it, each for us alone.
fn make(path: &Path) -> io::Result<()> {
    let create = || DirBuilder::new().mode(0o700).create(path);
    let made = match (create(), path.parent()) {
        (Err(error), Some(above)) if error.kind() == ErrorKind::NotFound => {
            make(above).and_then(|()| create())
        }
        (made, _) => made,
    };
    match made {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
}

fn above(path: &Path) -> &Path {
    path.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whoever can rename in the folder above could put another one in the place of ours.
fn judge_above(above: &Path) -> Result<(), Trouble> {
    let meta = above.metadata();
    let meta = meta.map_err(|error| Trouble::io("the folder above cannot be used", above, &error))?;
    if ![0, geteuid().as_raw()].contains(&meta.uid()) {
        return Err(foreign(above));
    }
    // In a sticky folder such as `/tmp` each may rename only what is his.
    if meta.mode() & 0o022 != 0 && meta.mode() & 0o1000 == 0 {
        let todo = format!("chmod go-w {}", quoted(above));
        return Err(Trouble::new(format!("others can write to it (mode {})", octal(&meta)), above, todo));
    }
    Ok(())
}

/// Refuses what belongs to another user or lets others in. `mode` is the one that it should have.
fn judge(path: &Path, meta: &Metadata, mode: &str) -> Result<(), Trouble> {
    if meta.uid() != geteuid().as_raw() {
        return Err(foreign(path));
    }
    if meta.mode() & 0o077 != 0 {
        let todo = format!("chmod {mode} {}", quoted(path));
        return Err(Trouble::new(format!("others can get at it (mode {})", octal(meta)), path, todo));
    }
    Ok(())
}

fn link(path: &Path) -> Trouble {
    Trouble::new("it is a symbolic link, which could lead anywhere", path, "move it away")
}

fn foreign(path: &Path) -> Trouble {
    Trouble::new("it belongs to another user", path, "set XDG_CACHE_HOME to a folder of your own")
}

fn octal(meta: &Metadata) -> String {
    format!("{:04o}", meta.mode() & 0o7777)
}

/// The path as a shell takes it.
fn quoted(path: &Path) -> String {
    format!("'{}'", path.to_string_lossy().replace('\'', "'\\''"))
}
