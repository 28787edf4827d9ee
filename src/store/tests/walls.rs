//! Who may touch folder and file, and what is refused.

use std::os::unix::fs::symlink;

use super::*;

#[test]
fn everything_is_for_us_alone() {
    let home = Home::new();
    let mut store = home.open();
    store.remember(&[accounts(at(0))], at(1)).unwrap();
    assert_eq!(mode(&home.cache()), 0o700);
    assert_eq!(mode(&home.folder.path().join("cache")), 0o700);
    let mut names = Vec::new();
    for entry in fs::read_dir(home.cache()).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
        names.push(path.file_name().unwrap().to_string_lossy().into_owned());
    }
    names.sort();
    let all = ["", "-shm", "-wal", ".lock"].map(|end| format!("snapshot.sqlite3{end}"));
    assert_eq!(names, all);
}

#[test]
fn a_folder_or_file_that_lets_others_in_is_refused_and_left_alone() {
    for (name, mode, todo) in [
        ("", 0o777, "chmod 700"),
        ("snapshot.sqlite3", 0o644, "chmod 600"),
        ("snapshot.sqlite3-wal", 0o666, "chmod 600"),
    ] {
        let home = Home::new();
        let mut store = home.open();
        store.remember(&[accounts(at(0))], at(1)).unwrap();
        let path = home.cache().join(name);
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let words = home.trouble();
        assert!(words.starts_with("others can get at it"), "{words}");
        assert!(words.contains(todo), "{words}");
        assert_eq!(super::mode(&path), mode);
    }
    let home = Home::new();
    fs::create_dir_all(home.cache().parent().unwrap()).unwrap();
    fs::set_permissions(home.cache().parent().unwrap(), fs::Permissions::from_mode(0o777)).unwrap();
    assert!(home.trouble().starts_with("others can write to it"), "{}", home.trouble());
}

/// S10
#[test]
fn links_lead_nowhere() {
    let home = Home::new();
    let elsewhere = tempfile::tempdir().unwrap();
    let victim = elsewhere.path().join("victim");
    fs::write(&victim, "precious").unwrap();
    fs::set_permissions(&victim, fs::Permissions::from_mode(0o600)).unwrap();
    drop(home.open());
    for name in ["snapshot.sqlite3", "snapshot.sqlite3-wal", "snapshot.sqlite3.lock"] {
        let path = home.cache().join(name);
        let _ = fs::remove_file(&path);
        symlink(&victim, &path).unwrap();
        assert!(home.trouble().starts_with("it is a symbolic link"), "{}", home.trouble());
        fs::remove_file(&path).unwrap();
    }
    fs::remove_dir_all(home.cache()).unwrap();
    symlink(elsewhere.path(), home.cache()).unwrap();
    assert!(home.trouble().starts_with("it is a symbolic link"), "{}", home.trouble());
    assert_eq!(fs::read_to_string(&victim).unwrap(), "precious");
}

#[test]
fn a_home_behind_a_link_is_a_home() {
    let home = Home::new();
    let link = home.folder.path().join("link");
    fs::create_dir(home.folder.path().join("cache")).unwrap();
    symlink(home.folder.path().join("cache"), &link).unwrap();
    let (store, told) = Store::open(&link.join("sagedeck/snapshot.sqlite3"), fleet()).unwrap();
    assert_eq!((told, store.accounts().unwrap()), (None, None));
}

#[test]
fn what_is_no_folder_or_no_file_is_refused() {
    let home = Home::new();
    fs::create_dir_all(home.file()).unwrap();
    fs::set_permissions(home.cache(), fs::Permissions::from_mode(0o700)).unwrap();
    assert!(home.trouble().contains("snapshot.sqlite3"), "{}", home.trouble());
    fs::remove_dir_all(home.cache()).unwrap();
    fs::write(home.cache(), "").unwrap();
    assert!(home.trouble().starts_with("it is not a folder"), "{}", home.trouble());
}

/// S10
#[test]
fn another_users_folder_is_refused() {
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let home = Home::new();
    drop(home.open());
    std::os::unix::fs::chown(home.file(), Some(12_345), None).unwrap();
    assert!(home.trouble().starts_with("it belongs to another user"), "{}", home.trouble());
    std::os::unix::fs::chown(home.file(), Some(0), None).unwrap();
    std::os::unix::fs::chown(home.cache(), Some(12_345), None).unwrap();
    let words = home.trouble();
    assert!(words.contains("another user") && words.contains("XDG_CACHE_HOME"), "{words}");
}

/// S04
#[test]
fn a_folder_that_takes_nothing_is_told() {
    // Not even root can make a folder there.
    let file = Path::new("/proc/sagedeck/snapshot.sqlite3");
    let words = Store::open(file, fleet()).unwrap_err().to_string();
    assert!(words.starts_with("the folder cannot be made"), "{words}");
}
