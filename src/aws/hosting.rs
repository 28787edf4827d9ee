//! Hosting: endpoints, their configurations, models, inference components and monitoring schedules, a file each.
//!
//! Invariant: what the answer does not hold is absent; of a container's environment only the names are kept.

use std::collections::HashMap;

use jiff::Timestamp;

use super::collect::Named;
use super::operations::Operation;
use crate::model::fetch::Cell;
use crate::model::resource::{Facts, Parts, Phase, Whole};
use crate::model::text::Safe;
use crate::model::value::Value;

pub(super) mod component;
pub(super) mod config;
pub(super) mod endpoint;
pub(super) mod model;
pub(super) mod schedule;
mod variant;

/// A row of a listing that has nothing but its name so far. What has no status is there, and that is all.
fn bare(named: Named, cell: &Cell, seen: Timestamp, operation: &'static Operation) -> Whole {
    let Named { arn, name, incomplete } = named;
    Whole {
        arn,
        name,
        incomplete,
        kind: cell.kind,
        scope: cell.scope.clone(),
        status: None,
        phase: Phase::Ok,
        created: None,
        modified: None,
        tags: None,
        facts: Facts::default(),
        parts: Parts::default(),
        seen,
        source: operation.id,
    }
}

/// The names of environment variables, each once, in order; nothing where no container told of its environment.
fn names<'a>(environments: impl Iterator<Item = Option<&'a HashMap<String, String>>>) -> Option<Value> {
    let told: Vec<_> = environments.flatten().collect();
    let mut names: Vec<&String> = told.iter().flat_map(|environment| environment.keys()).collect();
    names.sort_unstable();
    names.dedup();
    (!told.is_empty()).then(|| Value::List(names.into_iter().map(Safe::new).collect()))
}

fn count(number: Option<i32>) -> Option<Value> {
    number.map(|number| Value::Int(i64::from(number)))
}
