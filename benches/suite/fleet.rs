//! The fleets that are listed: deterministic rows, the profiles that lead to them, and the least time that AWS's own
//! rules allow for a listing.
//!
//! Plain data and arithmetic. Invariant: the same fleet always has the same rows, so that runs can be compared.

use std::fmt::Write as _;
use std::time::Duration;

/// The account whose credentials assume the roles. No part of the fleet.
pub const HOME: u64 = 999_999_999_999;
/// Rows of one page: the most that `ListNotebookInstances` gives.
pub const PAGE: usize = 100;

const TEAMS: [&str; 6] = ["risk", "fraud", "search", "ads", "nlp", "vision"];
const USES: [&str; 5] = ["train", "infer", "dev", "batch", "eval"];
const TYPES: [&str; 5] =
    ["ml.t3.medium", "ml.m5.xlarge", "ml.g5.2xlarge", "ml.p4d.24xlarge", "ml.c6i.4xlarge"];

/// Accounts numbered from 1, each with the same number of notebooks in each region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fleet {
    pub accounts: u64,
    pub regions: &'static [&'static str],
    /// Notebooks in one account and region.
    pub rows: usize,
}

/// 100 accounts, 2 regions, 500 notebooks each: 100,000 rows.
pub const F: Fleet = Fleet { accounts: 100, regions: &["us-east-1", "eu-west-1"], rows: 500 };
/// The small one: 200 rows.
pub const S: Fleet = Fleet { accounts: 5, regions: &["us-east-1"], rows: 40 };

/// How the program gets into the accounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Way {
    /// A profile with a role for each account.
    #[default]
    Roles,
    /// A profile with keys for each account.
    Keys,
    /// One profile and the organization's list of accounts.
    Org,
}

impl Way {
    /// The least time until the first rows are there.
    pub fn first_page(self, latency: Duration) -> Duration {
        let before = match self {
            Self::Roles | Self::Keys => 1,
            // Who one is or where the roots are, the first accounts of one unit, the role.
            Self::Org => 3,
        };
        latency * (before + 1)
    }
}

/// Token buckets: one for each account, region and operation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Throttle {
    pub per_second: f64,
    pub burst: f64,
}

impl Fleet {
    pub const fn all_rows(&self) -> usize {
        self.accounts as usize * self.regions.len() * self.rows
    }

    pub const fn pages(&self) -> usize {
        self.rows.div_ceil(PAGE)
    }

    /// Calls that a listing cannot do without: one login an account, the pages of every account and region.
    pub const fn least_calls(&self) -> usize {
        self.accounts as usize * (1 + self.regions.len() * self.pages())
    }

    /// The least time of a whole listing: what leads into an account, then pages one after another, since each
    /// names the next. All accounts and regions side by side.
    pub fn floor(&self, way: Way, latency: Duration, throttle: Option<Throttle>) -> Duration {
        let chain = latency * (self.pages() as u32 - 1);
        let paced = throttle.map_or(Duration::ZERO, |bucket| {
            Duration::from_secs_f64((self.pages() as f64 - bucket.burst).max(0.0) / bucket.per_second)
        });
        way.first_page(latency) + chain.max(paced)
    }

    /// `~/.aws/config`. The profiles of all ways stand in it side by side.
    pub fn config(&self) -> String {
        let region = self.regions[0];
        let mut text = format!("[profile home]\nregion = {region}\n");
        for account in 1..=self.accounts {
            let _ = write!(
                text,
                "[profile role-{account:04}]\nregion = {region}\nsource_profile = home\n\
                 role_arn = arn:aws:iam::{account:012}:role/Reader\n[profile keys-{account:04}]\nregion = {region}\n"
            );
        }
        text
    }

    /// `~/.aws/credentials`: the account is part of the key, and the secret opens nothing.
    pub fn credentials(&self) -> String {
        let mut text = String::new();
        let mut put = |profile: &str, account: u64| {
            let _ = write!(
                text,
                "[{profile}]\naws_access_key_id = AKIA{account:012}0000\naws_secret_access_key = none\n"
            );
        };
        put("home", HOME);
        (1..=self.accounts).for_each(|account| put(&format!("keys-{account:04}"), account));
        text
    }

    /// The program's arguments that lead to the fleet.
    pub fn arguments(&self, way: Way) -> Vec<String> {
        let regions = self.regions.join(",");
        let all = match way {
            Way::Roles => vec!["--profile", "role-*"],
            Way::Keys => vec!["--profile", "keys-*"],
            Way::Org => vec!["--org", "home", "--role", "Reader"],
        };
        all.into_iter().chain(["--region", &regions]).map(str::to_owned).collect()
    }
}

/// One notebook instance.
#[derive(Clone, Debug)]
pub struct Notebook {
    pub name: String,
    team: &'static str,
    pub status: &'static str,
    pub instance: &'static str,
    pub created: u64,
    pub modified: u64,
}

impl Notebook {
    /// The notebook with this number. With every generation one in a hundred is modified, and some of these get another
    /// status.
    pub fn of(account: u64, number: usize, generation: u64) -> Self {
        // A multiplicative hash, so that neighbours differ in everything.
        let hash = (number as u64).wrapping_mul(2_654_435_761).wrapping_add(account * 97) & 0xffff_ffff;
        let team = TEAMS[(hash % 6) as usize];
        let created = 1_700_000_000 + hash % 50_000_000;
        let changes = (1..=generation).filter(|g| number as u64 % 100 == g % 100).count();
        let status = match (hash / 31 % 10 + changes as u64) % 10 {
            0..7 => "InService",
            7 | 8 => "Stopped",
            _ => "Failed",
        };
        Self {
            name: format!("{team}-{}-{hash:08x}-{number:05}", USES[(hash / 6 % 5) as usize]),
            team,
            status,
            instance: TYPES[(hash / 7 % 5) as usize],
            created,
            modified: created + 86_400 + changes as u64 * 60,
        }
    }

    pub fn arn(&self, account: u64, region: &str) -> String {
        format!("arn:aws:sagemaker:{region}:{account:012}:notebook-instance/{}", self.name)
    }

    /// As `ListNotebookInstances` gives it.
    pub fn write(&self, out: &mut String, account: u64, region: &str) {
        let Self { name, team, status, instance, created, modified } = self;
        let _ = write!(
            out,
            "{{\"NotebookInstanceName\":\"{name}\",\"NotebookInstanceArn\":\"{}\",\
             \"NotebookInstanceStatus\":\"{status}\",\"Url\":\"{name}.notebook.{region}.sagemaker.aws\",\
             \"InstanceType\":\"{instance}\",\"CreationTime\":{created}.0,\"LastModifiedTime\":{modified}.0,\
             \"NotebookInstanceLifecycleConfigName\":\"lcc-{team}-default\",\
             \"DefaultCodeRepository\":\"https://git.example.com/{team}/{name}.git\",\
             \"AdditionalCodeRepositories\":[]}}",
            self.arn(account, region)
        );
    }
}
