//! The command line: the console, and the same engine without the screen. One file a subcommand.
//!
//! Invariant: standard output holds data only, standard error words only; nothing that a terminal would obey is in
//! either. Exit codes are those of [`exit`].

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand};

use crate::app::open::Locator;
use crate::compose::{self, Flags, Judged};
use crate::model::exit;
use crate::model::text::Safe;
use crate::report::Format;
use crate::source::Diagnostic;

mod act;
mod check;
mod completions;
mod doctor;
mod get;
mod iam_policy;
mod init;
mod journal;
mod keys;
mod kinds;
mod log;
mod man;
mod redact;
mod rules;
mod themes;

/// A terminal console for enterprise machine-learning platforms on AWS, across many accounts
#[derive(Debug, Parser)]
#[command(
    name = "sagedeck",
    version,
    about,
    disable_help_subcommand = true,
    after_help = "\
Without a command the console opens. To begin:
  sagedeck --demo                    look around: no network, no credentials
  sagedeck --profile 'ds-*'          your own accounts, one a profile
  sagedeck --org core --read-only    a whole organization, only to look
  sagedeck doctor                    what is missing, and what to do about it
  sagedeck init                      a first configuration file
  sagedeck man | man -l -            keys, filters, settings, exit codes"
)]
struct Cli {
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print the resources of a kind
    Get(get::Get),
    /// Do one thing to one resource: plan, confirmation, journal and proof as in the console
    Act(act::Act),
    /// Print the IAM policy of what the program can call
    IamPolicy(iam_policy::IamPolicy),
    /// Check configuration, policy, keymaps and themes; tell every mistake with its place
    Check,
    /// Print the keys of the keymap in use
    Keys(keys::Keys),
    /// List the themes that can be chosen
    Themes,
    /// List the kinds of resources
    Kinds,
    /// Print the rules' settings
    Rules(rules::Rules),
    /// Show, check or copy the record of what this program did
    Journal(journal::Journal),
    /// Look at credentials, permissions, clock, network and terminal; tell what to do
    Doctor(doctor::Doctor),
    /// Open the console with the cursor on one resource
    Open(Open),
    /// Write a first, commented configuration file from the profiles of this machine
    Init(init::Init),
    /// Print the manual page; to read it: `sagedeck man | man -l -`
    Man,
    /// Print a completion script
    Completions(completions::Completions),
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  sagedeck open arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/churn
  sagedeck open 'https://eu-west-1.console.aws.amazon.com/sagemaker/home?...' --org core")]
struct Open {
    /// An ARN, or the address of a resource's page in the AWS console
    #[arg(value_name = "ARN|URL")]
    target: String,
}

/// The whole program.
pub fn main() -> ExitCode {
    ExitCode::from(run(std::env::args_os()))
}

fn run(arguments: impl Iterator<Item = OsString>) -> u8 {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    match &cli.command {
        // What needs neither files nor AWS works whatever is wrong with them.
        Some(Command::Kinds) => kinds::run(),
        Some(Command::Rules(rules)) => rules.run(),
        Some(Command::Journal(journal)) => journal.run(cli.flags.demo.is_some()),
        Some(Command::IamPolicy(policy)) => policy.run(&cli.flags),
        Some(Command::Completions(completions)) => completions.run(),
        Some(Command::Init(init)) => init.run(&cli.flags),
        Some(Command::Man) => man::run(),
        command => with_files(command.as_ref(), &cli.flags),
    }
}

fn with_files(command: Option<&Command>, flags: &Flags) -> u8 {
    let judged = compose::judge(flags);
    if let Some(path) = &judged.settings.log_file
        && let Err(error) = log::to_file(path, flags.log_level.into())
    {
        complain(format!("log file {}: {error}", path.display()));
        return exit::USAGE;
    }
    tracing::info!(version = env!("CARGO_PKG_VERSION"), demo = flags.demo.is_some(), "started");
    for mistake in judged.problems() {
        tracing::warn!(mistake = %mistake.headline(), "in the files");
    }
    match command {
        Some(Command::Get(get)) => get.run(&judged, flags),
        Some(Command::Act(act)) => act.run(&judged, flags),
        Some(Command::Check) => check::run(&judged),
        Some(Command::Keys(keys)) => keys.run(&judged),
        Some(Command::Themes) => themes::run(&judged),
        Some(Command::Doctor(doctor)) => doctor.run(&judged, flags),
        Some(Command::Open(open)) if Locator::parse(&open.target).is_none() => {
            let typed = Safe::new(&open.target);
            complain(format!(
                "`{typed}` is neither an ARN nor a console address; `sagedeck open arn:aws:sagemaker:…`"
            ));
            exit::USAGE
        }
        Some(Command::Open(open)) => console(&judged, flags, Some(&open.target)),
        _ => console(&judged, flags, None),
    }
}

/// The console needs a terminal; without one there is nothing that it could do.
fn console(judged: &Judged, flags: &Flags, open: Option<&str>) -> u8 {
    match compose::console(judged, flags, open) {
        Ok(code) => code,
        Err(no_terminal) => {
            complain(no_terminal.to_string());
            exit::USAGE
        }
    }
}

/// Prints clap's words: help and version to standard output, mistakes to standard error.
fn usage(error: &clap::Error) -> u8 {
    // What was typed is repeated in the words, so it must not reach the terminal as it is.
    let words = Safe::block(error.render().to_string());
    if error.use_stderr() {
        let _ = write!(io::stderr(), "{words}");
        return exit::USAGE;
    }
    print(|out| write!(out, "{words}"))
}

/// Writes to standard output. A reader that has gone away is no mistake.
fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> u8 {
    let mut out = io::BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Ok(()) => exit::FINE,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => exit::FINE,
        Err(error) => {
            complain(format!("standard output: {error}"));
            exit::ERROR
        }
    }
}

/// One line or block on standard error.
fn complain(words: impl AsRef<str>) {
    let _ = writeln!(io::stderr(), "sagedeck: {}", Safe::block(words));
}

/// Tells mistakes that the command can live with.
fn warn<'a>(mistakes: impl IntoIterator<Item = &'a Diagnostic>) {
    for mistake in mistakes {
        complain(mistake.to_string());
    }
}

/// What is likely to be a slip of the pen.
fn remark(judged: &Judged) {
    for remark in &judged.remarks {
        complain(format!("warning: {remark}"));
    }
}

/// Takes one of these formats, and says which there are.
fn one_of(formats: &'static [Format]) -> impl TypedValueParser<Value = Format> {
    let names = formats.iter().map(|format| PossibleValue::new(format.name()));
    PossibleValuesParser::new(names).try_map(|word| Format::parse(&word).ok_or("no format"))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
