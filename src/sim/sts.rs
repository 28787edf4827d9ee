//! AWS Security Token Service: who a caller is, and credentials of roles in other accounts.
//!
//! Secrets are made up and never checked: the access key alone tells the account. Invariant: a session's policy and
//! expiry hold for every later call with its key.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::call::{Call, Caller, Refusal, Session, State, denied, unknown_operation};
use super::clock;
use super::dice;
use super::policy::Policy;
use super::world::{AccountStatus, Assume};

pub(super) fn answer(
    state: &mut State,
    call: &Call,
    caller: &Caller,
    now: Timestamp,
) -> Result<Value, Refusal> {
    match call.operation.as_str() {
        "GetCallerIdentity" => {
            Ok(json!({ "Arn": caller.arn, "UserId": caller.user_id, "Account": caller.account }))
        }
        "AssumeRole" => assume(state, call, caller, now),
        _ => Err(unknown_operation(call)),
    }
}

fn assume(state: &mut State, call: &Call, caller: &Caller, now: Timestamp) -> Result<Value, Refusal> {
    let role_arn = call.required("RoleArn").map_err(as_query)?;
    let name = call.required("RoleSessionName").map_err(as_query)?;
    let (account, role) = parse_role(role_arn)
        .ok_or_else(|| Refusal::new("ValidationError", format!("{role_arn} is invalid")))?;
    let refuse = || {
        denied(
            call,
            format!(
                "User: {} is not authorized to perform: sts:AssumeRole on resource: {role_arn}",
                caller.arn
            ),
        )
    };
    let target = state.world.find_account(account).ok_or_else(refuse)?;
    let foreign = target.standalone && target.id != caller.account;
    if foreign || target.status != AccountStatus::Active {
        return Err(refuse());
    }
    match &target.assume {
        Assume::Allowed => {}
        Assume::ExternalId(id) if call.text("ExternalId") == Some(id.as_str()) => {}
        Assume::Denied | Assume::ExternalId(_) => return Err(refuse()),
    }
    let seconds = duration(call, caller)?;
    let policy = call.text("Policy").map(session_policy).transpose()?;
    let serial = state.sessions.len().to_string();
    let seed = state.world.seed;
    let key = format!("ASIASIM{account}{}", dice::hex(seed, &["session", &serial], 8).to_uppercase());
    let token = format!("IQoJb3JpZ2luX2Vj{}", dice::hex(seed, &["token", &key], 96));
    let expires = clock::after(now, Duration::from_secs(seconds));
    let answer = json!({
        "Credentials": {
            "AccessKeyId": key,
            "SecretAccessKey": dice::hex(seed, &["secret", &key], 40),
            "SessionToken": token,
            "Expiration": expires.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        },
        "AssumedRoleUser": {
            "AssumedRoleId": format!("AROASIM{account}:{name}"),
            "Arn": format!("arn:aws:sts::{account}:assumed-role/{role}/{name}"),
        },
        "PackedPolicySize": call.text("Policy").map(|policy| policy.len() * 100 / MOST_POLICY),
    });
    let session =
        Session { account: account.into(), role: role.into(), name: name.into(), token, expires, policy };
    state.sessions.insert(key, session);
    Ok(answer)
}

/// The longest session policy in characters.
const MOST_POLICY: usize = 2048;

fn session_policy(text: &str) -> Result<Policy, Refusal> {
    if text.chars().count() > MOST_POLICY {
        return Err(Refusal::new(
            "ValidationError",
            "1 validation error detected: Value at 'policy' failed to satisfy constraint: \
             Member must have length less than or equal to 2048",
        ));
    }
    Policy::parse(text).map_err(|reason| Refusal::new("MalformedPolicyDocument", reason))
}

fn duration(call: &Call, caller: &Caller) -> Result<u64, Refusal> {
    let seconds = match call.text("DurationSeconds") {
        None => 3600,
        Some(text) => text.parse().unwrap_or(0),
    };
    if !(900..=43_200).contains(&seconds) {
        return Err(Refusal::new(
            "ValidationError",
            "1 validation error detected: Value at 'durationSeconds' failed to satisfy constraint: \
             Member must be between 900 and 43200",
        ));
    }
    if caller.session.is_some() && seconds > 3600 {
        return Err(Refusal::new(
            "ValidationError",
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
        ));
    }
    Ok(seconds)
}

/// Account and name (without path) of `arn:<partition>:iam::<account>:role/<path/name>`.
fn parse_role(arn: &str) -> Option<(&str, &str)> {
    let mut parts = arn.splitn(6, ':');
    let (prefix, _partition, service) = (parts.next()?, parts.next()?, parts.next()?);
    let (_region, account, resource) = (parts.next()?, parts.next()?, parts.next()?);
    let role = resource.strip_prefix("role/")?.rsplit('/').next()?;
    (prefix == "arn" && service == "iam" && account.len() == 12 && !role.is_empty())
        .then_some((account, role))
}

fn as_query(refusal: Refusal) -> Refusal {
    Refusal { code: "ValidationError".into(), ..refusal }
}
