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
pub mod studio;

pub use judge::Judge;

use jiff::Timestamp;

use crate::model::kind::Kind;
use crate::model::resource::Resource;
use crate::model::row::{Derived, Inherited};
use cost::Cost;
use policy::Policy;

/// Everything that the rules derive for one resource. `around` is what it refers to, as far as that is known: a notebook's
/// lifecycle configuration, an app's space, user and domain.
pub fn derive(resource: &Resource, around: &[&Resource], policy: &Policy, now: Timestamp) -> Derived {
    derived(resource, around, policy, now, cost(resource, policy))
}

/// The kinds that resources of a kind are judged together with, where they refer to them.
pub fn joins(kind: Kind) -> Vec<Kind> {
    let for_use = idle::rule(kind).map_or(&[][..], |rule| rule.joins);
    let levels = studio::levels(kind).iter().filter(|level| !for_use.contains(level));
    for_use.iter().chain(levels).copied().collect()
}

fn cost(resource: &Resource, policy: &Policy) -> Cost {
    match resource.kind {
        Kind::Notebook => cost::notebook(resource, policy),
        // Studio.
        Kind::App => cost::app(resource, policy),
        Kind::Space => cost::not_known("the price of space volumes is not known here"),
        Kind::Domain => cost::not_known("the home file system (EFS) is paid by use, which is not read"),
        // Hosting.
        Kind::Endpoint => cost::endpoint(resource, policy),
        // Jobs.
        Kind::TrainingJob => cost::job(resource, "Training", policy),
        Kind::ProcessingJob => cost::job(resource, "Processing", policy),
        Kind::TransformJob => cost::job(resource, "BatchTransform", policy),
        Kind::TuningJob | Kind::AutoMlJob => cost::not_known("the jobs that it starts are priced themselves"),
        Kind::CompilationJob | Kind::LabelingJob => cost::not_known("no price is known for this kind of job"),
        // What is registered costs where it is served, and a run by the jobs that it begins.
        Kind::Account
        | Kind::LifecycleConfig
        | Kind::UserProfile
        | Kind::EndpointConfig
        | Kind::Model
        | Kind::InferenceComponent
        | Kind::MonitoringSchedule
        | Kind::ModelGroup
        | Kind::ModelVersion
        | Kind::Pipeline
        | Kind::PipelineRun => Cost::default(),
    }
}

fn derived(
    resource: &Resource,
    around: &[&Resource],
    policy: &Policy,
    now: Timestamp,
    cost: Cost,
) -> Derived {
    let owner = owner::owner(resource, policy).or_else(|| studio::owner(resource, around));
    let (owner, owner_source) = owner.map_or((None, None), |(owner, source)| (Some(owner), Some(source)));
    let inherited = studio::inherited(resource, around);
    Derived {
        owner,
        owner_source,
        idle: idle::verdict(resource, around, policy, now),
        usd_hour: cost.hour,
        usd_hour_running: cost.hour_running,
        usd_month: cost.month,
        usd_total: cost.total,
        price_note: cost.note,
        inherited: (inherited != Inherited::default()).then(|| Box::new(inherited)),
    }
}
