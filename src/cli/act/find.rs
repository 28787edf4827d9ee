//! One resource with everything that a decision needs: its account and the way into it, its row in the listing, its
//! description, its tags and its last use. The listing alone says that it exists, and how its name is written.

use tokio::sync::mpsc::unbounded_channel;

use crate::aws::engine::Engine;
use crate::catalog;
use crate::cli::complain;
use crate::model::account::{Account, Login};
use crate::model::failure::{Failure, FailureKind};
use crate::model::fetch::{Arrival, Cell, Fetch, Horizon, JobId, Priority, Severity, Target};
use crate::model::inventory::Inventory;
use crate::model::resource::{Detail, Resource};
use crate::model::text::Safe;

/// What was found.
pub(super) struct Found {
    pub account: Account,
    pub resource: Resource,
}

pub(super) async fn find(engine: &Engine, target: &Target) -> Result<Found, Failure> {
    let account = account(engine, target).await?;
    let cell = Cell { scope: target.scope.clone(), kind: target.kind };
    let mut inventory = Inventory::default();
    let job = JobId(1);
    inventory.begin(&cell, job);
    for arrival in asked(engine, Fetch::List(cell, Horizon::default())).await? {
        if let Arrival::Page(page) = arrival {
            inventory.merge(job, page);
        }
    }
    let listed = inventory.get(&target.arn).ok_or_else(|| missing(target))?;
    let target = Target::of(listed);
    // Tags of what has none of its own, but those of something else, are asked for as well.
    let told = catalog::spec(target.kind).details;
    let more = [Detail::Tags].into_iter().filter(|detail| !told.contains(detail));
    for detail in told.iter().copied().chain(more) {
        // The last use and the content only inform; without state and tags nothing is decided.
        let answered = asked(engine, Fetch::Detail(target.clone(), detail)).await;
        let informs = matches!(detail, Detail::Activity | Detail::Content);
        let arrivals = if informs { answered.unwrap_or_default() } else { answered? };
        for arrival in arrivals {
            if let Arrival::Patch(patch) = arrival {
                inventory.patch(*patch);
            }
        }
    }
    let resource = inventory.get(&target.arn).ok_or_else(|| missing(&target))?;
    Ok(Found { account, resource: Resource::clone(resource) })
}

async fn account(engine: &Engine, target: &Target) -> Result<Account, Failure> {
    let mut found: Option<Account> = None;
    for arrival in asked(engine, Fetch::Fleet).await? {
        match arrival {
            Arrival::Accounts(all) => {
                let login = found.take().map(|known| known.login);
                found = all.into_iter().find(|account| account.id == target.scope.account);
                if let (Some(found), Some(login)) = (&mut found, login)
                    && found.login == Login::Unknown
                {
                    found.login = login;
                }
            }
            Arrival::Login(id, login) => {
                if let Some(found) = found.as_mut().filter(|found| found.id == id) {
                    found.login = login;
                }
            }
            _ => {}
        }
    }
    let account = found.ok_or_else(|| {
        let what = format!("account {} is not part of this fleet", target.scope.account);
        Failure::new(FailureKind::NotFound, what, "check --profile, --org and the ARN")
    })?;
    match account.login {
        Login::Failed(failure) => Err(failure),
        Login::Ok { .. } | Login::Unknown => Ok(account),
    }
}

/// Everything that one question brings, or its failure.
async fn asked(engine: &Engine, fetch: Fetch) -> Result<Vec<Arrival>, Failure> {
    let (sink, mut source) = unbounded_channel();
    engine.run(fetch, Priority::Visible, &sink).await;
    drop(sink);
    let mut arrivals = Vec::new();
    while let Some(arrival) = source.recv().await {
        match arrival {
            Arrival::Failed(failure, _) => return Err(failure),
            Arrival::Notice(notice) if notice.severity != Severity::Info => complain(notice.text.to_string()),
            arrival => arrivals.push(arrival),
        }
    }
    Ok(arrivals)
}

fn missing(target: &Target) -> Failure {
    let what = Safe::new(format!("{} is not in the listing of its account and region", target.arn.raw()));
    Failure::new(FailureKind::NotFound, what, "check the ARN; SageMaker writes names in ARNs in lower case")
}
