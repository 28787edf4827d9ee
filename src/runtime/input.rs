//! The keyboard and the mouse: one thread that waits for bytes on standard input, decodes them and hands them on.
//!
//! It is also the watch on the terminal itself: a hang-up wakes it at once, whether or not SIGHUP was ignored by
//! whoever started the program, and costs nothing while nothing happens. Invariant: the thread never spins, and
//! while it is paused it does not touch standard input, which then belongs to the pager or to the shell.

use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::stdio::{stdin, stdout};

mod decode;
mod sequence;

use crate::app::Msg;
use crate::app::pointer::Spots;
use decode::Decoder;
pub use decode::Input;

/// How long pausing waits for the thread to let go of the keyboard.
const PAUSE_PATIENCE: Duration = Duration::from_millis(200);

/// What the thread tells.
pub enum Heard {
    Inputs(Vec<Input>),
    /// There is no terminal any more.
    Gone,
}

/// What came in one read, as messages; the mouse means what was drawn where it is. Keys that came together stay together: nobody presses two at once.
pub fn typed(inputs: Vec<Input>, spots: &Spots) -> Vec<Msg> {
    let mut messages: Vec<Msg> = Vec::new();
    for input in inputs {
        match (input, messages.last_mut()) {
            (Input::Mouse(gesture, x, y), _) => {
                messages.extend(spots.at(x, y).map(|spot| Msg::Pointed(spot, gesture)));
            }
            (Input::Paste(text), _) => messages.push(Msg::Paste(text)),
            (Input::Key(key), Some(Msg::Keys(keys))) => keys.push(key),
            (Input::Key(key), _) => messages.push(Msg::Keys(vec![key])),
        }
    }
    messages
}

/// The running thread.
pub struct Keyboard {
    gate: Arc<Gate>,
    wake: PipeWriter,
}

/// Where the thread waits while it is paused.
#[derive(Default)]
struct Gate {
    state: Mutex<GateState>,
    changed: Condvar,
}

#[derive(Default)]
struct GateState {
    paused: bool,
    /// The thread waits at the gate.
    parked: bool,
}

impl Gate {
    fn lock(&self) -> MutexGuard<'_, GateState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Keyboard {
    /// Starts to listen.
    pub fn listen(tell: impl Fn(Heard) + Send + 'static) -> io::Result<Self> {
        let (reader, wake) = io::pipe()?;
        let gate = Arc::new(Gate::default());
        let theirs = Arc::clone(&gate);
        thread::Builder::new().name("keyboard".into()).spawn(move || listen(&theirs, reader, &tell))?;
        Ok(Self { gate, wake })
    }

    /// Lets go of standard input, until [`Keyboard::resume`].
    pub fn pause(&mut self) {
        let mut state = self.gate.lock();
        state.paused = true;
        // A full pipe holds a wake-up already.
        let _ = self.wake.write(b"p");
        let parked = self.gate.changed.wait_timeout_while(state, PAUSE_PATIENCE, |state| !state.parked);
        drop(parked);
    }

    pub fn resume(&mut self) {
        self.gate.lock().paused = false;
        self.gate.changed.notify_all();
    }
}

/// The thread.
fn listen(gate: &Gate, mut wake: PipeReader, tell: &impl Fn(Heard)) {
    let mut decoder = Decoder::default();
    let mut buffer = [0_u8; 4096];
    loop {
        let ready = match wait(&wake, decoder.patience()) {
            Ok(ready) => ready,
            Err(error) => {
                tracing::error!(%error, "waiting for the keyboard");
                Ready { gone: true, ..Ready::default() }
            }
        };
        if ready.wake {
            match wake.read(&mut buffer) {
                // The other end is dropped when the loop has ended.
                Ok(0) | Err(_) => return,
                Ok(_) => park(gate),
            }
            continue;
        }
        // What was typed before a hang-up is not obeyed any more: nobody sees what it would do.
        if ready.gone {
            tell(Heard::Gone);
            return;
        }
        let inputs = if ready.keys {
            match rustix::io::read(stdin(), &mut buffer[..]) {
                Ok(count) if count > 0 => decoder.feed(buffer.get(..count).unwrap_or_default()),
                Err(Errno::INTR | Errno::AGAIN) => continue,
                // End of file, EIO: raw mode knows no end of input, so that the terminal is gone.
                Ok(_) | Err(_) => {
                    tell(Heard::Gone);
                    return;
                }
            }
        } else {
            decoder.give_up()
        };
        if !inputs.is_empty() {
            tell(Heard::Inputs(inputs));
        }
    }
}

/// Stands at the gate as long as the keyboard is somebody else's.
fn park(gate: &Gate) {
    let mut state = gate.lock();
    while state.paused {
        state.parked = true;
        gate.changed.notify_all();
        state = gate.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
    }
    state.parked = false;
}

/// Why the waiting ended; nothing set means that the time ran out.
#[derive(Default)]
struct Ready {
    wake: bool,
    keys: bool,
    gone: bool,
}

/// Waits for a key, a wake-up or the end of the terminal, for ever when there is no `patience`.
fn wait(wake: &PipeReader, patience: Option<Duration>) -> Result<Ready, Errno> {
    let (keys, screen) = (stdin(), stdout());
    let mut polled = [
        PollFd::new(&keys, PollFlags::IN),
        // Nothing is asked of the screen: errors and hang-ups are told unasked.
        PollFd::new(&screen, PollFlags::empty()),
        PollFd::new(wake, PollFlags::IN),
    ];
    let limit = patience.map(|span| Timespec {
        tv_sec: i64::try_from(span.as_secs()).unwrap_or(i64::MAX),
        tv_nsec: span.subsec_nanos().into(),
    });
    match poll(&mut polled, limit.as_ref()) {
        Ok(_) => {}
        // The clock of an unfinished sequence starts anew, which costs nothing.
        Err(Errno::INTR) => return wait(wake, patience),
        Err(error) => return Err(error),
    }
    let [keys, screen, wake] = polled.map(|fd| fd.revents());
    let lost = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
    Ok(Ready {
        wake: wake.intersects(PollFlags::IN | lost),
        keys: keys.contains(PollFlags::IN),
        gone: keys.intersects(lost) || screen.intersects(lost),
    })
}
