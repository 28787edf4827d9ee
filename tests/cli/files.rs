//! Files with mistakes: every kind of file and of mistake has one fixture and its message.

use std::fs;
use std::path::{Path, PathBuf};

use super::program::run_in;

fn fixtures(prefix: &str) -> Vec<(String, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/config/invalid");
    let mut found: Vec<(String, PathBuf)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), path))
        .filter(|(name, _)| name.starts_with(prefix))
        .collect();
    found.sort();
    assert!(found.len() >= 2, "fixtures {prefix}* are there");
    found
}

/// The mistake is told with its place and a caret; the message itself is pinned where the judge is tested.
fn assert_told(name: &str, words: &str, source: &str) {
    assert!(words.contains(&format!("{source}:")), "{name}: {words}");
    assert!(words.contains('^') && words.contains('│'), "{name}: {words}");
    assert!(!words.contains(['\u{1b}', '\u{202e}']), "{name}");
}

fn put(home: &Path, folder: &str, name: &str, path: &Path) {
    let folder = home.join("config/sagedeck").join(folder);
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join(format!("{name}.toml"));
    fs::copy(path, file).unwrap();
}

#[test]
fn a_broken_policy_is_told_and_keeps_commands_from_running() {
    for (name, path) in fixtures("policy-") {
        let home = tempfile::tempdir().unwrap();
        let file = path.to_str().unwrap();
        let check = run_in(home.path(), &["check", "--policy", file]);
        assert_eq!(check.code, Some(2));
        assert_told(&name, &check.out, &format!("{name}.toml"));
        let get = run_in(home.path(), &["--demo=7", "get", "accounts", "--policy", file]);
        assert_eq!((get.code, get.out.as_str()), (Some(2), ""), "{name}: {}", get.err);
    }
}

#[test]
fn a_broken_theme_or_keymap_is_told_whether_or_not_it_is_in_use() {
    for (prefix, folder, flag) in [("theme-", "themes", "--theme"), ("keymap-", "keymaps", "--keymap")] {
        for (name, path) in fixtures(prefix) {
            let home = tempfile::tempdir().unwrap();
            put(home.path(), folder, &name, &path);
            let check = run_in(home.path(), &["check"]);
            assert_eq!(check.code, Some(2), "{}", check.out);
            assert_told(&name, &check.out, &format!("{name}.toml"));
            // In use it is told once, and display settings never keep a command from running.
            let used = run_in(home.path(), &["check", flag, &name]);
            assert_eq!(used.out, check.out);
            let keys = run_in(home.path(), &["keys", flag, &name]);
            assert_eq!(keys.code, Some(0), "{}", keys.err);
            assert!(keys.err.contains(&name), "{}", keys.err);
        }
    }
}

#[test]
fn a_broken_query_is_told() {
    for (name, path) in fixtures("query-") {
        let home = tempfile::tempdir().unwrap();
        let query = fs::read_to_string(&path).unwrap();
        let run = run_in(home.path(), &["get", "notebooks", "--where", query.trim_end()]);
        assert_eq!(run.code, Some(2));
        assert_told(&name, &run.err, "--where");
    }
}

/// S07, S08
#[test]
fn a_broken_configuration_is_told_makes_everything_read_only_and_stops_commands() {
    for (name, path) in fixtures("config-") {
        let home = tempfile::tempdir().unwrap();
        let file = path.to_str().unwrap();
        if name == "config-locked-key" {
            continue; // Needs a system-wide file, which only an administrator can write.
        }
        let check = run_in(home.path(), &["check", "--config", file]);
        assert_eq!(check.code, Some(2), "{name}: {}", check.out);
        assert!(check.out.contains(&format!("{name}.toml:")), "{name}: {}", check.out);
        let get = run_in(home.path(), &["--demo=7", "get", "accounts", "--config", file]);
        assert_eq!((get.code, get.out.as_str()), (Some(2), ""), "{name}: {}", get.err);
        let one = ["--account", "uat-ml", "--region", "eu-west-1", "--config", file];
        let doctor = run_in(home.path(), &[&["--demo=7", "doctor"][..], &one].concat());
        assert_eq!(doctor.code, Some(2), "{name}");
        assert!(doctor.out.contains("read-only, because"), "{name}: {}", doctor.out);
    }
}

#[test]
fn whole_files_are_fine() {
    let home = tempfile::tempdir().unwrap();
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/config/valid/config-documented.toml");
    let check = run_in(home.path(), &["check", "--config", config.to_str().unwrap()]);
    assert_eq!(check.code, Some(0), "{}", check.out);
    assert!(check.out.contains("no mistakes"));
    let policy = home.path().join("policy.toml");
    fs::write(&policy, run_in(home.path(), &["rules", "--default-policy"]).out).unwrap();
    let check = run_in(home.path(), &["check", "--policy", policy.to_str().unwrap()]);
    assert_eq!(check.code, Some(0), "{}", check.out);
}

#[test]
fn a_missing_file_that_was_asked_for_is_a_mistake() {
    let home = tempfile::tempdir().unwrap();
    for flag in ["--config", "--policy"] {
        let run = run_in(home.path(), &["--demo=7", "get", "accounts", flag, "/nowhere/x.toml"]);
        assert_eq!(run.code, Some(2), "{}", run.err);
        assert!(run.err.contains("/nowhere/x.toml"), "{}", run.err);
    }
}

