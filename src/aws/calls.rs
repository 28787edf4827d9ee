//! Counts what leaves the process, per account, region and operation. Not a log: it keeps numbers only.
//!
//! Invariant: every request that the gate lets through is counted exactly once, whoever made it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use super::operations::Operation;
use crate::model::calls::{CallStat, Calls};
use crate::model::scope::{AccountId, Region};

/// Where a call goes: the unit of counting and of pacing.
#[derive(Clone, Debug)]
pub struct Line {
    pub account: Option<AccountId>,
    /// Absent for the metadata endpoints of the machine itself.
    pub region: Option<Region>,
    pub operation: &'static Operation,
}

impl Line {
    fn key(&self) -> (Option<AccountId>, Option<&Region>, &'static str) {
        (self.account, self.region.as_ref(), self.operation.id)
    }
}

impl PartialEq for Line {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Line {}

impl PartialOrd for Line {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Line {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

/// What the governor knows about a line.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    pub rate: f64,
    pub waiting: u32,
}

#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    sent: u64,
    throttled: u64,
    failed: u64,
    in_flight: u32,
    last: Option<Timestamp>,
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Answered,
    Failed,
    /// Nobody waits for the answer any more.
    Dropped,
}

/// The counters. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Book {
    lines: Arc<Mutex<BTreeMap<Line, Tally>>>,
    version: Arc<AtomicU64>,
}

impl Book {
    /// A number that changes whenever a counter does.
    pub fn version(&self) -> u64 {
        self.version.load(Ordering::Acquire)
    }

    /// Says that something outside the counters changed that [`Book::snapshot`] shows.
    pub fn touch(&self) {
        self.version.fetch_add(1, Ordering::AcqRel);
    }

    pub fn left(&self, line: &Line, at: Timestamp) {
        self.change(line, |tally| {
            tally.sent += 1;
            tally.in_flight += 1;
            tally.last = Some(at);
        });
    }

    pub fn ended(&self, line: &Line, end: End) {
        self.change(line, |tally| {
            tally.in_flight = tally.in_flight.saturating_sub(1);
            tally.failed += u64::from(end == End::Failed);
        });
    }

    pub fn throttled(&self, line: &Line) {
        self.change(line, |tally| tally.throttled += 1);
    }

    /// All counters, with the pace of each line that the governor knows; lines that only wait are in it too.
    pub fn snapshot(&self, paces: &BTreeMap<Line, Pace>) -> Calls {
        let mut all: BTreeMap<Line, Tally> = self.lines().clone();
        for line in paces.keys() {
            all.entry(line.clone()).or_default();
        }
        let stat = |(line, tally): (Line, Tally)| {
            let pace = paces.get(&line);
            Some(CallStat {
                account: line.account,
                service: line.operation.service,
                operation: line.operation.name,
                sent: tally.sent,
                throttled: tally.throttled,
                failed: tally.failed,
                in_flight: tally.in_flight,
                rate: pace.map_or(line.operation.rate.per_second, |pace| pace.rate),
                waiting: pace.map_or(0, |pace| pace.waiting),
                last: tally.last,
                region: line.region.or_else(|| Region::parse("local"))?,
            })
        };
        Calls { stats: all.into_iter().filter_map(stat).collect(), ..Calls::default() }
    }

    fn change(&self, line: &Line, how: impl FnOnce(&mut Tally)) {
        let mut lines = self.lines();
        if let Some(tally) = lines.get_mut(line) {
            how(tally);
        } else {
            how(lines.entry(line.clone()).or_default());
        }
        drop(lines);
        self.touch();
    }

    fn lines(&self) -> MutexGuard<'_, BTreeMap<Line, Tally>> {
        // Counters stay usable when a thread panicked while it held them: each change is a single step.
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
