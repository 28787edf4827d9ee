//! Aligned columns for reading in a terminal or a message.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::Title;

/// Writes heads and rows, each column as wide as its widest cell, two spaces between. No trailing blanks.
///
/// # Errors
/// Whatever the writer answers.
pub fn write(out: &mut dyn Write, titles: &[Title<'_>], rows: &[Vec<String>]) -> io::Result<()> {
    let widths: Vec<usize> = titles
        .iter()
        .enumerate()
        .map(|(at, title)| {
            let cells = rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.width());
            cells.chain([title.text.width()]).max().unwrap_or_default()
        })
        .collect();
    let heads: Vec<&str> = titles.iter().map(|title| title.text).collect();
    line(out, titles, &widths, &heads)?;
    for row in rows {
        let cells: Vec<&str> = row.iter().map(String::as_str).collect();
        line(out, titles, &widths, &cells)?;
    }
    Ok(())
}

fn line(out: &mut dyn Write, titles: &[Title<'_>], widths: &[usize], cells: &[&str]) -> io::Result<()> {
    let mut text = String::new();
    for ((title, width), cell) in titles.iter().zip(widths).zip(cells) {
        let pad = " ".repeat(width.saturating_sub(cell.width()));
        let (before, after) = if title.right { (pad.as_str(), "") } else { ("", pad.as_str()) };
        for part in [before, *cell, after, "  "] {
            text.push_str(part);
        }
    }
    writeln!(out, "{}", text.trim_end())
}
