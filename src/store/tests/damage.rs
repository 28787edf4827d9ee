//! Files that are not what was written: moved aside, begun anew, and told.

use std::fs::File;
use std::io::Write;

use super::*;

/// A file like that, and what is said of it. The store is empty afterwards and works.
fn set_aside(damage: impl Fn(&Path)) -> String {
    let home = Home::new();
    let mut store = home.open();
    let many = (0..500).map(|n| notebook(&format!("n{n}"), "InService", at(0))).collect();
    store.remember(&[accounts(at(0)), listed(many, at(0))], at(1)).unwrap();
    drop(store);
    damage(&home.file());
    fs::set_permissions(home.file(), fs::Permissions::from_mode(0o600)).unwrap();
    let (mut store, told) = match Store::open(&home.file(), fleet()) {
        Ok((store, None)) => {
            let trouble = store
                .accounts()
                .and_then(|_| store.listings(&[account()], |_| ()))
                .expect_err("the damage is found");
            assert!(trouble.is_corrupt(), "{trouble}");
            (store.begin_anew().unwrap(), trouble)
        }
        Ok((store, Some(trouble))) => (store, trouble),
        Err(trouble) => panic!("{trouble}"),
    };
    assert!(home.cache().join("snapshot.sqlite3.corrupt").exists());
    assert_eq!((store.accounts().unwrap(), rows(&store)), (None, Vec::new()));
    store
        .remember(&[accounts(at(5)), listed(vec![notebook("new", "InService", at(5))], at(5))], at(6))
        .unwrap();
    assert_eq!(rows(&home.open()), ["new InService"]);
    told.to_string()
}

