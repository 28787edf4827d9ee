//! A row: a resource with its account and what was derived from both. The one way to any field's value, for
//! tables, details, filters, sorting and machine output alike.

use std::sync::Arc;

use jiff::Timestamp;

use super::account::Account;
use super::field::Field;
use super::idle::Idle;
use super::money::Money;
use super::resource::{Phase, Resource};
use super::text::Safe;
use super::time::seconds_between;
use super::value::Value;

/// What the rules derived for one resource.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Derived {
    pub owner: Option<Safe>,
    /// Where the owner came from, for example `tag owner`.
    pub owner_source: Option<Safe>,
    pub idle: Option<Idle>,
    /// List price while it runs; absent when not priced or not running.
    pub usd_hour: Option<Money>,
    /// List price of an hour in which it runs, also when it does not.
    pub usd_hour_running: Option<Money>,
    pub usd_month: Option<Money>,
    /// List price of a job from its start to its end.
    pub usd_total: Option<Money>,
    /// Where the price comes from, or why there is none.
    pub price_note: Option<Safe>,
    /// What holds for it because of what it belongs to, where that can be.
    pub inherited: Option<Box<Inherited>>,
}

/// What holds for a resource although something above it said so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Inherited {
    /// The role that it works with, and what named it.
    pub role: Option<(Safe, Safe)>,
    pub shutdown: Option<Shutdown>,
}

/// Whether AWS stops it when it is idle.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Shutdown {
    /// `after 1h`, `off`, `not set`.
    pub words: Safe,
    pub is_on: bool,
    /// In seconds, where one time holds.
    pub after_s: Option<i64>,
    /// What said so.
    pub source: Safe,
}

/// A resource as it stands in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub resource: Arc<Resource>,
    pub account: Arc<Account>,
    /// Rows of which the same is derived share it.
    pub derived: Arc<Derived>,
}

impl Row {
    /// The last sign of use. With an unknown verdict this is only the time since which nothing is known.
    pub fn last_sign(&self) -> Option<Timestamp> {
        let time = |field| self.resource.fact(field).and_then(|last| last.as_time());
        let used = time(Field::LastLogEvent).max(time(Field::LastUserActivity));
        // What is never modified was made last.
        used.max(self.resource.modified().or(self.resource.created()))
    }

    /// How long a job ran, or has run so far; nothing before it began, or where its end is not known. What has no start of
    /// its own began when it was created.
    fn duration(&self, now: Timestamp) -> Option<i64> {
        let time = |field| self.resource.fact(field).and_then(|at| at.as_time());
        let runs = matches!(self.resource.phase, Phase::Ok | Phase::Changing);
        let until = time(Field::Ended).or(runs.then_some(now))?;
        let created = self.resource.created().filter(|_| self.resource.kind.starts_with_its_creation());
        Some(seconds_between(time(Field::Started).or(created)?, until))
    }

    /// The value of any field at a moment; nothing where it is not known or does not apply.
    pub fn value(&self, field: Field, now: Timestamp) -> Option<Value> {
        let r = &*self.resource;
        let text = |text: &Safe| Some(Value::Text(text.clone()));
        let idle = self.derived.idle.as_ref();
        match field {
            Field::Kind => Some(Value::text(r.kind.name())),
            Field::Name => text(&r.name),
            Field::Arn => Some(Value::Text(r.arn.safe())),
            Field::AccountName => text(&self.account.name),
            Field::AccountId => Some(Value::text(r.scope.account.to_string())),
            Field::AccountRole => self.account.role.map(|role| Value::text(role.name())),
            Field::Region => Some(Value::text(r.scope.region.as_str())),
            Field::Status => r.status.as_ref().and_then(text),
            Field::Phase => Some(Value::text(r.phase.name())),
            Field::Created => r.created().map(Value::Time),
            Field::Modified => r.modified().map(Value::Time),
            Field::Owner => self.derived.owner.as_ref().and_then(text),
            Field::OwnerSource => self.derived.owner_source.as_ref().and_then(text),
            Field::Tags => {
                let pair =
                    |tag: &super::resource::Tag| Safe::new(format!("{}={}", tag.key.raw(), tag.value.raw()));
                r.tags().as_ref().map(|tags| Value::List(tags.iter().map(pair).collect()))
            }
            Field::Source => Some(Value::text(r.source)),
            Field::Age => Some(Value::Span(seconds_between(r.seen(), now))),
            // How long nothing was seen is a claim only with a verdict; "unknown since" is shown in the detail.
            Field::IdleFor => idle
                .filter(|idle| idle.verdict != super::idle::Verdict::Unknown)
                .and_then(|_| self.last_sign())
                .map(|since| Value::Span(seconds_between(since, now))),
            Field::IdleVerdict => idle.map(|idle| Value::text(idle.verdict.to_string())),
            Field::IdleConfidence => idle.map(|idle| Value::text(idle.confidence.to_string())),
            Field::UsdHour => self.derived.usd_hour.map(Value::Money),
            Field::UsdMonth => self.derived.usd_month.map(Value::Money),
            Field::ExecutionRole => r.fact(field).or_else(|| text(&self.role()?.0)),
            Field::ExecutionRoleSource => self.role().and_then(|(_, source)| text(source)),
            Field::IdleShutdown => self.shutdown().and_then(|shutdown| text(&shutdown.words)),
            Field::IdleShutdownAfter => {
                self.shutdown().and_then(|shutdown| shutdown.after_s).map(Value::Span)
            }
            Field::IdleShutdownSource => self.shutdown().and_then(|shutdown| text(&shutdown.source)),
            Field::UsdTotal => self.derived.usd_total.map(Value::Money),
            Field::Duration => self.duration(now).map(Value::Span),
            fact => r.fact(fact),
        }
    }

    fn role(&self) -> Option<&(Safe, Safe)> {
        self.derived.inherited.as_ref()?.role.as_ref()
    }

    fn shutdown(&self) -> Option<&Shutdown> {
        self.derived.inherited.as_ref()?.shutdown.as_ref()
    }
}
