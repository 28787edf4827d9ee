//! Adds lines. Everything here runs under the journal's lock, which the caller holds.
//!
//! Invariant: after a failure the file is as it was before. What a crash left half written is kept beside the file, and
//! a line of its own says so.

use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::FileExt;

use jiff::Timestamp;
use rustix::fs::OFlags;

use super::disk::Folder;
use super::entry::{self, Content};
use super::lines::LIMIT;
use super::origin::Origin;
use super::seal::{self, GENESIS};
use super::tail::{Head, Torn};
use super::trouble::Trouble;
use crate::model::audit::Entry;

const TO_APPEND: OFlags = OFlags::RDWR.union(OFlags::APPEND);
/// Written and taken away again, to see whether there is room.
const PROBE: &str = "probe";

/// The line that the next one follows.
#[derive(Clone, Debug)]
struct Last {
    seq: u64,
    hash: String,
}

/// Adds one line, after it has set aside what a crash left half written.
pub(super) fn append(folder: &Folder, origin: &Origin, entry: &Entry, at: Timestamp) -> Result<(), Trouble> {
    let head = Head::read(folder)?;
    let mut last = head.link.map_or_else(Last::none, |link| Last { seq: link.seq, hash: link.hash });
    if let Some(torn) = head.torn {
        last = mend(folder, origin, &last, &torn, at)?;
    }
    let name = file_for(folder, at)?;
    let (line, _) = last.next(at, origin, Content::Entry(entry));
    if line.len() > LIMIT {
        let todo = "act on it elsewhere: nobody could read this here";
        return Err(Trouble::new("the entry is longer than 1 MiB", &folder.place(&name), todo));
    }
    put(folder, &name, line.as_bytes())
}

/// Whether a line could be added now.
pub(super) fn check(folder: &Folder) -> Result<(), Trouble> {
    Head::read(folder)?;
    if let Some(newest) = folder.months()?.last() {
        folder.require(newest, TO_APPEND)?;
    }
    folder.remove(PROBE)?;
    let mut probe = folder.require(PROBE, TO_APPEND | OFlags::CREATE | OFlags::EXCL)?;
    let written = probe.write_all(&[b' '; 4096]).and_then(|()| probe.sync_data());
    folder.remove(PROBE)?;
    written.map_err(|error| Trouble::io("nothing can be written", &folder.place(PROBE), &error))
}

impl Last {
    /// Before the first line.
    fn none() -> Self {
        Self { seq: 0, hash: GENESIS.to_owned() }
    }

    /// The line that follows, with its end, and what the one behind it follows.
    fn next(&self, at: Timestamp, origin: &Origin, content: Content<'_>) -> (String, Self) {
        let seq = self.seq + 1;
        let (line, hash) = seal::seal(&entry::object(seq, &self.hash, at, origin, content));
        (line + "\n", Self { seq, hash })
    }
}

/// The file of the month, unless a later one was begun: a clock that was put back must not break the chain.
fn file_for(folder: &Folder, at: Timestamp) -> Result<String, Trouble> {
    let month = at.strftime("%Y-%m.jsonl").to_string();
    Ok(folder.months()?.pop().map_or(month.clone(), |newest| newest.max(month)))
}

/// Keeps the torn bytes in a file beside it and puts a line that tells of them in their place. It is written over
/// them, not behind a cut: whatever interrupts this leaves torn bytes again, so that none are ever lost untold.
fn mend(folder: &Folder, origin: &Origin, last: &Last, torn: &Torn, at: Timestamp) -> Result<Last, Trouble> {
    let kept = format!("{}.torn", torn.file);
    put(folder, &kept, &torn.bytes)?;
    let sha256 = seal::digest(&[&torn.bytes]);
    let gap = Content::Gap { file: &kept, bytes: torn.bytes.len(), sha256: &sha256 };
    let (line, next) = last.next(at, origin, gap);
    // Not for appending: then the system would write behind them whatever place is asked for.
    let file = folder.require(&torn.file, OFlags::RDWR)?;
    file.write_all_at(line.as_bytes(), torn.from)
        .and_then(|()| file.set_len(torn.from + line.len() as u64))
        .and_then(|()| file.sync_data())
        .map_err(|error| Trouble::io("a torn line cannot be mended", &folder.place(&torn.file), &error))?;
    Ok(next)
}

/// Adds the bytes to a file and waits until they are on disk. After a failure the file has none of them.
fn put(folder: &Folder, name: &str, bytes: &[u8]) -> Result<(), Trouble> {
    let failed = |what: &str, error: &io::Error| Trouble::io(what, &folder.place(name), error);
    let (file, is_new) = match folder.open(name, TO_APPEND)? {
        Some(file) => (file, false),
        None => (folder.require(name, TO_APPEND | OFlags::CREATE | OFlags::EXCL)?, true),
    };
    let before = file.metadata().map_err(|error| failed("the file cannot be read", &error))?.len();
    let written = write_at_once(&file, bytes)
        .and_then(|()| file.sync_data())
        .and_then(|()| if is_new { folder.sync() } else { Ok(()) });
    let Err(error) = written else { return Ok(()) };
    let taken_back = file.set_len(before).and_then(|()| file.sync_data());
    let what = match &taken_back {
        Ok(()) => "nothing was written down",
        Err(_) => "nothing was written down whole, and what was could not be taken back",
    };
    Err(failed(what, &error))
}

/// One call, so that two lines are never mixed. What the system takes only in part is a failure.
fn write_at_once(mut file: &File, bytes: &[u8]) -> io::Result<()> {
    loop {
        match file.write(bytes) {
            Ok(count) if count == bytes.len() => return Ok(()),
            Ok(_) => return Err(ErrorKind::StorageFull.into()),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
