//! The organization that both halves of these tests look at.

use jiff::Timestamp;
use sagedeck::model::scope::{Region, Scope};
use sagedeck::sim::{Notebook, World};

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
