//! Whether the journal is what was written: every line fits its hash and follows the one before it, over all files.
//!
//! This finds a line that was edited, deleted, put in or moved, and a file that is missing in between. It does not find
//! that lines at the end were cut off, or that all was written anew by somebody who computed the hashes: for that a
//! hash must have been noted elsewhere.

use std::fmt;

use jiff::Timestamp;

use super::disk::Folder;
use super::lines::Line;
use super::seal::{self, GENESIS, Link, is_json};
use super::trouble::Trouble;
use crate::model::text::Safe;
use crate::model::time::rfc3339;

/// What was found. Printed as one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// There is no line.
    Empty,
    /// Every line fits and follows.
    Whole(Chain),
    /// The first line that does not.
    Broken {
        /// The file's name.
        file: Safe,
        /// From 1.
        line: usize,
        why: Safe,
    },
    /// Every line fits and follows, but the hash that was noted is none of theirs.
    Unanchored { lines: usize },
}

/// A whole chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    pub lines: usize,
    /// The time of the first line.
    pub first: Timestamp,
    /// The time of the last line.
    pub last: Timestamp,
    /// The hash of the last line: noted elsewhere, it proves later that nothing up to here was cut off.
    pub head: String,
    /// How many torn lines were set aside and told in a line of their own.
    pub gaps: usize,
    /// The last line of all, when a crash has left it half written and no entry has followed yet.
    pub torn: Option<Torn>,
}

/// A line that a crash left half written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Torn {
    /// The file's name.
    pub file: Safe,
    pub bytes: usize,
}

impl Verdict {
    /// Whether nothing was found that should not be.
    pub const fn is_fine(&self) -> bool {
        matches!(self, Self::Empty | Self::Whole(_))
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "empty"),
            Self::Whole(chain) => chain.fmt(f),
            Self::Broken { file, line, why } => write!(f, "broken: {file}:{line}: {why}"),
            Self::Unanchored { lines } => write!(
                f,
                "broken: the noted hash is in none of {}: the end was cut off, or all was written anew",
                counted(*lines, "line")
            ),
        }
    }
}

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (lines, first, last) = (counted(self.lines, "line"), rfc3339(self.first), rfc3339(self.last));
        write!(f, "whole: {lines} from {first} to {last}, head {}", self.head)?;
        if self.gaps > 0 {
            write!(f, ", {} set aside", counted(self.gaps, "torn line"))?;
        }
        match &self.torn {
            None => Ok(()),
            Some(Torn { file, bytes }) => {
                write!(f, ", {file} ends in a torn line of {bytes} bytes, which the next entry sets aside")
            }
        }
    }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// Goes through all lines. Somebody must hold the lock.
pub(super) fn verify(folder: &Folder, expected: Option<&str>) -> Result<Verdict, Trouble> {
    let mut walk = Walk { expected, is_anchored: expected.is_none(), chain: None, torn: None };
    for file in folder.months()? {
        for line in folder.lines(&file)? {
            let unreadable = |error| Trouble::io("the file cannot be read", &folder.place(&file), &error);
            let line = line.map_err(unreadable)?;
            if let Err(broken) = walk.step(&file, &line) {
                return Ok(broken);
            }
        }
    }
    Ok(walk.end())
}

struct Walk<'a> {
    expected: Option<&'a str>,
    is_anchored: bool,
    /// The chain so far and the number of its last line.
    chain: Option<(Chain, u64)>,
    /// A line that was torn, if it turns out to be the last one: and its number in the file.
    torn: Option<(Torn, usize)>,
}

impl Walk<'_> {
    /// Takes the next line, or says that the chain breaks.
    fn step(&mut self, file: &str, line: &Line) -> Result<(), Verdict> {
        let broken = |why: String| Verdict::Broken { file: file.into(), line: line.number, why: why.into() };
        if let Some((torn, number)) = self.torn.take() {
            return Err(Verdict::Broken { file: torn.file, line: number, why: "it is not JSON".into() });
        }
        let Some(bytes) = &line.bytes else { return Err(broken("it is longer than 1 MiB".to_owned())) };
        if !line.ended || !is_json(bytes) {
            self.torn = Some((Torn { file: file.into(), bytes: bytes.len() }, line.number));
            return Ok(());
        }
        let Some(link) = Link::parse(bytes) else {
            return Err(broken("it is not a line of a journal".to_owned()));
        };
        if !seal::is_sealed(bytes) {
            return Err(broken("it was edited: it does not fit its hash".to_owned()));
        }
        let (number, hash) =
            self.chain.as_ref().map_or((0, GENESIS), |(chain, number)| (*number, &*chain.head));
        if link.seq != number + 1 || link.prev != hash {
            let after = if number == 0 { "nothing".to_owned() } else { format!("number {number}") };
            return Err(broken(format!(
                "number {} follows on {after}: lines or files are missing, were moved or put in",
                link.seq
            )));
        }
        self.take(link);
        Ok(())
    }

    fn take(&mut self, link: Link) {
        let gap = usize::from(link.event == "gap");
        self.is_anchored |= self.expected == Some(&*link.hash);
        self.chain = Some(match self.chain.take() {
            None => {
                let (first, last) = (link.at, link.at);
                (Chain { lines: 1, first, last, head: link.hash, gaps: gap, torn: None }, link.seq)
            }
            Some((chain, _)) => {
                let (lines, gaps) = (chain.lines + 1, chain.gaps + gap);
                (Chain { lines, last: link.at, head: link.hash, gaps, ..chain }, link.seq)
            }
        });
    }

    fn end(self) -> Verdict {
        let lines = self.chain.as_ref().map_or(0, |(chain, _)| chain.lines);
        match (self.chain, self.torn) {
            (None, Some((torn, line))) => Verdict::Broken {
                file: torn.file,
                line,
                why: "it is torn, and there is no other line".into(),
            },
            _ if !self.is_anchored => Verdict::Unanchored { lines },
            (None, None) => Verdict::Empty,
            (Some((chain, _)), torn) => Verdict::Whole(Chain { torn: torn.map(|(torn, _)| torn), ..chain }),
        }
    }
}
