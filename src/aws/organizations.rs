//! AWS Organizations: the tree of units and accounts, and the accounts' tags.
//!
//! Not here: getting into the accounts. Invariant: a part of the tree that could not be read is reported and never
//! looks like an empty unit.

use aws_sdk_organizations::Client;
use aws_sdk_organizations::types::{AccountState as State, AccountStatus};

use super::failure::{Access, from_sdk};
use super::settings::Organization;
use crate::model::account::AccountState;
use crate::model::failure::{Failure, Place};
use crate::model::glob::glob;
use crate::model::resource::Tag;
use crate::model::scope::AccountId;
use crate::model::text::Safe;

/// Calls at a time; the service allows few, and they are the same few for everybody in the organization.
pub(super) const AT_A_TIME: usize = 4;

/// An account as the organization knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub id: AccountId,
    pub name: Safe,
    /// OU names from below the root to the nearest.
    pub path: Vec<Safe>,
    pub state: AccountState,
    /// Absent = not read.
    pub tags: Option<Vec<Tag>>,
}

/// A root or an organizational unit.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub id: String,
    pub path: Vec<Safe>,
}

/// What one unit holds.
#[derive(Debug)]
pub(super) struct Held {
    pub units: Vec<Unit>,
    pub members: Vec<Member>,
}

/// The reading side of the service for one caller.
#[derive(Clone, Debug)]
pub(super) struct Reader {
    pub client: Client,
    pub place: Place,
    pub access: Access,
}

impl Reader {
    fn place(&self, operation: &'static str) -> Place {
        Place { operation: Some(operation), ..self.place.clone() }
    }

    /// The account that manages the organization. Every member may ask this.
    pub(super) async fn management(&self) -> Result<Option<AccountId>, Failure> {
        let answer = self.client.describe_organization().send().await;
        let place = self.place("organizations:DescribeOrganization");
        let answer = answer.map_err(|error| from_sdk(&error, place, &self.access))?;
        Ok(answer.organization().and_then(|it| it.master_account_id()?.parse().ok()))
    }

    pub(super) async fn roots(&self) -> Result<Vec<Unit>, Failure> {
        let mut pages = self.client.list_roots().into_paginator().send();
        let mut roots = Vec::new();
        while let Some(page) = pages.next().await {
            let place = || self.place("organizations:ListRoots");
            let page = page.map_err(|error| from_sdk(&error, place(), &self.access))?;
            let ids = page.roots.into_iter().flatten().filter_map(|root| root.id);
            roots.extend(ids.map(|id| Unit { id, path: Vec::new() }));
        }
        Ok(roots)
    }

    /// What a unit holds. Both halves are asked at once: far from AWS each level of the tree is then one round trip.
    pub(super) async fn held(&self, unit: &Unit) -> Result<Held, Failure> {
        let (units, members) = tokio::try_join!(self.units_below(unit), self.accounts_in(unit))?;
        Ok(Held { units, members })
    }

    async fn units_below(&self, unit: &Unit) -> Result<Vec<Unit>, Failure> {
        let pages = self.client.list_organizational_units_for_parent().parent_id(&unit.id);
        let mut pages = pages.into_paginator().send();
        let mut units = Vec::new();
        while let Some(page) = pages.next().await {
            let place = || self.place("organizations:ListOrganizationalUnitsForParent");
            let page = page.map_err(|error| from_sdk(&error, place(), &self.access))?;
            for below in page.organizational_units.into_iter().flatten() {
                let name = Safe::new(below.name.unwrap_or_default());
                let path = unit.path.iter().cloned().chain([name]).collect();
                units.extend(below.id.map(|id| Unit { id, path }));
            }
        }
        Ok(units)
    }

    async fn accounts_in(&self, unit: &Unit) -> Result<Vec<Member>, Failure> {
        let pages = self.client.list_accounts_for_parent().parent_id(&unit.id);
        let mut pages = pages.into_paginator().send();
        let mut members = Vec::new();
        while let Some(page) = pages.next().await {
            let place = || self.place("organizations:ListAccountsForParent");
            let page = page.map_err(|error| from_sdk(&error, place(), &self.access))?;
            members.extend(page.accounts().iter().filter_map(|account| member(account, &unit.path)));
        }
        Ok(members)
    }

    pub(super) async fn tags(&self, account: AccountId) -> Result<Vec<Tag>, Failure> {
        let pages = self.client.list_tags_for_resource().resource_id(account.to_string());
        let mut pages = pages.into_paginator().items().send();
        let mut tags = Vec::new();
        while let Some(tag) = pages.next().await {
            let place = || self.place("organizations:ListTagsForResource");
            let tag = tag.map_err(|error| from_sdk(&error, place(), &self.access))?;
            tags.push(Tag { key: Safe::new(tag.key), value: Safe::new(tag.value) });
        }
        Ok(tags)
    }
}

fn member(account: &aws_sdk_organizations::types::Account, path: &[Safe]) -> Option<Member> {
    let id: AccountId = account.id()?.parse().ok()?;
    let name = account.name().map_or_else(|| Safe::new(id.to_string()), Safe::new);
    // `State` replaces `Status`; endpoints that are older answer the latter only.
    let state = account.state().map(State::as_str).or_else(|| older_status(account));
    let state = if state.is_none_or(|state| state == "ACTIVE") {
        AccountState::Active
    } else {
        AccountState::Suspended
    };
    Some(Member { id, name, path: path.to_vec(), state, tags: None })
}

