//! The indexed store of everything that was read, with the freshness of each listing.
//!
//! Invariants: a resource stands once, under its ARN; a failed page never removes a row; rows go only when a whole
//! listing without them has ended, and when it suddenly lacks half of them only after a second listing agreed.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::BuildHasher;
use std::sync::Arc;

use hashbrown::{DefaultHashBuilder, HashTable};
use jiff::Timestamp;

use super::failure::{Failure, FailureKind};
use super::fetch::{Cell, JobId, Page, Patch};
use super::id::Arn;
use super::kind::Kind;
use super::resource::{Part, Resource, Shapes, Whole};
use super::scope::Scope;
use super::text::Safe;

mod recall;
#[cfg(test)]
mod tests;

/// What is known about one listing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Freshness {
    /// Not asked yet.
    #[default]
    Never,
    /// The rows are those of an earlier session, which listed them then.
    Remembered(Timestamp),
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
            Self::Never | Self::Remembered(_) | Self::Fresh(_) | Self::Shrunk { .. } => None,
        }
    }

    /// Whether every row of the listing is known.
    pub const fn is_complete(&self) -> bool {
        matches!(self, Self::Fresh(_) | Self::Disabled(_))
    }
}

/// Where a resource stands in the inventory. It is the resource's own until the resource is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(u32);

impl Id {
    /// For lists with an entry for each resource.
    pub const fn index(self) -> usize {
        self.0 as usize
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
    members: Vec<Id>,
    /// What the pass under way has named.
    seen: HashSet<Id>,
    had: usize,
    confirming: bool,
}

impl CellState {
    /// How many resources are known here.
    pub const fn len(&self) -> usize {
        self.members.len()
    }

    pub const fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The resources that are known here, in no particular order.
    pub fn members(&self) -> impl Iterator<Item = Id> {
        self.members.iter().copied()
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
    slots: Vec<Option<Arc<Resource>>>,
    free: Vec<Id>,
    /// By ARN.
    index: HashTable<Id>,
    hasher: DefaultHashBuilder,
    names: HashMap<(Kind, Scope, Safe), Id>,
    cells: BTreeMap<Cell, CellState>,
    shapes: Shapes,
}

impl Inventory {
    pub fn get(&self, arn: &Arn) -> Option<&Arc<Resource>> {
        self.at(self.id(arn)?)
    }

    /// Where the resource stands.
    pub fn id(&self, arn: &Arn) -> Option<Id> {
        let is_it = |id: &Id| self.at(*id).is_some_and(|known| known.arn == *arn);
        self.index.find(self.hasher.hash_one(arn), is_it).copied()
    }

    pub fn at(&self, id: Id) -> Option<&Arc<Resource>> {
        self.slots.get(id.0 as usize)?.as_ref()
    }

    /// The resource that others refer to by name, for example a lifecycle configuration; a Studio domain by its id.
    pub fn named(&self, kind: Kind, scope: &Scope, name: &Safe) -> Option<&Arc<Resource>> {
        self.names.get(&(kind, scope.clone(), name.clone())).and_then(|id| self.at(*id))
    }

