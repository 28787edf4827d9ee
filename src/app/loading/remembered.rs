//! What an earlier session knew stands in, dimmed, until it is read; and what is read is kept for the next one.
//!
//! Invariant: what was remembered never takes the place of an answer, and goes when the answer lacks it.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::arrive::{accounts_known, resources_changed};
use crate::app::fleet::FleetState;
use crate::app::model::Model;
use crate::app::msg::Effect;
use crate::model::account::Account;
use crate::model::failure::{Failure, FailureKind};
use crate::model::fetch::{Cell, Fetch, Notice, Severity};
use crate::model::memory::{Memory, Recall};
use crate::model::text::Safe;
use crate::model::time::seconds_between;
use crate::rules::role::theme_without_tags;

/// How long a listing with new details waits to be kept, so that many details cost one writing.
const PATIENCE_S: i64 = 60;

/// Listings with details that are not kept yet, and since when.
pub(in crate::app) type Unkept = HashMap<Cell, Timestamp>;

/// Takes in what was remembered.
pub(in crate::app) fn recalled(model: &mut Model, recall: Recall, out: &mut Vec<Effect>) {
    match recall {
        Recall::Accounts(accounts, at) => recalled_accounts(model, accounts, at, out),
        Recall::Listing(listing) => {
            let cell = listing.cell.clone();
            let new = model.inventory.recall(*listing);
            resources_changed(model, &new);
            if !new.is_empty() {
                model.loading.stood_in.insert(cell);
            }
        }
        Recall::Trouble(text) => {
            let notice = Notice { severity: Severity::Warning, text };
            if !model.fleet.notices.contains(&notice) {
                model.fleet.notices.push(notice);
            }
        }
        Recall::Ended if model.setup.offline && model.fleet.accounts.is_empty() => {
            model.fleet.state = FleetState::Failed(Failure::new(
                FailureKind::NotFound,
                "Nothing is remembered of these accounts, and because of --offline nothing is asked of AWS",
                "Start the console once without --offline, with the same profiles, organization, role, regions and endpoint; then what was read is there.",
            ));
        }
        Recall::Ended => {}
    }
    model.touch_counts();
}

fn recalled_accounts(model: &mut Model, accounts: Vec<Account>, at: Timestamp, out: &mut Vec<Effect>) {
    if model.setup.offline {
        model.fleet.state = FleetState::Known(at);
    } else if matches!(model.fleet.state, FleetState::Known(_)) {
        return;
    }
    let known = |account: &Account| model.fleet.account(account.id).is_some();
    let mut new: Vec<Account> = accounts.into_iter().filter(|account| !known(account)).collect();
    // Production looks different from the first frame on.
    for account in &mut new {
        account.theme = theme_without_tags(account.id, &account.name, &account.path, &model.setup.classes);
    }
    model.fleet.remembered.extend(new.iter().map(|account| account.id));
    let all = model.fleet.accounts.iter().map(|account| Account::clone(account)).chain(new).collect();
    accounts_known(model, all, out);
}

/// The accounts that AWS named, and those that are only remembered until it has named all.
pub(super) fn joined(model: &mut Model, mut named: Vec<Account>) -> Vec<Account> {
    let fleet = &mut model.fleet;
    for account in &named {
        fleet.remembered.remove(&account.id);
    }
    let others = fleet.accounts.iter().filter(|account| fleet.remembered.contains(&account.id));
    named.extend(others.map(|account| Account::clone(account)));
    named
}

/// All accounts were named: what is not among them is gone, and what is is kept.
pub(super) fn all_named(model: &mut Model, at: Timestamp, out: &mut Vec<Effect>) {
    let gone = std::mem::take(&mut model.fleet.remembered);
    if !gone.is_empty() {
        let named = model.fleet.accounts.iter().filter(|account| !gone.contains(&account.id));
        let named = named.map(|account| Account::clone(account)).collect();
        accounts_known(model, named, out);
    }
    if model.setup.remembers && !model.fleet.accounts.is_empty() {
        let accounts = model.fleet.accounts.iter().map(Arc::clone).collect();
        out.push(Effect::Remember(Memory::Accounts(accounts, at)));
    }
}

/// A listing was read whole.
pub(super) fn keep(model: &mut Model, cell: &Cell, out: &mut Vec<Effect>) {
    model.loading.unkept.remove(cell);
    if model.setup.remembers
        && let Some(listed) = model.inventory.listed(cell)
    {
        out.push(Effect::Remember(Memory::Listing(listed)));
    }
}

/// A detail of a resource in it was read.
pub(super) fn keep_later(model: &mut Model, cell: Cell) {
    if model.setup.remembers {
        let now = model.now;
        model.loading.unkept.entry(cell).or_insert(now);
    }
}

/// Keeps what has waited long enough, or for which no more is under way.
pub(super) fn keep_due(model: &mut Model, out: &mut Vec<Effect>) {
    if model.loading.unkept.is_empty() {
        return;
    }
    let is_detail = |fetch: &Fetch| matches!(fetch, Fetch::Detail(..) | Fetch::BulkTags(_));
    let quiet = model.loading.queue.len() == 0 && !model.jobs.iter().any(|(_, job)| is_detail(&job.fetch));
    let due = |since: &Timestamp| quiet || seconds_between(*since, model.now) >= PATIENCE_S;
    let cells = model.loading.unkept.iter().filter(|(_, since)| due(since));
    let cells: Vec<Cell> = cells.map(|(cell, _)| cell.clone()).collect();
    for cell in cells {
        keep(model, &cell, out);
    }
}

/// The console is left: keeps whatever is not kept yet.
pub(in crate::app) fn keep_all(model: &mut Model, out: &mut Vec<Effect>) {
    let cells: Vec<Cell> = model.loading.unkept.keys().cloned().collect();
    let mut all = Vec::new();
    for cell in cells {
        keep(model, &cell, &mut all);
    }
    // Before the end, not behind it.
    out.splice(0..0, all);
}

/// Why a resource takes no part in an action on many: nobody has looked at it in this session.
pub(in crate::app) fn unseen(at: Timestamp, now: Timestamp) -> Safe {
    let age = crate::model::time::short_span(seconds_between(at, now));
    Safe::new(format!("its state is remembered from {age} ago: wait until it is listed, or act on it alone"))
}
