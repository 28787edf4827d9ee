//! When what is asked: listings, bulk tags, details, logins. Visible work first, the rest within a bound, failed
//! work again after a pause that grows.
//!
//! Invariant: nothing is asked in an account that one is not in, that is suspended or switched off.

use std::collections::{HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};

use super::model::Model;
use super::msg::Effect;
use crate::catalog;
use crate::model::account::{AccountState, Login};
use crate::model::failure::{Failure, FailureKind};
use crate::model::fetch::{Cell, Fetch, Horizon, Priority};
use crate::model::id::Arn;
use crate::model::kind::Kind;
use crate::model::resource::Detail;
use crate::model::scope::{AccountId, Scope};

pub mod arrive;
pub mod details;
mod queue;
pub mod remembered;

use queue::Queue;

/// How often a login that a person must renew is looked at again.
const LOGIN_PAUSE_S: i64 = 15;
/// A refusal does not go away by asking.
const DENIED_PAUSE_S: i64 = 600;
/// A region or service is not enabled while one looks on.
const DISABLED_PAUSE_S: i64 = 3_600;
/// Pauses after the first, second and every further failure.
const PAUSES_S: [i64; 3] = [30, 120, 600];
/// How long what nobody looks at waits for the first listings of all accounts.
const HOLD_S: i64 = 3;
/// Tags and lifecycle configurations change rarely: they are read every so many refreshes.
const RARELY: i64 = 5;

/// When something may be tried again.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Attempt {
    /// Nothing: at once.
    pub next: Option<Timestamp>,
    pub failures: usize,
    /// The last failure was that of the network.
    pub away: bool,
}

impl Attempt {
    fn is_due(&self, now: Timestamp) -> bool {
        self.next.is_none_or(|next| next <= now)
    }

    /// The clock was set: what was so far away still is.
    fn shift(&mut self, by: SignedDuration) {
        let never = |next: &Timestamp| *next == Timestamp::MAX;
        self.next = self.next.map(|next| if never(&next) { next } else { moved(next, by) });
    }

    /// With `refresh_s`, what was out of reach is asked again as often as what was not: a network that comes back brings
    /// everything back within one refresh.
    fn failed(&mut self, failure: &Failure, now: Timestamp, refresh_s: Option<u32>) {
        let usual = PAUSES_S.get(self.failures).copied().unwrap_or(PAUSES_S[PAUSES_S.len() - 1]);
        self.failures += 1;
        self.away = failure.kind == FailureKind::Unreachable;
        let pause = match failure.kind {
            FailureKind::Denied | FailureKind::Refused => DENIED_PAUSE_S,
            FailureKind::Disabled | FailureKind::Unsupported => DISABLED_PAUSE_S,
            FailureKind::LoginNeeded | FailureKind::MfaNeeded | FailureKind::NoCredentials => LOGIN_PAUSE_S,
            FailureKind::Unreachable => {
                let refresh = refresh_s.filter(|seconds| *seconds > 0).map(i64::from);
                refresh.map_or(usual, |refresh| usual.min(refresh.max(PAUSES_S[0])))
            }
            _ => usual,
        };
        self.next = Some(later(now, pause).max(failure.retry_at.unwrap_or(now)));
    }

    fn succeeded(&mut self, next: Option<Timestamp>) {
        // Without refreshing, only a person asks again.
        *self = Self { next: Some(next.unwrap_or(Timestamp::MAX)), ..Self::default() };
    }
}

/// How the tags of a scope stand in the tagging API.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bulk {
    /// It answered, or refused, once: what it did not name must be asked one by one.
    pub settled: bool,
    pub attempt: Attempt,
}

/// State of all of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Loading {
    pub cells: HashMap<Cell, Attempt>,
    pub bulk: HashMap<Scope, Bulk>,
    pub logins: HashMap<AccountId, Attempt>,
    pub fleet: Attempt,
    /// Details that failed.
    pub details: HashMap<(Arn, Detail), Attempt>,
    pub queue: Queue,
    /// What is not looked at waits until then for the first listings; they began, if there is a moment at all.
    pub hold: Option<Timestamp>,
    pub unkept: remembered::Unkept,
    /// Listings of which remembered rows are shown.
    pub stood_in: HashSet<Cell>,
    /// How far back what comes and goes was listed last.
    pub reach: HashMap<Cell, Horizon>,
}

