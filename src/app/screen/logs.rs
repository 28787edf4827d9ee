//! The log streams of one resource: a tail that can be followed, searched and filtered.
//!
//! Invariant: no more than [`KEPT`] lines are held; what fell out is counted and said.

use std::collections::VecDeque;

use jiff::Timestamp;

use crate::app::pick::Pick;
use crate::model::failure::Failure;
use crate::model::fetch::{JobId, Target};
use crate::model::logs::{LogLine, LogStream};
use crate::model::text::Safe;

pub(in crate::app) mod act;
pub(in crate::app) mod arrive;

/// Lines that are held.
pub const KEPT: usize = 10_000;

/// How far a reading is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// Nothing was asked.
    #[default]
    Idle,
    /// The job that is under way.
    Asked(JobId),
    Done(Timestamp),
    Failed(Box<Failure>, Timestamp),
}

/// State of the screen.
#[derive(Clone, Debug)]
pub struct Logs {
    /// Whose logs; nothing until some were opened.
    pub target: Option<Target>,
    /// Name of the account, for the title.
    pub account: Option<Safe>,
    /// Newest first.
    pub streams: Vec<LogStream>,
    pub streams_reading: Reading,
    /// The list of streams is open over the lines.
    pub choosing: bool,
    pub stream_pick: Pick,
    /// The stream that is read.
    pub stream: Option<Safe>,
    /// Oldest first.
    pub lines: VecDeque<LogLine>,
    pub reading: Reading,
    /// Lines that were dropped to make room, at the end that one is not reading.
    pub dropped: u64,
    /// The beginning of the stream was reached.
    pub at_start: bool,
    /// Indices into `lines` that the filter lets through.
    pub shown: Vec<usize>,
    /// Cursor over `shown`.
    pub pick: Pick,
    /// New lines are asked for and the end is kept in sight.
    pub follow: bool,
    /// Long lines are wrapped.
    pub wrap: bool,
    /// Times are shown.
    pub times: bool,
    /// Columns scrolled out to the left.
    pub column: usize,
    /// What is searched for; case is ignored. Hits are found by [`Logs::is_hit`].
    pub search: String,
    /// Positions among `shown` of the lines that hold the search text, in order.
    pub(in crate::app) hit_lines: Vec<usize>,
    /// Only lines that hold this text are shown; case is ignored.
    pub filter: String,
    pub(in crate::app) forward: Option<String>,
    pub(in crate::app) backward: Option<String>,
    /// Whether the reading under way goes backwards.
    pub(in crate::app) backwards: bool,
    /// When to ask for new lines again while following.
    pub(in crate::app) next_poll: Option<Timestamp>,
    /// Seconds between two askings: grows while nothing comes.
    pub(in crate::app) pause_s: i64,
}

impl Default for Logs {
    fn default() -> Self {
        Self {
            target: None,
            account: None,
            streams: Vec::new(),
            streams_reading: Reading::Idle,
            choosing: false,
            stream_pick: Pick::default(),
            stream: None,
            lines: VecDeque::new(),
            reading: Reading::Idle,
            dropped: 0,
            at_start: false,
            shown: Vec::new(),
            pick: Pick::default(),
            follow: true,
            wrap: false,
            times: true,
            column: 0,
            search: String::new(),
            hit_lines: Vec::new(),
            filter: String::new(),
            forward: None,
            backward: None,
            backwards: false,
            next_poll: None,
            pause_s: 2,
        }
    }
}

impl Logs {
    /// Lines among those shown that hold the search text.
    pub const fn hits(&self) -> usize {
        self.hit_lines.len()
    }

    /// Which hit the cursor is on, counted from 1.
    pub fn hit_number(&self) -> Option<usize> {
        self.hit_lines.binary_search(&self.pick.at).ok().map(|at| at + 1)
    }

    /// Whether a line holds the search text.
    pub fn is_hit(&self, line: &LogLine) -> bool {
        !self.search.is_empty() && holds(line, &self.search)
    }
}

/// Case is ignored.
pub(in crate::app) fn holds(line: &LogLine, text: &str) -> bool {
    line.message.shown().to_lowercase().contains(&text.to_lowercase())
}
