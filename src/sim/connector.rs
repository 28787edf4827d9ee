//! The seat of the HTTP client: takes the SDK's finished request, and gives back what a network would.
//!
//! No sockets. Delays are real sleeps on tokio's clock, and the client's own read timeout ends them as it would end a
//! real wait. Invariant: every request that arrives is recorded, also one that is never answered.

use std::time::Duration;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use serde_json::Value;

use super::call::{Call, Refusal, invalid_key};
use super::faults::{Effect, alter};
use super::wire::{Protocol, json, query};
use super::{Recorded, Sim, clock, dice};

/// One client's connection to the simulator.
#[derive(Debug)]
struct Connection {
    sim: Sim,
    read_timeout: Option<Duration>,
}

impl HttpClient for Sim {
    fn http_connector(&self, settings: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(Connection { sim: self.clone(), read_timeout: settings.read_timeout() })
    }
}

impl HttpConnector for Connection {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (sim, read_timeout) = (self.sim.clone(), self.read_timeout);
        HttpConnectorFuture::new(async move { sim.exchange(request, read_timeout).await })
    }
}

/// Counts a request until its answer, also when nobody waits for that any more.
struct UnderWay(Sim);

impl UnderWay {
    fn new(sim: Sim) -> Self {
        let mut inside = sim.inner.lock();
        inside.under_way += 1;
        inside.most_under_way = inside.most_under_way.max(inside.under_way);
        drop(inside);
        Self(sim)
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.inner.lock().under_way -= 1;
    }
}

/// A request that has been taken down: what it is, and what will happen to it.
struct Arrived {
    call: Result<Call, Refusal>,
    protocol: Protocol,
    operation: String,
    effects: Vec<Effect>,
    wait: Duration,
    record: u64,
    request_id: String,
}

impl Sim {
    async fn exchange(
        &self,
        mut request: HttpRequest,
        read_timeout: Option<Duration>,
    ) -> Result<HttpResponse, ConnectorError> {
        // Read as a stream, as a socket would: else the SDK takes a slow answer for a stalled upload.
        let body = ByteStream::new(request.take_body()).collect().await;
        let body = body.map_err(|error| ConnectorError::user(error.into()))?.to_vec();
        let _under_way = UnderWay::new(self.clone());
        let arrived = self.arrive(&request, &body);
        if arrived.effects.contains(&Effect::Hang) {
            return hang(read_timeout).await;
        }
        let late = read_timeout.filter(|limit| arrived.wait > *limit);
        let wait = late.unwrap_or(arrived.wait);
        if !wait.is_zero() {
            tokio::time::sleep(wait).await;
        }
        let answer = self.finish(&arrived);
        if arrived.effects.contains(&Effect::AcceptThenHang) {
            return hang(read_timeout.map(|limit| limit.saturating_sub(wait))).await;
        }
        if late.is_some() { Err(timed_out()) } else { answer }
    }

    fn arrive(&self, request: &HttpRequest, body: &[u8]) -> Arrived {
        let (mut call, refusal) = read(request, body);
        let at = self.now();
        let elapsed = self.inner.clock.elapsed();
        let mut inside = self.inner.lock();
        let serial = inside.serial;
        inside.serial += 1;
        let seed = inside.state.world.seed;
        let account = inside.state.account_of(&call.access_key).unwrap_or_default();
        let effects = inside.faults.strike(&call, &account, elapsed, seed);
        let delays = effects.iter().map(|effect| match effect {
            Effect::Delay(millis) => Duration::from_millis(*millis),
            _ => Duration::ZERO,
        });
        let wait = delays.sum::<Duration>() + inside.latency.draw(seed, &call.operation, serial);
        let record = inside.record(Recorded {
            service: call.service.clone(),
            operation: call.operation.clone(),
            account,
            region: call.region.clone(),
            at,
            status: None,
        });
        alter::request(&effects, &mut call.input);
        Arrived {
            protocol: call.protocol,
            operation: call.operation.clone(),
            call: refusal.map_or(Ok(call), Err),
            effects,
            wait,
            record,
            request_id: dice::uuid(seed, &["request", &serial.to_string()]),
        }
    }

