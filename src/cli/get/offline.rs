//! What was remembered, as if it had been gathered: for `--offline`.
//!
//! Invariant: nothing is asked. A listing that a question needs and nobody remembers is incomplete data, as is one that
//! could not be read.

use std::sync::Arc;

use jiff::Timestamp;

use super::gather::Gathered;
use super::needs::Needs;
use crate::compose::Recollection;
use crate::model::account::AccountState;
use crate::model::failure::{Failure, FailureKind, Place};
use crate::model::fetch::{Cell, Notice, Severity};
use crate::model::kind::Kind;
use crate::model::resource::Part;
use crate::model::scope::Scope;
use crate::model::text::Safe;
use crate::model::time::{seconds_between, short_span};

pub(super) fn gathered(
    recollection: Option<Recollection>,
    kinds: &[(Kind, Needs)],
    now: Timestamp,
) -> Gathered {
    let mut found = Gathered::default();
    let Some(Recollection { accounts, at, listings }) = recollection else {
        found.incomplete.push(nothing("nothing is remembered of these accounts", Place::default()));
        return found;
    };
    found.accounts_at = Some(at);
    found.accounts = accounts.into_iter().map(Arc::new).collect();
    let oldest = listings.iter().map(|listing| listing.at).fold(at, Timestamp::min);
    let age = short_span(seconds_between(oldest, now));
    let text = Safe::new(format!("offline: this is what was remembered, the oldest of it from {age} ago"));
    found.notices.push(Notice { severity: Severity::Warning, text });
    for listing in listings {
        found.inventory.recall(listing);
    }
    for account in found.accounts.iter().filter(|account| account.state == AccountState::Active) {
        for region in &account.regions {
            let scope = Scope { account: account.id, region: region.clone() };
            for (kind, _) in kinds.iter().filter(|(kind, _)| *kind != Kind::Account) {
                if found.inventory.cell(&Cell { scope: scope.clone(), kind: *kind }).is_none() {
                    let place = Place {
                        account: Some(account.id),
                        name: Some(account.name.clone()),
                        region: Some(region.clone()),
                        operation: None,
                    };
                    found.incomplete.push(nothing(&format!("no {kind} listing is remembered"), place));
                }
            }
        }
    }
    for row in found.inventory.resources() {
        let needed = kinds.iter().find(|(kind, _)| *kind == row.kind).map(|(_, needs)| &needs.details);
        for detail in needed.into_iter().flatten() {
            if matches!(row.parts().get(*detail), Part::NotRead) {
                found.missing.entry((*detail, FailureKind::Refused)).or_default().0 += 1;
            }
        }
    }
    found
}

fn nothing(what: &str, place: Place) -> Failure {
    let todo = "start the console once without --offline: it remembers, `get` does not. What is remembered is found \
                again under the same --profile, --org, --role, --region and --endpoint-url, or their settings";
    Failure::new(FailureKind::Refused, what, todo).at(place)
}
