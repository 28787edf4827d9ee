//! AWS Organizations: the tree of roots, units and accounts, and their tags. Reads only.
//!
//! Invariant: only the management account and delegated administrators see the tree; every member may describe the
//! organization itself.

use serde_json::{Value, json};

use super::call::{Call, Caller, Refusal, unknown_operation};
use super::clock::epoch;
use super::pager;
use super::world::{Account, AccountStatus, Organization, Tag, Unit, World};

/// Page sizes above this are refused, and it is the default.
const MOST: usize = 20;

pub(super) fn answer(world: &World, call: &Call, caller: &Caller) -> Result<Value, Refusal> {
    let member = world.find_account(&caller.account).is_some_and(|account| !account.standalone);
    let organization = world.organization.as_ref().filter(|_| member).ok_or_else(|| {
        Refusal::new("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.")
    })?;
    let view = View { world, organization, call };
    if call.operation == "DescribeOrganization" {
        return Ok(view.describe());
    }
    if caller.account != organization.management && !organization.delegated.contains(&caller.account) {
        return Err(Refusal::new(
            "AccessDeniedException",
            "You don't have permissions to access this resource.",
        ));
    }
    match call.operation.as_str() {
        "ListRoots" => view.list("Roots", vec![view.root()]),
        "ListAccounts" => {
            let accounts = view.accounts().map(|account| view.account(account)).collect();
            view.list("Accounts", accounts)
        }
        "ListOrganizationalUnitsForParent" => {
            let parent = view.known_parent()?;
            let units = organization.units.iter().filter(|unit| unit.parent == parent);
            view.list("OrganizationalUnits", units.map(|unit| view.unit(unit)).collect())
        }
        "ListAccountsForParent" => {
            let parent = view.known_parent()?;
            let accounts = view.accounts().filter(|account| view.parent_of(account) == parent);
            view.list("Accounts", accounts.map(|account| view.account(account)).collect())
        }
        "ListChildren" => view.children(),
        "ListParents" => view.parents(),
        "ListTagsForResource" => view.tags(),
        "DescribeAccount" => {
            let id = call.required("AccountId")?;
            let account = view.accounts().find(|account| account.id == id).ok_or_else(|| {
                Refusal::new("AccountNotFoundException", "You specified an account that doesn't exist.")
            })?;
            Ok(json!({ "Account": view.account(account) }))
        }
        _ => Err(unknown_operation(call)),
    }
}

/// One call's look at the organization.
struct View<'a> {
    world: &'a World,
    organization: &'a Organization,
    call: &'a Call,
}

impl<'a> View<'a> {
    fn describe(&self) -> Value {
        let Organization { id, management, .. } = self.organization;
        let email = self.world.find_account(management).map(|account| account.email.as_str());
        json!({ "Organization": {
            "Id": id,
            "Arn": self.arn("organization", id),
            "FeatureSet": "ALL",
            "MasterAccountArn": self.arn("account", &format!("{id}/{management}")),
            "MasterAccountId": management,
            "MasterAccountEmail": email,
            "AvailablePolicyTypes": [{ "Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED" }],
        }})
    }

    fn accounts(&self) -> impl Iterator<Item = &'a Account> + use<'a> {
        self.world.accounts.iter().filter(|account| !account.standalone)
    }

    fn root(&self) -> Value {
        let Organization { id, root, .. } = self.organization;
        json!({
            "Id": root,
            "Arn": self.arn("root", &format!("{id}/{root}")),
            "Name": "Root",
            "PolicyTypes": [{ "Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED" }],
        })
    }

    fn unit(&self, unit: &Unit) -> Value {
        json!({
            "Id": unit.id,
            "Arn": self.arn("ou", &format!("{}/{}", self.organization.id, unit.id)),
            "Name": unit.name,
        })
    }

    fn account(&self, account: &Account) -> Value {
        let status = match account.status {
            AccountStatus::Active => "ACTIVE",
            AccountStatus::Suspended => "SUSPENDED",
        };
        let invited = account.id == self.organization.management;
        json!({
            "Id": account.id,
            "Arn": self.arn("account", &format!("{}/{}", self.organization.id, account.id)),
            "Email": account.email,
            "Name": account.name,
            "Status": status,
            "State": status,
            "JoinedMethod": if invited { "INVITED" } else { "CREATED" },
            "JoinedTimestamp": epoch(account.joined),
        })
    }

