//! A resource as AWS described it: common facts, typed facts, tags, and how fresh and complete each part is.

use jiff::Timestamp;

use super::failure::Failure;
use super::field::Field;
use super::id::Arn;
use super::kind::Kind;
use super::scope::Scope;
use super::text::Safe;
use super::value::Value;

/// What a status means, whatever word the service uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    Ok,
    Changing,
    Stopped,
    Failed,
    Done,
    /// A word that this version does not know: shown raw, never acted on.
    Unknown,
}

impl Phase {
    pub const ALL: [Self; 6] =
        [Self::Ok, Self::Changing, Self::Stopped, Self::Failed, Self::Done, Self::Unknown];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Changing => "changing",
            Self::Stopped => "stopped",
            Self::Failed => "failed",
            Self::Done => "done",
            Self::Unknown => "unknown",
        }
    }
}

/// The parts of a resource that cost one call each and are read after the listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Detail {
    /// The `Describe…` call of the kind.
    Describe,
    /// `ListTags`, or the tagging API in bulk.
    Tags,
    /// The last sign of use: for a notebook the last event of its `jupyter.log`.
    Activity,
}

impl Detail {
    pub const ALL: [Self; 3] = [Self::Describe, Self::Tags, Self::Activity];

    /// Whether this detail is the one that speaks about the field: when it does not mention it, there is none.
    pub const fn owns(self, field: Field) -> bool {
        match self {
            Self::Activity => matches!(field, Field::LastLogEvent),
            Self::Describe => !matches!(field, Field::LastLogEvent),
            Self::Tags => false,
        }
    }
}

/// Whether a part was read. A failed part leaves its fields absent, never empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Part {
    #[default]
    NotRead,
    Read(Timestamp),
    Failed(Failure),
}

impl Part {
    pub const fn is_read(&self) -> bool {
        matches!(self, Self::Read(_))
    }
}

/// A tag, exactly as written on the resource.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tag {
    pub key: Safe,
    pub value: Safe,
}

/// Typed facts, sorted by field; absent means not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts(Vec<(Field, Value)>);

impl Facts {
    pub fn get(&self, field: Field) -> Option<&Value> {
        self.0
            .binary_search_by_key(&field, |(key, _)| *key)
            .ok()
            .and_then(|at| self.0.get(at))
            .map(|(_, v)| v)
    }

    /// Puts the value in, or does nothing without one: what AWS did not say is not known.
    pub fn put(&mut self, field: Field, value: Option<Value>) {
        let Some(value) = value else { return };
        match self.0.binary_search_by_key(&field, |(key, _)| *key) {
            Ok(at) => self.0[at].1 = value,
            Err(at) => self.0.insert(at, (field, value)),
        }
    }

    /// Takes all of `newer`'s facts over this one's.
    pub fn update(&mut self, newer: &Self) {
        for (field, value) in &newer.0 {
            self.put(*field, Some(value.clone()));
        }
    }

    /// Keeps the facts of these fields only.
    pub fn retain(&mut self, keep: impl Fn(Field) -> bool) {
        self.0.retain(|(field, _)| keep(*field));
    }

    pub fn iter(&self) -> impl Iterator<Item = (Field, &Value)> {
        self.0.iter().map(|(field, value)| (*field, value))
    }
}

impl FromIterator<(Field, Option<Value>)> for Facts {
    fn from_iter<I: IntoIterator<Item = (Field, Option<Value>)>>(all: I) -> Self {
        let mut facts = Self::default();
        for (field, value) in all {
            facts.put(field, value);
        }
        facts
    }
}

/// One resource of the fleet. Two reads of the same resource have the same ARN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    pub arn: Arn,
    pub kind: Kind,
    pub name: Safe,
    pub scope: Scope,
    /// AWS's raw word; absent when the kind has none or the answer lacked it.
    pub status: Option<Safe>,
    pub phase: Phase,
    pub created: Option<Timestamp>,
    pub modified: Option<Timestamp>,
    /// Absent: not read. Empty: read, and there are none.
    pub tags: Option<Vec<Tag>>,
    pub facts: Facts,
    pub parts: Parts,
    /// When the listing named it last.
    pub seen: Timestamp,
    /// The operation that the row came from, for example `sagemaker:ListNotebookInstances`.
    pub source: &'static str,
    /// The answer lacked something that identifies a resource (its ARN): shown, but nothing may act on it.
    pub incomplete: bool,
}

/// The state of each detail of one resource.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    pub describe: Part,
    pub tags: Part,
    pub activity: Part,
}

impl Parts {
    pub const fn get(&self, detail: Detail) -> &Part {
        match detail {
            Detail::Describe => &self.describe,
            Detail::Tags => &self.tags,
            Detail::Activity => &self.activity,
        }
    }

    pub const fn get_mut(&mut self, detail: Detail) -> &mut Part {
        match detail {
            Detail::Describe => &mut self.describe,
            Detail::Tags => &mut self.tags,
            Detail::Activity => &mut self.activity,
        }
    }
}

impl Resource {
    /// The value of the tag with exactly this key.
    pub fn tag(&self, key: &str) -> Option<&Safe> {
        self.tags.iter().flatten().find(|tag| tag.key.raw() == key).map(|tag| &tag.value)
    }
}