fn older_status(account: &aws_sdk_organizations::types::Account) -> Option<&str> {
    account.status().map(AccountStatus::as_str)
}

impl Organization {
    /// Whether the account belongs to the fleet.
    pub fn takes(&self, member: &Member) -> bool {
        let any = |patterns: &[String]| patterns.iter().any(|pattern| selects(pattern, member));
        (self.include.is_empty() || any(&self.include)) && !any(&self.exclude)
    }

    /// Whether tags decide who belongs to the fleet, so that they must be read first.
    pub fn selects_by_tag(&self) -> bool {
        self.include.iter().chain(&self.exclude).any(|pattern| pattern.starts_with("tag:"))
    }

    /// The name of the role in a member.
    pub fn role_for(&self, member: &Member) -> &str {
        let own = self.role_per_ou.iter().find(|(pattern, _)| below(pattern, &member.path));
        own.map_or(&self.role, |(_, role)| role)
    }

    /// The ARN of the role in a member.
    pub fn role_arn(&self, member: &Member, partition: &str) -> String {
        self.arn_of(self.role_for(member), member, partition)
    }

    /// The role to change something with in a member: the operator's where one is configured.
    pub(super) fn operator_role_arn(&self, member: &Member, partition: &str) -> String {
        let role = self.operator_role.as_deref().unwrap_or_else(|| self.role_for(member));
        self.arn_of(role, member, partition)
    }

    fn arn_of(&self, role: &str, member: &Member, partition: &str) -> String {
        let path = self.role_path.as_deref().unwrap_or_default().trim_matches('/');
        let path = if path.is_empty() { "/".to_owned() } else { format!("/{path}/") };
        format!("arn:{partition}:iam::{}:role{path}{role}", member.id)
    }
}

/// `111122223333`, `ou:NAME-or-PATH`, `tag:KEY=VALUE` or an account name; all but ids with `*`.
fn selects(pattern: &str, member: &Member) -> bool {
    if let Some(unit) = pattern.strip_prefix("ou:") {
        return below(unit, &member.path);
    }
    if let Some(tag) = pattern.strip_prefix("tag:") {
        let (key, value) = tag.split_once('=').unwrap_or((tag, "*"));
        let tags = member.tags.iter().flatten();
        return tags.into_iter().any(|tag| tag.key.raw() == key && glob(value, tag.value.raw()));
    }
    named(pattern, member.id, &member.name)
}

/// Whether a pattern is an account's id or fits its name.
pub(super) fn named(pattern: &str, id: AccountId, name: &Safe) -> bool {
    pattern.parse().is_ok_and(|wanted: AccountId| wanted == id) || glob(pattern, name.raw())
}

/// Whether a pattern fits one of the units above an account, by name or by path from the root.
fn below(pattern: &str, path: &[Safe]) -> bool {
    let names: Vec<&str> = path.iter().map(Safe::raw).collect();
    let pattern = pattern.trim_matches('/');
    (1..=names.len()).any(|depth| {
        let above = names.get(..depth).unwrap_or_default();
        glob(pattern, &above.join("/")) || above.last().is_some_and(|name| glob(pattern, name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member() -> Member {
        Member {
            id: "111122223333".parse().unwrap(),
            name: Safe::new("ds-retail"),
            path: vec![Safe::new("Workloads"), Safe::new("Data Science")],
            state: AccountState::Active,
            tags: Some(vec![Tag { key: Safe::new("team"), value: Safe::new("vision") }]),
        }
    }

    #[test]
    fn accounts_are_selected_by_id_name_unit_and_tag() {
        for pattern in [
            "111122223333",
            "ds-*",
            "ou:Workloads",
            "ou:Workloads/Data*",
            "ou:data science",
            "tag:team=vis*",
            "tag:team",
        ] {
            assert!(selects(pattern, &member()), "{pattern}");
        }
        for pattern in
            ["111122223334", "prod*", "ou:Science", "ou:Data Science/x", "tag:team=risk", "tag:owner"]
        {
            assert!(!selects(pattern, &member()), "{pattern}");
        }
    }

    #[test]
    fn exclusion_stands_above_inclusion() {
        let include = vec!["ou:Workloads".to_owned()];
        let organization = Organization { include: include.clone(), ..Organization::default() };
        assert!(organization.takes(&member()));
        let organization =
            Organization { include, exclude: vec!["ds-retail".into()], ..Organization::default() };
        assert!(!organization.takes(&member()));
    }

    #[test]
    fn the_role_follows_unit_path_and_partition() {
        let organization = Organization { role: "Reader".into(), ..Organization::default() };
        assert_eq!(organization.role_arn(&member(), "aws"), "arn:aws:iam::111122223333:role/Reader");
        let organization = Organization {
            role_path: Some("platform".into()),
            role_per_ou: vec![("Sandbox".into(), "No".into()), ("Workloads".into(), "Yes".into())],
            ..organization
        };
        assert_eq!(
            organization.role_arn(&member(), "aws-cn"),
            "arn:aws-cn:iam::111122223333:role/platform/Yes"
        );
    }
}
