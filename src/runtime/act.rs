//! Carries approved plans out. For each resource: look again, refuse when anything moved, write the intent down, call,
//! write the answer down, follow until the state is the wanted one, write the outcome down.
//!
//! The console and the command line both go this way, and there is no other. Invariants: no call leaves before its
//! intent is on disk; no change is asked for twice; a lost answer is looked for, never repeated; behind the first
//! surprise nothing more is begun.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use tokio::task::JoinSet;

use super::Clock;
use super::halt::Halt;
use crate::aws::engine::Engine;
use crate::aws::write::Sent;
use crate::journal::{Journal, Trouble};
use crate::model::account::Via;
use crate::model::action::Verb;
use crate::model::audit::{Answer, Deed, DeedRef, Ending, Entry, Progress, Seen};
use crate::model::failure::{Failure, FailureKind};
use crate::model::permit::WritePermit;
use crate::model::protect::Protect;
use crate::model::text::Safe;
use crate::plan::{self, Approved, Item};

mod follow;
mod look;
mod resolve;

use follow::{First, Watch};

/// Takes what happens: the number of the item in the plan, and what happens to it.
pub type Tell = Arc<dyn Fn(usize, Progress) + Send + Sync>;

/// What carries plans out. Clones are the same hand.
#[derive(Clone)]
pub struct Hand(Arc<Parts>);

struct Parts {
    engine: Engine,
    journal: Journal,
    protect: Protect,
    now: Clock,
    halt: Halt,
    /// Deeds of this process so far.
    count: AtomicU64,
}

const FAULT: &str = "not begun, because the program has a fault: please report it";
const GONE: &str = "it does not exist any more";

/// How an item began.
enum Begun {
    /// The call was accepted, or nobody knows: it is to be followed.
    Follow(Box<Watch>),
    Ended(Ending, Safe),
}

impl Hand {
    /// `protect` is what no action may touch.
    pub fn new(engine: Engine, journal: Journal, protect: Protect, now: Clock) -> Self {
        let (halt, count) = (Halt::default(), AtomicU64::new(0));
        Self(Arc::new(Parts { engine, journal, protect, now, halt, count }))
    }

    pub fn halt(&self) -> &Halt {
        &self.0.halt
    }

    pub fn journal(&self) -> &Journal {
        &self.0.journal
    }

    /// Whether an action could be written down; nothing to say where none is possible.
    pub fn check(&self) -> Result<(), Trouble> {
        if self.0.engine.is_read_only() { Ok(()) } else { self.0.journal.check() }
    }

    /// Nothing may be changed by this process any more.
    pub fn disarm(&self) {
        self.0.engine.disarm();
    }

    /// Writes down why nothing may be changed any more. Blocking.
    pub fn note_read_only(&self, why: Safe) -> Result<(), Trouble> {
        self.0.journal.append(&Entry::ReadOnly { text: why }, self.now())
    }

    /// Does what was approved and tells what happens. Comes back when every item has its end, or is left to the next
    /// start because the brake was pulled.
    pub async fn act(&self, approved: Approved, permit: WritePermit, tell: Tell) {
        let items = approved.items();
        let several = items.len() > 1;
        let mut following: JoinSet<Option<Safe>> = JoinSet::new();
        let mut surprise: Option<Safe> = None;
        for (at, item) in items.iter().enumerate() {
            // What is followed meanwhile may have ended otherwise than meant.
            while let Some(ended) = following.try_join_next() {
                surprise = surprise.or(ended.unwrap_or_else(|_panic| Some(Safe::new(FAULT))));
            }
            let stop = surprise.clone().or_else(|| self.stopped());
            if let Some(why) = stop {
                tell(at, Progress::Skipped(why));
                continue;
            }
            // Boxed: the futures of SDK calls are large.
            match Box::pin(self.begin(at, item, &permit, &tell)).await {
                Begun::Ended(ending, text) => {
                    if !ending.is_good() {
                        surprise = Some(stops(item, &text));
                    }
                    tell(at, Progress::Ended { ending, text });
                }
                Begun::Follow(mut watch) => {
                    // The first one shows whether all is as expected before the others are touched.
                    if at == 0 && several {
                        match self.first_sign(at, &mut watch, &tell).await {
                            First::Sign => {}
                            First::None(text) => surprise = Some(stops(item, &text)),
                            First::Ended(ending, text) => {
                                let text = self.outcome(&watch, ending, text).await;
                                if !ending.is_good() {
                                    surprise = Some(stops(item, &text));
                                }
                                tell(at, Progress::Ended { ending, text });
                                continue;
                            }
                        }
                    } else if !watch.accepted {
                        surprise = Some(stops(item, &Safe::new("its answer was lost")));
                    }
                    let (hand, tell, item) = (self.clone(), Arc::clone(&tell), item.clone());
                    following.spawn(async move {
                        let (ending, text) = hand.follow(at, *watch, &tell).await?;
                        (!ending.is_good()).then(|| stops(&item, &text))
                    });
                }
            }
        }
        while following.join_next().await.is_some() {}
    }

