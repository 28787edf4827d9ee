//! One call as the services see it, after the wire and before any operation: who, where, what, when.
//!
//! Decides identity and permission, then hands on to the service. Invariant: nothing reaches a service that the
//! caller's account, region, expiry and policies do not let through.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;

use super::policy::{self, Policy, Verdict};
use super::wire::Protocol;
use super::world::{Account, AccountStatus, World};
use super::{is_write, logs, organizations, sagemaker, sts, tagging};

/// The user of every static key.
const USER: &str = "platform-engineer";

/// A request that has been understood.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub service: String,
    pub operation: String,
    pub protocol: Protocol,
    pub region: String,
    pub access_key: String,
    pub token: Option<String>,
    pub input: Value,
}

/// An error as AWS would answer it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub code: String,
    pub message: String,
    pub status: u16,
}

/// Who is calling.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    pub account: String,
    pub arn: String,
    pub user_id: String,
    /// The name of the role or user, to which a policy may belong.
    pub principal: String,
    pub session: Option<Session>,
}

/// Temporary credentials that STS handed out.
#[derive(Clone, Debug)]
pub(super) struct Session {
    pub account: String,
    pub role: String,
    pub name: String,
    pub token: String,
    pub expires: Timestamp,
    pub policy: Option<Policy>,
}

/// The world and what AWS remembers of its callers.
#[derive(Debug, Default)]
pub(super) struct State {
    pub world: World,
    pub sessions: HashMap<String, Session>,
    /// Names in other orders than by name, per account, region and order; dropped when anything changes, and
    /// never shared by looks at different times.
    pub orders: HashMap<String, Arc<Vec<String>>>,
    /// Writes that were carried out.
    pub applied: usize,
}

impl Refusal {
    /// An error with status 400.
    pub(super) fn new(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into(), status: 400 }
    }

    pub(super) fn with_status(code: &str, message: impl Into<String>, status: u16) -> Self {
        Self { code: code.into(), message: message.into(), status }
    }

    pub(super) fn validation(message: impl Into<String>) -> Self {
        Self::new("ValidationException", message)
    }
}

impl Call {
    /// A text member of the input.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.input.get(name).and_then(Value::as_str)
    }

    /// A text member that must be there.
    pub(super) fn required(&self, name: &str) -> Result<&str, Refusal> {
        self.text(name).ok_or_else(|| missing(name))
    }

    /// A list member that must be there.
    pub(super) fn list(&self, name: &str) -> Result<&Vec<Value>, Refusal> {
        self.input.get(name).and_then(Value::as_array).ok_or_else(|| missing(name))
    }

    /// A whole number of the input, or `default`; outside `1..=most` it is refused.
    pub(super) fn limit(&self, name: &str, default: usize, most: usize) -> Result<usize, Refusal> {
        match self.input.get(name) {
            None | Some(Value::Null) => Ok(default),
            Some(value) => match value.as_u64().and_then(|number| usize::try_from(number).ok()) {
                Some(number) if (1..=most).contains(&number) => Ok(number),
                _ => Err(Refusal::validation(format!(
                    "1 validation error detected: Value '{value}' at '{name}' failed to satisfy constraint: \
                     Member must be between 1 and {most}"
                ))),
            },
        }
    }

    /// What a page token of this call is bound to: everything but the token and the page size.
    pub(super) fn listing(&self, account: &str) -> String {
        let mut key = format!("{}/{}/{account}/{}", self.service, self.operation, self.region);
        for (name, value) in self.input.as_object().into_iter().flatten() {
            let paging =
                ["Token", "token", "MaxResults", "limit", "PerPage"].iter().any(|end| name.ends_with(end));
            if !paging {
                let _ = write!(key, "/{name}={value}");
            }
        }
        key
    }

    /// The IAM action.
    fn action(&self) -> String {
        let service = if self.service == "tagging" { "tag" } else { &self.service };
        format!("{service}:{}", self.operation)
    }

    /// The resource that IAM would look at, `*` when the action names none.
    fn resource(&self, account: &str) -> String {
        let of_name = |member: &str, arn: fn(&str, &str, &str) -> String| {
            self.text(member).map(|name| arn(account, &self.region, name))
        };
        let named = match self.service.as_str() {
            "sts" => self.text("RoleArn").map(str::to_owned),
            "sagemaker" => (self.text("ResourceArn").map(str::to_owned))
                .or_else(|| of_name("NotebookInstanceName", sagemaker::notebook_arn))
                .or_else(|| of_name("NotebookInstanceLifecycleConfigName", sagemaker::config_arn))
                .or_else(|| sagemaker::shelved_arn(self, account)),
            _ => None,
        };
        named.unwrap_or_else(|| "*".into())
    }
}

impl State {
    /// Answers a call at `now`, a read with what could be seen at `seen`.
    pub(super) fn answer(&mut self, call: &Call, now: Timestamp, seen: Timestamp) -> Result<Value, Refusal> {
        let caller = self.identify(call, now)?;
        self.permit(call, &caller)?;
        let writes = is_write(&call.operation);
        let seen = if writes { now } else { seen };
        if seen != now {
            self.orders.clear();
        }
        let answer = match call.service.as_str() {
            "sts" => sts::answer(self, call, &caller, now),
            "organizations" => organizations::answer(&self.world, call, &caller),
            "sagemaker" => sagemaker::answer(self, call, &caller, seen),
            "tagging" => tagging::answer(&self.world, call, &caller),
            "logs" => logs::answer(&self.world, call, &caller, seen),
            _ => Err(unknown_operation(call)),
        }?;
        if writes || seen != now {
            self.orders.clear();
        }
        self.applied += usize::from(writes);
        Ok(answer)
    }

