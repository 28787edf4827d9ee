//! The demo organization: twelve accounts, two regions, about 150 notebook instances with a story each.
//!
//! `cast` holds what is always the same, `fleet` draws the rest. Invariant: same seed and start, same organization.

use std::time::Duration;

use jiff::Timestamp;

use super::clock::shifted;
use super::faults::{Effect, Fault};
use super::world::{AccountStatus, World};

mod cast;
mod fleet;
mod hosting;
mod jobs;
mod pipelines;
mod registry;
mod scripts;
mod studio;

/// The organization at that start.
pub(super) fn world(seed: u64, start: Timestamp) -> World {
    let mut world = World { seed, ..World::empty() };
    world.regions = cast::REGIONS.iter().map(|region| (*region).to_owned()).collect();
    world = world
        .unit_tags("Security", &[("owner", "security-office")])
        .unit_tags("Shared Services", &[("account-role", "shared-services")])
        .unit_tags("Data Management", &[("account-role", "data-management")])
        .unit_tags("Workloads", &[("owner", "ml-platform")])
        .unit_tags("Workloads/DataScience", &[("account-role", "data-science")])
        .unit_tags("Workloads/UAT", &[("account-role", "uat")])
        .unit_tags("Workloads/Production", &[("account-role", "production")]);
    for (at, member) in cast::ACCOUNTS.iter().enumerate() {
        world = world.account(member.id, member.name, member.ou, member.tags).with_account(
            member.id,
            |account| {
                account.joined = shifted(start, -(900 - 40 * at as i64) * DAY);
            },
        );
    }
    world = world
        .with_account(cast::DENIED, |account| account.denied = vec!["sagemaker:ListNotebookInstances".into()])
        .with_account(cast::SUSPENDED, |account| account.status = AccountStatus::Suspended);
    for member in cast::ACCOUNTS {
        fleet::settle(&mut world, member, start);
    }
    cast::perform(&mut world, start);
    studio::settle(&mut world, start);
    hosting::settle(&mut world, start);
    jobs::settle(&mut world, start);
    registry::settle(&mut world, start);
    pipelines::settle(&mut world, start);
    world
}

/// What goes wrong in the demo: one account is throttled.
pub(super) fn faults() -> Vec<Fault> {
    let bucket = Effect::ThrottleBucket { rps: 6.0, burst: 8.0 };
    vec![Fault::new(bucket).service("sagemaker").account(cast::THROTTLED)]
}

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// That long, for changes under way.
fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

#[cfg(test)]
mod tests;
