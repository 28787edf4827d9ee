//! What went wrong outside, as one honest line: what happened, where, what to do.
//!
//! `aws::failure` is the one place that makes these from SDK errors; every other floor only shows them.

use std::fmt;

use jiff::Timestamp;

use super::scope::{AccountId, Region};
use super::text::Safe;

/// The classes that the program treats differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FailureKind {
    /// The caller may not do this (IAM, SCP, session policy).
    Denied,
    /// AWS asked for fewer calls; the governor slows down by itself.
    Throttled,
    /// Credentials have expired or are missing; logging in again helps, and work resumes by itself.
    LoginNeeded,
    /// The profile needs a one-time code, for which a console in the background cannot ask.
    MfaNeeded,
    /// No credentials were found at all.
    NoCredentials,
    /// DNS, connect, TLS, proxy or timeout: no answer from AWS.
    Unreachable,
    /// An answer that is not AWS's, or not whole.
    Malformed,
    /// The region or service is not enabled for the account.
    Disabled,
    /// The endpoint does not know the operation.
    Unsupported,
    /// The credentials lead into another account than expected.
    WrongAccount,
    NotFound,
    /// AWS rejected the request itself.
    Invalid,
    /// This program's own gate refused the call.
    Refused,
    /// AWS failed (5xx) after retries.
    ServerError,
    /// Our own fault.
    Internal,
}

impl FailureKind {
    /// The word in the status strip and in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Denied => "denied",
            Self::Throttled => "throttled",
            Self::LoginNeeded => "login needed",
            Self::MfaNeeded => "MFA needed",
            Self::NoCredentials => "no credentials",
            Self::Unreachable => "unreachable",
            Self::Malformed => "malformed answer",
            Self::Disabled => "not enabled",
            Self::Unsupported => "unsupported",
            Self::WrongAccount => "wrong account",
            Self::NotFound => "not found",
            Self::Invalid => "rejected",
            Self::Refused => "refused here",
            Self::ServerError => "AWS error",
            Self::Internal => "internal error",
        }
    }
}

/// Where it happened. Parts that do not apply are absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub account: Option<AccountId>,
    /// The account's or profile's name.
    pub name: Option<Safe>,
    pub region: Option<Region>,
    /// `service:Operation`, for example `sagemaker:ListNotebookInstances`.
    pub operation: Option<&'static str>,
}

/// A failure of a call or of a way to credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub kind: FailureKind,
    /// What happened, one sentence without a full stop.
    pub what: Safe,
    pub place: Place,
    /// What to do about it, one sentence; for an expired login the exact command.
    pub todo: Safe,
    /// AWS's request id, when there was an answer.
    pub request_id: Option<Safe>,
    /// When AWS said to try again.
    pub retry_at: Option<Timestamp>,
}

impl Failure {
    pub fn new(kind: FailureKind, what: impl Into<Safe>, todo: impl Into<Safe>) -> Self {
        let (what, todo) = (what.into(), todo.into());
        Self { kind, what, place: Place::default(), todo, request_id: None, retry_at: None }
    }

    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = place;
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name.as_ref().map(ToString::to_string);
        let id = self.account.map(|id| id.to_string());
        let region = self.region.as_ref().map(ToString::to_string);
        let operation = self.operation.map(str::to_owned);
        let parts: Vec<String> = [name.or(id), region, operation].into_iter().flatten().collect();
        write!(f, "{}", parts.join(" "))
    }
}

/// `what · where · what to do`
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.what)?;
        let place = self.place.to_string();
        if !place.is_empty() {
            write!(f, " · {place}")?;
        }
        if self.todo.raw().is_empty() { Ok(()) } else { write!(f, " · {}", self.todo) }
    }
}
