//! RFC 4180 for people's spreadsheets. Heads are the machine names of the fields.
//!
//! Texts that a spreadsheet would take for a formula get a leading apostrophe (OWASP ASVS 1.2.10: quoting alone does
//! not help). Numbers, times and money are typed by us and get none, so that a negative number stays one.

use std::io::{self, Write};

use jiff::Timestamp;

use super::cell;
use crate::model::field::Field;
use crate::model::row::Row;
use crate::model::value::Value;

/// Writes heads and rows with CRLF line ends, every text quoted.
///
/// # Errors
/// Whatever the writer answers.
pub fn write(out: &mut dyn Write, rows: &[Row], columns: &[Field], now: Timestamp) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::NonNumeric)
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    writer.write_record(columns.iter().map(|field| field.key())).map_err(io_error)?;
    for row in rows {
        let cells = columns.iter().map(|field| {
            let value = row.value(*field, now);
            let text = cell::for_machines(value.as_ref());
            if matches!(value, Some(Value::Text(_) | Value::List(_) | Value::Steps(_))) {
                harmless(text)
            } else {
                text
            }
        });
        writer.write_record(cells).map_err(io_error)?;
    }
    writer.flush()
}

/// The text, with an apostrophe before it when a spreadsheet would compute it.
pub fn harmless(text: String) -> String {
    let blank = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{2400}'..='\u{2426}');
    let formula = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    // Some readers split on `;` or `|` even inside what we quoted; each piece must then be harmless too.
    let opens = |piece: &str| piece.trim_start_matches(blank).starts_with(formula);
    if text.starts_with(['\t', '\r', '\0']) || text.split([';', ',', '|', '\n']).any(opens) {
        format!("'{text}")
    } else {
        text
    }
}

fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
