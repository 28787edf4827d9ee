//! sagedeck: a terminal console for the people who run enterprise machine-learning platforms on AWS.

pub mod aws;
pub mod model;
pub mod source;
