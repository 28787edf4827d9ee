//! The journal's folder and the files in it, opened so that nobody else has a hand in them.
//!
//! Invariant: what is a symbolic link, belongs to another user or lets others in is refused, never repaired. Files are
//! opened relative to the folder that was looked at, so that none can be exchanged in between.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, Dir, Mode, OFlags};

use super::lines::Lines;
use super::trouble::Trouble;
use crate::private;

/// Held by whoever writes, and by those who read while nobody writes.
const LOCK: &str = "lock";

/// A folder of ours that nobody else can look into.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    handle: File,
}

/// Ends when it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Folder {
    /// The folder, made where it is missing.
    pub(super) fn make(path: &Path) -> Result<Self, Trouble> {
        private::make(path).map_err(|error| Trouble::io("the folder cannot be made", path, &error))?;
        Self::find(path)?.ok_or_else(|| Trouble::new("the folder is gone again", path, "try it again"))
    }

    /// Nothing where there is no such folder.
    pub(super) fn find(path: &Path) -> Result<Option<Self>, Trouble> {
        let unusable = |error: &io::Error| Trouble::io("the folder cannot be used", path, error);
        match path.symlink_metadata() {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unusable(&error)),
            Ok(meta) if meta.is_symlink() => return Err(link(path)),
            Ok(meta) if !meta.is_dir() => {
                return Err(Trouble::new("it is not a folder", path, "move it away"));
            }
            Ok(_) => {}
        }
        private::judge_above(path)?;
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let handle = rustix::fs::open(path, flags, Mode::empty()).map_err(|error| unusable(&error.into()))?;
        let handle = File::from(handle);
        private::judge(path, &handle.metadata().map_err(|error| unusable(&error))?, "700")?;
        Ok(Some(Self { path: path.to_owned(), handle }))
    }

    /// Where a file of it is.
    pub(super) fn place(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Opens a file of it; with [`OFlags::CREATE`] it is made where it is missing, else there may be none.
    pub(super) fn open(&self, name: &str, flags: OFlags) -> Result<Option<File>, Trouble> {
        let place = self.place(name);
        let unusable = |error: &io::Error| Trouble::io("the file cannot be opened", &place, error);
        // A pipe in its place must not make us wait.
        let flags = flags | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
        let file = match rustix::fs::openat(&self.handle, name, flags, Mode::RUSR | Mode::WUSR) {
            Ok(file) => File::from(file),
            Err(rustix::io::Errno::NOENT) if !flags.contains(OFlags::CREATE) => return Ok(None),
            Err(rustix::io::Errno::LOOP) => return Err(link(&place)),
            Err(error) => return Err(unusable(&error.into())),
        };
        let meta = file.metadata().map_err(|error| unusable(&error))?;
        if !meta.is_file() {
            return Err(Trouble::new("it is not a file", &place, "move it away"));
        }
        private::judge(&place, &meta, "600")?;
        Ok(Some(file))
    }

    /// As [`Folder::open`], for a file that must be there.
    pub(super) fn require(&self, name: &str, flags: OFlags) -> Result<File, Trouble> {
        self.open(name, flags)?
            .ok_or_else(|| Trouble::new("the file is gone", &self.place(name), "try it again"))
    }

    /// The lines of a file that must be there.
    pub(super) fn lines(&self, name: &str) -> Result<Lines, Trouble> {
        self.require(name, OFlags::RDONLY).map(Lines::of)
    }

    /// Waits until nobody else reads or writes.
    pub(super) fn lock(&self) -> Result<Lock, Trouble> {
        let file = self.require(LOCK, OFlags::RDWR | OFlags::CREATE)?;
        self.wait(file, File::lock)
    }

    /// Waits until nobody writes. Where nobody ever wrote there is nothing to wait for.
    pub(super) fn lock_shared(&self) -> Result<Option<Lock>, Trouble> {
        let file = self.open(LOCK, OFlags::RDONLY)?;
        file.map(|file| self.wait(file, File::lock_shared)).transpose()
    }

    fn wait(&self, file: File, lock: impl Fn(&File) -> io::Result<()>) -> Result<Lock, Trouble> {
        loop {
            match lock(&file) {
                Ok(()) => return Ok(Lock { _file: file }),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(Trouble::io("it cannot be locked", &self.place(LOCK), &error)),
            }
        }
    }

    /// The files of the journal, the oldest first.
    pub(super) fn months(&self) -> Result<Vec<String>, Trouble> {
        let mut names = self.names()?;
        names.retain(|name| is_month(name));
        names.sort();
        Ok(names)
    }

    /// The names of everything in it that are text, in any order.
    pub(super) fn names(&self) -> Result<Vec<String>, Trouble> {
        let unreadable =
            |error: rustix::io::Errno| Trouble::io("the folder cannot be read", &self.path, &error.into());
        let mut names = Vec::new();
        for entry in Dir::read_from(&self.handle).map_err(unreadable)? {
            names.extend(entry.map_err(unreadable)?.file_name().to_str().ok().map(str::to_owned));
        }
        Ok(names)
    }

    /// Takes a file away, if it is there.
    pub(super) fn remove(&self, name: &str) -> Result<(), Trouble> {
        match rustix::fs::unlinkat(&self.handle, name, AtFlags::empty()) {
            Ok(()) | Err(rustix::io::Errno::NOENT) => Ok(()),
            Err(error) => Err(Trouble::io("the file cannot be removed", &self.place(name), &error.into())),
        }
    }

    /// Makes sure that its names are on disk.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.handle.sync_all()
    }
}

/// `2026-11.jsonl`
pub(super) fn is_month(name: &str) -> bool {
    let digits = |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    let parts = name.strip_suffix(".jsonl").and_then(|stem| stem.split_once('-'));
    parts.is_some_and(|(year, month)| digits(year, 4) && digits(month, 2))
}

fn link(path: &Path) -> Trouble {
    Trouble::new("it is a symbolic link, which could lead anywhere", path, "move it away")
}
