//! `[[view]]`: a named query with its columns and order.

use std::ops::Range;

use crate::model::text::Safe;
use crate::query::Query;
use crate::source::{Diagnostic, Source};

use super::judge::{self, Judged};
use super::origin::Located;
use super::settings::View;
use super::table::{Mistakes, Table};

/// All views of a file; a name or a key stands once.
pub(super) fn read_all(tables: Vec<Table<'_>>, top: &[&str], m: &mut Mistakes) -> Vec<Located<View>> {
    let mut views: Vec<Located<View>> = Vec::new();
    for table in tables {
        if !m.has_room() {
            break;
        }
        let Some((name, view)) = read(table, top, m) else { continue };
        let hint = "each view has its own";
        if views.iter().any(|other| other.value.name == view.value.name) {
            m.push(*name.mistake(format!("another view is already named `{}`", name.value.raw()), hint));
            continue;
        }
        let same_key = |key: &&Located<Safe>| views.iter().any(|other| other.value.key.as_ref() == Some(key));
        if let Some(key) = view.value.key.as_ref().filter(same_key) {
            m.push(*key.mistake(format!("another view already has the key `{}`", key.value.raw()), hint));
            continue;
        }
        views.push(view);
    }
    views
}

fn read(mut table: Table<'_>, top: &[&str], m: &mut Mistakes) -> Option<(Located<Safe>, Located<View>)> {
    let origin = table.origin(m);
    let before = m.count;
    let name = table.text("name", m);
    let query = table.parsed("query", m, query);
    let view = View {
        name: name.as_ref().map_or_else(|| Safe::new(""), |name| name.value.clone()),
        key: table.text("key", m),
        query: query.map(|query| query.value).unwrap_or_default(),
        kind: table.parsed("kind", m, judge::kind).map(|kind| kind.value),
        sort: table.parsed("sort", m, judge::sort).map(|sort| sort.value),
        columns: table
            .list("columns", m, judge::field)
            .map_or_else(Vec::new, |list| list.value.into_iter().map(|field| field.value).collect()),
        origin: origin.clone(),
    };
    let missing = [("name", "idle gpu"), ("query", "idle>4h type:ml.g*")];
    for (key, example) in missing.into_iter().filter(|(key, _)| !table.has(key)) {
        let hint = format!("add for example {key} = \"{example}\"");
        m.push(*origin.mistake(format!("this view has no {key}"), hint));
    }
    table.finish(top, m);
    (m.count == before).then_some(name).flatten().map(|name| (name, Located::new(view, origin)))
}

/// The query, its mistakes placed in the file.
fn query(text: &Located<Safe>) -> Judged<Query> {
    let raw = text.value.raw();
    Query::parse(&Source::new("query", raw)).map_err(|mistake| {
        let span = inner(text, &mistake).unwrap_or_else(|| text.origin.span.clone());
        let placed = text.origin.source.diagnostic(&span, mistake.message.raw());
        Box::new(placed.with_hint(mistake.hint.clone()))
    })
}

/// The mistake's bytes in the file, where the query stands there letter by letter (no escapes in its quotes).
fn inner(text: &Located<Safe>, mistake: &Diagnostic) -> Option<Range<usize>> {
    let raw = text.value.raw();
    let written = text.origin.source.text.get(text.origin.span.clone())?;
    let quoted = written.get(1..written.len().checked_sub(1)?)?;
    let single_line = mistake.line == 1 && quoted == raw;
    let byte = |column: usize| raw.char_indices().map(|(at, _)| at).chain([raw.len()]).nth(column);
    let start = byte(mistake.column - 1).filter(|_| single_line)?;
    let end = byte(mistake.column - 1 + mistake.width).unwrap_or(raw.len());
    let base = text.origin.span.start + 1;
    Some(base + start..base + end)
}
