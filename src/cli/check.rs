//! `sagedeck check`.

use crate::compose::Flags;

pub(super) fn run(_: &Flags) -> u8 {
    1
}
