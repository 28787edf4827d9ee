//! The filter field. While one types, the table follows; a mistake keeps the last good result.

use super::Overlay;
use crate::app::history::Recall;
use crate::app::input::LineInput;
use crate::app::kept;
use crate::app::model::Model;
use crate::app::msg::Effect;
use crate::app::nav::Place;
use crate::app::run;
use crate::model::fetch::Severity;
use crate::query::{self, Key, KeyInfo};
use crate::source::Diagnostic;

/// State of the field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FilterInput {
    pub input: LineInput,
    /// What is wrong with the text as it stands, with a caret.
    pub mistake: Option<Diagnostic>,
    /// Enter was pressed on a text with a mistake: the refusal is said in full.
    pub refused: bool,
    /// Filter keys that the word before the cursor may become, with their meaning.
    pub completions: Vec<(String, String)>,
    /// How far back one is among the filters of before.
    pub recall: Recall,
}

/// Opens the field over the table, with the text that is in force.
pub(in crate::app) fn open(model: &mut Model, out: &mut Vec<Effect>) {
    run::go_to(model, Place::Table(model.desk.table.area), out);
    // A space behind what is kept: what is typed next is another term, not the end of the last one.
    let kept = model.desk.table.filter.text.clone();
    let input = LineInput::new(if kept.is_empty() { kept } else { format!("{kept} ") });
    let completions = completions(&input);
    super::open(
        model,
        Overlay::Filter(FilterInput {
            input,
            mistake: None,
            refused: false,
            completions,
            recall: Recall::default(),
        }),
    );
}

pub(super) fn edited(model: &mut Model) {
    if let Some(Overlay::Filter(field)) = model.overlays.last_mut() {
        field.recall.end();
    }
    take(model);
}

/// Enter: the filter stays, and is kept to be recalled.
pub(super) fn accept(model: &mut Model) {
    model.overlays.pop();
    kept::filtered(model);
}

/// Puts an earlier filter into the field, or a later one.
pub(in crate::app) fn recall(model: &mut Model, older: bool) {
    let Some(Overlay::Filter(field)) = model.overlays.last_mut() else { return };
    let filters = &model.keeping.kept.filters;
    let now = field.input.text().to_owned();
    let text = if older { field.recall.older(filters, &now) } else { field.recall.newer(filters) };
    match text {
        Some(text) => field.input.set(text),
        None if older => return model.say(Severity::Info, "No earlier filter"),
        None => return,
    }
    take(model);
}

/// The text in the field is the filter, if it has no mistake.
fn take(model: &mut Model) {
    let Some(Overlay::Filter(field)) = model.overlays.last_mut() else { return };
    field.mistake = model.desk.table.set_filter(field.input.text()).err().map(|mistake| *mistake);
    field.refused = false;
    field.completions = completions(&field.input);
}

/// Takes the first key that the word before the cursor may become.
pub(super) fn complete(model: &mut Model) {
    let Some(Overlay::Filter(field)) = model.overlays.last_mut() else { return };
    let Some((word, _)) = field.completions.first().cloned() else { return };
    let (before, after) = field.input.split();
    let kept = before.len() - last_word(before).len();
    let text = format!("{}{word}:", before.get(..kept).unwrap_or_default());
    if after.is_empty() {
        field.input.set(text);
        edited(model);
    }
}

/// Keys of the language that begin with the word before the cursor, of those that notebooks can have.
fn completions(input: &LineInput) -> Vec<(String, String)> {
    let (before, _) = input.split();
    let word = last_word(before).trim_start_matches('!');
    let fits = |info: &&KeyInfo| is_known_here(info) && info.name.starts_with(word);
    let keys = query::keys().iter().filter(fits);
    keys.map(|info| (info.name.to_owned(), format!("{} · {}", info.example, info.help))).collect()
}

/// Keys of kinds and findings that no screen shows yet are not offered.
fn is_known_here(info: &KeyInfo) -> bool {
    let later = [Key::Finding, Key::Tier, Key::Stale, Key::Cve, Key::UsedBy, Key::Repo];
    !info.of_findings && !later.contains(&info.key)
}

fn last_word(text: &str) -> &str {
    text.rsplit([' ', '|', '!']).next().unwrap_or_default()
}
