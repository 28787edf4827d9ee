//! What the program asked of AWS: one line per account, region and operation, for the `api` screen and the strip.

use jiff::Timestamp;

use super::scope::{AccountId, Region};

/// Counters of one operation in one scope. Global services count under the region they are signed for.
#[derive(Clone, Debug, PartialEq)]
pub struct CallStat {
    /// Absent while it is not yet known whose credentials a call uses (the first `GetCallerIdentity` of a profile).
    pub account: Option<AccountId>,
    pub region: Region,
    /// IAM prefix, for example `sagemaker`.
    pub service: &'static str,
    pub operation: &'static str,
    /// HTTP requests sent, retries included.
    pub sent: u64,
    pub throttled: u64,
    pub failed: u64,
    pub in_flight: u32,
    /// Calls a second that the governor allows now; it falls with each throttle and recovers.
    pub rate: f64,
    /// Calls waiting for the governor.
    pub waiting: u32,
    pub last: Option<Timestamp>,
}

/// All counters at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calls {
    pub stats: Vec<CallStat>,
    /// Seconds that AWS's clock is ahead of this machine's and that are added to its time; 0 where it is right.
    pub skew_s: i64,
}

impl Calls {
    pub fn sent(&self) -> u64 {
        self.stats.iter().map(|stat| stat.sent).sum()
    }

    pub fn throttled(&self) -> u64 {
        self.stats.iter().map(|stat| stat.throttled).sum()
    }

    pub fn in_flight(&self) -> u32 {
        self.stats.iter().map(|stat| stat.in_flight).sum()
    }
}
