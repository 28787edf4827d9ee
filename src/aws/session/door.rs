//! Opens the way that a [`Plan`] describes: an SDK configuration with the credentials at its end.
//!
//! Not here: proof that the way leads where it should, which is `identity`'s. Building makes no call, except that
//! the instance metadata service may be asked for a region.

use std::fmt;
use std::time::SystemTime;

use aws_config::ecs::EcsCredentialsProvider;
use aws_config::environment::credentials::EnvironmentVariableCredentialsProvider;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::{BehaviorVersion, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_async::time::TimeSource;
use aws_smithy_runtime::client::identity::IdentityCache;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use jiff::SignedDuration;

use super::endpoints;
use super::keys::{Keys, system_time};
use super::metadata::{self, Metadata};
use super::policy::Purpose;
use super::process::Process;
use super::role::{Role, WebRole};
use crate::aws::failure::Access;
use crate::aws::http::Http;
use crate::aws::interceptor::reads_only;
use crate::aws::partition::retry_partition;
use crate::aws::profiles::{Base, Book, Hop, Plan, place, role_account, variable};
use crate::aws::settings::{Clock, Settings};
use crate::model::failure::{Failure, FailureKind, Place};
use crate::model::scope::{AccountId, Region};
use crate::model::text::Safe;

/// An open way into one account, not yet verified.
#[derive(Clone, Debug)]
pub(in crate::aws) struct Door {
    /// Everything but the region of a scope.
    pub config: SdkConfig,
    pub keys: Keys,
    /// The last role was assumed with a session policy.
    pub scoped: bool,
    /// Where it should lead.
    pub expected: Option<AccountId>,
    pub renew: Option<Safe>,
    /// The profile's name, or what stands for it.
    pub name: Safe,
    pub region: Region,
    /// Nothing named a region, so the default was taken.
    pub region_guessed: bool,
}

const DEFAULT_REGION: &str = "us-east-1";

/// The way of a profile.
pub(in crate::aws) async fn of_plan(
    settings: &Settings,
    http: &Http,
    book: &Book,
    plan: &Plan,
    purpose: Purpose,
) -> Result<Door, Failure> {
    let mut region =
        settings.regions.first().cloned().or_else(environment_region).or_else(|| plan.region.clone());
    if region.is_none() && matches!(plan.base, Base::Instance | Base::LastResort(_)) {
        region = metadata::region(&provider_config(settings, None, http.local.clone()), settings).await;
    }
    let region_guessed = region.is_none();
    let region = region.map_or_else(default_region, Ok)?;
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .profile_name(&plan.name)
        .profile_files(book.files.clone())
        .region(aws_config::Region::new(region.to_string()))
        .http_client(http.client.clone())
        .timeout_config(timeouts(settings))
        .time_source(Now::of(settings))
        .identity_cache(IdentityCache::no_cache())
        .no_credentials();
    if let Some(attempts) = settings.patience.attempts {
        loader = loader.retry_config(RetryConfig::standard().with_max_attempts(attempts));
    }
    if let Some(url) = &settings.endpoint_url {
        loader = loader.endpoint_url(url);
    }
    let turn = book.turns.acquire().await;
    let config = endpoints::alone(&loader.load().await);
    drop(turn);
    let access = Access { renew: plan.renew.clone(), ..Access::default() };
    let place = place(&plan.name);
    let mut source = first(settings, http, book, plan, purpose, &config);
    for (index, hop) in plan.hops.iter().enumerate() {
        // Only the last session is used; the ones before must be able to assume the next.
        let policy = (index + 1 == plan.hops.len()).then(|| purpose.policy());
        let role = Role {
            client: sts(&config, source, role_account(&hop.role_arn), &region),
            hop: hop.clone(),
            session_name: settings.session_name.clone(),
            policy,
            place: place.clone(),
            access: access.clone(),
        };
        source = SharedCredentialsProvider::new(role);
    }
    let scoped = !plan.hops.is_empty() || matches!(plan.base, Base::WebIdentity(_));
    let keys = Keys::new(source, settings.clock(), settings.patience.credentials);
    let name = Safe::new(&plan.name);
    let (expected, renew) = (plan.expected, plan.renew.clone());
    Ok(Door { config: with(&config, &keys), keys, scoped, expected, renew, name, region, region_guessed })
}

/// The way of the simulator: its keys, and nothing of this machine's configuration or environment.
pub(in crate::aws) fn of_keys(
    settings: &Settings,
    http: &Http,
    given: &SharedCredentialsProvider,
) -> Result<Door, Failure> {
    let region_guessed = settings.regions.is_empty();
    let region = settings.regions.first().cloned().map_or_else(default_region, Ok)?;
    let retry = RetryConfig::standard();
    let mut config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(aws_config::Region::new(region.to_string()))
        .http_client(http.client.clone())
        .timeout_config(timeouts(settings))
        .retry_config(settings.patience.attempts.map_or(retry.clone(), |n| retry.with_max_attempts(n)))
        .time_source(Now::of(settings))
        .sleep_impl(TokioSleep::new())
        .identity_cache(IdentityCache::no_cache());
    if let Some(url) = &settings.endpoint_url {
        config = config.endpoint_url(url);
    }
    let keys = Keys::new(given.clone(), settings.clock(), settings.patience.credentials);
    let config = with(&config.build(), &keys);
    let name = Safe::new("default");
    Ok(Door { config, keys, scoped: false, expected: None, renew: None, name, region, region_guessed })
}

/// The way into a member account: a role, assumed through the organization's door.
pub(in crate::aws) fn of_member(
    settings: &Settings,
    home: &Door,
    account: AccountId,
    name: &Safe,
    hop: Hop,
    purpose: Purpose,
) -> Door {
    let source = SharedCredentialsProvider::new(home.keys.clone());
    let role = Role {
        client: sts(&home.config, source, Some(account), &home.region),
        hop,
        session_name: settings.session_name.clone(),
        policy: Some(purpose.policy()),
        place: Place { account: Some(account), name: Some(name.clone()), ..Place::default() },
        access: Access { renew: home.renew.clone(), ..Access::default() },
    };
    let keys = Keys::new(role, settings.clock(), settings.patience.credentials);
    let config = with(&home.config, &keys);
    Door { config, keys, scoped: true, expected: Some(account), name: name.clone(), ..home.clone() }
}

/// The first credentials of a plan.
fn first(
    settings: &Settings,
    http: &Http,
    book: &Book,
    plan: &Plan,
    purpose: Purpose,
    config: &SdkConfig,
) -> SharedCredentialsProvider {
    let place = place(&plan.name);
    let access = Access { renew: plan.renew.clone(), ..Access::default() };
    let region = config.region().cloned();
    let remote = || provider_config(settings, region.clone(), http.client.clone());
    let local = || provider_config(settings, region.clone(), http.local.clone());
    match &plan.base {
        Base::Keys { id, secret, token } => {
            SharedCredentialsProvider::new(Credentials::new(id, secret, token.clone(), None, "profile"))
        }
        Base::Process(command) => SharedCredentialsProvider::new(Process {
            command: command.clone(),
            place: place.clone(),
            patience: settings.patience.process,
        }),
        Base::Sso { profile } => SharedCredentialsProvider::new(
            ProfileFileCredentialsProvider::builder()
                .configure(&remote())
                .profile_files(book.files.clone())
                .profile_name(profile)
                .build(),
        ),
        Base::WebIdentity(identity) => {
            let region = config.region().and_then(|region| Region::parse(region.as_ref()));
            let last = plan.hops.is_empty();
            let account = role_account(&identity.role_arn);
            SharedCredentialsProvider::new(WebRole {
                client: sts_with(config, None, account, region.as_ref()),
                identity: identity.clone(),
                session_name: settings.session_name.clone(),
                policy: last.then(|| purpose.policy()),
                place: place.clone(),
                access: access.clone(),
            })
        }
        Base::Environment => SharedCredentialsProvider::new(EnvironmentVariableCredentialsProvider::new()),
        Base::Instance => SharedCredentialsProvider::new(Metadata::new(&local(), settings, None)),
        Base::LastResort(nothing) => {
            SharedCredentialsProvider::new(Metadata::new(&local(), settings, Some((**nothing).clone())))
        }
        Base::Container => {
            SharedCredentialsProvider::new(EcsCredentialsProvider::builder().configure(&local()).build())
        }
    }
}

fn provider_config(
    settings: &Settings,
    region: Option<aws_config::Region>,
    client: SharedHttpClient,
) -> ProviderConfig {
    ProviderConfig::default()
        .with_region(region)
        .with_time_source(Now::of(settings))
        .with_timeout_config(timeouts(settings))
        .with_http_client(client)
}

fn default_region() -> Result<Region, Failure> {
    let wrong =
        || Failure::new(FailureKind::Internal, "the default region is no region", "please report this");
    Region::parse(DEFAULT_REGION).ok_or_else(wrong)
}

fn sts(
    config: &SdkConfig,
    source: SharedCredentialsProvider,
    account: Option<AccountId>,
    region: &Region,
) -> aws_sdk_sts::Client {
    sts_with(config, Some(source), account, Some(region))
}

fn sts_with(
    config: &SdkConfig,
    source: Option<SharedCredentialsProvider>,
    account: Option<AccountId>,
    region: Option<&Region>,
) -> aws_sdk_sts::Client {
    let mut config = aws_sdk_sts::config::Builder::from(config);
    config.set_credentials_provider(source);
    config.push_interceptor(reads_only(account));
    if let (Some(account), Some(region)) = (account, region) {
        config.set_retry_partition(Some(retry_partition(account, "sts", region)));
    }
    aws_sdk_sts::Client::from_conf(config.build())
}

fn with(config: &SdkConfig, keys: &Keys) -> SdkConfig {
    config.to_builder().credentials_provider(SharedCredentialsProvider::new(keys.clone())).build()
}

/// Without these a connection that is accepted and never answered would hang for ever.
fn timeouts(settings: &Settings) -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(settings.patience.connect)
        .read_timeout(settings.patience.read)
        .operation_attempt_timeout(settings.patience.attempt)
        .operation_timeout(settings.patience.operation)
        .build()
}

/// The region that the environment names, which stands above a profile's in all AWS tools.
pub(in crate::aws) fn environment_region() -> Option<Region> {
    variable("AWS_REGION").or_else(|| variable("AWS_DEFAULT_REGION")).and_then(|name| Region::parse(&name))
}

/// AWS's time as it was known when the configuration was made, for signatures and expiry. It does not learn more:
/// each client corrects its own time by what it hears, and the same difference must not be added twice.
#[derive(Clone)]
pub(super) struct Now {
    clock: Clock,
    added: SignedDuration,
}

impl Now {
    pub(super) fn of(settings: &Settings) -> Self {
        Self { clock: settings.now.clone(), added: settings.skew.added() }
    }
}

impl TimeSource for Now {
    fn now(&self) -> SystemTime {
        let ours = (self.clock)();
        system_time(ours.checked_add(self.added).unwrap_or(ours))
    }
}

impl fmt::Debug for Now {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Now")
    }
}
