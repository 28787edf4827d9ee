//! `sagedeck init`: a first configuration file, from the profiles of this machine and the table of all settings.
//!
//! Invariant: a file that is there is never touched, and no call is made.

use std::collections::BTreeMap;
use std::fs::{DirBuilder, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{complain, print};
use crate::aws::profiles::{Book, Outline};
use crate::aws::settings::Settings;
use crate::compose::{self, Flags};
use crate::config::{Environment, SECTIONS, Section};
use crate::model::exit;
use crate::model::scope::Region;
use crate::model::text::Safe;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  sagedeck init --print          look at it first
  sagedeck init                  write it; a file that is there is left alone
  sagedeck init && sagedeck doctor

It reads ~/.aws/config and ~/.aws/credentials, keeps no secret and makes no call.")]
pub(super) struct Init {
    /// Print the file instead of writing it
    #[arg(long)]
    print: bool,
}

impl Init {
    pub(super) fn run(&self, flags: &Flags) -> u8 {
        let settings = Settings::new(Arc::new(compose::now));
        let profiles = match compose::wait(Book::load(&settings)) {
            Ok(Ok(book)) => book.outlines(),
            Ok(Err(failure)) => {
                complain(failure.to_string());
                return exit::USAGE;
            }
            Err(code) => return code,
        };
        let user = std::env::var("USER").ok().filter(|name| !name.is_empty());
        let text = file(&profiles, user.as_deref());
        if self.print {
            return print(|out| out.write_all(text.as_bytes()));
        }
        let Some(path) = path(flags) else {
            complain("there is no home folder to write to; name a file with --config, or use --print");
            return exit::USAGE;
        };
        match write(&path, &text) {
            Ok(()) => {
                complain(format!("wrote {}; next: `sagedeck doctor`", path.display()));
                exit::FINE
            }
            Err(words) => {
                complain(words);
                exit::USAGE
            }
        }
    }
}

/// `--config`, else `SAGEDECK_CONFIG`, else the user's own file.
fn path(flags: &Flags) -> Option<PathBuf> {
    let environment = Environment::of_process();
    let named = environment.vars.get("SAGEDECK_CONFIG").filter(|value| !value.trim().is_empty());
    let named = named.map(|value| environment.path(value));
    flags.config.clone().or(named).or_else(|| environment.user_file())
}

/// Makes the file anew. A link in its place is not followed, since it is there.
fn write(path: &Path, text: &str) -> Result<(), String> {
    let place = path.display();
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
        made.map_err(|error| format!("the folder {} cannot be made: {error}", folder.display()))?;
    }
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    let mut file = file.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => {
            format!("{place} is there already and was left alone; `sagedeck init --print` shows what would be written")
        }
        _ => format!("{place} cannot be written: {error}; --print writes to standard output"),
    })?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    written.map_err(|error| {
        // Half a file would only be in the way of the next attempt, and it is ours.
        let _ = std::fs::remove_file(path);
        format!("{place} cannot be written: {error}")
    })
}

/// The whole text.
fn file(profiles: &[Outline], user: Option<&str>) -> String {
    let mut lines = vec![
        "# sagedeck: settings. What stands behind a # is off; the value after it is an example.".to_owned(),
        "# `sagedeck check` finds mistakes, `sagedeck man` explains, `sagedeck doctor` tries it.".to_owned(),
    ];
    for section in SECTIONS {
        lines.push(String::new());
        wrapped(section.help, &mut lines);
        let own = match section.head {
            "" => regions(profiles),
            "[me]" => user.map(|user| vec![format!("#owners = [{}]", quoted(user))]).unwrap_or_default(),
            "[accounts]" => accounts(profiles),
            _ => Vec::new(),
        };
        let active = own.iter().any(|line| !line.starts_with('#'));
        if !section.head.is_empty() {
            // The head of a list of tables would begin one without its parts.
            let on = active || !section.head.starts_with("[[") && section.head != "[class.match]";
            lines.push(format!("{}{}", if on { "" } else { "#" }, section.head));
        }
        options(section, &own, &mut lines);
    }
    lines.push(String::new());
    lines.join("\n")
}

/// Each option behind its meaning; what this machine says of one stands in the place of its example.
fn options(section: &Section, own: &[String], lines: &mut Vec<String>) {
    let is_of = |line: &str, key: &str| {
        line.trim_start_matches('#').split_once(" = ").is_some_and(|(name, _)| name == key)
    };
    for option in section.options {
        wrapped(&option.sentences(), lines);
        let told: Vec<&String> = own.iter().filter(|line| is_of(line, option.key)).collect();
        if told.is_empty() {
            lines.push(format!("#{} = {}", option.key, option.example));
        }
        lines.extend(told.into_iter().cloned());
    }
    let loose = own.iter().filter(|line| !section.options.iter().any(|option| is_of(line, option.key)));
    lines.extend(loose.cloned());
}

