//! `sagedeck rules --default-policy`: the embedded policy as a commented file to start one's own from.

use super::print;
use crate::rules::policy;

#[derive(Debug, clap::Args)]
pub(super) struct Rules {
    /// Print the embedded policy
    #[arg(long, required = true)]
    default_policy: bool,
}

impl Rules {
    pub(super) fn run(&self) -> u8 {
        print(|out| write!(out, "{}", if self.default_policy { policy::DEFAULT } else { "" }))
    }
}
