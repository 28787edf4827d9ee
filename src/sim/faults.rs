//! Faults as data: which requests go wrong, when, and how. Scenario files hold them as TOML.
//!
//! This module chooses; `connector` carries out what happens on the way and `faults::alter` what happens to an answer.
//! Invariant: the choice depends only on the seed, the clock and the requests so far.

use std::collections::HashMap;
use std::time::Duration;

use serde::Deserialize;

use super::call::Call;
use super::dice::{self, Dice};
use super::policy;

pub(super) mod alter;

/// One kind of mishap for the requests that it matches; a field that is not given matches all.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// `sts`, `organizations`, `sagemaker`, `tagging` or `logs`.
    #[serde(default)]
    pub service: Option<String>,
    /// The operation, with `*` for any part.
    #[serde(default)]
    pub operation: Option<String>,
    /// The account that the key of the request belongs to.
    #[serde(default)]
    pub account: Option<String>,
    /// The region that the request is signed for.
    #[serde(default)]
    pub region: Option<String>,
    /// Only the matching request with that number, the first is 1.
    #[serde(default)]
    pub nth: Option<u64>,
    /// Only from the matching request with that number on.
    #[serde(default)]
    pub from: Option<u64>,
    /// At most so many times.
    #[serde(default)]
    pub times: Option<u64>,
    /// Only in that proportion of cases, drawn with the world's seed.
    #[serde(default)]
    pub probability: Option<f64>,
    /// Only when the simulator has run for so many seconds.
    #[serde(default)]
    pub after_s: Option<f64>,
    /// Only until the simulator has run for so many seconds.
    #[serde(default)]
    pub until_s: Option<f64>,
    /// What happens.
    pub effect: Effect,
}

/// What a fault does.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// The answer comes so many milliseconds later.
    Delay(u64),
    /// An AWS error in the protocol of the request.
    Error {
        /// For instance `AccessDeniedException`.
        code: String,
        /// Its text.
        #[serde(default)]
        message: String,
        /// HTTP status.
        #[serde(default = "bad_request")]
        status: u16,
    },
    /// Any HTTP answer.
    Http {
        /// HTTP status.
        status: u16,
        /// The body as it is.
        #[serde(default)]
        body: String,
        /// Its content-type header.
        #[serde(default = "text_html")]
        content_type: String,
    },
    /// `ThrottlingException`.
    Throttle,
    /// `ThrottlingException` beyond a rate, per account, region and service.
    ThrottleBucket {
        /// Requests a second that are let through in the long run.
        rps: f64,
        /// Requests that are let through at once.
        burst: f64,
    },
    /// Status 429 without any code.
    #[serde(rename = "status_429")]
    Status429,
    /// `ThrottlingException` that asks to wait for so many seconds.
    RetryAfter(u64),
    /// The connection is reset before an answer.
    Io,
    /// The connector gives up waiting.
    Timeout,
    /// Name resolution fails with this text.
    Dns(String),
    /// No answer ever comes (a read timeout of the client still ends it).
    Hang,
    /// Only so many bytes of the body.
    Truncate(usize),
    /// The body is not of the protocol.
    Garbage,
    /// Status 200 without body.
    EmptyBody,
    /// Lists are null.
    NullList,
    /// The last so many items of each list are missing.
    DropItems(usize),
    /// The first so many items of each list come twice.
    DupItems(usize),
    /// Always the first page, with always the same token.
    LoopToken,
    /// A page token is refused.
    ExpireToken,
    /// A time that is none in the first item.
    BadTimestamp,
    /// A status that the SDK does not know.
    UnknownEnum,
    /// Every closed word (status, type, enabled) is this text.
    EnumText(String),
    /// Members that the SDK does not know.
    UnknownFields,
    /// The first item has no ARN.
    MissingArn,
    /// The operation is carried out and the connection reset before the answer.
    ApplyThenFail,
    /// The operation is carried out and then this AWS error answered (a refusal of its own stays what it is).
    ApplyThenError {
        /// For instance `InternalFailure`.
        code: String,
        /// Its text.
        #[serde(default)]
        message: String,
        /// HTTP status.
        #[serde(default = "server_error")]
        status: u16,
    },
    /// The operation is carried out and no answer ever comes (a read timeout of the client still ends it).
    AcceptThenHang,
    /// SageMaker and CloudWatch Logs answer a read as the world was so many seconds ago: a notebook instance's status and
    /// LastModifiedTime, and the events of a log. What exists and its tags are always those of now.
    Lag(u64),
    /// The Date header is off by so many seconds.
    SkewDate(i64),
    /// The text stands in every free string of the answer: names and ARNs end with it, others are replaced by it.
    Hostile(String),
    /// As in a region that the account has not enabled.
    Disabled,
    /// A web page with that status, as a captive portal sends it.
    Html(u16),
    /// A redirect to a login page.
    Redirect302,
    /// A proxy asks for credentials.
    ProxyAuth407,
}

