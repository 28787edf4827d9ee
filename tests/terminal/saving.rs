//! What the console writes for a person: exports, and what it keeps for the next time.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use super::console::{PATIENCE, Start};
use super::{Console, demo, ready};

fn names(folder: &Path) -> Vec<String> {
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
    let mut names: Vec<String> = fs::read_dir(folder).unwrap().map(name).collect();
    names.retain(|name| name.starts_with("sagedeck-notebooks-"));
    names.sort();
    names
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn in_box(console: &mut Console, keys: &str) {
    console.send(keys);
    console.wait_for("writes it");
}

/// S13
#[test]
fn exports_stand_on_disk_for_us_alone_and_replace_nothing() {
    let mut console = demo();
    console.wait_for("/month");
    for count in [1, 2] {
        in_box(&mut console, "E");
        console.send("\r");
        console.wait_until("written", |console| names(console.home()).len() == 2 * count);
        console.wait_until("the box is closed", |console| !console.text().contains("Export ·"));
    }
    let home = console.home().to_owned();
    for name in names(&home) {
        assert_eq!(mode(&home.join(&name)), 0o600, "{name}");
    }
    fs::write(home.join("mine.csv"), "mine").unwrap();
    symlink(home.join("mine.csv"), home.join("link.csv")).unwrap();
    for (path, words) in
        [("mine.csv", "is there already"), ("link.csv", "symbolic link"), ("no/x.csv", "no folder")]
    {
        in_box(&mut console, "E");
        console.send("\x15");
        console.send(path);
        console.send("\r");
        console.wait_for(words);
        console.send("\x1b");
        console.wait_until("the box is closed", |console| !console.text().contains("Export ·"));
    }
    assert_eq!(fs::read_to_string(home.join("mine.csv")).unwrap(), "mine");
    assert!(!home.join("mine.csv.manifest.json").exists());
    console.send("\x03");
    assert_eq!(console.exit_code(PATIENCE), 0);
    assert!(!home.join("sagedeck").exists(), "a demo keeps nothing");
}

#[test]
fn what_was_begun_is_written_before_the_end() {
    let mut console = demo();
    console.wait_for("/month");
    in_box(&mut console, "E");
    console.send("\r\x03");
    assert_eq!(console.exit_code(PATIENCE), 0);
    assert_eq!(names(console.home()).len(), 2);
}

#[test]
fn what_was_chosen_is_kept_for_the_next_time() {
    let mut console = ready(Start { arguments: Vec::new(), ..Start::default() });
    let file = console.home().join("sagedeck/console.toml");
    console.send("c");
    console.wait_for("always first");
    console.send("j ");
    console.wait_for("○ off  ACCOUNT");
    console.send("\x03");
    assert_eq!(console.exit_code(PATIENCE), 0);
    assert_eq!(mode(&file), 0o600);
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("\"-account_name\""), "{text}");
    // The next one finds it, in the same home.
    let home = console.home().display().to_string();
    let next =
        Start { arguments: Vec::new(), environment: vec![("XDG_STATE_HOME", &home)], ..Start::default() };
    let mut next = ready(next);
    next.send("c");
    next.wait_for("○ off  ACCOUNT");
    next.send("\x03");
    assert_eq!(next.exit_code(PATIENCE), 0);
    // What makes no sense is told, and stands until something changes.
    fs::write(&file, "version = 7").unwrap();
    let start =
        Start { arguments: Vec::new(), environment: vec![("XDG_STATE_HOME", &home)], ..Start::default() };
    let mut third = start.open();
    third.wait_for("What was kept from the last time is not used");
    third.send("\x03");
    assert_eq!(third.exit_code(PATIENCE), 0);
    assert_eq!(fs::read_to_string(&file).unwrap(), "version = 7");
}
