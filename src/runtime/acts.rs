//! The console's use of the hand: starts what was approved, and brings what is told into the inbox.
//!
//! Invariant: nothing here is cancelled; what was begun ends by itself, or by the brake.

use std::sync::Arc;

use tokio::runtime::Handle;

use super::act::{Hand, Tell};
use super::inbox::{Event, Inbox};
use crate::app::Msg;
use crate::model::audit::{Act, Progress};
use crate::model::fetch::{Notice, Severity};
use crate::model::permit::WritePermit;
use crate::model::text::Safe;
use crate::plan::Approved;

/// Entries of the journal that the audit screen shows.
const ENTRIES: usize = 5_000;

/// All acts of the console. Without a hand, nothing is ever done.
pub struct Acts {
    pub hand: Option<Hand>,
    pub runtime: Handle,
    pub inbox: Inbox,
}

impl Acts {
    pub fn act(&self, number: u32, permit: WritePermit, approved: Approved) {
        let Some(hand) = self.hand.clone() else { return };
        let inbox = self.inbox.clone();
        let tell: Tell = Arc::new(move |at, progress| {
            inbox.send(Event::News(Box::new(Msg::Acted(number, at, progress))));
        });
        let news = self.inbox.clone();
        self.runtime.spawn(async move {
            let journal = hand.journal().clone();
            let doubt = Handle::current().spawn_blocking(move || journal.doubt()).await;
            // What keeps anything from being written is told by the act itself.
            if let Ok(Ok(Some(text))) = doubt {
                let notice = Notice { severity: Severity::Warning, text };
                news.send(Event::News(Box::new(Msg::Banner(notice))));
            }
            hand.act(approved, permit, tell).await;
        });
    }

    /// Looks for what an earlier session left, and finds it out.
    pub fn resolve(&self) {
        let Some(hand) = self.hand.clone() else { return };
        let (inbox, runtime) = (self.inbox.clone(), self.runtime.clone());
        self.runtime.spawn_blocking(move || {
            // Looked for before anything is done: an action needs a journal that can be written.
            let found = hand.check().and_then(|()| hand.unresolved());
            let found = found.map_err(|trouble| trouble.safe());
            let acts: Vec<Act> = found.iter().flatten().cloned().collect();
            inbox.send(Event::News(Box::new(Msg::Earlier(found))));
            for act in acts {
                let (hand, inbox, id) = (hand.clone(), inbox.clone(), act.id.clone());
                let tell: Tell = Arc::new(move |_, progress| {
                    if !matches!(progress, Progress::Seen(_)) {
                        inbox.send(Event::News(Box::new(Msg::Resolved(id.clone(), progress))));
                    }
                });
                runtime.spawn(async move { hand.resolve(&act, tell).await });
            }
        });
    }

    pub fn read_journal(&self) {
        let hand = self.hand.clone();
        let inbox = self.inbox.clone();
        self.runtime.spawn_blocking(move || {
            // Without one nobody knows what was done; that is not the same as nothing.
            let none = || Err(Safe::new("there is no home folder for it; set HOME or XDG_STATE_HOME"));
            let read =
                hand.map_or_else(none, |hand| hand.journal().acts(ENTRIES).map_err(|trouble| trouble.safe()));
            inbox.send(Event::News(Box::new(Msg::Journal(read))));
        });
    }

    /// Nothing may be changed from here on: at once, and then it is written down.
    pub fn disarm(&self, why: Safe) {
        let Some(hand) = self.hand.clone() else { return };
        hand.disarm();
        self.runtime.spawn_blocking(move || {
            if let Err(trouble) = hand.note_read_only(why) {
                tracing::warn!(%trouble, "the switch to read-only could not be written down");
            }
        });
    }
}
