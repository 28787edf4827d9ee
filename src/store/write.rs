//! Taking in what was read. All of a batch in one transaction: another process sees it whole or not at all.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use crate::model::fetch::Cell;
use crate::model::memory::{Listed, Memory};

use super::bytes::sum;
use super::change;
use super::fleet::{self, Fleet};
use super::read::{Mistake, to_number};
use super::{Store, Trouble, bound, history, record};

impl Store {
    /// Keeps what was read, unless something newer is there already.
    ///
    /// # Errors
    /// When the file cannot be written or makes no sense. Then nothing of the batch is in it.
    pub fn remember(&mut self, batch: &[Memory], now: Timestamp) -> Result<(), Trouble> {
        let (fleet, named) = (&self.fleet, &self.place.named);
        let db = &mut self.db;
        let kept =
            remember(db, fleet, batch, now).and_then(|()| bound::keep_within(db, bound::Bounds::USUAL, now));
        kept.map_err(|mistake| mistake.at(named))
    }
}

fn remember(db: &mut Connection, fleet: &Fleet, batch: &[Memory], now: Timestamp) -> Result<(), Mistake> {
    let write = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for memory in batch {
        match memory {
            Memory::Accounts(accounts, at) => {
                let bytes = fleet::write(accounts.iter().map(|account| &**account));
                let sql =
                    "INSERT INTO fleet (fleet, narrowing, at, sum, accounts) VALUES (?1, ?2, ?3, ?4, ?5)
                           ON CONFLICT (fleet, narrowing) DO UPDATE SET at = excluded.at, sum = excluded.sum,
                           accounts = excluded.accounts WHERE excluded.at >= at";
                let (narrowing, at) = (fleet.narrowing(), to_number(*at));
                write.execute(sql, params![fleet.id(), narrowing, at, sum(&bytes), bytes])?;
            }
            Memory::Listing(listed) => listing(&write, fleet, listed, now)?,
        }
    }
    write.commit()?;
    Ok(())
}

/// What is known of a listing that is there already.
struct Known {
    id: i64,
    at: i64,
    sum: i64,
}

fn listing(write: &Transaction<'_>, fleet: &Fleet, listed: &Listed, now: Timestamp) -> Result<(), Mistake> {
    let Cell { scope, kind } = &listed.cell;
    let place = (scope.account.to_string(), scope.region.as_str(), kind.name());
    // No row is to look younger than it is, so the oldest look counts.
    let at = listed.rows.iter().map(|row| row.seen()).fold(listed.at, Timestamp::min);
    // A clock that ran ahead must not keep newer listings out for ever.
    let at = to_number(at.min(now));
    let sql =
        "SELECT id, at, sum FROM listing WHERE fleet = ?1 AND account = ?2 AND region = ?3 AND kind = ?4";
    let known = write
        .prepare_cached(sql)?
        .query_row(params![fleet.id(), place.0, place.1, place.2], |row| {
            Ok(Known { id: row.get(0)?, at: row.get(1)?, sum: row.get(2)? })
        })
        .optional()?;
    let bytes = record::write(listed);
    let new = sum(&bytes);
    let id = match known {
        Some(known) if known.at > at && known.at <= to_number(now) => return Ok(()),
        Some(known) if known.sum == new => {
            write.execute("UPDATE listing SET at = ?2 WHERE id = ?1", params![known.id, at])?;
            history::pass(write, known.id, known.at, at, listed.rows.len())?;
            return Ok(());
        }
        Some(known) => {
            let sql = "SELECT rows FROM listing WHERE id = ?1";
            let old: Vec<u8> = write.query_row(sql, [known.id], |row| row.get(0))?;
            // Without the old rows nobody can say what changed.
            if sum(&old) == known.sum
                && let Some(old) = record::read(&listed.cell, listed.at, &old)
            {
                let rows = listed.rows.iter().map(|row| &**row);
                history::changes(write, known.id, at, &change::between(&old.rows, rows))?;
            }
            let sql = "UPDATE listing SET at = ?2, sum = ?3, rows = ?4 WHERE id = ?1";
            write.execute(sql, params![known.id, at, new, bytes])?;
            history::pass(write, known.id, known.at, at, listed.rows.len())?;
            return Ok(());
        }
        None => {
            let sql = "INSERT INTO listing (fleet, account, region, kind, at, sum, rows)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
            write.execute(sql, params![fleet.id(), place.0, place.1, place.2, at, new, bytes])?;
            write.last_insert_rowid()
        }
    };
    history::pass(write, id, i64::MIN, at, listed.rows.len())
}
