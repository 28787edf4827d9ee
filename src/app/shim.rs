//! Stands in for floors that are being written on other branches; goes with the merge.

use jiff::Timestamp;

use crate::model::field::Field;
use crate::model::kind::Kind;
use crate::model::resource::{Detail, Resource};
use crate::model::row::{Derived, Row};
use crate::source::{Diagnostic, Source};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query(String);
pub struct QueryContext {
    pub now: Timestamp,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    None,
    Substring,
    Prefix,
    Exact,
}
impl Query {
    pub fn parse(source: &Source) -> Result<Self, Diagnostic> {
        if source.text.contains("bad:") {
            return Err(source.diagnostic(&(0..4), "unknown key"));
        }
        Ok(Self(source.text.to_string()))
    }
    pub fn text(&self) -> &str {
        &self.0
    }
    pub fn matches(&self, row: &Row, _: &QueryContext) -> bool {
        row.resource.name.raw().contains(&self.0)
    }
    pub fn rank(&self, row: &Row) -> Rank {
        if row.resource.name.raw() == self.0 { Rank::Exact } else { Rank::None }
    }
}
#[derive(Clone, Debug, Default)]
pub struct Policy;
pub fn derive(_: &Resource, _: Option<&Resource>, _: &Policy, _: Timestamp) -> Derived {
    Derived::default()
}
pub struct KindSpec {
    pub kind: Kind,
    pub title: &'static str,
    pub columns: &'static [Column],
    pub sections: &'static [Section],
    pub logs: Option<LogsIn>,
    pub details: &'static [Detail],
}
pub struct LogsIn {
    pub group: &'static str,
    pub prefix: &'static str,
}
pub struct Column {
    pub field: Field,
    pub min: u16,
    pub max: u16,
    pub keep: u8,
    pub wide: bool,
}
pub struct Section {
    pub title: &'static str,
    pub fields: &'static [Field],
}
const C: fn(Field) -> Column = |field| Column { field, min: 4, max: 20, keep: 0, wide: false };
static NOTEBOOK: std::sync::LazyLock<KindSpec> = std::sync::LazyLock::new(|| KindSpec {
    kind: Kind::Notebook,
    title: "Notebook instances",
    columns: Box::leak(Box::new([
        C(Field::Name),
        C(Field::AccountName),
        C(Field::Region),
        C(Field::InstanceType),
        C(Field::Status),
        C(Field::Owner),
        C(Field::IdleFor),
        C(Field::UsdMonth),
    ])),
    sections: &[Section { title: "Network", fields: &[Field::SubnetId, Field::RootAccess] }],
    logs: Some(LogsIn { group: "/aws/sagemaker/NotebookInstances", prefix: "{name}/" }),
    details: &[Detail::Describe, Detail::Tags, Detail::Activity],
});
static LIFECYCLE: std::sync::LazyLock<KindSpec> = std::sync::LazyLock::new(|| KindSpec {
    kind: Kind::LifecycleConfig,
    title: "Lifecycle configurations",
    columns: &[],
    sections: &[],
    logs: None,
    details: &[Detail::Describe],
});
pub fn spec(kind: Kind) -> &'static KindSpec {
    if kind == Kind::Notebook { &NOTEBOOK } else { &LIFECYCLE }
}
pub fn console_url(_: &Resource) -> Option<String> {
    None
}
pub fn cli_command(_: &Resource) -> Option<String> {
    None
}
