//! A GitHub table. Cells cannot end their cell, open a link or carry HTML.

use std::io::{self, Write};

use super::Title;

/// Writes heads, the rule under them and the rows.
///
/// # Errors
/// Whatever the writer answers.
pub fn write(out: &mut dyn Write, titles: &[Title<'_>], rows: &[Vec<String>]) -> io::Result<()> {
    let heads: Vec<String> = titles.iter().map(|title| escape(title.text)).collect();
    writeln!(out, "| {} |", heads.join(" | "))?;
    let rules: Vec<&str> = titles.iter().map(|title| if title.right { "--:" } else { "---" }).collect();
    writeln!(out, "| {} |", rules.join(" | "))?;
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| escape(cell)).collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    Ok(())
}

/// Text that Markdown shows as it stands.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' => out.extend(['\\', c]),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\n' | '\r' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