/// The clock was set back: without this everything would wait until it has caught up.
pub(super) fn set_back(model: &mut Model, by: SignedDuration) {
    let loading = &mut model.loading;
    let attempts = (loading.cells.values_mut())
        .chain(loading.bulk.values_mut().map(|bulk| &mut bulk.attempt))
        .chain(loading.logins.values_mut())
        .chain(loading.details.values_mut())
        .chain([&mut loading.fleet]);
    attempts.for_each(|attempt| attempt.shift(by));
    model.logs.next_poll = model.logs.next_poll.map(|next| moved(next, by));
    if let Some(toast) = &mut model.toast {
        toast.until = moved(toast.until, by);
    }
}

/// Asks for everything whose time has come.
pub(super) fn tick(model: &mut Model, out: &mut Vec<Effect>) {
    if model.suspended || model.setup.offline {
        return;
    }
    fleet(model, out);
    logins(model, out);
    listings(model, out);
    details::pump(model, out);
    remembered::keep_due(model, out);
}

fn fleet(model: &mut Model, out: &mut Vec<Effect>) {
    if model.loading.fleet.is_due(model.now) {
        model.jobs.ask(Fetch::Fleet, Priority::Visible, out);
    }
}

/// Logins that failed are looked at again, so that work resumes by itself.
fn logins(model: &mut Model, out: &mut Vec<Effect>) {
    let asking_all = model.jobs.asking(&Fetch::Fleet).is_some();
    for account in model.fleet.accounts.iter().filter(|account| account.state == AccountState::Active) {
        let lost = match account.login {
            Login::Ok { .. } => false,
            Login::Unknown => !asking_all,
            Login::Failed(_) => true,
        };
        let due = model.loading.logins.get(&account.id).is_none_or(|attempt| attempt.is_due(model.now));
        // Whether a remembered account is still there, the fleet's answer tells.
        let named = !model.fleet.remembered.contains(&account.id);
        if lost && due && named && !model.fleet.off_accounts.contains(&account.id) {
            model.jobs.ask(Fetch::Identity(account.id), Priority::Background, out);
        }
    }
}

fn listings(model: &mut Model, out: &mut Vec<Effect>) {
    let scopes: Vec<Scope> = model
        .fleet
        .scopes()
        .filter(|(account, _)| matches!(account.login, Login::Ok { .. }))
        .map(|(_, scope)| scope)
        .collect();
    for kind in in_order(model) {
        for scope in &scopes {
            list_if_due(model, scope, kind, out);
        }
    }
    for scope in scopes {
        bulk_tags(model, scope, out);
    }
}

/// Everything of one account that is to be listed.
fn listings_of(model: &mut Model, account: AccountId, out: &mut Vec<Effect>) {
    let of_account = model.fleet.scopes_of(account);
    for kind in in_order(model) {
        for scope in &of_account {
            list_if_due(model, scope, kind, out);
        }
    }
}

fn list_if_due(model: &mut Model, scope: &Scope, kind: Kind, out: &mut Vec<Effect>) {
    let cell = Cell { scope: scope.clone(), kind };
    let is_due = model.loading.cells.get(&cell).is_none_or(|attempt| attempt.is_due(model.now));
    let is_short =
        model.loading.reach.get(&cell).is_some_and(|reach| reach.is_short_of(horizon(model, kind)));
    if (is_due || is_short) && (is_looked_at(model, kind) || !is_held(model)) {
        list(model, &cell, out);
    }
}

fn bulk_tags(model: &mut Model, scope: Scope, out: &mut Vec<Effect>) {
    let bulk = model.loading.bulk.get(&scope).copied().unwrap_or_default();
    // Tags of resources that are not known yet would be lost.
    let mut cells = listed().map(|kind| Cell { scope: scope.clone(), kind });
    let has_rows = cells.any(|cell| {
        model.inventory.cell(&cell).is_some_and(|state| !state.is_empty() && state.loading.is_none())
    });
    if has_rows && bulk.attempt.is_due(model.now) && !is_held(model) {
        model.jobs.ask(Fetch::BulkTags(scope), Priority::Background, out);
    }
}

/// What the screens need listed.
fn listed() -> impl Iterator<Item = Kind> {
    Kind::ALL.into_iter().filter(|kind| catalog::spec(*kind).area.is_some())
}

/// The same, what is looked at first.
fn in_order(model: &Model) -> Vec<Kind> {
    let (first, rest): (Vec<Kind>, Vec<Kind>) = listed().partition(|kind| is_looked_at(model, *kind));
    first.into_iter().chain(rest).collect()
}

/// Whether the table in use shows rows of this kind.
fn is_looked_at(model: &Model, kind: Kind) -> bool {
    model.desk.table.area.spec().lead.contains(&kind)
}

