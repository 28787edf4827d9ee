//! A TOML table that is read key by key. All mistakes of a file are collected, not only the first, and what is
//! right beside them still counts.
//!
//! Invariant: a key that nobody asked for is a mistake; so the keys that are read are the keys that exist.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::model::text::Safe;
use crate::source::{Diagnostic, Source, did_you_mean};

use super::origin::{Located, Origin};

/// More mistakes than a person would read; the rest of a hostile file is not kept.
const MOST_MISTAKES: usize = 100;

/// The mistakes of one text.
#[derive(Debug)]
pub(super) struct Mistakes {
    pub(super) source: Source,
    pub(super) found: Vec<Diagnostic>,
    /// All of them, also those that were not kept.
    pub(super) count: usize,
}

impl Mistakes {
    pub(super) const fn new(source: Source) -> Self {
        Self { source, found: Vec::new(), count: 0 }
    }

    /// To find a place costs as much as the text is long, so loops over a file end where nothing more is kept: a
    /// hostile file must not make it happen often.
    pub(super) const fn has_room(&self) -> bool {
        self.found.len() < MOST_MISTAKES
    }

    pub(super) fn push(&mut self, mistake: Diagnostic) {
        self.count += 1;
        if self.found.len() < MOST_MISTAKES {
            self.found.push(mistake);
        }
    }

    pub(super) fn at(&mut self, span: &Range<usize>, message: impl AsRef<str>, hint: impl AsRef<str>) {
        if self.has_room() {
            let mistake = self.origin(span).mistake(message, hint);
            self.push(*mistake);
        } else {
            self.count += 1;
        }
    }

    /// The value, or its mistake kept and nothing.
    pub(super) fn keep<T>(&mut self, judged: Result<T, Box<Diagnostic>>) -> Option<T> {
        judged.map_err(|mistake| self.push(*mistake)).ok()
    }

    fn origin(&self, span: &Range<usize>) -> Origin {
        Origin { source: self.source.clone(), span: span.clone() }
    }
}

/// One table of a file.
pub(super) struct Table<'a> {
    entries: &'a DeTable<'a>,
    /// How it is written, for example `[accounts]`; empty for the file itself.
    name: String,
    span: Range<usize>,
    taken: Vec<&'static str>,
}

impl<'a> Table<'a> {
    pub(super) fn new(table: &'a DeTable<'a>, name: impl Into<String>, span: Range<usize>) -> Self {
        Self { entries: table, name: name.into(), span, taken: Vec::new() }
    }

