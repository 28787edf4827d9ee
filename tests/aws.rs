//! The AWS floor against the simulator, against real sockets and against the environment of a child process.

mod aws {
    mod engine;
    mod session;
}