    fn finish(&self, arrived: &Arrived) -> Result<HttpResponse, ConnectorError> {
        let now = self.now();
        let mut inside = self.inner.lock();
        for effect in &arrived.effects {
            match effect {
                Effect::Io => return Err(reset()),
                Effect::Timeout => return Err(timed_out()),
                Effect::Dns(text) => {
                    return Err(ConnectorError::io(std::io::Error::other(text.clone()).into()));
                }
                _ => {}
            }
        }
        let lag = arrived.effects.iter().find_map(|effect| match effect {
            Effect::Lag(seconds) => Some(Duration::from_secs(*seconds)),
            _ => None,
        });
        let seen = clock::before(now, lag.unwrap_or_default());
        let forced = arrived.effects.iter().find_map(page);
        let mut apply = || {
            let call = arrived.call.as_ref().map_err(Refusal::clone)?;
            let refused = arrived.effects.iter().find_map(|effect| refusal(effect, call));
            refused.map_or(Ok(()), Err)?;
            let answer = inside.state.answer(call, now, seen)?;
            arrived.effects.iter().find_map(afterwards).map_or(Ok(answer), Err)
        };
        let (status, content_type, body) = match forced {
            Some((status, content_type, body)) => (status, content_type, body.into_bytes()),
            None => arrived.encode(apply()),
        };
        if arrived.effects.contains(&Effect::ApplyThenFail) {
            return Err(reset());
        }
        if arrived.effects.contains(&Effect::AcceptThenHang) {
            return Err(timed_out());
        }
        inside.settle(arrived.record, status);
        drop(inside);
        let code = StatusCode::try_from(status).map_err(|error| ConnectorError::other(error.into(), None))?;
        let mut response = HttpResponse::new(code, SdkBody::from(body));
        let headers = response.headers_mut();
        headers.insert("content-type", content_type);
        headers.insert("x-amzn-requestid", arrived.request_id.clone());
        let skew = arrived.effects.iter().find_map(|effect| match effect {
            Effect::SkewDate(seconds) => Some(*seconds),
            _ => None,
        });
        let date = clock::shifted(now, skew.unwrap_or(0));
        headers.insert("date", date.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string());
        for effect in &arrived.effects {
            match effect {
                Effect::RetryAfter(seconds) => {
                    headers.insert("retry-after", seconds.to_string());
                    headers.insert("x-amz-retry-after", (seconds * 1000).to_string());
                }
                Effect::Redirect302 => {
                    headers.insert("location", "http://portal.example/login");
                }
                Effect::ProxyAuth407 => {
                    headers.insert("proxy-authenticate", "Basic realm=\"proxy\"");
                }
                _ => {}
            }
        }
        Ok(response)
    }
}

impl Arrived {
    /// Status, content type and body of an answer, with what the faults do to it.
    fn encode(&self, answer: Result<Value, Refusal>) -> (u16, String, Vec<u8>) {
        let (status, mut text) = match answer {
            Ok(mut value) => {
                for effect in &self.effects {
                    alter::answer(effect, &self.operation, &mut value);
                }
                let text = match self.protocol {
                    Protocol::Json => json::write(&value),
                    Protocol::Query => query::write(&self.operation, &value, &self.request_id),
                };
                (200, text)
            }
            Err(refusal) => {
                let text = match self.protocol {
                    Protocol::Json => json::write_error(&refusal),
                    Protocol::Query => query::write_error(&refusal, &self.request_id),
                };
                (refusal.status, text)
            }
        };
        let mut bytes = None;
        for effect in &self.effects {
            if matches!(effect, Effect::Truncate(_) | Effect::Garbage | Effect::EmptyBody) {
                bytes = Some(alter::body(effect, std::mem::take(&mut text)));
            }
        }
        (status, self.protocol.content_type().into(), bytes.unwrap_or_else(|| text.into_bytes()))
    }
}

