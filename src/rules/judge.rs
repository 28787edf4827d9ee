//! Judging a whole fleet: what was worked out for one resource is not worked out again for the next that is like it.
//!
//! Invariant: it gives what [`super::derive`] gives.

use std::collections::HashMap;
use std::sync::Arc;

use hashbrown::HashSet;
use jiff::Timestamp;

use super::cost::Cost;
use super::derived;
use super::policy::Policy;
use crate::model::resource::{Resource, Shape};
use crate::model::row::Derived;
use crate::model::scope::Region;

/// From this many on everything is forgotten: a fleet has a few hundred.
const MOST: usize = 50_000;

/// What was worked out so far. It belongs to one policy.
#[derive(Clone, Debug, Default)]
pub struct Judge {
    /// The price follows from what is shared and the region.
    costs: HashMap<Region, HashMap<Arc<Shape>, Cost>>,
    all: HashSet<Arc<Derived>>,
}

impl Judge {
    /// Everything that the rules derive for one resource; resources of which the same is derived share it.
    pub fn derive(
        &mut self,
        resource: &Resource,
        around: &[&Resource],
        policy: &Policy,
        now: Timestamp,
    ) -> Arc<Derived> {
        if self.all.len() > MOST || self.costs.values().any(|costs| costs.len() > MOST) {
            *self = Self::default();
        }
        let known = self.costs.get(&resource.scope.region).and_then(|of| of.get(resource.shape()));
        let cost = known.cloned().unwrap_or_else(|| {
            let cost = super::cost(resource, policy);
            let of = self.costs.entry(resource.scope.region.clone()).or_default();
            of.insert(Arc::clone(resource.shape()), cost.clone());
            cost
        });
        let derived = derived(resource, around, policy, now, cost);
        if let Some(known) = self.all.get(&derived) {
            return Arc::clone(known);
        }
        let derived = Arc::new(derived);
        self.all.insert(Arc::clone(&derived));
        derived
    }
}
