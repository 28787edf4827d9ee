//! `sagedeck keys`.

use crate::compose::Flags;

#[derive(Debug, clap::Args)]
pub(super) struct Keys {}

impl Keys {
    pub(super) fn run(&self, _: &Flags) -> u8 {
        1
    }
}
