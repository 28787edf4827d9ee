//! What comes back is taken in here. Answers to questions that nobody asks any more are dropped.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Attempt, RARELY, details, list, next_refresh, remembered};
use crate::app::fleet::FleetState;
use crate::app::model::Model;
use crate::app::msg::Effect;
use crate::app::screen::logs;
use crate::catalog;
use crate::model::account::{Account, Login};
use crate::model::failure::{Failure, FailureKind};
use crate::model::fetch::{Arrival, Cell, Fetch, JobId, Notice, Patch};
use crate::model::id::Arn;
use crate::model::inventory::{CellState, Ended, Id};
use crate::model::kind::Kind;
use crate::model::resource::Resource;
use crate::model::row::Row;
use crate::model::scope::{AccountId, Scope};
use crate::rules;

/// Takes one answer in.
pub(in crate::app) fn arrived(model: &mut Model, id: JobId, arrival: Arrival, out: &mut Vec<Effect>) {
    let Some(job) = model.jobs.get(id) else { return };
    let fetch = job.fetch.clone();
    let counts = match &arrival {
        Arrival::Accounts(_) | Arrival::Login(..) | Arrival::Notice(_) => true,
        Arrival::Page(_) | Arrival::Patch(_) | Arrival::Streams(_) | Arrival::Events(_) => false,
        Arrival::Done(_) | Arrival::Failed(..) => !matches!(fetch, Fetch::Detail(..) | Fetch::Events { .. }),
    };
    match arrival {
        Arrival::Accounts(accounts) => {
            let accounts = remembered::joined(model, accounts);
            accounts_known(model, accounts, out);
        }
        Arrival::Login(account, login) => login_known(model, account, login, out),
        Arrival::Notice(notice) => notice_given(model, notice),
        Arrival::Page(page) => {
            let changed = model.inventory.merge(id, page);
            resources_changed(model, &changed);
        }
        Arrival::Patch(patch) => patched(model, *patch),
        Arrival::Streams(streams) => logs::arrive::streams(model, id, streams, out),
        Arrival::Events(page) => logs::arrive::events(model, id, page),
        Arrival::Done(at) => {
            model.jobs.end(id);
            done(model, id, &fetch, at, out);
        }
        Arrival::Failed(failure, at) => {
            model.jobs.end(id);
            failed(model, id, &fetch, failure, at, out);
        }
    }
    if counts { model.touch_counts() } else { model.touch() }
}

fn notice_given(model: &mut Model, notice: Notice) {
    if !model.fleet.notices.contains(&notice) {
        model.fleet.notices.push(notice);
    }
}

pub(super) fn accounts_known(model: &mut Model, accounts: Vec<Account>, out: &mut Vec<Effect>) {
    model.fleet.replace(accounts);
    let news = |row: &Row| {
        let account = model.fleet.account(row.account.id);
        account.is_none_or(|account| !Arc::ptr_eq(account, &row.account) && *account != row.account)
    };
    let changed: Vec<(Arn, bool)> = model
        .desks()
        .flat_map(|desk| desk.table.rows())
        .filter(|row| news(row))
        .map(|row| (row.resource.arn.clone(), model.fleet.account(row.account.id).is_some()))
        .collect();
    for (arn, is_there) in changed {
        match model.inventory.id(&arn).filter(|_| is_there) {
            Some(id) => rebuild(model, id),
            None => model.desks_mut().for_each(|desk| desk.table.remove(&arn)),
        }
    }
    super::tick(model, out);
}

fn login_known(model: &mut Model, id: AccountId, login: Login, out: &mut Vec<Effect>) {
    let (now, refresh_s) = (model.now, model.setup.refresh_s);
    match &login {
        Login::Failed(failure) => {
            model.loading.logins.entry(id).or_default().failed(failure, now, refresh_s);
        }
        Login::Ok { .. } => drop(model.loading.logins.remove(&id)),
        Login::Unknown => {}
    }
    let was_in = model.fleet.is_in(id);
    model.fleet.set_login(id, login);
    if model.fleet.is_in(id) && !was_in {
        // Whatever failed before failed for want of the login.
        model.loading.cells.retain(|cell, _| cell.scope.account != id);
        super::listings_of(model, id, out);
    }
}