impl Model {
    /// How far back the table in use reaches in all scopes, where it holds what comes and goes.
    pub fn horizon(&self) -> Option<Horizon> {
        let lead = self.desk.table.area.spec().lead;
        let kind = lead.iter().copied().find(|kind| catalog::spec(*kind).has_horizon)?;
        let reaches = self.loading.reach.iter().filter(|(cell, _)| lead.contains(&cell.kind));
        let least = reaches.map(|(_, reach)| *reach).min_by_key(|Horizon(days)| days.unwrap_or(u32::MAX));
        Some(least.unwrap_or_else(|| horizon(self, kind)))
    }
}

/// How far back a kind is listed: as far as is usual, and further where the filter of its table asks for it.
fn horizon(model: &Model, kind: Kind) -> Horizon {
    let spec = catalog::spec(kind);
    if !spec.has_horizon {
        return Horizon::default();
    }
    let usual = Horizon(Some(catalog::USUAL_HORIZON_DAYS));
    let query = spec.area.map(|area| &model.desk_of(area).table.filter.query);
    let asked = query.and_then(|query| query.horizon(catalog::USUAL_HORIZON_DAYS));
    asked.filter(|asked| usual.is_short_of(*asked)).unwrap_or(usual)
}

/// Whether what is not looked at waits: rows of all accounts come first, but not for long when one of them is slow.
fn is_held(model: &Model) -> bool {
    model.loading.hold.is_some_and(|hold| model.now < hold)
        && model
            .jobs
            .iter()
            .any(|(_, job)| matches!(&job.fetch, Fetch::List(cell, _) if is_looked_at(model, cell.kind)))
}

/// Lists a cell, unless it is being listed.
pub(super) fn list(model: &mut Model, cell: &Cell, out: &mut Vec<Effect>) {
    let priority = if is_looked_at(model, cell.kind) { Priority::Visible } else { Priority::Background };
    model.loading.hold.get_or_insert(later(model.now, HOLD_S));
    let reach = horizon(model, cell.kind);
    if let Some(job) = model.jobs.ask(Fetch::List(cell.clone(), reach), priority, out) {
        model.loading.reach.insert(cell.clone(), reach);
        model.inventory.begin(cell, job);
        model.touch();
    }
}

/// Everything of these accounts is asked anew, whatever happened before. With none: of all accounts.
pub(super) fn relist(model: &mut Model, only: Option<AccountId>, out: &mut Vec<Effect>) {
    let concerns = |id: AccountId| only.is_none_or(|only| only == id);
    let loading = &mut model.loading;
    loading.cells.retain(|cell, _| !concerns(cell.scope.account));
    for (scope, bulk) in &mut loading.bulk {
        if concerns(scope.account) {
            bulk.attempt = Attempt::default();
        }
    }
    loading.logins.retain(|id, _| !concerns(*id));
    let inventory = &model.inventory;
    loading
        .details
        .retain(|(arn, _), _| !inventory.get(arn).is_none_or(|known| concerns(known.scope.account)));
    if only.is_none() && model.fleet.accounts.is_empty() {
        loading.fleet = Attempt::default();
    }
    tick(model, out);
}

/// Drops the work in scopes that do not count any more.
pub(super) fn drop_off(model: &mut Model, out: &mut Vec<Effect>) {
    let off = |fetch: &Fetch| match fetch {
        Fetch::List(cell, _) => !model.fleet.is_on(&cell.scope),
        Fetch::BulkTags(scope) => !model.fleet.is_on(scope),
        Fetch::Detail(target, _) => !model.fleet.is_on(&target.scope),
        Fetch::Identity(id) => model.fleet.off_accounts.contains(id),
        Fetch::Fleet | Fetch::Streams(_) | Fetch::Events { .. } => false,
    };
    let dropped: Vec<_> = model
        .jobs
        .iter()
        .filter(|(_, job)| off(&job.fetch))
        .map(|(id, job)| (id, job.fetch.clone()))
        .collect();
    for (id, fetch) in dropped {
        if let Fetch::List(cell, _) = &fetch {
            model.inventory.cancel(cell);
        }
        model.jobs.cancel(id, out);
    }
}

/// When a cell that was listed just now is listed again.
fn next_refresh(model: &Model, times: i64) -> Option<Timestamp> {
    model
        .setup
        .refresh_s
        .filter(|seconds| *seconds > 0)
        .map(|seconds| later(model.now, i64::from(seconds) * times))
}

fn later(now: Timestamp, seconds: i64) -> Timestamp {
    moved(now, SignedDuration::from_secs(seconds))
}

fn moved(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(if by.is_negative() { Timestamp::MIN } else { Timestamp::MAX })
}
