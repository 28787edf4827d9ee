//! The AWS floor over the simulator: what it makes of answers, faults and logins.

mod aws {
    mod engine;
}
