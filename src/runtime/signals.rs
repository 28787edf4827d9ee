//! What the operating system tells the process, and how the process stops as a shell's job.
//!
//! SIGWINCH only says that the size changed; the loop reads it. Invariant: the process is stopped only when somebody
//! can continue it.

use std::io;
use std::thread;
use std::time::Duration;

use rustix::process::{Signal as Number, getpgrp, getpid, getsid, kill_current_process_group, kill_process};
use tokio::runtime::Builder;
use tokio::signal::unix::{Signal as Stream, SignalKind, signal};

use super::inbox::{Event, Inbox};
use crate::model::exit;

/// A signal to oneself is there at once; this is only so that nothing can hang.
const OWN_SIGNAL: Duration = Duration::from_millis(500);
/// Somebody may look at the stopped console again after a weekend.
const STOPPED: Duration = Duration::from_secs(u32::MAX as u64);

/// What was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    Interrupt,
    Quit,
    Terminate,
    HangUp,
    Resized,
    Stop,
    Continue,
}

impl Told {
    /// The exit code of a process that ends because of it, as shells count; absent when it does not end.
    pub const fn exit_code(self) -> Option<u8> {
        match self {
            Self::Interrupt => Some(exit::INTERRUPTED),
            Self::Quit => Some(exit::QUIT),
            Self::Terminate => Some(exit::TERMINATED),
            Self::HangUp => Some(exit::HUNG_UP),
            Self::Resized | Self::Stop | Self::Continue => None,
        }
    }
}

/// Begins to listen, on a thread of its own, which nothing else can hold up.
pub fn listen(inbox: Inbox) -> io::Result<()> {
    let runtime = Builder::new_current_thread().enable_io().build()?;
    let inside = runtime.enter();
    let mut signals = Signals::register()?;
    drop(inside);
    let tell = move || {
        runtime.block_on(async {
            loop {
                inbox.send(Event::Told(signals.next().await));
            }
        })
    };
    thread::Builder::new().name("signals".into()).spawn(tell)?;
    Ok(())
}

/// Stops this job and comes back when it is continued. The terminal must have been left before.
pub fn stop(inbox: &Inbox) -> io::Result<()> {
    inbox.forget(|event| matches!(event, Event::Told(Told::Stop | Told::Continue)));
    // The others of the job, such as a script around the console, stop as they would for the terminal's own C-z.
    kill_current_process_group(Number::TSTP)?;
    // Our own handler catches that one too, and it must not be taken for another wish to stop later.
    inbox.wait_for(Told::Stop, OWN_SIGNAL);
    // So that this process needs the signal that nobody can catch.
    kill_process(getpid(), Number::STOP)?;
    // Another thread may take the signal a moment later: only the continuation proves that the stop was.
    inbox.wait_for(Told::Continue, STOPPED);
    Ok(())
}

/// Whether a shell with job control stands behind us. The only job of a session (`ssh host sagedeck`, a tmux window
/// of its own) would never be continued.
pub fn can_stop() -> bool {
    getsid(None).is_ok_and(|session| session != getpgrp())
}

struct Signals {
    interrupt: Stream,
    quit: Stream,
    terminate: Stream,
    hang_up: Stream,
    resized: Stream,
    stop: Stream,
    cont: Stream,
}

impl Signals {
    fn register() -> io::Result<Self> {
        let raw = |number: Number| signal(SignalKind::from_raw(number.as_raw()));
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            quit: signal(SignalKind::quit())?,
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
            resized: signal(SignalKind::window_change())?,
            stop: raw(Number::TSTP)?,
            cont: raw(Number::CONT)?,
        })
    }

    /// The next one; the ones that end the program come first.
    async fn next(&mut self) -> Told {
        tokio::select! {
            biased;
            Some(()) = self.hang_up.recv() => Told::HangUp,
            Some(()) = self.terminate.recv() => Told::Terminate,
            Some(()) = self.quit.recv() => Told::Quit,
            Some(()) = self.interrupt.recv() => Told::Interrupt,
            Some(()) = self.cont.recv() => Told::Continue,
            Some(()) = self.stop.recv() => Told::Stop,
            Some(()) = self.resized.recv() => Told::Resized,
            else => std::future::pending().await,
        }
    }
}
