//! Typed facts: as a plain list, and as they are kept.

use super::find;
use crate::model::field::Field;
use crate::model::text::Safe;
use crate::model::value::Value;

/// Typed facts, sorted by field; absent means not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts(Vec<(Field, Value)>);

impl Facts {
    pub fn get(&self, field: Field) -> Option<&Value> {
        find(&self.0, field)
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

impl IntoIterator for Facts {
    type Item = (Field, Value);
    type IntoIter = std::vec::IntoIter<(Field, Value)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// A value as it is kept. A text that is nothing but the resource's name with something around it, as most addresses
/// are, is the same for all resources when the name is left out of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Stored {
    Plain(Value),
    Around { before: Box<str>, after: Box<str> },
}

/// A shorter name stands in too many texts by chance.
const SHORTEST: usize = 3;

impl Stored {
    pub(super) fn of(value: Value, name: &Safe) -> Self {
        if let Value::Text(text) = &value
            && name.raw().len() >= SHORTEST
            && !text.is_unusual()
            && let Some((before, after)) = text.raw().split_once(name.raw())
        {
            return Self::Around { before: before.into(), after: after.into() };
        }
        Self::Plain(value)
    }

    pub(super) const fn plain(&self) -> Option<&Value> {
        match self {
            Self::Plain(value) => Some(value),
            Self::Around { .. } => None,
        }
    }

    /// The value as it was, for the resource of that name.
    pub(super) fn value(&self, name: &Safe) -> Value {
        match self {
            Self::Plain(value) => value.clone(),
            Self::Around { before, after } => Value::text([before, name.raw(), after].concat()),
        }
    }
}
