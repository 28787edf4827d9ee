//! `sagedeck man`: the manual page, from the tables that the program itself runs on: flags and commands, keys, the
//! filter language, settings, variables, exit codes.

use clap::{Arg, Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, italic, roman};

use super::{Cli, keys, print};
use crate::app::Keymap;
use crate::config::{PREFIX, SECTIONS, VARIABLES};
use crate::model::exit;
use crate::query::keys as filter_keys;

/// The variables of others that are heeded.
const OTHERS: [(&str, &str); 8] = [
    ("AWS_PROFILE, AWS_REGION, AWS_*", "as in all AWS tools: profile, region, credentials, endpoints"),
    ("AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE", "where the profiles are"),
    ("AWS_CA_BUNDLE", "PEM file of certificate authorities to trust"),
    ("HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY", "the proxy, and what is asked past it"),
    ("NO_COLOR, FORCE_COLOR, COLORTERM, TERM", "how many colours are used"),
    ("LC_ALL, LC_CTYPE, LANG", "whether frames and glyphs are Unicode or ASCII"),
    ("PAGER", "the program that shows long texts"),
    ("XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_CACHE_HOME", "where settings, journal and cache are"),
];

const FILES: [(&str, &str); 7] = [
    ("/etc/sagedeck/config.toml", "the settings of the machine; with lock = [...] they cannot be overridden"),
    ("~/.config/sagedeck/config.toml", "your settings; `sagedeck init` writes a first one"),
    ("~/.config/sagedeck/policy.toml", "the settings of the rules, see `sagedeck rules --default-policy`"),
    ("~/.config/sagedeck/themes/, keymaps/", "themes and keymaps of your own, chosen by name"),
    ("~/.local/state/sagedeck/journal/", "what was done with this program, see `sagedeck journal`"),
    ("~/.cache/sagedeck/snapshot.sqlite3", "what was read last; it can be deleted at any time"),
    ("~/.aws/config, ~/.aws/credentials", "the profiles; they are read and never written"),
];

pub(super) fn run() -> u8 {
    let page = page();
    print(|out| out.write_all(&page))
}

fn page() -> Vec<u8> {
    let mut command = Cli::command();
    command.build();
    let man = Man::new(command.clone()).manual("sagedeck manual").date("");
    let mut page = Vec::new();
    // Writing into memory cannot fail.
    let _ = man
        .render_title(&mut page)
        .and_then(|()| man.render_name_section(&mut page))
        .and_then(|()| man.render_synopsis_section(&mut page))
        .and_then(|()| man.render_description_section(&mut page))
        .and_then(|()| man.render_options_section(&mut page));
    for section in [
        commands(&command),
        keys_section(),
        filter(),
        configuration(),
        pairs("FILES", &FILES.map(|(name, help)| (name.to_owned(), help.to_owned()))),
        environment(),
        exit_status(),
    ] {
        let _ = section.to_writer(&mut page);
    }
    page
}

fn entry(roff: &mut Roff, head: Vec<Inline>, words: impl Into<String>) {
    roff.control("TP", []);
    roff.text(head);
    roff.text([roman(words)]);
}

fn pairs(title: &str, pairs: &[(String, String)]) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", [title]);
    for (name, help) in pairs {
        entry(&mut roff, vec![bold(name)], help);
    }
    roff
}

/// Every subcommand with what is its own; the global options stand above.
fn commands(root: &Command) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["COMMANDS"]);
    for command in root.get_subcommands().filter(|command| !command.is_hide_set()) {
        one_command(&mut roff, &[], command);
    }
    roff
}

fn one_command(roff: &mut Roff, above: &[&str], command: &Command) {
    let path: Vec<&str> = above.iter().copied().chain([command.get_name()]).collect();
    let own: Vec<&Arg> = command
        .get_arguments()
        .filter(|argument| !argument.is_global_set() && !argument.is_hide_set())
        .filter(|argument| !matches!(argument.get_id().as_str(), "help" | "version"))
        .collect();
    let mut head = vec![bold(format!("sagedeck {}", path.join(" ")))];
    for argument in own.iter().filter(|argument| argument.is_positional()) {
        head.extend([roman(" "), italic(value_names(argument))]);
    }
    roff.control("SS", [path.join(" ").as_str()]);
    roff.text(head);
    roff.control("PP", []);
    roff.text([roman(command.get_about().map(ToString::to_string).unwrap_or_default())]);
    for argument in own {
        entry(roff, flag(argument), argument.get_help().map(ToString::to_string).unwrap_or_default());
    }
    if let Some(words) = command.get_after_help() {
        roff.control("PP", []);
        roff.control("nf", []);
        for line in words.to_string().lines() {
            roff.text([roman(line)]);
        }
        roff.control("fi", []);
    }
    for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
        one_command(roff, &path, below);
    }
}

