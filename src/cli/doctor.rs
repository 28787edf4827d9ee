//! `sagedeck doctor`: whether this machine, these credentials and this terminal can do the work, and what to do where
//! they cannot.
//!
//! Not here: any repair. It changes nothing in AWS and makes reads only. Invariant: what could not be found out is
//! said to be unknown and never to be fine.

use super::{complain, one_of, print};
use crate::compose::{self, Flags, Judged};
use crate::model::exit;
use crate::report::Format;

mod access;
mod clock;
mod configuration;
mod finding;
mod look;
mod network;
mod store;
mod terminal;

use finding::{Area, Finding, Level, write_json, write_text};
use look::look;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  sagedeck doctor --profile 'ds-*'          every account behind these profiles
  sagedeck doctor --org core                every account of the organization
  sagedeck doctor -o json | jq '.findings[] | select(.level == \"bad\")'

It makes reads only. Exit code 2 says that there is something to do.")]
pub(super) struct Doctor {
    /// How to print: for people, or as JSON
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_parser = one_of(&[Format::Table, Format::Json]))]
    output: Format,
}

impl Doctor {
    pub(super) fn run(&self, judged: &Judged, flags: &Flags) -> u8 {
        let program = compose::program(judged, flags);
        if !flags.offline && std::io::IsTerminal::is_terminal(&std::io::stderr()) {
            complain("asking the accounts; this takes two minutes at most");
        }
        let mut findings = configuration::findings(judged);
        if flags.offline {
            findings.push(Finding::note(Area::Accounts, "offline: none is asked"));
        } else {
            let looked = match compose::wait(look(&program.engine)) {
                Ok(looked) => looked,
                Err(code) => return code,
            };
            findings.extend(access::findings(&looked, program.now(), program.permit.is_ok()));
            findings.push(clock::finding(program.engine.skew()));
        }
        findings.extend(network::findings(judged, program.demo.is_some()));
        findings.extend(terminal::findings(judged));
        findings.push(store::finding(judged, flags));
        findings.push(configuration::journal(&program));
        let printed = print(|out| match self.output {
            Format::Json => write_json(out, &findings),
            _ => write_text(out, &findings, terminal::width()),
        });
        let bad = |finding: &Finding| finding.level == Level::Bad;
        if findings.iter().any(bad) { exit::USAGE } else { printed }
    }
}
