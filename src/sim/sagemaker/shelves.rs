//! The kinds that are kept as their descriptions, one file a family.

pub(super) mod hosting;
pub(super) mod jobs;
pub(super) mod pipelines;
pub(super) mod registry;
pub(super) mod studio;
