//! The floors and invariants I1 to I7 that `src/lib.rs` describes, checked on the sources as text.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test fails where it is surprised"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Module and floor. Imports go strictly downwards.
const FLOORS: &[(&str, u8)] = &[
    ("model", 0),
    ("source", 0),
    ("catalog", 1),
    ("rules", 1),
    ("query", 1),
    ("plan", 1),
    ("private", 2),
    ("aws", 2),
    ("config", 2),
    ("journal", 2),
    ("sim", 2),
    ("report", 2),
    ("store", 2),
    ("app", 3),
    ("ui", 4),
    ("runtime", 5),
    ("compose", 6),
    ("cli", 7),
    ("lib", 9),
    ("main", 9),
];

/// Siblings of which the first may import the second, which imports nothing of ours: named text is made of the text that
/// the model defines; journal and store judge their files alike.
const GROUND: &[(&str, &str)] = &[("source", "model"), ("journal", "private"), ("store", "private")];

/// Tables of data may be longer than 400 lines.
const TABLES: &[&str] = &["rules/prices/table.rs", "aws/operations/table.rs"];

struct File {
    /// Relative to `src`, with forward slashes.
    path: String,
    text: String,
    /// Code without comment lines and without its test module; empty for a file of tests.
    code: String,
    is_test: bool,
}

impl File {
    fn module(&self) -> &str {
        self.path.split(['/', '.']).next().unwrap_or_default()
    }

    fn floor(&self) -> u8 {
        floor(self.module()).unwrap_or_else(|| panic!("{}: module without a floor", self.path))
    }

    fn is_under(&self, prefixes: &[&str]) -> bool {
        prefixes.iter().any(|prefix| self.path.starts_with(prefix))
    }
}

fn floor(module: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == module).map(|(_, floor)| *floor)
}

fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    collect(&root, &mut found);
    assert!(found.len() > 20, "the sources were not found under {}", root.display());
    found
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let path = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            let is_test =
                path.ends_with("tests.rs") || path.contains("/tests/") || path.ends_with("/testing.rs");
            // `start_from_head` pages through a log and starts nothing; whether a text is empty shows nothing of it.
            let text =
                text.replace(".start_from_head", ".from_head").replace(".raw().is_empty()", ".is_blank()");
            let code = if is_test { String::new() } else { code(&text) };
            File { path, text, code, is_test }
        })
        .collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The lines that are neither comments nor behind the inline test module, which stands last in a file.
