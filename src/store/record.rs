//! A listing's rows as bytes, and back. The one place of the store that knows what a resource is made of.
//!
//! Not written: what the list of fields below does not name, and whatever looks like a credential; the part of the
//! resource that told it then counts as not read, so that nothing is taken for absent. Invariant: a record is read back
//! whole or not at all, and every text of it becomes harmless on the way.

use crate::catalog;
use crate::model::fetch::Cell;
use crate::model::field::Field;
use crate::model::id::Arn;
use crate::model::memory::{Listed, Recalled};
use crate::model::money::Money;
use crate::model::resource::{Detail, Facts, Part, Parts, Phase, Resource, Tag, Whole};
use crate::model::text::Safe;
use crate::model::value::Value;

use super::bytes::{Reader, Writer};
use super::kept::is_kept;
use super::secret::is_secret;
use jiff::Timestamp;

/// Of the layout of the bytes.
const VERSION: u8 = 1;

const INCOMPLETE: u64 = 1;
const STATUS: u64 = 1 << 1;
const CREATED: u64 = 1 << 2;
const MODIFIED: u64 = 1 << 3;
const TAGS: u64 = 1 << 4;
/// The name is the end of the ARN.
const NAMED: u64 = 1 << 5;

/// The rows of a listing as bytes.
pub(super) fn write(listed: &Listed) -> Vec<u8> {
    let mut out = Writer::default();
    out.byte(VERSION);
    out.number(listed.rows.len() as u64);
    // The same rows are the same bytes, in whatever order they come.
    let mut rows: Vec<&Resource> = listed.rows.iter().map(|row| &**row).collect();
    rows.sort_by(|a, b| a.arn.cmp(&b.arn));
    for row in rows {
        write_row(&mut out, &row.whole());
    }
    out.finish()
}

/// The rows of a listing, all seen at that time; nothing where the bytes are not a whole record.
pub(super) fn read(cell: &Cell, at: Timestamp, bytes: &[u8]) -> Option<Recalled> {
    let mut from = Reader::new(bytes)?;
    if from.byte()? != VERSION {
        return None;
    }
    let mut fields = Fields::default();
    let count = from.count()?;
    let mut rows = Vec::with_capacity(count);
    for _ in 0..count {
        rows.push(read_row(&mut from, &mut fields, cell, at)?);
    }
    from.is_at_end().then(|| Recalled { cell: cell.clone(), rows, at })
}

fn write_row(out: &mut Writer, row: &Whole) {
    let (prefix, end) = row.arn.split();
    let mut parts = row.parts.clone();
    let kept = kept(row, &mut parts);
    let tags = row.tags.as_ref().filter(|tags| {
        let plain = !tags.iter().any(|tag| is_secret(tag.value.raw()));
        if !plain {
            parts.tags = Part::NotRead;
        }
        plain
    });
    let flag = |on: bool, flag: u64| if on { flag } else { 0 };
    let named = row.name.raw() == end;
    out.number(
        flag(row.incomplete, INCOMPLETE)
            | flag(row.status.is_some(), STATUS)
            | flag(row.created.is_some(), CREATED)
            | flag(row.modified.is_some(), MODIFIED)
            | flag(tags.is_some(), TAGS)
            | flag(named, NAMED),
    );
    out.text(prefix);
    out.own(end);
    if !named {
        out.own(row.name.raw());
    }
    out.text(row.source);
    out.text(row.phase.name());
    if let Some(status) = &row.status {
        out.text(status.raw());
    }
    for at in [row.created, row.modified].into_iter().flatten() {
        out.time(at);
    }
    if let Some(tags) = tags {
        out.number(tags.len() as u64);
        for tag in tags {
            out.text(tag.key.raw());
            out.text(tag.value.raw());
        }
    }
    out.number(kept.len() as u64);
    for (field, value) in kept {
        out.text(field.key());
        write_value(out, value);
    }
    for detail in Detail::ALL {
        match parts.get(detail) {
            Part::Read(at) => {
                out.byte(1);
                out.time(*at);
            }
            // A failure is of its own time.
            Part::NotRead | Part::Failed(_) => out.byte(0),
        }
    }
}

/// What is written of the facts. The part that told something else counts as not read.
fn kept<'a>(row: &'a Whole, parts: &mut Parts) -> Vec<(Field, &'a Value)> {
    let mut kept = Vec::new();
    for (field, value) in row.facts.iter() {
        let secret = match value {
            Value::Text(text) => is_secret(text.raw()),
            Value::List(texts) => texts.iter().any(|text| is_secret(text.raw())),
            _ => false,
        };
        if is_kept(field) && !secret {
            kept.push((field, value));
            continue;
        }
        for detail in Detail::ALL.into_iter().filter(|detail| detail.owns(field)) {
            *parts.get_mut(detail) = Part::NotRead;
        }
    }
    kept
}

