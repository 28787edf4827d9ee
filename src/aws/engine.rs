//! The one way from a question to AWS and back: `app` and the command line ask, this answers.
//!
//! It spawns nothing: whoever runs [`Engine::run`] cancels by dropping it. Invariant: a job sends any number of
//! arrivals and then exactly one `Done` or `Failed`.

use std::sync::Arc;

use aws_config::SdkConfig;
use jiff::SignedDuration;
use tokio::sync::mpsc::UnboundedSender;

use super::attempt::Caller;
use super::calls::Book;
use super::endpoints;
use super::gate::Guard;
use super::governor::Governor;
use super::mode::Mode;
use super::reader::Reader;
use super::session::Sessions;
use super::settings::{Clock, Settings};
use super::write::Writer;
use crate::model::account::Login;
use crate::model::calls::Calls;
use crate::model::failure::{Failure, FailureKind};
use crate::model::fetch::{Arrival, Fetch, Patch, Priority};
use crate::model::permit::WritePermit;
use crate::model::scope::{AccountId, Scope};

/// Where answers go.
pub type Sink = UnboundedSender<Arrival>;

/// Everything that can be asked of AWS. Cheap to clone; clones share sessions, pace and counters.
#[derive(Clone)]
pub struct Engine(Arc<Parts>);

struct Parts {
    settings: Settings,
    sessions: Sessions,
    guard: Guard,
    governor: Governor,
    book: Book,
    mode: Mode,
}

impl Engine {
    /// Makes no call and reads no file yet.
    pub fn new(settings: Settings) -> Self {
        let mode = Mode::new(settings.read_only);
        let book = Book::default();
        let guard = Guard::new(mode.clone(), book.clone(), settings.now.clone(), settings.skew.clone());
        let guard = guard.at_a_time(settings.sockets.at_a_time);
        let gate = guard.clone();
        let sessions = Sessions::new(settings.clone(), Arc::new(move |client| gate.wrap(client)));
        let governor = Governor::new(book.clone(), settings.sockets.at_a_time);
        Self(Arc::new(Parts { settings, sessions, guard, governor, book, mode }))
    }

    /// Answers one question. Dropping the future cancels it.
    pub async fn run(&self, fetch: Fetch, priority: Priority, sink: &Sink) {
        let outcome = match self.is_online() {
            Ok(()) => Box::pin(self.answer(fetch, priority, sink)).await,
            Err(failure) => Err(failure),
        };
        let at = self.0.settings.now();
        let end = match outcome {
            Ok(()) => Arrival::Done(at),
            Err(failure) => Arrival::Failed(failure, at),
        };
        // Without a receiver there is nobody to tell.
        let _ = sink.send(end);
    }

    /// What was asked of AWS so far.
    pub fn calls(&self) -> Calls {
        let skew_s = self.0.settings.skew.added().as_secs();
        Calls { skew_s, ..self.0.book.snapshot(&self.0.governor.paces()) }
    }

    /// AWS's time, as far as it is known.
    pub fn clock(&self) -> Clock {
        self.0.settings.clock()
    }

    /// AWS's time minus this machine's; absent before the first answer.
    pub fn skew(&self) -> Option<SignedDuration> {
        self.0.settings.skew.measured()
    }

    /// Changes whenever [`Engine::calls`] would.
    pub fn calls_version(&self) -> u64 {
        self.0.book.version()
    }

    /// From now on nothing may be changed by this process.
    pub fn disarm(&self) {
        self.0.mode.disarm();
    }

    pub fn is_read_only(&self) -> bool {
        self.0.mode.is_read_only()
    }

    /// The hand in one scope: who acts was verified a moment ago.
    pub async fn writer(&self, scope: &Scope, permit: &WritePermit) -> Result<Writer, Failure> {
        self.is_online()?;
        let (config, identity) = self.0.sessions.acting(scope, permit).await?;
        let caller = self.caller(scope, Priority::Visible);
        Ok(Writer::new(caller, &config, &self.0.guard, identity.arn, permit))
    }

    /// Whether the organization's own certificates are trusted.
    pub fn custom_ca(&self) -> bool {
        self.0.sessions.custom_ca()
    }

