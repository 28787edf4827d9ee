//! Asks the engine everything a question needs and keeps what came: the fleet, then listings, then details.
//!
//! Invariant: a failed listing is remembered as incomplete data; a failed detail is counted and its field stays absent.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::needs::Needs;
use super::progress::Progress;
use crate::aws::engine::Engine;
use crate::catalog;
use crate::model::account::{Account, AccountState, Login};
use crate::model::failure::{Failure, FailureKind};
use crate::model::fetch::{Arrival, Cell, Fetch, Horizon, JobId, Notice, Priority, Severity, Target};
use crate::model::id::Arn;
use crate::model::inventory::{Ended, Inventory};
use crate::model::kind::Kind;
use crate::model::resource::{Detail, Part, Resource};
use crate::model::scope::{AccountId, Region, Scope};

/// Questions under way at a time. The governor inside the engine decides what really leaves.
const AT_ONCE: usize = 256;

/// What was read.
#[derive(Debug, Default)]
pub(in crate::cli) struct Gathered {
    pub inventory: Inventory,
    pub accounts: Vec<Arc<Account>>,
    /// When the accounts were found, where that was not just now.
    pub accounts_at: Option<Timestamp>,
    pub notices: Vec<Notice>,
    /// Listings that failed or broke off, and accounts that could not be entered.
    pub incomplete: Vec<Failure>,
    /// Details that could not be read, by what and why.
    pub missing: BTreeMap<(Detail, FailureKind), (usize, Option<Failure>)>,
}

impl Gathered {
    /// Accounts that are closed: never asked.
    pub(in crate::cli) fn suspended(&self) -> usize {
        self.accounts.iter().filter(|account| account.state == AccountState::Suspended).count()
    }
}

/// Reads the fleet and then, of each kind, what it needs.
pub(in crate::cli) async fn gather(
    engine: &Engine,
    kinds: &[(Kind, Needs)],
    progress: &mut Progress,
) -> Gathered {
    let mut found = Gathered::default();
    fleet(engine, &mut found, progress).await;
    let listed: Vec<&(Kind, Needs)> = kinds.iter().filter(|(kind, _)| *kind != Kind::Account).collect();
    if listed.is_empty() {
        return found;
    }
    let scopes = scopes(&mut found);
    let mut cells: BTreeMap<Cell, bool> = BTreeMap::new();
    for (kind, needs) in &listed {
        for scope in &scopes {
            cells.insert(Cell { scope: scope.clone(), kind: *kind }, true);
            for joined in needs.joins.keys() {
                cells.entry(Cell { scope: scope.clone(), kind: *joined }).or_default();
            }
        }
    }
    list(engine, &cells, kinds, &mut found, progress).await;
    details(engine, kinds, &mut found, progress).await;
    found
}

async fn fleet(engine: &Engine, found: &mut Gathered, progress: &mut Progress) {
    let mut accounts: Vec<Account> = Vec::new();
    let mut logins: HashMap<AccountId, Login> = HashMap::new();
    ask(engine, vec![Fetch::Fleet], |_, arrival| match arrival {
        Arrival::Accounts(all) => accounts = all,
        Arrival::Login(id, login) => {
            logins.insert(id, login);
        }
        Arrival::Notice(notice) => found.notices.push(notice),
        Arrival::Failed(failure, _) => found.incomplete.push(failure),
        _ => {}
    })
    .await;
    for mut account in accounts {
        if let Some(login) = logins.remove(&account.id) {
            account.login = login;
        }
        found.accounts.push(Arc::new(account));
    }
    progress.accounts(found.accounts.len());
}

/// Every scope that can be asked. Accounts that could not be entered are incomplete data.
fn scopes(found: &mut Gathered) -> Vec<Scope> {
    let mut scopes = Vec::new();
    for account in found.accounts.iter().filter(|account| account.state == AccountState::Active) {
        match &account.login {
            Login::Failed(failure) => found.incomplete.push(failure.clone()),
            Login::Ok { .. } | Login::Unknown => {
                let scope = |region: &Region| Scope { account: account.id, region: region.clone() };
                scopes.extend(account.regions.iter().map(scope));
            }
        }
    }
    scopes
}

