//! The rows by place, and the way from an ARN to its place. A place is a row's own until it is freed.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use jiff::Timestamp;

use super::Sort;
use super::hay::Hay;
use super::order::Key;
use crate::model::field::Field;
use crate::model::id::Arn;
use crate::model::row::Row;

/// Rows, each in a place of its own.
#[derive(Clone, Debug, Default)]
pub(super) struct Slots {
    rows: Vec<Option<Row>>,
    /// What each row is compared by.
    keys: Vec<Key>,
    hay: Hay,
    index: HashTable<u32>,
    hasher: DefaultHashBuilder,
    free: Vec<u32>,
}

impl Slots {
    pub fn get(&self, at: u32) -> Option<&Row> {
        self.rows.get(at as usize)?.as_ref()
    }

    pub fn find(&self, arn: &Arn) -> Option<u32> {
        let is_it = |at: &u32| self.get(*at).is_some_and(|row| row.resource.arn == *arn);
        self.index.find(self.hasher.hash_one(arn), is_it).copied()
    }

    /// Every row with its place.
    pub fn rows(&self) -> impl Iterator<Item = (u32, &Row)> {
        self.rows.iter().enumerate().filter_map(|(at, row)| Some((at as u32, row.as_ref()?)))
    }

    /// Places that there are, taken or not.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn key(&self, at: u32) -> Key {
        self.keys.get(at as usize).copied().unwrap_or_default()
    }

    /// All rows are compared by something else from now on.
    pub fn key_anew(&mut self, sort: Sort, now: Timestamp) {
        for (at, (known, row)) in self.keys.iter_mut().zip(&self.rows).enumerate() {
            *known = match sort.field {
                Field::Name => Key::of_name(self.hay.name(at as u32), sort),
                _ => row.as_ref().map(|row| Key::of(row, sort, now)).unwrap_or_default(),
            };
        }
    }

    /// What bare words look at.
    pub const fn hay(&self) -> &Hay {
        &self.hay
    }

    pub fn replace(&mut self, at: u32, row: Row, key: Key) -> Option<Row> {
        if let Some(known) = self.keys.get_mut(at as usize) {
            *known = key;
        }
        self.hay.put(at, &row);
        self.rows.get_mut(at as usize)?.replace(row)
    }

    /// Takes in a row that is not there.
    pub fn add(&mut self, row: Row, key: Key) -> u32 {
        let hash = self.hasher.hash_one(&row.resource.arn);
        let at = self.free.pop().unwrap_or(self.rows.len() as u32);
        self.hay.put(at, &row);
        if let (Some(slot), Some(known)) = (self.rows.get_mut(at as usize), self.keys.get_mut(at as usize)) {
            (*slot, *known) = (Some(row), key);
        } else {
            self.rows.push(Some(row));
            self.keys.push(key);
        }
        let (rows, hasher) = (&self.rows, &self.hasher);
        let arn = |at: &u32| rows.get(*at as usize).and_then(Option::as_ref).map(|row| &row.resource.arn);
        // Every place in the index is taken by a row that is there.
        self.index.insert_unique(hash, at, |at| arn(at).map_or(0, |arn| hasher.hash_one(arn)));
        at
    }

    /// Takes the row out; its place is not given away before [`Slots::release`].
    pub fn take(&mut self, at: u32) -> Option<Row> {
        let hash = self.hasher.hash_one(&self.get(at)?.resource.arn);
        if let Ok(entry) = self.index.find_entry(hash, |known| *known == at) {
            entry.remove();
        }
        self.rows.get_mut(at as usize)?.take()
    }

    /// Nothing refers to the empty place any more.
    pub fn release(&mut self, at: u32) {
        self.free.push(at);
    }
}
