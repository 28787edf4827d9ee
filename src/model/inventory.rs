//! The indexed store of everything that was read, with the freshness of each listing.
//!
//! Invariants: a resource stands once, under its ARN; a failed page never removes a row; rows go only when a whole
//! listing without them has ended, and when it suddenly lacks half of them only after a second listing agreed.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;

use super::failure::{Failure, FailureKind};
use super::fetch::{Cell, JobId, Page, Patch};
use super::id::Arn;
use super::kind::Kind;
use super::resource::{Part, Resource};
use super::scope::Scope;
use super::text::Safe;

#[cfg(test)]
mod tests;

/// What is known about one listing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Freshness {
    /// Not asked yet.
    #[default]
    Never,
    /// A whole listing ended then.
    Fresh(Timestamp),
    /// The rows are from then; the last attempt failed.
    Stale(Timestamp, Failure),
    /// The first listing broke off behind so many pages.
    Partial(u32, Failure),
    /// The caller may not list here.
    Denied(Failure),
    /// The region or service is not enabled here: not a fault.
    Disabled(Failure),
    /// No listing ever succeeded.
    Failed(Failure),
    /// A listing ended with half of the rows or fewer; it is being confirmed. The old rows stand.
    Shrunk { at: Timestamp, had: usize, now: usize },
}

impl Freshness {
    /// The failure behind the state, where there is one.
    pub const fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Stale(_, failure)
            | Self::Partial(_, failure)
            | Self::Denied(failure)
            | Self::Disabled(failure)
            | Self::Failed(failure) => Some(failure),
            Self::Never | Self::Fresh(_) | Self::Shrunk { .. } => None,
        }
    }

    /// Whether every row of the listing is known.
    pub const fn is_complete(&self) -> bool {
        matches!(self, Self::Fresh(_) | Self::Disabled(_))
    }
}

/// One listing: its state, its rows, and the pass that is under way.
#[derive(Clone, Debug, Default)]
pub struct CellState {
    pub freshness: Freshness,
    /// The job of the pass under way.
    pub loading: Option<JobId>,
    /// Pages of the pass under way, or of the last one.
    pub pages: u32,
    members: HashSet<Arn>,
    seen: HashSet<Arn>,
    had: usize,
    confirming: bool,
}

impl CellState {
    /// How many resources are known here.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }
}

/// How a pass ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The listing stands; these resources are gone.
    Done { removed: Vec<Arn> },
    /// Too much is missing to believe it: list again before anything is removed.
    Confirm,
    /// The job is not the current one of the cell.
    Outdated,
}

/// Everything that was read.
#[derive(Clone, Debug, Default)]
pub struct Inventory {
    resources: HashMap<Arn, Arc<Resource>>,
    names: HashMap<(Kind, Scope, Safe), Arn>,
    cells: BTreeMap<Cell, CellState>,
}

impl Inventory {
    pub fn get(&self, arn: &Arn) -> Option<&Arc<Resource>> {
        self.resources.get(arn)
    }

    /// The resource that others refer to by name, for example a lifecycle configuration.
    pub fn named(&self, kind: Kind, scope: &Scope, name: &Safe) -> Option<&Arc<Resource>> {
        self.names.get(&(kind, scope.clone(), name.clone())).and_then(|arn| self.get(arn))
    }

    /// All resources, in no particular order.
    pub fn resources(&self) -> impl Iterator<Item = &Arc<Resource>> {
        self.resources.values()
    }

    pub fn cells(&self) -> impl Iterator<Item = (&Cell, &CellState)> {
        self.cells.iter()
    }

    pub fn cell(&self, cell: &Cell) -> Option<&CellState> {
        self.cells.get(cell)
    }

    /// Begins a pass over a listing. Answers of earlier passes are from now on outdated.
    pub fn begin(&mut self, cell: &Cell, job: JobId) {
        let state = self.cells.entry(cell.clone()).or_default();
        state.loading = Some(job);
        state.pages = 0;
        state.seen.clear();
        state.had = state.members.len();
    }

