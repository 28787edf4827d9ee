//! Files that the console writes for a person: exports, and what is kept for the next time. Written by threads of their
//! own, so that no key ever waits for a disk.
//!
//! Invariant: nothing that was there is written over but the one file that is kept; what was begun is finished before
//! the program ends, unless it takes too long.

use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::inbox::{Event, Inbox};
use crate::app::Msg;
use crate::model::export::Order;
use crate::model::text::Safe;

mod export;
mod folder;
mod kept;

pub use kept::{Found, KeptFile};

/// How often one looks whether what was begun has ended.
const LOOK: Duration = Duration::from_millis(2);

/// All writing that is under way.
pub struct Saving {
    inbox: Inbox,
    kept: Option<KeptFile>,
    /// To the one thread that writes what is kept, so that the last word stays the last.
    keeper: Option<Sender<String>>,
    threads: Vec<JoinHandle<()>>,
}

impl Saving {
    pub const fn new(inbox: Inbox, kept: Option<KeptFile>) -> Self {
        Self { inbox, kept, keeper: None, threads: Vec::new() }
    }

    /// Writes an export, and tells how it ended.
    pub fn export(&mut self, order: Order) {
        let inbox = self.inbox.clone();
        self.start(move || {
            let end = export::write(&order);
            inbox.send(Event::News(Box::new(Msg::Exported(end))));
        });
    }

    /// Writes what is kept in place of what was.
    pub fn keep(&mut self, text: String) {
        if self.keeper.is_none()
            && let Some(mut file) = self.kept.take()
        {
            let (sender, texts) = mpsc::channel::<String>();
            let inbox = self.inbox.clone();
            self.keeper = Some(sender);
            self.start(move || {
                for text in texts {
                    let end = file.write(&text);
                    inbox.send(Event::News(Box::new(Msg::Kept(end))));
                }
            });
        }
        if let Some(keeper) = &self.keeper {
            // Without the thread it was told already that there is none.
            let _ = keeper.send(text);
        }
    }

    /// Waits until everything is written, but no longer than that.
    pub fn finish(&mut self, patience: Duration) {
        self.keeper = None;
        let until = Instant::now() + patience;
        while self.threads.iter().any(|thread| !thread.is_finished()) {
            if Instant::now() >= until {
                tracing::warn!("left while files were still being written");
                return;
            }
            thread::sleep(LOOK);
        }
    }

    fn start(&mut self, work: impl FnOnce() + Send + 'static) {
        self.threads.retain(|thread| !thread.is_finished());
        match thread::Builder::new().name("saving".into()).spawn(work) {
            Ok(thread) => self.threads.push(thread),
            Err(error) => {
                let why = Safe::new(format!("the system gives no thread to write with: {error}"));
                self.inbox.send(Event::News(Box::new(Msg::Exported(Err(why)))));
            }
        }
    }
}
