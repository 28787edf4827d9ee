//! What a person finds again the next time: columns, order, filters and commands. The text of it is made and read here;
//! the file is somebody else's.
//!
//! Invariant: nothing in it comes from AWS: names of fields, and texts that were typed.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use toml::{Table, Value};

use super::columns::Chosen;
use super::history::History;
use super::model::Model;
use super::msg::Effect;
use super::screen::desk::Desk;
use super::setup::Setup;
use super::table::Sort;
use super::view::sort_words;
use crate::catalog::Area;
use crate::model::fetch::Severity;
use crate::model::field::Field;
use crate::model::text::Safe;

/// The form of the text; another one is not read.
const VERSION: i64 = 1;
/// Changes within this time are written together, in seconds.
const TOGETHER_S: i64 = 2;

/// How a table was left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// All columns in the order of the person; empty: as declared.
    pub columns: Vec<Chosen>,
    pub sort: Option<Sort>,
    pub wide: bool,
}

/// What is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// By the name of the area.
    pub tables: BTreeMap<&'static str, Left>,
    pub filters: History,
    /// Names of commands, screens and views that were run from the palette.
    pub commands: History,
}

/// What is kept, and how far it is written.
#[derive(Clone, Debug, Default)]
pub struct Keeping {
    pub kept: Kept,
    /// When what changed is to be written.
    due: Option<Timestamp>,
    /// It could not be written, which is said once.
    failed: bool,
}

impl Keeping {
    /// At the start: what was found.
    pub fn of(setup: &Setup) -> Self {
        Self { kept: setup.kept.clone().unwrap_or_default(), ..Self::default() }
    }
}

impl Kept {
    /// Reads the text of a file. Columns that are not known any more are left out.
    ///
    /// # Errors
    /// A sentence about what is wrong with the text as a whole.
    pub fn parse(text: &str) -> Result<Self, Safe> {
        let wrong = |what: &str| Safe::new(what);
        let table: Table = text.parse().map_err(|error: toml::de::Error| wrong(error.message()))?;
        if table.get("version").and_then(Value::as_integer) != Some(VERSION) {
            return Err(wrong("it was written by another version of this program"));
        }
        let mut tables = BTreeMap::new();
        for area in Area::ALL {
            let name = area.spec().name;
            let left = match table.get(name) {
                None => continue,
                Some(Value::Table(left)) => read_left(left),
                Some(_) => None,
            };
            tables.insert(name, left.ok_or_else(|| wrong("its columns make no sense"))?);
        }
        let history = |key| match table.get(key).map(texts) {
            None => Ok(History::default()),
            Some(read) => read.map(History::of).ok_or_else(|| wrong("its history makes no sense")),
        };
        Ok(Self { tables, filters: history("filters")?, commands: history("commands")? })
    }

    /// The text of a file, which [`Kept::parse`] reads back.
    pub fn text(&self) -> String {
        let mut table = Table::new();
        table.insert("version".into(), VERSION.into());
        table.insert("filters".into(), self.filters.texts().to_vec().into());
        table.insert("commands".into(), self.commands.texts().to_vec().into());
        table.extend(self.tables.iter().map(|(name, left)| ((*name).to_owned(), left.table().into())));
        format!("# What the console keeps for the next time. It is written anew at every change.\n{table}")
    }
}

impl Left {
    fn table(&self) -> Table {
        let mut table = Table::new();
        if !self.columns.is_empty() {
            let name =
                |chosen: &Chosen| format!("{}{}", if chosen.on { "" } else { "-" }, chosen.field.key());
            table.insert("columns".into(), self.columns.iter().map(name).collect::<Vec<_>>().into());
        }
        if let Some(sort) = self.sort {
            table.insert("sort".into(), sort_words(sort).into());
        }
        table.insert("wide".into(), self.wide.into());
        table
    }
}

fn read_left(table: &Table) -> Option<Left> {
    let columns = table.get("columns").map_or_else(|| Some(Vec::new()), texts)?;
    let columns = columns.iter().filter_map(|text| {
        let (descending, field) = signed(text)?;
        Some(Chosen { field, on: !descending })
    });
    let mut chosen: Vec<Chosen> = Vec::new();
    for column in columns {
        if !chosen.iter().any(|known| known.field == column.field) {
            chosen.push(column);
        }
    }
    let sort = table.get("sort").and_then(Value::as_str).and_then(signed);
    let sort = sort.map(|(descending, field)| Sort { field, descending });
    Some(Left { columns: chosen, sort, wide: table.get("wide").and_then(Value::as_bool).unwrap_or_default() })
}

/// A field with the sign before it.
fn signed(text: &str) -> Option<(bool, Field)> {
    let name = text.strip_prefix('-').unwrap_or(text);
    Field::parse(name).map(|field| (name.len() < text.len(), field))
}

