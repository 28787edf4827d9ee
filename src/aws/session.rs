//! The way into accounts: profiles, roles, logins, one set of credentials for each account.
//!
//! Not here: what is asked of an account once inside. Invariants: an account's configuration is only given out
//! after its caller was verified; one door per account is opened at a time and shared by everything; a failed login
//! is tried again and never pinned.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use aws_config::SdkConfig;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex;

use super::failure::{Access, from_credentials, from_sdk};
use super::http::{self, Http, Wrap};
use super::identity::{Proof, verify};
use super::profiles::{Book, Hop, variable};
use super::settings::{FleetSource, Settings};
use crate::model::account::{Account, AccountState, Login};
use crate::model::failure::{Failure, FailureKind, Place};
use crate::model::scope::{AccountId, Scope};
use crate::model::text::Safe;

pub(in crate::aws) mod door;
mod endpoints;
mod hand;
pub(in crate::aws) mod keys;
mod metadata;
mod policy;
mod process;
pub(super) mod role;
mod seat;

pub(in crate::aws) use policy::Purpose;
pub use policy::READER_SESSION_POLICY;
pub(in crate::aws) use seat::{Seat, Way};

use door::{Door, Now};

/// All accounts that the program knows how to get into. Cheap to clone.
#[derive(Clone)]
pub struct Sessions(Arc<Inner>);

struct Inner {
    settings: Settings,
    wrap: Wrap,
    http: Mutex<Option<Http>>,
    /// The organization's own door, through which roles in members are assumed.
    home: Mutex<Option<(Timestamp, Door)>>,
    seats: RwLock<BTreeMap<AccountId, Arc<Seat>>>,
}

impl Sessions {
    /// `wrap` is put around whatever HTTP client is used, for every call including those that get credentials.
    pub fn new(settings: Settings, wrap: Wrap) -> Self {
        let (http, home, seats) = (Mutex::default(), Mutex::default(), RwLock::default());
        Self(Arc::new(Inner { settings, wrap, http, home, seats }))
    }

    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// What is known about an account.
    pub fn account(&self, id: AccountId) -> Option<Account> {
        Some(self.seat(id)?.account())
    }

    /// The SDK configuration for a scope, after the caller was verified. Waits for the login if it has to.
    pub async fn config(&self, scope: &Scope) -> Result<SdkConfig, Failure> {
        let seat = self.seat(scope.account).ok_or_else(|| unknown(scope.account))?;
        let place = Place { region: Some(scope.region.clone()), ..seat.place() };
        if seat.account().state == AccountState::Suspended {
            let failure =
                Failure::new(FailureKind::Disabled, "the account is suspended", "nothing can be read in it");
            return Err(failure.at(place));
        }
        let door = self.enter(&seat, false).await?;
        // Renewed here, outside of any call's timeouts, so that a slow login does not look like a slow service.
        if let Err(error) = door.keys.get().await {
            let failure = from_credentials(&error, place, &seat.access());
            seat.shut(failure.clone(), self.settings().now(), self.settings().patience.relogin).await;
            return Err(failure);
        }
        let region = aws_config::Region::new(scope.region.to_string());
        Ok(door.config.to_builder().region(region).time_source(Now::of(self.settings())).build())
    }

    /// The identity in one account, everything built anew.
    pub async fn identity(&self, account: AccountId) -> Login {
        let Some(seat) = self.seat(account) else { return Login::Failed(unknown(account)) };
        match self.enter(&seat, true).await {
            Ok(_) => seat.account().login,
            Err(failure) => Login::Failed(failure),
        }
    }

    /// Words the failure of a call, with the account's name and login command. A login that has ended closes the
    /// door, so that the next [`Sessions::config`] tries again from the start.
    pub fn failure<E>(&self, error: &SdkError<E, HttpResponse>, place: Place) -> Failure
    where
        E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
    {
        let Some(seat) = place.account.and_then(|id| self.seat(id)) else {
            return from_sdk(error, place, &Access { now: Some(self.settings().now()), ..Access::default() });
        };
        let access = Access { now: Some(self.settings().now()), ..seat.access() };
        let place = Place { name: place.name.or_else(|| seat.place().name), ..place };
        let failure = from_sdk(error, place, &access);
        if failure.kind == FailureKind::LoginNeeded {
            seat.shut_now(failure.clone(), self.settings().now(), self.settings().patience.relogin);
        }
        failure
    }

    /// What is known about the caller in an account, for wording failures.
    pub fn access(&self, account: AccountId) -> Access {
        let now = Some(self.settings().now());
        self.seat(account).map_or_else(Access::default, |seat| Access { now, ..seat.access() })
    }

    /// Whether the account's credentials carry the read-only session policy; absent before the first login.
    pub fn scoped(&self, account: AccountId) -> Option<bool> {
        self.seat(account)?.scoped()
    }

    /// Whether the organization's own certificates are trusted.
    pub fn custom_ca(&self) -> bool {
        self.0.http.try_lock().is_ok_and(|http| http.as_ref().is_some_and(|http| http.custom_ca))
    }

