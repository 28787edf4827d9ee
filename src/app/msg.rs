//! What comes into the console and what it asks to be done. Plain data, so that a session can be written down and
//! played again.

use jiff::Timestamp;

use super::key::Key;
use super::pointer::{Gesture, Spot};
use crate::model::audit::{Act, Progress, Reading};
use crate::model::calls::Calls;
use crate::model::export::{Order, Written};
use crate::model::fetch::{Arrival, Fetch, JobId, Notice, Priority};
use crate::model::memory::{Memory, Recall};
use crate::model::permit::WritePermit;
use crate::model::text::Safe;
use crate::plan::Approved;

/// The size of the terminal in cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    pub width: u16,
    pub height: u16,
}

impl Size {
    /// A terminal that does not know its size says 0×0: it is treated as 80×24 until it says more.
    pub const fn of(width: u16, height: u16) -> Self {
        if width == 0 || height == 0 { Self { width: 80, height: 24 } } else { Self { width, height } }
    }
}

/// What the operating system told the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// SIGINT from outside (the key `C-c` is a key).
    Interrupt,
    /// SIGTERM.
    Terminate,
    /// SIGHUP: the terminal is gone.
    HangUp,
    /// The process runs in the foreground again, after a suspension or after the pager.
    Resumed,
}

/// One thing that happened.
#[derive(Clone, Debug)]
pub enum Msg {
    Key(Key),
    /// Keys that came in one read: typed ahead, pasted without brackets, or held up by a slow line.
    Keys(Vec<Key>),
    /// Bracketed paste: goes into text fields only.
    Paste(String),
    /// The mouse did something with what was drawn there.
    Pointed(Spot, Gesture),
    Resized(Size),
    /// The time. The runtime sends it before each batch of other messages and about once a second.
    Tick(Timestamp),
    Arrived(JobId, Arrival),
    /// The counters of the engine changed.
    Calls(Calls),
    Signal(Signal),
    /// How a copy to the clipboard ended; the error is a whole sentence.
    Copied(Result<(), Safe>),
    /// How an export ended; the error says what to do.
    Exported(Result<Written, Safe>),
    /// How the writing of what is kept ended.
    Kept(Result<(), Safe>),
    /// The box with this number has stood on the terminal for a moment.
    InSight(u64),
    /// What happens to a resource of an act: number of the act, number of the resource in it.
    Acted(u32, usize, Progress),
    /// What an earlier session left without an outcome, or why that cannot be read.
    Earlier(Result<Vec<Act>, Safe>),
    /// What was found out about one of these, by its id.
    Resolved(Safe, Progress),
    /// The journal, or why it cannot be read.
    Journal(Result<Reading, Safe>),
    /// What was remembered of an earlier session.
    Recalled(Recall),
    /// A sentence that concerns the whole console, for example about a broken configuration file.
    Banner(Notice),
}

/// One thing to do. Only [`Effect::Act`] changes anything in AWS, and it takes a permit and an approved plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    Fetch(JobId, Fetch, Priority),
    /// Carry out what was approved; [`Msg::Acted`] tells what happens, under this number.
    Act(u32, WritePermit, Approved),
    /// From now on nothing may be changed, for this reason.
    Disarm(Safe),
    /// Keep this for the next start.
    Remember(Memory),
    /// Look for deeds of earlier sessions without an outcome, and find it out.
    Resolve,
    /// Read the journal; [`Msg::Journal`] follows.
    ReadJournal,
    /// Drop the job; what it may still send is ignored.
    Cancel(JobId),
    /// Put the raw text on the clipboard.
    Copy(String),
    /// Write a file; [`Msg::Exported`] follows.
    Export(Box<Order>),
    /// Write down what is kept for the next time, in place of what was; [`Msg::Kept`] follows.
    Keep(String),
    /// Show the text in `$PAGER`; it holds no control characters but line breaks.
    Pager(String),
    /// Stop the process as a shell's job (SIGTSTP); [`Signal::Resumed`] follows.
    Suspend,
    /// Leave with this exit code.
    Quit(u8),
    /// Draw everything anew, whatever the terminal is believed to show.
    Redraw,
}
