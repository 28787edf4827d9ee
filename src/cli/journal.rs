//! `sagedeck journal`: what this program did, whether the record of that is what was written, and a copy of it.
//!
//! Invariant: it only reads, and it works whatever is wrong with the configuration.

use std::path::PathBuf;

use clap::Subcommand;

use super::{complain, print};
use crate::journal::{self, Origin, Trouble, is_hash};
use crate::model::exit;

mod acts;
mod export;
mod fresh;
mod show;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  sagedeck journal show                      what was done, the newest first
  sagedeck journal verify --head HASH        against a head that was noted before
  sagedeck journal export evidence.jsonl     a copy, into a file that is not there

With --demo it is the journal of the demo.")]
pub(super) struct Journal {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print what was done, the newest first
    Show(show::Show),
    /// Check that no line was changed, taken away or put in
    Verify(Verify),
    /// Copy it into a new file
    Export(export::Export),
}

/// Lines that were cut off at the end are only found with a hash that was noted elsewhere.
#[derive(Debug, clap::Args)]
struct Verify {
    /// A head that was noted earlier; its line must still be there
    #[arg(long, value_name = "HASH", value_parser = hash)]
    head: Option<String>,
}

fn hash(word: &str) -> Result<String, String> {
    let hash = word.trim().to_ascii_lowercase();
    if is_hash(&hash) { Ok(hash) } else { Err("a head is 64 hexadecimal digits".to_owned()) }
}

impl Journal {
    /// `simulated` chooses the journal of the demo.
    pub(super) fn run(&self, simulated: bool) -> u8 {
        let Some(folder) = journal::folder(simulated) else {
            complain("there is no home folder, so there is no journal; set HOME or XDG_STATE_HOME");
            return exit::USAGE;
        };
        let journal = open(folder, simulated);
        let done = match &self.command {
            Command::Show(show) => show.run(&journal),
            Command::Verify(verify) => verify.run(&journal),
            Command::Export(export) => export.run(&journal),
        };
        done.unwrap_or_else(|trouble| {
            complain(trouble.to_string());
            exit::USAGE
        })
    }
}

fn open(folder: PathBuf, simulated: bool) -> journal::Journal {
    journal::Journal::new(folder, Origin::of_process(simulated, env!("CARGO_PKG_VERSION")))
}

impl Verify {
    fn run(&self, journal: &journal::Journal) -> Result<u8, Trouble> {
        let verdict = journal.verify(self.head.as_deref())?;
        let printed = print(|out| writeln!(out, "{verdict}"));
        Ok(if verdict.is_fine() { printed } else { exit::ERROR })
    }
}
