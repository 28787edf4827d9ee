//! A file that appears under its name whole or not at all, and never in the place of another.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use crate::journal::Trouble;

/// Gathers what is written under another name beside its own. Dropped before [`Fresh::finish`] it leaves nothing behind.
#[derive(Debug)]
pub(super) struct Fresh {
    target: PathBuf,
    /// Nothing once the file has its name.
    temporary: Option<PathBuf>,
    file: File,
}

impl Fresh {
    /// Makes the file, for its owner alone. `unique` keeps two processes apart.
    pub(super) fn beside(target: &Path, unique: &str) -> Result<Self, Trouble> {
        if let Ok(meta) = target.symlink_metadata() {
            return Err(taken(target, meta.is_symlink()));
        }
        let folder = folder(target);
        if !folder.is_dir() {
            return Err(Trouble::new("there is no such folder", folder, "make it, or choose another one"));
        }
        let temporary = folder.join(format!(".sagedeck-{unique}.part"));
        // What is made new is never reached through a link.
        let made = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&temporary);
        let file = made.map_err(|error| Trouble::io("the file cannot be made", target, &error))?;
        Ok(Self { target: target.to_owned(), temporary: Some(temporary), file })
    }

    /// Waits until everything is on disk and gives the file its name.
    pub(super) fn finish(mut self) -> Result<(), Trouble> {
        self.file.sync_all().map_err(|error| self.failed(&error))?;
        if let Some(temporary) = &self.temporary {
            place(temporary, &self.target).map_err(|error| match error.kind() {
                ErrorKind::AlreadyExists => taken(&self.target, self.target.is_symlink()),
                _ => self.failed(&error),
            })?;
        }
        self.temporary = None;
        File::open(folder(&self.target))
            .and_then(|folder| folder.sync_all())
            .map_err(|error| self.failed(&error))
    }

    pub(super) fn failed(&self, error: &io::Error) -> Trouble {
        Trouble::io("the file cannot be written", &self.target, error)
    }
}

impl Write for &Fresh {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        (&self.file).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        (&self.file).flush()
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        if let Some(temporary) = &self.temporary {
            let _ = fs::remove_file(temporary);
        }
    }
}

/// Gives the file another name, unless that one is taken.
fn place(from: &Path, to: &Path) -> io::Result<()> {
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Ok(()) => Ok(()),
        // Not every file system can do that. A second name takes nobody's place either.
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {
            fs::hard_link(from, to).and_then(|()| fs::remove_file(from))
        }
        Err(error) => Err(error.into()),
    }
}

fn taken(target: &Path, is_link: bool) -> Trouble {
    let what = if is_link { "it is a symbolic link, which is not followed" } else { "it is there already" };
    Trouble::new(what, target, "choose another name, or move it away")
}

fn folder(target: &Path) -> &Path {
    target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_taken_in_the_meantime_stays_what_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("copy");
        let file = Fresh::beside(&target, "1-a").unwrap();
        (&file).write_all(b"ours").unwrap();
        fs::write(&target, "theirs").unwrap();
        let trouble = file.finish().unwrap_err();
        assert!(trouble.to_string().starts_with("it is there already"), "{trouble}");
        assert_eq!(fs::read_to_string(&target).unwrap(), "theirs");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
    }
}
