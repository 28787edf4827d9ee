//! A folder in which files are written whole: under a name of their own first, then under the one that was meant.
//!
//! Invariant: a file is made for us alone (0600) and is on disk before it gets its name; a symbolic link is never
//! followed to where it leads.

use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use rustix::fs::{AtFlags, FileType, Mode, OFlags, RenameFlags};
use rustix::io::Errno;

/// Numbers the files of this process.
static NEXT: AtomicU32 = AtomicU32::new(0);

/// What stands under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum There {
    Nothing,
    File,
    Link,
    Folder,
    Other,
}

/// An open folder.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    handle: OwnedFd,
}

/// A file without its name yet; it goes when it is dropped before it got one.
#[derive(Debug)]
pub struct Draft<'a> {
    folder: &'a Folder,
    name: String,
    pub file: File,
    named: bool,
}

impl Folder {
    /// Opens a folder that is there.
    pub fn open(path: &Path) -> io::Result<Self> {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let handle = rustix::fs::open(path, flags, Mode::empty())?;
        Ok(Self { path: path.to_owned(), handle })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub const fn handle(&self) -> &OwnedFd {
        &self.handle
    }

    /// A new file of ours in the folder.
    pub fn draft(&self) -> io::Result<Draft<'_>> {
        loop {
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let name = format!(".sagedeck-{}-{number}.part", std::process::id());
            let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
            match rustix::fs::openat(&self.handle, &name, flags, Mode::RUSR | Mode::WUSR) {
                Ok(file) => return Ok(Draft { folder: self, name, file: file.into(), named: false }),
                // Left by a process that had our number before.
                Err(Errno::EXIST) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// What stands under a name; a link is a link, wherever it leads.
    pub fn there(&self, name: &str) -> io::Result<There> {
        match rustix::fs::statat(&self.handle, name, AtFlags::SYMLINK_NOFOLLOW) {
            Err(Errno::NOENT) => Ok(There::Nothing),
            Err(error) => Err(error.into()),
            Ok(stat) => Ok(match FileType::from_raw_mode(stat.st_mode) {
                FileType::RegularFile => There::File,
                FileType::Symlink => There::Link,
                FileType::Directory => There::Folder,
                _ => There::Other,
            }),
        }
    }

    /// Opens a file to read it, unless it is a link.
    pub fn read(&self, name: &str) -> io::Result<File> {
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
        Ok(rustix::fs::openat(&self.handle, name, flags, Mode::empty())?.into())
    }

    /// Gives a file another name, in place of whatever has it.
    pub fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        Ok(rustix::fs::renameat(&self.handle, from, &self.handle, to)?)
    }

    pub fn remove(&self, name: &str) -> io::Result<()> {
        Ok(rustix::fs::unlinkat(&self.handle, name, AtFlags::empty())?)
    }

    /// Makes sure that the names are on disk.
    pub fn sync(&self) -> io::Result<()> {
        match rustix::fs::fsync(&self.handle) {
            // Some file systems keep no folders in memory.
            Ok(()) | Err(Errno::INVAL) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

impl Draft<'_> {
    /// Gives the file its name, unless something has it: then an error of the kind
    /// [`AlreadyExists`](io::ErrorKind::AlreadyExists).
    pub fn place_new(&mut self, name: &str) -> io::Result<()> {
        self.file.sync_all()?;
        let folder = &self.folder.handle;
        match rustix::fs::renameat_with(folder, &self.name, folder, name, RenameFlags::NOREPLACE) {
            Ok(()) => {
                self.named = true;
                Ok(())
            }
            // The file system cannot; a second name fails just as well where there is something.
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {
                Ok(rustix::fs::linkat(folder, &self.name, folder, name, AtFlags::empty())?)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Gives the file its name, in place of the file that has it.
    pub fn replace(&mut self, name: &str) -> io::Result<()> {
        self.file.sync_all()?;
        self.folder.rename(&self.name, name)?;
        self.named = true;
        Ok(())
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        if !self.named {
            let _ = self.folder.remove(&self.name);
        }
    }
}
