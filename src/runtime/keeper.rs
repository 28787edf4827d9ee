//! The thread that remembers: it opens the store, tells what is in it, and takes in what was read, a batch at a time.
//!
//! Invariant: the loop never waits for it, but for a moment at the end. Whatever is wrong with the store is told once;
//! from then on nothing is remembered, and everything else goes on.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use super::Clock;
use super::inbox::{Event, Inbox};
use crate::app::Msg;
use crate::model::memory::{Memory, Recall};
use crate::model::text::Safe;
use crate::store::{Fleet, Store, Trouble};

/// How long leaving may take for what is not on disk yet.
const PATIENCE: Duration = Duration::from_millis(50);
/// Listings in one transaction: what is lost when the process is ended in the middle.
const BATCH: usize = 64;
/// What is read together is written together.
const GATHER: Duration = Duration::from_millis(200);

/// Where things are remembered, and of which fleet.
#[derive(Clone, Debug)]
pub struct Keep {
    pub file: PathBuf,
    pub fleet: Fleet,
}

pub struct Keeper {
    memories: Sender<Memory>,
    ended: Receiver<()>,
}

impl Keeper {
    pub fn start(keep: Keep, now: Clock, inbox: Inbox) -> io::Result<Self> {
        let (memories, waiting) = mpsc::channel();
        let (end, ended) = mpsc::channel();
        thread::Builder::new().name("store".into()).spawn(move || {
            let tell = |recall| inbox.send(Event::News(Box::new(Msg::Recalled(recall))));
            if let Err(trouble) = serve(&keep, &now, &waiting, &tell) {
                tracing::warn!(%trouble, "nothing is remembered");
                tell(Recall::Trouble(Safe::new(format!("Nothing is remembered: {trouble}"))));
            }
            // Whoever waits for the end learns of it by this.
            drop(end);
        })?;
        Ok(Self { memories, ended })
    }

    pub fn remember(&self, memory: Memory) {
        // The thread may have given up, and has said so.
        let _ = self.memories.send(memory);
    }

    /// Waits a moment for what is not on disk yet. What is not there then is dropped whole.
    pub fn close(self) {
        let Self { memories, ended } = self;
        drop(memories);
        let _ = ended.recv_timeout(PATIENCE);
    }
}

fn serve(keep: &Keep, now: &Clock, waiting: &Receiver<Memory>, tell: &dyn Fn(Recall)) -> Result<(), Trouble> {
    let opened = Store::open(&keep.file, keep.fleet.clone()).inspect_err(|_| tell(Recall::Ended));
    let (mut store, told) = opened?;
    if let Some(trouble) = told {
        begun_anew(&trouble, tell);
    }
    let recalled = recall(&store, tell);
    tell(Recall::Ended);
    if let Err(trouble) = recalled {
        store = mended(store, trouble, tell)?;
    }
    while let Some(batch) = next(waiting) {
        if let Err(trouble) = store.remember(&batch, now()) {
            store = mended(store, trouble, tell)?;
        }
    }
    Ok(())
}

/// Tells what is remembered.
fn recall(store: &Store, tell: &dyn Fn(Recall)) -> Result<(), Trouble> {
    let Some((accounts, at)) = store.accounts()? else { return Ok(()) };
    tell(Recall::Accounts(accounts.clone(), at));
    let damaged = store.listings(&accounts, |recalled| tell(Recall::Listing(Box::new(recalled))))?;
    if damaged > 0 {
        tracing::warn!(damaged, "listings in the store were damaged and are forgotten");
    }
    Ok(())
}

/// A store that can be used after all, or none.
fn mended(store: Store, trouble: Trouble, tell: &dyn Fn(Recall)) -> Result<Store, Trouble> {
    if !trouble.is_corrupt() {
        return Err(trouble);
    }
    let store = store.begin_anew()?;
    begun_anew(&trouble, tell);
    Ok(store)
}

