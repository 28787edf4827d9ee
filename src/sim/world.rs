//! What exists in the simulated AWS: an organization, its accounts, and what lies in each account and region.
//!
//! Plain data with constructors; what AWS says about it is written in the services. Invariant: a state is a function
//! of the stored facts and the time, so that nothing has to run for it to move.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::dice;

mod item;
mod notebook;
mod stream;

pub use item::Item;
pub use notebook::Notebook;
pub use stream::{LogGroup, LogStream, Span, Writer};

/// The log group that SageMaker writes notebook instances' logs to.
pub const NOTEBOOK_LOGS: &str = "/aws/sagemaker/NotebookInstances";

/// A tag: key and value.
pub type Tag = (String, String);

/// Everything that exists.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// What generated texts and durations depend on.
    pub seed: u64,
    /// The organization; without one, Organizations answers that it is not in use.
    pub organization: Option<Organization>,
    /// All accounts, the management account among them.
    pub accounts: Vec<Account>,
    /// Regions that are enabled; empty means all.
    pub regions: Vec<String>,
    /// Identity policies by account and principal (a role's or user's name), as JSON; who has none may do everything.
    pub policies: BTreeMap<(String, String), String>,
    /// What lies in an account (outer key) and region (inner key).
    pub scopes: BTreeMap<String, BTreeMap<String, Scope>>,
}

/// An AWS organization.
#[derive(Clone, Debug, Default)]
pub struct Organization {
    /// `o-` and letters.
    pub id: String,
    /// The management account's id.
    pub management: String,
    /// Accounts that may read the organization besides.
    pub delegated: Vec<String>,
    /// `r-` and letters.
    pub root: String,
    /// All organizational units, parents before children.
    pub units: Vec<Unit>,
}

/// An organizational unit.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    /// `ou-…`.
    pub id: String,
    /// Its own name, the last part of its path.
    pub name: String,
    /// Names from below the root down to this unit, joined by `/`.
    pub path: String,
    /// The id of the unit above, or of the root.
    pub parent: String,
    /// Tags of the unit.
    pub tags: Vec<Tag>,
}

/// An AWS account.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// Twelve digits.
    pub id: String,
    /// The name that Organizations shows.
    pub name: String,
    /// The root user's address.
    pub email: String,
    /// Path of its organizational unit; empty is the root itself.
    pub ou: String,
    /// Whether it can be used.
    pub status: AccountStatus,
    /// When it joined the organization.
    pub joined: Timestamp,
    /// Tags that Organizations keeps.
    pub tags: Vec<Tag>,
    /// Who may assume roles in it.
    pub assume: Assume,
    /// Actions (`service:Operation`, with `*`) that its roles have no permission for.
    pub denied: Vec<String>,
    /// Actions that a service control policy denies in it.
    pub scp_denied: Vec<String>,
    /// It is no member of the organization.
    pub standalone: bool,
}

/// Whether an account can be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AccountStatus {
    /// In use.
    #[default]
    Active,
    /// Closed within the last 90 days; nobody gets in.
    Suspended,
}

/// What an account answers to `AssumeRole`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Assume {
    /// Every role may be assumed by whoever is in the organization.
    #[default]
    Allowed,
    /// No role may be assumed.
    Denied,
    /// Only with this external id.
    ExternalId(String),
}

/// One account in one region.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Notebook instances by name.
    pub notebooks: BTreeMap<String, Notebook>,
    /// Notebook lifecycle configurations by name.
    pub lifecycle_configs: BTreeMap<String, LifecycleConfig>,
    /// Log groups by name.
    pub log_groups: BTreeMap<String, LogGroup>,
    /// Everything else by the path of its ARN and by what identifies it.
    shelves: BTreeMap<&'static str, BTreeMap<String, Item>>,
}

/// A lifecycle configuration of notebook instances.
#[derive(Clone, Debug, Default)]
pub struct LifecycleConfig {
    /// Unique within account and region.
    pub name: String,
    /// The script that runs once, in plain text.
    pub on_create: Option<String>,
    /// The script that runs at each start, in plain text.
    pub on_start: Option<String>,
    /// When it was created.
    pub created: Timestamp,
    /// When it was last updated.
    pub modified: Timestamp,
    /// Its tags.
    pub tags: Vec<Tag>,
}

impl Scope {
    /// Everything with that path in its ARN, by what identifies it.
    pub(super) fn shelf(&self, path: &str) -> impl Iterator<Item = &Item> + use<'_> {
        self.shelves.get(path).into_iter().flat_map(BTreeMap::values)
    }

    pub(super) fn shelf_mut(&mut self, path: &str) -> impl Iterator<Item = &mut Item> + use<'_> {
        self.shelves.get_mut(path).into_iter().flat_map(BTreeMap::values_mut)
    }

    /// Every resource that stands on a shelf.
    pub(super) fn items(&self) -> impl Iterator<Item = (&'static str, &String, &Item)> {
        self.shelves.iter().flat_map(|(path, items)| items.iter().map(move |(id, item)| (*path, id, item)))
    }

    pub(super) fn item(&self, path: &str, id: &str) -> Option<&Item> {
        self.shelves.get(path)?.get(id)
    }

    pub(super) fn item_mut(&mut self, path: &str, id: &str) -> Option<&mut Item> {
        self.shelves.get_mut(path)?.get_mut(id)
    }

    pub(super) fn put_item(&mut self, path: &'static str, id: String, item: Item) {
        self.shelves.entry(path).or_default().insert(id, item);
    }
}

