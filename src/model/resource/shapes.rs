//! One copy of whatever many resources have in common.
//!
//! Invariant: sharing changes nothing that can be seen of a resource.

use std::sync::Arc;

use hashbrown::HashSet;

use super::{Resource, Shape};

/// From this many on it is looked whether anything is not used any more.
const FEW: usize = 4_096;

/// The copies.
#[derive(Clone, Debug, Default)]
pub struct Shapes {
    known: HashSet<Arc<Shape>>,
    heads: HashSet<Arc<str>>,
    /// How many shapes there may be before unused ones are dropped.
    room: usize,
}

impl Shapes {
    /// Lets the resource refer to the copies.
    pub fn share(&mut self, resource: &mut Resource) {
        resource.arn.share(&mut self.heads, &resource.name);
        if let Some(known) = self.known.get(&resource.shape) {
            resource.shape = Arc::clone(known);
            return;
        }
        if self.known.len() >= self.room.max(FEW) {
            self.known.retain(|shape| Arc::strong_count(shape) > 1);
            self.heads.retain(|head| Arc::strong_count(head) > 1);
            self.room = self.known.len() * 2;
        }
        self.known.insert(Arc::clone(&resource.shape));
    }
}
