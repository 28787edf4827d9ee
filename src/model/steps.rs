//! The steps of a pipeline run: what each is, how it went, and what it waits for. A graph without drawing.
//!
//! Invariants: steps stand in layers, each behind all that it waits for, so that an edge always leads backwards; a
//! definition that leads in a circle is cut open, never followed around.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;

use super::id::Arn;
use super::resource::Phase;
use super::text::Safe;
use super::time::{seconds_between, short_span};

#[cfg(test)]
mod tests;

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step {
    pub name: Safe,
    /// `Processing`, `Training`, `Condition` and so on, as the definition says.
    pub kind: Option<Safe>,
    /// AWS's word; absent: not begun.
    pub status: Option<Safe>,
    pub started: Option<Timestamp>,
    pub ended: Option<Timestamp>,
    pub failure: Option<Safe>,
    /// The job, model or other resource that it made.
    pub made: Option<Arn>,
    /// Nothing was done: the result is that of an earlier run.
    pub cached: bool,
    /// How often it was tried.
    pub attempts: Option<i32>,
    /// What a condition came to.
    pub outcome: Option<Safe>,
}

/// All steps of a run, by layer and within a layer by their start and name.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Steps {
    all: Vec<Step>,
    /// Of each step, in the same order.
    places: Vec<Place>,
    has_edges: bool,
}

/// Where a step stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Place {
    layer: usize,
    after: Vec<usize>,
}

impl Step {
    /// A step of which nothing but the name is known.
    pub fn named(name: impl AsRef<str>) -> Self {
        Self {
            name: Safe::new(name),
            kind: None,
            status: None,
            started: None,
            ended: None,
            failure: None,
            made: None,
            cached: false,
            attempts: None,
            outcome: None,
        }
    }

    /// What its status means; nothing before it has begun.
    pub fn phase(&self) -> Option<Phase> {
        Some(match self.status.as_ref()?.raw() {
            "Starting" | "Executing" | "Stopping" => Phase::Changing,
            "Stopped" => Phase::Stopped,
            "Failed" => Phase::Failed,
            "Succeeded" => Phase::Done,
            _ => Phase::Unknown,
        })
    }

    /// Seconds from its start to its end; nothing while it runs.
    pub fn took(&self) -> Option<i64> {
        Some(seconds_between(self.started?, self.ended?))
    }

    /// `evaluate: Failed after 4m, processing-job/churn-evaluate-8f3c: AlgorithmError …`
    pub fn words(&self) -> Safe {
        let status = self.status.as_ref().map_or("not begun", Safe::raw);
        let took = self.took().map(|seconds| format!(" after {}", short_span(seconds))).unwrap_or_default();
        let made = self.made.as_ref().and_then(Arn::resource);
        let cached = self.cached.then(|| "from the cache".to_owned());
        let outcome = self.outcome.as_ref().map(|outcome| outcome.raw().to_owned());
        let mut parts = vec![format!("{}: {status}{took}", self.name.raw())];
        parts.extend([cached, outcome, made].into_iter().flatten());
        let why = self.failure.as_ref().map(|failure| format!(": {}", failure.raw())).unwrap_or_default();
        Safe::new(format!("{}{why}", parts.join(", ")))
    }
}

impl Steps {
    /// Brings steps into order. `edges` names, for each step, those that it waits for; absent: not known, and then all
    /// stand in one layer in the order in which they began. Names that no step has are left out.
    pub fn new(steps: Vec<Step>, edges: Option<&HashMap<String, BTreeSet<String>>>) -> Self {
        let named: HashMap<&str, usize> =
            steps.iter().enumerate().map(|(at, step)| (step.name.raw(), at)).collect();
        let waits = |step: &Step| -> Vec<usize> {
            let names = edges.and_then(|edges| edges.get(step.name.raw()));
            names.into_iter().flatten().filter_map(|name| named.get(name.as_str()).copied()).collect()
        };
        let after: Vec<Vec<usize>> = steps.iter().map(waits).collect();
        let layers = layers(&after);
        let mut order: Vec<usize> = (0..steps.len()).collect();
        let began = |at: usize| steps.get(at).and_then(|step| step.started).unwrap_or(Timestamp::MAX);
        let name = |at: usize| steps.get(at).map(|step| step.name.raw());
        let layer = |at: usize| layers.get(at).copied().unwrap_or_default();
        order.sort_by(|a, b| (layer(*a), began(*a), name(*a)).cmp(&(layer(*b), began(*b), name(*b))));
        let mut places = vec![0; steps.len()];
        for (place, at) in order.iter().enumerate() {
            if let Some(known) = places.get_mut(*at) {
                *known = place;
            }
        }
        let place = |at: &usize| {
            let back = after.get(*at)?.iter().filter(|other| layer(**other) < layer(*at));
            let mut after: Vec<usize> = back.filter_map(|other| places.get(*other).copied()).collect();
            after.sort_unstable();
            Some(Place { layer: layer(*at), after })
        };
        let places = order.iter().filter_map(place).collect();
        let mut steps: Vec<Option<Step>> = steps.into_iter().map(Some).collect();
        let all = order.iter().filter_map(|at| steps.get_mut(*at)?.take()).collect();
        Self { all, places, has_edges: edges.is_some() }
    }

