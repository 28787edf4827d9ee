//! Every kind of mistake in a keymap, a theme, a policy and a query: one file each, its message as a snapshot.
//! (The configuration's own mistakes are held beside `config`.)

use std::fmt::Write;
use std::fs;
use std::path::Path;

use sagedeck::query::Query;
use sagedeck::rules::policy;
use sagedeck::source::{Diagnostic, Source};
use sagedeck::{app, config, ui};

/// What a file of each family is told; nothing where it is accepted.
fn mistakes(family: &str, source: &Source) -> Vec<Diagnostic> {
    match family {
        "keymap" => {
            let text = config::embedded::KEYMAPS.iter().find(|(name, _)| *name == "default").unwrap().1;
            let base = app::keymap::parse(&Source::new("default", text), None).unwrap();
            app::keymap::parse(source, Some(&base)).err().unwrap_or_default()
        }
        "theme" => {
            let lookup = |name: &str| {
                config::embedded::THEMES
                    .iter()
                    .find(|(known, _)| *known == name)
                    .map(|(_, text)| Source::new(name, text))
            };
            ui::theme::parse(source, &lookup).err().unwrap_or_default()
        }
        "policy" => policy::parse(source).err().unwrap_or_default(),
        "query" => Query::parse(source).err().into_iter().map(|one| *one).collect(),
        _ => panic!("no such family: {family}"),
    }
}

#[test]
fn each_mistake_is_told_with_its_place_and_what_would_be_right() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/config/invalid");
    for family in ["keymap", "theme", "policy", "query"] {
        let mut files: Vec<_> = fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.starts_with(&format!("{family}-")))
            .collect();
        files.sort();
        assert!(files.len() > 3, "{family} has its fixtures");
        let mut told = String::new();
        for name in files {
            let text = fs::read_to_string(folder.join(&name)).unwrap();
            let found = mistakes(family, &Source::new(&name, text));
            assert!(!found.is_empty(), "{name} is accepted");
            for one in found {
                writeln!(told, "{one}\n").unwrap();
            }
        }
        insta::assert_snapshot!(format!("mistakes-{family}"), told);
    }
}
