//! Writes an export and its manifest: both, or neither.
//!
//! Invariant: nothing that is there is written over, whatever it is; what could not be written whole is taken away.

use std::fmt::Write as _;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use sha2::{Digest, Sha256};

use super::folder::{Draft, Folder, There};
use crate::model::export::{Order, Written};
use crate::model::text::Safe;
use crate::report;

/// What stands behind the name of a file whose manifest it is.
const MANIFEST: &str = ".manifest.json";
/// So many exports in one second get names of their own.
const NUMBERS: u32 = 1_000;

/// Writes what was ordered; the error is a sentence that says what to do.
pub fn write(order: &Order) -> Result<Written, Safe> {
    let path = whole(&order.path);
    let name = path.file_name().and_then(|name| name.to_str()).filter(|_| !order.path.ends_with('/'));
    let Some(name) = name else {
        return Err(Safe::new(format!("{} names no file: type a name behind it", order.path)));
    };
    let above = path.parent().unwrap_or(Path::new(""));
    let folder = Folder::open(above).map_err(|error| {
        let shown = if above.as_os_str().is_empty() { Path::new(".") } else { above };
        no_folder(shown, &error)
    })?;
    if !order.numbered {
        refuse_taken(&folder, name)?;
    }
    let failed = |error: io::Error| cannot(&folder, name, &error);
    let mut data = folder.draft().map_err(failed)?;
    let (digest, bytes) = fill(&mut data, order).map_err(|(error, bytes)| {
        let text = cannot(&folder, name, &error);
        Safe::new(format!("{}; {bytes} bytes were written and taken away again", text.raw()))
    })?;
    let name = place(&folder, &mut data, order, name, &digest)?;
    folder.sync().map_err(failed)?;
    tracing::info!(bytes, rows = order.export.rows.len(), form = order.export.form.name(), "exported");
    Ok(Written {
        path: Safe::new(above.join(&name).to_string_lossy()),
        rows: order.export.rows.len(),
        complete: order.export.about.missing.is_empty(),
    })
}

/// The path with the home folder in the place of `~`.
fn whole(path: &str) -> PathBuf {
    let home = || etcetera::base_strategy::Xdg::new().ok().map(|base| base.home_dir().to_owned());
    match path.strip_prefix("~/").and_then(|rest| home().map(|home| home.join(rest))) {
        Some(path) => path,
        None => PathBuf::from(path),
    }
}

/// Writes the rows; gives the digest and the number of bytes, also where it failed.
fn fill(draft: &mut Draft<'_>, order: &Order) -> Result<(String, u64), (io::Error, u64)> {
    let mut out = Counted { file: &mut draft.file, digest: Sha256::new(), bytes: 0 };
    let written = {
        let mut buffered = BufWriter::with_capacity(1 << 16, &mut out);
        report::export::write(&mut buffered, &order.export).and_then(|()| buffered.flush())
    };
    let bytes = out.bytes;
    written.map_err(|error| (error, bytes))?;
    let hex = out.digest.finalize().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    Ok((hex, bytes))
}

/// Gives file and manifest their names, the manifest first: a file never stands there without.
fn place(
    folder: &Folder,
    data: &mut Draft<'_>,
    order: &Order,
    wanted: &str,
    digest: &str,
) -> Result<String, Safe> {
    let last = if order.numbered { NUMBERS } else { 1 };
    for number in 1..=last {
        let name = if number == 1 { wanted.to_owned() } else { numbered(wanted, number) };
        let beside = format!("{name}{MANIFEST}");
        // Looked at first, so that no manifest comes and goes beside a file of somebody else.
        if order.numbered && folder.there(&name).is_ok_and(|there| there != There::Nothing) {
            continue;
        }
        let failed = |name: &str, error: &io::Error| cannot(folder, name, error);
        let mut manifest = folder.draft().map_err(|error| failed(&beside, &error))?;
        let text = report::export::manifest(&order.export, &Safe::new(&name), digest);
        manifest.file.write_all(text.as_bytes()).map_err(|error| failed(&beside, &error))?;
        match manifest.place_new(&beside) {
            Err(error) if is_taken(&error) && order.numbered => continue,
            end => end.map_err(|error| failed(&beside, &error))?,
        }
        match data.place_new(&name) {
            Ok(()) => return Ok(name),
            Err(error) => {
                let _ = folder.remove(&beside);
                if !(is_taken(&error) && order.numbered) {
                    return Err(failed(&name, &error));
                }
            }
        }
    }
    Err(Safe::new(format!("{wanted} and {NUMBERS} more names are taken: type another name")))
}

/// `a.csv` as `a-2.csv`.
fn numbered(name: &str, number: u32) -> String {
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}-{number}.{ending}"),
        None => format!("{name}-{number}"),
    }
}

fn is_taken(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::AlreadyExists
}

fn refuse_taken(folder: &Folder, name: &str) -> Result<(), Safe> {
    let what = match folder.there(name).map_err(|error| cannot(folder, name, &error))? {
        There::Nothing => return Ok(()),
        There::File => "is there already",
        There::Link => "is a symbolic link, which could lead anywhere",
        There::Folder => "is a folder",
        There::Other => "is no plain file",
    };
    Err(Safe::new(format!("{name} {what}; nothing is written over: type another name")))
}

