//! Keeps the file within its bounds: history goes first, the oldest before the rest, then whole listings.

use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior};

use super::LIMIT;
use super::read::{Mistake, to_number};

const DAY: i64 = 86_400_000_000_000;

/// How much is kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// Bytes in use; a little less than the file may have, so that there is room for what comes next.
    pub bytes: u64,
    pub changes: i64,
    /// Nanoseconds.
    pub change_age: i64,
    /// Nanoseconds: what nobody listed for so long says nothing any more.
    pub listing_age: i64,
}

impl Bounds {
    pub(super) const USUAL: Self =
        Self { bytes: LIMIT / 10 * 8, changes: 100_000, change_age: 90 * DAY, listing_age: 60 * DAY };
}

pub(super) fn keep_within(db: &mut Connection, bounds: Bounds, now: Timestamp) -> Result<(), Mistake> {
    let write = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let now = to_number(now);
    write.execute("DELETE FROM change WHERE at < ?1", [now.saturating_sub(bounds.change_age)])?;
    let sql = "DELETE FROM change WHERE id <= (SELECT max(id) FROM change) - ?1";
    write.execute(sql, [bounds.changes])?;
    write.execute("DELETE FROM pass WHERE id <= (SELECT max(id) FROM pass) - ?1", [bounds.changes])?;
    let old = now.saturating_sub(bounds.listing_age);
    let mut gone = write.execute("DELETE FROM listing WHERE at < ?1", [old])?;
    write.execute("DELETE FROM fleet WHERE at < ?1", [old])?;
    while used(&write)? > bounds.bytes {
        if history(&write)? > 0 {
            continue;
        }
        let sql = "DELETE FROM listing WHERE id IN (SELECT id FROM listing ORDER BY at LIMIT 4)";
        let listings = write.execute(sql, [])?;
        gone += listings;
        if listings == 0 {
            break;
        }
    }
    if gone > 0 {
        for table in ["change", "pass"] {
            let sql = format!("DELETE FROM {table} WHERE listing NOT IN (SELECT id FROM listing)");
            write.execute(&sql, [])?;
        }
    }
    write.commit()?;
    if number(db, "freelist_count")? > 0 {
        db.prepare("PRAGMA incremental_vacuum(2048)")?.query([])?.next()?;
    }
    Ok(())
}

/// Takes the oldest part of the history away, and says how many rows that were.
fn history(db: &Connection) -> Result<usize, Mistake> {
    let sql = "DELETE FROM change WHERE id IN (SELECT id FROM change ORDER BY at LIMIT 5000)";
    let changes = db.execute(sql, [])?;
    let sql = "DELETE FROM pass WHERE id IN (SELECT id FROM pass ORDER BY last LIMIT 5000)";
    Ok(changes + db.execute(sql, [])?)
}

pub(super) fn used(db: &Connection) -> Result<u64, Mistake> {
    let pages = number(db, "page_count")? - number(db, "freelist_count")?;
    Ok(u64::try_from(pages * number(db, "page_size")?).unwrap_or_default())
}

fn number(db: &Connection, pragma: &str) -> Result<i64, Mistake> {
    Ok(db.pragma_query_value(None, pragma, |row| row.get(0))?)
}
