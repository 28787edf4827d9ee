//! What the status strip says, and the list of problems behind it: one honest line each, with what to do.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::acts::Stage;
use super::fleet::FleetState;
use super::model::Model;
use crate::model::account::{AccountState, Login};
use crate::model::failure::{Failure, FailureKind};
use crate::model::fetch::{Cell, Fetch, Notice, Severity};
use crate::model::inventory::Freshness;
use crate::model::scope::{AccountId, Region};
use crate::model::text::Safe;
use crate::model::time::short_span;

/// The numbers of the strip. A scope is one account in one region.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strip {
    /// Scopes whose listing is complete.
    pub scopes_ok: usize,
    pub scopes_total: usize,
    /// Listings under way.
    pub loading: usize,
    /// Calls that AWS throttled since the start.
    pub throttled: u64,
    pub denied: usize,
    /// Accounts that need a login.
    pub login_needed: usize,
    /// Scopes that failed for another reason.
    pub failed: usize,
    /// Scopes where the service or the region is not enabled.
    pub disabled: usize,
    /// Accounts that AWS suspended: counted, never called.
    pub suspended: usize,
    /// Scopes of which an earlier session's rows are shown.
    pub remembered: usize,
    /// When the oldest complete listing was read.
    pub oldest: Option<Timestamp>,
    /// Requests sent since the start.
    pub sent: u64,
    /// Details still to be read.
    pub details: usize,
}

/// Something that could not be read or is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub severity: Severity,
    /// What happened, and where.
    pub text: Safe,
    /// What to do; empty where nothing can be done here.
    pub todo: Safe,
    pub account: Option<AccountId>,
    pub cell: Option<Cell>,
}

