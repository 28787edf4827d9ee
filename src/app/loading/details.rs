//! The parts of a resource that cost one call each: those in sight first, all others from a queue, a bounded number
//! at a time.

use jiff::{SignedDuration, Timestamp};

use crate::app::model::Model;
use crate::app::msg::Effect;
use crate::app::screen::ScreenId;
use crate::catalog;
use crate::model::fetch::{Cell, Fetch, Priority, Target};
use crate::model::id::Arn;
use crate::model::inventory::Id;
use crate::model::resource::{Detail, Part, Phase, Resource};
use crate::model::scope::Scope;
use crate::model::time::seconds_between;

/// Details that are asked for in the background at a time.
const OUTSTANDING: usize = 64;
/// What is out of sight is read again every so many refreshes.
const OUT_OF_SIGHT: i64 = 10;
/// Answers may carry a time a little later than that of the batch in which they are taken in.
const AHEAD: SignedDuration = SignedDuration::from_secs(60);

/// Asks for what is in sight, and for as much of the rest as may be under way.
pub(in crate::app) fn pump(model: &mut Model, out: &mut Vec<Effect>) {
    if model.suspended || model.setup.offline {
        return;
    }
    if matches!(model.screen(), ScreenId::Table(_)) {
        let in_sight: Vec<Arn> = model.desk.table.window().map(|(_, row)| row.resource.arn.clone()).collect();
        for arn in in_sight {
            let Some(resource) = model.inventory.get(&arn).cloned() else { continue };
            for detail in catalog::spec(resource.kind).details {
                if is_needed(model, &resource, *detail, true) {
                    ask(model, &resource, *detail, Priority::Visible, out);
                }
            }
        }
    }
    if super::is_held(model) {
        return;
    }
    let is_behind = |fetch: &Fetch| matches!(fetch, Fetch::Detail(..));
    let mut under_way = model
        .jobs
        .iter()
        .filter(|(_, job)| job.priority == Priority::Background && is_behind(&job.fetch))
        .count();
    while under_way < OUTSTANDING {
        let Some((id, detail)) = model.loading.queue.pop() else { break };
        let Some(resource) = model.inventory.at(id).cloned() else { continue };
        if is_needed(model, &resource, detail, false)
            && ask(model, &resource, detail, Priority::Background, out)
        {
            under_way += 1;
        }
    }
}

/// The same for all listings of a scope.
pub(in crate::app) fn enqueue_all(model: &mut Model, scope: &Scope) {
    for kind in super::listed() {
        enqueue(model, &Cell { scope: scope.clone(), kind });
    }
}

/// Puts what is still to be read of a listing's resources into the queue.
pub(in crate::app) fn enqueue(model: &mut Model, cell: &Cell) {
    let Some(state) = model.inventory.cell(cell) else { return };
    let members: Vec<Id> = state.members().collect();
    for id in members {
        let Some(resource) = model.inventory.at(id).cloned() else { continue };
        for detail in catalog::spec(cell.kind).details {
            if is_needed(model, &resource, *detail, false) {
                model.loading.queue.push(id, *detail);
            }
        }
    }
}

/// A listing that had failed succeeds: what was out of reach beside it need not wait any longer.
pub(in crate::app) fn reachable_again(model: &mut Model, cell: &Cell) {
    let Some(state) = model.inventory.cell(cell) else { return };
    for resource in state.members().filter_map(|id| model.inventory.at(id)) {
        for detail in catalog::spec(cell.kind).details {
            let key = (resource.arn.clone(), *detail);
            if model.loading.details.get(&key).is_some_and(|attempt| attempt.away) {
                model.loading.details.remove(&key);
            }
        }
    }
}

/// Asks for all details of a resource at once, however fresh they are.
pub(in crate::app) fn ask_again(model: &mut Model, arn: &Arn, out: &mut Vec<Effect>) -> bool {
    let Some(resource) = model.inventory.get(arn).cloned() else { return false };
    let allowed = model.fleet.is_on(&resource.scope) && model.fleet.is_in(resource.scope.account);
    for detail in catalog::spec(resource.kind).details.iter().filter(|_| allowed) {
        model.loading.details.remove(&(arn.clone(), *detail));
        ask(model, &resource, *detail, Priority::Visible, out);
    }
    allowed
}

fn ask(
    model: &mut Model,
    resource: &Resource,
    detail: Detail,
    priority: Priority,
    out: &mut Vec<Effect>,
) -> bool {
    model.jobs.ask(Fetch::Detail(Target::of(resource), detail), priority, out).is_some()
}

fn is_needed(model: &Model, resource: &Resource, detail: Detail, in_sight: bool) -> bool {
    let scope = &resource.scope;
    if !model.fleet.is_on(scope) || !model.fleet.is_in(scope.account) {
        return false;
    }
    let failed = model.loading.details.get(&(resource.arn.clone(), detail));
    if failed.is_some_and(|attempt| !attempt.is_due(model.now)) {
        return false;
    }
    // The tagging API is asked in bulk first; only what it did not name is asked one by one.
    if detail == Detail::Tags && !model.loading.bulk.get(scope).is_some_and(|bulk| bulk.settled) {
        return false;
    }
    match resource.parts().get(detail) {
        Part::NotRead | Part::Failed(_) => true,
        Part::Read(at) => is_old(model, resource, detail, *at, in_sight),
    }
}

fn is_old(model: &Model, resource: &Resource, detail: Detail, at: Timestamp, in_sight: bool) -> bool {
    // The listing says that the resource changed since.
    if detail == Detail::Describe && resource.modified().is_some_and(|modified| modified > at) {
        return true;
    }
    // What is over does not change any more.
    let ends = catalog::spec(resource.kind).has_horizon;
    if ends && detail == Detail::Describe && !matches!(resource.phase, Phase::Ok | Phase::Changing) {
        return false;
    }
    // Read at a time that is still to come: the clock was set back since.
    if at.duration_since(model.now) > AHEAD {
        return true;
    }
    let Some(refresh) = model.setup.refresh_s.filter(|seconds| *seconds > 0) else { return false };
    // A stopped instance writes no log.
    if detail == Detail::Activity && resource.phase == Phase::Stopped {
        return false;
    }
    let times = if in_sight && detail != Detail::Tags { 1 } else { OUT_OF_SIGHT };
    seconds_between(at, model.now) >= i64::from(refresh) * times
}
