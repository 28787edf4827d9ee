//! The fleet of an organization: its tree, its tags, a role in every member.

use super::{Facts, Sink, all, no_account, own, tell, tell_accounts, tell_guess};
use crate::aws::clients;
use crate::aws::failure::Access;
use crate::aws::identity::{Caller, Proof, verify};
use crate::aws::organizations::{AT_A_TIME, Member, Reader, Unit};
use crate::aws::partition::partition;
use crate::aws::profiles::Hop;
use crate::aws::session::door::Door;
use crate::aws::session::{Sessions, Way};
use crate::aws::settings::Organization;
use crate::model::account::{Account, AccountState, Login, Via};
use crate::model::failure::{Failure, FailureKind, Place};
use crate::model::fetch::Severity;
use crate::model::scope::AccountId;
use crate::model::text::Safe;

/// AWS allows five levels below the root; more would be a loop.
const DEEPEST: usize = 10;

pub(super) async fn fleet(
    sessions: &Sessions,
    organization: &Organization,
    sink: &Sink,
) -> Result<(), Failure> {
    let door = sessions.home(false).await?;
    let caller = verify(&door, None, Proof::Given).await?;
    if door.region_guessed {
        tell_guess(sink, &door.region, std::slice::from_ref(&door.name));
    }
    let reader = reader(&door, &caller);
    let members = match read_tree(&reader, sink).await {
        Ok(members) if !members.is_empty() => members,
        Ok(_) => return fall_back(sessions, organization, &reader, &caller, None, sink).await,
        Err(failure) if may_fall_back(failure.kind) => {
            return fall_back(sessions, organization, &reader, &caller, Some(failure), sink).await;
        }
        Err(failure) => return Err(failure),
    };
    let mut members = members;
    if organization.selects_by_tag() {
        read_tags(&reader, &mut members, sink).await;
    }
    let known: Vec<(AccountId, Safe)> =
        members.iter().map(|member| (member.id, member.name.clone())).collect();
    sessions.tell_unmatched(&known, sink);
    members.retain(|member| organization.takes(member) && sessions.wants(member.id, &member.name));
    if members.is_empty() {
        return Err(no_account());
    }
    let accounts = |members: &[Member]| -> Vec<(Account, Way)> {
        members.iter().map(|member| account(sessions, organization, &door, &caller, member)).collect()
    };
    let seats = sessions.seat_all(accounts(&members), sink);
    let tags = async {
        if !organization.selects_by_tag() {
            read_tags(&reader, &mut members, sink).await;
        }
        // Roles may follow from tags, so the accounts are told again.
        for (account, _) in accounts(&members) {
            if let Some(seat) = sessions.seat(account.id) {
                seat.learn(account);
            }
        }
        tell_accounts(&seats, sink);
    };
    tokio::join!(tags, sessions.log_in(&seats, sink));
    Ok(())
}

fn reader(door: &Door, caller: &Caller) -> Reader {
    let place = Place { account: Some(caller.account), name: Some(door.name.clone()), ..Place::default() };
    let access = Access { verified: true, renew: door.renew.clone(), now: None };
    Reader { client: clients::organizations(&door.config, caller.account), place, access }
}

/// The whole tree, level by level. A unit below the roots that cannot be read is a notice; the roots are not.
async fn read_tree(reader: &Reader, sink: &Sink) -> Result<Vec<Member>, Failure> {
    let mut level = reader.roots().await?;
    let mut members: Vec<Member> = Vec::new();
    for depth in 0..DEEPEST {
        let mut next: Vec<Unit> = Vec::new();
        let work = level.into_iter().map(|unit| {
            let reader = reader.clone();
            async move { (reader.held(&unit).await, unit) }
        });
        for (held, unit) in all(work, AT_A_TIME).await {
            match held {
                Ok(held) => {
                    members.extend(held.members);
                    next.extend(held.units);
                }
                Err(failure) if depth == 0 => return Err(failure),
                Err(failure) => {
                    let path: Vec<&str> = unit.path.iter().map(Safe::shown).collect();
                    tell(
                        sink,
                        Severity::Error,
                        format!("accounts below {} are missing: {failure}", path.join("/")),
                    );
                }
            }
        }
        level = next;
        if level.is_empty() {
            break;
        }
    }
    members.sort_by(|a, b| (&a.path, &a.name, a.id).cmp(&(&b.path, &b.name, b.id)));
    members.dedup_by_key(|member| member.id);
    Ok(members)
}

