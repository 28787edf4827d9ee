//! A verdict on idleness with everything it rests on. `rules::idle` makes it; everybody else shows it.

use std::fmt;

use jiff::Timestamp;

use super::text::Safe;

/// What can be said about use. Absence of data is never idleness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    Active,
    IdleLikely,
    IdleCertain,
    Unknown,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Active => "active",
            Self::IdleLikely => "idle-likely",
            Self::IdleCertain => "idle-certain",
            Self::Unknown => "unknown",
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    Low,
    Medium,
    High,
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        })
    }
}

/// One observed value behind a verdict or a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What was observed, one short phrase with its value.
    pub what: Safe,
    /// Where it was read, for example `logs:DescribeLogStreams`.
    pub source: &'static str,
    /// When it was read.
    pub at: Option<Timestamp>,
}

/// The verdict on one resource. Since when is [`super::row::Row::last_sign`]; what it rests on is [`Signs`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Idle {
    pub verdict: Verdict,
    pub confidence: Confidence,
}

/// What a verdict rests on, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signs {
    pub evidence: Vec<Evidence>,
    /// Signals that were not available, each with its reason.
    pub unchecked: Vec<Safe>,
    /// Why a sweep should leave the resource alone (off-hours schedule, own auto-stop), if it should.
    pub spared: Option<Safe>,
}
