//! An AWS in this process: a seeded organization behind the SDK's own HTTP seat, for the demo, tests and benchmarks.
//!
//! Signing, serialisation, retries, paging and parsing of the real SDK run above it; nothing leaves the process.
//! Not a mock: it imports nothing of ours, so that it checks the rest rather than mirrors it.
//! Invariant: what it answers is a function of the seed, the world, the clock and the requests so far.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;

mod call;
mod clock;
mod connector;
mod dice;
mod faults;
mod logs;
mod organizations;
mod pager;
mod policy;
mod sagemaker;
mod seed;
mod sts;
mod tagging;
mod wire;
mod world;

pub use clock::Clock;
pub use faults::{Effect, Fault, Latency};
pub use world::{
    Account, AccountStatus, Assume, Item, LifecycleConfig, LogGroup, LogStream, NOTEBOOK_LOGS, Notebook,
    Organization, Scope, Span, Tag, Unit, World, Writer,
};

/// The management account of every simulated organization.
pub const MANAGEMENT: &str = "210987654321";
/// Access key of the management account; [`access_key`] gives those of other accounts.
pub const ACCESS_KEY: &str = "AKIASIM210987654321X";
/// The secret of every simulated access key. Signatures are not checked.
pub const SECRET_KEY: &str = "sim/secret/key/that/opens/nothing/at/all";
/// The role that the demo reads member accounts through.
pub const READER_ROLE: &str = "SagedeckReader";
/// The role that the demo acts in member accounts through.
pub const OPERATOR_ROLE: &str = "SagedeckOperator";

/// Requests that are kept with their details; older ones are only counted.
const KEPT: usize = 200_000;

/// A static access key of that account, as a profile would have it.
pub fn access_key(account: &str) -> String {
    format!("AKIASIM{account}X")
}

/// The simulator. Clones share one world. Give it to the SDK as HTTP client.
#[derive(Clone, Debug)]
pub struct Sim {
    inner: Arc<Inner>,
}

/// One request that arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// `sts`, `organizations`, `sagemaker`, `tagging`, `logs`, or the name that the request was signed for.
    pub service: String,
    /// AWS's name of the operation.
    pub operation: String,
    /// The account of the signing key; empty when the key is unknown.
    pub account: String,
    /// The region that it was signed for.
    pub region: String,
    /// When it arrived.
    pub at: Timestamp,
    /// The HTTP status of the answer; none when no answer was given (yet).
    pub status: Option<u16>,
}

struct Inner {
    clock: Clock,
    inside: Mutex<Inside>,
}

#[derive(Debug, Default)]
struct Inside {
    state: call::State,
    faults: faults::Faults,
    latency: Latency,
    serial: u64,
    forgotten: u64,
    requests: VecDeque<Recorded>,
    counts: HashMap<String, usize>,
    writes: usize,
    under_way: usize,
    most_under_way: usize,
}

impl Sim {
    /// The demo organization, answering after 30 to 120 ms. Same seed and start, same organization.
    pub fn demo(seed: u64, start: Timestamp) -> Self {
        let latency = Latency::Between(Duration::from_millis(30), Duration::from_millis(120));
        Self::new(seed::world(seed, start), start).with_latency(latency).with_faults(seed::faults())
    }

    /// That world, answering at once.
    pub fn new(world: World, start: Timestamp) -> Self {
        let state = call::State { world, ..call::State::default() };
        let inside = Inside { state, ..Inside::default() };
        Self { inner: Arc::new(Inner { clock: Clock::starting(start), inside: Mutex::new(inside) }) }
    }

    /// Answers take that long from now on.
    #[must_use]
    pub fn with_latency(self, latency: Latency) -> Self {
        self.inner.lock().latency = latency;
        self
    }

    /// Adds faults.
    #[must_use]
    pub fn with_faults(self, faults: Vec<Fault>) -> Self {
        for fault in faults {
            self.add_fault(fault);
        }
        self
    }

    /// Adds a fault.
    pub fn add_fault(&self, fault: Fault) {
        self.inner.lock().faults.add(fault);
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        self.inner.lock().faults.clear();
    }

    /// All requests so far in order of arrival (of very many, the last 200,000).
    pub fn requests(&self) -> Vec<Recorded> {
        self.inner.lock().requests.iter().cloned().collect()
    }

    /// How often that operation was called.
    pub fn count(&self, operation: &str) -> usize {
        self.inner.lock().counts.get(operation).copied().unwrap_or(0)
    }

    /// The most requests that waited for their answers at the same time.
    pub fn most_under_way(&self) -> usize {
        self.inner.lock().most_under_way
    }

    /// How many requests would have changed something in AWS, whatever was answered to them.
    pub fn writes(&self) -> usize {
        self.inner.lock().writes
    }

    /// How many writes were really carried out, whether or not the caller was told.
    pub fn applied(&self) -> usize {
        self.inner.lock().state.applied
    }

    /// The simulated time.
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// The simulated clock, to be given to the SDK as its time source.
    pub fn clock(&self) -> Clock {
        self.inner.clock
    }

    /// Changes the world between calls.
    pub fn edit<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let mut inside = self.inner.lock();
        inside.state.orders.clear();
        change(&mut inside.state.world)
    }
}

impl Inner {
    /// A panic of another thread inside the lock leaves plain data, which stays usable.
    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inner").field("clock", &self.clock).finish_non_exhaustive()
    }
}

impl Inside {
    /// Takes a request down and returns its number.
    fn record(&mut self, request: Recorded) -> u64 {
        *self.counts.entry(request.operation.clone()).or_default() += 1;
        self.writes += usize::from(is_write(&request.operation));
        if self.requests.len() == KEPT {
            self.requests.pop_front();
            self.forgotten += 1;
        }
        self.requests.push_back(request);
        self.forgotten + self.requests.len() as u64 - 1
    }

    fn settle(&mut self, record: u64, status: u16) {
        let at = record.checked_sub(self.forgotten).and_then(|at| usize::try_from(at).ok());
        if let Some(request) = at.and_then(|at| self.requests.get_mut(at)) {
            request.status = Some(status);
        }
    }
}

/// Whatever does not clearly read is taken for a write.
fn is_write(operation: &str) -> bool {
    let reads = [
        "Get",
        "List",
        "Describe",
        "BatchGet",
        "BatchDescribe",
        "Filter",
        "Lookup",
        "Search",
        "Query",
        "Assume",
    ];
    !reads.iter().any(|prefix| operation.starts_with(prefix))
}

#[cfg(test)]
mod tests;