/// Tags of all members that are open. What fails is one line for all.
async fn read_tags(reader: &Reader, members: &mut [Member], sink: &Sink) {
    let open: Vec<AccountId> = members
        .iter()
        .filter(|member| member.state == AccountState::Active)
        .map(|member| member.id)
        .collect();
    // The first answer speaks for all: the same caller asks the same service.
    let Some((first, rest)) = open.split_first() else { return };
    let mut answers = vec![(*first, reader.tags(*first).await)];
    let denied = matches!(&answers[0].1, Err(failure) if may_fall_back(failure.kind));
    if !denied {
        let work = rest.iter().map(|id| {
            let (reader, id) = (reader.clone(), *id);
            async move { (id, reader.tags(id).await) }
        });
        answers.extend(all(work, AT_A_TIME).await);
    }
    let mut failures = Vec::new();
    for (id, tags) in answers {
        match tags {
            Ok(tags) => members
                .iter_mut()
                .filter(|member| member.id == id)
                .for_each(|member| member.tags = Some(tags.clone())),
            Err(failure) => failures.push(failure),
        }
    }
    if let Some(failure) = failures.first() {
        let count = if denied { open.len() } else { failures.len() };
        let text = format!(
            "the tags of {count} accounts were not read, so that roles follow from units and names: {failure}"
        );
        tell(sink, Severity::Warning, text);
    }
}

/// The account and the way into it.
fn account(
    sessions: &Sessions,
    organization: &Organization,
    door: &Door,
    caller: &Caller,
    member: &Member,
) -> (Account, Way) {
    let (way, via) = if member.id == caller.account {
        (Way::Home, Via::Profile(door.name.clone()))
    } else {
        let role_arn = organization.role_arn(member, partition(&door.region));
        let via = Via::Role(Safe::new(&role_arn));
        let hop = |role_arn| {
            let external_id = organization.external_id.clone();
            Hop { role_arn, external_id, session_name: None, seconds: None }
        };
        let act = organization.operator_role_arn(member, partition(&door.region));
        (Way::Member { read: hop(role_arn), act: hop(act) }, via)
    };
    let facts = Facts {
        id: member.id,
        name: member.name.clone(),
        path: member.path.clone(),
        tags: member.tags.clone(),
        state: member.state,
        via,
        regions: sessions.regions(&door.region),
        login: Login::Unknown,
    };
    (sessions.account_of(facts), way)
}

/// Whether the failure says "this caller may not read the organization", as opposed to "not now".
const fn may_fall_back(kind: FailureKind) -> bool {
    matches!(
        kind,
        FailureKind::Denied
            | FailureKind::Disabled
            | FailureKind::Unsupported
            | FailureKind::ServerError
            | FailureKind::NotFound
    )
}

/// The configured profiles instead, else the profile's own account.
async fn fall_back(
    sessions: &Sessions,
    organization: &Organization,
    reader: &Reader,
    caller: &Caller,
    why: Option<Failure>,
    sink: &Sink,
) -> Result<(), Failure> {
    let management = reader.management().await.ok().flatten();
    let why = why.map_or_else(|| Safe::new("it answers with no account"), |failure| failure.what);
    let who = match management {
        Some(id) if id == caller.account => format!("{id} manages the organization but cannot read it"),
        Some(id) => format!(
            "{} neither manages the organization (that is {id}) nor is it a delegated administrator",
            caller.account
        ),
        None => format!("the organization cannot be read from {}", caller.account),
    };
    let profiles = match (&organization.fallback_profiles, &organization.profile) {
        (profiles, _) if !profiles.is_empty() => profiles.clone(),
        (_, Some(profile)) => vec![profile.clone()],
        _ => Vec::new(),
    };
    let instead =
        if organization.fallback_profiles.is_empty() { "its own account" } else { "the configured profiles" };
    tell(sink, Severity::Warning, format!("{who}: showing {instead} instead ({why})"));
    own::fleet(sessions, &profiles, sink).await
}