/// A call said that the login is gone: everything in the account waits until it is back.
fn login_lost(model: &mut Model, id: AccountId, failure: &Failure) {
    let lost = matches!(
        failure.kind,
        FailureKind::LoginNeeded | FailureKind::MfaNeeded | FailureKind::NoCredentials
    );
    if lost && model.fleet.is_in(id) {
        let now = model.now;
        model.loading.logins.entry(id).or_default().failed(failure, now, None);
        model.fleet.set_login(id, Login::Failed(failure.clone()));
        model.touch_counts();
    }
}

fn patched(model: &mut Model, patch: Patch) {
    let key = (patch.arn.clone(), patch.detail);
    match &patch.result {
        Ok(_) => drop(model.loading.details.remove(&key)),
        Err(failure) => {
            let now = model.now;
            model.loading.details.entry(key.clone()).or_default().failed(failure, now, None);
            if let Some(id) = model.inventory.get(&key.0).map(|resource| resource.scope.account) {
                login_lost(model, id, failure);
            }
        }
    }
    let is_new = patch.result.is_ok();
    if model.inventory.patch(patch) {
        resource_changed(model, &key.0);
        if let Some(resource) = model.inventory.get(&key.0).filter(|_| is_new) {
            let cell = Cell { scope: resource.scope.clone(), kind: resource.kind };
            remembered::keep_later(model, cell);
        }
    }
}

/// Takes in what an act saw of its resource.
pub(in crate::app) fn looked(model: &mut Model, patch: Patch) {
    let arn = patch.arn.clone();
    // A look that failed says nothing of what is known; the act tells why.
    if patch.result.is_ok() && model.inventory.patch(patch) {
        resource_changed(model, &arn);
        model.touch();
    }
}

fn done(model: &mut Model, id: JobId, fetch: &Fetch, at: Timestamp, out: &mut Vec<Effect>) {
    match fetch {
        Fetch::Fleet => {
            model.fleet.state = FleetState::Known(at);
            model.loading.fleet.succeeded(None);
            remembered::all_named(model, at, out);
            if !std::mem::replace(&mut model.acts.asked, true) {
                out.push(Effect::Resolve);
            }
            super::tick(model, out);
        }
        Fetch::List(cell, _) => listed(model, id, cell, at, out),
        Fetch::BulkTags(scope) => {
            let next = next_refresh(model, RARELY);
            let bulk = model.loading.bulk.entry(scope.clone()).or_default();
            bulk.settled = true;
            bulk.attempt.succeeded(next);
            details::enqueue_all(model, scope);
        }
        Fetch::Identity(id) if !model.fleet.is_in(*id) => {
            // It ended without a login: an answer was lost on the way. It is asked again, but not in a circle.
            let next = Some(super::later(model.now, super::PAUSES_S[0]));
            model.loading.logins.entry(*id).or_insert(Attempt { next, failures: 1, ..Attempt::default() });
        }
        Fetch::Streams(_) | Fetch::Events { .. } => logs::arrive::done(model, id, at),
        Fetch::Identity(_) | Fetch::Detail(..) => {}
    }
    details::pump(model, out);
}

fn listed(model: &mut Model, id: JobId, cell: &Cell, at: Timestamp, out: &mut Vec<Effect>) {
    match model.inventory.finish(cell, id, at) {
        Ended::Outdated => {}
        // So much is missing that a second listing must agree before anything is dropped.
        Ended::Confirm => list(model, cell, out),
        Ended::Done { removed } => {
            if let Some(area) = catalog::spec(cell.kind).area {
                let table = &mut model.desk_of_mut(area).table;
                for arn in &removed {
                    table.remove(arn);
                }
            }
            let times = if super::is_looked_at(model, cell.kind) { 1 } else { RARELY };
            let next = next_refresh(model, times);
            let attempt = model.loading.cells.entry(cell.clone()).or_default();
            let (is_first, is_back) = (attempt.next.is_none(), attempt.failures > 0);
            attempt.succeeded(next);
            if is_back {
                details::reachable_again(model, cell);
            }
            // Rows that were remembered and are as they were came with no page as news.
            if model.loading.stood_in.remove(cell) || !is_first {
                judge_again(model, cell);
            }
            remembered::keep(model, cell, out);
            details::enqueue(model, cell);
            go_on(model, &cell.scope, out);
        }
    }
}

