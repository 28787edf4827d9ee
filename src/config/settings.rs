//! What the configuration decides, as plain data. Reading, layering and judging happen elsewhere in `config`.

use std::fmt;
use std::path::PathBuf;

use crate::model::account::AccountRole;
use crate::model::action::Allowance;
use crate::model::field::Field;
use crate::model::kind::Kind;
use crate::model::scope::Region;
use crate::model::text::Safe;
use crate::query::Query;
use crate::rules::role::RoleRule;

use super::origin::{Located, Origin};

/// Everything that files, environment and flags decided together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Why no write may leave the process; nothing means that the mode is `operate`.
    pub read_only: Option<ReadOnlyWhy>,
    /// Seconds between refreshes; nothing means off.
    pub refresh: Option<u32>,
    /// The theme for the appearance in force.
    pub theme: Located<Safe>,
    /// The one for the other appearance, where one was named: it is only judged.
    pub other_theme: Option<Located<Safe>>,
    pub keymap: Located<Safe>,
    /// Empty: each profile's own region.
    pub regions: Vec<Region>,
    /// What `m` (mine) matches; empty: the session name and `aws:userid`.
    pub owners: Vec<Safe>,
    pub fleet: Fleet,
    /// Ids or names that narrow the fleet; empty: all.
    pub accounts: Vec<Safe>,
    /// First match wins; the built-in rules stand below them.
    pub classes: Vec<Class>,
    pub views: Vec<View>,
    pub clipboard: Clipboard,
    pub mouse: bool,
    /// The line to the terminal is slow: what nobody asked for is drawn at most once a second, never more than a line of
    /// 128 kbit/s carries, and details wait for the cursor to rest.
    pub low_bandwidth: bool,
    /// What was read is remembered for the next start.
    pub store: bool,
    pub ca_bundle: Option<PathBuf>,
    pub endpoint_url: Option<Safe>,
    pub log_file: Option<PathBuf>,
    /// Where the policy is read from instead of the user's folder.
    pub policy: Option<Located<PathBuf>>,
}

impl Settings {
    pub const fn is_read_only(&self) -> bool {
        self.read_only.is_some()
    }

    /// Makes the process read-only; a reason that already holds stays.
    pub fn force_read_only(&mut self, why: ReadOnlyWhy) {
        self.read_only.get_or_insert(why);
    }
}

/// What the terminal's ground is like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Appearance {
    #[default]
    Dark,
    Light,
}

/// What `theme` says: a name, which stands for both, or one for each appearance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Themes {
    pub dark: Located<Safe>,
    pub light: Located<Safe>,
}

/// Why the process is read-only, the first that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadOnlyWhy {
    /// `--read-only` or `--auditor`.
    Flag,
    /// `SAGEDECK_READ_ONLY`.
    Environment,
    /// `mode` in the system-wide file.
    System,
    /// `mode` in the user's file.
    User,
    /// `--offline`.
    Offline,
    /// A mistake in a configuration file, a variable or a flag.
    BrokenConfig,
    /// The policy cannot be read or has a mistake.
    BrokenPolicy,
}

impl fmt::Display for ReadOnlyWhy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Flag => "--read-only was given",
            Self::Environment => "SAGEDECK_READ_ONLY is set",
            Self::System => "the system-wide configuration says so",
            Self::User => "the configuration says so",
            Self::Offline => "--offline was given, so that nothing is asked of AWS",
            Self::BrokenConfig => "the configuration has a mistake: fix it and start again",
            Self::BrokenPolicy => "the policy has a mistake: fix it and start again",
        })
    }
}

/// Where the accounts come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fleet {
    /// The default profile alone.
    DefaultProfile,
    /// Each profile is an account; names may hold `*`.
    Profiles(Vec<Safe>),
    Organization(Box<Organization>),
}

/// An AWS organization and how its accounts are entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    /// The profile that reads the organization; nothing means the default profile.
    pub profile: Option<Safe>,
    /// The role assumed in every member account.
    pub role: Safe,
    pub role_path: Option<Safe>,
    /// The role assumed where something may be changed.
    pub operator_role: Option<Safe>,
    pub external_id: Option<Safe>,
    /// Account ids, `ou:NAME`, `tag:KEY=VALUE` or `name:NAME`; empty: all.
    pub include: Vec<Safe>,
    pub exclude: Vec<Safe>,
    /// OU and the role to assume below it instead.
    pub role_for_ou: Vec<RoleForOu>,
    /// Used when the caller may not read the organization.
    pub fallback_profiles: Vec<Safe>,
}

/// A role that is assumed in the accounts below one OU.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleForOu {
    pub ou: Safe,
    pub role: Safe,
}

/// One `[[class]]`: the accounts that fit all given parts have this role, these actions, this theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    pub matching: Match,
    /// Absent beside `actions`: its accounts have no role, since a class decides alone.
    pub role: Option<AccountRole>,
    pub actions: Option<Allowance>,
    pub theme: Option<Located<Safe>>,
}

impl Class {
    /// The part of the class that decides what accounts are and allow.
    pub fn role_rule(&self) -> RoleRule {
        let plain = |text: &Option<Safe>| text.as_ref().map(|text| text.raw().to_owned());
        let tag = self.matching.tag.as_ref();
        RoleRule {
            name: plain(&self.matching.name),
            id: plain(&self.matching.id),
            ou: plain(&self.matching.ou),
            tag: tag.map(|(key, value)| (key.raw().to_owned(), value.raw().to_owned())),
            role: self.role,
            actions: self.actions,
            theme: self.theme.as_ref().map(|theme| theme.value.clone()),
        }
    }
}

/// Which accounts a class is about; texts may hold `*`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Match {
    pub name: Option<Safe>,
    pub id: Option<Safe>,
    /// Names from the root down, joined with `/`.
    pub ou: Option<Safe>,
    /// Key and value.
    pub tag: Option<(Safe, Safe)>,
}

/// One `[[view]]`: a named query with its columns and order.
#[derive(Clone, Debug)]
pub struct View {
    pub name: Safe,
    /// The chord that leads to it; the keymap judges it.
    pub key: Option<Located<Safe>>,
    pub query: Query,
    pub kind: Option<Kind>,
    pub sort: Option<Sort>,
    pub columns: Vec<Field>,
    pub origin: Origin,
}

impl PartialEq for View {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, &self.key, &self.query, self.kind, self.sort, &self.columns)
            == (&other.name, &other.key, &other.query, other.kind, other.sort, &other.columns)
    }
}

impl Eq for View {}

/// A column to sort by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    pub field: Field,
    pub descending: bool,
}

/// How text is copied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clipboard {
    /// The terminal is asked to, by OSC 52.
    #[default]
    Osc52,
    Off,
}
