//! Plain data for the tests of this floor: accounts, resources and the answers of a scripted AWS.

use jiff::Timestamp;

use crate::model::account::{Account, AccountState, Login, Via};
use crate::model::id::Arn;
use crate::model::kind::Kind;
use crate::model::resource::{Facts, Parts, Phase, Resource};
use crate::model::scope::{AccountId, Region, Scope};
use crate::model::text::Safe;

pub(super) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

pub(super) fn id(number: u64) -> AccountId {
    format!("{number:012}").parse().unwrap()
}

pub(super) fn region() -> Region {
    Region::parse("eu-west-1").unwrap()
}

pub(super) fn scope(number: u64) -> Scope {
    Scope { account: id(number), region: region() }
}

pub(super) fn account(number: u64, name: &str, path: &[&str]) -> Account {
    Account {
        id: id(number),
        name: Safe::new(name),
        role: None,
        role_source: Safe::new(""),
        role_conflict: None,
        path: path.iter().map(Safe::new).collect(),
        state: AccountState::Active,
        via: Via::Profile(Safe::new(name)),
        regions: vec![region()],
        login: Login::Unknown,
    }
}

pub(super) fn arn(account: u64, name: &str) -> Arn {
    Arn::new(format!("arn:aws:sagemaker:eu-west-1:{account:012}:notebook-instance/{name}"))
}

pub(super) fn notebook(account: u64, name: &str) -> Resource {
    Resource {
        arn: arn(account, name),
        kind: Kind::Notebook,
        name: Safe::new(name),
        scope: scope(account),
        status: Some(Safe::new("InService")),
        phase: Phase::Ok,
        created: None,
        modified: None,
        tags: None,
        facts: Facts::default(),
        parts: Parts::default(),
        seen: at(0),
        source: "sagemaker:ListNotebookInstances",
        incomplete: false,
    }
}