/// How long answers take.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Latency {
    /// No time at all.
    #[default]
    None,
    /// Always so long.
    Fixed(Duration),
    /// Mostly near the low end and sometimes at the high one, as networks are.
    Between(Duration, Duration),
}

impl Fault {
    /// That effect on every request.
    pub fn new(effect: Effect) -> Self {
        Self {
            service: None,
            operation: None,
            account: None,
            region: None,
            nth: None,
            from: None,
            times: None,
            probability: None,
            after_s: None,
            until_s: None,
            effect,
        }
    }

    /// Only for that service.
    #[must_use]
    pub fn service(mut self, service: &str) -> Self {
        self.service = Some(service.into());
        self
    }

    /// Only for that operation (`*` stands for any part).
    #[must_use]
    pub fn operation(mut self, operation: &str) -> Self {
        self.operation = Some(operation.into());
        self
    }

    /// Only in that account.
    #[must_use]
    pub fn account(mut self, account: &str) -> Self {
        self.account = Some(account.into());
        self
    }

    /// Only in that region.
    #[must_use]
    pub fn region(mut self, region: &str) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Only the matching request with that number.
    #[must_use]
    pub fn nth(mut self, nth: u64) -> Self {
        self.nth = Some(nth);
        self
    }

    /// At most so many times.
    #[must_use]
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }

    /// Only between these seconds since the begin.
    #[must_use]
    pub fn within(mut self, after_s: f64, until_s: f64) -> Self {
        self.after_s = Some(after_s);
        self.until_s = Some(until_s);
        self
    }

    fn concerns(&self, call: &Call, account: &str, elapsed: f64) -> bool {
        let same =
            |wanted: &Option<String>, found: &str| wanted.as_ref().is_none_or(|wanted| wanted == found);
        same(&self.service, &call.service)
            && self.operation.as_ref().is_none_or(|pattern| policy::matches(pattern, &call.operation, false))
            && same(&self.account, account)
            && same(&self.region, &call.region)
            && self.after_s.is_none_or(|after| elapsed >= after)
            && self.until_s.is_none_or(|until| elapsed < until)
    }
}

impl Latency {
    /// How long the request with that number takes.
    pub(super) fn draw(self, seed: u64, operation: &str, serial: u64) -> Duration {
        match self {
            Self::None => Duration::ZERO,
            Self::Fixed(time) => time,
            Self::Between(low, high) => {
                let mut dice = Dice::named(seed, &["latency", operation, &serial.to_string()]);
                let (low, high) = (low.as_secs_f64().max(0.001), high.as_secs_f64().max(0.001));
                let median = (low * high).sqrt();
                let time = median * (0.35 * dice.normal()).exp();
                Duration::from_secs_f64(time.clamp(low, high.max(low)))
            }
        }
    }
}

/// The faults in force and what they have counted.
#[derive(Debug, Default)]
pub(super) struct Faults {
    active: Vec<Active>,
}

#[derive(Debug)]
struct Active {
    fault: Fault,
    matched: u64,
    fired: u64,
    buckets: HashMap<String, (f64, f64)>,
}

impl Faults {
    pub(super) fn add(&mut self, fault: Fault) {
        self.active.push(Active { fault, matched: 0, fired: 0, buckets: HashMap::new() });
    }

    pub(super) fn clear(&mut self) {
        self.active.clear();
    }

    /// The effects that this request meets, in the order in which the faults were added.
    pub(super) fn strike(&mut self, call: &Call, account: &str, elapsed: f64, seed: u64) -> Vec<Effect> {
        let mut effects = Vec::new();
        for (at, active) in self.active.iter_mut().enumerate() {
            if active.fault.concerns(call, account, elapsed)
                && let Some(effect) =
                    active.fire(call, account, elapsed, dice::hash(seed, &["fault", &at.to_string()]))
            {
                effects.push(effect);
            }
        }
        effects
    }
}

impl Active {
    fn fire(&mut self, call: &Call, account: &str, elapsed: f64, seed: u64) -> Option<Effect> {
        self.matched += 1;
        let Fault { nth, from, times, probability, .. } = &self.fault;
        let number = self.matched;
        let due = nth.is_none_or(|nth| nth == number)
            && from.is_none_or(|from| number >= from)
            && times.is_none_or(|times| self.fired < times)
            && probability.is_none_or(|share| Dice::new(seed ^ dice::mix(number)).unit() < share);
        if !due {
            return None;
        }
        if let Effect::ThrottleBucket { rps, burst } = self.fault.effect {
            let key = format!("{account}/{}/{}", call.region, call.service);
            let (tokens, last) = self.buckets.entry(key).or_insert((burst, elapsed));
            *tokens = (*tokens + (elapsed - *last) * rps).min(burst);
            *last = elapsed;
            if *tokens >= 1.0 {
                *tokens -= 1.0;
                return None;
            }
        }
        self.fired += 1;
        Some(self.fault.effect.clone())
    }
}

fn bad_request() -> u16 {
    400
}

fn server_error() -> u16 {
    500
}

fn text_html() -> String {
    "text/html".into()
}