/// What failures of details must share to be told in one line.
type Sort = (AccountId, Option<Region>, Option<&'static str>, FailureKind);

pub(super) fn strip(model: &Model) -> Strip {
    let mut strip = Strip {
        throttled: model.calls.throttled(),
        sent: model.calls.sent(),
        loading: model
            .jobs
            .iter()
            .filter(|(_, job)| matches!(job.fetch, Fetch::List(..) | Fetch::Fleet))
            .count(),
        details: model.loading.queue.len()
            + model.jobs.iter().filter(|(_, job)| matches!(job.fetch, Fetch::Detail(..))).count(),
        ..Strip::default()
    };
    for account in &model.fleet.accounts {
        strip.suspended += usize::from(account.state == AccountState::Suspended);
        if let Login::Failed(failure) = &account.login
            && !model.fleet.off_accounts.contains(&account.id)
        {
            match failure.kind {
                FailureKind::Denied => strip.denied += 1,
                FailureKind::LoginNeeded | FailureKind::MfaNeeded | FailureKind::NoCredentials => {
                    strip.login_needed += 1;
                }
                _ => strip.failed += 1,
            }
        }
    }
    for (account, scope) in model.fleet.scopes() {
        strip.scopes_total += 1;
        let Some(freshness) = model.freshness(&scope) else { continue };
        let is_in = matches!(account.login, Login::Ok { .. });
        match freshness {
            Freshness::Fresh(at) => {
                strip.scopes_ok += usize::from(is_in);
                strip.oldest = Some(strip.oldest.map_or(*at, |oldest| oldest.min(*at)));
            }
            Freshness::Remembered(at) => {
                strip.remembered += 1;
                strip.oldest = Some(strip.oldest.map_or(*at, |oldest| oldest.min(*at)));
            }
            Freshness::Stale(at, _) => {
                strip.failed += usize::from(is_in);
                strip.oldest = Some(strip.oldest.map_or(*at, |oldest| oldest.min(*at)));
            }
            Freshness::Denied(_) => strip.denied += 1,
            Freshness::Disabled(_) => strip.disabled += 1,
            Freshness::Partial(..) | Freshness::Failed(_) => strip.failed += usize::from(is_in),
            Freshness::Never | Freshness::Shrunk { .. } => {}
        }
    }
    strip
}

/// All problems, the gravest first.
pub(super) fn problems(model: &Model) -> Vec<Problem> {
    let mut all = Vec::new();
    let of_notice = |notice: &Notice| Problem {
        severity: notice.severity,
        text: notice.text.clone(),
        todo: Safe::new(""),
        account: None,
        cell: None,
    };
    all.extend(model.setup.banners.iter().chain(&model.fleet.notices).map(of_notice));
    let todo =
        Safe::new("Set this machine's clock, best by NTP: 5 minutes off, AWS refuses what other tools sign");
    all.extend(skew(model).map(|notice| Problem { todo, ..of_notice(&notice) }));
    if let FleetState::Failed(failure) = &model.fleet.state {
        all.push(problem(failure, Severity::Error, 1));
    }
    for account in &model.fleet.accounts {
        if model.fleet.off_accounts.contains(&account.id) {
            continue;
        }
        if let Login::Failed(failure) = &account.login {
            all.push(Problem { account: Some(account.id), ..problem(failure, Severity::Error, 1) });
        }
        if let Some(conflict) = &account.role_conflict {
            let text = Safe::new(format!("The role of {} is not clear: {conflict}", account.name));
            let todo = Safe::new("Set it with [[class]] in the configuration");
            all.push(Problem {
                severity: Severity::Warning,
                text,
                todo,
                account: Some(account.id),
                cell: None,
            });
        }
    }
    for (cell, state) in model.inventory.cells() {
        let is_in = model.fleet.is_in(cell.scope.account) && model.fleet.is_on(&cell.scope);
        match &state.freshness {
            // The account's own line tells what is wrong with its login.
            _ if !is_in => {}
            Freshness::Shrunk { had, now, .. } => {
                let text = format!(
                    "{} of {had} {} rows are missing in {} {}; listing again",
                    had - now,
                    cell.kind,
                    cell.scope.account,
                    cell.scope.region
                );
                all.push(Problem {
                    severity: Severity::Info,
                    text: Safe::new(text),
                    todo: Safe::new(""),
                    account: Some(cell.scope.account),
                    cell: Some(cell.clone()),
                });
            }
            freshness => {
                let Some(failure) = freshness.failure() else { continue };
                let is_fault = !matches!(freshness, Freshness::Disabled(_));
                let severity = if is_fault { Severity::Warning } else { Severity::Info };
                let line = problem(failure, severity, 1);
                all.push(Problem { account: Some(cell.scope.account), cell: Some(cell.clone()), ..line });
            }
        }
    }
    all.extend(details(model));
    all.extend(acts(model));
    all.sort_by_key(|problem| std::cmp::Reverse(problem.severity));
    all
}

/// Details that could not be read: one line for all rows that failed alike.
pub(super) fn details(model: &Model) -> Vec<Problem> {
    let mut alike: BTreeMap<Sort, (&Failure, usize)> = BTreeMap::new();
    for (scope, tally) in model.desk.table.tallies().filter(|(scope, _)| model.fleet.is_on(scope)) {
        for ((operation, kind), (failure, rows)) in &tally.failed {
            let sort = (scope.account, Some(scope.region.clone()), *operation, *kind);
            alike.entry(sort).or_insert((failure, 0)).1 += rows;
        }
    }
    let line = |((account, ..), (failure, rows)): (Sort, (&Failure, usize))| Problem {
        account: Some(account),
        ..problem(failure, Severity::Warning, rows)
    };
    alike.into_iter().map(line).collect()
}

/// What was done and did not end well, and what an earlier session left open.
fn acts(model: &Model) -> Vec<Problem> {
    let of_act = |severity, text: String, account: Option<AccountId>| Problem {
        severity,
        text: Safe::new(text),
        todo: Safe::new(
            "The audit screen (:audit) has the whole entry; look at the resource before trying again",
        ),
        account,
        cell: None,
    };
    let mut all = Vec::new();
    for (act, doing) in model.acts.failed() {
        let (severity, text) = match &doing.stage {
            Stage::Ended(ending, text) => (Severity::Error, format!("{ending}: {}", text.raw())),
            Stage::Skipped(text) => (Severity::Warning, text.raw().to_owned()),
            _ => continue,
        };
        let item = &doing.item;
        let text = format!("{} {}: {text} · {}", act.verb, item.target.name.raw(), item.account.name.raw());
        all.push(of_act(severity, text, Some(item.account.id)));
    }
    for earlier in
        model.acts.earlier.iter().filter(|earlier| !earlier.found.as_ref().is_some_and(Stage::is_good))
    {
        let act = &earlier.act;
        let found = match &earlier.found {
            Some(Stage::Ended(ending, text)) => format!("{ending}: {}", text.raw()),
            Some(Stage::Skipped(text)) => format!("still unresolved: {}", text.raw()),
            _ => "unresolved: looking what became of it".to_owned(),
        };
        let text = format!(
            "earlier session, {} {}: {found} · {}",
            act.action.raw(),
            act.name.raw(),
            act.account_name.raw()
        );
        all.push(of_act(Severity::Warning, text, act.account.raw().parse().ok()));
    }
    all
}

fn problem(failure: &Failure, severity: Severity, rows: usize) -> Problem {
    let place = failure.place.to_string();
    let mut text = format!("{}: {}", failure.kind.word(), failure.what.raw());
    for part in [place, if rows > 1 { format!("{rows} rows") } else { String::new() }] {
        if !part.is_empty() {
            text = format!("{text} · {part}");
        }
    }
    Problem {
        severity,
        text: Safe::new(text),
        todo: failure.todo.clone(),
        account: failure.place.account,
        cell: None,
    }
}

/// From here on AWS refuses what other tools sign with this machine's time.
const GRAVE_SKEW_S: i64 = 300;

/// That this machine's clock is wrong, so that times are AWS's and not its own.
fn skew(model: &Model) -> Option<Notice> {
    let skew_s = model.calls.skew_s;
    let away = short_span(skew_s.abs());
    let severity = if skew_s.abs() >= GRAVE_SKEW_S { Severity::Warning } else { Severity::Info };
    let side = match skew_s {
        0 => return None,
        1.. => "behind",
        _ => "ahead of",
    };
    let text = Safe::new(format!("This machine's clock is {away} {side} AWS's; times here are AWS's"));
    Some(Notice { severity, text })
}

/// The gravest of what was said about configuration and fleet, when it is grave enough for a line of its own.
pub(super) fn banner(model: &Model) -> Option<Notice> {
    let skew = skew(model);
    let all = model.setup.banners.iter().chain(&model.fleet.notices).chain(&skew);
    // The first of the gravest: `max_by_key` would take the last.
    let worst =
        all.filter(|notice| notice.severity >= Severity::Warning).rev().max_by_key(|notice| notice.severity);
    worst.cloned()
}
