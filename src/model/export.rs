//! Rows that are taken along as a file, with what must be known about them to be believed: plain data, no file.
//!
//! Invariant: what could not be read goes along with what was; an export never looks more complete than it is.

use jiff::Timestamp;

use super::field::Field;
use super::row::Row;
use super::scope::AccountId;
use super::text::Safe;

/// The form of the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// For spreadsheets: the columns that are shown.
    #[default]
    Csv,
    /// Every field of each row, in the schema of `get`.
    Json,
    /// A table for a page: the columns that are shown.
    Md,
}

impl Form {
    pub const ALL: [Self; 3] = [Self::Csv, Self::Json, Self::Md];

    /// Its name, which is the ending of the file too.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Md => "md",
        }
    }
}

/// What is exported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    pub form: Form,
    pub rows: Vec<Row>,
    pub columns: Vec<Field>,
    pub about: About,
}

/// What one must know about the rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Of this program.
    pub version: &'static str,
    /// The rows are of the simulated organization.
    pub simulated: bool,
    pub what: &'static str,
    /// The moment of the export, to which ages and durations refer.
    pub at: Timestamp,
    /// When the oldest complete listing among them was read.
    pub oldest: Option<Timestamp>,
    /// Which rows these are, in words.
    pub which: Safe,
    /// The filter in force; empty: none.
    pub query: Safe,
    /// As in a configuration file: `-usd_month`.
    pub sort: String,
    pub accounts: Vec<Source>,
    /// What is missing, a sentence each; empty: nothing that is known of.
    pub missing: Vec<Safe>,
}

/// An account that the rows may come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub id: AccountId,
    pub name: Safe,
    /// As whom it was read; or why it was not.
    pub caller: Result<Safe, Safe>,
}

/// A file to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    pub export: Export,
    /// As it was typed; `~/` is the home folder.
    pub path: String,
    /// Nobody typed the name, so that it may get a number when it is taken.
    pub numbered: bool,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub path: Safe,
    pub rows: usize,
    /// Nothing is missing that is known of.
    pub complete: bool,
}
