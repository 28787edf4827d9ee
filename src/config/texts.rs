//! Themes, keymaps and the policy, found by name: the user's folder first, then what is part of the program.
//! What the texts say is judged by those who use them.
//!
//! Invariant: a name never leads out of its folder.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::model::text::Safe;
use crate::source::{Diagnostic, Source, did_you_mean};

use super::embedded::{KEYMAPS, THEMES};
use super::environment::{Environment, LIMIT};
use super::origin::{Located, Origin};

const TOO_LARGE: &str = "is larger than 1 MiB";
const _: () = assert!(LIMIT == 1024 * 1024, "the message names the limit");

/// What is kept by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folder {
    Themes,
    Keymaps,
}

impl Folder {
    /// The folder's name, here and in the user's configuration folder.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Themes => "themes",
            Self::Keymaps => "keymaps",
        }
    }

    const fn one(self) -> &'static str {
        match self {
            Self::Themes => "theme",
            Self::Keymaps => "keymap",
        }
    }

    /// Name and text of those that are part of the program.
    pub const fn embedded(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Themes => THEMES,
            Self::Keymaps => KEYMAPS,
        }
    }

    /// The built-in text of that name, whether or not the user has one.
    pub fn built_in(self, name: &str) -> Option<Source> {
        let (name, text) = self.embedded().iter().find(|(known, _)| *known == name)?;
        Some(Source::new(format!("built-in {}/{name}.toml", self.name()), text))
    }
}

/// A name that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub name: Safe,
    pub built_in: bool,
    /// The user's file, which is the one that counts.
    pub file: Option<PathBuf>,
}

/// Every name of a folder, and what kept the user's folder from being read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    pub entries: Vec<Entry>,
    pub problem: Option<Box<Diagnostic>>,
}

/// All names: the built-in ones in their order, then the user's own by name.
pub fn names(env: &Environment, folder: Folder) -> Names {
    let built_in = |(name, _): &(&str, &str)| Entry { name: Safe::new(name), built_in: true, file: None };
    let mut entries: Vec<Entry> = folder.embedded().iter().map(built_in).collect();
    let Some(place) = env.folder.as_ref().map(|base| base.join(folder.name())) else {
        return Names { entries, problem: None };
    };
    let mut files = match env.files.names(&place) {
        Ok(files) => files,
        Err(error) => {
            let problem = (error.kind() != ErrorKind::NotFound).then(|| unreadable(&place, &error));
            return Names { entries, problem };
        }
    };
    files.sort();
    for name in files.iter().filter_map(|file| file.strip_suffix(".toml")).filter(|name| is_name(name)) {
        let file = Some(file_of(&place, name));
        match entries.iter_mut().find(|entry| entry.name.raw() == name) {
            Some(entry) => entry.file = file,
            None => entries.push(Entry { name: Safe::new(name), built_in: false, file }),
        }
    }
    Names { entries, problem: None }
}

/// The text of a name, the user's before the built-in one; nothing where neither is there.
pub fn text_named(env: &Environment, folder: Folder, name: &str) -> Result<Option<Source>, Box<Diagnostic>> {
    if !is_name(name) {
        return Ok(None);
    }
    let own = env.folder.as_ref().map(|base| file_of(&base.join(folder.name()), name));
    let own = own.map_or(Ok(None), |path| read(env, &path))?;
    Ok(own.or_else(|| folder.built_in(name)))
}

/// The theme that a setting names; an unknown one is a mistake at the setting's place.
pub fn find_theme(env: &Environment, name: &Located<Safe>) -> Result<Source, Box<Diagnostic>> {
    find(env, Folder::Themes, name)
}

/// The keymap that a setting names; an unknown one is a mistake at the setting's place.
pub fn find_keymap(env: &Environment, name: &Located<Safe>) -> Result<Source, Box<Diagnostic>> {
    find(env, Folder::Keymaps, name)
}

/// The policy's text: the file that was asked for, which must be there, else the user's, else nothing (then the
/// embedded policy holds).
pub fn find_policy(
    env: &Environment,
    asked: Option<&Located<PathBuf>>,
) -> Result<Option<Source>, Box<Diagnostic>> {
    let Some(asked) = asked else {
        let own = env.folder.as_ref().map(|folder| folder.join("policy.toml"));
        return own.map_or(Ok(None), |path| read(env, &path));
    };
    read(env, &asked.value)?.map_or_else(
        || Err(asked.mistake("there is no such policy file", "check the path, or leave it out")),
        |found| Ok(Some(found)),
    )
}

/// A file's text; nothing where there is no such file.
pub(super) fn read(env: &Environment, path: &Path) -> Result<Option<Source>, Box<Diagnostic>> {
    match env.files.read(path) {
        // An editor's mark at the start is no part of the text.
        Ok(text) => {
            Ok(Some(Source::new(path.to_string_lossy(), text.strip_prefix('\u{feff}').unwrap_or(&text))))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(path, &error)),
    }
}