    /// The account that an access key belongs to, whether or not it is valid now.
    pub(super) fn account_of(&self, access_key: &str) -> Option<String> {
        if let Some(session) = self.sessions.get(access_key) {
            return Some(session.account.clone());
        }
        let account = access_key.strip_prefix("AKIASIM")?.get(..12)?;
        self.world.find_account(account).map(|known| known.id.clone())
    }

    fn identify(&self, call: &Call, now: Timestamp) -> Result<Caller, Refusal> {
        if call.access_key.is_empty() {
            return Err(Refusal::with_status(
                "MissingAuthenticationTokenException",
                "Missing Authentication Token",
                403,
            ));
        }
        let session = self.sessions.get(&call.access_key);
        let account = self.account_of(&call.access_key).ok_or_else(|| invalid_key(call))?;
        let closed =
            self.world.find_account(&account).is_none_or(|known| known.status != AccountStatus::Active);
        let enabled = self.world.regions.is_empty() || self.world.regions.contains(&call.region);
        let global = call.service == "organizations";
        if closed
            || !(enabled || global)
            || call.token.as_deref() != session.map(|session| session.token.as_str())
        {
            return Err(invalid_key(call));
        }
        if session.is_some_and(|session| session.expires <= now) {
            return Err(expired(call));
        }
        Ok(match session {
            Some(session) => Caller {
                arn: format!("arn:aws:sts::{account}:assumed-role/{}/{}", session.role, session.name),
                user_id: format!("AROASIM{account}:{}", session.name),
                principal: session.role.clone(),
                session: Some(session.clone()),
                account,
            },
            None => Caller {
                arn: format!("arn:aws:iam::{account}:user/{USER}"),
                user_id: format!("AIDASIM{account}"),
                principal: USER.into(),
                session: None,
                account,
            },
        })
    }

    fn permit(&self, call: &Call, caller: &Caller) -> Result<(), Refusal> {
        // AWS answers GetCallerIdentity whatever a policy says.
        if call.service == "sts" && call.operation == "GetCallerIdentity" {
            return Ok(());
        }
        let action = call.action();
        let resource = call.resource(&caller.account);
        let Some(reason) = self.objection(caller, &action, &resource) else { return Ok(()) };
        let object = if resource == "*" { String::new() } else { format!(" on resource: {resource}") };
        let text = format!("User: {} is not authorized to perform: {action}{object} {reason}", caller.arn);
        Err(denied(call, text))
    }

    /// Why the caller may not do that, if so. An explicit denial anywhere is told before a lack of permission.
    fn objection(&self, caller: &Caller, action: &str, resource: &str) -> Option<String> {
        let account = self.world.find_account(&caller.account);
        let listed = |patterns: fn(&Account) -> &Vec<String>| {
            let mut patterns = account.into_iter().flat_map(patterns);
            patterns.any(|pattern| policy::matches(pattern, action, true))
        };
        if listed(|account| &account.scp_denied) {
            return Some("with an explicit deny in a service control policy".to_owned());
        }
        let document = self.world.policies.get(&(caller.account.clone(), caller.principal.clone()));
        let identity = match document.map(|json| Policy::parse(json)) {
            Some(Ok(policy)) => policy.judge(action, resource),
            Some(Err(_)) => Verdict::Unlisted,
            None => Verdict::Allowed,
        };
        let identity = match identity {
            Verdict::Allowed if listed(|account| &account.denied) => Verdict::Unlisted,
            verdict => verdict,
        };
        let session = caller.session.as_ref().and_then(|session| session.policy.as_ref());
        let session = session.map_or(Verdict::Allowed, |policy| policy.judge(action, resource));
        match (identity, session) {
            (Verdict::Denied, _) => Some("with an explicit deny in an identity-based policy".to_owned()),
            (_, Verdict::Denied) => Some("with an explicit deny in a session policy".to_owned()),
            (Verdict::Unlisted, _) => {
                Some(format!("because no identity-based policy allows the {action} action"))
            }
            (_, Verdict::Unlisted) => Some(format!("because no session policy allows the {action} action")),
            (Verdict::Allowed, Verdict::Allowed) => None,
        }
    }
}

fn missing(name: &str) -> Refusal {
    Refusal::validation(format!(
        "1 validation error detected: Value null at '{name}' failed to satisfy constraint: Member must not be null"
    ))
}

/// An operation that is not simulated.
pub(super) fn unknown_operation(call: &Call) -> Refusal {
    Refusal::new("UnknownOperationException", format!("{} is not simulated", call.action()))
}

/// The refusal for lack of permission, in the words of the call's protocol.
pub(super) fn denied(call: &Call, message: String) -> Refusal {
    match call.protocol {
        Protocol::Query => Refusal::with_status("AccessDenied", message, 403),
        Protocol::Json => Refusal::new("AccessDeniedException", message),
    }
}

/// The refusal for a key that AWS does not know (in that region).
pub(super) fn invalid_key(call: &Call) -> Refusal {
    let text = "The security token included in the request is invalid.";
    match call.protocol {
        Protocol::Query => Refusal::with_status("InvalidClientTokenId", text, 403),
        Protocol::Json => Refusal::new("UnrecognizedClientException", text),
    }
}

fn expired(call: &Call) -> Refusal {
    let text = "The security token included in the request is expired";
    match call.protocol {
        Protocol::Query => Refusal::with_status("ExpiredToken", text, 403),
        Protocol::Json => Refusal::new("ExpiredTokenException", text),
    }
}