/// Lists every cell; one that suddenly lost half of its rows is listed again. `asked` says whether the kind was asked
/// for, or only joined.
async fn list(
    engine: &Engine,
    cells: &BTreeMap<Cell, bool>,
    kinds: &[(Kind, Needs)],
    found: &mut Gathered,
    progress: &mut Progress,
) {
    let horizon = |kind: Kind| {
        let needs = kinds.iter().find(|(known, _)| *known == kind);
        needs.map_or(Horizon::default(), |(_, needs)| needs.horizon)
    };
    let mut wanted: Vec<(&Cell, bool)> = cells.iter().map(|(cell, asked)| (cell, *asked)).collect();
    while !wanted.is_empty() {
        let mut again = Vec::new();
        for (number, (cell, _)) in wanted.iter().enumerate() {
            found.inventory.begin(cell, JobId(number as u64));
        }
        progress.begin("listings", wanted.len());
        let fetches =
            wanted.iter().map(|(cell, _)| Fetch::List((*cell).clone(), horizon(cell.kind))).collect();
        ask(engine, fetches, |number, arrival| {
            let Some((cell, asked)) = wanted.get(number) else { return };
            let job = JobId(number as u64);
            match arrival {
                Arrival::Page(page) => {
                    progress.rows(page.rows.len());
                    found.inventory.merge(job, page);
                }
                Arrival::Done(at) => {
                    progress.step();
                    if found.inventory.finish(cell, job, at) == Ended::Confirm {
                        again.push((*cell, *asked));
                    }
                }
                Arrival::Failed(failure, _) => {
                    progress.step();
                    found.inventory.fail(cell, job, failure.clone());
                    let complete =
                        found.inventory.cell(cell).is_some_and(|state| state.freshness.is_complete());
                    if *asked && !complete {
                        found.incomplete.push(failure);
                    }
                }
                _ => {}
            }
        })
        .await;
        wanted = again;
    }
}

/// Reads what is read per row: tags in bulk first, then one call for each part that is still missing.
async fn details(engine: &Engine, kinds: &[(Kind, Needs)], found: &mut Gathered, progress: &mut Progress) {
    let wants_tags = |kind: Kind| {
        // Elsewhere the bulk answer says nothing.
        let in_bulk = catalog::spec(kind).calls.contains(&"tag:GetResources");
        in_bulk && kinds.iter().any(|(k, needs)| *k == kind && needs.details.contains(&Detail::Tags))
    };
    let mut tagged: Vec<Scope> =
        found.inventory.resources().filter(|row| wants_tags(row.kind)).map(|row| row.scope.clone()).collect();
    tagged.sort();
    tagged.dedup();
    progress.begin("tags", tagged.len());
    ask(engine, tagged.into_iter().map(Fetch::BulkTags).collect(), |_, arrival| match arrival {
        Arrival::Patch(patch) => {
            found.inventory.patch(*patch);
        }
        // The bulk answer only saves calls: what it does not bring is asked for one by one.
        Arrival::Done(_) | Arrival::Failed(..) => progress.step(),
        _ => {}
    })
    .await;

    let referred = referred(kinds, &found.inventory);
    let mut fetches = Vec::new();
    for row in found.inventory.resources() {
        for detail in wanted(row, kinds, &referred) {
            if matches!(row.parts().get(detail), Part::NotRead) {
                fetches.push((row.scope.clone(), detail, Target::of(row)));
            }
        }
    }
    let fetches = interleaved(fetches);
    progress.begin("details", fetches.len());
    ask(engine, fetches, |_, arrival| match arrival {
        Arrival::Patch(patch) => {
            if let Err(failure) = &patch.result {
                let missing = found.missing.entry((patch.detail, failure.kind)).or_default();
                missing.0 += 1;
                missing.1.get_or_insert_with(|| failure.clone());
            }
            found.inventory.patch(*patch);
        }
        Arrival::Done(_) | Arrival::Failed(..) => progress.step(),
        _ => {}
    })
    .await;
}

