//! Where everything arrives that the loop waits for: keys, signals, answers, the end of a write.
//!
//! Invariant: what a person or the system does overtakes what arrives by itself, and within each of the two the
//! order is kept. Waiting costs one wake-up, whatever ends it.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::input::Heard;
use super::signals::Told;
use crate::app::Msg;
use crate::model::fetch::{Arrival, JobId};
use crate::model::text::Safe;

/// One thing that happened outside of the loop.
pub enum Event {
    Told(Told),
    Heard(Heard),
    /// The terminal has taken a frame, or cannot any more.
    Written(io::Result<()>),
    PagerClosed(Result<(), Safe>),
    /// Something panicked; the terminal is restored already.
    Poisoned,
    Arrived(JobId, Arrival),
    /// What the hand and the journal tell.
    News(Box<Msg>),
    /// The job has nothing more to say.
    Ended(JobId),
}

/// Clones are the same inbox.
#[derive(Clone, Default)]
pub struct Inbox(Arc<Inner>);

#[derive(Default)]
struct Inner {
    queues: Mutex<Queues>,
    filled: Condvar,
}

#[derive(Default)]
struct Queues {
    urgent: VecDeque<Event>,
    arrivals: VecDeque<Event>,
}

impl Inbox {
    pub fn send(&self, event: Event) {
        let mut queues = self.lock();
        match event {
            Event::Arrived(..) | Event::News(_) | Event::Ended(_) => queues.arrivals.push_back(event),
            urgent => queues.urgent.push_back(urgent),
        }
        drop(queues);
        self.0.filled.notify_one();
    }

    /// The next event, if there is one.
    pub fn next(&self) -> Option<Event> {
        self.lock().next()
    }

    /// The next event, waiting for it until a moment.
    pub fn wait(&self, until: Instant) -> Option<Event> {
        let left = until.saturating_duration_since(Instant::now());
        self.wait_while(left, |queues| queues.urgent.is_empty() && queues.arrivals.is_empty()).next()
    }

    /// Waits until one of these was told, takes it out and leaves everything else where it is.
    pub fn wait_for(&self, told: Told, patience: Duration) {
        let is_it = |event: &Event| matches!(event, Event::Told(other) if *other == told);
        let mut queues = self.wait_while(patience, |queues| !queues.urgent.iter().any(is_it));
        if let Some(at) = queues.urgent.iter().position(is_it) {
            queues.urgent.remove(at);
        }
    }

    /// Whether nothing waits that a person or the system did.
    pub fn is_quiet(&self) -> bool {
        self.lock().urgent.is_empty()
    }

    /// Takes out everything of which `unwanted` says so.
    pub fn forget(&self, unwanted: impl Fn(&Event) -> bool) {
        self.lock().urgent.retain(|event| !unwanted(event));
    }

    fn lock(&self) -> MutexGuard<'_, Queues> {
        self.0.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait_while(
        &self,
        left: Duration,
        mut empty: impl FnMut(&mut Queues) -> bool,
    ) -> MutexGuard<'_, Queues> {
        let waited = self.0.filled.wait_timeout_while(self.lock(), left, |queues| empty(queues));
        waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

impl Queues {
    fn next(&mut self) -> Option<Event> {
        self.urgent.pop_front().or_else(|| self.arrivals.pop_front())
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn keys_overtake_answers_and_keep_their_order() {
        let inbox = Inbox::default();
        inbox.send(Event::Ended(JobId(1)));
        inbox.send(Event::Told(Told::Resized));
        inbox.send(Event::Ended(JobId(2)));
        inbox.send(Event::Poisoned);
        assert!(matches!(inbox.next(), Some(Event::Told(Told::Resized))));
        assert!(matches!(inbox.next(), Some(Event::Poisoned)));
        assert!(matches!(inbox.next(), Some(Event::Ended(JobId(1)))));
        assert!(matches!(inbox.next(), Some(Event::Ended(JobId(2)))));
        assert!(inbox.next().is_none());
    }

    #[test]
    fn waiting_ends_with_the_time_or_with_an_event() {
        let inbox = Inbox::default();
        assert!(inbox.wait(Instant::now() + Duration::from_millis(5)).is_none());
        let sender = inbox.clone();
        thread::spawn(move || sender.send(Event::Poisoned));
        assert!(matches!(inbox.wait(Instant::now() + Duration::from_secs(30)), Some(Event::Poisoned)));
    }

    #[test]
    fn one_signal_is_waited_for_among_others() {
        let inbox = Inbox::default();
        for told in [Told::HangUp, Told::Continue, Told::Stop] {
            inbox.send(Event::Told(told));
        }
        inbox.wait_for(Told::Continue, Duration::from_secs(30));
        inbox.forget(|event| matches!(event, Event::Told(Told::Stop)));
        assert!(matches!(inbox.next(), Some(Event::Told(Told::HangUp))));
        assert!(inbox.next().is_none());
    }
}
