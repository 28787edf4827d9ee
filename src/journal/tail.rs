//! The end of a file: the line that the next one follows, and what a crash may have left behind it.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

use rustix::fs::OFlags;

use super::disk::Folder;
use super::lines::LIMIT;
use super::seal::{Link, is_json, is_sealed};
use super::trouble::Trouble;

/// How much of the end is read: enough for nearly all lines, then enough for any.
const WINDOWS: [u64; 2] = [16 * 1024, 2 * (LIMIT as u64 + 1)];

/// What is behind the last whole line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Torn {
    pub file: String,
    /// Where it begins.
    pub from: u64,
    pub bytes: Vec<u8>,
}

/// The end of the journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// The last line; nothing before the first one.
    pub link: Option<Link>,
    pub torn: Option<Torn>,
    /// The file whose last lines, as far as they were read, do not fit their hashes or each other.
    pub doubted: Option<String>,
}

impl Head {
    /// Reads the newest file that has a line. Somebody must hold the lock.
    ///
    /// # Errors
    /// When the last line is none that another could follow: then the journal was damaged, not torn.
    pub(super) fn read(folder: &Folder) -> Result<Self, Trouble> {
        let mut head = Self::default();
        for name in folder.months()?.into_iter().rev() {
            let file = folder.require(&name, OFlags::RDONLY)?;
            let damaged = || {
                let todo = "see `sagedeck journal verify`, then move the folder away to begin a new journal";
                Trouble::new("its last line is not one of a journal", &folder.place(&name), todo)
            };
            let end = end(&file)
                .map_err(|error| Trouble::io("the file cannot be read", &folder.place(&name), &error))?
                .ok_or_else(damaged)?;
            if head.torn.is_none() && !end.torn.is_empty() {
                head.torn = Some(Torn { file: name.clone(), from: end.torn_from, bytes: end.torn });
            }
            if let Some(last) = end.last {
                head.link = Some(Link::parse(&last).ok_or_else(damaged)?);
                head.doubted = end.doubted.then_some(name);
                return Ok(head);
            }
        }
        Ok(head)
    }
}

struct End {
    /// The last whole line without its end; nothing when the file has none.
    last: Option<Vec<u8>>,
    torn_from: u64,
    torn: Vec<u8>,
    doubted: bool,
}

/// Nothing when a line is longer than any that is written.
fn end(file: &File) -> io::Result<Option<End>> {
    let length = file.metadata()?.len();
    for window in WINDOWS {
        let from = length.saturating_sub(window);
        let mut bytes = vec![0; usize::try_from(length - from).unwrap_or_default()];
        file.read_exact_at(&mut bytes, from)?;
        if let Some((last, torn)) = split(&bytes, from == 0) {
            let torn_from = length - torn.len() as u64;
            let whole = bytes.get(..bytes.len() - torn.len()).unwrap_or_default();
            let doubted = !is_chain(whole, from == 0);
            let (last, torn) = (last.map(<[u8]>::to_vec), torn.to_vec());
            return Ok(Some(End { last, torn_from, torn, doubted }));
        }
    }
    Ok(None)
}

/// Whether the lines that begin among these bytes fit their hashes and follow one another.
fn is_chain(whole: &[u8], from_start: bool) -> bool {
    let lines = whole.strip_suffix(b"\n").unwrap_or(whole).split(|byte| *byte == b'\n');
    let mut before: Option<Link> = None;
    lines.filter(|line| !line.is_empty()).skip(usize::from(!from_start)).all(|line| {
        let Some(link) = Link::parse(line) else { return false };
        let follows = before.as_ref().is_none_or(|last| link.seq == last.seq + 1 && link.prev == last.hash);
        before = Some(link);
        follows && is_sealed(line)
    })
}

/// The last whole line and what is behind it; nothing when the line's beginning is not among the bytes. A line that is
/// ended but no JSON was torn too: a file system may have kept its end and not its middle.
fn split(bytes: &[u8], from_start: bool) -> Option<(Option<&[u8]>, &[u8])> {
    let (before, last) = bytes.split_at(line_start(bytes, from_start)?);
    if last.ends_with(b"\n") && is_json(last) {
        return Some((last.strip_suffix(b"\n"), &[]));
    }
    if before.is_empty() {
        return Some((None, last));
    }
    let (_, whole) = before.split_at(line_start(before, from_start)?);
    Some((whole.strip_suffix(b"\n"), last))
}

/// Where the last line begins, ended or not.
fn line_start(bytes: &[u8], from_start: bool) -> Option<usize> {
    let before = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let end = before.iter().rposition(|byte| *byte == b'\n').map(|at| at + 1);
    end.or(from_start.then_some(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_whole_line_is_told_from_what_is_torn() {
        let line = |text: &'static str| Some(text.as_bytes());
        for (bytes, whole, torn) in [
            ("", None, ""),
            ("{}\n", line("{}"), ""),
            ("1\n{}\n", line("{}"), ""),
            ("{}", None, "{}"),
            ("{}\n{\"a", line("{}"), "{\"a"),
            ("{}\n\0\0\0\n", line("{}"), "\0\0\0\n"),
            ("1\n{}\n\n", line("{}"), "\n"),
            ("\0\n", None, "\0\n"),
        ] {
            assert_eq!(split(bytes.as_bytes(), true), Some((whole, torn.as_bytes())), "{bytes:?}");
        }
        // In the middle of a file a line is only known with the end of the one before it.
        for (bytes, found) in [("{}\n", false), ("1}\n{}\n", true), ("{}\n{", false), ("1\n{}\n{", true)] {
            assert_eq!(split(bytes.as_bytes(), false).is_some(), found, "{bytes:?}");
        }
    }
}
