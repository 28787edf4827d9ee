//! Wall 3: stands in front of whatever HTTP client is used and looks at the request that would really leave.
//!
//! Refused unless it is recognised as a registered operation on a host of AWS, of the machine itself, or of an
//! endpoint that was configured. It covers the calls of the credential chain too. A refusal is a user error to the
//! SDK, which does not repeat it. Every request that passes is counted, and no more are under way than there may be
//! connections: the governor paces calls in accounts, and logins have no other bound.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::connector_metadata::ConnectorMetadata;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::{RuntimeComponents, RuntimeComponentsBuilder};
use aws_smithy_types::config_bag::ConfigBag;
use jiff::Timestamp;
use tokio::sync::Semaphore;

use super::calls::{Book, End, Line};
use super::failure::Refusal;
use super::interceptor::{self, Stamp};
use super::mode::Mode;
use super::operations::{Class, Operation, Wire};
use super::settings::Clock;
use super::skew::Skew;
use crate::model::permit::WritePermit;
use crate::model::scope::AccountId;

mod classify;

/// The longest answer that is taken in. A page of 100 resources is about 60 kB, a page of log events at most 1 MB.
const LONGEST_ANSWER: u64 = 16 * 1024 * 1024;

/// What both walls share: the mode, the known endpoints and the counters. Clones are the same guard.
#[derive(Clone)]
pub struct Guard {
    mode: Mode,
    endpoints: Arc<Mutex<BTreeSet<String>>>,
    book: Book,
    /// This machine's own clock.
    now: Clock,
    skew: Skew,
    places: Arc<Semaphore>,
}

impl std::fmt::Debug for Guard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Guard").field("mode", &self.mode).finish_non_exhaustive()
    }
}

impl Guard {
    pub fn new(mode: Mode, book: Book, now: Clock, skew: Skew) -> Self {
        let places = Arc::new(Semaphore::new(Semaphore::MAX_PERMITS));
        Self { mode, endpoints: Arc::default(), book, now, skew, places }
    }

    /// Lets so many requests be under way at a time; the others wait for their turn.
    #[must_use]
    pub fn at_a_time(self, most: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(most)), ..self }
    }

    /// Lets requests pass to the host and port of this URL too: the user configured it as an endpoint.
    pub fn allow_endpoint(&self, url: &str) {
        if let Some((_, authority)) = classify::authority(url) {
            self.endpoints
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(authority.to_ascii_lowercase());
        }
    }

    /// Puts the gate in front of a client.
    pub fn wrap(&self, inner: SharedHttpClient) -> SharedHttpClient {
        SharedHttpClient::new(GatedClient { inner, guard: self.clone() })
    }

    /// The interceptor for a client that may change something in an account.
    pub fn hand(&self, account: AccountId, permit: &WritePermit) -> SharedInterceptor {
        interceptor::writes(self.mode.clone(), account, permit)
    }

    /// Which registered operation the request is, or why it may not leave.
    fn judge(&self, request: &HttpRequest) -> Result<&'static Operation, Refusal> {
        let configured = |authority: &str| {
            self.endpoints.lock().unwrap_or_else(PoisonError::into_inner).contains(authority)
        };
        let operation = classify::operation(request, configured)?;
        let stamp = request.extension::<Stamp>();
        // What the client said it would do must be what it does.
        if stamp.is_some_and(|stamp| stamp.operation != operation) {
            return Err(refused("the request is not the operation that was asked for"));
        }
        if !self.mode.permits(operation) {
            return Err(refused("this process is read-only"));
        }
        if operation.class == Class::Write && !stamp.is_some_and(|stamp| stamp.writes) {
            return Err(refused(
                "the request would change something and comes from a client that only reads",
            ));
        }
        Ok(operation)
    }

    /// Learns the time from an answer of AWS's own. What a proxy says in its place, or a service of this machine,
    /// tells another clock's time.
    fn compare(&self, operation: &Operation, answer: &HttpResponse, asked: Timestamp) {
        let status = answer.status().as_u16();
        let foreign =
            matches!(status, 300..=399 | 407 | 500..) || matches!(operation.wire, Wire::Local { .. });
        if let Some(date) = answer.headers().get("date").filter(|_| !foreign)
            && self.skew.learn(date, asked, (self.now)())
        {
            tracing::warn!(added_s = self.skew.added().as_secs(), "this machine's clock is not AWS's");
            self.book.touch();
        }
    }
}

/// A refusal says nothing of the request itself: it may hold secrets.
fn refused(why: &str) -> Refusal {
    Refusal(why.to_owned())
}

#[derive(Debug)]
struct GatedClient {
    inner: SharedHttpClient,
    guard: Guard,
}

impl HttpClient for GatedClient {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        parts: &RuntimeComponents,
    ) -> SharedHttpConnector {
        let inner = self.inner.http_connector(settings, parts);
        SharedHttpConnector::new(GatedConnector { inner, guard: self.guard.clone() })
    }

    fn validate_base_client_config(
        &self,
        parts: &RuntimeComponentsBuilder,
        bag: &ConfigBag,
    ) -> Result<(), BoxError> {
        self.inner.validate_base_client_config(parts, bag)
    }

    fn validate_final_config(&self, parts: &RuntimeComponents, bag: &ConfigBag) -> Result<(), BoxError> {
        self.inner.validate_final_config(parts, bag)
    }

    fn connector_metadata(&self) -> Option<ConnectorMetadata> {
        self.inner.connector_metadata()
    }
}

#[derive(Debug)]
struct GatedConnector {
    inner: SharedHttpConnector,
    guard: Guard,
}

impl HttpConnector for GatedConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let operation = match self.guard.judge(&request) {
            Ok(operation) => operation,
            Err(refusal) => return HttpConnectorFuture::ready(Err(ConnectorError::user(refusal.into()))),
        };
        let line = Line {
            account: request.extension::<Stamp>().and_then(|stamp| stamp.account),
            region: classify::region(&request),
            operation,
        };
        let (inner, guard) = (self.inner.clone(), self.guard.clone());
        HttpConnectorFuture::new(async move {
            // Nobody closes it, so that a place is all that can come of this.
            let _place = guard.places.acquire().await;
            let asked = (guard.now)();
            let mut counted = Counted::new(guard.book.clone(), line, guard.skew.correct(asked));
            let answer = inner.call(request).await;
            if let Ok(answer) = &answer {
                guard.compare(operation, answer, asked);
            }
            let answered = answer.as_ref().is_ok_and(|answer| answer.status().is_success());
            counted.end = if answered { End::Answered } else { End::Failed };
            let answer = answer?;
            match answer.body().content_length() {
                Some(length) if length > LONGEST_ANSWER => {
                    counted.end = End::Failed;
                    Err(ConnectorError::other(TooLong(length).into(), None))
                }
                _ => Ok(answer),
            }
        })
    }
}

/// An answer beyond all measure is not taken into memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the answer is {0} bytes long, which no answer of AWS is")]
pub struct TooLong(pub u64);

/// Counts a request while it is under way, also when the wait for it is given up.
struct Counted {
    book: Book,
    line: Line,
    end: End,
}

impl Counted {
    fn new(book: Book, line: Line, at: Timestamp) -> Self {
        book.left(&line, at);
        Self { book, line, end: End::Dropped }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.book.ended(&self.line, self.end);
    }
}
