//! What the README says is what the program does.

use super::program::run;

const README: &str = include_str!("../../README.md");

#[test]
fn the_key_table_is_the_keymap() {
    let begin = "<!-- keys: printed by `sagedeck keys -o md` and checked by a test -->\n";
    let table = README.split_once(begin).unwrap().1.split_once("<!-- end of keys -->").unwrap().0;
    let run = run(&["keys", "-o", "md"]);
    assert_eq!(table.trim(), run.out.trim(), "print it with `sagedeck keys -o md`");
}

#[test]
fn every_command_and_flag_that_it_names_is_there() {
    let help = run(&["--help"]).out;
    for line in README.lines().filter(|line| line.starts_with("sagedeck ")) {
        let words: Vec<&str> =
            line.split('#').next().unwrap().split('|').next().unwrap().split_whitespace().collect();
        for flag in words.iter().filter(|word| word.starts_with("--")) {
            // Of the program, or of the command of the line.
            let command = words.get(1).copied().unwrap_or_default();
            let known = help.contains(*flag) || run(&[command, "--help"]).out.contains(*flag);
            assert!(known, "{flag} in `{line}`");
        }
        if let Some(command) = words.get(1).filter(|word| !word.starts_with('-') && !word.starts_with('#')) {
            assert!(help.contains(&format!("  {command} ")), "{command} in `{line}`");
        }
    }
}

#[test]
fn the_configuration_that_it_shows_is_right() {
    let block = README.split_once("```toml\n").unwrap().1.split_once("```").unwrap().0;
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("config.toml");
    std::fs::write(&path, block).unwrap();
    let check = super::program::run_in(home.path(), &["check", "--config", path.to_str().unwrap()]);
    assert_eq!(check.code, Some(0), "{}", check.out);
}
