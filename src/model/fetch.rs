//! What can be asked of AWS and what comes back. `app` and `cli` make [`Fetch`]es, `aws` answers with [`Arrival`]s.

use jiff::Timestamp;

use super::account::{Account, Login};
use super::failure::Failure;
use super::field::Field;
use super::id::Arn;
use super::kind::Kind;
use super::logs::{LogPage, LogStream};
use super::resource::{Detail, Facts, Phase, Resource, Tag};
use super::scope::{AccountId, Scope};
use super::text::Safe;
use super::value::Value;

/// One listing: a kind in a scope. The unit of freshness.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    pub scope: Scope,
    pub kind: Kind,
}

/// How far back a listing of what comes and goes reaches, in days; none: to the beginning. Only kinds that are declared with
/// a horizon look at it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Horizon(pub Option<u32>);

impl Horizon {
    /// Whether the other one reaches further back.
    pub const fn is_short_of(self, other: Self) -> bool {
        match (self.0, other.0) {
            (Some(own), Some(other)) => own < other,
            (Some(_), None) => true,
            (None, _) => false,
        }
    }
}

/// Numbers a piece of work. An answer whose job is no longer the current one of its cell is dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(pub u64);

/// Who is waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    /// Somebody looks at the place where the answer goes.
    Visible,
    Background,
}

/// One resource, named so that any detail of it can be asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Target {
    pub arn: Arn,
    pub kind: Kind,
    /// The name as AWS takes it.
    pub name: Safe,
    pub scope: Scope,
    /// The kind of what it belongs to, where AWS asks for that besides the name: an app is a user's or a space's.
    pub within: Option<Kind>,
}

impl Target {
    /// The name under which any call can be made about a resource.
    pub fn of(resource: &Resource) -> Self {
        let owners = [(Field::SpaceName, Kind::Space), (Field::UserProfileName, Kind::UserProfile)];
        let owner = owners.into_iter().find(|(field, _)| resource.has_fact(*field));
        Self {
            within: owner.filter(|_| resource.kind == Kind::App).map(|(_, kind)| kind),
            arn: resource.arn.clone(),
            kind: resource.kind,
            name: resource.name.clone(),
            scope: resource.scope.clone(),
        }
    }
}

/// Where to read in a log stream.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum LogFrom {
    /// The newest events.
    Tail,
    /// Onwards from a token of [`LogPage::forward`].
    After(String),
    /// Backwards from a token of [`LogPage::backward`].
    Before(String),
}

/// A question to AWS.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Fetch {
    /// Which accounts there are, and who we are in each: answers with [`Arrival::Accounts`] (again whenever more
    /// is known), [`Arrival::Login`] for each account and [`Arrival::Notice`]s.
    Fleet,
    /// The identity in one account again, after a login was renewed.
    Identity(AccountId),
    /// All resources of one kind in one scope, or the recent ones, page by page as [`Arrival::Page`].
    List(Cell, Horizon),
    /// The tags of everything in a scope, from the tagging API: many [`Arrival::Patch`]es of [`Detail::Tags`],
    /// only for resources that it names. It proves no absence.
    BulkTags(Scope),
    /// One detail of one resource: one [`Arrival::Patch`].
    Detail(Target, Detail),
    /// The log streams of a resource: [`Arrival::Streams`].
    Streams(Target),
    /// Events of one stream of a resource: [`Arrival::Events`].
    Events { target: Target, stream: Safe, from: LogFrom },
}

/// One page of a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub cell: Cell,
    /// From 1.
    pub number: u32,
    pub rows: Vec<Resource>,
    /// When AWS answered.
    pub at: Timestamp,
}

/// What one detail call brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patch {
    pub arn: Arn,
    pub detail: Detail,
    pub at: Timestamp,
    pub result: Result<Described, Failure>,
}

/// The content of a detail. Parts that the call does not speak about are absent; a creation time stands among the facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Described {
    /// AWS's word and what it means.
    pub status: Option<(Safe, Phase)>,
    pub modified: Option<Timestamp>,
    pub facts: Facts,
    pub tags: Option<Vec<Tag>>,
}

impl Described {
    /// When it was created, where the call says so.
    pub fn created(&self) -> Option<Timestamp> {
        self.facts.get(Field::Created).and_then(Value::as_time)
    }

    /// The same, taken out from among the facts.
    pub fn take_created(&mut self) -> Option<Timestamp> {
        let created = self.created();
        self.facts.retain(|field| field != Field::Created);
        created
    }
}

/// How grave a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Info,
    Warning,
    Error,
}

/// A sentence about the fleet as a whole: a duplicate account, a fall-back, a skipped profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub severity: Severity,
    pub text: Safe,
}

/// An answer. A job gives any number of them and then exactly one `Done` or `Failed`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// The accounts known so far; replaces what was known, except each account's login.
    Accounts(Vec<Account>),
    Login(AccountId, Login),
    Notice(Notice),
    Page(Page),
    Patch(Box<Patch>),
    Streams(Vec<LogStream>),
    Events(LogPage),
    Done(Timestamp),
    Failed(Failure, Timestamp),
}
