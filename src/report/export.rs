//! An export as the bytes of a file, and the manifest that stands beside it.
//!
//! Invariant: what is missing is said in both; only CSV, which has no place for it, says it in the manifest alone.

use std::io::{self, Write};

use serde_json::{Map, Value as Json, json};

use super::{Format, markdown};
use crate::model::export::{Export, Form, Source};
use crate::model::json;
use crate::model::text::Safe;
use crate::model::time::rfc3339;

/// Writes the file itself.
///
/// # Errors
/// Whatever the writer answers.
pub fn write(out: &mut dyn Write, export: &Export) -> io::Result<()> {
    let (rows, columns, at) = (&export.rows, &export.columns, export.about.at);
    match export.form {
        Form::Csv => super::write(out, Format::Csv, rows, columns, at),
        Form::Md => {
            super::write(out, Format::Md, rows, columns, at)?;
            notes(out, export)
        }
        Form::Json => {
            let about = json::to_text(&Json::Object(about(export)), false);
            write!(out, "{{\"about\":{about},\n\"rows\":")?;
            super::write(out, Format::Json, rows, columns, at)?;
            writeln!(out, "}}")
        }
    }
}

/// The text of the manifest. `digest` is the SHA-256 of the file in hexadecimal digits.
pub fn manifest(export: &Export, file: &Safe, digest: &str) -> String {
    let mut object = Map::new();
    object.insert("file".into(), json::json(crate::model::value::Value::Text(file.clone())));
    object.insert("sha256".into(), digest.into());
    object.extend(about(export));
    json::to_text(&Json::Object(object), true) + "\n"
}

fn about(export: &Export) -> Map<String, Json> {
    let about = &export.about;
    let text = |text: &Safe| json::json(crate::model::value::Value::Text(text.clone()));
    let mut object = Map::new();
    let mut put = |key: &str, value: Json| drop(object.insert(key.to_owned(), value));
    put("tool", format!("sagedeck {}", about.version).into());
    if about.simulated {
        put("simulated", true.into());
    }
    put("at", rfc3339(about.at).into());
    if let Some(oldest) = about.oldest {
        put("oldest_listing", rfc3339(oldest).into());
    }
    put("kind", about.what.into());
    put("which", text(&about.which));
    put("filter", text(&about.query));
    put("sort", about.sort.as_str().into());
    if export.form != Form::Json {
        put("columns", export.columns.iter().map(|field| field.key()).collect::<Vec<_>>().into());
    }
    put("rows", export.rows.len().into());
    put("complete", about.missing.is_empty().into());
    put("missing", about.missing.iter().map(text).collect());
    let account = |source: &Source| {
        let (key, said) = match &source.caller {
            Ok(caller) => ("read_as", caller),
            Err(why) => ("not_read", why),
        };
        json!({ "id": source.id.to_string(), "name": text(&source.name), key: text(said) })
    };
    put("accounts", about.accounts.iter().map(account).collect());
    object
}

/// What stands below a table for a page.
fn notes(out: &mut dyn Write, export: &Export) -> io::Result<()> {
    let about = &export.about;
    let simulated = if about.simulated { " in a simulated organization" } else { "" };
    let at = rfc3339(about.at);
    writeln!(out)?;
    let which = markdown::escape(about.which.shown());
    writeln!(out, "{which}, by sagedeck {} at {at}{simulated}.", about.version)?;
    if about.missing.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n**Incomplete:**\n")?;
    about.missing.iter().try_for_each(|text| writeln!(out, "- {}", markdown::escape(text.shown())))
}