fn code(text: &str) -> String {
    let tests = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    let lines = text[..tests].lines().map(|line| {
        let line = line.trim_start();
        if line.starts_with("//") { "" } else { line.split(" // ").next().unwrap_or_default() }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Fails with every place at once where the code holds one of the needles.
fn forbid(rule: &str, needles: &[&str], concerns: impl Fn(&File) -> bool) {
    let mut broken = BTreeSet::new();
    for file in files().iter().filter(|file| concerns(file)) {
        for (number, line) in file.code.lines().enumerate() {
            for needle in needles.iter().filter(|needle| has_word(line, needle)) {
                broken.insert(format!("src/{}:{}: `{needle}` in `{line}`", file.path, number + 1));
            }
        }
    }
    assert!(broken.is_empty(), "{rule}\n{}", Vec::from_iter(broken).join("\n"));
}

/// Whether the needle stands in the line and is not the end of a longer word.
fn has_word(line: &str, needle: &str) -> bool {
    let in_word = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(needle)
        .any(|(at, _)| !needle.starts_with(in_word) || !line[..at].chars().next_back().is_some_and(in_word))
}

#[test]
fn imports_go_strictly_downwards() {
    let mut broken = BTreeSet::new();
    for file in files().iter().filter(|file| !["lib", "main"].contains(&file.module())) {
        for (at, marker) in file.code.match_indices("crate::") {
            let rest = &file.code[at + marker.len()..];
            // `crate::{a, b}` names several modules at once.
            let named =
                rest.strip_prefix('{').map_or(rest, |list| list.split('}').next().unwrap_or_default());
            let many = rest.starts_with('{');
            let words = named.split(',').take(if many { usize::MAX } else { 1 });
            for word in words {
                let word =
                    word.trim().split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
                let Some(other) = floor(word) else { continue };
                let over_adapters = matches!(file.module(), "app" | "ui") && other == 2;
                let ground = GROUND.contains(&(file.module(), word));
                if word != file.module() && !ground && (other >= file.floor() || over_adapters) {
                    broken.insert(format!(
                        "src/{}: floor {} uses `{word}` of floor {other}",
                        file.path,
                        file.floor()
                    ));
                }
            }
        }
    }
    assert!(broken.is_empty(), "imports that do not go down:\n{}", Vec::from_iter(broken).join("\n"));
}

#[test]
fn i1_the_sdk_stays_in_its_adapter() {
    forbid("I1: aws_* only under src/aws, smithy's HTTP traits also in src/sim", &["aws_"], |file| {
        !file.is_under(&["aws", "sim"])
    });
    forbid("I1: src/sim speaks HTTP, not SDK", &["aws_sdk_", "aws_config::"], |file| file.is_under(&["sim"]));
}

#[test]
fn i2_the_terminal_stays_in_its_floors() {
    forbid("I2: ratatui only under src/ui and src/runtime", &["ratatui"], |file| {
        !file.is_under(&["ui", "runtime"])
    });
    forbid("I2: the terminal only under src/runtime", &["crossterm", "termios"], |file| {
        !file.is_under(&["runtime"])
    });
}

#[test]
fn i3_the_pure_floors_are_pure() {
    let impure = [
        "async fn",
        "async move",
        ".await",
        "tokio",
        "std::fs",
        "std::env",
        "Instant",
        "::now()",
        "println!",
        "RefCell",
        "static mut",
        "std::process",
        "std::net",
        "std::thread",
    ];
    forbid("I3: floors 0, 1 and 3 are pure", &impure, |file| matches!(file.floor(), 0 | 1 | 3));
}

#[test]
fn i4_the_simulator_knows_nothing_of_ours() {
    forbid("I4: src/sim imports nothing of ours", &["crate::", "sagedeck::"], |file| {
        file.is_under(&["sim"]) && {
            // Its own modules are not ours in this sense.
            let own = file.code.replace("crate::sim", "");
            own.contains("crate::") || own.contains("sagedeck::")
        }
    });
}

#[test]
fn i5_files_are_short_and_plainly_named() {
    let mut broken = Vec::new();
    for file in files() {
        let lines = file.text.lines().count();
        if lines > 400 && !TABLES.contains(&file.path.as_str()) {
            broken.push(format!("src/{}: {lines} lines", file.path));
        }
        if file.path.ends_with("mod.rs") {
            broken.push(format!("src/{}: use `name.rs` beside the folder", file.path));
        }
        if !file.text.starts_with("//!") && !file.is_test && file.path != "main.rs" {
            broken.push(format!("src/{}: does not open by saying what it is", file.path));
        }
        broken.extend(
            file.code
                .lines()
                .filter(|line| line.trim_start().starts_with("pub use") && line.contains("::*"))
                .map(|line| format!("src/{}: glob re-export `{line}`", file.path)),
        );
    }
    assert!(broken.is_empty(), "I5\n{}", broken.join("\n"));
}

#[test]
fn i6_what_writes_stands_in_one_place_and_takes_a_permit() {
    // Every mutating SDK call begins with one of these verbs; the reading path needs none of them.
    let calls = [
        ".start_",
        ".stop_",
        ".delete_",
        ".create_",
        ".update_",
        ".put_",
        ".add_tags",
        ".tag_resource",
        ".untag_",
        ".register_",
        ".deregister_",
        ".attach_",
        ".detach_",
    ];
    forbid("I6: mutating SDK calls only under src/aws/write", &calls, |file| {
        file.is_under(&["aws"]) && !file.is_under(&["aws/write"])
    });
    let minted: Vec<String> = files()
        .iter()
        .flat_map(|file| vec![file.path.clone(); file.code.matches("WritePermit::mint").count()])
        .collect();
    assert_eq!(minted, ["compose.rs"], "I6: the permit is minted once, in src/compose.rs");
    forbid("I6: a permit is never made of anything else", &["WritePermit("], |file| {
        file.path != "model/permit.rs"
    });
}

#[test]
fn i7_what_is_shown_went_through_the_sanitiser() {
    forbid("I7: src/ui and src/report show `Safe`, never its raw form", &[".raw()", "Span::raw("], |file| {
        file.is_under(&["ui", "report"])
    });
}
