//! The simulator as the real SDK sees it: every test drives SDK clients over it.

use std::time::Duration;

use aws_config::SdkConfig;
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_sts::error::ProvideErrorMetadata;
use aws_types::region::Region;

use super::*;

mod demo;
mod faulty;
mod hosting;
mod identity;
mod logging;
mod organization;
mod permission;
mod reading;
mod scale;
mod tagging;
mod writing;

const MEMBER: &str = "111111111111";
const OTHER: &str = "222222222222";
const EU: &str = "eu-west-1";

fn start() -> Timestamp {
    "2026-11-23T15:04:11Z".parse().unwrap()
}

/// SDK settings with that key, in that region.
fn config_of(sim: &Sim, credentials: Credentials, region: &str) -> SdkConfig {
    SdkConfig::builder()
        .behavior_version(aws_config::BehaviorVersion::latest())
        .region(Region::new(region.to_owned()))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .sleep_impl(aws_smithy_async::rt::sleep::SharedAsyncSleep::new(
            aws_smithy_async::rt::sleep::TokioSleep::new(),
        ))
        .time_source(sim.clock())
        .http_client(sim.clone())
        .build()
}

/// SDK settings with the account's static key.
fn config(sim: &Sim, account: &str) -> SdkConfig {
    config_of(sim, Credentials::new(access_key(account), SECRET_KEY, None, None, "sim"), EU)
}

/// The same without retries, for tests that count or look at a first answer.
fn once(sim: &Sim, account: &str) -> SdkConfig {
    let retry = aws_config::retry::RetryConfig::disabled();
    config(sim, account).to_builder().retry_config(retry).build()
}

fn sagemaker(config: &SdkConfig) -> aws_sdk_sagemaker::Client {
    aws_sdk_sagemaker::Client::new(config)
}

/// An organization with two members and three notebook instances in the first.
fn small() -> World {
    let notebook = |name: &str, instance_type: &str| Notebook {
        name: name.into(),
        instance_type: instance_type.into(),
        created: "2026-10-01T08:00:00Z".parse().unwrap(),
        modified: "2026-11-20T08:00:00Z".parse().unwrap(),
        ..Notebook::default()
    };
    World::empty()
        .account(MEMBER, "ds-one", "Workloads/DataScience", &[("environment", "dev")])
        .account(OTHER, "prod-one", "Workloads/Production", &[])
        .notebook(
            MEMBER,
            EU,
            Notebook { tags: world::owned(&[("owner", "vision")]), ..notebook("alpha", "ml.t3.medium") },
        )
        .notebook(MEMBER, EU, notebook("bravo", "ml.g5.xlarge"))
        .notebook(MEMBER, EU, Notebook { status: "Stopped".into(), ..notebook("charlie", "ml.m5.xlarge") })
}

fn code<E: ProvideErrorMetadata>(error: &E) -> &str {
    error.code().unwrap_or("no code")
}

async fn assume(sim: &Sim, account: &str, policy: Option<&str>) -> Result<SdkConfig, String> {
    assume_as(sim, account, READER_ROLE, policy).await
}

async fn assume_as(sim: &Sim, account: &str, role: &str, policy: Option<&str>) -> Result<SdkConfig, String> {
    let answer = aws_sdk_sts::Client::new(&config(sim, MANAGEMENT))
        .assume_role()
        .role_arn(format!("arn:aws:iam::{account}:role/{role}"))
        .role_session_name("test")
        .set_policy(policy.map(str::to_owned))
        .send()
        .await
        .map_err(|error| code(&error).to_owned())?;
    let handed = answer.credentials().unwrap();
    let credentials = Credentials::new(
        handed.access_key_id(),
        handed.secret_access_key(),
        Some(handed.session_token().to_owned()),
        None,
        "sim",
    );
    Ok(config_of(sim, credentials, EU))
}
