//! The work in flight: the one place that starts tasks. Every task belongs to a [`JobId`], can be cancelled by it,
//! and ends with the program.
//!
//! Invariant: a job that was started and not cancelled gives exactly one `Done` or `Failed`, whatever the engine does.

use std::collections::HashMap;
use std::pin::Pin;

use tokio::runtime::Handle;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::task::{AbortHandle, JoinSet};

use super::Clock;
use super::inbox::{Event, Inbox};
use crate::model::failure::{Failure, FailureKind};
use crate::model::fetch::{Arrival, Fetch, JobId, Priority};

/// Where a fetch sends what it finds.
pub type Sink = UnboundedSender<Arrival>;
/// A fetch under way; dropping it cancels it.
pub type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

/// All jobs of the console.
pub struct Jobs<F> {
    fetch: F,
    runtime: Handle,
    clock: Clock,
    inbox: Inbox,
    tasks: JoinSet<()>,
    running: HashMap<JobId, AbortHandle>,
}

impl<F: Fn(Fetch, Priority, Sink) -> Work> Jobs<F> {
    pub fn new(fetch: F, runtime: Handle, clock: Clock, inbox: Inbox) -> Self {
        Self { fetch, runtime, clock, inbox, tasks: JoinSet::new(), running: HashMap::new() }
    }

    /// Begins a job; what it finds comes as [`Event::Arrived`].
    pub fn start(&mut self, id: JobId, fetch: Fetch, priority: Priority) {
        let (sink, mut found) = unbounded_channel();
        let mut work = (self.fetch)(fetch, priority, sink);
        let (inbox, clock) = (self.inbox.clone(), self.clock.clone());
        let job = async move {
            let mut ended = false;
            let mut working = true;
            // The channel closes when the work has dropped its sink, so that nothing that was sent is lost.
            loop {
                tokio::select! {
                    biased;
                    arrival = found.recv() => match arrival {
                        Some(arrival) => {
                            ended |= matches!(arrival, Arrival::Done(_) | Arrival::Failed(..));
                            inbox.send(Event::Arrived(id, arrival));
                        }
                        None if !working => break,
                        // The sink was dropped early: the work is waited for all the same.
                        None => {
                            work.as_mut().await;
                            break;
                        }
                    },
                    () = work.as_mut(), if working => working = false,
                }
                if !working && found.is_closed() && found.is_empty() {
                    break;
                }
            }
            if !ended {
                let failure = Failure::new(
                    FailureKind::Internal,
                    "the question was dropped without an answer",
                    "refresh; if it happens again, please report it",
                );
                inbox.send(Event::Arrived(id, Arrival::Failed(failure, clock())));
            }
            inbox.send(Event::Ended(id));
        };
        let task = self.tasks.spawn_on(job, &self.runtime);
        self.running.insert(id, task);
    }

    /// Drops a job; nothing that it sends later has a meaning.
    pub fn cancel(&mut self, id: JobId) {
        if let Some(task) = self.running.remove(&id) {
            task.abort();
        }
    }

    /// Forgets a job that has ended.
    pub fn ended(&mut self, id: JobId) {
        self.running.remove(&id);
        while self.tasks.try_join_next().is_some() {}
    }
}
