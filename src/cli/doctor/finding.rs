//! One thing that was found out, and how a list of them is printed: for people, or as JSON.

use std::io::{self, Write};

use serde_json::{Map, Value, json};
use unicode_width::UnicodeWidthStr;

use crate::model::account::Account;
use crate::model::json::to_text;
use crate::model::scope::AccountId;
use crate::model::text::Safe;

/// What a finding is about; they are printed in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Area {
    Configuration,
    Accounts,
    Clock,
    Network,
    Terminal,
    Store,
    Journal,
}

impl Area {
    const ALL: [Self; 7] = [
        Self::Configuration,
        Self::Accounts,
        Self::Clock,
        Self::Network,
        Self::Terminal,
        Self::Store,
        Self::Journal,
    ];

    const fn title(self) -> &'static str {
        match self {
            Self::Configuration => "Configuration",
            Self::Accounts => "Accounts",
            Self::Clock => "Clock",
            Self::Network => "Network",
            Self::Terminal => "Terminal",
            Self::Store => "Store",
            Self::Journal => "Journal",
        }
    }
}

/// How good it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    Fine,
    /// Worth knowing, nothing to do.
    Note,
    /// It could not be found out.
    Unknown,
    /// There is something to do.
    Bad,
}

impl Level {
    const fn sign(self) -> &'static str {
        match self {
            Self::Fine => "ok  ",
            Self::Note => "note",
            Self::Unknown => "?   ",
            Self::Bad => "BAD ",
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Fine => "ok",
            Self::Note => "note",
            Self::Unknown => "unknown",
            Self::Bad => "bad",
        }
    }
}

/// One thing that was found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub area: Area,
    pub level: Level,
    /// What, and where.
    pub what: Safe,
    /// More about it, a line each.
    pub more: Vec<Safe>,
    /// Name and number of the account that it is about, for those that say the same of many.
    pub of: Option<(Safe, AccountId)>,
    /// What to do; empty where there is nothing, or where the sentence says it itself.
    pub todo: Safe,
}

impl Finding {
    fn new(area: Area, level: Level, what: impl AsRef<str>) -> Self {
        Self { area, level, what: Safe::new(what), more: Vec::new(), of: None, todo: Safe::new("") }
    }

    pub(super) fn fine(area: Area, what: impl AsRef<str>) -> Self {
        Self::new(area, Level::Fine, what)
    }

    pub(super) fn note(area: Area, what: impl AsRef<str>) -> Self {
        Self::new(area, Level::Note, what)
    }

    pub(super) fn unknown(area: Area, what: impl AsRef<str>) -> Self {
        Self::new(area, Level::Unknown, what)
    }

    pub(super) fn bad(area: Area, what: impl AsRef<str>, todo: impl AsRef<str>) -> Self {
        Self::new(area, Level::Bad, what).todo(todo)
    }

    #[must_use]
    pub(super) fn todo(mut self, todo: impl AsRef<str>) -> Self {
        self.todo = Safe::new(todo);
        self
    }

    /// It is about this account, whose name its sentence begins with.
    #[must_use]
    pub(super) fn of(mut self, account: &Account) -> Self {
        self.of = Some((account.name.clone(), account.id));
        self
    }

    #[must_use]
    pub(super) fn more(mut self, line: impl AsRef<str>) -> Self {
        self.more.push(Safe::new(line));
        self
    }
}

impl Finding {
    /// The same without what is of its account alone; itself where it is about none.
    fn of_any_account(&self) -> Self {
        let Some((name, id)) = &self.of else { return self.clone() };
        let id = id.to_string();
        let Some(rest) = self.what.raw().strip_prefix(name.raw()) else { return self.clone() };
        let rest = rest.strip_prefix(&format!(" {id}")).unwrap_or(rest);
        let any = |text: &str| Safe::new(text.replace(&id, "<account>"));
        Self {
            what: any(rest),
            more: self.more.iter().map(|line| any(line.raw())).collect(),
            todo: any(self.todo.raw()),
            of: None,
            ..self.clone()
        }
    }
}