/// The regions that profiles name, where they name more than one.
fn regions(profiles: &[Outline]) -> Vec<String> {
    let mut seen: Vec<&str> =
        profiles.iter().filter_map(|profile| profile.region.as_ref()).map(Region::as_str).collect();
    seen.sort_unstable();
    seen.dedup();
    let quoted: Vec<String> = seen.iter().map(|region| quoted(region)).collect();
    if seen.is_empty() { Vec::new() } else { vec![format!("#regions = [{}]", quoted.join(", "))] }
}

/// What is found of the accounts: profiles with a way to credentials, and the signs of an organization.
fn accounts(profiles: &[Outline]) -> Vec<String> {
    let usable: Vec<&Outline> = profiles.iter().filter(|profile| profile.way.is_ok()).collect();
    let mut lines = Vec::new();
    if usable.is_empty() {
        lines.push(
            "# No profile with a way to credentials was found: `aws configure sso` makes one.".to_owned(),
        );
    } else if !matches!(usable[..], [only] if only.name == "default") {
        let names: Vec<String> = usable.iter().map(|profile| quoted(&profile.name)).collect();
        lines.push("source = \"profiles\"".to_owned());
        lines.push(format!("profiles = [{}]", names.join(", ")));
    }
    for profile in profiles {
        let place = profile.region.as_ref().map(|region| format!(", {region}")).unwrap_or_default();
        let account = profile.account.map(|id| format!(", account {id}")).unwrap_or_default();
        let name = Safe::new(&profile.name);
        match &profile.way {
            Ok(way) => wrapped(&format!("{name}: {way}{account}{place}"), &mut lines),
            Err(why) => wrapped(&format!("{name} is left out: {why}"), &mut lines),
        }
    }
    lines.extend(organization(&usable));
    lines
}

/// Several profiles that assume the same role through one are usually the members of an organization.
fn organization(usable: &[&Outline]) -> Vec<String> {
    let mut alike: BTreeMap<&(String, String), usize> = BTreeMap::new();
    for through in usable.iter().filter_map(|profile| profile.through.as_ref()) {
        *alike.entry(through).or_default() += 1;
    }
    let Some(((profile, role), count)) =
        alike.into_iter().filter(|(_, count)| *count > 1).max_by_key(|(_, count)| *count)
    else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    let (shown, assumed) = (Safe::new(profile), Safe::new(role));
    wrapped(
        &format!(
            "{count} profiles assume {assumed} through {shown}. If {shown} may read AWS Organizations, these \
             three lines read every account instead, also those that come later:"
        ),
        &mut lines,
    );
    lines.push("#   source  = \"organization\"".to_owned());
    lines.push(format!("#   profile = {}", quoted(profile)));
    lines.push(format!("#   role    = {}", quoted(role)));
    lines
}

/// A TOML text.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// The words as comments of at most 100 columns.
fn wrapped(words: &str, lines: &mut Vec<String>) {
    let mut line = String::new();
    for word in words.split_whitespace() {
        if !line.is_empty() && line.chars().count() + word.chars().count() > 96 {
            lines.push(format!("# {line}"));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(format!("# {line}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(name: &str, through: Option<(&str, &str)>) -> Outline {
        Outline {
            name: name.to_owned(),
            region: Region::parse("eu-west-1"),
            account: None,
            way: Ok(Safe::new("keys")),
            through: through.map(|(profile, role)| (profile.to_owned(), role.to_owned())),
        }
    }

    #[test]
    fn an_organization_is_proposed_and_never_assumed() {
        let through = Some(("core", "Reader"));
        let text = file(&[profile("core", None), profile("a", through), profile("b", through)], Some("ada"));
        assert!(
            text.contains("\nsource = \"profiles\"\nprofiles") || text.contains("\nsource = \"profiles\"\n")
        );
        assert!(text.contains("\n#   profile = \"core\"\n#   role    = \"Reader\"\n"), "{text}");
        assert!(text.contains("\n#owners = [\"ada\"]\n"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 140), "{text}");
    }

    #[test]
    fn a_lone_default_profile_needs_no_setting() {
        let text = file(&[profile("default", None)], None);
        assert!(text.lines().all(|line| line.is_empty() || line.starts_with(['#', '['])), "{text}");
    }

    #[test]
    fn a_name_cannot_break_out_of_its_quotes() {
        let text = file(&[profile("a\"]\nmode = \"x", None)], None);
        assert!(
            toml::from_str::<toml::Table>(&text).is_ok_and(|table| !table.contains_key("mode")),
            "{text}"
        );
    }
}
