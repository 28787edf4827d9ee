//! sagedeck: a terminal console for the people who run enterprise machine-learning platforms on AWS.

pub mod app;
pub mod catalog;
pub mod model;
pub mod query;
pub mod rules;
pub mod runtime;
pub mod source;
