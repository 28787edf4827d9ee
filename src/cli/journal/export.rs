//! `sagedeck journal export`: the lines as they stand, which can be verified again, or a table for people.

use std::io::{BufWriter, Write};
use std::path::PathBuf;

use clap::ValueEnum;

use super::super::complain;
use super::acts;
use super::fresh::Fresh;
use crate::journal::{Journal, Trouble};
use crate::model::exit;

#[derive(Debug, clap::Args)]
pub(super) struct Export {
    /// The file to make, for its owner alone; one that is there is never replaced
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// The lines as they stand, or a table for spreadsheets
    #[arg(long, value_name = "FORMAT", default_value = "jsonl")]
    format: Form,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    Jsonl,
    Csv,
}

impl Export {
    pub(super) fn run(&self, journal: &Journal) -> Result<u8, Trouble> {
        if self.output.as_os_str() == "-" {
            let todo = "name a file; `cat` of the journal's own lines needs no export";
            return Err(Trouble::new("an export goes into a file", &self.output, todo));
        }
        let file = Fresh::beside(&self.output, &journal.origin().run)?;
        let mut out = BufWriter::new(&file);
        let mut unread = Vec::new();
        match self.format {
            Form::Jsonl => journal.copy(&mut out)?,
            Form::Csv => {
                let reading = journal.acts(usize::MAX)?;
                acts::csv(&mut out, &reading.acts).map_err(|error| file.failed(&error))?;
                unread = reading.unread;
            }
        }
        out.flush().map_err(|error| file.failed(&error))?;
        drop(out);
        file.finish()?;
        for line in &unread {
            complain(format!("not read: {line}"));
        }
        Ok(if unread.is_empty() { exit::FINE } else { exit::PARTIAL })
    }
}