/// A listing has ended, well or not: what waited for the first ones may begin, else what waited for this one.
fn go_on(model: &mut Model, scope: &Scope, out: &mut Vec<Effect>) {
    if super::is_held(model) {
        return;
    }
    if model.loading.hold.is_some_and(|hold| hold > Timestamp::MIN) {
        model.loading.hold = Some(Timestamp::MIN);
        super::listings(model, out);
    } else {
        super::bulk_tags(model, scope.clone(), out);
    }
}

/// The rows of a cell are judged anew: time has passed.
fn judge_again(model: &mut Model, cell: &Cell) {
    let Some(state) = model.inventory.cell(cell) else { return };
    let members: Vec<Id> = state.members().collect();
    for id in members {
        rebuild(model, id);
    }
}

fn failed(
    model: &mut Model,
    id: JobId,
    fetch: &Fetch,
    failure: Failure,
    at: Timestamp,
    out: &mut Vec<Effect>,
) {
    let (now, refresh_s) = (model.now, model.setup.refresh_s);
    match fetch {
        Fetch::Fleet => {
            model.loading.fleet.failed(&failure, now, refresh_s);
            // Accounts that are only remembered are no answer.
            if model.fleet.accounts.len() == model.fleet.remembered.len() {
                model.fleet.state = FleetState::Failed(failure);
            }
        }
        Fetch::Identity(account) => {
            model.loading.logins.entry(*account).or_default().failed(&failure, now, refresh_s);
            model.fleet.set_login(*account, Login::Failed(failure));
        }
        Fetch::List(cell, _) => {
            model.loading.cells.entry(cell.clone()).or_default().failed(&failure, now, refresh_s);
            login_lost(model, cell.scope.account, &failure);
            model.inventory.fail(cell, id, failure);
            details::enqueue(model, cell);
            go_on(model, &cell.scope, out);
        }
        Fetch::BulkTags(scope) => {
            let bulk = model.loading.bulk.entry(scope.clone()).or_default();
            bulk.settled = true;
            bulk.attempt.failed(&failure, now, refresh_s);
            login_lost(model, scope.account, &failure);
            details::enqueue_all(model, scope);
        }
        Fetch::Detail(target, detail) => {
            let patch = Patch { arn: target.arn.clone(), detail: *detail, at, result: Err(failure) };
            patched(model, patch);
        }
        Fetch::Streams(_) | Fetch::Events { .. } => logs::arrive::failed(model, id, failure, at),
    }
}

/// Rows follow their resources; those of a lifecycle configuration follow it too.
pub(super) fn resources_changed(model: &mut Model, changed: &[Id]) {
    for id in changed {
        let Some(resource) = model.inventory.at(*id) else { continue };
        if resource.kind.is_referred_to() {
            for user in users_of(model, resource) {
                rebuild(model, user);
            }
        }
        rebuild(model, *id);
    }
}

fn resource_changed(model: &mut Model, arn: &Arn) {
    let id = model.inventory.id(arn);
    resources_changed(model, id.as_slice());
}

/// What is judged together with a resource that it refers to, directly or over another one.
fn users_of(model: &Model, referred: &Resource) -> Vec<Id> {
    let kinds = Kind::ALL.into_iter().filter(|kind| rules::joins(*kind).contains(&referred.kind));
    let cells = kinds.map(|kind| Cell { scope: referred.scope.clone(), kind });
    let members = cells.filter_map(|cell| model.inventory.cell(&cell)).flat_map(CellState::members);
    let uses = |resource: &Arc<Resource>| {
        catalog::around(resource, &model.inventory).iter().any(|one| one.arn == referred.arn)
    };
    members.filter(|id| model.inventory.at(*id).is_some_and(uses)).collect()
}

/// Derives one row anew and puts it into its table.
fn rebuild(model: &mut Model, id: Id) {
    let Some(resource) = model.inventory.at(id) else { return };
    let Some(area) = catalog::spec(resource.kind).area else { return };
    let Some(account) = model.fleet.account(resource.scope.account) else { return };
    let around = catalog::around(resource, &model.inventory);
    let derived = model.judge.derive(resource, &around, &model.setup.policy, model.now);
    let row = Row { resource: Arc::clone(resource), account: Arc::clone(account), derived };
    let now = model.now;
    model.desk_of_mut(area).table.put(row, now);
}
