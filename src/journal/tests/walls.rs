//! S10: a folder or a file that others have a hand in.

use std::os::unix::fs::{MetadataExt, chown, symlink};

use super::*;

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// Writing, reading and judging all refuse, and nothing is made.
fn assert_refused(place: &Place, what: &str, todo: &str) {
    let journal = place.journal("2-b");
    let troubles = [
        journal.check().unwrap_err(),
        journal.append(&intent("d2"), november()).unwrap_err(),
        journal.acts(1).unwrap_err(),
        journal.unresolved().unwrap_err(),
        journal.verify(None).unwrap_err(),
    ];
    for trouble in troubles {
        let words = trouble.to_string();
        assert!(words.contains(what) && words.contains(todo), "{words}");
    }
}

fn written() -> Place {
    let place = Place::new();
    write_all(&place.journal("1-a"), [intent("d1")], november());
    place
}

#[test]
fn a_folder_that_others_can_enter_is_refused_and_left_alone() {
    for open in [0o755, 0o777, 0o710, 0o1700 | 0o001] {
        let place = written();
        mode(&place.folder(), open);
        let todo = format!("chmod 700 '{}'", place.folder().display());
        assert_refused(&place, &format!("others can get at it (mode {open:04o})"), &todo);
        let left = fs::metadata(place.folder()).unwrap().mode() & 0o7777;
        assert_eq!(left, open, "it is not changed without a word");
    }
}

#[test]
fn a_file_that_others_can_read_is_refused() {
    for name in [NOVEMBER, "lock"] {
        let place = written();
        mode(&place.file(name), 0o640);
        assert_refused(&place, "others can get at it (mode 0640)", "chmod 600 '");
    }
}

#[test]
fn links_are_refused() {
    let place = written();
    let aside = place.home.path().join("aside");
    fs::rename(place.folder(), &aside).unwrap();
    symlink(&aside, place.folder()).unwrap();
    assert_refused(&place, "it is a symbolic link", "move it away");
    for name in [NOVEMBER, "lock"] {
        let place = written();
        let aside = place.home.path().join("aside");
        fs::rename(place.file(name), &aside).unwrap();
        symlink(&aside, place.file(name)).unwrap();
        let before = fs::read(&aside).unwrap();
        assert_refused(&place, "it is a symbolic link", "move it away");
        assert_eq!(fs::read(&aside).unwrap(), before);
    }
}

/// S02: where nothing can be written, nothing is.
#[test]
fn a_link_to_a_full_device_is_refused() {
    let place = Place::new();
    place.journal("1-a").check().unwrap();
    symlink("/dev/full", place.file(NOVEMBER)).unwrap();
    assert!(place.journal("2-b").append(&intent("d1"), november()).is_err());
    assert!(place.journal("2-b").check().is_err());
}

#[test]
fn what_is_no_folder_or_file_is_refused() {
    let place = Place::new();
    fs::create_dir(place.folder().parent().unwrap()).unwrap();
    fs::write(place.folder(), "").unwrap();
    assert_refused(&place, "it is not a folder", "move it away");
    let place = written();
    fs::remove_file(place.file(NOVEMBER)).unwrap();
    let pipe = std::process::Command::new("mkfifo").args(["-m", "600"]).arg(place.file(NOVEMBER)).status();
    assert!(pipe.unwrap().success());
    assert_refused(&place, "it is not a file", "move it away");
}

#[test]
fn a_folder_of_another_user_is_refused() {
    let place = written();
    if rustix::process::geteuid().is_root() {
        chown(place.folder(), Some(12_345), None).unwrap();
        assert_refused(&place, "it belongs to another user", "XDG_STATE_HOME");
        let place = written();
        chown(place.file(NOVEMBER), Some(12_345), None).unwrap();
        assert_refused(&place, "it belongs to another user", "XDG_STATE_HOME");
    } else {
        // The one folder that is surely not ours.
        let trouble = Journal::new("/proc/1".into(), origin("1-a")).acts(1).unwrap_err();
        assert!(trouble.to_string().starts_with("it belongs to another user"), "{trouble}");
    }
}

#[test]
fn a_folder_above_in_which_others_can_rename_is_refused() {
    let place = written();
    let above = place.folder().parent().unwrap().to_owned();
    mode(&above, 0o777);
    let todo = format!("chmod go-w '{}'", above.display());
    assert_refused(&place, "others can write to it (mode 0777)", &todo);
    // Where each may only rename what is his, as in `/tmp`, and where others can only look.
    for fine in [0o1777, 0o755] {
        mode(&above, fine);
        place.journal("2-b").check().unwrap();
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_told() {
    let journal = Journal::new("/proc/nowhere/journal".into(), origin("1-a"));
    let trouble = journal.check().unwrap_err();
    assert!(trouble.to_string().starts_with("the folder cannot be made: "), "{trouble}");
    assert_eq!(journal.verify(None), Ok(Verdict::Empty));
}
