//! The judging engine: what a resource's facts mean. Pure functions over the model and a [`policy::Policy`].
//!
//! Invariant: what was not read stays unknown; no rule turns absence of data into a claim.

pub mod cost;
pub mod idle;
mod judge;
pub mod owner;
pub mod policy;
mod prices;
pub mod role;

pub use judge::Judge;

use jiff::Timestamp;

use crate::model::idle::Idle;
use crate::model::kind::Kind;
use crate::model::resource::Resource;
use crate::model::row::Derived;
use crate::model::text::Safe;
use cost::Cost;
use policy::Policy;

/// Everything that the rules derive for one resource. `lifecycle` is the notebook's lifecycle configuration where
/// it has one and it is known.
pub fn derive(resource: &Resource, lifecycle: Option<&Resource>, policy: &Policy, now: Timestamp) -> Derived {
    let idle = idle::notebook(resource, lifecycle, policy, now);
    derived(owner::owner(resource, policy), idle, cost(resource, policy))
}

fn cost(resource: &Resource, policy: &Policy) -> Cost {
    match resource.kind {
        Kind::Notebook => cost::notebook(resource, policy),
        Kind::Account | Kind::LifecycleConfig => Cost::default(),
        // Hosting.
        Kind::Endpoint => cost::endpoint(resource, policy),
        Kind::EndpointConfig | Kind::Model | Kind::InferenceComponent | Kind::MonitoringSchedule => {
            Cost::default()
        }
    }
}

fn derived(owner: Option<(Safe, Safe)>, idle: Option<Idle>, cost: Cost) -> Derived {
    let (owner, owner_source) = owner.map_or((None, None), |(owner, source)| (Some(owner), Some(source)));
    Derived {
        owner,
        owner_source,
        idle,
        usd_hour: cost.hour,
        usd_hour_running: cost.hour_running,
        usd_month: cost.month,
        price_note: cost.note,
    }
}
