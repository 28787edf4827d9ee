//! What changed between one listing and the next, kept for the question "what changed".

use std::collections::HashMap;

use jiff::Timestamp;

use crate::model::fetch::Cell;
use crate::model::id::Arn;
use crate::model::resource::Resource;
use crate::model::text::Safe;

/// One event in the life of a resource, as the listings show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub cell: Cell,
    pub arn: Arn,
    pub name: Safe,
    pub what: What,
    /// When it was seen; it happened at any time since the listing before.
    pub at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    Appeared { status: Option<Safe> },
    Gone { status: Option<Safe> },
    Status { before: Option<Safe>, after: Option<Safe> },
}

/// A run of listings of one cell that found the same number of resources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passes {
    pub cell: Cell,
    pub first: Timestamp,
    pub last: Timestamp,
    pub listings: u64,
    /// Resources in each of them.
    pub count: u64,
}

/// What happened between two listings of a cell, by ARN.
pub(super) fn between<'a>(
    before: &'a [Resource],
    after: impl Iterator<Item = &'a Resource>,
) -> Vec<(&'a Resource, What)> {
    let mut gone: HashMap<&Arn, &Resource> = before.iter().map(|row| (&row.arn, row)).collect();
    let mut found = Vec::new();
    for row in after {
        match gone.remove(&row.arn) {
            None => found.push((row, What::Appeared { status: row.status.clone() })),
            Some(old) if old.status != row.status => {
                let (before, after) = (old.status.clone(), row.status.clone());
                found.push((row, What::Status { before, after }));
            }
            Some(_) => {}
        }
    }
    found.extend(gone.into_values().map(|row| (row, What::Gone { status: row.status.clone() })));
    found.sort_by(|(a, _), (b, _)| a.arn.cmp(&b.arn));
    found
}
