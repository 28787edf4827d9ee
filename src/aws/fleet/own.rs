//! The fleet of profiles: each profile is an account.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::{AT_A_TIME, Facts, Sink, no_account, tell, tell_accounts, tell_guess};
use crate::aws::identity::{Caller, Proof, verify};
use crate::aws::organizations::named;
use crate::aws::profiles::Book;
use crate::aws::session::door::Door;
use crate::aws::session::{Purpose, Seat, Sessions, Way};
use crate::model::account::{Account, AccountState, Login, Via};
use crate::model::failure::Failure;
use crate::model::fetch::{Arrival, Severity};
use crate::model::scope::{AccountId, Region};
use crate::model::text::Safe;

/// One profile on its way to an account.
struct Candidate {
    /// Absent = the default chain.
    profile: Option<String>,
    name: Safe,
    /// The account that the profile says it leads into.
    expected: Option<AccountId>,
    region: Option<Region>,
}

/// How far a candidate came.
struct Outcome {
    index: usize,
    account: Option<AccountId>,
    result: Result<(Door, Caller), Failure>,
}

pub(super) async fn fleet(sessions: &Sessions, patterns: &[String], sink: &Sink) -> Result<(), Failure> {
    let settings = sessions.settings();
    let book = if settings.credentials.is_none() { Some(Book::load(settings).await?) } else { None };
    let candidates = candidates(sessions, patterns, book.as_ref(), sink)?;
    let alone = candidates.len() == 1;
    let candidates: Arc<[Candidate]> = candidates.into();
    let mut taken: BTreeMap<AccountId, usize> = BTreeMap::new();
    for (index, candidate) in candidates.iter().enumerate() {
        if let Some(id) = candidate.expected {
            taken.entry(id).or_insert(index);
        }
    }
    let shown = |taken: &BTreeMap<AccountId, usize>| {
        let mut order: Vec<(AccountId, usize)> = taken.iter().map(|(id, index)| (*id, *index)).collect();
        order.sort_by_key(|(_, index)| *index);
        order
    };
    let first: Vec<(Account, Way)> = shown(&taken)
        .into_iter()
        .filter_map(|(id, index)| {
            candidates.get(index).map(|candidate| (candidate.account(sessions, id), candidate.way()))
        })
        .collect();
    if !first.is_empty() {
        sessions.seat_all(first, sink);
    }
    let book = book.map(Arc::new);
    let mut tasks = start(sessions, &candidates, book.as_ref());
    let (mut guessed, mut first_failure, mut doubles, mut spares) =
        (Vec::new(), None, Vec::new(), Vec::new());
    let mut region_guessed = None;
    while let Some(finished) = tasks.join_next().await {
        let Ok(outcome) = finished else { continue };
        let Some(candidate) = candidates.get(outcome.index) else { continue };
        let Some(id) = outcome.account else {
            if let Err(failure) = outcome.result {
                if !alone {
                    tell(sink, Severity::Error, format!("{}: {failure}", candidate.name));
                }
                first_failure.get_or_insert(failure);
            }
            continue;
        };
        if !sessions.wants(id, &candidate.name) {
            continue;
        }
        if let Ok((door, _)) = &outcome.result
            && door.region_guessed
        {
            guessed.push(door.name.clone());
            region_guessed = Some(door.region.clone());
        }
        // The first profile of an account wins, except that one that works stands in for one that does not.
        match taken.get(&id).copied().filter(|holder| *holder != outcome.index) {
            Some(holder) if holder < outcome.index => {
                doubles.push((id, holder, outcome.index));
                if outcome.result.is_ok() {
                    spares.push((id, outcome));
                }
            }
            holder => {
                doubles.extend(holder.map(|holder| (id, outcome.index, holder)));
                taken.insert(id, outcome.index);
                place(sessions, candidate, id, outcome.result, sink).await;
            }
        }
    }
    spares.sort_by_key(|(_, spare)| spare.index);
    for (id, spare) in spares {
        if let Some(candidate) = candidates.get(spare.index).filter(|_| failed(sessions, id)) {
            doubles
                .iter_mut()
                .filter(|double| double.0 == id)
                .for_each(|double| *double = (id, spare.index, double.1));
            taken.insert(id, spare.index);
            place(sessions, candidate, id, spare.result, sink).await;
        }
    }
    for (id, kept, dropped) in doubles {
        if let (Some(kept), Some(dropped)) = (candidates.get(kept), candidates.get(dropped)) {
            let text = format!(
                "profiles `{}` and `{}` lead into the same account {id}: `{}` is used",
                kept.name, dropped.name, kept.name
            );
            tell(sink, Severity::Warning, text);
        }
    }
    let order: Vec<Arc<Seat>> = shown(&taken).into_iter().filter_map(|(id, _)| sessions.seat(id)).collect();
    if order.is_empty() {
        return Err(first_failure.unwrap_or_else(no_account));
    }
    if let Some(region) = region_guessed {
        tell_guess(sink, &region, &guessed);
    }
    let known: Vec<(AccountId, Safe)> = order.iter().map(|seat| (seat.id, seat.account().name)).collect();
    sessions.tell_unmatched(&known, sink);
    sessions.set_seats(order.iter().map(|seat| (seat.id, seat.clone())).collect());
    tell_accounts(&order, sink);
    Ok(())
}