    pub(in crate::aws) fn seat(&self, id: AccountId) -> Option<Arc<Seat>> {
        self.0.seats.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    pub(in crate::aws) fn seats(&self) -> Vec<Arc<Seat>> {
        self.0.seats.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    pub(in crate::aws) fn add_seat(&self, seat: Arc<Seat>) {
        self.0.seats.write().unwrap_or_else(PoisonError::into_inner).insert(seat.id, seat);
    }

    /// Replaces the fleet.
    pub(in crate::aws) fn set_seats(&self, seats: BTreeMap<AccountId, Arc<Seat>>) {
        *self.0.seats.write().unwrap_or_else(PoisonError::into_inner) = seats;
    }

    /// The open and verified door of an account, opened now if need be.
    pub(in crate::aws) async fn enter(&self, seat: &Seat, again: bool) -> Result<Door, Failure> {
        let now = self.settings().now();
        let mut slot = seat.slot().await;
        if let Some(known) = slot.known(again, now, self.settings().patience.relogin) {
            return known;
        }
        // Behind a failure nothing is trusted that was built before it: keys may have been renewed in a file.
        let opened = self.open(seat, again || slot.is_shut()).await;
        let verified = match opened {
            Ok(door) => verify(&door, Some(seat.id), Proof::Given).await.map(|caller| (door, caller)),
            Err(failure) => Err(failure),
        };
        slot.put(seat, verified, self.settings().now())
    }

    async fn open(&self, seat: &Seat, again: bool) -> Result<Door, Failure> {
        match &seat.way {
            Way::Profile(name) => self.profile_door(name.as_deref(), None, Purpose::Read).await,
            Way::Home => self.profile_door(self.home_profile(), None, Purpose::Read).await,
            Way::Member { read, .. } => self.member_door(seat, read, again, Purpose::Read).await,
        }
    }

    async fn member_door(
        &self,
        seat: &Seat,
        hop: &Hop,
        again: bool,
        purpose: Purpose,
    ) -> Result<Door, Failure> {
        let home = self.home(again).await?;
        Ok(door::of_member(self.settings(), &home, seat.id, &seat.account().name, hop.clone(), purpose))
    }

    /// The profile through which the organization is read.
    pub(in crate::aws) fn home_profile(&self) -> Option<&str> {
        match &self.settings().fleet {
            FleetSource::Organization(organization) => organization.profile.as_deref(),
            FleetSource::Profiles(_) => None,
        }
    }

    /// The organization's own door. Built anew when asked to, but once for all members that ask at that time.
    pub(in crate::aws) async fn home(&self, again: bool) -> Result<Door, Failure> {
        let mut home = self.0.home.lock().await;
        let now = self.settings().now();
        if let Some((at, door)) = home.as_ref() {
            let recent = now.duration_since(*at) < SignedDuration::from_secs(2);
            if recent || (!again && door.keys.get().await.is_ok()) {
                return Ok(door.clone());
            }
        }
        *home = None;
        let door = self.profile_door(self.home_profile(), None, Purpose::Enter).await?;
        *home = Some((now, door.clone()));
        Ok(door)
    }

    /// The door of a profile, or of the default chain.
    pub(in crate::aws) async fn profile_door(
        &self,
        name: Option<&str>,
        book: Option<&Book>,
        purpose: Purpose,
    ) -> Result<Door, Failure> {
        if let Some(keys) = &self.settings().credentials {
            return door::of_keys(self.settings(), &self.http(None, &[]).await?, keys);
        }
        let loaded = if book.is_none() { Some(Book::load(self.settings()).await?) } else { None };
        let Some(book) = book.or(loaded.as_ref()) else { return Err(unread()) };
        let plan = match name {
            Some(name) => book.plan(name)?,
            None => book.default_plan()?,
        };
        let http = self.http(Some(book), std::slice::from_ref(&plan.name)).await?;
        door::of_plan(self.settings(), &http, book, &plan, purpose).await
    }

    /// Where the credentials of a profile, or of the default chain, come from, in words.
    pub(in crate::aws) async fn origin(&self, profile: Option<&str>) -> Result<String, Failure> {
        let book = Book::load(self.settings()).await?;
        let plan = match profile {
            Some(name) => book.plan(name)?,
            None => book.default_plan()?,
        };
        Ok(plan.to_string())
    }

    /// The one HTTP client, made when it is first needed. A failure is not kept.
    pub(in crate::aws) async fn http(
        &self,
        book: Option<&Book>,
        profiles: &[String],
    ) -> Result<Http, Failure> {
        let mut slot = self.0.http.lock().await;
        if let Some(http) = slot.as_ref() {
            return Ok(http.clone());
        }
        let settings = self.settings();
        let http = if let Some(client) = &settings.http {
            http::given(client, &self.0.wrap)
        } else {
            let bundle = settings.ca_bundle.clone().or_else(|| variable("AWS_CA_BUNDLE").map(Into::into));
            let bundle = bundle.or_else(|| book?.ca_bundle(profiles));
            http::open(bundle.as_deref(), is_plain(settings, book, profiles), settings.sockets, &self.0.wrap)?
        };
        *slot = Some(http.clone());
        Ok(http)
    }
}

/// Whether everything goes to an endpoint without TLS, as test servers have it.
fn is_plain(settings: &Settings, book: Option<&Book>, profiles: &[String]) -> bool {
    let plain = |url: &str| url.starts_with("http://");
    let profile = profiles.iter().find_map(|name| book?.get(name, "endpoint_url"));
    settings.endpoint_url.as_deref().or(profile).is_some_and(plain)
        || variable("AWS_ENDPOINT_URL").is_some_and(|url| plain(&url))
}

fn unknown(account: AccountId) -> Failure {
    let what = Safe::new(format!("{account} is not an account of this fleet"));
    Failure::new(FailureKind::Internal, what, "refresh the accounts")
}

fn unread() -> Failure {
    Failure::new(FailureKind::Internal, "the AWS configuration was not read", "please report this")
}
