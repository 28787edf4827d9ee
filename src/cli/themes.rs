//! `sagedeck themes`: what `--theme` takes.

use super::print;
use crate::compose::Judged;
use crate::config::{self, Folder};
use crate::model::exit;
use crate::report::{Title, grid};

pub(super) fn run(judged: &Judged) -> u8 {
    super::warn(judged.problems());
    let names = config::names(&judged.environment, Folder::Themes);
    let titles = ["THEME", "FROM", ""].map(|text| Title { text, right: false });
    let rows: Vec<Vec<String>> = names
        .entries
        .iter()
        .map(|entry| {
            let from = match (&entry.file, entry.built_in) {
                (Some(file), _) => crate::model::text::Safe::new(file.to_string_lossy()).to_string(),
                (None, _) => "built in".to_owned(),
            };
            let used = if entry.name == judged.settings.theme.value { "in use" } else { "" };
            vec![entry.name.to_string(), from, used.to_owned()]
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