#[test]
fn any_keymap_is_printed_and_listed() {
    let home = tempfile::tempdir().unwrap();
    for name in ["default", "vim", "emacs", "k9s", "plain"] {
        let keys = run_in(home.path(), &["keys", name, "-o", "md"]);
        assert_eq!((keys.code, keys.err.as_str()), (Some(0), ""));
        assert_eq!(run_in(home.path(), &["--keymap", name, "keys", "-o", "md"]).out, keys.out);
        // The default one stands in the README.
        if name != "default" {
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_path("../snapshots");
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            settings.bind(|| insta::assert_snapshot!(format!("cli_keys_{name}"), keys.out));
        }
        assert!(run_in(home.path(), &["keys", "--list"]).out.contains(&format!("{name} ")));
    }
    let wrong = run_in(home.path(), &["keys", "emcas"]);
    assert_eq!((wrong.code, wrong.out.as_str()), (Some(2), ""));
    assert!(wrong.err.contains("unknown keymap `emcas`") && wrong.err.contains("did you mean `emacs`?"));
    let mine = home.path().join("config/sagedeck/keymaps");
    fs::create_dir_all(&mine).unwrap();
    fs::write(mine.join("mine.toml"), "inherits = \"plain\"\n[table.prepend]\n\"F12\" = \"wide\"\n").unwrap();
    let own = run_in(home.path(), &["keys", "mine"]).out;
    assert!(own.contains("F12") && own.contains("F10"), "{own}");
}

#[test]
fn a_theme_of_a_class_is_judged_like_the_one_in_use() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("config/sagedeck");
    fs::create_dir_all(folder.join("themes")).unwrap();
    let class = |theme: &str| format!("[[class]]\nmatch = {{ name = \"prod-*\" }}\ntheme = \"{theme}\"\n");
    fs::write(folder.join("config.toml"), class("contrsat")).unwrap();
    let check = run_in(home.path(), &["check"]);
    assert_eq!(check.code, Some(2));
    for part in ["config.toml:3:9: unknown theme `contrsat`", "did you mean `contrast`?"] {
        assert!(check.out.contains(part), "{}", check.out);
    }
    fs::write(folder.join("config.toml"), class("mine")).unwrap();
    fs::write(folder.join("themes/mine.toml"), "[roles]\ntexd = \"red\"\n").unwrap();
    let get = run_in(home.path(), &["--demo=7", "keys"]);
    assert!(get.err.contains("mine.toml:2:1: unknown role `texd`"), "{}", get.err);
}

#[test]
fn the_key_of_a_view_is_judged_with_the_keymap_in_use() {
    let home = tempfile::tempdir().unwrap();
    let config = home.path().join("config.toml");
    for (key, words) in [
        ("s", "config.toml:4:7: `s` runs `act.safe` in the keymap in use"),
        ("j x", "`j x` meets `j`, which runs `down`"),
        ("gi", "`gi` is no key"),
    ] {
        let text = format!("[[view]]\nname = \"a\"\nquery = \"idle>4h\"\nkey = \"{key}\"\n");
        fs::write(&config, text).unwrap();
        let config = config.to_str().unwrap();
        let check = run_in(home.path(), &["check", "--config", config]);
        assert_eq!(check.code, Some(2), "{}", check.out);
        assert!(check.out.contains(words), "{}", check.out);
        // The view is there all the same.
        let arguments = ["--demo=7", "--config", config, "get", "notebooks", "--view", "a", "--no-details"];
        let get = run_in(home.path(), &arguments);
        assert_ne!(get.code, Some(2), "{}", get.err);
    }
}

#[test]
fn a_region_that_aws_is_not_known_to_have_is_warned_of_and_read_all_the_same() {
    let home = tempfile::tempdir().unwrap();
    let check = run_in(home.path(), &["check", "--region", "eu-west-1,eu-wst-1"]);
    assert_eq!(check.code, Some(0), "{}", check.out);
    assert!(
        check.out.contains("warning: --region:1:11: AWS is not known to have a region `eu-wst-1`"),
        "{}",
        check.out
    );
    assert!(
        check.out.contains("did you mean `eu-west-1`?") && check.out.contains("no mistakes"),
        "{}",
        check.out
    );
    let get = run_in(home.path(), &["--offline", "get", "accounts", "--region", "eu-wst-1"]);
    assert!(get.err.contains("warning: --region:1:1: AWS is not known to have"), "{}", get.err);
    assert!(
        get.err.contains("it remembers, `get` does not") && get.err.contains("--endpoint-url"),
        "{}",
        get.err
    );
    let fine = run_in(home.path(), &["check", "--region", "eu-west-1,us-iso-east-1"]);
    assert!(!fine.out.contains("warning"), "{}", fine.out);
}

#[test]
fn flags_that_can_mean_nothing_are_mistakes_of_use() {
    let home = tempfile::tempdir().unwrap();
    for (words, why) in [
        (&["--keymap", "nope", "keys"][..], "unknown keymap `nope`"),
        (&["--endpoint-url", "foo", "get", "notebooks"], "http://localhost:5000"),
        (&["--endpoint-url", "http://", "get", "notebooks"], "http://localhost:5000"),
        (&["--org", "x", "--role", "", "get", "notebooks"], "--role"),
    ] {
        let run = run_in(home.path(), words);
        assert_eq!(run.code, Some(2), "{words:?}: {}{}", run.out, run.err);
        assert!(run.err.contains(why) && run.out.is_empty(), "{words:?}: {}{}", run.out, run.err);
    }
}