    /// Whether anything may be asked.
    fn is_online(&self) -> Result<(), Failure> {
        if self.0.settings.offline {
            return Err(Failure::new(
                FailureKind::Refused,
                "nothing is asked of AWS, because of --offline",
                "start without --offline",
            ));
        }
        Ok(())
    }

    fn caller(&self, scope: &Scope, priority: Priority) -> Caller {
        Caller {
            governor: self.0.governor.clone(),
            book: self.0.book.clone(),
            sessions: self.0.sessions.clone(),
            scope: scope.clone(),
            priority,
        }
    }

    /// What calls are made with in a scope, after its caller was verified.
    pub(super) async fn reading(
        &self,
        scope: &Scope,
        priority: Priority,
    ) -> Result<(Caller, SdkConfig), Failure> {
        Ok((self.caller(scope, priority), self.0.sessions.config(scope).await?))
    }

    pub(super) fn sessions(&self) -> &Sessions {
        &self.0.sessions
    }

    async fn answer(&self, fetch: Fetch, priority: Priority, sink: &Sink) -> Result<(), Failure> {
        match &fetch {
            Fetch::Fleet => {
                if let Some(notice) = self.0.settings.sockets.notice() {
                    // Without a receiver there is nobody to tell.
                    let _ = sink.send(Arrival::Notice(notice));
                }
                endpoints::allow(&self.0.guard, &self.0.settings).await;
                self.0.sessions.fleet(sink).await
            }
            Fetch::Identity(account) => {
                endpoints::allow(&self.0.guard, &self.0.settings).await;
                self.identity(*account, sink).await
            }
            Fetch::List(cell, _) => self.scoped(&cell.scope, &fetch, priority, sink).await,
            Fetch::BulkTags(scope) => self.scoped(scope, &fetch, priority, sink).await,
            Fetch::Detail(target, _) | Fetch::Streams(target) | Fetch::Events { target, .. } => {
                self.scoped(&target.scope, &fetch, priority, sink).await
            }
        }
    }

    async fn identity(&self, account: AccountId, sink: &Sink) -> Result<(), Failure> {
        let login = self.0.sessions.identity(account).await;
        let outcome = match &login {
            Login::Failed(failure) => Err(failure.clone()),
            Login::Ok { .. } | Login::Unknown => Ok(()),
        };
        // Without a receiver there is nobody to tell.
        let _ = sink.send(Arrival::Login(account, login));
        outcome
    }

    /// Asks in one scope. A login that ended meanwhile is renewed once, where that needs no person.
    async fn scoped(
        &self,
        scope: &Scope,
        fetch: &Fetch,
        priority: Priority,
        sink: &Sink,
    ) -> Result<(), Failure> {
        match self.ask(scope, fetch, priority, sink).await {
            Err(failure) if failure.kind == FailureKind::LoginNeeded => {
                self.ask(scope, fetch, priority, sink).await
            }
            outcome => outcome,
        }
    }

    async fn ask(
        &self,
        scope: &Scope,
        fetch: &Fetch,
        priority: Priority,
        sink: &Sink,
    ) -> Result<(), Failure> {
        let (caller, config) = match self.reading(scope, priority).await {
            Ok(reading) => reading,
            Err(failure) => {
                if let Fetch::Detail(target, detail) = fetch {
                    let (arn, at) = (target.arn.clone(), self.0.settings.now());
                    let patch = Patch { arn, detail: *detail, at, result: Err(failure.clone()) };
                    // Without a receiver there is nobody to tell.
                    let _ = sink.send(Arrival::Patch(Box::new(patch)));
                }
                return Err(failure);
            }
        };
        let sink = sink.clone();
        let send = Box::new(move |arrival| sink.send(arrival).is_ok());
        let reader = Reader { caller, config, send };
        match fetch {
            Fetch::List(cell, horizon) => reader.list(cell, *horizon).await,
            Fetch::BulkTags(_) => reader.bulk_tags().await,
            Fetch::Detail(target, detail) => reader.detail(target, *detail).await,
            Fetch::Streams(target) => reader.streams(target).await,
            Fetch::Events { target, stream, from } => reader.events(target, stream, from.clone()).await,
            Fetch::Fleet | Fetch::Identity(_) => {
                Err(Failure::new(FailureKind::Internal, "the question is not about one scope", "report this"))
            }
        }
    }
}