/// The error that an effect makes of a call.
fn refusal(effect: &Effect, call: &Call) -> Option<Refusal> {
    let throttled = || {
        let code = if call.protocol == Protocol::Query { "Throttling" } else { "ThrottlingException" };
        Refusal::new(code, "Rate exceeded")
    };
    match effect {
        Effect::Error { code, message, status } => Some(Refusal::with_status(code, message.clone(), *status)),
        Effect::Throttle | Effect::ThrottleBucket { .. } | Effect::RetryAfter(_) => Some(throttled()),
        Effect::Disabled => Some(invalid_key(call)),
        Effect::ExpireToken if alter::has_token(&call.input) => {
            Some(Refusal::validation("The pagination token has expired."))
        }
        _ => None,
    }
}

/// The error that an effect makes of a call that was carried out.
fn afterwards(effect: &Effect) -> Option<Refusal> {
    match effect {
        Effect::ApplyThenError { code, message, status } => {
            Some(Refusal::with_status(code, message.clone(), *status))
        }
        _ => None,
    }
}

/// The whole answer that an effect puts in the place of AWS's.
fn page(effect: &Effect) -> Option<(u16, String, String)> {
    let html = |status, text: &str| {
        Some((status, "text/html".to_owned(), format!("<!DOCTYPE html><html><body>{text}</body></html>")))
    };
    match effect {
        Effect::Http { status, body, content_type } => Some((*status, content_type.clone(), body.clone())),
        Effect::Status429 => Some((429, "text/plain".into(), "Too Many Requests".into())),
        Effect::Html(status) => html(*status, "<h1>Welcome to the guest network</h1>"),
        Effect::Redirect302 => html(302, "Found"),
        Effect::ProxyAuth407 => html(407, "Proxy Authentication Required"),
        _ => None,
    }
}

/// Waits for an answer that never comes, as long as the client does.
async fn hang(limit: Option<Duration>) -> Result<HttpResponse, ConnectorError> {
    match limit {
        Some(limit) => {
            tokio::time::sleep(limit).await;
            Err(timed_out())
        }
        None => std::future::pending().await,
    }
}

fn reset() -> ConnectorError {
    let error = std::io::Error::new(std::io::ErrorKind::ConnectionReset, "connection reset by peer");
    ConnectorError::io(error.into())
}

fn timed_out() -> ConnectorError {
    ConnectorError::timeout(std::io::Error::new(std::io::ErrorKind::TimedOut, "HTTP read timeout").into())
}

/// Understands a request; one that cannot be read still tells its service, so that it can be recorded.
fn read(request: &HttpRequest, body: &[u8]) -> (Call, Option<Refusal>) {
    let header = |name: &str| request.headers().get(name).unwrap_or_default();
    let credential = header("authorization").split_once("Credential=").map_or("", |(_, rest)| rest);
    let mut scope = credential.split([',', ' ']).next().unwrap_or_default().split('/');
    let access_key = scope.next().unwrap_or_default().to_owned();
    let region = scope.nth(1).unwrap_or_default().to_owned();
    let signed_for = scope.next().unwrap_or_default();
    let target = header("x-amz-target");
    let protocol = if target.is_empty() { Protocol::Query } else { Protocol::Json };
    let input = match protocol {
        Protocol::Json => json::read(body),
        Protocol::Query => query::read(body),
    };
    let (input, refusal) = match input {
        Ok(input) => (input, None),
        Err(refusal) => (Value::Null, Some(refusal)),
    };
    let (prefix, operation) = match target.rsplit_once('.') {
        Some(parts) => parts,
        None => ("", input.get("Action").and_then(Value::as_str).unwrap_or_default()),
    };
    let service = match prefix {
        "SageMaker" => "sagemaker",
        "AWSOrganizationsV20161128" => "organizations",
        "ResourceGroupsTaggingAPI_20170126" => "tagging",
        "Logs_20140328" => "logs",
        _ => signed_for,
    };
    let token = Some(header("x-amz-security-token")).filter(|token| !token.is_empty()).map(str::to_owned);
    let operation = operation.to_owned();
    let call = Call { service: service.into(), operation, protocol, region, access_key, token, input };
    (call, refusal)
}
