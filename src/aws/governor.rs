//! Paces every call to AWS: a learning token bucket for each account, region and operation, what is looked at
//! before what is not, and a bound on all calls in flight.
//!
//! It makes no calls and knows no errors. Invariants: a waiter leaves in order of priority, then of arrival, within
//! its line; lines take turns when the bound is reached; giving up a wait costs nobody a token.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use self::bucket::Bucket;
use super::calls::{Book, Line, Pace};
use crate::model::fetch::Priority;

mod bucket;
#[cfg(test)]
mod tests;

/// A place in a queue: visible work first, then first come, first served.
type Ticket = (Priority, u64);

/// Clones share the queues.
#[derive(Clone, Debug)]
pub struct Governor {
    state: Arc<Mutex<State>>,
    book: Book,
    started: Instant,
}

#[derive(Debug)]
struct State {
    lines: BTreeMap<Line, Queue>,
    /// Lines whose first waiter has its turn but for the bound on calls in flight.
    held: BTreeMap<Priority, VecDeque<Line>>,
    free: usize,
    next: u64,
}

#[derive(Debug)]
struct Queue {
    bucket: Bucket,
    waiting: BTreeMap<Ticket, Arc<Notify>>,
    held: BTreeSet<Priority>,
    /// Calls in flight that have ended and whose places are this line's now.
    promised: usize,
}

impl Queue {
    fn wake_first(&self) {
        if let Some(first) = self.waiting.values().next() {
            first.notify_one();
        }
    }
}

/// What a waiter has to do.
enum Step {
    Go,
    /// Look again after so long, or when told.
    Wait(Option<Duration>),
}

impl Governor {
    /// At most so many calls are in flight at a time.
    pub fn new(book: Book, free: usize) -> Self {
        let state = State { lines: BTreeMap::new(), held: BTreeMap::new(), free, next: 0 };
        Self { state: Arc::new(Mutex::new(state)), book, started: Instant::now() }
    }

    /// Waits until a call may leave. Dropping the future gives the place in the queue up.
    pub async fn acquire(&self, line: &Line, priority: Priority) -> Permit {
        let place = self.enter(line, priority);
        loop {
            let wait = match self.step(&place) {
                Step::Go => break,
                Step::Wait(wait) => wait,
            };
            match wait {
                Some(wait) => {
                    // Whichever comes first; both lead to another look.
                    let _ = tokio::time::timeout(wait, place.told.notified()).await;
                }
                None => place.told.notified().await,
            }
        }
        Permit { governor: self.clone(), line: line.clone(), left: self.now() }
    }

    /// The rate and queue of every line that was ever used.
    pub fn paces(&self) -> BTreeMap<Line, Pace> {
        let pace = |queue: &Queue| Pace { rate: queue.bucket.rate(), waiting: queue.waiting.len() as u32 };
        self.state().lines.iter().map(|(line, queue)| (line.clone(), pace(queue))).collect()
    }

    fn enter(&self, line: &Line, priority: Priority) -> Place<'_> {
        let now = self.now();
        let mut state = self.state();
        state.next += 1;
        let ticket = (priority, state.next);
        let told = Arc::new(Notify::new());
        let queue = state.lines.entry(line.clone()).or_insert_with(|| Queue {
            bucket: Bucket::new(line.operation.rate, now),
            waiting: BTreeMap::new(),
            held: BTreeSet::new(),
            promised: 0,
        });
        queue.waiting.insert(ticket, told.clone());
        drop(state);
        self.book.touch();
        Place { governor: self, line: line.clone(), ticket, told }
    }

    fn step(&self, place: &Place<'_>) -> Step {
        let now = self.now();
        let mut guard = self.state();
        let state = &mut *guard;
        let Some(queue) = state.lines.get_mut(&place.line) else { return Step::Go };
        if queue.waiting.keys().next() != Some(&place.ticket) {
            return Step::Wait(None);
        }
        if state.free == 0 && queue.promised == 0 {
            if queue.held.insert(place.ticket.0) {
                state.held.entry(place.ticket.0).or_default().push_back(place.line.clone());
            }
            return Step::Wait(None);
        }
        if let Err(wait) = queue.bucket.take(now) {
            state.pass_on(&place.line);
            return Step::Wait(Some(Duration::from_secs_f64(wait)));
        }
        if queue.promised > 0 {
            queue.promised -= 1;
        } else {
            state.free -= 1;
        }
        queue.waiting.remove(&place.ticket);
        queue.wake_first();
        if queue.waiting.is_empty() {
            state.pass_on(&place.line);
        }
        Step::Go
    }

    fn leave(&self, place: &Place<'_>) {
        let mut state = self.state();
        let Some(queue) = state.lines.get_mut(&place.line) else { return };
        if queue.waiting.remove(&place.ticket).is_some() {
            queue.wake_first();
            if queue.waiting.is_empty() {
                state.pass_on(&place.line);
            }
            drop(state);
            self.book.touch();
        }
    }

    fn with_bucket(&self, line: &Line, change: impl FnOnce(&mut Bucket, f64)) {
        let now = self.now();
        let mut state = self.state();
        if let Some(queue) = state.lines.get_mut(line) {
            change(&mut queue.bucket, now);
            queue.wake_first();
        }
        drop(state);
        self.book.touch();
    }

    fn now(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Each change is whole before the lock is given back, so a panic elsewhere leaves nothing half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Gives a place to the line whose turn it is; lines take turns within a priority.
    fn release(&mut self) {
        for (priority, lines) in &mut self.held {
            while let Some(line) = lines.pop_front() {
                let Some(queue) = self.lines.get_mut(&line) else { continue };
                queue.held.remove(priority);
                if !queue.waiting.is_empty() {
                    queue.promised += 1;
                    queue.wake_first();
                    return;
                }
            }
        }
        self.free += 1;
    }

    /// A line that cannot use the places promised to it leaves them to others.
    fn pass_on(&mut self, line: &Line) {
        let Some(queue) = self.lines.get_mut(line) else { return };
        for _ in 0..std::mem::take(&mut queue.promised) {
            self.release();
        }
    }
}

/// A place in a queue, given up when dropped.
struct Place<'a> {
    governor: &'a Governor,
    line: Line,
    ticket: Ticket,
    told: Arc<Notify>,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.governor.leave(self);
    }
}

/// The right to have one call in flight. Say how it ended; dropping it only frees the place.
#[derive(Debug)]
pub struct Permit {
    governor: Governor,
    line: Line,
    left: f64,
}

impl Permit {
    /// AWS answered, with whatever.
    pub fn answered(self) {
        self.governor.with_bucket(&self.line, Bucket::answered);
    }

    /// AWS asked for fewer calls, and maybe for a pause.
    pub fn throttled(self, wait: Option<Duration>) {
        let (left, wait) = (self.left, wait.map(|wait| wait.as_secs_f64()));
        self.governor.with_bucket(&self.line, |bucket, now| bucket.throttled(now, left, wait));
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.governor.state().release();
    }
}
