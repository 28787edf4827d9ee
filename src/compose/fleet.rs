//! From settings to how AWS is reached, or to the simulated organization.
//!
//! Invariant: the demo has no way out: its HTTP client is the simulator, and no environment, profile or credential of
//! this machine is read for it.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Flags, Judged, files, now};
use crate::aws::settings::{FleetSource, Organization, Settings};
use crate::aws::sockets::Sockets;
use crate::config::{self, Fleet};
use crate::model::scope::Region;
use crate::model::text::Safe;
use crate::sim::{self, Sim};

/// The organization of `--demo` without a seed.
const DEFAULT_SEED: u64 = 7;
/// When a seeded demo begins (2026-11-23 15:04:11Z): always then, so that one seed shows everybody the same.
const DEMO_START: i64 = 1_795_446_251;

/// How AWS is reached, and the seed where it is not AWS.
pub(super) fn settings(judged: &Judged, flags: &Flags) -> (Settings, Option<u64>) {
    let chosen = &judged.settings;
    let mut settings = match flags.demo {
        Some(seed) => simulated(seed),
        None => Settings {
            fleet: source(&chosen.fleet),
            endpoint_url: chosen.endpoint_url.as_ref().map(raw),
            ca_bundle: chosen.ca_bundle.clone(),
            sockets: Sockets::within(files::most_open()),
            ..Settings::new(Arc::new(now))
        },
    };
    settings.classes = chosen.classes.iter().map(config::Class::role_rule).collect();
    settings.accounts = chosen.accounts.iter().map(raw).collect();
    if !chosen.regions.is_empty() {
        settings.regions.clone_from(&chosen.regions);
    }
    settings.read_only = chosen.is_read_only();
    settings.offline = flags.offline;
    (settings, flags.demo.map(|seed| seed.unwrap_or(DEFAULT_SEED)))
}

fn simulated(seed: Option<u64>) -> Settings {
    let start = seed.and_then(|_| Timestamp::from_second(DEMO_START).ok()).unwrap_or_else(now);
    let sim = Sim::demo(seed.unwrap_or(DEFAULT_SEED), start);
    let clock = sim.clock();
    let regions = sim.edit(|world| world.regions.iter().filter_map(|code| Region::parse(code)).collect());
    let organization = Organization {
        role: sim::READER_ROLE.to_owned(),
        operator_role: Some(sim::OPERATOR_ROLE.to_owned()),
        ..Organization::default()
    };
    Settings {
        fleet: FleetSource::Organization(organization),
        regions,
        ..Settings::new(Arc::new(move || clock.now())).with_http(sim, sim::ACCESS_KEY, sim::SECRET_KEY)
    }
}

fn source(fleet: &Fleet) -> FleetSource {
    match fleet {
        Fleet::DefaultProfile => FleetSource::Profiles(Vec::new()),
        Fleet::Profiles(names) => FleetSource::Profiles(names.iter().map(raw).collect()),
        Fleet::Organization(organization) => FleetSource::Organization(organization_of(organization)),
    }
}

fn organization_of(chosen: &config::Organization) -> Organization {
    Organization {
        profile: chosen.profile.as_ref().map(raw),
        role: raw(&chosen.role),
        operator_role: chosen.operator_role.as_ref().map(raw),
        role_path: chosen.role_path.as_ref().map(raw),
        role_per_ou: chosen.role_for_ou.iter().map(|one| (raw(&one.ou), raw(&one.role))).collect(),
        external_id: chosen.external_id.as_ref().map(raw),
        include: chosen.include.iter().map(raw).collect(),
        exclude: chosen.exclude.iter().map(raw).collect(),
        fallback_profiles: chosen.fallback_profiles.iter().map(raw).collect(),
    }
}

fn raw(text: &Safe) -> String {
    text.raw().to_owned()
}
