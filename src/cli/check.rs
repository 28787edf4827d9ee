//! `sagedeck check`: every mistake in configuration, policy, themes and keymaps, with its place.

use super::print;
use crate::compose::{self, Judged};
use crate::config::{self, Entry, Folder, Found};
use crate::model::exit;
use crate::source::{Diagnostic, Source};

pub(super) fn run(judged: &Judged) -> u8 {
    let problems = problems(judged);
    let printed = print(|out| {
        for problem in &problems {
            writeln!(out, "{problem}\n")?;
        }
        for remark in &judged.remarks {
            writeln!(out, "warning: {remark}\n")?;
        }
        for file in judged.consulted.iter().filter(|file| file.found == Found::Read) {
            writeln!(out, "ok: {}", file.path)?;
        }
        match problems.len() {
            0 => writeln!(out, "no mistakes"),
            1 => writeln!(out, "1 mistake"),
            count => writeln!(out, "{count} mistakes"),
        }
    });
    if problems.is_empty() { printed } else { exit::USAGE }
}

/// The mistakes of what is in use, then those of every other text of the user.
fn problems(judged: &Judged) -> Vec<Diagnostic> {
    let environment = &judged.environment;
    let mut found: Vec<Diagnostic> = judged.problems().cloned().collect();
    for folder in [Folder::Themes, Folder::Keymaps] {
        let names = config::names(environment, folder);
        let mut all: Vec<Diagnostic> = names.problem.into_iter().map(|problem| *problem).collect();
        for entry in names.entries.iter().filter(|entry| entry.file.is_some()) {
            all.extend(of_entry(judged, folder, entry));
        }
        for one in all {
            if !found.contains(&one) {
                found.push(one);
            }
        }
    }
    found
}

fn of_entry(judged: &Judged, folder: Folder, entry: &Entry) -> Vec<Diagnostic> {
    let environment = &judged.environment;
    let text = config::text_named(environment, folder, entry.name.raw());
    let judge = |source: Source| match folder {
        Folder::Themes => compose::parse_theme(environment, &source).err(),
        Folder::Keymaps => compose::parse_keymap(&source).err(),
    };
    match text {
        Ok(source) => source.and_then(judge).unwrap_or_default(),
        Err(problem) => vec![*problem],
    }
}
