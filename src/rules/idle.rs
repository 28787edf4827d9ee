//! Whether somebody uses what runs and costs. What shows use differs from kind to kind: each kind that can be idle has a
//! [`Rule`] that says what must be read for it, what it is judged together with, and how.
//!
//! Invariant: absence of data is never idleness; what could not be looked at is told beside the verdict.

use jiff::Timestamp;

use super::policy::Policy;
use crate::model::field::Field;
use crate::model::idle::{Idle, Signs};
use crate::model::kind::Kind;
use crate::model::resource::{Detail, Resource};
use crate::model::text::Safe;

mod app;
mod notebook;
#[cfg(test)]
pub(super) mod tests;

/// Silence of a day or of six thresholds, whichever is longer, is beyond a long lunch and a night.
const CERTAIN_FACTOR: i64 = 6;
const CERTAIN_AT_LEAST: i64 = 24 * 3_600;

/// Tag keys that hold an off-hours schedule (Cloud Custodian, AWS Instance Scheduler and common house rules).
const SCHEDULE_KEYS: [&str; 6] =
    ["maid_offhours", "maid_onhours", "offhours", "off-hours", "schedule", "auto-stop"];

/// How it is found out whether a kind is used.
#[derive(Debug)]
pub struct Rule {
    pub kind: Kind,
    /// The fact that tells of use first of all.
    pub sign: Field,
    /// What must be read of a resource.
    pub details: &'static [Detail],
    /// Kinds that it is judged together with, where it refers to one of them, with their descriptions.
    pub joins: &'static [Kind],
    verdict: fn(&Look<'_>) -> Idle,
    signs: fn(&Resource, &[&Resource]) -> Signs,
}

/// A resource that is looked at.
struct Look<'a> {
    resource: &'a Resource,
    /// What it refers to, as far as it is known.
    around: &'a [&'a Resource],
    policy: &'a Policy,
    now: Timestamp,
}

static RULES: [Rule; 2] = [notebook::RULE, app::RULE];

/// How it is found out whether that kind is used; nothing for one that cannot be idle.
pub fn rule(kind: Kind) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.kind == kind)
}

/// The verdict on a resource; nothing for one that is not in service or cannot be idle. `around` is what it refers to.
pub fn verdict(resource: &Resource, around: &[&Resource], policy: &Policy, now: Timestamp) -> Option<Idle> {
    let rule = rule(resource.kind).filter(|_| is_judged(resource))?;
    Some((rule.verdict)(&Look { resource, around, policy, now }))
}

/// What the verdict rests on, and what could not be looked at. Nothing where nothing is judged.
pub fn signs(resource: &Resource, around: &[&Resource]) -> Signs {
    let rule = rule(resource.kind).filter(|_| is_judged(resource));
    rule.map(|rule| (rule.signs)(resource, around)).unwrap_or_default()
}

fn is_judged(resource: &Resource) -> bool {
    resource.status.as_ref().is_some_and(|word| word.raw() == "InService")
}

/// The resource of that kind among those that one refers to.
pub(super) fn joined<'a>(around: &[&'a Resource], kind: Kind) -> Option<&'a Resource> {
    around.iter().copied().find(|one| one.kind == kind)
}

/// The off-hours schedule in the tags, if there is one.
fn schedule(resource: &Resource, unchecked: &mut Vec<Safe>) -> Option<Safe> {
    let Some(tags) = &resource.tags() else {
        unchecked.push(Safe::new("off-hours tags: tags not read"));
        return None;
    };
    let is_key = |key: &str| SCHEDULE_KEYS.iter().any(|known| key.eq_ignore_ascii_case(known));
    let opted_out =
        |value: &str| matches!(value.to_ascii_lowercase().as_str(), "off" | "false" | "no" | "none" | "");
    let tag = tags.iter().find(|tag| is_key(tag.key.raw()) && !opted_out(tag.value.raw()))?;
    Some(Safe::new(format!("off-hours schedule {}={}", tag.key.raw(), tag.value.raw())))
}
