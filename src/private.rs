//! What is for us alone on disk: folders that are made so, and the judgement of folders and files that are there.
//!
//! The ground that the journal and the store stand on, each with its own sentences. It opens nothing and repairs
//! nothing: what is a link, belongs to another user or lets others in is refused with the reason.

use std::fs::{DirBuilder, File, Metadata};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

use rustix::process::geteuid;

/// Why something is not for us alone.
#[derive(Debug)]
pub enum Doubt {
    /// It belongs to another user: ours has to lie elsewhere.
    Foreign(PathBuf),
    /// Others can get at it: what is wrong, where, and the command that mends it.
    Open { what: String, place: PathBuf, todo: String },
    /// The folder above cannot be looked at.
    Unseen(PathBuf, io::Error),
}

/// Makes a folder and those above it, each for us alone, and makes sure that their names are on disk.
///
/// # Errors
/// What the system says; a folder that is there already is none, whatever it is.
pub fn make(path: &Path) -> io::Result<()> {
    let create = || DirBuilder::new().mode(0o700).create(path);
    let made = match (create(), path.parent()) {
        (Err(error), Some(above)) if error.kind() == ErrorKind::NotFound => {
            make(above).and_then(|()| create())
        }
        (made, _) => made,
    };
    match made {
        Ok(()) => File::open(above(path))?.sync_all(),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

/// The folder that a path lies in; of a bare name the working folder.
pub fn above(path: &Path) -> &Path {
    path.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Judges the folder above one of ours: whoever can rename in it could put another one in the place of ours.
///
/// # Errors
/// The doubt, where there is one.
pub fn judge_above(path: &Path) -> Result<(), Doubt> {
    let above = above(path);
    let unseen = |error| Doubt::Unseen(above.to_owned(), error);
    let metas = [above.symlink_metadata().map_err(unseen)?, above.metadata().map_err(unseen)?];
    let trusted = |meta: &Metadata| [0, geteuid().as_raw()].contains(&meta.uid());
    if !metas.iter().all(trusted) {
        return Err(Doubt::Foreign(above.to_owned()));
    }
    let [_, meta] = metas;
    // In a sticky folder such as `/tmp` each may rename only what is his.
    if meta.mode() & 0o022 != 0 && meta.mode() & 0o1000 == 0 {
        let what = format!("others can write to it (mode {})", octal(&meta));
        let todo = format!("chmod go-w {}", quoted(above));
        return Err(Doubt::Open { what, place: above.to_owned(), todo });
    }
    Ok(())
}

/// Judges a folder or file by what was looked up of it. `mode` is the one that it should have.
///
/// # Errors
/// The doubt, where it belongs to another user or lets others in.
pub fn judge(path: &Path, meta: &Metadata, mode: &str) -> Result<(), Doubt> {
    if meta.uid() != geteuid().as_raw() {
        return Err(Doubt::Foreign(path.to_owned()));
    }
    if meta.mode() & 0o077 != 0 {
        let what = format!("others can get at it (mode {})", octal(meta));
        let todo = format!("chmod {mode} {}", quoted(path));
        return Err(Doubt::Open { what, place: path.to_owned(), todo });
    }
    Ok(())
}

fn octal(meta: &Metadata) -> String {
    format!("{:04o}", meta.mode() & 0o7777)
}

/// The path as a shell takes it.
fn quoted(path: &Path) -> String {
    format!("'{}'", path.to_string_lossy().replace('\'', "'\\''"))
}
