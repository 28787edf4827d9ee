//! The credentials of one account, fetched once and kept until shortly before they expire.
//!
//! The SDK's own identity cache is shared between accounts, throws entries away above 64 of them and fetches
//! inside a call's timeouts; this holds one account's and is filled before calls are made. Invariant: one fetch at
//! a time, and a failure is never kept.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{self, ProvideCredentials, SharedCredentialsProvider, future};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex;

use crate::aws::settings::Clock;

/// Credentials are renewed this long before they expire.
const MARGIN: SignedDuration = SignedDuration::from_secs(60);

/// Shared by all clients of one account.
#[derive(Clone)]
pub(in crate::aws) struct Keys(Arc<Held>);

struct Held {
    source: SharedCredentialsProvider,
    now: Clock,
    /// How long a fetch may take in all.
    patience: Duration,
    slot: Mutex<Option<Credentials>>,
}

impl Keys {
    pub(super) fn new(source: impl ProvideCredentials + 'static, now: Clock, patience: Duration) -> Self {
        let source = SharedCredentialsProvider::new(source);
        Self(Arc::new(Held { source, now, patience, slot: Mutex::new(None) }))
    }

    /// Credentials that hold for another minute at least, unless the source gives shorter ones.
    pub(in crate::aws) async fn get(&self) -> provider::Result {
        let mut slot = self.0.slot.lock().await;
        if let Some(held) = slot.as_ref().filter(|held| self.is_fresh(held)) {
            return Ok(held.clone());
        }
        *slot = None;
        let fetched = tokio::time::timeout(self.0.patience, self.0.source.provide_credentials()).await;
        let fetched =
            fetched.unwrap_or_else(|_| Err(CredentialsError::provider_timed_out(self.0.patience)))?;
        *slot = Some(fetched.clone());
        Ok(fetched)
    }

    fn is_fresh(&self, held: &Credentials) -> bool {
        expiry(held).is_none_or(|at| at - MARGIN > (self.0.now)())
    }
}

/// The same moment for the SDK; what lies before 1970 is 1970.
pub(super) fn system_time(at: Timestamp) -> SystemTime {
    let since = at.duration_since(Timestamp::UNIX_EPOCH);
    SystemTime::UNIX_EPOCH + Duration::try_from(since).unwrap_or(Duration::ZERO)
}

/// When credentials end; keys of a user never do.
pub(in crate::aws) fn expiry(credentials: &Credentials) -> Option<Timestamp> {
    credentials.expiry().and_then(|at| Timestamp::try_from(at).ok())
}

impl ProvideCredentials for Keys {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.get())
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[derive(Debug)]
    struct Counted {
        calls: Arc<AtomicU32>,
        lives: Duration,
    }

    impl ProvideCredentials for Counted {
        fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
        where
            Self: 'a,
        {
            let number = self.calls.fetch_add(1, Ordering::Relaxed);
            let lives = self.lives;
            future::ProvideCredentials::new(async move {
                if number == 0 {
                    return Err(CredentialsError::not_loaded("the first time fails"));
                }
                tokio::task::yield_now().await;
                let until = SystemTime::UNIX_EPOCH + lives;
                Ok(Credentials::new("AKID", "secret", None, Some(until), "test"))
            })
        }
    }

    #[tokio::test]
    async fn one_fetch_serves_all_until_a_minute_before_the_end_and_failures_are_not_kept() {
        let calls = Arc::new(AtomicU32::new(0));
        let source = Counted { calls: calls.clone(), lives: Duration::from_hours(1) };
        let seconds = Arc::new(AtomicU32::new(0));
        let clock = seconds.clone();
        let now: Clock =
            Arc::new(move || Timestamp::from_second(i64::from(clock.load(Ordering::Relaxed))).unwrap());
        let keys = Keys::new(source, now, Duration::from_secs(5));
        assert!(keys.get().await.is_err());
        let (a, b, c) = tokio::join!(keys.get(), keys.get(), keys.get());
        assert!(a.is_ok() && b.is_ok() && c.is_ok());
        assert_eq!(calls.load(Ordering::Relaxed), 2);
        seconds.store(3_541, Ordering::Relaxed);
        assert!(keys.get().await.is_ok());
        assert_eq!(calls.load(Ordering::Relaxed), 3);
    }
}
