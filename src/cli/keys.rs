//! `sagedeck keys`: the keymap in use as a table, also as the one that README carries.

use super::print;
use crate::app::key::chord_text;
use crate::app::{Command, Keymap};
use crate::compose::Judged;
use crate::report::{Format, Title, grid, markdown};

#[derive(Debug, clap::Args)]
pub(super) struct Keys {
    /// How to print: table or md
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_parser = format)]
    output: Format,
}

fn format(word: &str) -> Result<Format, String> {
    let fits = |format: &Format| matches!(format, Format::Table | Format::Md);
    Format::parse(word).filter(fits).ok_or_else(|| "one of table, md".to_owned())
}

impl Keys {
    pub(super) fn run(&self, judged: &Judged) -> u8 {
        super::warn(judged.problems());
        let titles = ["KEYS", "WHERE", "COMMAND", "WHAT IT DOES"].map(|text| Title { text, right: false });
        let rows = rows(&judged.keymap);
        print(|out| match self.output {
            Format::Md => markdown::write(out, &titles, &rows),
            _ => grid::write(out, &titles, &rows),
        })
    }
}

/// One row a command that has keys, in the order of the help.
fn rows(keymap: &Keymap) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for command in Command::ALL {
        let mut keys: Vec<String> = Vec::new();
        let mut places: Vec<&str> = Vec::new();
        for (context, chord, _) in keymap.bindings().filter(|(_, _, bound)| bound == command) {
            let chord = chord_text(chord);
            if !places.contains(&context.name()) {
                places.push(context.name());
            }
            if !keys.contains(&chord) {
                keys.push(chord);
            }
        }
        keys.sort_by_key(|keys| keys.chars().count());
        if !keys.is_empty() {
            rows.push(vec![
                keys.join("  "),
                places.join(" "),
                command.name().to_owned(),
                command.summary().to_owned(),
            ]);
        }
    }
    rows
}
