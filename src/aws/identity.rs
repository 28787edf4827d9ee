//! Who we are: the caller's identity, asked before anything else is believed.
//!
//! Expired or mixed-up keys lead some endpoints to answer for another account. Invariant: a door counts as open
//! only when `GetCallerIdentity` named the account that it should lead into.

use jiff::Timestamp;

use super::clients;
use super::failure::{Access, from_credentials, from_sdk};
use super::session::door::Door;
use super::session::keys::expiry;
use crate::model::failure::{Failure, FailureKind, Place};
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

/// Fetches the credentials, asks who they belong to and compares.
pub(in crate::aws) async fn verify(door: &Door, expected: Option<AccountId>) -> Result<Caller, Failure> {
    let access = Access { verified: false, renew: door.renew.clone(), now: None };
    let expected = expected.or(door.expected);
    let place = Place { account: expected, name: Some(door.name.clone()), ..Place::default() };
    let keys = door.keys.get().await.map_err(|error| from_credentials(&error, place.clone(), &access))?;
    let operation = Some("sts:GetCallerIdentity");
    let place = Place { operation, region: Some(door.region.clone()), ..place };
    let client = clients::sts(&door.config, expected);
    let answer = client.get_caller_identity().send().await;
    let answer = answer.map_err(|error| from_sdk(&error, place.clone(), &access))?;
    let arn = Safe::new(answer.arn().unwrap_or_default());
    let Some(account) = answer.account().and_then(|id| id.parse().ok()) else {
        let what = "STS answered without an account";
        return Err(Failure::new(FailureKind::Malformed, what, "check the endpoint").at(place));
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
