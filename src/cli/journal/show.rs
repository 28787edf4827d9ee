//! `sagedeck journal show`: one act a line, the newest first.

use std::io::{self, Write};

use super::super::{complain, one_of, print};
use super::acts;
use crate::journal::{Journal, Trouble};
use crate::model::audit::json;
use crate::model::audit::{Act, Reading};
use crate::model::exit;
use crate::model::json::to_text;
use crate::model::time::rfc3339;
use crate::report::{Format, Title, grid, markdown};

#[derive(Debug, clap::Args)]
pub(super) struct Show {
    /// At most so many acts
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    /// How to print
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_parser = one_of(FORMATS))]
    output: Format,
}

const FORMATS: &[Format] = &[Format::Table, Format::Json, Format::Jsonl, Format::Csv, Format::Md];

impl Show {
    pub(super) fn run(&self, journal: &Journal) -> Result<u8, Trouble> {
        let reading = journal.acts(self.limit)?;
        let printed = print(|out| write(out, self.output, &reading.acts));
        self.tell(&reading);
        Ok(if printed == exit::FINE && !reading.unread.is_empty() { exit::PARTIAL } else { printed })
    }

    /// What is no act, in words, for the person behind the pipe.
    fn tell(&self, reading: &Reading) {
        for remark in &reading.remarks {
            complain(format!("{} {}: {}", rfc3339(remark.at), remark.by, remark.text));
        }
        for line in &reading.unread {
            complain(format!("not read: {line}"));
        }
        if reading.more {
            complain(format!("there are older acts than these {}; --limit shows more", self.limit));
        }
    }
}

fn write(out: &mut dyn Write, format: Format, all: &[Act]) -> io::Result<()> {
    let titles = acts::TITLES.map(|text| Title { text, right: false });
    let rows = || -> Vec<Vec<String>> { all.iter().map(acts::for_people).collect() };
    match format {
        Format::Csv => acts::csv(out, all),
        Format::Md => markdown::write(out, &titles, &rows()),
        Format::Table | Format::Name => grid::write(out, &titles, &rows()),
        Format::Jsonl => all.iter().try_for_each(|act| writeln!(out, "{}", to_text(&json(act), false))),
        Format::Json if all.is_empty() => writeln!(out, "[]"),
        Format::Json => {
            let objects: Vec<String> = all.iter().map(|act| to_text(&json(act), false)).collect();
            writeln!(out, "[\n{}\n]", objects.join(",\n"))
        }
    }
}