fn value_names(argument: &Arg) -> String {
    let names = argument.get_value_names().unwrap_or_default();
    let names: Vec<&str> = names.iter().map(clap::builder::Str::as_str).collect();
    if names.is_empty() { argument.get_id().to_string().to_uppercase() } else { names.join(" ") }
}

fn flag(argument: &Arg) -> Vec<Inline> {
    if argument.is_positional() {
        return vec![italic(value_names(argument))];
    }
    let short = argument.get_short().map(|short| format!("-{short}"));
    let long = argument.get_long().map(|long| format!("--{long}"));
    let names: Vec<String> = short.into_iter().chain(long).collect();
    let mut head = vec![bold(names.join(", "))];
    if argument.get_action().takes_values() {
        head.extend([roman(" "), italic(value_names(argument))]);
    }
    head
}

fn keys_section() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["KEYS"]);
    roff.text([roman("Those of the default keymap; `sagedeck keys` prints those of the one in use.")]);
    for row in keys::rows(&Keymap::embedded()) {
        let [chords, places, name, summary] = row;
        entry(&mut roff, vec![bold(chords)], format!("{summary} ({name}; in: {places})."));
    }
    roff
}

fn filter() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["FILTER LANGUAGE"]);
    roff.text([roman(
        "Typed behind / in the console and behind --where. Words must all fit; a term is key:value, or key and < or > \
         with an amount; | stands for or, ! for not, parentheses group, * stands for any text. What is not known \
         fits neither a term nor its negation.",
    )]);
    for key in filter_keys().iter().filter(|key| !key.of_findings) {
        entry(&mut roff, vec![bold(key.name), roman("  "), italic(key.example)], key.help);
    }
    roff
}

fn configuration() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["CONFIGURATION"]);
    roff.text([roman(
        "Flags stand above variables, which stand above your file, which stands above the machine's. With any \
         mistake the process is read-only; `sagedeck check` tells every mistake with its place.",
    )]);
    for section in SECTIONS {
        if !section.head.is_empty() {
            roff.control("SS", [section.head]);
            roff.text([roman(section.help)]);
        }
        for option in section.options {
            let head = vec![bold(option.key), roman(" = "), italic(option.example)];
            entry(&mut roff, head, option.sentences());
        }
    }
    roff
}

fn environment() -> Roff {
    let ours = VARIABLES.iter().map(|one| (format!("{PREFIX}{}", one.name), one.help.to_owned()));
    let others = OTHERS.iter().map(|(name, help)| ((*name).to_owned(), (*help).to_owned()));
    pairs("ENVIRONMENT", &ours.chain(others).collect::<Vec<_>>())
}

fn exit_status() -> Roff {
    let pair = |(code, help): (u8, &str)| (code.to_string(), help.to_owned());
    pairs("EXIT STATUS", &exit::MEANINGS.map(pair))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_in_the_page() {
        let page = String::from_utf8(page()).unwrap().replace("\\*(Aq", "'").replace('\\', "");
        for head in ["NAME", "COMMANDS", "KEYS", "FILTER LANGUAGE", "CONFIGURATION", "FILES", "EXIT STATUS"] {
            assert!(
                page.contains(&format!(".SH {head}")) || page.contains(&format!(".SH \"{head}\"")),
                "{head}"
            );
        }
        for variable in VARIABLES {
            assert!(page.contains(&format!("{PREFIX}{}", variable.name)), "{}", variable.name);
        }
        for option in SECTIONS.iter().flat_map(|section| section.options) {
            assert!(page.contains(option.help), "{}", option.key);
        }
        for row in keys::rows(&Keymap::embedded()) {
            assert!(page.contains(&row[3]), "{row:?}");
        }
        for command in Cli::command().get_subcommands() {
            assert!(page.contains(&format!("sagedeck {}", command.get_name())), "{}", command.get_name());
        }
    }
}
