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
            let mut pass_on = |arrival| {
                ended |= matches!(arrival, Arrival::Done(_) | Arrival::Failed(..));
                inbox.send(Event::Arrived(id, arrival));
            };
            loop {
                tokio::select! {
                    biased;
                    // A sink that was dropped early ends this branch, not the job.
                    Some(arrival) = found.recv() => pass_on(arrival),
                    () = work.as_mut() => break,
                }
            }
            // What was sent in the last breath; a sink that somebody still holds does not count.
            while let Ok(arrival) = found.try_recv() {
                pass_on(arrival);
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

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use jiff::Timestamp;

    use super::*;

    /// What the loop would get of one job until it has ended.
    fn heard(inbox: &Inbox) -> Vec<Arrival> {
        let mut heard = Vec::new();
        loop {
            match inbox.wait(Instant::now() + Duration::from_secs(30)) {
                Some(Event::Arrived(_, arrival)) => heard.push(arrival),
                Some(Event::Ended(_)) => return heard,
                _ => panic!("the job does not end"),
            }
        }
    }

    fn run<F: Fn(Fetch, Priority, Sink) -> Work>(fetch: F) -> Vec<Arrival> {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let inbox = Inbox::default();
        let mut jobs = Jobs::new(
            fetch,
            runtime.handle().clone(),
            std::sync::Arc::new(|| Timestamp::UNIX_EPOCH),
            inbox.clone(),
        );
        jobs.start(JobId(7), Fetch::Fleet, Priority::Visible);
        let heard = heard(&inbox);
        jobs.ended(JobId(7));
        assert!(jobs.running.is_empty());
        heard
    }

    #[test]
    fn everything_that_was_sent_arrives_before_the_end() {
        let heard = run(|_, _, sink| {
            Box::pin(async move {
                for second in 0..1_000 {
                    let _ = sink.send(Arrival::Done(Timestamp::from_second(second).unwrap()));
                }
            })
        });
        let times = heard.iter().map(|arrival| match arrival {
            Arrival::Done(at) => at.as_second(),
            _ => -1,
        });
        assert!(times.eq(0..1_000));
    }

    #[test]
    fn a_job_that_says_nothing_has_failed() {
        let silent = run(|_, _, _| Box::pin(async {}));
        assert!(
            matches!(silent.as_slice(), [Arrival::Failed(failure, _)] if failure.kind == FailureKind::Internal)
        );
        let deaf = run(|_, _, sink| {
            drop(sink);
            Box::pin(async { tokio::time::sleep(Duration::from_millis(1)).await })
        });
        assert!(matches!(deaf.as_slice(), [Arrival::Failed(..)]));
    }

    #[test]
    fn a_sink_that_somebody_keeps_does_not_keep_the_job() {
        let heard = run(|_, _, sink| {
            Box::pin(async move {
                let _ = sink.send(Arrival::Done(Timestamp::UNIX_EPOCH));
                std::mem::forget(sink);
            })
        });
        assert!(matches!(heard.as_slice(), [Arrival::Done(_)]));
    }

    #[test]
    fn a_cancelled_job_is_dropped_and_says_nothing() {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let inbox = Inbox::default();
        let (kept, dropped) = std::sync::mpsc::channel::<()>();
        let fetch = move |_, _, sink: Sink| -> Work {
            let kept = kept.clone();
            Box::pin(async move {
                tokio::time::sleep(Duration::from_hours(1)).await;
                drop((sink, kept));
            })
        };
        let mut jobs = Jobs::new(
            fetch,
            runtime.handle().clone(),
            std::sync::Arc::new(|| Timestamp::UNIX_EPOCH),
            inbox.clone(),
        );
        jobs.start(JobId(1), Fetch::Fleet, Priority::Visible);
        jobs.cancel(JobId(1));
        jobs.cancel(JobId(2));
        drop(jobs);
        assert!(
            dropped
                .recv_timeout(Duration::from_secs(30))
                .is_err_and(|end| end == std::sync::mpsc::RecvTimeoutError::Disconnected)
        );
        assert!(inbox.next().is_none());
    }
}
