//! An account of the fleet: who it is, what role it plays on the platform, and whether we can get in.

use std::fmt;

use jiff::Timestamp;

use super::action::Permitted;
use super::failure::Failure;
use super::scope::{AccountId, Region};
use super::text::Safe;

/// The part an account plays on the platform, ordered from the strictest to the least strict.
/// Source: AWS guide "Build a Secure Enterprise Machine Learning Platform on AWS", accounts chapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccountRole {
    Production,
    Uat,
    SharedServices,
    DataManagement,
    DataScience,
}

impl AccountRole {
    pub const ALL: [Self; 5] =
        [Self::Production, Self::Uat, Self::SharedServices, Self::DataManagement, Self::DataScience];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Uat => "uat",
            Self::SharedServices => "shared-services",
            Self::DataManagement => "data-management",
            Self::DataScience => "data-science",
        }
    }

    /// The badge of four letters in narrow places.
    pub const fn badge(self) -> &'static str {
        match self {
            Self::Production => "PROD",
            Self::Uat => "uat",
            Self::SharedServices => "shar",
            Self::DataManagement => "data",
            Self::DataScience => "dsci",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == word)
    }
}

impl fmt::Display for AccountRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Whether AWS keeps the account open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountState {
    Active,
    /// Counted, never called.
    Suspended,
}

/// What is known about getting into an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Login {
    /// Not tried yet.
    Unknown,
    /// `GetCallerIdentity` answered with the expected account.
    Ok {
        caller: Safe,
        expires: Option<Timestamp>,
        /// The credentials that read carry a policy that allows reads only.
        scoped: bool,
    },
    Failed(Failure),
}

/// How the program gets into the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Via {
    /// A profile of the AWS configuration.
    Profile(Safe),
    /// This role, assumed from the organization's profile.
    Role(Safe),
}

/// One account of the fleet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    /// The Organizations name, else the profile's.
    pub name: Safe,
    pub role: Option<AccountRole>,
    /// What decided the role, for example `OU Workloads/Production`; empty where nothing did.
    pub role_source: Safe,
    /// Where signs disagree: what each of them said.
    pub role_conflict: Option<Safe>,
    /// What may be done in it.
    pub permitted: Permitted,
    /// What it is drawn in, where its class says so.
    pub theme: Option<Safe>,
    /// OU names from the root down; empty outside an organization.
    pub path: Vec<Safe>,
    pub state: AccountState,
    pub via: Via,
    pub regions: Vec<Region>,
    pub login: Login,
}
