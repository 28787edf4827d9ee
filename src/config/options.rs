//! Every setting of `config.toml`, once, in the words that `init` and the manual print. Data; a test holds it against
//! what the parser reads, so that no setting is missing here and none is made up.

/// One table of the file.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// As it is written, `[accounts]` or `[[view]]`; empty for the top of the file.
    pub head: &'static str,
    pub help: &'static str,
    pub options: &'static [Opt],
}

/// One setting.
#[derive(Clone, Copy, Debug)]
pub struct Opt {
    pub key: &'static str,
    /// A value that could be written, as TOML.
    pub example: &'static str,
    /// What holds where nothing is written, in words or as TOML; `needed` where something must be.
    pub default: &'static str,
    pub help: &'static str,
}

impl Opt {
    /// What it means and what holds without it, as sentences.
    pub fn sentences(&self) -> String {
        match self.default {
            "needed" => format!("{}. Needed.", self.help),
            default => format!("{}. Default: {default}.", self.help),
        }
    }
}

const fn opt(key: &'static str, example: &'static str, default: &'static str, help: &'static str) -> Opt {
    Opt { key, example, default, help }
}

/// The settings in the order in which a file has them: the top first.
pub const SECTIONS: &[Section] = &[
    Section {
        head: "",
        help: "",
        options: &[
            opt(
                "mode",
                "\"read-only\"",
                "\"operate\"",
                "read-only: no call that changes anything can leave the process; operate: actions are asked for one by one",
            ),
            opt("refresh", "\"5m\"", "\"60s\"", "how often the console reads again; \"0\" is off"),
            opt(
                "theme",
                "\"contrast\"",
                "\"graphite\"",
                "theme by name, see `sagedeck themes`; or a pair, { dark = \"graphite\", light = \"paper\" }",
            ),
            opt(
                "appearance",
                "\"light\"",
                "what COLORFGBG says, else dark",
                "dark or light: which theme of a pair, and which default",
            ),
            opt(
                "keymap",
                "\"vim\"",
                "\"default\"",
                "keymap by name, see `sagedeck keys --list`; one's own stand in the folder keymaps beside this file",
            ),
            opt(
                "regions",
                "[\"eu-west-1\", \"us-east-1\"]",
                "each profile's own region",
                "regions that are read in every account",
            ),
            opt(
                "clipboard",
                "\"off\"",
                "\"osc52\"",
                "how text is copied: osc52 asks the terminal, which works through SSH",
            ),
            opt(
                "mouse",
                "true",
                "false",
                "whether the mouse works in the console; with Shift the terminal selects text as ever",
            ),
            opt("low_bandwidth", "true", "false", "as little output to the terminal as possible"),
            opt(
                "store",
                "false",
                "true",
                "whether what was read is remembered for the next start, on this machine, for your eyes only",
            ),
            opt(
                "ca_bundle",
                "\"~/certs/corporate.pem\"",
                "AWS_CA_BUNDLE",
                "PEM file of certificate authorities to trust besides the system's",
            ),
        ],
    },
    Section {
        head: "[me]",
        help: "Who you are, for the filter \"mine\".",
        options: &[opt(
            "owners",
            "[\"ada\", \"team-vision\"]",
            "the name of your session",
            "values of the owner tag that are yours",
        )],
    },
    Section {
        head: "[accounts]",
        help: "Which accounts there are and how they are entered.",
        options: &[
            opt(
                "source",
                "\"organization\"",
                "the default profile alone",
                "profiles: each profile is an account; organization: every account of AWS Organizations",
            ),
            opt(
                "profile",
                "\"management\"",
                "the default profile",
                "profile through which the organization is read and its roles are assumed",
            ),
            opt(
                "profiles",
                "[\"retail\", \"ds-*\"]",
                "none",
                "AWS profiles, each an account, `*` for any part; with source = \"organization\" what is read where the organization may not be",
            ),
            opt("role", "\"SagedeckReader\"", "none", "role assumed in every member account"),
            opt("role_path", "\"/operations/\"", "\"/\"", "path of that role"),
            opt(
                "operator_role",
                "\"SagedeckOperator\"",
                "the role that reads",
                "role assumed where something is changed",
            ),
            opt("external_id", "\"sagedeck\"", "none", "external id that the roles demand"),
            opt(
                "include",
                "[\"ou:Workloads\", \"tag:environment=prod\"]",
                "all accounts",
                "only these: account ids, ou:NAME, tag:KEY=VALUE, name:NAME",
            ),
            opt("exclude", "[\"ou:Suspended\"]", "none", "not these, written in the same way"),
        ],
    },
    Section {
        head: "[[accounts.role_for_ou]]",
        help: "Another role for the accounts below one OU; any number of these.",
        options: &[
            opt("ou", "\"Workloads/Restricted\"", "needed", "names from the root down, joined with `/`"),
            opt("role", "\"SagedeckRestrictedReader\"", "needed", "role assumed there"),
        ],
    },
    Section {
        head: "[[class]]",
        help: "What accounts are, where OU and tags do not say it; the first that fits decides.",
        options: &[
            opt(
                "role",
                "\"production\"",
                "none",
                "production, uat, shared-services, data-management or data-science",
            ),
            opt(
                "actions",
                "\"none\"",
                "what the role allows",
                "actions that are allowed: none, governance or all",
            ),
            opt("theme", "\"contrast\"", "none", "theme while a row of such an account is under the cursor"),
        ],
    },
    Section {
        head: "[class.match]",
        help: "Which accounts that class is about: all parts that are given must fit.",
        options: &[
            opt("name", "\"prod-*\"", "any", "account name"),
            opt("id", "\"1111*\"", "any", "account id"),
            opt("ou", "\"Workloads/Production*\"", "any", "OU, names from the root down"),
            opt("tag", "\"environment=prod\"", "any", "a tag of the account with its value"),
        ],
    },
    Section {
        head: "[[view]]",
        help: "A named filter with its columns and order; any number of these.",
        options: &[
            opt("name", "\"idle gpu\"", "needed", "name in the palette"),
            opt("query", "\"idle>4h type:ml.g*\"", "needed", "filter, see FILTER LANGUAGE in `sagedeck man`"),
            opt("key", "\"g i\"", "none", "keys that lead to it"),
            opt("kind", "\"notebook\"", "all kinds", "kind of resource, see `sagedeck kinds`"),
            opt(
                "sort",
                "\"-usd_month\"",
                "the screen's order",
                "column to sort by, `-` before it for the other way",
            ),
            opt(
                "columns",
                "[\"name\", \"account_name\", \"usd_month\"]",
                "the screen's columns",
                "columns by their names in JSON",
            ),
        ],
    },
];

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::super::layer::{FileKind, TOP, from_file};
    use super::super::table::Mistakes;
    use super::*;
    use crate::source::Source;

    fn mistakes(text: &str) -> Vec<String> {
        let source = Source::new("config.toml", text);
        let mut mistakes = Mistakes::new(source.clone());
        from_file(&source, FileKind::User, &mut mistakes);
        mistakes.found.iter().map(ToString::to_string).collect()
    }

    /// All examples, one below the other, with `extra` in the section of that head.
    fn file(extra: &str, at: &str) -> String {
        let mut text = String::new();
        for section in SECTIONS {
            writeln!(text, "{}", section.head).unwrap();
            for option in section.options {
                writeln!(text, "{} = {}", option.key, option.example).unwrap();
            }
            if section.head == at {
                writeln!(text, "{extra}").unwrap();
            }
        }
        text
    }

    #[test]
    fn the_parser_takes_every_example() {
        assert_eq!(mistakes(&file("", "")), Vec::<String>::new());
    }

    #[test]
    fn the_table_has_every_key_that_the_parser_reads() {
        for section in SECTIONS.iter().filter(|section| !section.head.is_empty()) {
            let told = mistakes(&file("zzzzzzzzzzzz = 1", section.head)).join("\n");
            let (_, known) = told.split_once("known here: ").expect("an unknown key is a mistake");
            let known = known.lines().next().unwrap().split(", ").map(str::trim);
            // Tables inside of it have sections of their own.
            let mut known: Vec<&str> = known.filter(|key| !matches!(*key, "match" | "role_for_ou")).collect();
            let mut ours: Vec<&str> = section.options.iter().map(|option| option.key).collect();
            known.sort_unstable();
            ours.sort_unstable();
            assert_eq!(ours, known, "{}", section.head);
        }
        let tables = ["me", "accounts", "class", "view"];
        let ours: Vec<&str> = SECTIONS[0].options.iter().map(|option| option.key).chain(tables).collect();
        assert_eq!(ours, TOP);
    }
}
