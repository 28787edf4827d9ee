//! A resource as AWS described it: common facts, typed facts, tags, and how fresh and complete each part is.
//!
//! [`Whole`] is the plain form, made by adapters; [`Resource`] is the same, kept small: a fleet has a hundred thousand of
//! them, most of which differ in name and times only. Invariant: one turns into the other without loss.

use std::borrow::Cow;
use std::ops::Deref;
use std::sync::Arc;

use jiff::Timestamp;

use super::failure::Failure;
use super::field::Field;
use super::id::Arn;
use super::kind::Kind;
use super::scope::Scope;
use super::text::Safe;
use super::time::Moment;
use super::value::Value;

mod facts;
mod shapes;
#[cfg(test)]
mod tests;

pub use facts::Facts;
pub use shapes::Shapes;

use facts::Stored;

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
    /// What it is made of, which takes listings of their own: the versions of a group, the steps of a run.
    Content,
}

impl Detail {
    pub const ALL: [Self; 4] = [Self::Describe, Self::Tags, Self::Activity, Self::Content];

    /// Whether this detail is the one that speaks about the field: when it does not mention it, there is none.
    pub const fn owns(self, field: Field) -> bool {
        match self {
            Self::Activity => matches!(field, Field::LastLogEvent),
            Self::Content => matches!(
                field,
                Field::VersionCount
                    | Field::LatestVersion
                    | Field::LatestApprovedVersion
                    | Field::ApprovedCount
                    | Field::PendingCount
                    | Field::RejectedCount
                    | Field::WaitingSince
                    // Pipelines.
                    | Field::LastRun
                    | Field::LastRunStatus
                    | Field::RecentExecutions
                    | Field::PipelineParameters
                    | Field::FailedStep
                    | Field::Steps
            ),
            // The listing alone sees the other versions of the group.
            Self::Describe => {
                !matches!(field, Field::LastLogEvent | Field::NewerApprovedVersion)
                    && !Self::Content.owns(field)
            }
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
    Failed(Arc<Failure>),
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

/// Everything that is known of one resource, as plain fields. Two reads of the same resource have the same ARN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
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
    pub content: Part,
}

impl Parts {
    pub const fn get(&self, detail: Detail) -> &Part {
        match detail {
            Detail::Describe => &self.describe,
            Detail::Tags => &self.tags,
            Detail::Activity => &self.activity,
            Detail::Content => &self.content,
        }
    }

    pub const fn get_mut(&mut self, detail: Detail) -> &mut Part {
        match detail {
            Detail::Describe => &mut self.describe,
            Detail::Tags => &mut self.tags,
            Detail::Activity => &mut self.activity,
            Detail::Content => &mut self.content,
        }
    }
}

/// One resource of the fleet in about 200 bytes with its name: what many have in common stands once, in a [`Shape`];
/// what only a detail brings stands beside it. It reads like its shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    pub arn: Arn,
    pub name: Safe,
    pub scope: Scope,
    shape: Arc<Shape>,
    created: Option<Moment>,
    modified: Option<Moment>,
    seen: Moment,
    details: Option<Box<Details>>,
}

/// What resources of one kind have in common again and again.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Shape {
    pub kind: Kind,
    /// AWS's raw word; absent when the kind has none or the answer lacked it.
    pub status: Option<Safe>,
    pub phase: Phase,
    /// The operation that the row came from, for example `sagemaker:ListNotebookInstances`.
    pub source: &'static str,
    /// The answer lacked something that identifies a resource (its ARN): shown, but nothing may act on it.
    pub incomplete: bool,
    facts: Box<[(Field, Stored)]>,
}

/// What the calls for one resource alone brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Details {
    tags: Option<Box<[Tag]>>,
    parts: Parts,
    /// Facts that no other resource shares.
    facts: Box<[(Field, Value)]>,
}

/// The state of the details of a resource of which nothing but the listing was read.
static NOTHING_READ: Parts =
    Parts { describe: Part::NotRead, tags: Part::NotRead, activity: Part::NotRead, content: Part::NotRead };

impl Deref for Resource {
    type Target = Shape;

    fn deref(&self) -> &Shape {
        &self.shape
    }
}

impl Resource {
    pub fn created(&self) -> Option<Timestamp> {
        self.created.map(Moment::timestamp)
    }

    pub fn modified(&self) -> Option<Timestamp> {
        self.modified.map(Moment::timestamp)
    }

    /// When the listing named it last.
    pub fn seen(&self) -> Timestamp {
        self.seen.timestamp()
    }

    /// Absent: not read. Empty: read, and there are none.
    pub fn tags(&self) -> Option<&[Tag]> {
        self.details.as_ref()?.tags.as_deref()
    }

    /// The value of the tag with exactly this key.
    pub fn tag(&self, key: &str) -> Option<&Safe> {
        self.tags()?.iter().find(|tag| tag.key.raw() == key).map(|tag| &tag.value)
    }

