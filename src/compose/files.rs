//! How many files this process may have open: asked of the system, and raised as far as it may be and helps.
//!
//! Nothing here fails: where the limit cannot be raised, the one that stands is what there is.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::aws::sockets::PLENTY;

/// The limit from now on. Systems give a process far less than it may take, so that old programs are safe.
pub(super) fn most_open() -> u64 {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let wanted = maximum.map_or(PLENTY, |most| most.min(PLENTY));
    match current {
        None => u64::MAX,
        Some(current) if current >= wanted => current,
        Some(current) => {
            let raised = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum });
            raised.map_or(current, |()| wanted)
        }
    }
}
