//! `sagedeck open ARN|URL`: the console at that resource.

use crate::compose::{self, Flags};

#[derive(Debug, clap::Args)]
pub(super) struct Open {
    /// An ARN, or the address of a resource's page in the AWS console
    #[arg(value_name = "ARN|URL")]
    target: String,
}

impl Open {
    pub(super) fn run(&self, flags: &Flags) -> u8 {
        compose::console(flags, Some(&self.target))
    }
}