/// The details of one row that the question needs. What was only joined is described where an asked row refers to it.
fn wanted(row: &Resource, kinds: &[(Kind, Needs)], referred: &HashSet<Arn>) -> Vec<Detail> {
    let asked = kinds.iter().find(|(kind, _)| *kind == row.kind);
    let mut wanted: Vec<Detail> =
        asked.map(|(_, needs)| needs.details.iter().copied().collect()).unwrap_or_default();
    if !wanted.contains(&Detail::Describe) && referred.contains(&row.arn) {
        wanted.push(Detail::Describe);
    }
    wanted
}

/// What asked rows refer to and is judged together with them, with its description.
fn referred(kinds: &[(Kind, Needs)], inventory: &Inventory) -> HashSet<Arn> {
    let described = |from: Kind, to: Kind| {
        let needs = kinds.iter().find(|(kind, _)| *kind == from).map(|(_, needs)| needs);
        needs.is_some_and(|needs| needs.joins.get(&to).copied().unwrap_or_default())
    };
    let mut referred = HashSet::new();
    for (kind, _) in kinds.iter().filter(|(_, needs)| needs.joins.values().any(|described| *described)) {
        for row in inventory.resources().filter(|row| row.kind == *kind) {
            let around = catalog::around(row, inventory).into_iter();
            referred.extend(around.filter(|to| described(*kind, to.kind)).map(|to| to.arn.clone()));
        }
    }
    referred
}

/// One of each scope in turn, so that a slow account does not hold up the others.
fn interleaved(fetches: Vec<(Scope, Detail, Target)>) -> Vec<Fetch> {
    let mut counts: HashMap<Scope, usize> = HashMap::new();
    let mut ordered: Vec<(usize, Scope, Fetch)> = fetches
        .into_iter()
        .map(|(scope, detail, target)| {
            let turn = counts.entry(scope.clone()).or_default();
            *turn += 1;
            (*turn, scope, Fetch::Detail(target, detail))
        })
        .collect();
    ordered.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    ordered.into_iter().map(|(_, _, fetch)| fetch).collect()
}

/// Runs the fetches, so many at a time, and hands each arrival on with the number of its fetch.
async fn ask(engine: &Engine, fetches: Vec<Fetch>, mut take: impl FnMut(usize, Arrival)) {
    let (all, mut arrivals) = mpsc::unbounded_channel();
    let mut waiting = fetches.into_iter().enumerate();
    let mut running = JoinSet::new();
    loop {
        while running.len() < AT_ONCE {
            let Some((number, fetch)) = waiting.next() else { break };
            let (engine, all) = (engine.clone(), all.clone());
            running.spawn(async move {
                let (sink, mut own) = mpsc::unbounded_channel();
                let forward = async {
                    while let Some(arrival) = own.recv().await {
                        let _ = all.send((number, arrival));
                    }
                };
                let run = async {
                    engine.run(fetch, Priority::Visible, &sink).await;
                    drop(sink);
                };
                tokio::join!(run, forward);
            });
        }
        tokio::select! {
            biased;
            Some((number, arrival)) = arrivals.recv() => take(number, arrival),
            ended = running.join_next() => match ended {
                Some(Ok(())) => {}
                Some(Err(error)) => {
                    if let Ok(panic) = error.try_into_panic() {
                        std::panic::resume_unwind(panic);
                    }
                }
                None => break,
            },
        }
    }
    while let Ok((number, arrival)) = arrivals.try_recv() {
        take(number, arrival);
    }
}

impl Gathered {
    /// A notice that something of the fleet could not be read at all.
    pub(in crate::cli) fn has_errors(&self) -> bool {
        self.notices.iter().any(|notice| notice.severity == Severity::Error)
    }
}
