//! The guard of the terminal: raw mode, alternate screen, bracketed paste and a hidden cursor while the console is
//! shown, and everything as it was before afterwards.
//!
//! Invariant: whoever ends the program, and however (quit, error, signal, panic on any thread), [`Tty::leave`] runs
//! and is harmless when it runs twice. The terminal is never asked anything and no answer is ever waited for.

use std::io;
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::stdio::{stdin, stdout};
use rustix::termios::{OptionalActions, Termios, isatty, tcgetattr, tcgetwinsize, tcsetattr};

use crate::model::text::Safe;

/// Alternate screen, bracketed paste, no cursor: what has to be written before the first frame after [`Tty::enter`].
pub const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h\x1b[?25l\x1b[0m\x1b[2J";
/// Reports of pressed buttons and of the wheel, never of motion, in the form of SGR; goes with [`ENTER`].
pub const MOUSE: &[u8] = b"\x1b[?1000h\x1b[?1006h";
/// The reverse of both, and the end of a synchronized frame that may have been cut off.
const LEAVE: &[u8] = b"\x1b[?2026l\x1b[0m\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[?25h\x1b[?1049l";
/// How long leaving waits for a terminal that takes no output, before the program ends without its consent.
const LEAVE_PATIENCE: Duration = Duration::from_millis(500);
/// What a terminal is taken for that does not know its size.
const UNKNOWN_SIZE: (u16, u16) = (80, 24);
/// No terminal is larger; a hostile or broken one that says so must not cost gigabytes of cells.
const LARGEST: (u16, u16) = (1_200, 600);

/// Why there is no console here. Each reads as a whole message.
#[derive(Debug, thiserror::Error)]
pub enum NoTerminal {
    #[error(
        "the console needs a terminal on standard {0}, and this is none · use a command such as `sagedeck get notebooks` in scripts"
    )]
    NotATerminal(&'static str),
    #[error(
        "the console cannot be drawn on TERM={0} · set TERM to what the terminal is, for example xterm-256color, or use a command such as `sagedeck get notebooks`"
    )]
    Dumb(Safe),
    #[error("the terminal does not obey: {0}")]
    Io(#[from] io::Error),
}

/// The terminal on standard input and output. Clones are the same terminal.
#[derive(Clone)]
pub struct Tty(Arc<Inner>);

struct Inner {
    /// The modes that the shell gave us and gets back.
    original: Termios,
    /// Whether the console is on the screen, so that writing and leaving make sense.
    shown: AtomicBool,
    /// Set by a panic, after which the console is never shown again.
    poisoned: AtomicBool,
    /// Held while bytes go out, so that a frame and the sequences of leaving do not mix.
    line: Mutex<()>,
}

impl Tty {
    /// Looks at what standard input and output are; changes nothing yet. `term` is the `TERM` variable.
    pub fn open(term: Option<&str>) -> Result<Self, NoTerminal> {
        if !isatty(stdin()) {
            return Err(NoTerminal::NotATerminal("input"));
        }
        if !isatty(stdout()) {
            return Err(NoTerminal::NotATerminal("output"));
        }
        match term {
            Some("dumb") => return Err(NoTerminal::Dumb(Safe::new("dumb"))),
            None | Some("") => return Err(NoTerminal::Dumb(Safe::new("(not set)"))),
            Some(_) => {}
        }
        let original = tcgetattr(stdin()).map_err(io::Error::from)?;
        Ok(Self(Arc::new(Inner {
            original,
            shown: AtomicBool::new(false),
            poisoned: AtomicBool::new(false),
            line: Mutex::new(()),
        })))
    }

    /// Takes the terminal over, also when it was taken over before: after a stop the shell has changed its modes.
    /// Writes nothing, so that a terminal that takes nothing holds nobody up; [`ENTER`] is to be written next.
    pub fn enter(&self) -> io::Result<()> {
        if self.is_poisoned() {
            return Ok(());
        }
        let mut raw = self.0.original.clone();
        raw.make_raw();
        tcsetattr(stdin(), OptionalActions::Now, &raw)?;
        self.0.shown.store(true, Ordering::SeqCst);
        Ok(())
    }

    /// Gives the terminal back as it was. Says whether the console was shown until now.
    pub fn leave(&self) -> bool {
        if !self.0.shown.swap(false, Ordering::SeqCst) {
            return false;
        }
        // A terminal that is gone refuses all of this, which is fine: there is nothing left to restore.
        let _ = tcsetattr(stdin(), OptionalActions::Now, &self.0.original);
        let (done, wait) = mpsc::channel();
        let tty = self.clone();
        // A blocked terminal would hold this thread for ever, so that another one takes the risk.
        let writer = thread::Builder::new().name("leave".into()).spawn(move || {
            let _line = tty.0.line.lock().unwrap_or_else(PoisonError::into_inner);
            // It may have been entered again while this waited.
            if !tty.0.shown.load(Ordering::SeqCst) {
                let _ = write_all(LEAVE);
            }
            let _ = done.send(());
        });
        if writer.is_ok() {
            let _ = wait.recv_timeout(LEAVE_PATIENCE);
        }
        true
    }

    /// Writes bytes, all of them or an error; nothing when the console is not shown. May block for as long as the
    /// terminal takes nothing.
    pub fn write(&self, bytes: &[u8]) -> io::Result<()> {
        let _line = self.0.line.lock().unwrap_or_else(PoisonError::into_inner);
        if self.0.shown.load(Ordering::SeqCst) { write_all(bytes) } else { Ok(()) }
    }

    /// Whether something panicked since [`Tty::on_panic`].
    pub fn is_poisoned(&self) -> bool {
        self.0.poisoned.load(Ordering::SeqCst)
    }

    /// From now on a panic, on any thread, first restores the terminal, then says what happened, then calls
    /// `wake` so that the loop notices that it has to end.
    pub fn on_panic(&self, wake: impl Fn() + Send + Sync + 'static) {
        let tty = self.clone();
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let first = !tty.0.poisoned.swap(true, Ordering::SeqCst);
            if tty.leave() || first {
                report(info);
                wake();
            } else {
                previous(info);
            }
        }));
    }
}

