//! The field for searching, or filtering, the lines of a log or the entries of the journal.

use super::Overlay;
use crate::app::input::LineInput;
use crate::app::model::Model;
use crate::app::screen::logs::act;

/// What the text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchKind {
    Search,
    Filter,
    /// Entries of the journal.
    Audit,
}

/// State of the field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchInput {
    pub kind: SearchKind,
    pub input: LineInput,
}

pub(in crate::app) fn open(model: &mut Model, kind: SearchKind) {
    let text = match kind {
        SearchKind::Search => model.logs.search.clone(),
        SearchKind::Filter => model.logs.filter.clone(),
        SearchKind::Audit => model.audit.filter.clone(),
    };
    super::open(model, Overlay::Search(SearchInput { kind, input: LineInput::new(text) }));
}

pub(super) fn edited(model: &mut Model) {
    let Some(Overlay::Search(field)) = model.overlays.last() else { return };
    let (kind, text) = (field.kind, field.input.text().to_owned());
    set(model, kind, text);
}

/// Keeps the text; a search goes to the first hit, if the cursor is not on one.
pub(super) fn accept(model: &mut Model) {
    let Some(Overlay::Search(field)) = model.overlays.pop() else { return };
    if field.kind == SearchKind::Search && !field.input.text().is_empty() {
        // The cursor stands at the end while following: going on from the top is no surprise there.
        if model.logs.hit_number().is_none() {
            act::seek(model, true);
        }
    }
}

pub(super) fn drop_text(model: &mut Model, kind: SearchKind) {
    set(model, kind, String::new());
}

fn set(model: &mut Model, kind: SearchKind, text: String) {
    match kind {
        SearchKind::Search => model.logs.search = text,
        SearchKind::Filter => model.logs.filter = text,
        SearchKind::Audit => {
            model.audit.filter = text;
            return model.audit.narrow();
        }
    }
    model.logs.refresh_shown();
}
