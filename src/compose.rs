//! Puts the program together: flags, environment and files become an engine, a policy and a console. The only module
//! besides the command line that knows every floor; what is decided here is which parts there are, not what they do.
//!
//! Invariant: with a broken configuration or policy everything is read-only and says why.

use jiff::Timestamp;

use crate::aws::engine::Engine;
use crate::aws::settings::Clock;
use crate::journal::{self, Journal, Origin};
use crate::model::exit;
use crate::model::permit::WritePermit;
use crate::model::text::Safe;
use crate::rules::policy::Policy;
use crate::runtime::MOST_BLOCKED;
use crate::runtime::act::Hand;

mod act;
mod console;
mod files;
mod flags;
mod fleet;
mod judged;
mod known;
mod remembered;
mod views;

pub use act::carry_out;
pub use console::console;
pub use flags::{Flags, LogLevel, keymaps};
pub use judged::{Judged, about_keymap, judge, parse_keymap, parse_theme};
pub use known::Known;
pub use remembered::{Recollection, keep, recollect, stored};

/// The program without a screen.
pub struct Program {
    pub engine: Engine,
    pub policy: Policy,
    /// The seed of the simulated organization, if it is one.
    pub demo: Option<u64>,
    /// Where what is done is written down; nothing without a home folder.
    pub journal: Option<Journal>,
    /// The power to change something, or why there is none.
    pub permit: Result<WritePermit, Safe>,
    clock: Clock,
}

impl Program {
    /// The program's time: AWS's as far as it is known, the simulator's in the demo.
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// What carries plans out; nothing where nothing could be written down.
    pub fn hand(&self) -> Option<Hand> {
        let journal = self.journal.clone()?;
        Some(Hand::new(self.engine.clone(), journal, self.policy.protect.clone(), self.clock.clone()))
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
    let simulated = demo.is_some();
    let origin = || Origin::of_process(simulated, env!("CARGO_PKG_VERSION"));
    let journal = journal::folder(simulated).map(|folder| Journal::new(folder, origin()));
    let permit = permit(judged, journal.as_ref());
    let engine = Engine::new(settings);
    let clock = engine.clock();
    Program { engine, policy: judged.policy.clone(), demo, journal, permit, clock }
}

/// The one place where the power to change something is made: only where every layer of the configuration allows it
/// and what is done can be written down.
fn permit(judged: &Judged, journal: Option<&Journal>) -> Result<WritePermit, Safe> {
    match (judged.settings.read_only, journal) {
        (Some(why), _) => Err(Safe::new(why.to_string())),
        (None, None) => Err(Safe::new("there is no home folder for the journal")),
        (None, Some(_)) => Ok(WritePermit::mint()),
    }
}

/// Waits for the work, unless the process is told to stop: then gives the exit code for that signal.
///
/// # Errors
/// The exit code, when a signal came first or no runtime could be made.
pub fn wait<T>(work: impl Future<Output = T>) -> Result<T, u8> {
    use tokio::signal::unix::{SignalKind, signal};
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(MOST_BLOCKED)
        .enable_all()
        .build();
    let runtime = runtime.map_err(|_unusable| exit::ERROR)?;
    let answer = runtime.block_on(async {
        let streams =
            (signal(SignalKind::interrupt()), signal(SignalKind::terminate()), signal(SignalKind::hangup()));
        let (Ok(mut interrupt), Ok(mut terminate), Ok(mut hang_up)) = streams else {
            return Err(exit::ERROR);
        };
        tokio::select! {
            answer = work => Ok(answer),
            _ = interrupt.recv() => Err(exit::INTERRUPTED),
            _ = terminate.recv() => Err(exit::TERMINATED),
            _ = hang_up.recv() => Err(exit::HUNG_UP),
        }
    });
    // What still runs is waiting for the network and has nothing to lose.
    runtime.shutdown_background();
    answer
}
