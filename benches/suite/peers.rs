//! Other tools at the same work in the same run: what a figure is told beside.
//!
//! Invariant: a tool that cannot be had is a sentence in the result, never a number.

pub mod less;
pub mod scripts;