impl World {
    /// An organization with nothing but its management account.
    pub fn empty() -> Self {
        let organization = Organization {
            id: "o-sagedeck01".into(),
            management: super::MANAGEMENT.into(),
            delegated: Vec::new(),
            root: "r-sd01".into(),
            units: Vec::new(),
        };
        let world = Self { organization: Some(organization), ..Self::default() };
        world.account(super::MANAGEMENT, "org-management", "", &[])
    }

    /// Adds an account; the units of the path come into being with it. An account of that id is replaced.
    #[must_use]
    pub fn account(mut self, id: &str, name: &str, ou: &str, tags: &[(&str, &str)]) -> Self {
        let parent = self.ensure_unit(ou);
        self.accounts.retain(|account| account.id != id);
        self.accounts.push(Account {
            id: id.into(),
            name: name.into(),
            email: format!("aws+{name}@example.com"),
            ou: ou.into(),
            tags: owned(tags),
            standalone: parent.is_none(),
            ..Account::default()
        });
        self
    }

    /// Changes the account of that id, when there is one.
    #[must_use]
    pub fn with_account(mut self, id: &str, change: impl FnOnce(&mut Account)) -> Self {
        self.account_mut(id).map(change);
        self
    }

    /// Gives a principal (the name of a role, or of the user of the static keys) an identity policy: what this does not
    /// allow, it may not do; one that is not understood allows nothing.
    #[must_use]
    pub fn policy(mut self, account: &str, principal: &str, json: &str) -> Self {
        self.policies.insert((account.into(), principal.into()), json.into());
        self
    }

    /// Sets the tags of an organizational unit.
    #[must_use]
    pub fn unit_tags(mut self, path: &str, tags: &[(&str, &str)]) -> Self {
        self.ensure_unit(path);
        let units = self.organization.iter_mut().flat_map(|organization| &mut organization.units);
        for unit in units.filter(|unit| unit.path == path) {
            unit.tags = owned(tags);
        }
        self
    }

    /// Adds a notebook instance.
    #[must_use]
    pub fn notebook(mut self, account: &str, region: &str, notebook: Notebook) -> Self {
        self.scope_mut(account, region).notebooks.insert(notebook.name.clone(), notebook);
        self
    }

    /// Adds a lifecycle configuration.
    #[must_use]
    pub fn lifecycle_config(mut self, account: &str, region: &str, config: LifecycleConfig) -> Self {
        self.scope_mut(account, region).lifecycle_configs.insert(config.name.clone(), config);
        self
    }

    /// Adds a log stream; its group comes into being with it.
    #[must_use]
    pub fn log_stream(mut self, account: &str, region: &str, stream: LogStream) -> Self {
        self.put_stream(account, region, stream);
        self
    }

    /// Adds a log stream in place.
    pub fn put_stream(&mut self, account: &str, region: &str, stream: LogStream) {
        let group = self.scope_mut(account, region).log_groups.entry(stream.group.clone()).or_default();
        group.streams.insert(stream.name.clone(), stream);
    }

    /// What lies in that account and region; it comes into being when there was nothing.
    pub fn scope_mut(&mut self, account: &str, region: &str) -> &mut Scope {
        self.scopes.entry(account.into()).or_default().entry(region.into()).or_default()
    }

    /// What lies in that account and region.
    pub fn scope(&self, account: &str, region: &str) -> Option<&Scope> {
        self.scopes.get(account)?.get(region)
    }

    /// The account of that id.
    pub fn find_account(&self, id: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.id == id)
    }

    /// The account of that id, to change it.
    pub fn account_mut(&mut self, id: &str) -> Option<&mut Account> {
        self.accounts.iter_mut().find(|account| account.id == id)
    }

    /// A notebook instance, to change it.
    pub fn notebook_mut(&mut self, account: &str, region: &str, name: &str) -> Option<&mut Notebook> {
        self.scopes.get_mut(account)?.get_mut(region)?.notebooks.get_mut(name)
    }

    /// The id of the unit with that path (the root's for an empty path), made when missing; nothing without organization.
    fn ensure_unit(&mut self, path: &str) -> Option<String> {
        let organization = self.organization.as_mut()?;
        let mut parent = organization.root.clone();
        let mut walked = String::new();
        for name in path.split('/').filter(|name| !name.is_empty()) {
            if !walked.is_empty() {
                walked.push('/');
            }
            walked.push_str(name);
            let known = organization.units.iter().find(|unit| unit.path == walked);
            let id =
                known.map_or_else(|| format!("ou-sd01-{}", dice::hex(0, &[&walked], 8)), |u| u.id.clone());
            if known.is_none() {
                organization.units.push(Unit {
                    id: id.clone(),
                    name: name.into(),
                    path: walked.clone(),
                    parent,
                    tags: Vec::new(),
                });
            }
            parent = id;
        }
        Some(parent)
    }
}

/// Tags from literals.
pub(super) fn owned(tags: &[(&str, &str)]) -> Vec<Tag> {
    tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}
