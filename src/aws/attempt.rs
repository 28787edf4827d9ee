//! One call to AWS with everything around it: its turn, its counting, its retries, its failure in words.
//!
//! Invariants: every attempt has its own permit of the governor; a denial, a refusal or an answer that is not AWS's
//! is never repeated; throttling is waited out as long as patience lasts, and slows the line down for everybody.

use std::error::Error;
use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use jiff::Timestamp;
use tokio::time::Instant;

use super::calls::{Book, Line};
use super::gate::TooLong;
use super::governor::Governor;
use super::interceptor::NotWhole;
use super::operations::Operation;
use super::session::Sessions;
use crate::model::failure::{Failure, FailureKind, Place};
use crate::model::fetch::Priority;
use crate::model::scope::Scope;
use crate::model::text::Safe;

/// How often a call is tried when AWS or the network failed.
const ATTEMPTS: u32 = 3;
/// How long throttling of one call is waited out before it is reported as its failure.
const THROTTLE_PATIENCE: Duration = Duration::from_mins(3);
/// The wait behind the first failed attempt; it doubles.
const FIRST_WAIT: Duration = Duration::from_millis(400);

/// Makes calls in one scope for one purpose.
#[derive(Clone)]
pub(super) struct Caller {
    pub governor: Governor,
    pub book: Book,
    /// The clock, and the account's name and login command for messages.
    pub sessions: Sessions,
    pub scope: Scope,
    pub priority: Priority,
}

/// What to do about an attempt that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    GiveUp,
    /// Behind a wait, but no more than so many attempts in all.
    Again(u32),
    Throttled,
}

impl Caller {
    pub(super) fn now(&self) -> Timestamp {
        self.sessions.settings().now()
    }

    pub(super) fn place(&self, operation: &'static Operation) -> Place {
        Place {
            account: Some(self.scope.account),
            name: self.sessions.account(self.scope.account).map(|account| account.name),
            region: Some(self.scope.region.clone()),
            operation: Some(operation.id),
        }
    }

    /// Calls until there is an answer or no hope of one.
    pub(super) async fn call<T, E, F>(
        &self,
        operation: &'static Operation,
        send: impl Fn() -> F,
    ) -> Result<T, Failure>
    where
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
        E: ProvideErrorMetadata + Error + Send + Sync + 'static,
    {
        let Scope { account, region } = self.scope.clone();
        let line = Line { account: Some(account), region: Some(region), operation };
        let started = Instant::now();
        for attempt in 1.. {
            let permit = self.governor.acquire(&line, self.priority).await;
            // Boxed: the SDK's futures are large, and a page of them is kept for every scope.
            let error = match Box::pin(send()).await {
                Ok(answer) => {
                    permit.answered();
                    return Ok(answer);
                }
                Err(error) => error,
            };
            let failure = self.failure(&error, operation);
            match next(&error, &failure) {
                Next::Throttled => {
                    self.book.throttled(&line);
                    permit.throttled(wait_asked(&failure, self.now()));
                    if started.elapsed() >= THROTTLE_PATIENCE {
                        return Err(failure);
                    }
                }
                Next::Again(most) if attempt < most => {
                    drop(permit);
                    let doubled = FIRST_WAIT * 2_u32.pow(attempt - 1);
                    let asked = wait_asked(&failure, self.now()).unwrap_or_default();
                    tokio::time::sleep(jittered(doubled).max(asked)).await;
                }
                Next::Again(_) | Next::GiveUp => return Err(failure),
            }
        }
        // The loop above has no end but its returns.
        Err(Failure::new(FailureKind::Internal, "the call was never made", "report this")
            .at(self.place(operation)))
    }

    pub(super) fn failure<E>(
        &self,
        error: &SdkError<E, HttpResponse>,
        operation: &'static Operation,
    ) -> Failure
    where
        E: ProvideErrorMetadata + Error + Send + Sync + 'static,
    {
        let failure = self.sessions.failure(error, self.place(operation));
        match dismissed(error) {
            Some(why) => Failure {
                kind: FailureKind::Malformed,
                what: Safe::new(format!("{why}, so it is not believed")),
                todo: Safe::new("what was known before stands; it is tried again with the next refresh"),
                ..failure
            },
            None => failure,
        }
    }
}

/// Why our own look at the answer dismissed it, if that is what happened.
fn dismissed(error: &(dyn Error + 'static)) -> Option<String> {
    let links = std::iter::successors(Some(error), |&link| link.source());
    links.take(16).find_map(|link| {
        let whole = link.downcast_ref::<NotWhole>().map(ToString::to_string);
        whole.or_else(|| link.downcast_ref::<TooLong>().map(ToString::to_string))
    })
}

fn next<E>(error: &SdkError<E, HttpResponse>, failure: &Failure) -> Next {
    let status = error.raw_response().map(|answer| answer.status().as_u16());
    match failure.kind {
        FailureKind::Throttled => Next::Throttled,
        // Only what came from the call itself: a login that cannot be reached has its own retries behind it.
        FailureKind::ServerError => Next::Again(ATTEMPTS),
        FailureKind::Unreachable if status.is_none() => Next::Again(ATTEMPTS),
        // A server error without a code is an operation that the endpoint does not have, unless it was a hiccup.
        FailureKind::Unsupported if status.is_some_and(|status| status >= 500) => Next::Again(2),
        _ => Next::GiveUp,
    }
}

/// How long AWS asked to wait.
pub(super) fn wait_asked(failure: &Failure, now: Timestamp) -> Option<Duration> {
    Duration::try_from(failure.retry_at?.duration_since(now)).ok()
}

/// Between half of the wait and all of it, so that what failed together is not tried again together.
fn jittered(wait: Duration) -> Duration {
    // Each `RandomState` has keys of its own; nothing here needs more randomness than that.
    let dice = RandomState::new().hash_one(0_u8) % 512;
    wait * (512 + dice as u32) / 1024
}