/// Where the lines below a finding begin.
const INDENT: usize = 8;

/// For people, under a head for each area; lines are broken at that many columns.
pub(super) fn write_text(out: &mut dyn Write, findings: &[Finding], width: usize) -> io::Result<()> {
    for area in Area::ALL {
        let of_area: Vec<&Finding> = findings.iter().filter(|finding| finding.area == area).collect();
        if of_area.is_empty() {
            continue;
        }
        writeln!(out, "{}", area.title())?;
        for finding in &alike(&of_area) {
            write!(out, "  {}  ", finding.level.sign())?;
            write_words(out, finding.what.shown(), width)?;
            for line in &finding.more {
                write!(out, "{:INDENT$}", "")?;
                write_words(out, line.shown(), width)?;
            }
            if !finding.todo.raw().is_empty() {
                write!(out, "{:INDENT$}", "")?;
                write_words(out, &format!("what to do: {}", finding.todo), width)?;
            }
        }
    }
    let count = |level: Level| findings.iter().filter(|finding| finding.level == level).count();
    let unknown = match count(Level::Unknown) {
        0 => String::new(),
        1 => "; 1 thing could not be found out".to_owned(),
        more => format!("; {more} things could not be found out"),
    };
    match count(Level::Bad) {
        0 => writeln!(out, "\neverything that could be checked is fine{unknown}"),
        1 => writeln!(out, "\n1 problem{unknown}"),
        problems => writeln!(out, "\n{problems} problems{unknown}"),
    }
}

/// Account names that are told of a group.
const NAMED: usize = 8;

/// The findings with one in place of all that say the same of several accounts.
fn alike(findings: &[&Finding]) -> Vec<Finding> {
    let mut groups: Vec<(Finding, Vec<&Finding>)> = Vec::new();
    for finding in findings {
        let common = finding.of_any_account();
        match groups.iter_mut().find(|(known, _)| common.of.is_none() && *known == common) {
            Some((_, all)) => all.push(finding),
            None => groups.push((common, vec![finding])),
        }
    }
    let told = |(common, all): (Finding, Vec<&Finding>)| match all.as_slice() {
        [one] => (*one).clone(),
        all => {
            let names: Vec<&str> =
                all.iter().filter_map(|one| one.of.as_ref()).map(|(name, _)| name.raw()).collect();
            let more = names.len().saturating_sub(NAMED);
            let more = if more > 1 { more } else { 0 };
            let end = if more > 0 { format!(" and {more} more; -o json has all") } else { String::new() };
            let named: Vec<&str> = names.iter().take(names.len() - more).copied().collect();
            let mut one = common;
            one.what = Safe::new(format!("{} accounts{}", all.len(), one.what.raw()));
            one.more(format!("{}{end}", named.join(", ")))
        }
    };
    groups.into_iter().map(told).collect()
}

/// Writes a line that begins at [`INDENT`], and goes on there where it has to be broken.
fn write_words(out: &mut dyn Write, words: &str, width: usize) -> io::Result<()> {
    let mut at = INDENT;
    for (number, word) in words.split(' ').enumerate() {
        let wide = word.width();
        if number > 0 && at + 1 + wide > width {
            write!(out, "\n{:INDENT$}{word}", "")?;
            at = INDENT + wide;
        } else {
            let space = if number > 0 { " " } else { "" };
            write!(out, "{space}{word}")?;
            at += space.len() + wide;
        }
    }
    writeln!(out)
}

/// For a machine: one object, absent is not known.
pub(super) fn write_json(out: &mut dyn Write, findings: &[Finding]) -> io::Result<()> {
    let all: Vec<Value> = findings.iter().map(object).collect();
    let bad = findings.iter().filter(|finding| finding.level == Level::Bad).count();
    writeln!(out, "{}", to_text(&json!({ "problems": bad, "findings": all }), true))
}

