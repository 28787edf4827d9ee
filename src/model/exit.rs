//! What the process says to its caller: its exit codes.

/// What each code means, in the order of the manual.
pub const MEANINGS: [(u8, &str); 10] = [
    (FINE, "fine"),
    (ERROR, "the program failed, an action did not end as it was meant to, or the journal is broken"),
    (
        USAGE,
        "usage, configuration, no credentials, an agreement that is missing or does not fit, or `check` or `doctor` found something",
    ),
    (PARTIAL, "some listing could not be read (--allow-partial makes it 0); what was read is printed"),
    (REFUSED, "refused, and nothing was changed: read-only, account class, protection, a state that moved"),
    (PANICKED, "a bug; please report it"),
    (HUNG_UP, "the terminal went away (SIGHUP)"),
    (INTERRUPTED, "interrupted (SIGINT)"),
    (QUIT, "ended by SIGQUIT"),
    (TERMINATED, "ended by SIGTERM"),
];

pub const FINE: u8 = 0;
/// The program failed.
pub const ERROR: u8 = 1;
/// Usage, configuration or no credentials.
pub const USAGE: u8 = 2;
/// A listing that the asked kind needs failed somewhere.
pub const PARTIAL: u8 = 4;
/// Read-only, account class, protection or a state that moved: nothing was changed.
pub const REFUSED: u8 = 5;
/// A panic, as Rust counts.
pub const PANICKED: u8 = 101;
/// From here on signals, as shells count: 128 and the number of the signal.
pub const HUNG_UP: u8 = 129;
pub const INTERRUPTED: u8 = 130;
pub const QUIT: u8 = 131;
pub const TERMINATED: u8 = 143;
