//! From flags to how AWS is reached, or to the simulated organization.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Flags, now};
use crate::aws::settings::{FleetSource, Organization, Settings};
use crate::model::scope::Region;
use crate::sim::{self, Sim};

/// The organization of `--demo` without a seed.
const DEFAULT_SEED: u64 = 7;
/// When a seeded demo begins: always at the same moment, so that the same seed shows the same to everybody.
const DEMO_START: i64 = 1_795_446_251;

/// How AWS is reached, and the seed where it is not AWS.
pub(super) fn settings(flags: &Flags) -> Result<(Settings, Option<u64>), String> {
    let regions = regions(&flags.region)?;
    let demo = flags.demo.map(|seed| seed.unwrap_or(DEFAULT_SEED));
    let mut settings = match flags.demo {
        Some(seed) => simulated(seed),
        None => {
            Settings { fleet: source(flags), endpoint_url: endpoint(flags)?, ..Settings::new(Arc::new(now)) }
        }
    };
    settings.accounts.clone_from(&flags.account);
    settings.regions = regions;
    settings.read_only = flags.read_only;
    Ok((settings, demo))
}

fn simulated(seed: Option<u64>) -> Settings {
    let start = seed.and_then(|_| Timestamp::from_second(DEMO_START).ok()).unwrap_or_else(now);
    let sim = Sim::demo(seed.unwrap_or(DEFAULT_SEED), start);
    let clock = sim.clock();
    let organization = Organization { role: sim::READER_ROLE.to_owned(), ..Organization::default() };
    Settings {
        fleet: FleetSource::Organization(organization),
        ..Settings::new(Arc::new(move || clock.now())).with_http(sim, sim::ACCESS_KEY, sim::SECRET_KEY)
    }
}

fn source(flags: &Flags) -> FleetSource {
    match &flags.org {
        Some(profile) => FleetSource::Organization(Organization {
            profile: Some(profile.clone()),
            role: flags.role.clone().unwrap_or_default(),
            ..Organization::default()
        }),
        None => FleetSource::Profiles(flags.profile.clone()),
    }
}

fn regions(words: &[String]) -> Result<Vec<Region>, String> {
    let region = |word: &String| {
        Region::parse(word.trim()).ok_or_else(|| format!("`{word}` is no region code such as eu-west-1"))
    };
    words.iter().map(region).collect()
}

fn endpoint(flags: &Flags) -> Result<Option<String>, String> {
    let Some(url) = &flags.endpoint_url else { return Ok(None) };
    let host = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://"));
    match host {
        Some(host) if !host.is_empty() && !host.starts_with('/') => Ok(Some(url.clone())),
        _ => Err(format!("--endpoint-url `{url}` must begin with http:// or https:// and name a host")),
    }
}
