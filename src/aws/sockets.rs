//! How many connections to AWS there may be: as many as help, or as the limit on open files leaves room for.
//!
//! It opens nothing and reads no limit: `compose` says how many files may be open. Invariant: from 48
//! files on, calls in flight and connections that are kept for the next call stay below that limit together.

use std::time::Duration;

use crate::model::fetch::{Notice, Severity};
use crate::model::text::Safe;

/// Calls in flight over all accounts: from 200 on, listing 100 accounts is bound by its page chain.
const MOST: usize = 256;
/// With so many files there is room for every connection that is ever kept.
pub const PLENTY: u64 = 4_096;
/// Files that are open beside the connections: the terminal, the journal, what is remembered, name resolution.
const OTHERS: u64 = 32;
/// Hosts that connections are kept to at a time: four services in two regions.
const HOSTS: usize = 8;
/// How long an unused connection is kept where files are few: until the next call of the same burst.
const BRIEFLY: Duration = Duration::from_secs(2);

/// The bounds on connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sockets {
    /// Calls in flight over all accounts, logins included.
    pub at_a_time: usize,
    /// What is kept of unused connections; absent = as the HTTP client does by itself.
    pub kept: Option<Kept>,
    /// The limit that these bounds follow from, where it binds.
    files: u64,
}

/// Unused connections that wait for the next call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    pub per_host: usize,
    pub lasting: Duration,
}

impl Sockets {
    /// The bounds where so many files may be open. Half of them is for calls, half for what is kept.
    pub fn within(files: u64) -> Self {
        let room = usize::try_from(files.saturating_sub(OTHERS) / 2).unwrap_or(usize::MAX);
        let at_a_time = room.clamp(1, MOST);
        let kept = Kept { per_host: (at_a_time / HOSTS).max(1), lasting: BRIEFLY };
        Self { at_a_time, kept: (files < PLENTY).then_some(kept), files }
    }

    /// What the user is told where the limit slows the program down.
    pub fn notice(&self) -> Option<Notice> {
        let text = format!(
            "only {} files may be open: {} calls at a time; `ulimit -n {PLENTY}` makes room",
            self.files, self.at_a_time
        );
        (self.at_a_time < MOST).then(|| Notice { severity: Severity::Warning, text: Safe::new(text) })
    }
}

impl Default for Sockets {
    fn default() -> Self {
        Self::within(PLENTY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p17_calls_and_kept_connections_fit_below_the_limit() {
        for files in [48, 64, 128, 256, 512, 1_024, 2_048] {
            let sockets = Sockets::within(files);
            let kept = sockets.kept.unwrap().per_host * HOSTS;
            assert!((sockets.at_a_time + kept) as u64 + OTHERS <= files, "{files}: {sockets:?}");
        }
        assert_eq!(Sockets::within(64).at_a_time, 16);
        assert_eq!(Sockets::within(0).at_a_time, 1, "one call at a time is the least");
    }

    #[test]
    fn p17_only_a_limit_that_slows_down_is_told() {
        assert!(Sockets::within(64).notice().unwrap().text.raw().starts_with("only 64 files may be open"));
        assert_eq!(Sockets::within(1_024).notice(), None);
        assert_eq!((Sockets::default().at_a_time, Sockets::default().kept), (MOST, None));
    }
}