fn begun_anew(trouble: &Trouble, tell: &dyn Fn(Recall)) {
    tracing::warn!(%trouble, "the store was moved aside and begun anew");
    let text = format!("What was remembered was moved aside to ….corrupt and is begun anew: {trouble}");
    tell(Recall::Trouble(Safe::new(text)));
}

/// What has come since, waiting for the first of it; nothing when no more will come.
fn next(waiting: &Receiver<Memory>) -> Option<Vec<Memory>> {
    let mut batch = vec![waiting.recv().ok()?];
    while batch.len() < BATCH {
        let Ok(memory) = waiting.recv_timeout(GATHER) else { break };
        take_in(&mut batch, memory);
    }
    Some(batch)
}

/// The newest of the same thing counts.
fn take_in(batch: &mut Vec<Memory>, memory: Memory) {
    let same = |other: &Memory| match (other, &memory) {
        (Memory::Accounts(..), Memory::Accounts(..)) => true,
        (Memory::Listing(one), Memory::Listing(other)) => one.cell == other.cell,
        _ => false,
    };
    batch.retain(|other| !same(other));
    batch.push(memory);
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use jiff::Timestamp;

    use super::*;

    fn keep(folder: &std::path::Path) -> Keep {
        let fleet = Fleet::new(&["here"], Vec::new(), Vec::new());
        Keep { file: folder.join("cache/sagedeck/snapshot.sqlite3"), fleet }
    }

    /// What is told until the end.
    fn told(keep: &Keep, memories: Vec<Memory>) -> (Vec<Recall>, Result<(), Trouble>) {
        let (send, waiting) = mpsc::channel();
        for memory in memories {
            send.send(memory).unwrap();
        }
        drop(send);
        let told = Mutex::new(Vec::new());
        let now: Clock = Arc::new(|| Timestamp::from_second(1_000).unwrap());
        let end = serve(keep, &now, &waiting, &|recall| told.lock().unwrap().push(recall));
        (told.into_inner().unwrap(), end)
    }

    fn accounts(second: i64) -> Memory {
        Memory::Accounts(Vec::new(), Timestamp::from_second(second).unwrap())
    }

    #[test]
    fn what_one_run_read_the_next_one_tells() {
        let home = tempfile::tempdir().unwrap();
        let keep = keep(home.path());
        assert_eq!(told(&keep, vec![accounts(1), accounts(2)]), (vec![Recall::Ended], Ok(())));
        let at = Timestamp::from_second(2).unwrap();
        assert_eq!(told(&keep, Vec::new()).0, [Recall::Accounts(Vec::new(), at), Recall::Ended]);
    }

    #[test]
    fn a_damaged_file_is_told_and_begun_anew() {
        let home = tempfile::tempdir().unwrap();
        let keep = keep(home.path());
        assert_eq!(told(&keep, vec![accounts(1)]).1, Ok(()));
        std::fs::write(&keep.file, vec![0xa5; 50_000]).unwrap();
        let (told, end) = told(&keep, vec![accounts(2)]);
        assert_eq!(end, Ok(()));
        assert!(
            matches!(&told[..], [Recall::Trouble(text), Recall::Ended] if text.raw().contains("moved aside"))
        );
    }

    #[test]
    fn without_a_place_the_end_comes_all_the_same() {
        let keep = keep(std::path::Path::new("/proc"));
        let (told, end) = told(&keep, vec![accounts(1)]);
        assert_eq!(told, [Recall::Ended]);
        assert!(end.is_err());
    }

    #[test]
    fn leaving_waits_for_what_is_not_on_disk_and_only_for_a_moment() {
        let home = tempfile::tempdir().unwrap();
        let (inbox, now): (_, Clock) = (Inbox::default(), Arc::new(|| Timestamp::UNIX_EPOCH));
        let keeper = Keeper::start(keep(home.path()), now, inbox).unwrap();
        keeper.remember(accounts(0));
        keeper.close();
        // A thread that never ends.
        let (memories, waiting) = mpsc::channel();
        let (end, ended) = mpsc::channel();
        Keeper { memories, ended }.close();
        drop((waiting, end));
    }
}
