//! The arithmetic of pacing one line of calls: a token bucket whose rate learns. Pure; time is handed in seconds.
//!
//! Invariant: the rate stays between a thirtieth of the planned one and the most that the plan allows.

use super::super::operations::Rate;

/// A throttled line never falls below this part of its planned rate, so that it notices when AWS recovers.
const LOWEST: f64 = 1.0 / 30.0;
/// What a throttle leaves of the rate.
const CUT: f64 = 0.5;
/// From this part of the rate that was throttled last on, the rate only feels its way.
const NEAR: f64 = 0.9;
/// How much of the planned rate one success gives back below that.
const CLIMB: f64 = 0.05;
/// Above it one success adds this part of the rate: AWS's limit is tried, but few calls are lost to it.
const PROBE: f64 = 0.002;

#[derive(Clone, Debug)]
pub(super) struct Bucket {
    plan: Rate,
    rate: f64,
    /// Calls that may leave at once after a pause: as planned, until AWS bore fewer.
    burst: f64,
    /// The rate at which AWS throttled last.
    ceiling: Option<f64>,
    /// Whether a call was answered since the rate was cut last.
    recovering: bool,
    tokens: f64,
    /// When `tokens` was right.
    at: f64,
    /// Nothing leaves before this moment.
    closed_until: f64,
    /// When the rate was cut last: throttles of calls that had left before say nothing new.
    cut_at: f64,
}

impl Bucket {
    pub(super) fn new(plan: Rate, now: f64) -> Self {
        Self {
            plan,
            rate: plan.per_second,
            burst: plan.burst,
            ceiling: None,
            recovering: true,
            tokens: plan.burst,
            at: now,
            closed_until: now,
            cut_at: f64::NEG_INFINITY,
        }
    }

    /// Calls a second that may leave now in the long run.
    pub(super) const fn rate(&self) -> f64 {
        self.rate
    }

    fn refill(&mut self, now: f64) {
        let since = (now - self.at).max(0.0);
        // After a throttle there is no burst until the old rate is reached again.
        let most = if self.rate < self.plan.per_second { 1.0 } else { self.burst };
        self.tokens = (self.tokens + since * self.rate).min(most);
        self.at = self.at.max(now);
    }

    /// Takes a token, or says for how many seconds there is none.
    pub(super) fn take(&mut self, now: f64) -> Result<(), f64> {
        self.refill(now);
        // A token that lacks only a rounding error is there; otherwise one would wait for nothing again and again.
        let missing = 1.0 - self.tokens;
        if now < self.closed_until {
            Err(self.closed_until - now)
        } else if missing > 1e-6 {
            Err((missing / self.rate).max(0.001))
        } else {
            self.tokens -= 1.0;
            Ok(())
        }
    }

    /// A call that left at `left` was throttled; AWS may have said how long to wait.
    pub(super) fn throttled(&mut self, now: f64, left: f64, wait: Option<f64>) {
        self.refill(now);
        if left >= self.cut_at && self.tokens >= 1.0 && self.burst > 1.0 {
            // More could have left, so nothing was paced yet: this tells how large a burst may be, not which rate.
            self.burst = (self.burst - self.tokens - 1.0).max(1.0);
            self.cut_at = now;
        } else if left >= self.cut_at {
            // Without an answer in between this is an outage, and tells nothing about a limit.
            if self.recovering {
                self.ceiling = Some(self.rate);
            }
            self.recovering = false;
            self.rate = (self.rate * CUT).max(self.plan.per_second * LOWEST);
            self.cut_at = now;
        }
        self.tokens = self.tokens.min(0.0);
        self.closed_until = self.closed_until.max(now + wait.unwrap_or(0.0).max(0.0));
    }

