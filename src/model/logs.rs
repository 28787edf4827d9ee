//! Log streams and events of one resource.

use jiff::Timestamp;

use super::text::Safe;

/// A CloudWatch Logs stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogStream {
    pub name: Safe,
    /// Time of the last event; eventually consistent on AWS's side.
    pub last_event: Option<Timestamp>,
}

/// One log event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    pub at: Timestamp,
    /// Made with [`Safe::block`].
    pub message: Safe,
}

/// One answer of `GetLogEvents`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogPage {
    pub stream: Safe,
    pub lines: Vec<LogLine>,
    /// Token for what comes later; unchanged when nothing came.
    pub forward: Option<String>,
    /// Token for what came before; absent at the beginning.
    pub backward: Option<String>,
}
