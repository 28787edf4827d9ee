//! What changed, and which listings looked: written by the way, read for the question "what changed".

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::model::id::Arn;
use crate::model::resource::Resource;
use crate::model::text::Safe;

use super::change::{Change, Passes, What};
use super::fleet::Fleet;
use super::read::{Mistake, cell, to_time};
use super::{Store, Trouble};

/// Listings further apart than this are told apart, even if they found the same: nobody looked in between.
const GAP: i64 = 3_600_000_000_000;

const APPEARED: i64 = 0;
const GONE: i64 = 1;
const STATUS: i64 = 2;

/// A listing found so many resources. `before` is when it was listed before that.
pub(super) fn pass(
    write: &Transaction<'_>,
    listing: i64,
    before: i64,
    at: i64,
    count: usize,
) -> Result<(), Mistake> {
    // The same listing again, with more details.
    if before == at {
        return Ok(());
    }
    let sql = "SELECT id, last, count FROM pass WHERE listing = ?1 ORDER BY id DESC LIMIT 1";
    let last: Option<(i64, i64, i64)> = write
        .prepare_cached(sql)?
        .query_row([listing], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let count = count as i64;
    match last {
        Some((id, last, known)) if known == count && at.saturating_sub(last) <= GAP => {
            let sql = "UPDATE pass SET last = ?2, listings = listings + 1 WHERE id = ?1";
            write.prepare_cached(sql)?.execute(params![id, at])?;
        }
        _ => {
            let sql = "INSERT INTO pass (listing, first, last, listings, count) VALUES (?1, ?2, ?2, 1, ?3)";
            write.prepare_cached(sql)?.execute(params![listing, at, count])?;
        }
    }
    Ok(())
}

pub(super) fn changes(
    write: &Transaction<'_>,
    listing: i64,
    at: i64,
    changes: &[(&Resource, What)],
) -> Result<(), Mistake> {
    let sql = "INSERT INTO change (listing, at, what, arn, name, before, after)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let mut insert = write.prepare_cached(sql)?;
    for (row, what) in changes {
        let (what, before, after) = match what {
            What::Appeared { status } => (APPEARED, None, status.as_ref()),
            What::Gone { status } => (GONE, status.as_ref(), None),
            What::Status { before, after } => (STATUS, before.as_ref(), after.as_ref()),
        };
        let (before, after) = (before.map(Safe::raw), after.map(Safe::raw));
        insert.execute(params![listing, at, what, row.arn.raw(), row.name.raw(), before, after])?;
    }
    Ok(())
}

impl Store {
    /// What changed in the fleet, the newest first, at most so many.
    ///
    /// # Errors
    /// When the file cannot be read or makes no sense.
    pub fn changes(&self, most: usize) -> Result<Vec<Change>, Trouble> {
        read(&self.db, &self.fleet, most).map_err(|mistake| mistake.at(&self.place.named))
    }

    /// Which listings looked, the newest first, at most so many.
    ///
    /// # Errors
    /// When the file cannot be read or makes no sense.
    pub fn passes(&self, most: usize) -> Result<Vec<Passes>, Trouble> {
        passes(&self.db, &self.fleet, most).map_err(|mistake| mistake.at(&self.place.named))
    }
}

fn read(db: &Connection, fleet: &Fleet, most: usize) -> Result<Vec<Change>, Mistake> {
    let sql = "SELECT account, region, kind, change.at, what, arn, name, before, after
               FROM change JOIN listing ON listing.id = listing WHERE fleet = ?1
               ORDER BY change.at DESC, change.id DESC LIMIT ?2";
    let mut query = db.prepare(sql)?;
    let mut rows = query.query(params![fleet.id(), most as i64])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let text = |at| row.get::<_, String>(at);
        let status = |at| Ok::<_, rusqlite::Error>(row.get::<_, Option<String>>(at)?.map(Safe::from));
        let Some(cell) = cell(&text(0)?, &text(1)?, &text(2)?) else { continue };
        let what = match row.get::<_, i64>(4)? {
            APPEARED => What::Appeared { status: status(8)? },
            GONE => What::Gone { status: status(7)? },
            STATUS => What::Status { before: status(7)?, after: status(8)? },
            _ => continue,
        };
        let (arn, name, at) = (Arn::new(text(5)?), Safe::from(text(6)?), to_time(row.get(3)?));
        found.push(Change { cell, arn, name, what, at });
    }
    Ok(found)
}

fn passes(db: &Connection, fleet: &Fleet, most: usize) -> Result<Vec<Passes>, Mistake> {
    let sql = "SELECT account, region, kind, first, last, listings, count
               FROM pass JOIN listing ON listing.id = listing WHERE fleet = ?1
               ORDER BY last DESC, pass.id DESC LIMIT ?2";
    let mut query = db.prepare(sql)?;
    let mut rows = query.query(params![fleet.id(), most as i64])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let text = |at| row.get::<_, String>(at);
        let Some(cell) = cell(&text(0)?, &text(1)?, &text(2)?) else { continue };
        let number = |at| Ok::<_, rusqlite::Error>(u64::try_from(row.get::<_, i64>(at)?).unwrap_or_default());
        let (first, last) = (to_time(row.get(3)?), to_time(row.get(4)?));
        found.push(Passes { cell, first, last, listings: number(5)?, count: number(6)? });
    }
    Ok(found)
}
