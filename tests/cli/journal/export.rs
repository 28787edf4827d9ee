//! S13: a copy is whole, new and its owner's alone, or it is not there.

use std::os::unix::fs::{PermissionsExt, symlink};

use sagedeck::journal::Verdict;

use super::*;

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn export(home: &Path, target: &Path, more: &[&str]) -> Run {
    journal(home, &[&["export", "-o", target.to_str().unwrap()], more].concat())
}

fn assert_refused(run: &Run, words: &str) {
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{}", run.err);
    assert!(run.err.contains(words), "{}", run.err);
}

#[test]
fn the_lines_are_copied_byte_by_byte_and_verify_anywhere() {
    let home = home();
    journal_in(folder(home.path()))
        .append(&Entry::ReadOnly { text: "x".into() }, "2026-12-01T00:00:00Z".parse().unwrap())
        .unwrap();
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("copy.jsonl");
    let run = export(home.path(), &target, &[]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (Some(0), "", ""));
    let month = |name: &str| fs::read(folder(home.path()).join(name)).unwrap();
    assert_eq!(fs::read(&target).unwrap(), [month("2026-11.jsonl"), month("2026-12.jsonl")].concat());
    assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o7777, 0o600);
    assert_eq!(names(place.path()), ["copy.jsonl"]);
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o700)).unwrap();
    fs::rename(&target, place.path().join("2026-11.jsonl")).unwrap();
    let Verdict::Whole(chain) = journal_in(place.path().to_owned()).verify(None).unwrap() else {
        panic!("the copy is a journal");
    };
    assert_eq!(chain.lines, 5);
}

#[test]
fn a_table_for_people_is_harmless() {
    let home = home();
    carry_out(&journal_in(folder(home.path())), "d3", "=1+1");
    let target = home.path().join("acts.csv");
    let run = export(home.path(), &target, &["--format", "csv"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let text = fs::read_to_string(&target).unwrap();
    assert_eq!(text, fine(home.path(), &["show", "-o", "csv"]));
    assert!(text.contains("\"'=1+1\"") && text.ends_with("\r\n"));
    assert_eq!(text.lines().count(), 4);
    assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o7777, 0o600);
}

#[test]
fn nothing_is_replaced_or_followed() {
    let home = home();
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("there");
    fs::write(&file, "mine").unwrap();
    let links = [place.path().join("link"), place.path().join("dangling")];
    symlink(&file, &links[0]).unwrap();
    symlink(place.path().join("nowhere"), &links[1]).unwrap();
    let before = names(place.path());
    for format in ["jsonl", "csv"] {
        let export = |target: &Path| export(home.path(), target, &["--format", format]);
        assert_refused(&export(&file), "it is there already");
        assert_refused(&export(place.path()), "it is there already");
        for link in &links {
            assert_refused(&export(link), "it is a symbolic link");
        }
        assert_refused(&export(&place.path().join("no/such/file")), "there is no such folder");
        assert_refused(&export(&file.join("below")), "there is no such folder");
    }
    assert_eq!(names(place.path()), before);
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
}

#[test]
fn a_copy_that_fails_leaves_nothing_behind() {
    let home = home();
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("copy.jsonl");
    // Less room than the lines need.
    let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" journal export -o \"$1\"";
    let lines = folder(home.path()).join("2026-11.jsonl");
    assert!(fs::metadata(lines).unwrap().len() > 1024);
    let program = super::super::program::sagedeck(home.path());
    let output = std::process::Command::new("sh")
        .args(["-c", script])
        .arg(program.get_program())
        .arg(&target)
        .env("HOME", home.path())
        .env_remove("XDG_STATE_HOME")
        .output();
    let run = Run::from(output.unwrap());
    assert_refused(&run, "File too large");
    assert!(names(place.path()).is_empty(), "{:?}", names(place.path()));
}
