//! `sagedeck keys`: the keymap in use, or another by name, as a table, also as the one that README carries.

use super::{one_of, print};
use crate::app::key::chord_text;
use crate::app::{Command, Keymap};
use crate::compose::{self, Judged, Known, keymaps};
use crate::config::{self, Folder, Located, Origin};
use crate::model::exit;
use crate::model::text::Safe;
use crate::report::{Format, Title, grid, markdown};
use crate::source::Diagnostic;

#[derive(Debug, clap::Args)]
pub(super) struct Keys {
    /// The keymap to print, in place of the one in use
    #[arg(value_name = "NAME", value_parser = Known(keymaps), hide_possible_values = true)]
    name: Option<String>,
    /// List the keymaps that can be chosen
    #[arg(long, conflicts_with = "name")]
    list: bool,
    /// How to print
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_parser = one_of(&[Format::Table, Format::Md]))]
    output: Format,
}

impl Keys {
    pub(super) fn run(&self, judged: &Judged) -> u8 {
        if self.list {
            return super::themes::list(judged, Folder::Keymaps);
        }
        super::warn(judged.problems());
        // Another one than was asked for helps nobody.
        if self.name.is_none() && judged.problems().any(|one| one.source.raw() == "--keymap") {
            return exit::USAGE;
        }
        let named = self.name.as_ref().map(|name| named(judged, name));
        let keymap = match named {
            None => &judged.keymap,
            Some(Ok(ref keymap)) => keymap,
            Some(Err(mistakes)) => {
                super::warn(&mistakes);
                return exit::USAGE;
            }
        };
        let titles = ["KEYS", "WHERE", "COMMAND", "WHAT IT DOES"].map(|text| Title { text, right: false });
        let rows: Vec<Vec<String>> = rows(keymap).into_iter().map(Vec::from).collect();
        print(|out| match self.output {
            Format::Md => markdown::write(out, &titles, &rows),
            _ => grid::write(out, &titles, &rows),
        })
    }
}

/// A keymap by name, the user's before the built-in one.
fn named(judged: &Judged, name: &str) -> Result<Keymap, Vec<Diagnostic>> {
    let name = Located::new(Safe::new(name), Origin::whole("keys", name));
    let source = config::find_keymap(&judged.environment, &name).map_err(|mistake| vec![*mistake])?;
    compose::parse_keymap(&source)
}

/// A row for the keys that run one command in the same places, in the order of the help.
pub(super) fn rows(keymap: &Keymap) -> Vec<[String; 4]> {
    let mut rows = Vec::new();
    for command in Command::ALL {
        let mut places: Vec<(String, Vec<&str>)> = Vec::new();
        for (context, chord, _) in keymap.bindings().filter(|(_, _, bound)| bound == command) {
            let chord = chord_text(chord);
            match places.iter_mut().find(|(known, _)| *known == chord) {
                Some((_, of)) => of.push(context.name()),
                None => places.push((chord, vec![context.name()])),
            }
        }
        let mut alike: Vec<(Vec<String>, Vec<&str>)> = Vec::new();
        for (chord, of) in places {
            match alike.iter_mut().find(|(_, known)| *known == of) {
                Some((keys, _)) => keys.push(chord),
                None => alike.push((vec![chord], of)),
            }
        }
        for (mut keys, of) in alike {
            // The shortest is the one to learn.
            keys.sort_by_key(|keys| keys.chars().count());
            let row =
                [keys.join("  "), of.join(" "), command.name().to_owned(), command.summary().to_owned()];
            rows.push(row);
        }
    }
    rows
}
