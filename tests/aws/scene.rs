//! The organization that both halves of these tests look at.

use std::sync::Arc;

use jiff::Timestamp;
use sagedeck::aws::settings::{FleetSource, Organization, Settings};
use sagedeck::model::scope::{Region, Scope};
use sagedeck::sim::{ACCESS_KEY, Notebook, READER_ROLE, SECRET_KEY, Sim, World};

pub const ONE: &str = "111111111111";
pub const TWO: &str = "222222222222";
pub const EU: &str = "eu-west-1";

pub fn start() -> Timestamp {
    "2026-11-23T15:04:11Z".parse().unwrap()
}

/// A data-science account with so many running notebooks, numbered with at least so many digits, and a production
/// account without any.
pub fn accounts(notebooks: usize, digits: usize) -> World {
    let science = World::empty().account(ONE, "ds-one", "Workloads/DataScience", &[]);
    let mut world = science.account(TWO, "prod-one", "Workloads/Production", &[]);
    for number in 0..notebooks {
        world = world.notebook(ONE, EU, notebook(&format!("nb-{number:0digits$}")));
    }
    world
}

pub fn notebook(name: &str) -> Notebook {
    Notebook {
        name: name.into(),
        created: "2026-10-01T08:00:00Z".parse().unwrap(),
        modified: "2026-11-20T08:00:00Z".parse().unwrap(),
        ..Notebook::default()
    }
}

pub fn scope(account: &str) -> Scope {
    Scope { account: account.parse().unwrap(), region: Region::parse(EU).unwrap() }
}

/// So many data-science accounts with so many notebooks each, and their ids.
pub fn many(accounts: usize, notebooks: usize) -> (World, Vec<String>) {
    let ids: Vec<String> =
        (0..accounts).map(|number| format!("{:012}", 300_000_000_000_u64 + number as u64)).collect();
    let mut world = World::empty();
    for (number, id) in ids.iter().enumerate() {
        world = world.account(id, &format!("ds-{number}"), "Workloads/DataScience", &[]);
        for nb in 0..notebooks {
            world = world.notebook(id, EU, notebook(&format!("nb-{nb:04}")));
        }
    }
    (world, ids)
}

/// The settings of an engine over a simulator that reads its whole organization in one region.
pub fn over(sim: &Sim) -> Settings {
    let clock = sim.clock();
    let organization = Organization { role: READER_ROLE.into(), ..Organization::default() };
    Settings {
        fleet: FleetSource::Organization(organization),
        regions: vec![Region::parse(EU).unwrap()],
        ..Settings::new(Arc::new(move || clock.now())).with_http(sim.clone(), ACCESS_KEY, SECRET_KEY)
    }
}
