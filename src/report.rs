//! Rows as text for a pipe or a page: table, CSV, Markdown, names, JSON. Not the screen, and no IO of its own: it writes
//! into whatever it is given.
//!
//! Invariant: people's formats hold shown forms only ([`crate::model::text::Safe`]); JSON is printed by
//! [`crate::model::json`], which escapes what a terminal would obey.

use std::io::{self, Write};

use jiff::Timestamp;

use crate::model::field::Field;
use crate::model::json;
use crate::model::row::Row;

mod cell;
pub mod csv;
pub mod export;
pub mod grid;
pub mod markdown;

#[cfg(test)]
mod tests;

/// The forms in which rows can be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Aligned columns for reading.
    Table,
    /// One array of objects: the stable schema.
    Json,
    /// The same objects, one a line.
    Jsonl,
    /// RFC 4180 for spreadsheets, safe against formulas.
    Csv,
    /// A GitHub table.
    Md,
    /// One name a line.
    Name,
}

impl Format {
    pub const ALL: [Self; 6] = [Self::Table, Self::Json, Self::Jsonl, Self::Csv, Self::Md, Self::Name];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::Md => "md",
            Self::Name => "name",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == word)
    }

    /// Whether the format prints whole objects instead of chosen columns.
    pub const fn is_whole(self) -> bool {
        matches!(self, Self::Json | Self::Jsonl)
    }
}

/// Prints rows. `columns` is what table, CSV and Markdown show; JSON always has the whole schema. `now` is the moment
/// to which ages and durations refer.
///
/// # Errors
/// Whatever the writer answers, in particular a closed pipe.
pub fn write(
    out: &mut dyn Write,
    format: Format,
    rows: &[Row],
    columns: &[Field],
    now: Timestamp,
) -> io::Result<()> {
    match format {
        Format::Table => grid::write(out, &titles(columns), &cells(rows, columns, now)),
        Format::Md => markdown::write(out, &titles(columns), &cells(rows, columns, now)),
        Format::Csv => csv::write(out, rows, columns, now),
        Format::Name => rows.iter().try_for_each(|row| writeln!(out, "{}", row.resource.name)),
        Format::Jsonl => {
            rows.iter().try_for_each(|row| writeln!(out, "{}", json::to_text(&json::row(row, now), false)))
        }
        Format::Json => array(out, rows, now),
    }
}

/// One array, printed row by row, so that a long list needs no second copy in memory.
fn array(out: &mut dyn Write, rows: &[Row], now: Timestamp) -> io::Result<()> {
    if rows.is_empty() {
        return writeln!(out, "[]");
    }
    let mut lead = "[\n";
    for row in rows {
        write!(out, "{lead}{}", json::to_text(&json::row(row, now), false))?;
        lead = ",\n";
    }
    writeln!(out, "\n]")
}

/// A head of a column: its word and on which side it stands.
#[derive(Clone, Copy, Debug)]
pub struct Title<'a> {
    pub text: &'a str,
    pub right: bool,
}

fn titles(columns: &[Field]) -> Vec<Title<'static>> {
    // Money is an estimate at list price, and says so wherever a person reads it.
    let text = |field: Field| match field {
        Field::UsdHour => "~$/H",
        Field::UsdMonth => "~$/MO",
        Field::UsdTotal => "~$ RUN",
        field => field.title(),
    };
    columns.iter().map(|field| Title { text: text(*field), right: field.is_numeric() }).collect()
}

fn cells(rows: &[Row], columns: &[Field], now: Timestamp) -> Vec<Vec<String>> {
    let row =
        |row: &Row| columns.iter().map(|field| cell::for_people(row.value(*field, now).as_ref())).collect();
    rows.iter().map(row).collect()
}