fn no_folder(path: &Path, error: &io::Error) -> Safe {
    let path = path.display();
    Safe::new(match error.kind() {
        io::ErrorKind::NotFound => format!("there is no folder {path}: make it, or type another one"),
        io::ErrorKind::NotADirectory => format!("{path} is no folder: type another one"),
        io::ErrorKind::PermissionDenied => format!("the folder {path} cannot be entered: type another one"),
        _ => format!("the folder {path} cannot be used: {error}; type another one"),
    })
}

fn cannot(folder: &Folder, name: &str, error: &io::Error) -> Safe {
    let place = folder.path().join(name);
    let place = place.display();
    Safe::new(match error.kind() {
        io::ErrorKind::AlreadyExists => {
            format!("{place} is there already; nothing is written over: type another name")
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            format!("there is no room for {place}: make some, or type another folder")
        }
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
            format!("{place} cannot be written, the folder takes no files from us: type another one")
        }
        io::ErrorKind::InvalidFilename => format!("{place} is too long a name: type another one"),
        _ => format!("{place} cannot be written: {error}; type another name"),
    })
}

/// Counts and digests what goes through.
struct Counted<'a> {
    file: &'a mut std::fs::File,
    digest: Sha256,
    bytes: u64,
}

impl Write for Counted<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.digest.update(bytes.get(..count).unwrap_or(bytes));
        self.bytes += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use jiff::Timestamp;

    use super::*;
    use crate::model::export::{About, Export, Form};
    use crate::model::field::Field;

    fn order(path: &Path, numbered: bool) -> Order {
        let about = About {
            version: "1",
            simulated: false,
            what: "notebooks",
            at: Timestamp::UNIX_EPOCH,
            oldest: None,
            which: Safe::new("0 rows"),
            query: Safe::new(""),
            sort: "name".to_owned(),
            accounts: Vec::new(),
            missing: vec![Safe::new("everything")],
        };
        let export = Export { form: Form::Csv, rows: Vec::new(), columns: vec![Field::Name], about };
        Order { export, path: path.to_str().unwrap().to_owned(), numbered }
    }

    fn names(folder: &Path) -> Vec<String> {
        let name = |entry: io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
        let mut names: Vec<String> = fs::read_dir(folder).unwrap().map(name).collect();
        names.sort();
        names
    }

    #[test]
    fn file_and_manifest_are_made_for_us_alone() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a.csv");
        let written = write(&order(&path, false)).unwrap();
        assert_eq!((written.path.raw(), written.complete), (path.to_str().unwrap(), false));
        assert_eq!(names(home.path()), ["a.csv", "a.csv.manifest.json"]);
        for name in names(home.path()) {
            let mode = fs::metadata(home.path().join(name)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        let manifest = fs::read_to_string(home.path().join("a.csv.manifest.json")).unwrap();
        let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
        assert_eq!((&manifest["complete"], &manifest["missing"][0]), (&false.into(), &"everything".into()));
        // The digest of the one line that the file holds, worked out elsewhere.
        assert_eq!(fs::read_to_string(&path).unwrap(), "\"name\"\r\n");
        let digest = "3834892277d7e0fa7d0c5cca011682425ed39d7bc052bf9f23544c8edcddce55";
        assert_eq!(manifest["sha256"], digest);
    }

    /// S13
    #[test]
    fn nothing_that_is_there_is_written_over() {
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name);
        fs::write(at("file.csv"), "mine").unwrap();
        fs::write(at("beside.csv.manifest.json"), "mine").unwrap();
        symlink(at("nowhere"), at("link.csv")).unwrap();
        fs::create_dir(at("folder.csv")).unwrap();
        let before = names(home.path());
        for (name, words) in [
            ("file.csv", "is there already"),
            ("beside.csv", "is there already"),
            ("link.csv", "symbolic link"),
            ("folder.csv", "is a folder"),
            ("missing/x.csv", "there is no folder"),
            ("file.csv/x.csv", "is no folder"),
            ("folder.csv/", "names no file"),
            ("..", "names no file"),
        ] {
            let why = write(&order(&at(name), false)).unwrap_err();
            assert!(why.raw().contains(words), "{name}: {why}");
            assert!(why.raw().contains("type "), "{name}: {why}");
        }
        assert_eq!(names(home.path()), before, "nothing is left behind");
        assert_eq!(fs::read_to_string(at("file.csv")).unwrap(), "mine");
    }

    /// S14
    #[test]
    fn several_in_one_second_get_names_of_their_own() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a.csv");
        symlink(home.path().join("nowhere"), home.path().join("a-2.csv")).unwrap();
        for name in ["a.csv", "a-3.csv", "a-4.csv"] {
            let written = write(&order(&path, true)).unwrap();
            assert!(written.path.raw().ends_with(name), "{}", written.path);
        }
        assert_eq!(names(home.path()).len(), 7, "three files, three manifests and the link");
    }

    #[test]
    fn a_full_disk_leaves_nothing_behind() {
        // Whoever may not mount a small file system cannot try this; the rest of the way is the same.
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::open(home.path()).unwrap();
        let full = cannot(&folder, "a.csv", &io::Error::from(io::ErrorKind::StorageFull));
        assert!(full.raw().contains("no room") && full.raw().contains("type another folder"));
        let draft = folder.draft().unwrap();
        assert_eq!(names(home.path()).len(), 1);
        drop(draft);
        assert_eq!(names(home.path()), [""; 0]);
    }
}
