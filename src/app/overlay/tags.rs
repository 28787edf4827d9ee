//! The field for tags to add: offers the required keys that are missing, and reads `key=value` words.

use super::Overlay;
use crate::app::input::LineInput;
use crate::app::model::Model;
use crate::app::run;
use crate::model::action::Verb;
use crate::model::text::Safe;
use crate::plan::tags::{self, Spellings};

/// State of the field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagsInput {
    /// Whose tags these are.
    pub title: Safe,
    pub input: LineInput,
    /// What is wrong with the text.
    pub mistake: Option<Safe>,
}

pub(in crate::app) fn open(model: &mut Model) {
    let rows = model.desk.table.chosen();
    let policy = &model.setup.policy;
    let title = match rows.as_slice() {
        [] => return,
        [row] => row.resource.name.clone(),
        rows => Safe::new(format!("{} resources", rows.len())),
    };
    let spellings = Spellings { required: &policy.required, aliases: &policy.aliases };
    let offered = tags::offered(&rows, spellings);
    super::open(model, Overlay::Tags(TagsInput { title, input: LineInput::new(offered), mistake: None }));
}

pub(super) fn edited(model: &mut Model) {
    if let Some(Overlay::Tags(field)) = model.overlays.last_mut() {
        field.mistake = None;
    }
}

pub(super) fn accept(model: &mut Model) {
    let Some(Overlay::Tags(field)) = model.overlays.last_mut() else { return };
    match tags::parse(field.input.text()) {
        Ok(tags) => {
            model.overlays.pop();
            run::act::begin(model, Verb::AddTags, &tags);
        }
        Err(why) => field.mistake = Some(why),
    }
}
