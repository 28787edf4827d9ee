//! Everything that decides how AWS is reached: plain data, the clock and the HTTP client of the simulator.
//!
//! It reads nothing itself. Made by `compose` from flags, configuration and environment.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_runtime_api::client::http::{HttpClient, SharedHttpClient};
use jiff::Timestamp;

use super::skew::Skew;
use super::sockets::Sockets;
use crate::model::scope::Region;
use crate::rules::role::RoleRule;

/// The clock, handed down from above.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// How AWS is reached.
#[derive(Clone)]
pub struct Settings {
    pub fleet: FleetSource,
    /// `--account`: ids or names, empty = all.
    pub accounts: Vec<String>,
    /// Empty = each profile's own region.
    pub regions: Vec<Region>,
    /// Stands above every endpoint of environment and profiles, also for the calls that get credentials.
    pub endpoint_url: Option<String>,
    /// The simulator; absent = the real client.
    pub http: Option<SharedHttpClient>,
    /// The simulator's keys for the first way in. With them neither the AWS configuration nor the environment
    /// is read at all. Absent = the SDK's rules.
    pub credentials: Option<SharedCredentialsProvider>,
    /// Absent = `AWS_CONFIG_FILE`, else `~/.aws/config`.
    pub config_file: Option<PathBuf>,
    /// Absent = `AWS_SHARED_CREDENTIALS_FILE`, else `~/.aws/credentials`.
    pub credentials_file: Option<PathBuf>,
    /// Absent = `AWS_CA_BUNDLE`, else `ca_bundle` of the first profile that has one.
    pub ca_bundle: Option<PathBuf>,
    pub read_only: bool,
    /// Nothing is asked at all: every question fails before anything is looked up for it.
    pub offline: bool,
    /// `[[class]]` rules of the configuration that decide an account's role.
    pub classes: Vec<RoleRule>,
    /// This machine's clock, right or wrong; [`Settings::now`] is what counts.
    pub now: Clock,
    /// What AWS's answers say about that clock.
    pub skew: Skew,
    /// `RoleSessionName` of every role assumed, which CloudTrail shows: letters, digits and `=,.@-_`.
    pub session_name: String,
    pub patience: Patience,
    /// How many connections there may be.
    pub sockets: Sockets,
}

/// Which accounts there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FleetSource {
    /// Names or globs over the AWS configuration; empty = the default profile alone.
    Profiles(Vec<String>),
    /// AWS Organizations, read through one profile, a role assumed in every member.
    Organization(Organization),
}

/// How an organization is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Organization {
    /// A profile of the management account or of a delegated administrator; absent = the default profile.
    pub profile: Option<String>,
    /// The role's name in every member.
    pub role: String,
    /// The role that something is changed with; absent = the one that reads.
    pub operator_role: Option<String>,
    /// The role's path, for example `/platform/`; absent = `/`.
    pub role_path: Option<String>,
    /// Another role name for the accounts below an OU: OU name or path glob, role name. The first match holds.
    pub role_per_ou: Vec<(String, String)>,
    pub external_id: Option<String>,
    /// `111122223333`, `ou:NAME-or-PATH`, `tag:KEY=VALUE` or an account name, all but ids with `*`. Empty = all.
    pub include: Vec<String>,
    /// The same language; stands above `include`.
    pub exclude: Vec<String>,
    /// What to show instead when the caller may not read the organization. Empty = the profile's own account.
    pub fallback_profiles: Vec<String>,
}

/// How long an answer is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    pub connect: Duration,
    pub read: Duration,
    /// One attempt, from connecting to the last byte.
    pub attempt: Duration,
    /// One call with all its attempts.
    pub operation: Duration,
    /// Attempts of one call; absent = what environment and profile say, else three.
    pub attempts: Option<u32>,
    /// A `credential_process`.
    pub process: Duration,
    /// Everything that leads to credentials of one account.
    pub credentials: Duration,
    /// Asking the instance metadata service for credentials when nothing else has any.
    pub metadata: Duration,
    /// A failed login is tried again at most this often.
    pub relogin: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_millis(3_100),
            read: Duration::from_secs(10),
            attempt: Duration::from_secs(15),
            operation: Duration::from_secs(45),
            attempts: None,
            process: Duration::from_secs(30),
            credentials: Duration::from_mins(2),
            metadata: Duration::from_secs(1),
            relogin: Duration::from_secs(15),
        }
    }
}

impl Settings {
    /// The default profile of this machine, with all the SDK's rules.
    pub fn new(now: Clock) -> Self {
        Self {
            fleet: FleetSource::Profiles(Vec::new()),
            accounts: Vec::new(),
            regions: Vec::new(),
            endpoint_url: None,
            http: None,
            credentials: None,
            config_file: None,
            credentials_file: None,
            ca_bundle: None,
            read_only: false,
            offline: false,
            classes: Vec::new(),
            now,
            skew: Skew::default(),
            session_name: "sagedeck".to_owned(),
            patience: Patience::default(),
            sockets: Sockets::default(),
        }
    }

    /// Asks this HTTP client instead of the network, with these keys for the first way in.
    #[must_use]
    pub fn with_http(self, http: impl HttpClient + 'static, access_key: &str, secret_key: &str) -> Self {
        let keys = Credentials::new(access_key, secret_key, None, None, "simulator");
        Self {
            http: Some(SharedHttpClient::new(http)),
            credentials: Some(SharedCredentialsProvider::new(keys)),
            ..self
        }
    }

    /// AWS's time, as far as it is known.
    pub fn now(&self) -> Timestamp {
        self.skew.correct((self.now)())
    }

    /// The clock that [`Settings::now`] reads.
    pub fn clock(&self) -> Clock {
        let (now, skew) = (self.now.clone(), self.skew.clone());
        Arc::new(move || skew.correct(now()))
    }
}

/// Credentials and clients are named, never printed.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("fleet", &self.fleet)
            .field("accounts", &self.accounts)
            .field("regions", &self.regions)
            .field("endpoint_url", &self.endpoint_url)
            .field("http", &self.http.is_some())
            .field("credentials", &self.credentials.is_some())
            .field("read_only", &self.read_only)
            .finish_non_exhaustive()
    }
}
