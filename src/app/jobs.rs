//! The work under way, by number. An answer to a number that is not here any more is dropped.

use std::collections::{BTreeMap, HashMap};

use super::msg::Effect;
use crate::model::fetch::{Fetch, JobId, Priority};

/// A question that was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    pub fetch: Fetch,
    pub priority: Priority,
}

/// All questions that wait for their last answer. No question is asked twice at the same time.
#[derive(Clone, Debug, Default)]
pub struct Jobs {
    last: u64,
    open: BTreeMap<JobId, Job>,
    by_fetch: HashMap<Fetch, JobId>,
}

impl Jobs {
    /// Asks, unless the same is asked already.
    pub fn ask(&mut self, fetch: Fetch, priority: Priority, effects: &mut Vec<Effect>) -> Option<JobId> {
        if let Some(id) = self.by_fetch.get(&fetch).copied() {
            // A question in the background that somebody now waits for is asked again in front.
            let known = self.open.get(&id).map(|job| job.priority);
            if known == Some(Priority::Visible) || priority == Priority::Background {
                return None;
            }
            self.cancel(id, effects);
        }
        self.last += 1;
        let id = JobId(self.last);
        self.by_fetch.insert(fetch.clone(), id);
        self.open.insert(id, Job { fetch: fetch.clone(), priority });
        effects.push(Effect::Fetch(id, fetch, priority));
        Some(id)
    }

    pub fn get(&self, id: JobId) -> Option<&Job> {
        self.open.get(&id)
    }

    /// The job that asks this now.
    pub fn asking(&self, fetch: &Fetch) -> Option<JobId> {
        self.by_fetch.get(fetch).copied()
    }

    /// The last answer came.
    pub fn end(&mut self, id: JobId) -> Option<Job> {
        let job = self.open.remove(&id)?;
        self.by_fetch.remove(&job.fetch);
        Some(job)
    }

    pub fn cancel(&mut self, id: JobId, effects: &mut Vec<Effect>) {
        if self.end(id).is_some() {
            effects.push(Effect::Cancel(id));
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = (JobId, &Job)> {
        self.open.iter().map(|(id, job)| (*id, job))
    }

    pub fn len(&self) -> usize {
        self.open.len()
    }

    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }
}
