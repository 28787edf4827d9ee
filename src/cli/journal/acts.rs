//! An act as cells for people and as a record for spreadsheets.
//!
//! Invariant: two names that differ look different: people's cells hold each text's identity, in which what cannot be
//! seen is written out.

use std::io::{self, Write};

use crate::model::audit::Act;
use crate::model::id::Arn;
use crate::model::text::Safe;
use crate::model::time::rfc3339;
use crate::report::csv::harmless;

/// What stands where nothing was written down.
const UNKNOWN: &str = "–";
/// Characters of one cell of a table; what is cut ends in `…`.
const WIDEST: usize = 160;

/// The heads over [`for_people`].
pub(super) const TITLES: [&str; 8] =
    ["WHEN", "ACTION", "NAME", "ACCOUNT", "BY", "CALLER", "OUTCOME", "REQUEST ID"];

/// One act as cells of a table.
pub(super) fn for_people(act: &Act) -> Vec<String> {
    let request = act.answer.as_ref().and_then(|answer| answer.request_id.as_ref());
    let cells = [
        rfc3339(act.at),
        act.action.identity(),
        act.name.identity(),
        act.account_name.identity(),
        act.by.identity(),
        session(&act.caller).identity(),
        progress(act),
        request.map_or_else(|| UNKNOWN.to_owned(), Safe::identity),
    ];
    cells.map(cut).into()
}

/// Writes acts for people's spreadsheets, safe against formulas.
///
/// # Errors
/// Whatever the writer answers.
pub(super) fn csv(out: &mut dyn Write, acts: &[Act]) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::NonNumeric)
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    writer.write_record(COLUMNS.map(|(key, _)| key))?;
    for act in acts {
        writer.write_record(COLUMNS.map(|(_, cell)| harmless(cell(act).unwrap_or_default())))?;
    }
    writer.flush()
}

type Cell = fn(&Act) -> Option<String>;

const COLUMNS: [(&str, Cell); 26] = [
    ("seq", |act| Some(act.seq.to_string())),
    ("at", |act| Some(rfc3339(act.at))),
    ("action", |act| Some(act.action.identity())),
    ("kind", |act| Some(act.kind.identity())),
    ("name", |act| Some(act.name.identity())),
    ("arn", |act| Some(act.arn.safe().identity())),
    ("account", |act| Some(act.account.identity())),
    ("account_name", |act| Some(act.account_name.identity())),
    ("account_role", |act| act.account_role.as_ref().map(Safe::identity)),
    ("region", |act| Some(act.region.identity())),
    ("owner", |act| act.owner.as_ref().map(Safe::identity)),
    ("by", |act| Some(act.by.identity())),
    ("caller", |act| Some(act.caller.identity())),
    ("via", |act| Some(act.via.identity())),
    ("tags", |act| Some(act.tags.iter().map(Safe::identity).collect::<Vec<_>>().join("|"))),
    ("plan", |act| Some(act.plan.identity())),
    ("before", |act| act.before.status.as_ref().map(Safe::identity)),
    ("answer", |act| act.answer.as_ref().map(|answer| answer.answer.identity())),
    ("request_id", |act| {
        act.answer.as_ref().and_then(|answer| answer.request_id.as_ref()).map(Safe::identity)
    }),
    ("ended", |act| act.outcome.as_ref().map(|outcome| rfc3339(outcome.at))),
    ("outcome", |act| act.outcome.as_ref().map(|outcome| outcome.ending.identity())),
    ("after", |act| act.outcome.as_ref().and_then(|outcome| outcome.after.as_ref()).map(Safe::identity)),
    ("text", text),
    ("deed", |act| Some(act.id.identity())),
    ("undoes", |act| act.undoes.as_ref().map(Safe::identity)),
    ("run", |act| Some(act.run.identity())),
];

/// The last words about it.
fn text(act: &Act) -> Option<String> {
    let outcome = act.outcome.as_ref().map(|outcome| &outcome.text);
    let answer = act.answer.as_ref().map(|answer| &answer.text);
    outcome.or(answer).map(Safe::identity)
}

/// How it ended, or how far it got.
fn progress(act: &Act) -> String {
    match (&act.outcome, &act.answer) {
        (Some(outcome), _) => outcome.ending.identity(),
        (None, Some(answer)) => format!("{}, no outcome", answer.answer.identity()),
        (None, None) => "no answer".to_owned(),
    }
}

/// Who called, without what the account already says: `Operator/ada` of `…:assumed-role/Operator/ada`.
fn session(caller: &Safe) -> Safe {
    let arn = Arn::new(caller.raw());
    arn.resource().map_or_else(
        || caller.clone(),
        |resource| Safe::new(resource.split_once('/').map_or(&*resource, |(_, rest)| rest)),
    )
}

fn cut(text: String) -> String {
    match text.char_indices().nth(WIDEST) {
        Some((end, _)) => text.get(..end).map(|kept| format!("{kept}…")).unwrap_or(text),
        None => text,
    }
}