    /// Everything up to the answer of one item.
    async fn begin(&self, at: usize, item: &Item, permit: &WritePermit, tell: &Tell) -> Begun {
        tell(at, Progress::Checking);
        let refused = |text: String| Begun::Ended(Ending::Refused, Safe::new(text));
        let looked = match self.look(at, &item.target, tell).await {
            Ok(looked) => looked,
            Err(failure) if is_gone(item, &failure) => {
                return Begun::Ended(Ending::AlreadyDone, Safe::new(GONE));
            }
            Err(failure) => {
                return refused(format!("not touched, since it could not be looked at: {failure}"));
            }
        };
        let planned = item.state.status.as_ref();
        let status = looked.seen.status.as_ref();
        if let Some(status) = status.filter(|_| status != planned)
            && item.spec.is_under_way(status.raw())
        {
            let text = format!("it is {} already; nothing was asked for", status.raw());
            return Begun::Ended(Ending::AlreadyDone, Safe::new(text));
        }
        let protect = &self.0.protect;
        if let Some(why) = plan::changed(item, &looked.seen, &item.target.name, &looked.tags, protect) {
            return refused(format!("not touched: {}", why.raw()));
        }
        let writer = match self.0.engine.writer(&item.target.scope, permit).await {
            Ok(writer) => writer,
            Err(failure) => return refused(format!("not touched: {failure}")),
        };
        let deed = self.deed(item, writer.identity(), looked.seen);
        let Some(busy) = self.0.halt.begin() else {
            return refused("not touched: the program ends".to_owned());
        };
        if let Err(trouble) = self.write(Entry::Intent(Box::new(deed.clone()))).await {
            return refused(format!("not touched: {trouble} (nothing is done that cannot be written down)"));
        }
        tell(at, Progress::Calling { deed: deed.id.clone() });
        let sent = writer.carry_out(&item.action, &item.target).await;
        let begun = self.answered(at, item, &deed, sent, tell).await;
        drop(busy);
        begun
    }

    /// Writes the answer down and says how it goes on.
    async fn answered(&self, at: usize, item: &Item, deed: &Deed, sent: Sent, tell: &Tell) -> Begun {
        let of = deed.reference();
        let watch = |accepted| Box::new(Watch::of(item, deed, accepted));
        let (answer, request_id, text) = match &sent {
            Sent::Accepted { request_id } => (Answer::Accepted, request_id.clone(), Safe::default()),
            Sent::Refused(failure) => match self.is_done_already(at, item, failure, tell).await {
                Some(text) => (Answer::AlreadyDone, failure.request_id.clone(), text),
                None => (Answer::Refused, failure.request_id.clone(), Safe::new(failure.to_string())),
            },
            Sent::Unknown(failure) => {
                (Answer::Unknown, failure.request_id.clone(), Safe::new(failure.to_string()))
            }
        };
        let entry = Entry::Answer { of, answer, request_id: request_id.clone(), text: text.clone() };
        let written = self.write(entry).await;
        let begun = match answer {
            Answer::Accepted => {
                tell(at, Progress::Accepted { request_id });
                Begun::Follow(watch(true))
            }
            Answer::Unknown => {
                tell(at, Progress::Unknown(text));
                Begun::Follow(watch(false))
            }
            Answer::AlreadyDone => {
                let text = self.outcome(&watch(false), Ending::AlreadyDone, text).await;
                Begun::Ended(Ending::AlreadyDone, text)
            }
            Answer::Refused => {
                let text = self.outcome(&watch(false), Ending::Refused, text).await;
                Begun::Ended(Ending::Refused, text)
            }
        };
        match written {
            Ok(()) => begun,
            // It was done and cannot be undone by not writing it down. Nothing more is begun.
            Err(trouble) => {
                self.0.halt.pull();
                let text = format!(
                    "AWS's answer ({}) could not be written down, so that nothing more is done: {trouble}",
                    answer.name()
                );
                Begun::Ended(Ending::Unknown, Safe::new(text))
            }
        }
    }