    /// How far the step at a place stands behind the beginning, from 0.
    pub fn layer(&self, place: usize) -> usize {
        self.places.get(place).map(|place| place.layer).unwrap_or_default()
    }

    /// Places of the steps that the one at this place waits for, all before its own.
    pub fn after(&self, place: usize) -> &[usize] {
        self.places.get(place).map(|place| place.after.as_slice()).unwrap_or_default()
    }

    pub fn all(&self) -> &[Step] {
        &self.all
    }

    /// All steps in words, one after the other.
    pub fn words(&self) -> Safe {
        Safe::new(self.all.iter().map(|step| step.words().raw().to_owned()).collect::<Vec<_>>().join("; "))
    }

    /// Whether it is known what waits for what, and which steps have not begun.
    pub const fn has_edges(&self) -> bool {
        self.has_edges
    }

    /// The step that failed first.
    pub fn failing(&self) -> Option<&Step> {
        let failed = self.all.iter().filter(|step| step.phase() == Some(Phase::Failed));
        failed.min_by_key(|step| step.ended.unwrap_or(Timestamp::MAX))
    }

    /// The chain of steps that the run's duration comes from, in the order in which they ran: from what ended last, or
    /// still runs, back to whatever each of them waited for longest. Empty where the edges are not known.
    pub fn critical_path(&self) -> Vec<usize> {
        if !self.has_edges {
            return Vec::new();
        }
        let end = |at: usize| self.all.get(at).and_then(|step| step.ended).unwrap_or(Timestamp::MAX);
        let has_begun = |at: &usize| self.all.get(*at).is_some_and(|step| step.started.is_some());
        let mut path = Vec::new();
        let mut next = (0..self.all.len()).filter(has_begun).max_by_key(|at| end(*at));
        while let Some(at) = next {
            path.push(at);
            next = self.after(at).iter().copied().filter(has_begun).max_by_key(|at| end(*at));
        }
        path.reverse();
        path
    }
}

/// What a run's status means.
pub fn run_phase(status: &str) -> Phase {
    match status {
        "Executing" | "Stopping" => Phase::Changing,
        "Stopped" => Phase::Stopped,
        "Failed" | "CompletedWithFailures" => Phase::Failed,
        "Succeeded" => Phase::Done,
        _ => Phase::Unknown,
    }
}

/// The same, of the word as it is kept.
pub fn ended_phase(status: &Safe) -> Phase {
    run_phase(status.raw())
}

/// The longest way from the beginning to each, in edges. What is on a circle or behind one stands behind all the rest.
fn layers(after: &[Vec<usize>]) -> Vec<usize> {
    let mut layers: Vec<Option<usize>> = vec![None; after.len()];
    // Each round places at least one, or the rest is a circle.
    for _ in 0..after.len() {
        let mut placed = Vec::new();
        for (at, before) in after.iter().enumerate().filter(|(at, _)| layers.get(*at) == Some(&None)) {
            let known: Option<Vec<usize>> =
                before.iter().map(|other| layers.get(*other).copied().flatten()).collect();
            if let Some(known) = known {
                placed.push((at, known.into_iter().max().map_or(0, |deepest| deepest + 1)));
            }
        }
        if placed.is_empty() {
            break;
        }
        for (at, layer) in placed {
            if let Some(slot) = layers.get_mut(at) {
                *slot = Some(layer);
            }
        }
    }
    let behind = layers.iter().flatten().max().map_or(0, |deepest| deepest + 1);
    layers.into_iter().map(|layer| layer.unwrap_or(behind)).collect()
}
