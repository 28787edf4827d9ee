//! `sagedeck themes` and `sagedeck keys --list`: what `--theme` and `--keymap` take.

use super::print;
use crate::compose::{self, Judged};
use crate::config::{self, Entry, Folder};
use crate::model::exit;
use crate::model::text::Safe;
use crate::report::{Title, grid};

pub(super) fn run(judged: &Judged) -> u8 {
    list(judged, Folder::Themes)
}

/// The names of a folder, where each comes from and what it says of itself.
pub(super) fn list(judged: &Judged, folder: Folder) -> u8 {
    super::warn(judged.problems());
    let names = config::names(&judged.environment, folder);
    let (head, used) = match folder {
        Folder::Themes => ("THEME", &judged.settings.theme.value),
        Folder::Keymaps => ("KEYMAP", &judged.settings.keymap.value),
    };
    let titles = [head, "FROM", "", "WHAT IT IS"].map(|text| Title { text, right: false });
    let rows: Vec<Vec<String>> = names
        .entries
        .iter()
        .map(|entry| {
            let from = match (&entry.file, entry.built_in) {
                (Some(file), _) => Safe::new(file.to_string_lossy()).to_string(),
                (None, _) => "built in".to_owned(),
            };
            let used = if entry.name == *used { "in use" } else { "" };
            vec![entry.name.to_string(), from, used.to_owned(), about(judged, folder, entry)]
        })
        .collect();
    let printed = print(|out| grid::write(out, &titles, &rows));
    match names.problem {
        Some(problem) => {
            super::complain(problem.to_string());
            exit::USAGE
        }
        None => printed,
    }
}

/// A theme's own words; of a keymap the first line of its text, which says what it is for.
fn about(judged: &Judged, folder: Folder, entry: &Entry) -> String {
    let text = config::text_named(&judged.environment, folder, entry.name.raw());
    let Ok(Some(source)) = text else { return String::new() };
    match folder {
        Folder::Themes => compose::parse_theme(&judged.environment, &source).map_or_else(
            |_mistakes| "has a mistake, see `sagedeck check`".to_owned(),
            |theme| theme.description().to_string(),
        ),
        Folder::Keymaps => compose::about_keymap(&source).to_string(),
    }
}
