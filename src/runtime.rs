//! Floor 5: the one impure loop. It waits for a key, an answer, a signal or the clock, lets `app::update` change the
//! model, carries out the effects and draws what changed.
//!
//! Not here: any decision that a person could notice, those are `app`'s; and any call to AWS, those are the
//! engine's, which `compose` hands in. Invariant: nothing in the loop waits for the network, for the terminal or
//! for another program, and nothing at all is written while nothing changes.

use jiff::Timestamp;
use ratatui::buffer::Buffer;
use tokio::runtime::{Builder, Runtime};

use crate::app::Model;
use crate::app::pointer::Spots;
use crate::model::calls::Calls;
use crate::model::fetch::{Fetch, Priority};

use act::Hand;

pub mod act;
mod acts;
mod clipboard;
mod console;
pub mod halt;
mod inbox;
mod input;
mod keeper;
mod pacing;
mod pager;
mod paint;
mod saving;
mod sight;
mod signals;
mod terminal;
mod work;
mod writer;

pub use clipboard::Way as ClipboardWay;
pub use keeper::Keep;
pub use saving::{Found, KeptFile};
pub use terminal::{NoTerminal, told_size};
pub use work::{Sink, Work};

/// More threads than this do not help: the work is waiting, and the parsing in between is short.
const MOST_THREADS: usize = 4;
/// How far threads that read stand back; the scale ends at 19.
#[cfg(target_os = "linux")]
const NICE: i32 = 5;

/// Threads that wait for the system: names are resolved and files are read on them. Without a bound each new
/// connection would bring a thread, and 256 stacks do not fit where memory is limited.
pub const MOST_BLOCKED: usize = 32;

/// The clock, handed in: the demo has its own.
pub type Clock = std::sync::Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What the surroundings of the process say. Plain data, so that a test can say something else.
#[derive(Clone)]
pub struct Options {
    /// `TERM`.
    pub term: Option<String>,
    /// `TMUX`.
    pub tmux: Option<String>,
    /// `PAGER`: a program and its arguments.
    pub pager: Option<String>,
    /// The variables that a pager gets, if they are among those that a pager needs.
    pub environment: Vec<(String, String)>,
    /// Whether text may go to the terminal's clipboard.
    pub clipboard: bool,
    /// Every byte counts: a slow line is assumed, and what nobody asked for is drawn once a second.
    pub frugal: bool,
    /// Clicks and the wheel are asked of the terminal.
    pub mouse: bool,
    /// Where what is kept for the next time is written; nothing: nowhere.
    pub kept: Option<KeptFile>,
    /// The clock.
    pub now: Clock,
}

impl Options {
    /// What this process was started with.
    pub fn of_process() -> Self {
        let environment: Vec<(String, String)> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        let get =
            |name: &str| environment.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
        let (term, tmux, pager) = (get("TERM"), get("TMUX"), get("PAGER"));
        let environment = environment.into_iter().filter(|(name, _)| pager::is_allowed(name)).collect();
        Self {
            term,
            tmux,
            pager,
            environment,
            clipboard: true,
            frugal: false,
            mouse: false,
            kept: None,
            now: std::sync::Arc::new(clock),
        }
    }
}

/// Runs the console until it is left and gives the exit code of the process: 0 or what `app` says, 101 after a panic
/// elsewhere than in the loop, 129, 130, 131 and 143 for signals.
///
/// `fetch` answers a question as `aws::engine::Engine::run` does; `hand` carries out what was approved; `keep` says where
/// things are remembered; `calls` gives the counters when they have changed since it was asked last; `view` draws and says what can be pointed at. A panic in the loop itself unwinds out of
/// here, with the terminal restored.
///
/// This blocks and brings its own tokio runtime: it must not be called inside of another one.
pub fn run<F, C, V>(
    model: Model,
    fetch: F,
    hand: Option<Hand>,
    keep: Option<Keep>,
    calls: C,
    view: V,
    options: &Options,
) -> Result<u8, NoTerminal>
where
    F: Fn(Fetch, Priority, Sink) -> Work,
    C: FnMut() -> Option<Calls>,
    V: FnMut(&Model, &mut Buffer) -> Spots,
{
    let tty = terminal::Tty::open(options.term.as_deref())?;
    // Only fetches run in there: neither the clock nor the keys of the loop ever stand behind the parsing of answers.
    let threads = std::thread::available_parallelism().map_or(2, usize::from).min(MOST_THREADS);
    let runtime = Builder::new_multi_thread()
        .worker_threads(threads)
        .max_blocking_threads(MOST_BLOCKED)
        .on_thread_start(step_back)
        .enable_all()
        .build()?;
    let work = runtime.handle().clone();
    let _runtime = Background(Some(runtime));
    // However the loop is left, a panic included; the terminal is restored before.
    let _brake = hand.as_ref().map(|hand| hand.halt().brake());
    let code = console::drive(tty, model, (fetch, hand, keep, work), calls, view, options)?;
    tracing::info!(code, "console left");
    Ok(code)
}

/// Lets the threads that read stand back behind the one that draws, so that a key is answered at once on a machine that is
/// busy with nothing but the fleet. Linux gives each thread a niceness of its own; elsewhere it belongs to the process.
fn step_back() {
    #[cfg(target_os = "linux")]
    // Where it is refused, all are equal as before.
    let _ = rustix::process::setpriority_process(None, NICE);
}

/// A runtime that does not wait for what still runs when it is dropped: leaving is immediate.
struct Background(Option<Runtime>);

impl Drop for Background {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the loop is where time enters the console")]
fn clock() -> Timestamp {
    Timestamp::now()
}