    fn deed(&self, item: &Item, caller: &Safe, before: Seen) -> Deed {
        let number = self.0.count.fetch_add(1, Ordering::Relaxed) + 1;
        let plan: Vec<String> = item.words().iter().map(|words| words.raw().to_owned()).collect();
        let via = match &item.account.via {
            Via::Profile(name) => format!("profile {}", name.raw()),
            // The role is in the caller's ARN.
            Via::Role(_) => "a role assumed from the organization's account".to_owned(),
        };
        Deed {
            id: Safe::new(format!("{}-{number}", self.0.journal.origin().run)),
            action: item.action.clone(),
            target: item.target.clone(),
            account_name: item.account.name.clone(),
            account_role: item.account.role,
            owner: item.owner.clone(),
            via: Safe::new(via),
            caller: caller.clone(),
            plan: Safe::new(plan.join("; ")),
            before,
            undoes: item.undoes.clone(),
        }
    }

    /// Writes the outcome of a deed down and gives the text to tell. Where that fails the text says so, and the next
    /// start finds the deed without an outcome and looks.
    async fn outcome(&self, watch: &Watch, ending: Ending, text: Safe) -> Safe {
        let (of, after): (DeedRef, Option<Safe>) = (watch.of.clone(), watch.last.status.clone());
        let entry = Entry::Outcome { of, ending, after, text: text.clone() };
        match self.write(entry).await {
            Ok(()) => text,
            Err(trouble) => {
                tracing::error!(%trouble, "an outcome could not be written down");
                Safe::new(format!("{}; this is not in the journal: {trouble}", text.raw()))
            }
        }
    }

    /// Writes a line on a thread on which waiting for a disk holds nobody up.
    async fn write(&self, entry: Entry) -> Result<(), Trouble> {
        let (journal, now) = (self.0.journal.clone(), self.now());
        let written = tokio::task::spawn_blocking(move || journal.append(&entry, now)).await;
        // Only a panic of the journal itself, or the end of the process, comes here.
        written.unwrap_or_else(|error| {
            let folder = self.0.journal.folder();
            Err(Trouble::new(format!("the line was not written: {error}"), folder, "please report this"))
        })
    }

    /// Why nothing may be begun now.
    fn stopped(&self) -> Option<Safe> {
        if self.0.halt.is_pulled() {
            return Some(Safe::new("not begun: the program ends"));
        }
        self.0.engine.is_read_only().then(|| Safe::new("not begun: this session was switched to read-only"))
    }

    fn now(&self) -> Timestamp {
        (self.0.now)()
    }
}

/// What does not exist any more does not run either; but neither can it be started or tagged.
fn is_gone(item: &Item, failure: &Failure) -> bool {
    failure.kind == FailureKind::NotFound && matches!(item.action.verb, Verb::Stop | Verb::Delete)
}

/// Why the others are not begun.
fn stops(item: &Item, text: &Safe) -> Safe {
    Safe::new(format!("not begun, because of {}: {}", item.target.name.raw(), text.raw()))
}

impl Hand {
    /// Whether AWS refused because there was nothing left to do: the state is what was wanted, or on the way there.
    async fn is_done_already(&self, at: usize, item: &Item, failure: &Failure, tell: &Tell) -> Option<Safe> {
        if is_gone(item, failure) {
            return Some(Safe::new(GONE));
        }
        if !matches!(failure.kind, FailureKind::Invalid) || item.spec.until.is_none() {
            return None;
        }
        let looked = self.look(at, &item.target, tell).await.ok()?;
        let status = looked.seen.status?;
        item.spec.is_under_way(status.raw()).then(|| Safe::new(format!("it is {} already", status.raw())))
    }
}
