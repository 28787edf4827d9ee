//! Who writes, and where the journal is: what this module needs to know of the process it runs in.

use std::hash::{BuildHasher, RandomState};
use std::path::PathBuf;

use etcetera::BaseStrategy;
use rustix::process::geteuid;

/// Who writes: the same on every line of a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Unique among all processes. Letters, digits, `-` and `_`, at most 64: it names a file.
    pub run: String,
    pub host: String,
    pub pid: u32,
    pub user: String,
    /// Of this program.
    pub version: &'static str,
    /// What is done is done in the simulated organization.
    pub simulated: bool,
}

impl Origin {
    pub fn of_process(simulated: bool, version: &'static str) -> Self {
        let pid = std::process::id();
        let named = |name| std::env::var(name).ok().filter(|name| !name.is_empty());
        let user = named("USER").or_else(|| named("LOGNAME"));
        Self {
            // The hasher's keys come from the system's random numbers.
            run: format!("{pid}-{:016x}", RandomState::new().hash_one(pid)),
            host: rustix::system::uname().nodename().to_string_lossy().into_owned(),
            pid,
            user: user.unwrap_or_else(|| geteuid().as_raw().to_string()),
            version,
            simulated,
        }
    }
}

/// The folder of this user's journal; the simulated organization has one of its own. Nothing without a home.
/// `$XDG_STATE_HOME` is honoured on every system.
pub fn folder(simulated: bool) -> Option<PathBuf> {
    if simulated {
        let ours = format!("sagedeck-demo-{}", geteuid().as_raw());
        return Some(std::env::temp_dir().join(ours).join("journal"));
    }
    let state = etcetera::base_strategy::Xdg::new().ok()?.state_dir()?;
    Some(state.join("sagedeck").join("journal"))
}
