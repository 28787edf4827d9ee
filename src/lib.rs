//! sagedeck: a terminal console for the people who run enterprise machine-learning platforms on AWS.

pub mod app;
pub mod aws;
pub mod catalog;
pub mod cli;
pub mod compose;
pub mod model;
pub mod query;
pub mod report;
pub mod rules;
pub mod sim;
pub mod source;
pub mod ui;
