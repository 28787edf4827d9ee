//! Who we are: the caller's identity, asked before anything else is believed.
//!
//! Expired or mixed-up keys lead some endpoints to answer for another account. Invariant: a door counts as open
//! only when STS named the account that it should lead into: in its answer to `GetCallerIdentity` or, for a role that
//! this program assumed itself, in the answer that gave the session out.

use jiff::Timestamp;

use super::clients;
use super::failure::{Access, from_credentials, from_sdk};
use super::session::door::Door;
use super::session::keys::expiry;
use super::session::role::SessionOf;
use crate::model::failure::{Failure, FailureKind, Place};
use crate::model::id::Arn;
use crate::model::scope::AccountId;
use crate::model::text::Safe;

/// A verified caller.
#[derive(Clone, Debug)]
pub(in crate::aws) struct Caller {
    pub account: AccountId,
    pub arn: Safe,
    /// When its credentials end.
    pub expires: Option<Timestamp>,
}

/// What proves where a door leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::aws) enum Proof {
    /// What STS said when it gave the session out, where this program assumed the role itself: enough for reading, and one
    /// call less for each account.
    Given,
    /// A call with the very keys: before something is changed.
    Asked,
}

/// Fetches the credentials, learns who they belong to and compares.
pub(in crate::aws) async fn verify(
    door: &Door,
    expected: Option<AccountId>,
    proof: Proof,
) -> Result<Caller, Failure> {
    let access = Access { verified: false, renew: door.renew.clone(), now: None };
    let expected = expected.or(door.expected);
    let place = Place { account: expected, name: Some(door.name.clone()), ..Place::default() };
    let keys = door.keys.get().await.map_err(|error| from_credentials(&error, place.clone(), &access))?;
    let assumed = keys.get_property::<SessionOf>().map(|session| Arn::new(&session.arn));
    let assumed = assumed
        .filter(|_| proof == Proof::Given)
        .and_then(|arn| Some((arn.account()?.parse().ok()?, arn.safe())));
    let operation = Some(if assumed.is_some() { "sts:AssumeRole" } else { "sts:GetCallerIdentity" });
    let place = Place { operation, region: Some(door.region.clone()), ..place };
    let (account, arn): (AccountId, Safe) = if let Some(assumed) = assumed {
        assumed
    } else {
        let client = clients::sts(&door.config, expected);
        let answer = client.get_caller_identity().send().await;
        let answer = answer.map_err(|error| from_sdk(&error, place.clone(), &access))?;
        let Some(account) = answer.account().and_then(|id| id.parse().ok()) else {
            let what = "STS answered without an account";
            return Err(Failure::new(FailureKind::Malformed, what, "check the endpoint").at(place));
        };
        (account, Safe::new(answer.arn().unwrap_or_default()))
    };
    match expected {
        Some(expected) if expected != account => Err(wrong_account(expected, account, &arn).at(place)),
        _ => Ok(Caller { account, arn, expires: expiry(&keys) }),
    }
}

fn wrong_account(expected: AccountId, account: AccountId, arn: &Safe) -> Failure {
    let what =
        Safe::new(format!("the credentials lead into {account} ({}) instead of {expected}", arn.raw()));
    let todo = "log in again, and check the profile's keys and endpoint; nothing is read until they agree";
    Failure::new(FailureKind::WrongAccount, what, todo)
}