fn texts(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|text| text.as_str().map(str::to_owned)).collect()
}

/// Puts the console into the state in which it was left.
pub(super) fn restore(model: &mut Model) {
    let tables = model.keeping.kept.tables.clone();
    for desk in model.desks_mut() {
        let area = desk.table.area;
        let Some(left) = tables.get(area.spec().name).cloned() else { continue };
        if !left.columns.is_empty() {
            desk.columns.choose(area, left.columns);
            // Columns that came since stand behind those that were chosen.
            let all = desk.columns.all(area);
            desk.columns.choose(area, all);
        }
        if let Some(sort) = left.sort {
            desk.table.sort_by(sort);
        }
        desk.table.wide = left.wide;
    }
    model.keeping.kept.tables = model.desks().map(|desk| (desk.table.area.spec().name, now(desk))).collect();
    if let Some(why) = model.setup.kept.as_ref().err().cloned() {
        let text = format!("What was kept from the last time is not used: {}", why.raw());
        model.say(Severity::Warning, text);
    }
}

fn now(desk: &Desk) -> Left {
    let table = &desk.table;
    let sort = desk.view.as_ref().map_or(table.sort, |view| view.sort_before(table.sort));
    Left { columns: desk.columns.own().to_vec(), sort: Some(sort), wide: table.wide }
}

/// Notes what a key changed.
pub(super) fn note(model: &mut Model) {
    let (name, now) = (model.desk.table.area.spec().name, now(&model.desk));
    if model.keeping.kept.tables.get(name) != Some(&now) {
        model.keeping.kept.tables.insert(name, now);
        put_off(model);
    }
}

/// A filter was accepted.
pub(super) fn filtered(model: &mut Model) {
    let text = model.desk.table.filter.text.clone();
    if model.keeping.kept.filters.add(&text) {
        put_off(model);
    }
}

/// A line of the palette was run.
pub(super) fn ran(model: &mut Model, name: &str) {
    if model.keeping.kept.commands.add(name) {
        put_off(model);
    }
}

fn put_off(model: &mut Model) {
    let later = SignedDuration::from_secs(TOGETHER_S);
    let due = model.now.checked_add(later).unwrap_or(model.now);
    model.keeping.due.get_or_insert(due);
}

/// Has written what has to be: when it is time, and before the end.
pub(super) fn write(model: &mut Model, out: &mut Vec<Effect>) {
    let quits = out.iter().position(|effect| matches!(effect, Effect::Quit(_)));
    let is_time = model.keeping.due.is_some_and(|due| due <= model.now || quits.is_some());
    if !is_time {
        return;
    }
    model.keeping.due = None;
    if model.setup.keeps {
        out.insert(quits.unwrap_or(out.len()), Effect::Keep(model.keeping.kept.text()));
    }
}

/// How the writing ended.
pub(super) fn written(model: &mut Model, end: Result<(), Safe>) {
    if let Err(why) = end
        && !std::mem::replace(&mut model.keeping.failed, true)
    {
        let text = format!("Columns, order and history are not kept for the next time: {}", why.raw());
        model.say(Severity::Warning, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(texts: &[&str]) -> History {
        History::of(texts.iter().map(|text| (*text).to_owned()))
    }

    #[test]
    fn it_is_read_back_as_it_was_written() {
        let on = |field, on| Chosen { field, on };
        let kept = Kept {
            tables: BTreeMap::from([(
                "notebooks",
                Left {
                    columns: vec![on(Field::Name, true), on(Field::Owner, false), on(Field::KmsKeyId, true)],
                    sort: Some(Sort { field: Field::UsdMonth, descending: true }),
                    wide: true,
                },
            )]),
            filters: history(&["idle>4h \"a b\"", "tag:x='\\n'"]),
            commands: history(&["audit"]),
        };
        assert_eq!(Kept::parse(&kept.text()), Ok(kept));
        assert_eq!(Kept::parse(&Kept::default().text()), Ok(Kept::default()));
    }

    #[test]
    fn what_makes_no_sense_is_said_and_what_is_not_known_is_left_out() {
        for text in [
            "",
            "version = 2",
            "version = 1\nfilters = 3",
            "version = 1\nnotebooks = 1",
            "\u{0}",
            "version = \"1\"",
        ] {
            assert!(Kept::parse(text).is_err(), "{text:?}");
        }
        let kept = Kept::parse(
            "version = 1\nelse = 1\n[notebooks]\ncolumns = [\"colour\", \"-owner\", \"owner\"]\nsort = \"x\"\n",
        );
        let left = kept.unwrap().tables["notebooks"].clone();
        assert_eq!(left.columns, [Chosen { field: Field::Owner, on: false }]);
        assert_eq!((left.sort, left.wide), (None, false));
    }
}
