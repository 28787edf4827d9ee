//! The one place that turns what the SDK says into a [`Failure`]: what happened, where, what to do.
//!
//! It decides nothing about retries and makes no calls. Invariant: no access key, token, password or encoded
//! message leaves it.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use jiff::{SignedDuration, Timestamp};

use crate::model::failure::{Failure, FailureKind, Place};
use crate::model::text::Safe;

mod answer;
mod chain;
mod denial;
mod redact;
#[cfg(test)]
mod tests;

pub use redact::redact;

/// What is known about the caller when a call fails; it decides how some codes are read.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// `GetCallerIdentity` has answered with these credentials. Then "AWS does not know the key" speaks about the
    /// region and not about the key.
    pub verified: bool,
    /// The command that renews the login, for example `aws sso login --profile uat`.
    pub renew: Option<Safe>,
    /// For [`Failure::retry_at`]; without it a `Retry-After` is not translated.
    pub now: Option<Timestamp>,
}

/// A refusal by this program's own gate. The gate and the interceptor use it as the source of their errors, so
/// that it is recognised wherever the SDK has wrapped it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(pub String);

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Refusal {}

/// A failure that is already worded, travelling through the SDK as the source of a credentials error.
#[derive(Clone, Debug)]
pub struct Worded(pub Failure);

impl fmt::Display for Worded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl Error for Worded {}

/// Words the failure of one SDK call.
pub fn from_sdk<E>(error: &SdkError<E, HttpResponse>, place: Place, access: &Access) -> Failure
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
{
    let failure = match error {
        SdkError::ServiceError(service) => {
            answer::service(service.err().code(), service.err().message(), service.raw(), &place, access)
        }
        SdkError::ResponseError(response) => answer::unreadable(response.raw(), &place, access),
        SdkError::DispatchFailure(failure) if failure.is_user() => chain::refused(error),
        SdkError::TimeoutError(_) => chain::no_answer(),
        SdkError::ConstructionFailure(_) => chain::not_built(error, access),
        _ => chain::not_sent(error, access),
    };
    let failure = Failure { request_id: request_id(error.raw_response()), ..failure };
    let failure = Failure { retry_at: retry_at(error.raw_response(), access), ..failure };
    // A failure on the way to credentials knows its own place better than the call that needed them.
    if failure.place == Place::default() { failure.at(place) } else { failure }
}

/// Words the failure of a credentials provider.
pub fn from_credentials(error: &CredentialsError, place: Place, access: &Access) -> Failure {
    let failure = chain::credentials(error, access);
    if failure.place == Place::default() { failure.at(place) } else { failure }
}

fn request_id(response: Option<&HttpResponse>) -> Option<Safe> {
    let headers = response?.headers();
    headers.get("x-amzn-requestid").or_else(|| headers.get("x-amz-request-id")).map(Safe::new)
}

fn retry_at(response: Option<&HttpResponse>, access: &Access) -> Option<Timestamp> {
    let headers = response?.headers();
    let wait = match headers.get("x-amz-retry-after") {
        Some(millis) => Duration::from_millis(millis.trim().parse().ok()?),
        None => Duration::from_secs(headers.get("retry-after")?.trim().parse().ok()?),
    };
    // An answer may not silence a scope for longer than an hour.
    let wait = SignedDuration::try_from(wait.min(Duration::from_hours(1))).ok()?;
    access.now?.checked_add(wait).ok()
}

fn fail(kind: FailureKind, what: impl AsRef<str>, todo: impl AsRef<str>) -> Failure {
    Failure::new(kind, Safe::new(redact(what.as_ref())), Safe::new(todo))
}

/// What to do about a login, with the exact command where it is known.
fn renew(access: &Access) -> String {
    access.renew.as_ref().map_or_else(
        || "log in again or renew the keys; work resumes by itself".to_owned(),
        |command| format!("run `{}`; work resumes by itself", command.raw()),
    )
}
