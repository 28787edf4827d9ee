//! Reads deeds back: an intent is joined with its answer and its outcome, in whatever files they are.
//!
//! Invariant: memory is bounded by what is asked for, not by the journal. No line is left out without a word.

use std::collections::{BTreeSet, HashMap, VecDeque};

use super::disk::Folder;
use super::lines::Line;
use super::record::{self, Record};
use super::seal::is_json;
use super::trouble::Trouble;
use crate::model::audit::{Act, Reading, Remark};
use crate::model::text::Safe;

/// So many lines that cannot be read are told one by one.
const TOLD: usize = 100;

/// The newest acts and remarks, at most so many of each. Somebody must hold the lock.
pub(super) fn acts(folder: &Folder, most: usize) -> Result<Reading, Trouble> {
    let mut found = Found::new(most);
    let mut unread = Unread::default();
    // The last line of all may be torn, as `verify` says it; any other that is no entry is damage.
    let mut last: Option<(String, usize, Broken)> = None;
    each(folder, |file, line| {
        if let Some((file, number, broken)) = last.take() {
            unread.tell(&file, number, &broken.why);
        }
        match read(line) {
            Ok(record) => found.take(record),
            Err(broken) => last = Some((file.to_owned(), line.number, broken)),
        }
    })?;
    if let Some((file, number, broken)) = last {
        let torn = broken
            .torn
            .map(|bytes| format!("is a torn line of {bytes} bytes, which the next entry sets aside"));
        unread.tell(&file, number, &torn.unwrap_or(broken.why));
    }
    Ok(Reading {
        acts: found.acts.into_iter().rev().collect(),
        remarks: found.remarks.into_iter().rev().collect(),
        unread: unread.told(),
        more: found.dropped > 0,
    })
}

/// Acts without an outcome whose process is none of these, the newest first: simulated ones, or real ones.
pub(super) fn unresolved(
    folder: &Folder,
    alive: &BTreeSet<String>,
    simulated: bool,
) -> Result<Vec<Act>, Trouble> {
    let mut open = HashMap::new();
    each(folder, |_, line| match read(line) {
        Ok(Record::Intent(act)) if act.simulated == simulated && !alive.contains(act.run.raw()) => {
            open.insert(act.id.clone(), *act);
        }
        Ok(Record::Outcome(id, _)) => {
            open.remove(&id);
        }
        Ok(Record::Answer(id, answer)) => {
            if let Some(act) = open.get_mut(&id) {
                act.answer = Some(answer);
            }
        }
        _ => {}
    })?;
    let mut open: Vec<Act> = open.into_values().collect();
    open.sort_by_key(|act| std::cmp::Reverse(act.seq));
    Ok(open)
}

/// All lines of all files in their order.
fn each(folder: &Folder, mut take: impl FnMut(&str, &Line)) -> Result<(), Trouble> {
    for file in folder.months()? {
        for line in folder.lines(&file)? {
            let line =
                line.map_err(|error| Trouble::io("the file cannot be read", &folder.place(&file), &error))?;
            take(&file, &line);
        }
    }
    Ok(())
}

/// A line that is no entry.
struct Broken {
    why: String,
    /// How many bytes it has, if a crash may have left it so.
    torn: Option<usize>,
}

fn read(line: &Line) -> Result<Record, Broken> {
    let Some(bytes) = &line.bytes else {
        return Err(Broken { why: "is longer than 1 MiB".to_owned(), torn: None });
    };
    let torn = (!line.ended || !is_json(bytes)).then_some(bytes.len());
    // It was never said to be written: nothing may rest on it.
    if !line.ended {
        return Err(Broken { why: "is torn".to_owned(), torn });
    }
    record::parse(bytes).map_err(|error| Broken { why: format!("is no entry: {error}"), torn })
}

/// What is kept while reading.
struct Found {
    most: usize,
    acts: VecDeque<Act>,
    remarks: VecDeque<Remark>,
    /// How many acts had to make room.
    dropped: usize,
    /// Each act's number, counted with those that were dropped.
    numbers: HashMap<Safe, usize>,
}

impl Found {
    fn new(most: usize) -> Self {
        let (acts, remarks) = (VecDeque::new(), VecDeque::new());
        Self { most, acts, remarks, dropped: 0, numbers: HashMap::new() }
    }

    fn take(&mut self, record: Record) {
        match record {
            Record::Intent(act) => {
                self.numbers.insert(act.id.clone(), self.dropped + self.acts.len());
                self.acts.push_back(*act);
                if self.acts.len() > self.most
                    && let Some(oldest) = self.acts.pop_front()
                {
                    self.numbers.remove(&oldest.id);
                    self.dropped += 1;
                }
            }
            Record::Answer(id, answer) => {
                if let Some(act) = self.act(&id) {
                    act.answer = Some(answer);
                }
            }
            Record::Outcome(id, outcome) => {
                if let Some(act) = self.act(&id) {
                    act.outcome = Some(outcome);
                }
            }
            Record::Remark(remark) => {
                self.remarks.push_back(remark);
                if self.remarks.len() > self.most {
                    self.remarks.pop_front();
                }
            }
        }
    }

    /// Nothing when it had to make room.
    fn act(&mut self, id: &Safe) -> Option<&mut Act> {
        let number = self.numbers.get(id)?.checked_sub(self.dropped)?;
        self.acts.get_mut(number)
    }
}

/// Lines that cannot be read; the first ones are told, the others counted.
#[derive(Default)]
struct Unread {
    lines: Vec<Safe>,
    others: usize,
}

impl Unread {
    fn tell(&mut self, file: &str, line: usize, why: &str) {
        if self.lines.len() < TOLD {
            self.lines.push(Safe::new(format!("{file}:{line}: {why}")));
        } else {
            self.others += 1;
        }
    }

    fn told(mut self) -> Vec<Safe> {
        if self.others > 0 {
            self.lines.push(Safe::new(format!("and {} more lines", self.others)));
        }
        self.lines
    }
}