    /// Takes a page in and returns the resources that are new or changed; none when the job is outdated.
    pub fn merge(&mut self, job: JobId, page: Page) -> Vec<Arn> {
        let Some(state) = self.cells.get_mut(&page.cell).filter(|state| state.loading == Some(job)) else {
            return Vec::new();
        };
        state.pages = state.pages.max(page.number);
        let mut changed = Vec::new();
        for mut row in page.rows {
            state.seen.insert(row.arn.clone());
            state.members.insert(row.arn.clone());
            if let Some(old) = self.resources.get(&row.arn) {
                carry_over(old, &mut row);
                if same_but_seen(old, &row) {
                    self.resources.insert(row.arn.clone(), Arc::new(row));
                    continue;
                }
            }
            let arn = row.arn.clone();
            self.names.insert((row.kind, row.scope.clone(), row.name.clone()), arn.clone());
            self.resources.insert(arn.clone(), Arc::new(row));
            changed.push(arn);
        }
        changed
    }

    /// Ends a pass that listed everything.
    pub fn finish(&mut self, cell: &Cell, job: JobId, at: Timestamp) -> Ended {
        let Some(state) = self.cells.get_mut(cell).filter(|state| state.loading == Some(job)) else {
            return Ended::Outdated;
        };
        state.loading = None;
        let (had, now) = (state.had, state.seen.len());
        if had > 0 && now * 2 <= had && !state.confirming {
            state.confirming = true;
            state.freshness = Freshness::Shrunk { at, had, now };
            return Ended::Confirm;
        }
        state.confirming = false;
        state.freshness = Freshness::Fresh(at);
        let removed: Vec<Arn> = state.members.difference(&state.seen).cloned().collect();
        for arn in &removed {
            state.members.remove(arn);
        }
        for arn in &removed {
            if let Some(gone) = self.resources.remove(arn) {
                self.names.remove(&(gone.kind, gone.scope.clone(), gone.name.clone()));
            }
        }
        Ended::Done { removed }
    }

    /// Ends a pass that failed: every row stays, the state says how old it is and why. False for outdated jobs.
    pub fn fail(&mut self, cell: &Cell, job: JobId, failure: Failure) -> bool {
        let Some(state) = self.cells.get_mut(cell).filter(|state| state.loading == Some(job)) else {
            return false;
        };
        state.loading = None;
        let complete_since = match &state.freshness {
            Freshness::Fresh(at) | Freshness::Stale(at, _) | Freshness::Shrunk { at, .. } => Some(*at),
            _ => None,
        };
        state.freshness = match (complete_since, failure.kind) {
            (_, FailureKind::Disabled) => Freshness::Disabled(failure),
            (Some(at), _) => Freshness::Stale(at, failure),
            (None, _) if !state.members.is_empty() => Freshness::Partial(state.pages, failure),
            (None, FailureKind::Denied) => Freshness::Denied(failure),
            (None, _) => Freshness::Failed(failure),
        };
        true
    }

    /// Forgets the pass under way, for example because it was cancelled.
    pub fn cancel(&mut self, cell: &Cell) {
        if let Some(state) = self.cells.get_mut(cell) {
            state.loading = None;
        }
    }

    /// Takes one detail in. Returns whether the resource is known.
    pub fn patch(&mut self, patch: Patch) -> bool {
        let Some(entry) = self.resources.get_mut(&patch.arn) else { return false };
        let resource = Arc::make_mut(entry);
        match patch.result {
            Ok(described) => {
                // An older answer must not undo what a newer listing said about the state.
                if patch.at >= resource.seen {
                    if let Some((status, phase)) = described.status {
                        resource.status = Some(status);
                        resource.phase = phase;
                    }
                    resource.modified = described.modified.or(resource.modified);
                }
                // What a detail no longer says is no longer so: a reason of failure goes with the failure.
                resource.facts.retain(|field| !patch.detail.owns(field));
                resource.facts.update(&described.facts);
                if described.tags.is_some() {
                    resource.tags = described.tags;
                }
                *resource.parts.get_mut(patch.detail) = Part::Read(patch.at);
            }
            // What was read before stays, with its age; only a part that was never read becomes failed.
            Err(failure) => {
                let part = resource.parts.get_mut(patch.detail);
                if !part.is_read() {
                    *part = Part::Failed(failure);
                }
            }
        }
        true
    }
}

/// Details that a listing does not speak about are kept from the older read.
fn carry_over(old: &Resource, new: &mut Resource) {
    let mut facts = old.facts.clone();
    facts.update(&new.facts);
    new.facts = facts;
    new.parts = old.parts.clone();
    new.tags = new.tags.take().or_else(|| old.tags.clone());
}

fn same_but_seen(old: &Resource, new: &Resource) -> bool {
    let mut old = old.clone();
    old.seen = new.seen;
    old == *new
}