    /// Which details were read.
    pub fn parts(&self) -> &Parts {
        self.details.as_ref().map_or(&NOTHING_READ, |details| &details.parts)
    }

    /// Whether anything was read or tried beyond the listing.
    pub const fn has_details(&self) -> bool {
        self.details.is_some()
    }

    /// A typed fact; absent means not known.
    pub fn fact(&self, field: Field) -> Option<Value> {
        let own = self.details.as_ref().and_then(|details| find(&details.facts, field)).cloned();
        own.or_else(|| find(&self.shape.facts, field).map(|stored| stored.value(&self.name)))
    }

    /// Whether a fact is known.
    pub fn has_fact(&self, field: Field) -> bool {
        let own = self.details.as_ref().and_then(|details| find(&details.facts, field));
        own.is_some() || find(&self.shape.facts, field).is_some()
    }

    /// The text of a fact that is one.
    pub fn fact_text(&self, field: Field) -> Option<Safe> {
        self.fact(field).and_then(|value| value.as_text().cloned())
    }

    /// The raw text of a fact that is one, where that can be had without a copy.
    pub fn fact_raw(&self, field: Field) -> Option<Cow<'_, str>> {
        let own = self.details.as_ref().and_then(|details| find(&details.facts, field));
        match own.or_else(|| find(&self.shape.facts, field)?.plain()) {
            Some(value) => value.as_text().map(|text| Cow::Borrowed(text.raw())),
            None => self.fact_text(field).map(|text| Cow::Owned(text.raw().to_owned())),
        }
    }

    /// The word by which resources of other kinds refer to it: its name; of a Studio domain its id, since the names of
    /// domains are not unique.
    pub fn reference(&self) -> Safe {
        if self.kind == Kind::Domain { Safe::new(self.arn.split().1) } else { self.name.clone() }
    }

    /// The name within its Studio domain, without the id of the domain; nothing for what does not stand in one.
    pub fn name_within(&self) -> Option<Safe> {
        let stands_in_one = matches!(self.kind, Kind::App | Kind::Space | Kind::UserProfile);
        let (_, rest) = self.name.raw().split_once('/').filter(|_| stands_in_one)?;
        Some(Safe::new(rest))
    }

    /// What it shares with others.
    pub const fn shape(&self) -> &Arc<Shape> {
        &self.shape
    }

    /// Everything as plain fields.
    pub fn whole(&self) -> Whole {
        let shared = self.shape.facts.iter().map(|(field, stored)| (*field, Some(stored.value(&self.name))));
        let own = self.details.iter().flat_map(|details| &details.facts);
        Whole {
            arn: self.arn.clone(),
            kind: self.kind,
            name: self.name.clone(),
            scope: self.scope.clone(),
            status: self.status.clone(),
            phase: self.phase,
            created: self.created(),
            modified: self.modified(),
            tags: self.tags().map(<[Tag]>::to_vec),
            facts: shared.chain(own.map(|(field, value)| (*field, Some(value.clone())))).collect(),
            parts: self.parts().clone(),
            seen: self.seen(),
            source: self.source,
            incomplete: self.incomplete,
        }
    }

    /// Changes anything of it.
    pub fn change(&mut self, how: impl FnOnce(&mut Whole)) {
        let mut whole = self.whole();
        how(&mut whole);
        *self = Self::from(whole);
    }

    /// Whether a listing says the same of both, apart from when.
    pub fn is_like(&self, other: &Self) -> bool {
        let Self { arn, name, scope, shape, created, modified, seen: _, details } = self;
        (Arc::ptr_eq(shape, &other.shape) || *shape == other.shape)
            && (created, modified) == (&other.created, &other.modified)
            && (arn, name, scope) == (&other.arn, &other.name, &other.scope)
            && *details == other.details
    }
}

fn find<T>(facts: &[(Field, T)], field: Field) -> Option<&T> {
    let at = facts.binary_search_by_key(&field, |(key, _)| *key).ok()?;
    facts.get(at).map(|(_, value)| value)
}

impl From<Whole> for Resource {
    fn from(whole: Whole) -> Self {
        let name = &whole.name;
        let (own, shared): (Vec<_>, Vec<_>) =
            whole.facts.into_iter().partition(|(field, _)| field.is_of_one());
        let facts = shared.into_iter().map(|(field, value)| (field, Stored::of(value, name))).collect();
        let details = Details {
            tags: whole.tags.map(Vec::into_boxed_slice),
            parts: whole.parts,
            facts: own.into_boxed_slice(),
        };
        Self {
            shape: Arc::new(Shape {
                kind: whole.kind,
                status: whole.status,
                phase: whole.phase,
                source: whole.source,
                incomplete: whole.incomplete,
                facts,
            }),
            created: whole.created.map(Moment::of),
            modified: whole.modified.map(Moment::of),
            seen: Moment::of(whole.seen),
            details: (details != Details::default()).then(|| Box::new(details)),
            arn: whole.arn,
            name: whole.name,
            scope: whole.scope,
        }
    }
}
