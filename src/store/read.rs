//! What was remembered of a fleet.

use std::collections::HashSet;
use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use crate::model::account::Account;
use crate::model::fetch::Cell;
use crate::model::kind::Kind;
use crate::model::memory::Recalled;
use crate::model::scope::{AccountId, Region, Scope};

use super::bytes::sum;
use super::fleet::{self, Fleet};
use super::record;
use super::trouble::Trouble;

/// Why the database gave no answer.
#[derive(Debug)]
pub(super) enum Mistake {
    Database(rusqlite::Error),
    /// A record is not what was written.
    Damaged,
}

impl Mistake {
    pub(super) fn at(self, file: &Path) -> Trouble {
        match self {
            Self::Database(error) => Trouble::of(&error, file),
            Self::Damaged => Trouble::corrupt("it is damaged", file),
        }
    }
}

impl From<rusqlite::Error> for Mistake {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

/// Whole nanoseconds since 1970: enough until 2262.
pub(super) fn to_number(at: Timestamp) -> i64 {
    i64::try_from(at.as_nanosecond()).unwrap_or(i64::MAX)
}

pub(super) fn to_time(number: i64) -> Timestamp {
    Timestamp::from_nanosecond(i128::from(number)).unwrap_or(Timestamp::UNIX_EPOCH)
}

pub(super) fn accounts(db: &Connection, fleet: &Fleet) -> Result<Option<(Vec<Account>, Timestamp)>, Mistake> {
    let narrowing = fleet.narrowing();
    let of = |narrowing: &str| {
        let sql = "SELECT at, sum, accounts FROM fleet WHERE fleet = ?1 AND narrowing = ?2";
        let row = db.query_row(sql, params![fleet.id(), narrowing], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, Vec<u8>>(2)?))
        });
        row.optional().map_err(Mistake::from)
    };
    let exact = of(&narrowing)?;
    let is_exact = exact.is_some();
    let found = if is_exact || narrowing.is_empty() { exact } else { of("")? };
    let Some((at, was, bytes)) = found else { return Ok(None) };
    let all = (sum(&bytes) == was).then(|| fleet::read(&bytes)).flatten().ok_or(Mistake::Damaged)?;
    Ok(Some((if is_exact { all } else { fleet.narrow(all) }, to_time(at))))
}

pub(super) fn listings(
    db: &Connection,
    fleet: &Fleet,
    accounts: &[Account],
    mut each: impl FnMut(Recalled),
) -> Result<usize, Mistake> {
    let scope = |id: AccountId, region: &Region| Scope { account: id, region: region.clone() };
    let meant: HashSet<Scope> =
        accounts.iter().flat_map(|one| one.regions.iter().map(move |region| scope(one.id, region))).collect();
    let mut damaged = Vec::new();
    // What the screen shows comes first. Sorting would have to read everything before the first one is there.
    let others = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Notebook);
    let sql = "SELECT id, account, region, at, sum, rows FROM listing WHERE fleet = ?1 AND kind = ?2";
    for kind in [Kind::Notebook].into_iter().chain(others) {
        let mut query = db.prepare_cached(sql)?;
        let mut rows = query.query(params![fleet.id(), kind.name()])?;
        while let Some(row) = rows.next()? {
            let text = |at| row.get_ref(at).map(|value| value.as_str().unwrap_or_default());
            let Some(cell) = cell(text(1)?, text(2)?, kind.name()) else { continue };
            if !meant.contains(&cell.scope) {
                continue;
            }
            let bytes = row.get_ref(5)?.as_blob().unwrap_or_default();
            let whole = sum(bytes) == row.get::<_, i64>(4)?;
            let read = whole.then(|| record::read(&cell, to_time(row.get(3).unwrap_or_default()), bytes));
            match read.flatten() {
                Some(recalled) => each(recalled),
                None => damaged.push(row.get::<_, i64>(0)?),
            }
        }
    }
    for id in &damaged {
        db.execute("DELETE FROM listing WHERE id = ?1", [id])?;
    }
    Ok(damaged.len())
}

/// A listing by its name in the tables; nothing for a kind that this version does not know.
pub(super) fn cell(account: &str, region: &str, kind: &str) -> Option<Cell> {
    let scope = Scope { account: account.parse().ok()?, region: Region::parse(region)? };
    Some(Cell { scope, kind: Kind::ALL.into_iter().find(|known| known.name() == kind)? })
}