fn find(env: &Environment, folder: Folder, name: &Located<Safe>) -> Result<Source, Box<Diagnostic>> {
    let raw = name.value.raw();
    text_named(env, folder, raw)?.ok_or_else(|| {
        let names = names(env, folder).entries;
        let near = did_you_mean(raw, names.iter().map(|entry| entry.name.raw()));
        let hint = near.map_or_else(
            || {
                format!(
                    "`sagedeck {}` lists them",
                    if folder == Folder::Themes { "themes" } else { "keys --list" }
                )
            },
            |near| near.raw().to_owned(),
        );
        name.mistake(format!("unknown {} `{raw}`", folder.one()), hint)
    })
}

/// What happened, where, and what to do.
fn unreadable(path: &Path, error: &io::Error) -> Box<Diagnostic> {
    let (what, todo) = match error.kind() {
        ErrorKind::PermissionDenied => ("may not be read by this user", "check its owner and mode"),
        ErrorKind::IsADirectory | ErrorKind::NotADirectory => ("is not a file", "check the path"),
        ErrorKind::FileTooLarge => (TOO_LARGE, "check that it is the right file"),
        ErrorKind::InvalidData => ("is not UTF-8 text", "save it as UTF-8"),
        _ => ("cannot be read", "check the path and the disk"),
    };
    let message = match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::FileTooLarge => format!("the file {what}"),
        _ => format!("the file {what}: {error}"),
    };
    Origin::whole(&path.to_string_lossy(), "").mistake(message, todo)
}

/// Letters, digits, `-` and `_`: nothing that could be a path.
fn is_name(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

fn file_of(place: &Path, name: &str) -> PathBuf {
    place.join(format!("{name}.toml"))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::Arc;

    use super::super::environment::Disk;
    use super::*;

    fn on_disk(folder: &Path) -> Environment {
        Environment {
            vars: std::collections::BTreeMap::new(),
            ground: None,
            home: None,
            folder: Some(folder.to_owned()),
            system: folder.join("system.toml"),
            files: Arc::new(Disk),
        }
    }

    #[test]
    fn the_users_text_comes_before_the_built_in_one() {
        let folder = tempfile::tempdir().unwrap();
        let env = on_disk(folder.path());
        assert_eq!(names(&env, Folder::Themes).problem, None, "an absent folder is no problem");
        fs::create_dir(folder.path().join("themes")).unwrap();
        let own = THEMES.first().map_or("mine", |(name, _)| *name);
        for file in [format!("{own}.toml"), "zebra.toml".into(), "no.txt".into(), "bad name.toml".into()] {
            fs::write(folder.path().join("themes").join(file), "\u{feff}# own").unwrap();
        }
        let text = text_named(&env, Folder::Themes, own).unwrap().unwrap();
        assert_eq!(&*text.text, "# own");
        let names = names(&env, Folder::Themes);
        let entry = |name: &str| names.entries.iter().find(|entry| entry.name.raw() == name).unwrap();
        assert!(entry(own).file.is_some() && !entry("zebra").built_in);
        assert_eq!(names.entries.len(), THEMES.len().max(1) + 1);
    }

    #[test]
    fn a_name_never_leads_out_of_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let env = on_disk(&folder.path().join("sagedeck"));
        fs::write(folder.path().join("secret.toml"), "x").unwrap();
        for name in ["../../secret", "/etc/passwd", "", ".", "a/b", "a\0b"] {
            assert_eq!(text_named(&env, Folder::Themes, name), Ok(None), "{name:?}");
        }
    }

    #[test]
    fn an_unknown_name_is_a_mistake_where_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("keymaps")).unwrap();
        fs::write(folder.path().join("keymaps/colemak.toml"), "").unwrap();
        let env = on_disk(folder.path());
        let name = Located::new(Safe::new("colmak"), Origin::whole("--keymap", "colmak"));
        let mistake = find_keymap(&env, &name).unwrap_err();
        assert_eq!(mistake.headline(), "--keymap:1:1: unknown keymap `colmak`");
        assert_eq!(mistake.hint, Some(Safe::new("did you mean `colemak`?")));
    }

    #[test]
    fn a_policy_that_was_asked_for_must_be_there() {
        let folder = tempfile::tempdir().unwrap();
        let env = on_disk(folder.path());
        assert_eq!(find_policy(&env, None), Ok(None));
        fs::write(folder.path().join("policy.toml"), "# mine").unwrap();
        assert_eq!(&*find_policy(&env, None).unwrap().unwrap().text, "# mine");
        let asked = Located::new(folder.path().join("other.toml"), Origin::whole("--policy", "other.toml"));
        let mistake = find_policy(&env, Some(&asked)).unwrap_err();
        assert_eq!(mistake.headline(), "--policy:1:1: there is no such policy file");
    }
}
