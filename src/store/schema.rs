//! The database file: opened so that several processes can share it, checked, and made where it is empty.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::LIMIT;
use super::place::{Id, Place};
use super::trouble::Trouble;

/// `sgdk`: of no other program.
const APPLICATION: i64 = 0x7367_646b;
/// Of tables and records; another one means that all is read again.
const VERSION: i64 = 1;
/// How long another process may be at writing.
const PATIENCE: Duration = Duration::from_secs(5);
const PAGE: i64 = 4096;
/// What the log of pages may hold after it was taken over.
const LOG_BYTES: i64 = 16 << 20;

const TABLES: &str = "
    CREATE TABLE fleet (
        fleet BLOB NOT NULL, narrowing TEXT NOT NULL, at INTEGER NOT NULL, sum INTEGER NOT NULL,
        accounts BLOB NOT NULL, PRIMARY KEY (fleet, narrowing));
    CREATE TABLE listing (
        id INTEGER PRIMARY KEY, fleet BLOB NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL,
        kind TEXT NOT NULL, at INTEGER NOT NULL, sum INTEGER NOT NULL, rows BLOB NOT NULL,
        UNIQUE (fleet, account, region, kind));
    CREATE INDEX listing_at ON listing (at);
    CREATE TABLE pass (
        id INTEGER PRIMARY KEY, listing INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
        listings INTEGER NOT NULL, count INTEGER NOT NULL);
    CREATE INDEX pass_listing ON pass (listing);
    CREATE TABLE change (
        id INTEGER PRIMARY KEY, listing INTEGER NOT NULL, at INTEGER NOT NULL, what INTEGER NOT NULL,
        arn TEXT NOT NULL, name TEXT NOT NULL, before TEXT, after TEXT);
    CREATE INDEX change_at ON change (at);
";

/// Opens what is there, or an empty file. The lock must be held.
pub(super) fn open(place: &Place) -> Result<(Connection, Id), (Trouble, Option<Id>)> {
    let (id, length) = place.judge().map_err(|trouble| (trouble, None))?;
    let opened = if length > 2 * LIMIT {
        // It is never read: whatever it is, it did not come from here.
        Err(Trouble::corrupt(format!("it is {} MB large", length >> 20), &place.named))
    } else {
        database(place).and_then(|db| prepare(&db, &place.named).map(|()| db))
    };
    opened.map(|db| (db, id)).map_err(|trouble| (trouble, Some(id)))
}

fn database(place: &Place) -> Result<Connection, Trouble> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    Connection::open_with_flags(&place.file, flags).map_err(|error| Trouble::of(&error, &place.named))
}

fn prepare(db: &Connection, named: &Path) -> Result<(), Trouble> {
    let of = |error: rusqlite::Error| Trouble::of(&error, named);
    db.busy_timeout(PATIENCE).map_err(of)?;
    let number = |pragma| db.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0)).map_err(of);
    let (application, version) = (number("application_id")?, number("user_version")?);
    let tables = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0));
    let is_empty = tables.map_err(of)? == 0;
    if is_empty {
        // Both hold only where no page was written yet.
        db.pragma_update(None, "page_size", PAGE).map_err(of)?;
        db.pragma_update(None, "auto_vacuum", "INCREMENTAL").map_err(of)?;
    } else if application != APPLICATION {
        return Err(Trouble::corrupt("it is the file of another program", named));
    } else if version > VERSION {
        let todo = "use that version, or remove the file";
        return Err(Trouble::new("it was written by a newer version of this program", named, todo));
    } else if version < VERSION {
        return Err(Trouble::corrupt("it was written by an older version of this program", named));
    }
    db.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(())).map_err(of)?;
    // Losing the last seconds at a power cut is no loss: it is read again.
    db.pragma_update(None, "synchronous", "NORMAL").map_err(of)?;
    db.pragma_update(None, "journal_size_limit", LOG_BYTES).map_err(of)?;
    db.pragma_update(None, "max_page_count", LIMIT as i64 / PAGE).map_err(of)?;
    db.pragma_update(None, "trusted_schema", false).map_err(of)?;
    // What is deleted must not be found in the file.
    db.pragma_update(None, "secure_delete", "FAST").map_err(of)?;
    if is_empty {
        let stamp = format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION};");
        db.execute_batch(&format!("BEGIN IMMEDIATE; {TABLES} {stamp} COMMIT;")).map_err(of)?;
    }
    Ok(())
}