/// The last guard: an early return leaves the terminal as well.
pub struct Shown(pub Tty);

impl Drop for Shown {
    fn drop(&mut self) {
        self.0.leave();
    }
}

/// Columns and rows, between 1×1 and what is sane; a terminal that says 0 does not know, and is 80×24.
pub fn size() -> (u16, u16) {
    tcgetwinsize(stdout()).map_or(UNKNOWN_SIZE, |size| sane_size(size.ws_col, size.ws_row))
}

/// What the terminal says of its own size, columns first; it may say 0×0.
///
/// # Errors
/// When standard output is no terminal, or the system does not tell.
pub fn told_size() -> std::io::Result<(u16, u16)> {
    Ok(tcgetwinsize(stdout()).map(|size| (size.ws_col, size.ws_row))?)
}

/// The size to draw for, from what the terminal says.
fn sane_size(columns: u16, rows: u16) -> (u16, u16) {
    if columns == 0 || rows == 0 {
        return UNKNOWN_SIZE;
    }
    (columns.min(LARGEST.0), rows.min(LARGEST.1))
}

/// What a person sees of a panic, on the restored screen.
fn report(info: &panic::PanicHookInfo<'_>) {
    let payload = info.payload();
    let text = payload.downcast_ref::<&str>().copied().map(str::to_owned);
    let text = text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default();
    let place = info.location().map(|at| format!(" at {}:{}", at.file(), at.line())).unwrap_or_default();
    let text = Safe::new(text);
    tracing::error!(%text, place, "panic");
    let message = format!(
        "sagedeck: stopped because of a fault in the program itself: {text}{place} · nothing was changed by it · please report these lines\n"
    );
    let _ = io::Write::write_all(&mut io::stderr(), message.as_bytes());
}

/// All bytes to standard output, past the buffer of the standard library, which must never hold half a frame.
fn write_all(mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(stdout(), bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            // Somebody who shares the terminal has made it non-blocking.
            Err(Errno::AGAIN) => {
                let out = stdout();
                poll(&mut [PollFd::new(&out, PollFlags::OUT)], None)?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_without_a_size_is_taken_for_80_by_24() {
        assert_eq!(sane_size(0, 0), (80, 24));
        assert_eq!(sane_size(0, 50), (80, 24));
        assert_eq!(sane_size(1, 1), (1, 1));
        assert_eq!(sane_size(500, 200), (500, 200));
        assert_eq!(sane_size(u16::MAX, u16::MAX), LARGEST);
    }

    #[test]
    fn the_terminal_is_never_asked_anything() {
        // DA, DSR, XTVERSION, DECRQM and window reports end like this; OSC and DCS are not used at all.
        for sequence in [ENTER, MOUSE, LEAVE] {
            let text = String::from_utf8(sequence.to_vec()).unwrap();
            for part in text.split("\x1b[").skip(1) {
                assert!(matches!(part.chars().last(), Some('h' | 'l' | 'm' | 'J')), "{part:?}");
            }
        }
    }
}
