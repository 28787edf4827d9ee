//! Saved views of the configuration as the console takes them, their chords bound.

use crate::app::table::Sort;
use crate::app::view::View;
use crate::app::{Key, Keymap};
use crate::config;
use crate::source::Diagnostic;

/// The views, in order. A chord that is none, or that the keymap takes already, is told, and the view goes without.
pub fn bind(views: &[config::View], keymap: &mut Keymap, mistakes: &mut Vec<Diagnostic>) -> Vec<View> {
    for (number, view) in views.iter().enumerate() {
        let Some(key) = &view.key else { continue };
        let bound = match Key::chord(key.value.raw()) {
            Err(error) => Err((error.to_string(), "for example \"g i\"")),
            Ok(chord) => {
                keymap.bind_view(&chord, number).map_err(|why| (why, "choose another key for the view"))
            }
        };
        if let Err((message, hint)) = bound {
            mistakes.push(*key.mistake(message, hint));
        }
    }
    views.iter().map(view).collect()
}

fn view(view: &config::View) -> View {
    View {
        name: view.name.clone(),
        query: view.query.text().to_owned(),
        kind: view.kind,
        sort: view.sort.map(|sort| Sort { field: sort.field, descending: sort.descending }),
        columns: view.columns.clone(),
    }
}
