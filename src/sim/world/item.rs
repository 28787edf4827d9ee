//! A resource that is kept as AWS describes it, and how its description moves with time.
//!
//! Invariant: what it was and will be is known for every time, so that a world of some seconds ago can be answered from.

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::sim::clock::epoch;

use super::Tag;

/// A resource by its description.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// The answer of its `Describe…`, members in AWS's names.
    pub whole: Map<String, Value>,
    /// Members that change, each from a time on, oldest first. `null` takes a member away.
    pub later: Vec<(Timestamp, Map<String, Value>)>,
    /// From then on it is not there any more.
    pub gone: Option<Timestamp>,
    /// Its tags.
    pub tags: Vec<Tag>,
    /// It had tags once, so the tagging API knows it although it has none.
    pub was_tagged: bool,
}

impl Item {
    /// A resource with this description; nothing is kept of what is no object.
    pub fn new(whole: Value) -> Self {
        let whole = if let Value::Object(whole) = whole { whole } else { Map::new() };
        Self { whole, ..Self::default() }
    }

    /// The same with members that change from a time on.
    #[must_use]
    pub fn then(mut self, at: Timestamp, members: Value) -> Self {
        self.turn(at, members);
        self
    }

    /// The same with tags.
    #[must_use]
    pub fn tagged(mut self, tags: &[(&str, &str)]) -> Self {
        self.tags = super::owned(tags);
        self.was_tagged = true;
        self
    }

    /// Changes members from a time on, `LastModifiedTime` with them.
    pub fn turn(&mut self, at: Timestamp, members: Value) {
        if let Value::Object(mut members) = members {
            members.entry("LastModifiedTime").or_insert_with(|| epoch(at));
            self.later.retain(|(then, _)| *then <= at);
            self.later.push((at, members));
        }
    }

    /// The description at that time; nothing when it is gone.
    pub fn at(&self, now: Timestamp) -> Option<Map<String, Value>> {
        if self.gone.is_some_and(|gone| gone <= now) {
            return None;
        }
        let mut whole = self.whole.clone();
        for (_, members) in self.later.iter().take_while(|(at, _)| *at <= now) {
            for (name, value) in members {
                if value.is_null() {
                    whole.remove(name);
                } else {
                    whole.insert(name.clone(), value.clone());
                }
            }
        }
        Some(whole)
    }
}