/// S05
#[test]
fn random_bytes() {
    let words = set_aside(|file| {
        let noise: Vec<u8> =
            (0..100_000_u64).map(|n| (n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u8).collect();
        fs::write(file, noise).unwrap();
    });
    assert!(words.starts_with("it is damaged"), "{words}");
}

/// S05
#[test]
fn a_file_that_was_cut_off() {
    for part in [2, 3, 10] {
        set_aside(|file| {
            let length = fs::metadata(file).unwrap().len();
            File::options().write(true).open(file).unwrap().set_len(length / part).unwrap();
        });
    }
}

#[test]
fn pages_of_noise() {
    set_aside(|file| {
        let mut bytes = fs::read(file).unwrap();
        bytes[4096..].fill(0xa5);
        fs::write(file, bytes).unwrap();
    });
}

#[test]
fn a_file_of_another_program() {
    let words = set_aside(|file| {
        fs::remove_file(file).unwrap();
        let db = Connection::open(file).unwrap();
        db.execute_batch("CREATE TABLE recipes (name TEXT)").unwrap();
    });
    assert!(words.starts_with("it is the file of another program"), "{words}");
}

/// S05
#[test]
fn an_older_version() {
    let words = set_aside(|file| {
        Connection::open(file).unwrap().pragma_update(None, "user_version", 0).unwrap();
    });
    assert!(words.starts_with("it was written by an older version"), "{words}");
}

/// S05
#[test]
fn a_gigabyte_is_not_read() {
    let words = set_aside(|file| {
        File::options().write(true).open(file).unwrap().set_len(1 << 30).unwrap();
    });
    assert!(words.starts_with("it is 1024 MB large"), "{words}");
}

#[test]
fn a_newer_version_is_left_alone() {
    let home = Home::new();
    drop(home.open());
    Connection::open(home.file()).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let words = home.trouble();
    assert!(words.starts_with("it was written by a newer version"), "{words}");
    assert!(!home.cache().join("snapshot.sqlite3.corrupt").exists());
}

#[test]
fn one_damaged_listing_costs_that_listing_only() {
    let home = Home::new();
    let mut store = home.open();
    let other = Cell { kind: Kind::LifecycleConfig, ..cell() };
    let lifecycle = Memory::Listing(Listed { cell: other, rows: Vec::new(), at: at(0) });
    store.remember(&[listed(vec![notebook("a", "InService", at(0))], at(0)), lifecycle], at(1)).unwrap();
    store.db.execute("UPDATE listing SET rows = x'00ff00ff' WHERE kind = 'notebook'", []).unwrap();
    let mut whole = 0;
    assert_eq!(store.listings(&[account()], |_| whole += 1).unwrap(), 1);
    assert_eq!(whole, 1);
    // It is forgotten, and read anew.
    assert_eq!(store.listings(&[account()], |_| ()).unwrap(), 0);
    store.remember(&[listed(vec![notebook("a", "Stopped", at(5))], at(5))], at(6)).unwrap();
    assert_eq!(rows(&store), ["a Stopped"]);
}

#[test]
fn records_of_any_bytes_are_refused_without_a_panic() {
    let rows = (0..20).map(|n| shared(notebook(&format!("n{n}"), "InService", at(0)))).collect();
    let whole = record::write(&Listed { cell: cell(), rows, at: at(0) });
    assert!(record::read(&cell(), at(0), &whole).is_some());
    for end in 0..whole.len() {
        assert!(record::read(&cell(), at(0), &whole[..end]).is_none(), "cut at {end}");
    }
    for place in 0..whole.len() {
        for byte in [0x00, 0x7f, 0x80, 0xff] {
            let mut bytes = whole.clone();
            bytes[place] = byte;
            // It may be another record by chance; the sum beside it tells.
            let _ = record::read(&cell(), at(0), &bytes);
            assert!(bytes == whole || bytes::sum(&bytes) != bytes::sum(&whole));
        }
    }
}

#[test]
fn two_that_find_the_same_damage_move_it_once() {
    let home = Home::new();
    drop(home.open());
    let (one, other) = (home.open(), home.open());
    let mut one = one.begin_anew().unwrap();
    one.remember(&[listed(vec![notebook("a", "InService", at(0))], at(0))], at(1)).unwrap();
    let other = other.begin_anew().unwrap();
    assert_eq!(rows(&other), ["a InService"]);
}

/// S01
#[test]
fn a_full_disk_is_told_and_loses_nothing_that_was_there() {
    let home = Home::new();
    let mut store = home.open();
    store.remember(&[listed(vec![notebook("a", "InService", at(0))], at(0))], at(1)).unwrap();
    // As many pages as there are: the same answer as from a disk that is full.
    let pages: i64 = store.db.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    store.db.pragma_update(None, "max_page_count", pages).unwrap();
    let many = (0..2_000).map(|n| notebook(&format!("n{n}"), "InService", at(5))).collect();
    let trouble = store.remember(&[listed(many, at(5))], at(6)).unwrap_err();
    assert!(trouble.to_string().starts_with("the disk is full"), "{trouble}");
    assert!(!trouble.is_corrupt());
    assert_eq!(rows(&store), ["a InService"]);
}

#[test]
fn a_pipe_in_its_place_does_not_make_us_wait() {
    let home = Home::new();
    drop(home.open());
    fs::remove_file(home.file()).unwrap();
    let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
    rustix::fs::mknodat(rustix::fs::CWD, home.file(), rustix::fs::FileType::Fifo, mode, 0).unwrap();
    assert!(home.trouble().contains("it is not a file"), "{}", home.trouble());
}

#[test]
fn a_log_of_pages_from_elsewhere_is_not_taken_in() {
    let home = Home::new();
    let mut store = home.open();
    store.remember(&[listed(vec![notebook("a", "InService", at(0))], at(0))], at(1)).unwrap();
    drop(store);
    let log = home.cache().join("snapshot.sqlite3-wal");
    File::create(&log).unwrap().write_all(&vec![0x5a; 40_000]).unwrap();
    fs::set_permissions(&log, fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(rows(&home.open()), ["a InService"]);
}
