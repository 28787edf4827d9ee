//! Roles assumed by this program itself, so that the session policy and the endpoint of the command line hold.
//!
//! Invariant: every role is assumed with the policy that it is given; a policy that AWS does not take is a failure
//! and never dropped.

use std::fmt;

use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{self, ProvideCredentials, future};
use aws_sdk_sts::Client;
use aws_sdk_sts::types::{AssumedRoleUser, Credentials as Given};
use std::time::SystemTime;

use crate::aws::failure::{Access, Worded, from_sdk};
use crate::aws::profiles::{Hop, WebIdentity, role_account};
use crate::model::failure::{Failure, FailureKind, Place};
use crate::model::text::Safe;

/// A role, assumed with the credentials of the client.
pub(super) struct Role {
    pub client: Client,
    pub hop: Hop,
    pub session_name: String,
    pub policy: Option<String>,
    pub place: Place,
    pub access: Access,
}

/// A role, assumed with a token from a file, without credentials.
pub(super) struct WebRole {
    pub client: Client,
    pub identity: WebIdentity,
    pub session_name: String,
    pub policy: Option<String>,
    pub place: Place,
    pub access: Access,
}

impl Role {
    async fn assume(&self) -> provider::Result {
        let call = self.client.assume_role().role_arn(&self.hop.role_arn);
        let name = self.hop.session_name.as_ref().unwrap_or(&self.session_name);
        let call = call.role_session_name(name).set_external_id(self.hop.external_id.clone());
        let call = call.set_duration_seconds(self.hop.seconds).set_policy(self.policy.clone());
        let answer = call.send().await.map_err(|error| {
            let place = Place { operation: Some("sts:AssumeRole"), ..self.place.clone() };
            let failure = from_sdk(&error, at(place, &self.hop.role_arn), &self.access);
            let external = if self.hop.external_id.is_some() { " with this external id" } else { "" };
            worded(refine(failure, &self.hop.role_arn, external))
        })?;
        credentials(answer.credentials, answer.assumed_role_user, &self.place)
    }
}

impl WebRole {
    async fn assume(&self) -> provider::Result {
        let token = tokio::fs::read_to_string(&self.identity.token_file).await.map_err(|error| {
            let what = Safe::new(format!(
                "the web identity token {} cannot be read: {error}",
                self.identity.token_file
            ));
            let todo = "correct web_identity_token_file or AWS_WEB_IDENTITY_TOKEN_FILE";
            worded(Failure::new(FailureKind::LoginNeeded, what, todo).at(self.place.clone()))
        })?;
        let call = self.client.assume_role_with_web_identity().role_arn(&self.identity.role_arn);
        let name = self.identity.session_name.as_ref().unwrap_or(&self.session_name);
        let call = call.role_session_name(name).web_identity_token(token.trim());
        let answer = call.set_policy(self.policy.clone()).send().await.map_err(|error| {
            let place = Place { operation: Some("sts:AssumeRoleWithWebIdentity"), ..self.place.clone() };
            let failure = from_sdk(&error, at(place, &self.identity.role_arn), &self.access);
            worded(refine(failure, &self.identity.role_arn, ""))
        })?;
        credentials(answer.credentials, answer.assumed_role_user, &self.place)
    }
}

/// Who STS says that a session belongs to which it has just given out: the same answer, from the same service, as
/// `GetCallerIdentity` would give for it. It goes along with the credentials.
#[derive(Clone, Debug)]
pub(in crate::aws) struct SessionOf {
    pub arn: String,
}

fn at(place: Place, role_arn: &str) -> Place {
    Place { account: place.account.or_else(|| role_account(role_arn)), ..place }
}

/// A denied role has other causes than a denied call: it is missing, or does not trust the caller.
fn refine(failure: Failure, role_arn: &str, external: &str) -> Failure {
    if failure.kind != FailureKind::Denied {
        return failure;
    }
    let role = role_arn.split_once(":role/").map_or(role_arn, |(_, name)| name);
    let what = Safe::new(format!("the role {role} may not be assumed; {}", failure.what.raw()));
    let todo = Safe::new(format!("the role must exist in the account and trust this caller{external}"));
    Failure { what, todo, ..failure }
}

fn worded(failure: Failure) -> CredentialsError {
    CredentialsError::provider_error(Worded(failure))
}

fn credentials(given: Option<Given>, user: Option<AssumedRoleUser>, place: &Place) -> provider::Result {
    let given = given.ok_or_else(|| {
        let what = "STS answered without credentials";
        worded(Failure::new(FailureKind::Malformed, what, "check the endpoint").at(place.clone()))
    })?;
    let expires = SystemTime::try_from(given.expiration).ok();
    let token = Some(given.session_token);
    let mut credentials =
        Credentials::new(given.access_key_id, given.secret_access_key, token, expires, "sagedeck");
    if let Some(user) = user.filter(|user| !user.arn.is_empty()) {
        credentials.set_property(SessionOf { arn: user.arn });
    }
    Ok(credentials)
}

impl ProvideCredentials for Role {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.assume())
    }
}

impl ProvideCredentials for WebRole {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.assume())
    }
}

impl fmt::Debug for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Role({})", self.hop.role_arn)
    }
}

impl fmt::Debug for WebRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WebRole({})", self.identity.role_arn)
    }
}
