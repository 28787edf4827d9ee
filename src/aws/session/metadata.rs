//! The instance metadata service: asked last, and not for long, because on most machines there is none.

use std::fmt;
use std::time::Duration;

use aws_config::imds::credentials::ImdsCredentialsProvider;
use aws_config::imds::region::ImdsRegionProvider;
use aws_config::provider_config::ProviderConfig;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{self, ProvideCredentials, future};

use crate::aws::failure::Worded;
use crate::aws::settings::Settings;
use crate::model::failure::Failure;
use crate::model::scope::Region;

/// A profile that names the service is given this many times the patience of a guess.
const NAMED: u32 = 10;

pub(super) struct Metadata {
    inner: ImdsCredentialsProvider,
    patience: Duration,
    /// What to say when there is no answer; absent where a profile names the service.
    nothing: Option<Failure>,
}

impl Metadata {
    pub(super) fn new(config: &ProviderConfig, settings: &Settings, nothing: Option<Failure>) -> Self {
        let inner = ImdsCredentialsProvider::builder().configure(config).build();
        let patience = settings.patience.metadata * if nothing.is_some() { 1 } else { NAMED };
        Self { inner, patience, nothing }
    }

    async fn ask(&self) -> provider::Result {
        let answer = tokio::time::timeout(self.patience, self.inner.provide_credentials()).await;
        let answer = answer.unwrap_or_else(|_| Err(CredentialsError::provider_timed_out(self.patience)));
        answer.map_err(|error| match &self.nothing {
            Some(nothing) => CredentialsError::provider_error(Worded(nothing.clone())),
            None => error,
        })
    }
}

/// The instance's own region.
pub(super) async fn region(config: &ProviderConfig, settings: &Settings) -> Option<Region> {
    let provider = ImdsRegionProvider::builder().configure(config).build();
    let region = tokio::time::timeout(settings.patience.metadata, provider.region()).await.ok()??;
    Region::parse(region.as_ref())
}

impl ProvideCredentials for Metadata {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.ask())
    }
}

impl fmt::Debug for Metadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metadata")
    }
}