    /// A call was answered: the rate recovers.
    pub(super) fn answered(&mut self, now: f64) {
        self.refill(now);
        self.recovering = true;
        let climbed = self.rate + self.plan.per_second * CLIMB;
        let rate = match self.ceiling.map(|ceiling| ceiling * NEAR) {
            Some(near) if self.rate >= near => self.rate * (1.0 + PROBE),
            Some(near) => climbed.min(near),
            None => climbed,
        };
        self.rate = rate.min(self.plan.per_second * self.plan.most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: Rate = Rate { per_second: 5.0, burst: 10.0, most: 4.0 };

    /// A bucket whose burst is spent.
    fn spent() -> Bucket {
        Bucket { tokens: 0.0, ..Bucket::new(PLAN, 0.0) }
    }

    /// Runs a bucket against a server with its own token bucket; returns calls answered and calls throttled.
    fn against(server_rate: f64, server_burst: f64, calls: u32) -> (f64, u32) {
        let mut bucket = Bucket::new(PLAN, 0.0);
        let (mut now, mut there, mut answered, mut throttled) = (0.0_f64, server_burst, 0, 0);
        while answered < calls {
            if let Err(wait) = bucket.take(now) {
                now += wait;
                there = f64::min(server_burst, there + wait * server_rate);
                continue;
            }
            if there >= 1.0 {
                there -= 1.0;
                answered += 1;
                bucket.answered(now);
            } else {
                throttled += 1;
                bucket.throttled(now, now, None);
            }
        }
        (now, throttled)
    }

    #[test]
    fn a_burst_leaves_at_once_and_the_rest_in_time() {
        let mut bucket = Bucket::new(PLAN, 0.0);
        for _ in 0..10 {
            assert_eq!(bucket.take(0.0), Ok(()));
        }
        assert_eq!(bucket.take(0.0), Err(0.2));
        assert_eq!(bucket.take(0.2), Ok(()));
    }

    #[test]
    fn a_throttled_burst_makes_the_burst_smaller_and_leaves_the_rate() {
        let (took, throttled) = against(5.0, 3.0, 50);
        assert!(throttled <= 3, "the burst once, then the rate feels its way: {throttled}");
        assert!(took < (50.0 - 3.0) / 5.0 * 1.15, "{took}");
    }

    #[test]
    fn full_throttling_ends_at_a_thirtieth_and_recovers() {
        let mut bucket = spent();
        for second in 0..30 {
            let now = f64::from(second);
            bucket.throttled(now, now, None);
        }
        assert!((bucket.rate() - 5.0 / 30.0).abs() < 1e-9);
        for second in 30..90 {
            bucket.answered(f64::from(second));
        }
        assert!(bucket.rate() > 2.5, "{}", bucket.rate());
    }

    #[test]
    fn calls_that_left_before_a_cut_do_not_cut_again() {
        let mut bucket = spent();
        bucket.throttled(0.1, 0.05, None);
        for _ in 0..20 {
            bucket.throttled(0.15, 0.08, None);
        }
        assert!((bucket.rate() - 2.5).abs() < 1e-9);
    }

    #[test]
    fn a_wait_that_aws_names_is_kept() {
        let mut bucket = Bucket::new(PLAN, 0.0);
        bucket.throttled(0.0, 0.0, Some(7.0));
        assert_eq!(bucket.take(1.0), Err(6.0));
        assert_eq!(bucket.take(7.0), Ok(()));
    }

    #[test]
    fn a_server_with_a_lower_limit_is_paced_and_not_hammered() {
        let (took, throttled) = against(2.0, 2.0, 600);
        assert!(throttled <= 24, "{throttled} of 600 throttled");
        assert!(took < 600.0 / 2.0 * 1.15, "{took}");
    }

    #[test]
    fn a_server_with_a_higher_limit_is_used() {
        let (took, throttled) = against(15.0, 15.0, 1_000);
        assert!(took < 1_000.0 / 15.0 * 1.3, "{took}");
        assert!(throttled <= 20, "{throttled} of 1000 throttled");
    }
}