    fn arn(&self, kind: &str, rest: &str) -> String {
        format!("arn:aws:organizations::{}:{kind}/{rest}", self.organization.management)
    }

    fn parent_of(&self, account: &Account) -> &str {
        let unit = self.organization.units.iter().find(|unit| unit.path == account.ou);
        unit.map_or(&self.organization.root, |unit| &unit.id)
    }

    fn known_parent(&self) -> Result<&'a str, Refusal> {
        let id = self.call.required("ParentId")?;
        let known = id == self.organization.root || self.organization.units.iter().any(|unit| unit.id == id);
        if known {
            Ok(id)
        } else {
            Err(Refusal::new("ParentNotFoundException", "You specified a parent that doesn't exist."))
        }
    }

    fn children(&self) -> Result<Value, Refusal> {
        let parent = self.known_parent()?;
        let kind = self.call.required("ChildType")?;
        let ids: Vec<&str> = match kind {
            "ACCOUNT" => {
                let below = self.accounts().filter(|account| self.parent_of(account) == parent);
                below.map(|account| account.id.as_str()).collect()
            }
            "ORGANIZATIONAL_UNIT" => {
                let below = self.organization.units.iter().filter(|unit| unit.parent == parent);
                below.map(|unit| unit.id.as_str()).collect()
            }
            _ => return Err(Refusal::new("InvalidInputException", "You provided an invalid child type.")),
        };
        self.list("Children", ids.iter().map(|id| json!({ "Id": id, "Type": kind })).collect())
    }

    fn parents(&self) -> Result<Value, Refusal> {
        let child = self.call.required("ChildId")?;
        let of_account =
            self.accounts().find(|account| account.id == child).map(|account| self.parent_of(account));
        let of_unit =
            || self.organization.units.iter().find(|unit| unit.id == child).map(|unit| unit.parent.as_str());
        let parent = of_account.or_else(of_unit).ok_or_else(|| {
            Refusal::new("ChildNotFoundException", "You specified a child that doesn't exist.")
        })?;
        let kind = if parent == self.organization.root { "ROOT" } else { "ORGANIZATIONAL_UNIT" };
        self.list("Parents", vec![json!({ "Id": parent, "Type": kind })])
    }

    fn tags(&self) -> Result<Value, Refusal> {
        let id = self.call.required("ResourceId")?;
        let account = self.accounts().find(|account| account.id == id).map(|account| &account.tags);
        let unit = || self.organization.units.iter().find(|unit| unit.id == id).map(|unit| &unit.tags);
        let none: Vec<Tag> = Vec::new();
        let tags = match account.or_else(unit) {
            Some(tags) => tags,
            None if id == self.organization.root => &none,
            None => {
                return Err(Refusal::new(
                    "TargetNotFoundException",
                    "You specified a target that doesn't exist.",
                ));
            }
        };
        self.list("Tags", tags.iter().map(|(key, value)| json!({ "Key": key, "Value": value })).collect())
    }

    /// One page of a list. Some operations have no MaxResults and some do; the most is the same.
    fn list(&self, name: &str, mut items: Vec<Value>) -> Result<Value, Refusal> {
        let invalid = |text: &str| Refusal::new("InvalidInputException", text);
        let out_of_range = || invalid("You provided a value for MaxResults that is out of range.");
        let size = self.call.limit("MaxResults", MOST, MOST).ok().ok_or_else(out_of_range)?;
        let key = self.call.listing("");
        let start = match self.call.text("NextToken") {
            None => 0,
            Some(token) => pager::open(&key, token)
                .and_then(|cursor| cursor.parse::<usize>().ok())
                .ok_or_else(|| invalid("The NextToken provided is not valid."))?,
        };
        let end = start.saturating_add(size).min(items.len());
        let next = (end < items.len()).then(|| pager::issue(&key, &end.to_string()));
        let page: Vec<Value> = items.drain(start.min(end)..end).collect();
        let mut answer = serde_json::Map::new();
        answer.insert(name.into(), Value::Array(page));
        if let Some(next) = next {
            answer.insert("NextToken".into(), Value::String(next));
        }
        Ok(Value::Object(answer))
    }
}
