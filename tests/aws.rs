//! The AWS floor against the simulator, against real sockets and against the environment of a child process: what it
//! makes of answers, faults and logins.

#[cfg(test)]
mod aws {
    mod act;
    mod console;
    mod engine;
    mod scene;
    mod session;
}
