//! `sagedeck doctor`: whether this machine, these credentials and this terminal can do the work, and what to do where
//! they cannot. It changes nothing in AWS and asks each account only who one is and whether notebooks may be listed.

use std::io::{self, IsTerminal, Write};

use super::get::gather::{Gathered, gather};
use super::get::needs::Needs;
use super::get::progress::Progress;
use super::print;
use crate::compose::{self, Flags, Judged, Program};
use crate::config::Found;
use crate::model::account::{Account, AccountState, Login, Via};
use crate::model::exit;
use crate::model::failure::Failure;
use crate::model::fetch::Severity;
use crate::model::kind::Kind;
use crate::model::text::Safe;
use crate::model::time::short_span;
use crate::store::LIMIT;
use crate::ui::color::{Charset, Depth};

/// One line of the answer.
enum Line {
    Head(&'static str),
    Fine(String),
    /// Worth knowing, nothing to do.
    Note(String),
    /// What is wrong and what to do.
    Bad(String, String),
}

pub(super) fn run(judged: &Judged, flags: &Flags) -> u8 {
    let program = compose::program(judged, flags);
    let mut progress = Progress::new();
    let needs = [(Kind::Notebook, Needs::default())];
    let mut lines = configuration(judged);
    if flags.offline {
        lines.push(Line::Head("Accounts"));
        lines.push(Line::Note("offline: none is asked".to_owned()));
    } else {
        let found = compose::wait(gather(&program.engine, &needs, &mut progress));
        progress.end();
        match found {
            Ok(found) => lines.extend(accounts(&found, program.now().as_second())),
            Err(code) => return code,
        }
    }
    lines.extend(journal(&program));
    lines.extend(store(judged, flags));
    lines.extend(network(judged, flags));
    lines.extend(terminal());
    let bad = lines.iter().filter(|line| matches!(line, Line::Bad(..))).count();
    let printed = print(|out| {
        lines.iter().try_for_each(|line| write_line(out, line))?;
        match bad {
            0 => writeln!(out, "\neverything that could be checked is fine"),
            1 => writeln!(out, "\n1 problem"),
            count => writeln!(out, "\n{count} problems"),
        }
    });
    if bad > 0 { exit::USAGE } else { printed }
}

fn write_line(out: &mut dyn Write, line: &Line) -> io::Result<()> {
    match line {
        Line::Head(text) => writeln!(out, "{text}"),
        Line::Fine(text) => writeln!(out, "  ok    {text}"),
        Line::Note(text) => writeln!(out, "  note  {text}"),
        Line::Bad(text, todo) if todo.is_empty() => writeln!(out, "  BAD   {text}"),
        Line::Bad(text, todo) => writeln!(out, "  BAD   {text}\n        what to do: {todo}"),
    }
}

fn configuration(judged: &Judged) -> Vec<Line> {
    let mut lines = vec![Line::Head("Configuration")];
    for file in &judged.consulted {
        lines.push(match file.found {
            Found::Read => Line::Fine(format!("{} was read", file.path)),
            Found::Absent => Line::Note(format!("{} is not there, which is fine", file.path)),
            Found::Broken => Line::Bad(
                format!("{} has a mistake", file.path),
                "`sagedeck check` shows the places; the console is read-only until they are right".to_owned(),
            ),
        });
    }
    lines.extend(judged.problems().map(|mistake| {
        let hint = mistake.hint.as_ref().map_or_else(|| "correct it".to_owned(), ToString::to_string);
        Line::Bad(mistake.headline(), hint)
    }));
    lines.push(match judged.settings.read_only {
        Some(why) => Line::Note(format!("read-only, because {why}")),
        None => Line::Note(
            "mode operate: actions are asked for one by one; --read-only rules them out".to_owned(),
        ),
    });
    lines
}

fn accounts(found: &Gathered, now: i64) -> Vec<Line> {
    let mut lines = vec![Line::Head("Accounts")];
    for notice in &found.notices {
        lines.push(match notice.severity {
            Severity::Info | Severity::Warning => Line::Note(notice.text.to_string()),
            // A notice says in its own sentence what to do.
            Severity::Error => Line::Bad(notice.text.to_string(), String::new()),
        });
    }
    for account in &found.accounts {
        lines.push(account_line(account, now));
    }
    // Failed logins stand with their account already.
    let of_login = |failure: &&Failure| {
        found.accounts.iter().any(|account| matches!(&account.login, Login::Failed(one) if one == *failure))
    };
    let others = found.incomplete.iter().filter(|failure| !of_login(failure));
    lines.extend(others.map(|failure| Line::Bad(where_and_what(failure), failure.todo.to_string())));
    if found.accounts.is_empty() && found.incomplete.is_empty() && found.notices.is_empty() {
        let todo = "configure a profile with `aws configure sso`, or name one with --profile";
        lines.push(Line::Bad("no account was found".to_owned(), todo.to_owned()));
    }
    lines
}

fn account_line(account: &Account, now: i64) -> Line {
    let via = match &account.via {
        Via::Profile(name) => format!("profile {name}"),
        Via::Role(role) => format!("role {role}"),
    };
    let regions: Vec<&str> = account.regions.iter().map(crate::model::scope::Region::as_str).collect();
    let place = format!("{} {} through {via}, regions {}", account.name, account.id, regions.join(" "));
    match &account.login {
        _ if account.state == AccountState::Suspended => Line::Note(format!("{place}: suspended, skipped")),
        Login::Unknown => Line::Note(format!("{place}: not tried")),
        Login::Ok { caller, expires, .. } => {
            let left = expires.map(|at| format!(", {} left", short_span(at.as_second() - now)));
            Line::Fine(format!("{place}: {caller}{}", left.unwrap_or_default()))
        }
        Login::Failed(failure) => Line::Bad(format!("{place}: {}", failure.what), failure.todo.to_string()),
    }
}

/// Whether an action could be written down now: nothing is done that cannot be.
fn journal(program: &Program) -> Vec<Line> {
    let line = match &program.journal {
        _ if program.permit.is_err() => Line::Note("read-only: nothing has to be written down".to_owned()),
        None => Line::Note("there is no home folder for it, so that no action is possible".to_owned()),
        Some(journal) => match journal.check().and_then(|()| journal.verify(None)) {
            Ok(verdict) if verdict.is_fine() => {
                let folder = Safe::new(journal.folder().to_string_lossy());
                Line::Fine(format!("{folder} can be written; {verdict}"))
            }
            Ok(verdict) => Line::Bad(
                verdict.to_string(),
                "keep it as evidence and move the folder away to begin a new journal".to_owned(),
            ),
            // It says itself what to do.
            Err(trouble) => Line::Bad(trouble.to_string(), String::new()),
        },
    };
    vec![Line::Head("Journal"), line]
}

/// Whether what is read can be remembered for the next start.
fn store(judged: &Judged, flags: &Flags) -> Vec<Line> {
    let line = match compose::keep(judged, flags) {
        _ if flags.demo.is_some() => Line::Note("demo: nothing is remembered".to_owned()),
        _ if !judged.settings.store => {
            Line::Note("nothing is remembered: --no-store or `store = false`".to_owned())
        }
        None => Line::Note("there is no home folder for it, so that nothing is remembered".to_owned()),
        Some(_) => match compose::stored(judged, flags) {
            Ok((place, bytes)) => {
                let size = bytes.div_ceil(1 << 20);
                Line::Fine(format!("{place} can be written; {size} MB, at most {} MB", LIMIT >> 20))
            }
            // It says itself what to do.
            Err(trouble) => Line::Bad(format!("nothing is remembered: {trouble}"), String::new()),
        },
    };
    vec![Line::Head("Store"), line]
}

fn where_and_what(failure: &Failure) -> String {
    let place = failure.place.to_string();
    if place.is_empty() { failure.what.to_string() } else { format!("{place}: {}", failure.what) }
}

fn network(judged: &Judged, flags: &Flags) -> Vec<Line> {
    let mut lines = vec![Line::Head("Network")];
    if flags.demo.is_some() {
        lines.push(Line::Note("demo: a simulated organization, no network at all".to_owned()));
        return lines;
    }
    match &judged.settings.endpoint_url {
        Some(url) => lines.push(Line::Note(format!("asks {url} instead of AWS"))),
        None => lines.push(Line::Fine("asks AWS, or whatever endpoints its configuration names".to_owned())),
    }
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"] {
        if let Some(value) = variable(name) {
            lines.push(Line::Note(format!("{name} is {}", Safe::new(without_login(&value)))));
        }
    }
    let bundle = judged.settings.ca_bundle.as_ref().map(|path| path.to_string_lossy().into_owned());
    match bundle.or_else(|| variable("AWS_CA_BUNDLE")) {
        Some(path) => lines.push(bundle_line(&path)),
        None => lines.push(Line::Fine("trusts the system's certificate authorities".to_owned())),
    }
    lines.push(Line::Note(
        "clock: not compared; AWS refuses calls when it is more than 5 minutes off, and that would stand above".to_owned(),
    ));
    lines
}

