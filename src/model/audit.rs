//! What is written down about actions, and what is read back. `journal` keeps it on disk, `runtime::act` writes it,
//! the audit screen and the command line show it.
//!
//! One action on one resource is a *deed*: an intent, then AWS's answer, then its outcome, each a line of its own. What is
//! read back is words, not the enumerations that wrote them: a newer version may have written others.

use std::fmt;

use jiff::Timestamp;

use super::account::AccountRole;
use super::action::Action;
use super::fetch::{Patch, Target};
use super::id::Arn;
use super::text::Safe;

mod json;

pub use json::json;

/// What was seen of a resource at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// AWS's raw word.
    pub status: Option<Safe>,
    /// `LastModifiedTime`; when it was created, of what is never modified.
    pub modified: Option<Timestamp>,
}

/// One action on one resource, frozen when it was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// Unique among all deeds of all processes.
    pub id: Safe,
    pub action: Action,
    pub target: Target,
    pub account_name: Safe,
    pub account_role: Option<AccountRole>,
    pub owner: Option<Safe>,
    /// The profile or role through which the account is reached.
    pub via: Safe,
    /// ARN of the identity that acts, as `GetCallerIdentity` gave it.
    pub caller: Safe,
    /// The plan, in the words that were confirmed.
    pub plan: Safe,
    /// What was seen right before the call.
    pub before: Seen,
    /// The deed that this one takes back.
    pub undoes: Option<Safe>,
}

/// What lines about one deed have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeedRef {
    pub id: Safe,
    /// Name of the verb.
    pub action: Safe,
    pub arn: Arn,
}

impl Deed {
    pub fn reference(&self) -> DeedRef {
        let action = Safe::new(self.action.verb.name());
        DeedRef { id: self.id.clone(), action, arn: self.target.arn.clone() }
    }
}

/// How AWS answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    Accepted,
    /// There was nothing left to do.
    AlreadyDone,
    /// Nothing was changed.
    Refused,
    /// The answer was lost: it may have been carried out.
    Unknown,
}

/// How a deed ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ending {
    /// The state that was wanted was seen.
    Done,
    AlreadyDone,
    /// Nothing was changed: by us before the call, or by AWS.
    Refused,
    /// The answer was lost, and what was seen later shows that it was not carried out.
    NotDone,
    /// It was accepted and ended otherwise.
    Failed,
    /// What became of it was not seen.
    Unknown,
}

impl Answer {
    /// The word in the journal.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::AlreadyDone => "already-done",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
        }
    }
}

impl Ending {
    /// The word in the journal.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::AlreadyDone => "already-done",
            Self::Refused => "refused",
            Self::NotDone => "not-done",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Ending {
    /// Whether the resource is as it was wanted to be.
    pub const fn is_good(self) -> bool {
        matches!(self, Self::Done | Self::AlreadyDone)
    }
}

/// What happens to one resource of an approved plan, as it happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It is looked at again.
    Checking,
    /// The intent is on disk; the call is made.
    Calling {
        /// Id of the deed in the journal.
        deed: Safe,
    },
    Accepted {
        request_id: Option<Safe>,
    },
    /// The answer was lost; it is looked at until it is known.
    Unknown(Safe),
    /// It was looked at.
    Seen(Box<Patch>),
    Ended {
        ending: Ending,
        text: Safe,
    },
    /// It was not begun, and why.
    Skipped(Safe),
}

/// One line to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Before the call: nothing is sent until this is on disk.
    Intent(Box<Deed>),
    Answer {
        of: DeedRef,
        answer: Answer,
        request_id: Option<Safe>,
        /// AWS's words, or ours.
        text: Safe,
    },
    Outcome {
        of: DeedRef,
        ending: Ending,
        /// The status that was seen last.
        after: Option<Safe>,
        text: Safe,
    },
    /// The process may change nothing from here on.
    ReadOnly { text: Safe },
}

/// A deed as it was read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    pub id: Safe,
    /// Number of the intent's line.
    pub seq: u64,
    pub at: Timestamp,
    /// The process that did it.
    pub run: Safe,
    /// `user@host`.
    pub by: Safe,
    /// It was done in the simulated organization.
    pub simulated: bool,
    pub action: Safe,
    /// `key=value` of the tags that it is about.
    pub tags: Vec<Safe>,
    pub arn: Arn,
    pub kind: Safe,
    pub name: Safe,
    pub account: Safe,
    pub account_name: Safe,
    pub account_role: Option<Safe>,
    pub region: Safe,
    pub owner: Option<Safe>,
    pub via: Safe,
    pub caller: Safe,
    pub plan: Safe,
    pub before: Seen,
    pub undoes: Option<Safe>,
    pub answer: Option<Answered>,
    pub outcome: Option<Ended>,
}

/// AWS's answer as it was read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    pub at: Timestamp,
    pub answer: Safe,
    pub request_id: Option<Safe>,
    pub text: Safe,
}

/// An outcome as it was read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    pub at: Timestamp,
    pub ending: Safe,
    pub after: Option<Safe>,
    pub text: Safe,
}

/// Something else that the journal says, for example that a line was torn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    pub seq: u64,
    pub at: Timestamp,
    pub by: Safe,
    pub text: Safe,
}

/// What was read of a journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The newest first.
    pub acts: Vec<Act>,
    /// The newest first.
    pub remarks: Vec<Remark>,
    /// Lines that could not be read, each with its file and number.
    pub unread: Vec<Safe>,
    /// There are older acts than these.
    pub more: bool,
}

impl Act {
    /// Whether it is known how the deed ended.
    pub const fn is_resolved(&self) -> bool {
        self.outcome.is_some()
    }

    /// The lines about this deed.
    pub fn reference(&self) -> DeedRef {
        DeedRef { id: self.id.clone(), action: self.action.clone(), arn: self.arn.clone() }
    }
}
