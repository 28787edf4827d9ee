//! Whether and where things are remembered, for which fleet, and what `--offline` reads of it.
//!
//! Invariant: the demo never touches the store, and what was read through one endpoint, set of files or set of profiles
//! is never shown for another.

use jiff::Timestamp;

use super::{Flags, Judged};
use crate::model::account::Account;
use crate::model::memory::Recalled;
use crate::model::text::Safe;
use crate::runtime::Keep;
use crate::store::{self, Fleet, Store, Trouble};

/// What decides, besides flags and files of ours, into which accounts one gets. Values are kept as a hash only.
const VARIABLES: [&str; 8] = [
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_CONFIG_FILE",
    "AWS_SHARED_CREDENTIALS_FILE",
    "AWS_ENDPOINT_URL",
    "AWS_ENDPOINT_URL_SAGEMAKER",
];

/// Where things are remembered; nothing where they are not.
pub fn keep(judged: &Judged, flags: &Flags) -> Option<Keep> {
    let settings = &judged.settings;
    if flags.demo.is_some() || !settings.store {
        return None;
    }
    let variables: Vec<String> = VARIABLES
        .iter()
        .map(|name| std::env::var_os(name).unwrap_or_default().to_string_lossy().into_owned())
        .collect();
    let endpoint = settings.endpoint_url.as_ref().map_or("", Safe::raw);
    let fleet = format!("{:?}", settings.fleet);
    let mut way: Vec<&str> = vec![endpoint, &fleet];
    way.extend(variables.iter().map(String::as_str));
    let accounts = settings.accounts.iter().map(|name| name.raw().to_owned()).collect();
    let fleet = Fleet::new(&way, accounts, settings.regions.clone());
    Some(Keep { file: store::file()?, fleet })
}

/// What was remembered of a fleet.
#[derive(Debug)]
pub struct Recollection {
    pub accounts: Vec<Account>,
    /// When the accounts were found.
    pub at: Timestamp,
    pub listings: Vec<Recalled>,
}

/// Everything that is remembered; nothing where there is nothing.
///
/// # Errors
/// When the store cannot be read.
pub fn recollect(judged: &Judged, flags: &Flags) -> Result<Option<Recollection>, Trouble> {
    let Some(keep) = keep(judged, flags) else { return Ok(None) };
    let (store, told) = Store::open(&keep.file, keep.fleet)?;
    if let Some(trouble) = told {
        return Err(trouble);
    }
    let Some((accounts, at)) = store.accounts()? else { return Ok(None) };
    let mut listings = Vec::new();
    store.listings(&accounts, |recalled| listings.push(recalled))?;
    Ok(Some(Recollection { accounts, at, listings }))
}

/// Where the store is and how many bytes it takes.
///
/// # Errors
/// What keeps it from being used.
pub fn stored(judged: &Judged, flags: &Flags) -> Result<(Safe, u64), Trouble> {
    let Some(keep) = keep(judged, flags) else { return Ok((Safe::default(), 0)) };
    let place = Safe::new(keep.file.to_string_lossy());
    let (store, told) = Store::open(&keep.file, keep.fleet)?;
    if let Some(trouble) = told {
        return Err(trouble);
    }
    Ok((place, store.bytes()?))
}