fn bundle_line(path: &str) -> Line {
    let shown = Safe::new(path);
    let todo = "name a readable PEM file in AWS_CA_BUNDLE or `ca_bundle`".to_owned();
    match std::fs::read_to_string(path) {
        Ok(text) if text.contains("-----BEGIN CERTIFICATE-----") => {
            Line::Fine(format!("trusts the certificate authorities in {shown}"))
        }
        Ok(_) => Line::Bad(format!("{shown} holds no PEM certificate"), todo),
        Err(error) => Line::Bad(format!("{shown}: {error}"), todo),
    }
}

fn terminal() -> Vec<Line> {
    let mut lines = vec![Line::Head("Terminal")];
    let (input, output) = (io::stdin().is_terminal(), io::stdout().is_terminal());
    if !input || !output {
        lines.push(Line::Note(
            "this is not a terminal here; the console needs one, commands do not".to_owned(),
        ));
    }
    let term = variable("TERM").unwrap_or_default();
    if term.is_empty() || term == "dumb" {
        let todo = "set TERM to what the terminal is, for example xterm-256color";
        lines.push(if output {
            Line::Bad(format!("TERM is `{}`", Safe::new(&term)), todo.to_owned())
        } else {
            Line::Note(format!("TERM is `{}`", Safe::new(&term)))
        });
    } else {
        lines.push(Line::Fine(format!("TERM {}, {}", Safe::new(&term), Depth::detect(variable).name())));
    }
    lines.push(match Charset::detect(variable) {
        Charset::Unicode => Line::Fine("the locale is UTF-8".to_owned()),
        Charset::Ascii => {
            Line::Note("the locale is not UTF-8: frames and glyphs are drawn in ASCII".to_owned())
        }
    });
    if variable("TMUX").is_some() {
        lines.push(Line::Note("tmux: copying needs `set -g set-clipboard on`".to_owned()));
    }
    lines
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// A proxy's address without the password that may stand in it.
fn without_login(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
        (None, Some((_, host))) => format!("…@{host}"),
        _ => url.to_owned(),
    }
}
