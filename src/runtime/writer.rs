//! The thread that writes frames, so that a terminal that takes nothing (a stopped or slow connection) holds up
//! nothing but the picture.
//!
//! Invariant: the loop hands over a frame only after the one before was written; frames are left out, never queued.

use std::io;
use std::sync::mpsc::{self, Sender};
use std::thread;

use super::terminal::Tty;

pub struct Writer {
    frames: Sender<Vec<u8>>,
}

impl Writer {
    /// Starts the thread. `tell` is called after each hand-over, with the error when the terminal is gone.
    pub fn start(tty: Tty, tell: impl Fn(io::Result<()>) + Send + 'static) -> io::Result<Self> {
        let (frames, waiting) = mpsc::channel::<Vec<u8>>();
        thread::Builder::new().name("screen".into()).spawn(move || {
            for frame in waiting {
                tell(tty.write(&frame));
            }
        })?;
        Ok(Self { frames })
    }

    pub fn hand_over(&self, frame: Vec<u8>) {
        // The thread ends only together with the loop.
        let _ = self.frames.send(frame);
    }
}
