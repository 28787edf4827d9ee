//! The accounts of a fleet as bytes, and back; and which fleet it is.
//!
//! What an account permits and how one gets into it is not written: both belong to the process that found them out.
//! Invariant: nothing may be done in an account that was only remembered.

use sha2::{Digest, Sha256};

use crate::model::account::{Account, AccountRole, AccountState, Login, Via};
use crate::model::action::{Allowance, Permitted};
use crate::model::glob::glob;
use crate::model::scope::Region;
use crate::model::text::Safe;

use super::bytes::{Reader, Writer};

const VERSION: u8 = 1;

/// Which fleet is meant. What one set of profiles found is never shown for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fleet {
    id: [u8; 32],
    /// Ids or names that narrow it; they may hold `*`. Empty: all accounts.
    accounts: Vec<String>,
    /// Empty: each account's own.
    regions: Vec<Region>,
}

impl Fleet {
    /// `way` says how the accounts are found: endpoint, files, profiles, organization. It is kept as a hash only.
    pub fn new(way: &[&str], accounts: Vec<String>, regions: Vec<Region>) -> Self {
        let mut hash = Sha256::new();
        for part in way {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        Self { id: hash.finalize().into(), accounts, regions }
    }

    pub(super) const fn id(&self) -> &[u8; 32] {
        &self.id
    }

    /// Empty for the whole fleet.
    pub(super) fn narrowing(&self) -> String {
        let regions: Vec<&str> = self.regions.iter().map(Region::as_str).collect();
        let parts = [self.accounts.join(","), regions.join(",")];
        if parts.iter().all(String::is_empty) { String::new() } else { parts.join("\n") }
    }

    /// Of the whole fleet, what is meant.
    pub(super) fn narrow(&self, mut accounts: Vec<Account>) -> Vec<Account> {
        accounts.retain(|account| {
            let id = account.id.to_string();
            let named = |pattern: &String| glob(pattern, account.name.raw()) || *pattern == id;
            self.accounts.is_empty() || self.accounts.iter().any(named)
        });
        if !self.regions.is_empty() {
            for account in &mut accounts {
                account.regions.clone_from(&self.regions);
            }
        }
        accounts
    }
}

pub(super) fn write<'a>(accounts: impl ExactSizeIterator<Item = &'a Account>) -> Vec<u8> {
    let mut out = Writer::default();
    out.byte(VERSION);
    out.number(accounts.len() as u64);
    for account in accounts {
        out.text(&account.id.to_string());
        out.text(account.name.raw());
        out.text(account.role.map_or("", AccountRole::name));
        out.text(account.role_source.raw());
        out.text(account.role_conflict.as_ref().map_or("", Safe::raw));
        out.number(account.path.len() as u64);
        for unit in &account.path {
            out.text(unit.raw());
        }
        out.byte(u8::from(account.state == AccountState::Suspended));
        let (is_role, name) = match &account.via {
            Via::Profile(name) => (false, name),
            Via::Role(name) => (true, name),
        };
        out.byte(u8::from(is_role));
        out.text(name.raw());
        out.number(account.regions.len() as u64);
        for region in &account.regions {
            out.text(region.as_str());
        }
    }
    out.finish()
}

pub(super) fn read(bytes: &[u8]) -> Option<Vec<Account>> {
    let mut from = Reader::new(bytes)?;
    if from.byte()? != VERSION {
        return None;
    }
    let mut accounts = Vec::new();
    for _ in 0..from.count()? {
        accounts.push(read_account(&mut from)?);
    }
    from.is_at_end().then_some(accounts)
}

fn read_account(from: &mut Reader<'_>) -> Option<Account> {
    let id = from.text()?.parse().ok()?;
    let name = from.safe()?;
    let role = AccountRole::parse(from.text()?);
    let role_source = from.safe()?;
    let role_conflict = Some(from.safe()?).filter(|text| !text.raw().is_empty());
    let mut path = Vec::new();
    for _ in 0..from.count()? {
        path.push(from.safe()?);
    }
    let state = if from.byte()? == 0 { AccountState::Active } else { AccountState::Suspended };
    let is_role = from.byte()? != 0;
    let via = from.safe()?;
    let mut regions = Vec::new();
    for _ in 0..from.count()? {
        regions.push(Region::parse(from.text()?)?);
    }
    Some(Account {
        id,
        name,
        role,
        role_source,
        role_conflict,
        permitted: Permitted {
            most: Allowance::None,
            typed: true,
            source: Safe::new("an account that is only remembered"),
        },
        path,
        state,
        via: if is_role { Via::Role(via) } else { Via::Profile(via) },
        regions,
        login: Login::Unknown,
        // Of the configuration, which may be another by now: whoever draws asks it again.
        theme: None,
    })
}
