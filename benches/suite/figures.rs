//! The measurements, one file a subject.

pub mod calibration;
pub mod keys;
pub mod line;
pub mod load;
pub mod memory;
pub mod others;
pub mod quiet;
pub mod start;
