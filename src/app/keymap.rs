//! Which key runs what: one trie for each context, with chords. It is read from TOML and judged through `source`;
//! finding and reading the files is not done here.
//!
//! Invariant: within a context no chord is the beginning of another, so that every chord can be reached.

use std::collections::BTreeMap;

use super::command::Command;
use super::context::Context;
use super::key::{Key, chord_text};
use crate::source::{Diagnostic, Source};

mod parse;
#[cfg(test)]
mod tests;
mod views;

/// What stands in the file `keymaps/default.toml` of the repository.
pub const DEFAULT: &str = include_str!("../../keymaps/default.toml");

/// The keymaps that the program brings along, by name. All but the first stand on it.
pub const EMBEDDED: &[(&str, &str)] = &[
    ("default", DEFAULT),
    ("vim", include_str!("../../keymaps/vim.toml")),
    ("emacs", include_str!("../../keymaps/emacs.toml")),
    ("k9s", include_str!("../../keymaps/k9s.toml")),
    ("plain", include_str!("../../keymaps/plain.toml")),
];

/// All bindings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keymap {
    bindings: BTreeMap<Context, BTreeMap<Vec<Key>, Command>>,
    /// Chords of saved views, by their number.
    views: BTreeMap<Vec<Key>, usize>,
}

/// What a sequence of keys means so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    Run(Command),
    /// Go to the saved view of that number.
    View(usize),
    /// More keys must follow.
    Pending,
    /// Nothing begins like that.
    Nothing,
}

/// One way to go on from a pending chord.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Continuation {
    /// The keys still to press.
    pub keys: String,
    pub command: Command,
}

/// Reads a keymap. `inherits` names one of [`EMBEDDED`] as its base, in place of the one that is given. With a base, `[context.prepend]` goes before the base's bindings, `[context.append]` behind them,
/// and `[context]` stands in place of them. Every mistake is reported, not only the first.
pub fn parse(source: &Source, base: Option<&Keymap>) -> Result<Keymap, Vec<Diagnostic>> {
    parse::parse(source, base)
}

impl Keymap {
    /// The default keymap. It is tested to be without fault.
    pub fn embedded() -> Self {
        parse(&Source::new("keymaps/default.toml", DEFAULT), None).unwrap_or_default()
    }

    /// The embedded keymap of that name. All of them are tested to be without fault.
    pub fn preset(name: &str) -> Option<Self> {
        let (known, text) = EMBEDDED.iter().find(|(known, _)| *known == name)?;
        let base = (*known != "default").then(Self::embedded);
        parse(&Source::new(format!("keymaps/{known}.toml"), text), base.as_ref()).ok()
    }

    /// What the keys pressed so far mean: the nearest context that knows anything of them decides.
    pub fn lookup(&self, context: Context, keys: &[Key]) -> Lookup {
        for wider in context.chain() {
            if let Some(view) = self.view_at(*wider, keys) {
                return view;
            }
            let Some(bound) = self.bindings.get(wider) else { continue };
            if let Some(command) = bound.get(keys) {
                return Lookup::Run(*command);
            }
            if bound.range(keys.to_vec()..).next().is_some_and(|(chord, _)| chord.starts_with(keys)) {
                return Lookup::Pending;
            }
        }
        Lookup::Nothing
    }

    /// How a pending chord can go on, nearest context first.
    pub fn continuations(&self, context: Context, keys: &[Key]) -> Vec<Continuation> {
        let mut found: Vec<Continuation> = Vec::new();
        for wider in context.chain() {
            for (chord, command) in self.bindings.get(wider).into_iter().flatten() {
                let Some(rest) = chord.strip_prefix(keys).filter(|rest| !rest.is_empty()) else { continue };
                let keys = chord_text(rest);
                if !found.iter().any(|known| known.keys == keys) {
                    found.push(Continuation { keys, command: *command });
                }
            }
        }
        found
    }

    /// The chords that run a command in a context, the shortest first; those that a nearer context takes for
    /// something else are left out.
    pub fn keys_of(&self, context: Context, command: Command) -> Vec<String> {
        let mut found: Vec<&Vec<Key>> = Vec::new();
        for wider in context.chain() {
            for (chord, bound) in self.bindings.get(wider).into_iter().flatten() {
                let reached = *bound == command && self.lookup(context, chord) == Lookup::Run(command);
                if reached && self.is_reachable(context, chord) && !found.contains(&chord) {
                    found.push(chord);
                }
            }
        }
        found.sort_by_key(|chord| (chord.len(), !is_plain(chord)));
        found.into_iter().map(|chord| chord_text(chord)).collect()
    }

    /// What each command is run by, in any context, for a table of keys; commands without a key are left out.
    pub fn table(&self) -> Vec<(Command, Vec<String>)> {
        let keys = |command: Command| {
            let mut keys: Vec<String> = Vec::new();
            for (_, chord, _) in self.bindings().filter(|(_, _, bound)| *bound == command) {
                let text = chord_text(chord);
                if !keys.contains(&text) {
                    keys.push(text);
                }
            }
            keys
        };
        let lines = Command::ALL.iter().map(|command| (*command, keys(*command)));
        lines.filter(|(_, keys)| !keys.is_empty()).collect()
    }

    /// Every binding, by context, for lists of keys.
    pub fn bindings(&self) -> impl Iterator<Item = (Context, &[Key], Command)> {
        self.bindings.iter().flat_map(|(context, bound)| {
            bound.iter().map(|(chord, command)| (*context, chord.as_slice(), *command))
        })
    }

    fn is_reachable(&self, context: Context, chord: &[Key]) -> bool {
        (1..chord.len())
            .all(|len| chord.get(..len).is_some_and(|part| self.lookup(context, part) == Lookup::Pending))
    }
}

/// A single printable character: what one would name first.
fn is_plain(chord: &[Key]) -> bool {
    matches!(chord, [key] if key.text().is_some_and(|c| c != ' '))
}