    /// Where the table begins.
    pub(super) fn origin(&self, mistakes: &Mistakes) -> Origin {
        mistakes.origin(&self.span)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    pub(super) fn has_table(&self, key: &str) -> bool {
        self.entries.get(key).is_some_and(|value| value.get_ref().as_table().is_some())
    }

    /// A text that is not empty.
    pub(super) fn text(&mut self, key: &'static str, mistakes: &mut Mistakes) -> Option<Located<Safe>> {
        let value = self.take(key)?;
        text(key, value, mistakes)
    }

    /// A text that means something, or a mistake.
    pub(super) fn parsed<T>(
        &mut self,
        key: &'static str,
        mistakes: &mut Mistakes,
        judge: impl FnOnce(&Located<Safe>) -> Result<T, Box<Diagnostic>>,
    ) -> Option<Located<T>> {
        let text = self.text(key, mistakes)?;
        mistakes.keep(text.judged(judge))
    }

    pub(super) fn flag(&mut self, key: &'static str, mistakes: &mut Mistakes) -> Option<Located<bool>> {
        let value = self.take(key)?;
        let Some(flag) = value.get_ref().as_bool() else {
            wrong_type(key, value, "true or false", mistakes);
            return None;
        };
        Some(Located::new(flag, mistakes.origin(&value.span())))
    }

    /// A list of texts, each judged; the right ones are kept.
    pub(super) fn list<T>(
        &mut self,
        key: &'static str,
        mistakes: &mut Mistakes,
        judge: impl Fn(&Located<Safe>) -> Result<T, Box<Diagnostic>>,
    ) -> Option<Located<Vec<Located<T>>>> {
        let value = self.take(key)?;
        let Some(items) = value.get_ref().as_array() else {
            wrong_type(key, value, "a list of texts, such as [\"one\", \"two\"]", mistakes);
            return None;
        };
        let mut list = Vec::new();
        for item in items {
            if !mistakes.has_room() {
                break;
            }
            let judged = text(key, item, mistakes).map(|text| text.judged(&judge));
            list.extend(judged.and_then(|judged| mistakes.keep(judged)));
        }
        Some(Located::new(list, mistakes.origin(&value.span())))
    }

    /// `0` as a number or a text: both are written for "off".
    pub(super) fn zero_or_text(
        &mut self,
        key: &'static str,
        mistakes: &mut Mistakes,
    ) -> Option<Located<Safe>> {
        let value = self.take(key)?;
        let zero = value.get_ref().as_integer().is_some_and(|number| number.as_str() == "0");
        if zero {
            return Some(Located::new(Safe::new("0"), mistakes.origin(&value.span())));
        }
        if value.get_ref().as_str().is_none() {
            wrong_type(key, value, "a duration in quotes such as \"60s\", or 0 for off", mistakes);
            return None;
        }
        text(key, value, mistakes)
    }

    pub(super) fn table(&mut self, key: &'static str, mistakes: &mut Mistakes) -> Option<Table<'a>> {
        let value = self.take(key)?;
        let Some(table) = value.get_ref().as_table() else {
            wrong_type(key, value, &format!("a table, written [{key}]"), mistakes);
            return None;
        };
        Some(Table::new(table, format!("[{key}]"), value.span()))
    }

    pub(super) fn tables(&mut self, key: &'static str, mistakes: &mut Mistakes) -> Vec<Table<'a>> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            wrong_type(key, value, &format!("a list of tables, each written [[{key}]]"), mistakes);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            if !mistakes.has_room() {
                break;
            }
            match item.get_ref().as_table() {
                Some(table) => tables.push(Table::new(table, format!("[[{key}]]"), item.span())),
                None => wrong_type(key, item, &format!("a table, written [[{key}]]"), mistakes),
            }
        }
        tables
    }

    /// Reports every key that was not asked for. `top` are the keys of the file itself: one of them in a table is
    /// usually a line that slipped behind a table's head.
    pub(super) fn finish(self, top: &[&str], mistakes: &mut Mistakes) {
        for (key, _) in self.entries {
            let word = key.get_ref().as_ref();
            if self.taken.contains(&word) {
                continue;
            }
            if !mistakes.has_room() {
                mistakes.count += 1;
                break;
            }
            let place = if self.name.is_empty() { String::new() } else { format!(" in {}", self.name) };
            let hint = if top.contains(&word) {
                format!("`{word}` belongs at the top of the file, above the first [table]")
            } else {
                let near = did_you_mean(word, self.taken.iter().copied());
                near.map_or_else(
                    || format!("known here: {}", self.taken.join(", ")),
                    |near| near.raw().to_owned(),
                )
            };
            mistakes.at(&key.span(), format!("unknown key `{word}`{place}"), hint);
        }
    }

    fn take(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.taken.push(key);
        self.entries.get(key)
    }
}

fn text(key: &str, value: &Spanned<DeValue<'_>>, mistakes: &mut Mistakes) -> Option<Located<Safe>> {
    match value.get_ref().as_str() {
        Some(text) if text.trim().is_empty() => {
            mistakes.at(&value.span(), format!("`{key}` is empty"), "write a value, or leave the line out");
            None
        }
        Some(text) => Some(Located::new(Safe::new(text), mistakes.origin(&value.span()))),
        None => {
            wrong_type(key, value, "a text in quotes", mistakes);
            None
        }
    }
}

fn wrong_type(key: &str, value: &Spanned<DeValue<'_>>, wanted: &str, mistakes: &mut Mistakes) {
    let kind = match value.get_ref() {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    };
    mistakes.at(&value.span(), format!("`{key}` must be {wanted}, not {kind}"), "");
}