fn failed(sessions: &Sessions, id: AccountId) -> bool {
    sessions.seat(id).is_some_and(|seat| matches!(seat.account().login, Login::Failed(_)))
}

/// The profiles to try. Those that `--account` surely does not mean are not called at all.
fn candidates(
    sessions: &Sessions,
    patterns: &[String],
    book: Option<&Book>,
    sink: &Sink,
) -> Result<Vec<Candidate>, Failure> {
    let Some(book) = book else {
        let name = Safe::new("default");
        return Ok(vec![Candidate { profile: None, name, expected: None, region: None }]);
    };
    if patterns.is_empty() {
        let plan = book.default_plan()?;
        let (name, expected, region) = (Safe::new(&plan.name), plan.expected, plan.region);
        return Ok(vec![Candidate { profile: None, name, expected, region }]);
    }
    let (names, notices) = book.expand(patterns);
    let (mut found, mut broken) = (Vec::new(), Vec::new());
    for name in names {
        match book.plan(&name) {
            Ok(plan) => {
                let shown = Safe::new(&name);
                let accounts = &sessions.settings().accounts;
                let by_name = || accounts.iter().any(|pattern| crate::model::glob::glob(pattern, &name));
                let wanted = match plan.expected {
                    Some(id) => {
                        accounts.is_empty() || accounts.iter().any(|pattern| named(pattern, id, &shown))
                    }
                    None => {
                        accounts.is_empty()
                            || by_name()
                            || accounts.iter().any(|id| id.parse::<AccountId>().is_ok())
                    }
                };
                if wanted {
                    let (expected, region) = (plan.expected, plan.region);
                    found.push(Candidate { profile: Some(name), name: shown, expected, region });
                }
            }
            Err(failure) => broken.push(failure),
        }
    }
    let nothing = found.is_empty();
    // With a single profile its failure is the answer; it would only be said twice.
    if nothing && notices.is_empty() && broken.len() == 1 {
        return Err(broken.remove(0));
    }
    for notice in notices {
        let _ = sink.send(Arrival::Notice(notice));
    }
    for failure in &broken {
        tell(sink, Severity::Error, failure.to_string());
    }
    if nothing { Err(broken.into_iter().next().unwrap_or_else(no_account)) } else { Ok(found) }
}

fn start(sessions: &Sessions, candidates: &Arc<[Candidate]>, book: Option<&Arc<Book>>) -> JoinSet<Outcome> {
    let places = Arc::new(Semaphore::new(AT_A_TIME));
    let mut tasks = JoinSet::new();
    for index in 0..candidates.len() {
        let (sessions, candidates, book, places) =
            (sessions.clone(), candidates.clone(), book.cloned(), places.clone());
        tasks.spawn(async move {
            let _place = places.acquire_owned().await;
            let candidate = candidates.get(index);
            let profile = candidate.and_then(|candidate| candidate.profile.as_deref());
            let expected = candidate.and_then(|candidate| candidate.expected);
            let result = match sessions.profile_door(profile, book.as_deref(), Purpose::Read).await {
                Ok(door) => verify(&door, expected, Proof::Given).await.map(|caller| (door, caller)),
                Err(failure) => Err(failure),
            };
            let account = result.as_ref().map_or(expected, |(_, caller)| Some(caller.account));
            Outcome { index, account, result }
        });
    }
    tasks
}

/// Gives the account its seat with the outcome, and tells the sink.
async fn place(
    sessions: &Sessions,
    candidate: &Candidate,
    id: AccountId,
    result: Result<(Door, Caller), Failure>,
    sink: &Sink,
) {
    let mut account = candidate.account(sessions, id);
    if let Ok((door, _)) = &result {
        account.regions = sessions.regions(&door.region);
    }
    let seat = Arc::new(Seat::new(candidate.way(), account));
    let now = sessions.settings().now();
    // The outcome is kept in the seat either way.
    let _ = seat.settle(result, now).await;
    let known = sessions.seat(id).is_some();
    sessions.add_seat(seat.clone());
    if !known {
        let all: Vec<Arc<Seat>> = sessions.seats();
        tell_accounts(&all, sink);
    }
    let _ = sink.send(Arrival::Login(id, seat.account().login));
}

impl Candidate {
    fn way(&self) -> Way {
        Way::Profile(self.profile.clone())
    }

    fn account(&self, sessions: &Sessions, id: AccountId) -> Account {
        let own = self.region.clone().or_else(crate::aws::session::door::environment_region);
        let given = sessions.settings().regions.clone();
        let regions = if given.is_empty() { own.into_iter().collect() } else { given };
        sessions.account_of(Facts {
            id,
            name: self.name.clone(),
            path: Vec::new(),
            tags: None,
            state: AccountState::Active,
            via: Via::Profile(self.name.clone()),
            regions,
            login: Login::Unknown,
        })
    }
}
