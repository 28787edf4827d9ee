//! The value of one field of one resource, typed by what it measures, so that it sorts, filters and prints right.

use jiff::Timestamp;

use super::money::Money;
use super::steps::Steps;
use super::text::Safe;

/// A typed value. Absence is `Option::None` outside: there is no null in here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// A word or a sentence from outside or from us.
    Text(Safe),
    /// `Enabled`/`Disabled`, yes/no.
    Bool(bool),
    /// A count or a size; the field says the unit.
    Int(i64),
    Time(Timestamp),
    /// A duration in whole seconds.
    Span(i64),
    Money(Money),
    List(Vec<Safe>),
    /// What a pipeline run is made of.
    Steps(Steps),
}

impl Value {
    pub fn text(raw: impl AsRef<str>) -> Self {
        Self::Text(Safe::new(raw))
    }

    pub const fn as_text(&self) -> Option<&Safe> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub const fn as_time(&self) -> Option<Timestamp> {
        match self {
            Self::Time(at) => Some(*at),
            _ => None,
        }
    }

    pub const fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(number) | Self::Span(number) => Some(*number),
            _ => None,
        }
    }

    pub const fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(yes) => Some(*yes),
            _ => None,
        }
    }
}
