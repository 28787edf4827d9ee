//! The menu of everything that can be done to the marked rows, or the row; what is not allowed stands there with the
//! reason.

use super::Overlay;
use crate::app::model::Model;
use crate::app::pick::Pick;
use crate::app::run;
use crate::catalog;
use crate::model::action::{ActionSpec, Verb};
use crate::model::fetch::Severity;
use crate::model::row::Row;
use crate::model::text::Safe;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionItem {
    pub verb: Verb,
    /// What happens, in a few words.
    pub note: &'static str,
    /// Why it cannot be done to any of the rows.
    pub refused: Option<Safe>,
}

/// State of the box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionMenu {
    /// What it is about.
    pub title: Safe,
    pub items: Vec<ActionItem>,
    pub pick: Pick,
}

pub(in crate::app) fn open(model: &mut Model) {
    let table = &model.desk.table;
    let rows = table.chosen();
    let title = match rows.as_slice() {
        [] => return model.say(Severity::Info, "There is no row here"),
        [row] => row.resource.name.clone(),
        rows => Safe::new(words_for(rows)),
    };
    // What only takes something back is offered as that.
    let mut offered: Vec<&ActionSpec> = Vec::new();
    for spec in rows.iter().flat_map(|row| catalog::spec(row.resource.kind).actions) {
        if spec.verb != Verb::RemoveTags && !offered.iter().any(|known| known.verb == spec.verb) {
            offered.push(spec);
        }
    }
    let items: Vec<ActionItem> = offered
        .into_iter()
        .map(|spec| ActionItem {
            verb: spec.verb,
            note: spec.consequences.first().copied().unwrap_or_default(),
            refused: run::act::refused(model, spec.verb),
        })
        .collect();
    let pick = Pick::new(items.len(), 10);
    super::open(model, Overlay::Actions(ActionMenu { title, items, pick }));
}

/// How many of what they are.
pub(super) fn words_for(rows: &[&Row]) -> String {
    let first = rows.first().map(|row| row.resource.kind);
    let kind = first.filter(|kind| rows.iter().all(|row| row.resource.kind == *kind));
    let what = kind.map_or_else(|| "resources".to_owned(), |kind| catalog::spec(kind).title.to_lowercase());
    format!("{} {what}", rows.len())
}

pub(super) fn accept(model: &mut Model) {
    let Some(Overlay::Actions(menu)) = model.overlays.last() else { return };
    let Some(item) = menu.items.get(menu.pick.at).cloned() else { return };
    if let Some(why) = item.refused {
        return model.say(Severity::Warning, why);
    }
    model.overlays.pop();
    match item.verb {
        Verb::AddTags => super::tags::open(model),
        verb => run::act::begin(model, verb, &[]),
    }
}
