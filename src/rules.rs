//! The judging engine: what a resource's facts mean. Pure functions over the model and a [`policy::Policy`].
//!
//! Invariant: what was not read stays unknown; no rule turns absence of data into a claim.

pub mod cost;
pub mod idle;
pub mod owner;
pub mod policy;
mod prices;
pub mod role;

use jiff::Timestamp;

use crate::model::kind::Kind;
use crate::model::resource::Resource;
use crate::model::row::Derived;
use policy::Policy;

/// Everything that the rules derive for one resource. `lifecycle` is the notebook's lifecycle configuration where
/// it has one and it is known.
pub fn derive(resource: &Resource, lifecycle: Option<&Resource>, policy: &Policy, now: Timestamp) -> Derived {
    let owner = owner::owner(resource, policy);
    let (owner, owner_source) = owner.map_or((None, None), |(owner, source)| (Some(owner), Some(source)));
    let (idle, cost) = match resource.kind {
        Kind::Notebook => {
            (idle::notebook(resource, lifecycle, policy, now), Some(cost::notebook(resource, policy)))
        }
        Kind::Account | Kind::LifecycleConfig => (None, None),
    };
    let cost = cost.unwrap_or_default();
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