fn read_row(from: &mut Reader<'_>, fields: &mut Fields, cell: &Cell, at: Timestamp) -> Option<Resource> {
    let flags = from.number()?;
    let has = |flag| flags & flag != 0;
    let (prefix, end) = (from.text()?, from.own()?);
    let name = Safe::new(if has(NAMED) { end } else { from.own()? });
    let arn = fields.arn(prefix, end);
    let source = from.text()?;
    let source = catalog::spec(cell.kind).calls.iter().copied().find(|call| *call == source)?;
    let phase = from.text()?;
    let phase = Phase::ALL.into_iter().find(|known| known.name() == phase)?;
    let status = if has(STATUS) { Some(from.safe()?) } else { None };
    let created = if has(CREATED) { Some(from.time()?) } else { None };
    let modified = if has(MODIFIED) { Some(from.time()?) } else { None };
    let tags = if has(TAGS) { Some(read_tags(from)?) } else { None };
    let mut facts = Facts::default();
    for _ in 0..from.count()? {
        let number = from.text_number()?;
        let value = read_value(from)?;
        // A field that this version does not know is no loss.
        if let Some(field) = fields.known(from, number) {
            facts.put(field, Some(value));
        }
    }
    let mut parts = Parts::default();
    for detail in Detail::ALL {
        *parts.get_mut(detail) = match from.byte()? {
            0 => Part::NotRead,
            _ => Part::Read(from.time()?),
        };
    }
    Some(Resource::from(Whole {
        arn,
        kind: cell.kind,
        name,
        scope: cell.scope.clone(),
        status,
        phase,
        created,
        modified,
        tags,
        facts,
        parts,
        seen: at,
        source,
        incomplete: has(INCOMPLETE),
    }))
}

fn read_tags(from: &mut Reader<'_>) -> Option<Vec<Tag>> {
    let count = from.count()?;
    let mut tags = Vec::with_capacity(count);
    for _ in 0..count {
        tags.push(Tag { key: from.safe()?, value: from.safe()? });
    }
    Some(tags)
}

fn write_value(out: &mut Writer, value: &Value) {
    match value {
        Value::Text(text) => {
            out.byte(0);
            out.text(text.raw());
        }
        Value::Bool(yes) => {
            out.byte(1);
            out.byte(u8::from(*yes));
        }
        Value::Int(number) => {
            out.byte(2);
            out.signed(*number);
        }
        Value::Time(at) => {
            out.byte(3);
            out.time(*at);
        }
        Value::Span(seconds) => {
            out.byte(4);
            out.signed(*seconds);
        }
        Value::Money(money) => {
            out.byte(5);
            out.signed(money.as_micros());
        }
        Value::List(texts) => write_texts(out, texts),
        // No field that is kept has steps: their reasons of failure are free text of whatever ran in them.
        Value::Steps(steps) => write_texts(out, &[steps.words()]),
    }
}

fn write_texts(out: &mut Writer, texts: &[Safe]) {
    out.byte(6);
    out.number(texts.len() as u64);
    for text in texts {
        out.text(text.raw());
    }
}

fn read_value(from: &mut Reader<'_>) -> Option<Value> {
    Some(match from.byte()? {
        0 => Value::Text(from.safe()?),
        1 => Value::Bool(from.byte()? != 0),
        2 => Value::Int(from.signed()?),
        3 => Value::Time(from.time()?),
        4 => Value::Span(from.signed()?),
        5 => Value::Money(Money::micros(from.signed()?)),
        6 => {
            let count = from.count()?;
            let mut texts = Vec::with_capacity(count);
            for _ in 0..count {
                texts.push(from.safe()?);
            }
            Value::List(texts)
        }
        _ => return None,
    })
}

/// Whether a text names a field.
#[derive(Clone, Copy)]
enum Known {
    NotLooked,
    Field(Field),
    /// None that this version keeps.
    Nothing,
}

/// What is looked up once for all rows of a record.
#[derive(Default)]
struct Fields {
    /// By the number of the text.
    known: Vec<Known>,
    arn: String,
}

impl Fields {
    fn known(&mut self, from: &Reader<'_>, number: usize) -> Option<Field> {
        if self.known.len() <= number {
            self.known.resize(number + 1, Known::NotLooked);
        }
        let known = self.known.get_mut(number)?;
        if matches!(known, Known::NotLooked) {
            let field = from.shared(number).and_then(Field::parse).filter(|field| is_kept(*field));
            *known = field.map_or(Known::Nothing, Known::Field);
        }
        match known {
            Known::Field(field) => Some(*field),
            Known::NotLooked | Known::Nothing => None,
        }
    }

    fn arn(&mut self, prefix: &str, end: &str) -> Arn {
        self.arn.clear();
        self.arn.push_str(prefix);
        self.arn.push_str(end);
        Arn::new(&self.arn)
    }
}