    /// All resources, in no particular order.
    pub fn resources(&self) -> impl Iterator<Item = &Arc<Resource>> {
        self.slots.iter().flatten()
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
    pub fn merge(&mut self, job: JobId, page: Page) -> Vec<Id> {
        let Some(state) = self.cells.get_mut(&page.cell).filter(|state| state.loading == Some(job)) else {
            return Vec::new();
        };
        state.pages = state.pages.max(page.number);
        let mut seen = std::mem::take(&mut state.seen);
        let mut added = Vec::new();
        let mut changed = Vec::new();
        for row in page.rows {
            let known = self.id(&row.arn);
            let old = known.and_then(|id| self.at(id));
            let mut row = match old {
                Some(old) => carry_over(old, row),
                None => row,
            };
            let is_like = old.is_some_and(|old| old.is_like(&row));
            self.shapes.share(&mut row);
            let id = if let Some(id) = known {
                self.replace(id, row);
                id
            } else {
                let id = self.add(row);
                added.push(id);
                id
            };
            if !is_like {
                changed.push(id);
            }
            seen.insert(id);
        }
        if let Some(state) = self.cells.get_mut(&page.cell) {
            state.seen = seen;
            state.members.extend(added);
        }
        changed
    }

    fn add(&mut self, row: Resource) -> Id {
        let (hash, name) = (self.hasher.hash_one(&row.arn), (row.kind, row.scope.clone(), row.reference()));
        let row = Some(Arc::new(row));
        let id = self.free.pop().unwrap_or(Id(self.slots.len() as u32));
        match self.slots.get_mut(id.0 as usize) {
            Some(slot) => *slot = row,
            None => self.slots.push(row),
        }
        let (slots, hasher) = (&self.slots, &self.hasher);
        let arn = |id: &Id| slots.get(id.0 as usize).and_then(Option::as_ref).map(|known| &known.arn);
        // Every place in the index is taken by a resource that is there.
        let hash_of = |id: &Id| arn(id).map_or(0, |arn| hasher.hash_one(arn));
        self.index.insert_unique(hash, id, hash_of);
        if name.0.is_referred_to() {
            self.names.insert(name, id);
        }
        id
    }

    fn replace(&mut self, id: Id, row: Resource) {
        if let Some(slot) = self.slots.get_mut(id.0 as usize) {
            *slot = Some(Arc::new(row));
        }
    }

    fn remove(&mut self, id: Id) -> Option<Arc<Resource>> {
        let hash = self.hasher.hash_one(&self.at(id)?.arn);
        if let Ok(entry) = self.index.find_entry(hash, |known| *known == id) {
            entry.remove();
        }
        let gone = self.slots.get_mut(id.0 as usize)?.take()?;
        if gone.kind.is_referred_to() {
            self.names.remove(&(gone.kind, gone.scope.clone(), gone.reference()));
        }
        self.free.push(id);
        Some(gone)
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
        // Its memory goes with it: there are as many of these as there are resources.
        let seen = std::mem::take(&mut state.seen);
        let gone: Vec<Id> = state.members.extract_if(.., |id| !seen.contains(id)).collect();
        state.members.shrink_to_fit();
        let removed =
            gone.into_iter().filter_map(|id| self.remove(id)).map(|gone| gone.arn.clone()).collect();
        Ended::Done { removed }
    }

    /// Ends a pass that failed: every row stays, the state says how old it is and why. False for outdated jobs.
    pub fn fail(&mut self, cell: &Cell, job: JobId, failure: Failure) -> bool {
        let Some(state) = self.cells.get_mut(cell).filter(|state| state.loading == Some(job)) else {
            return false;
        };
        state.loading = None;
        let complete_since = match &state.freshness {
            Freshness::Remembered(at)
            | Freshness::Fresh(at)
            | Freshness::Stale(at, _)
            | Freshness::Shrunk { at, .. } => Some(*at),
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
        let Some(id) = self.id(&patch.arn) else { return false };
        let Some(known) = self.at(id) else { return false };
        let mut row = Resource::clone(known);
        row.change(|whole| apply(patch, whole));
        self.shapes.share(&mut row);
        self.replace(id, row);
        true
    }
}

fn apply(patch: Patch, resource: &mut Whole) {
    match patch.result {
        Ok(mut described) => {
            let created = described.take_created();
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
            resource.created = created.or(resource.created);
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
                *part = Part::Failed(Arc::new(failure));
            }
        }
    }
}

/// Details that a listing does not speak about are kept from the older read.
fn carry_over(old: &Resource, new: Resource) -> Resource {
    if !old.has_details() {
        return new;
    }
    let (old, mut new) = (old.whole(), new.whole());
    let mut facts = old.facts;
    facts.update(&new.facts);
    new.facts = facts;
    new.parts = old.parts;
    new.tags = new.tags.take().or(old.tags);
    Resource::from(new)
}
