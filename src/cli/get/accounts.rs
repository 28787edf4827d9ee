//! Accounts as rows, so that they print like every other kind.

use std::sync::Arc;

use jiff::Timestamp;

use crate::model::account::{Account, AccountState, Login, Via};
use crate::model::field::Field;
use crate::model::id::Arn;
use crate::model::kind::Kind;
use crate::model::resource::{Facts, Parts, Phase, Whole};
use crate::model::row::Row;
use crate::model::scope::{Region, Scope};
use crate::model::text::Safe;
use crate::model::value::Value;

/// The account as a row. Nothing when it has no region at all, which a fleet never says.
pub(super) fn row(account: &Arc<Account>, seen: Timestamp) -> Option<Row> {
    let region = account.regions.first().cloned().or_else(|| Region::parse("us-east-1"))?;
    let (login, caller, phase) = match &account.login {
        Login::Unknown => (None, None, Phase::Unknown),
        Login::Ok { caller, .. } => (Some(Safe::new("ok")), Some(caller.clone()), Phase::Ok),
        Login::Failed(failure) => (Some(Safe::new(failure.kind.word())), None, Phase::Failed),
    };
    let suspended = account.state == AccountState::Suspended;
    let (profile, role) = match &account.via {
        Via::Profile(name) => (Some(name.clone()), None),
        Via::Role(name) => (None, Some(name.clone())),
    };
    let path: Vec<&str> = account.path.iter().map(Safe::raw).collect();
    let text = |text: Option<Safe>| text.map(Value::Text);
    let known = |text: String| (!text.is_empty()).then(|| Value::text(text));
    let partition = caller.as_ref().and_then(|arn| Arn::new(arn.raw()).partition());
    let partition = partition.unwrap_or_else(|| partition_of(&region).to_owned());
    let resource = Whole {
        arn: Arn::new(format!("arn:{partition}:iam::{}:root", account.id)),
        kind: Kind::Account,
        name: account.name.clone(),
        scope: Scope { account: account.id, region },
        status: Some(Safe::new(if suspended { "SUSPENDED" } else { "ACTIVE" })),
        phase: if suspended { Phase::Stopped } else { phase },
        created: None,
        modified: None,
        tags: None,
        facts: Facts::from_iter([
            (Field::OuPath, known(path.join("/"))),
            (Field::AccountState, Some(Value::text(if suspended { "suspended" } else { "active" }))),
            (Field::Login, text(login)),
            (Field::Profile, text(profile)),
            (Field::RoleArn, text(role)),
            (Field::Caller, text(caller)),
            (Field::AccountRoleSource, known(account.role_source.raw().to_owned())),
        ]),
        parts: Parts::default(),
        seen,
        source: "sts:GetCallerIdentity",
        incomplete: false,
    };
    Some(Row { resource: Arc::new(resource.into()), account: Arc::clone(account), derived: Arc::default() })
}

fn partition_of(region: &Region) -> &'static str {
    match region.as_str() {
        name if name.starts_with("cn-") => "aws-cn",
        name if name.starts_with("us-gov-") => "aws-us-gov",
        _ => "aws",
    }
}
