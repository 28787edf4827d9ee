//! The list of keymaps. Enter takes the one under the cursor for the session; until then every key does what it did.

use super::Overlay;
use crate::app::model::Model;
use crate::app::pick::Pick;
use crate::model::fetch::Severity;

pub(in crate::app) fn open(model: &mut Model) {
    let keymaps = &model.setup.keymaps;
    let mut pick = Pick::new(keymaps.len(), 10);
    pick.go(keymaps.iter().position(|keymap| keymap.name == model.setup.keymap_name).unwrap_or(0));
    super::open(model, Overlay::Keymaps(pick));
}

/// Takes the keymap under the cursor until the console is left.
pub(super) fn accept(model: &mut Model) {
    let Some(Overlay::Keymaps(pick)) = model.overlays.last() else { return };
    let Some(chosen) = model.setup.keymaps.get(pick.at) else { return };
    let Some(keymap) = chosen.keymap.clone() else {
        return model.say(Severity::Warning, format!("Not possible: {}", chosen.note.raw()));
    };
    let name = chosen.name.clone();
    let text = format!("For this session; keymap = \"{}\" in config.toml keeps it", name.raw());
    (model.setup.keymap, model.setup.keymap_name) = (keymap, name);
    // What can be pressed is another thing now.
    model.hinted = None;
    model.overlays.pop();
    model.say(Severity::Info, text);
}