fn object(finding: &Finding) -> Value {
    let mut object = Map::new();
    object.insert("area".to_owned(), Value::from(finding.area.title().to_lowercase()));
    object.insert("level".to_owned(), Value::from(finding.level.word()));
    object.insert("what".to_owned(), Value::from(finding.what.raw()));
    if !finding.more.is_empty() {
        let more: Vec<&str> = finding.more.iter().map(Safe::raw).collect();
        object.insert("more".to_owned(), Value::from(more));
    }
    if !finding.todo.raw().is_empty() {
        object.insert("todo".to_owned(), Value::from(finding.todo.raw()));
    }
    Value::Object(object)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_broken_between_words_and_go_on_below_their_beginning() {
        let mut text = Vec::new();
        let finding = Finding::fine(Area::Clock, "one two three").more("an-unbreakably-long-word next");
        write_text(&mut text, &[finding], 16).unwrap();
        let text = String::from_utf8(text).unwrap();
        let lines = "Clock\n  ok    one two\n        three\n        an-unbreakably-long-word\n        next\n";
        assert!(text.starts_with(lines), "{text}");
    }

    #[test]
    fn what_is_unknown_is_counted_beside_what_is_bad() {
        let findings = [
            Finding::unknown(Area::Clock, "not compared"),
            Finding::fine(Area::Accounts, "in"),
            Finding::bad(Area::Accounts, "a\u{1b}[2J", "do it").more("why"),
        ];
        let mut text = Vec::new();
        write_text(&mut text, &findings, usize::MAX).unwrap();
        let text = String::from_utf8(text).unwrap();
        let (accounts, clock) = (text.find("Accounts\n").unwrap(), text.find("Clock\n").unwrap());
        assert!(accounts < clock && !text.contains('\u{1b}'), "{text}");
        assert!(text.ends_with("\n1 problem; 1 thing could not be found out\n"), "{text}");
        let mut text = Vec::new();
        write_json(&mut text, &findings).unwrap();
        assert!(!text.contains(&0x1b));
        let json: Value = serde_json::from_slice(&text).unwrap();
        assert_eq!((&json["problems"], &json["findings"][0]["level"]), (&json!(1), &json!("unknown")));
        assert_eq!(json["findings"][2]["more"], json!(["why"]));
    }

    #[test]
    fn what_is_the_same_of_many_accounts_is_told_once_and_json_keeps_all() {
        let account = |number: u64, name: &str| {
            let id: AccountId = format!("{number:012}").parse().unwrap();
            let what = format!("{name} eu-west-1: x:Read is missing");
            let finding = Finding::bad(Area::Accounts, what, "add it");
            Finding { of: Some((Safe::new(name), id)), ..finding.more(format!("arn:aws:sts::{id}:role/Ops")) }
        };
        let mut findings: Vec<Finding> =
            (1..=10).map(|number| account(number, &format!("a{number}"))).collect();
        findings.push(Finding { todo: Safe::new("ask"), ..account(11, "other") });
        let mut text = Vec::new();
        write_text(&mut text, &findings, usize::MAX).unwrap();
        let text = String::from_utf8(text).unwrap();
        assert!(text.contains("10 accounts eu-west-1: x:Read is missing\n"), "{text}");
        assert!(text.contains("arn:aws:sts::<account>:role/Ops\n"), "{text}");
        assert!(text.contains("a1, a2, a3, a4, a5, a6, a7, a8 and 2 more; -o json has all\n"), "{text}");
        assert!(text.contains("other eu-west-1: x:Read") && text.contains("sts::000000000011:"), "{text}");
        assert!(text.ends_with("11 problems\n"), "{text}");
        let mut json = Vec::new();
        write_json(&mut json, &findings).unwrap();
        let json: Value = serde_json::from_slice(&json).unwrap();
        assert_eq!(json["findings"].as_array().unwrap().len(), 11);
    }
}
