//! Puts the program together: flags, environment and files become an engine, a policy and a console. The only module
//! besides the command line that knows every floor; what is decided here is which parts there are, not what they do.
//!
//! Invariant: with a broken configuration or policy everything is read-only and says why.

use jiff::Timestamp;

use crate::aws::engine::Engine;
use crate::aws::settings::Clock;
use crate::rules::policy::Policy;

mod console;
mod flags;
mod fleet;
mod judged;

pub use console::console;
pub use flags::{Flags, LogLevel};
pub use judged::{Judged, judge, parse_keymap, parse_theme};

/// The program without a screen.
pub struct Program {
    pub engine: Engine,
    pub policy: Policy,
    /// The seed of the simulated organization, if it is one.
    pub demo: Option<u64>,
    clock: Clock,
}

impl Program {
    /// The program's time: the simulator's in the demo.
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }
}

/// The wall clock.
#[expect(clippy::disallowed_methods, reason = "time enters the program here and is handed down")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// Puts together what a command needs, whatever is wrong with the files.
pub fn program(judged: &Judged, flags: &Flags) -> Program {
    let (settings, demo) = fleet::settings(judged, flags);
    let clock = settings.now.clone();
    Program { engine: Engine::new(settings), policy: judged.policy.clone(), demo, clock }
}

/// Waits for the work, unless the process is told to stop: then gives the exit code for that signal.
///
/// # Errors
/// The exit code, when a signal came first or no runtime could be made.
pub fn wait<T>(work: impl Future<Output = T>) -> Result<T, u8> {
    use tokio::signal::unix::{SignalKind, signal};
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|_unusable| 1_u8)?;
    let answer = runtime.block_on(async {
        let (Ok(mut interrupt), Ok(mut terminate)) =
            (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
        else {
            return Err(1);
        };
        tokio::select! {
            answer = work => Ok(answer),
            _ = interrupt.recv() => Err(130),
            _ = terminate.recv() => Err(143),
        }
    });
    // What still runs is waiting for the network and has nothing to lose.
    runtime.shutdown_background();
    answer
}
