//! The list of themes. What the cursor is on is drawn at once; Enter keeps it for the session, closing takes it back.
//! What a theme looks like is not known here, only its name.

use super::Overlay;
use crate::app::model::Model;
use crate::app::pick::Pick;
use crate::model::fetch::Severity;
use crate::model::text::Safe;

/// State of the box; its lines stand in the setup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeMenu {
    pub pick: Pick,
    /// What was drawn in before.
    pub before: Safe,
}

pub(in crate::app) fn open(model: &mut Model) {
    let themes = &model.setup.themes;
    let mut pick = Pick::new(themes.len(), 10);
    pick.go(themes.iter().position(|theme| theme.name == model.theme).unwrap_or(0));
    super::open(model, Overlay::Themes(ThemeMenu { pick, before: model.theme.clone() }));
}

/// Draws in the theme under the cursor, if the list is open; instead of a broken one what was drawn before.
pub(in crate::app) fn preview(model: &mut Model) {
    let Some(Overlay::Themes(menu)) = model.overlays.last() else { return };
    let chosen = model.setup.themes.get(menu.pick.at).filter(|theme| !theme.broken);
    model.theme = chosen.map_or(&menu.before, |theme| &theme.name).clone();
}

/// Keeps the theme under the cursor until the console is left.
pub(super) fn accept(model: &mut Model) {
    let Some(Overlay::Themes(menu)) = model.overlays.last() else { return };
    let Some(theme) = model.setup.themes.get(menu.pick.at) else { return };
    if theme.broken {
        return model.say(Severity::Warning, format!("Not possible: {}", theme.note.raw()));
    }
    let name = theme.name.raw().to_owned();
    model.overlays.pop();
    model.say(Severity::Info, format!("For this session; theme = \"{name}\" in config.toml keeps it"));
}
