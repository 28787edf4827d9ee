//! From TOML to bindings. All mistakes of a file are collected, each with its place and, where one is near, the word
//! that would be right.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::{Command, Context, Diagnostic, EMBEDDED, Key, Keymap, Source, chord_text};
use crate::model::text::Safe;
use crate::source::did_you_mean;

/// The word that takes a key away.
const NOOP: &str = "noop";
/// The key that names another base.
const INHERITS: &str = "inherits";

/// One line of a file.
struct Line {
    chord: Vec<Key>,
    /// Nothing for `noop`.
    command: Option<Command>,
    span: Range<usize>,
}

pub(super) fn parse(source: &Source, base: Option<&Keymap>) -> Result<Keymap, Vec<Diagnostic>> {
    let table = DeTable::parse(&source.text).map_err(|error| {
        let message = error.message().lines().next().unwrap_or("this is no TOML");
        vec![source.diagnostic(&error.span().unwrap_or(0..0), message)]
    })?;
    let mut faults = Vec::new();
    let named = table.get_ref().get(INHERITS).map(|name| {
        inherited(name.get_ref()).map_err(|(message, hint)| {
            faults.push(source.diagnostic(&name.span(), message).with_hint(hint));
        })
    });
    let mut keymap = match named {
        Some(Ok(keymap)) => keymap,
        Some(Err(())) | None => base.cloned().unwrap_or_default(),
    };
    for (name, value) in table.get_ref() {
        if name.get_ref() == INHERITS {
            continue;
        }
        let Some(context) = Context::parse(name.get_ref()) else {
            let hint = did_you_mean(
                name.get_ref(),
                Context::ALL.iter().map(|context| context.name()).chain([INHERITS]),
            );
            faults.push(
                source
                    .diagnostic(&name.span(), format!("unknown context `{}`", name.get_ref()))
                    .with_hint(hint),
            );
            continue;
        };
        let DeValue::Table(lines) = value.get_ref() else {
            faults.push(source.diagnostic(&value.span(), "a context is a table of keys and commands"));
            continue;
        };
        read_context(source, context, lines, &mut keymap, &mut faults);
    }
    if faults.is_empty() {
        return Ok(keymap);
    }
    faults.sort_by_key(|fault| (fault.line, fault.column));
    Err(faults)
}

/// The keymap that a file stands on, by name.
fn inherited(name: &DeValue<'_>) -> Result<Keymap, (String, Option<Safe>)> {
    let names = || EMBEDDED.iter().map(|(name, _)| *name);
    let Some(name) = name.as_str() else {
        let all = names().collect::<Vec<_>>().join(", ");
        return Err((format!("`{INHERITS}` is the name of a keymap, one of {all}"), None));
    };
    Keymap::preset(name)
        .ok_or_else(|| (format!("no built-in keymap is called `{name}`"), did_you_mean(name, names())))
}

fn read_context(
    source: &Source,
    context: Context,
    table: &DeTable<'_>,
    keymap: &mut Keymap,
    faults: &mut Vec<Diagnostic>,
) {
    let (mut own, mut before, mut behind) = (Vec::new(), Vec::new(), Vec::new());
    for (key, value) in table {
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("prepend", DeValue::Table(lines)) => read_lines(source, context, lines, &mut before, faults),
            ("append", DeValue::Table(lines)) => read_lines(source, context, lines, &mut behind, faults),
            (text, value_ref) => {
                let span = key.span();
                read_line(source, context, (text, span), (value_ref, value.span()), &mut own, faults);
            }
        }
    }
    let base = keymap.bindings.entry(context).or_default();
    if !own.is_empty() {
        base.clear();
    }
    let mut added: BTreeMap<Vec<Key>, Range<usize>> = BTreeMap::new();
    for (lines, wins) in [(own, true), (before, true), (behind, false)] {
        for line in lines {
            if let Some(first) = added.get(&line.chord) {
                let at = source.diagnostic(first, "").line;
                let message =
                    format!("`{}` is bound twice; the first time in line {at}", chord_text(&line.chord));
                faults.push(source.diagnostic(&line.span, message));
                continue;
            }
            added.insert(line.chord.clone(), line.span);
            match line.command {
                None => drop(base.remove(&line.chord)),
                Some(_) if !wins && base.contains_key(&line.chord) => {}
                Some(command) => drop(base.insert(line.chord, command)),
            }
        }
    }
    report_unreachable(source, base, &added, faults);
}

fn read_lines(
    source: &Source,
    context: Context,
    table: &DeTable<'_>,
    into: &mut Vec<Line>,
    faults: &mut Vec<Diagnostic>,
) {
    for (key, value) in table {
        let key_at = (key.get_ref().as_ref(), key.span());
        read_line(source, context, key_at, (value.get_ref(), value.span()), into, faults);
    }
}

fn read_line(
    source: &Source,
    context: Context,
    (text, span): (&str, Range<usize>),
    (value, value_span): (&DeValue<'_>, Range<usize>),
    into: &mut Vec<Line>,
    faults: &mut Vec<Diagnostic>,
) {
    let chord = match Key::chord(text) {
        Ok(chord) => chord,
        Err(error) => return faults.push(source.diagnostic(&span, error.to_string())),
    };
    let DeValue::String(name) = value else {
        return faults
            .push(source.diagnostic(&value_span, "a key is bound to the name of a command, in quotes"));
    };
    if name.as_ref() == NOOP {
        return into.push(Line { chord, command: None, span });
    }
    match Command::parse(name) {
        Ok(command) if !command.works_in(context) => {
            let places: Vec<&str> = command.contexts().iter().map(|context| context.name()).collect();
            let message =
                format!("`{name}` does nothing in `{context}`; it belongs to {}", places.join(", "));
            faults.push(source.diagnostic(&value_span, message));
        }
        Ok(command) if is_text(context, &chord) => {
            let message = format!("`{text}` is text where one types, so it cannot run `{command}`");
            faults.push(source.diagnostic(&span, message));
        }
        Ok(command) => into.push(Line { chord, command: Some(command), span }),
        Err(hint) => {
            let message = format!("unknown command `{name}`");
            faults.push(source.diagnostic(&value_span, message).with_hint(hint));
        }
    }
}

/// `everywhere` reaches into text fields, so it counts as one.
fn is_text(context: Context, chord: &[Key]) -> bool {
    let types = chord.first().is_some_and(|key| key.text().is_some());
    types && (context.takes_text() || context == Context::Everywhere)
}

/// A chord that begins with another bound chord never runs: the shorter one runs first.
fn report_unreachable(
    source: &Source,
    bound: &BTreeMap<Vec<Key>, Command>,
    added: &BTreeMap<Vec<Key>, Range<usize>>,
    faults: &mut Vec<Diagnostic>,
) {
    for (chord, command) in bound {
        let shorter =
            (1..chord.len()).filter_map(|len| chord.get(..len)).find(|part| bound.contains_key(*part));
        let Some(shorter) = shorter else { continue };
        let (long, short) = (chord_text(chord), chord_text(shorter));
        let Some(span) = added.get(chord).or_else(|| added.get(shorter)) else { continue };
        let message = format!("`{long}` ({command}) cannot be reached, because `{short}` is bound already");
        let hint = format!("take one of them away: \"{long}\" = \"{NOOP}\"");
        faults.push(source.diagnostic(span, message).with_hint(Some(hint.into())));
    }
}
