//! The configuration: system-wide file, user's file, variables, flags, and the texts found by name beside them.
//!
//! It reads and judges settings; what a theme, a keymap or a policy says is judged by those who use it. Invariant: a
//! mistake never stops [`load`] and is never silent, and with any mistake the process is read-only.

use std::path::{Path, PathBuf};

use crate::model::text::Safe;
use crate::source::{Diagnostic, Source};

mod class;
pub mod embedded;
mod environment;
mod judge;
mod layer;
mod merge;
mod options;
mod origin;
mod outside;
mod regions;
mod settings;
mod table;
#[cfg(test)]
mod tests;
mod texts;
mod view;

pub use environment::{Disk, Environment, Files, LIMIT, PREFIX};
pub use options::{Opt, SECTIONS, Section};
pub use origin::{Located, Origin};
pub use outside::{Flags, VARIABLES, Variable};
pub use settings::{
    Appearance, Class, Clipboard, Fleet, Match, Organization, ReadOnlyWhy, RoleForOu, Settings, Sort, Themes,
    View,
};
pub use texts::{Entry, Folder, Names, find_keymap, find_policy, find_theme, names, text_named};

use layer::{FileKind, Layer};
use merge::Layers;
use table::Mistakes;

/// The settings and everything that was wrong on the way to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    pub settings: Settings,
    pub diagnostics: Vec<Diagnostic>,
    /// What is likely to be a slip of the pen, and holds all the same.
    pub remarks: Vec<Diagnostic>,
    /// Whether there is any mistake; then the settings are read-only.
    pub broken: bool,
    /// The files that were looked for, in their order.
    pub sources: Vec<Consulted>,
}

/// A file that was looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consulted {
    pub path: Safe,
    pub found: Found,
}

/// What became of a file that was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    Absent,
    Read,
    /// There, with a mistake in it or unreadable.
    Broken,
}

/// Reads every layer. What is right holds even beside a mistake.
pub fn load(env: &Environment, flags: &Flags) -> Loaded {
    let mut reading = Reading { env, sources: Vec::new(), diagnostics: Vec::new() };
    let system = reading.file(&env.system, FileKind::System, None);
    let asked = asked_file(env, flags);
    let user = match (&asked, env.user_file()) {
        (Some(asked), _) => reading.file(&asked.value, FileKind::User, Some(asked)),
        (None, Some(own)) => reading.file(&own, FileKind::User, None),
        (None, None) => Layer::default(),
    };
    let mut outside = Mistakes::new(Source::new("environment", ""));
    let variables = outside::from_variables(env, &mut outside);
    let flags = outside::from_flags(flags, &mut outside);
    let Reading { mut sources, mut diagnostics, .. } = reading;
    diagnostics.append(&mut outside.found);
    let layers = Layers { system, user, variables, flags };
    let mut settings = layers.merge(env, &mut diagnostics);
    let remarks = layers.regions().map(|list| regions::remarks(&list.value)).unwrap_or_default();
    check_names(env, &mut settings, &mut diagnostics);
    let broken = !diagnostics.is_empty();
    if broken {
        settings.force_read_only(ReadOnlyWhy::BrokenConfig);
    }
    // A lock is only judged when all layers are known, so the files are marked last.
    for file in sources.iter_mut().filter(|file| diagnostics.iter().any(|one| one.source == file.path)) {
        file.found = Found::Broken;
    }
    Loaded { settings, diagnostics, remarks, broken, sources }
}

/// `--config`, else `SAGEDECK_CONFIG`.
fn asked_file(env: &Environment, flags: &Flags) -> Option<Located<PathBuf>> {
    let flag = flags
        .config
        .as_ref()
        .map(|path| Located::new(path.clone(), Origin::whole("--config", &path.to_string_lossy())));
    let name = "SAGEDECK_CONFIG";
    let variable = env.vars.get(name).filter(|value| !value.trim().is_empty());
    flag.or_else(|| variable.map(|value| Located::new(env.path(value), Origin::whole(name, value))))
}

/// Display settings that name what is not there fall to their defaults.
fn check_names(env: &Environment, settings: &mut Settings, diagnostics: &mut Vec<Diagnostic>) {
    let names = [
        (&mut settings.theme, merge::THEME, Folder::Themes),
        (&mut settings.keymap, merge::KEYMAP, Folder::Keymaps),
    ];
    for (name, default, folder) in names {
        if name.value.raw() == default {
            continue;
        }
        let found = match folder {
            Folder::Themes => find_theme(env, name),
            Folder::Keymaps => find_keymap(env, name),
        };
        if let Err(mistake) = found {
            diagnostics.push(*mistake);
            *name = merge::default_name(default);
        }
    }
    if let Some(Err(mistake)) = settings.other_theme.as_ref().map(|theme| find_theme(env, theme)) {
        diagnostics.push(*mistake);
        settings.other_theme = None;
    }
    for class in &mut settings.classes {
        if let Some(Err(mistake)) = class.theme.as_ref().map(|theme| find_theme(env, theme)) {
            diagnostics.push(*mistake);
            class.theme = None;
        }
    }
}

struct Reading<'a> {
    env: &'a Environment,
    sources: Vec<Consulted>,
    diagnostics: Vec<Diagnostic>,
}

impl Reading<'_> {
    /// A file's layer; an absent file is a mistake only where somebody asked for it.
    fn file(&mut self, path: &Path, kind: FileKind, asked: Option<&Located<PathBuf>>) -> Layer {
        let text = texts::read(self.env, path);
        let found = if matches!(text, Ok(None)) { Found::Absent } else { Found::Read };
        self.sources.push(Consulted { path: Safe::new(path.to_string_lossy()), found });
        match (text, asked) {
            (Ok(Some(source)), _) => {
                let mut mistakes = Mistakes::new(source.clone());
                let layer = layer::from_file(&source, kind, &mut mistakes);
                self.diagnostics.append(&mut mistakes.found);
                return layer;
            }
            (Ok(None), Some(asked)) => {
                let mistake =
                    asked.mistake("there is no such configuration file", "check the path, or leave it out");
                self.diagnostics.push(*mistake);
            }
            (Ok(None), None) => {}
            (Err(mistake), _) => self.diagnostics.push(*mistake),
        }
        Layer::default()
    }
}
