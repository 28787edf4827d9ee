//! What a person does with a log: open, follow, go back in time, search.

use super::{Logs, Reading, arrive::PAUSE_S};
use crate::app::detail::thousands;
use crate::app::model::Model;
use crate::app::msg::Effect;
use crate::model::fetch::{Fetch, LogFrom, Priority, Severity, Target};
use crate::model::text::Safe;
use crate::model::time::absolute;

/// Opens the streams of a resource. Another resource's lines go; the same resource's stay.
pub(in crate::app) fn open(model: &mut Model, target: Target, out: &mut Vec<Effect>) {
    if model.logs.target.as_ref() != Some(&target) {
        drop_reading(model, out);
        let Logs { pick, stream_pick, wrap, times, .. } = model.logs;
        let account = model.fleet.account(target.scope.account).map(|account| account.name.clone());
        model.logs = Logs { target: Some(target), account, wrap, times, ..Logs::default() };
        model.logs.pick.height = pick.height;
        model.logs.stream_pick.height = stream_pick.height;
    }
    if model.logs.streams.is_empty() {
        ask_streams(model, out);
    }
}

pub(in crate::app) fn ask_streams(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(target) = model.logs.target.clone() else { return };
    if let Some(id) = model.jobs.ask(Fetch::Streams(target), Priority::Visible, out) {
        model.logs.streams_reading = Reading::Asked(id);
    }
}

/// Reads the end of a stream.
pub(in crate::app) fn open_stream(model: &mut Model, stream: Safe, out: &mut Vec<Effect>) {
    if let Reading::Asked(id) = model.logs.reading {
        model.jobs.cancel(id, out);
    }
    let logs = &mut model.logs;
    logs.stream = Some(stream);
    logs.lines.clear();
    logs.dropped = 0;
    logs.at_start = false;
    (logs.forward, logs.backward, logs.next_poll) = (None, None, None);
    logs.pause_s = PAUSE_S;
    logs.follow = true;
    logs.choosing = false;
    logs.refresh_shown();
    ask(model, LogFrom::Tail, out);
}

/// Asks for what was written since, when it is time and somebody follows.
pub(in crate::app) fn poll(model: &mut Model, out: &mut Vec<Effect>) {
    let due = model.logs.next_poll.is_some_and(|next| next <= model.now);
    if due && model.logs.follow {
        ask_newer(model, out);
    }
}

pub(in crate::app) fn ask_newer(model: &mut Model, out: &mut Vec<Effect>) {
    let from = model.logs.forward.clone().map_or(LogFrom::Tail, LogFrom::After);
    if from == LogFrom::Tail {
        // Without a place to go on from, the end is read anew.
        model.logs.lines.clear();
        model.logs.refresh_shown();
    }
    ask(model, from, out);
}

/// Asks for what was written before the first line.
pub(in crate::app) fn ask_older(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(token) = model.logs.backward.clone().filter(|_| !model.logs.at_start) {
        ask(model, LogFrom::Before(token), out);
    }
}

fn ask(model: &mut Model, from: LogFrom, out: &mut Vec<Effect>) {
    if matches!(model.logs.reading, Reading::Asked(_)) {
        return;
    }
    let (Some(target), Some(stream)) = (model.logs.target.clone(), model.logs.stream.clone()) else { return };
    let backwards = matches!(from, LogFrom::Before(_));
    if let Some(id) = model.jobs.ask(Fetch::Events { target, stream, from }, Priority::Visible, out) {
        model.logs.reading = Reading::Asked(id);
        model.logs.backwards = backwards;
    }
}

fn drop_reading(model: &mut Model, out: &mut Vec<Effect>) {
    for reading in [model.logs.reading.clone(), model.logs.streams_reading.clone()] {
        if let Reading::Asked(id) = reading {
            model.jobs.cancel(id, out);
        }
    }
}

impl Logs {
    /// Turns following on or off; on means that the end is in sight.
    pub(in crate::app) fn toggle_follow(&mut self) {
        self.follow = !self.follow;
        if self.follow {
            self.pick.go(self.shown.len());
            self.pause_s = PAUSE_S;
            self.next_poll = self.next_poll.map(|_| jiff::Timestamp::MIN);
        }
    }

    /// Goes to the next hit, or the one before, and round at the ends.
    pub(in crate::app) fn seek(&mut self, forward: bool) -> Sought {
        let here = self.pick.at;
        let (ahead, round) = if forward {
            (self.hit_lines.iter().find(|at| **at > here), self.hit_lines.first())
        } else {
            (self.hit_lines.iter().rev().find(|at| **at < here), self.hit_lines.last())
        };
        let (Some(at), sought) = (match ahead {
            Some(at) => (Some(*at), Sought::Found),
            None => (round.copied(), Sought::Wrapped),
        }) else {
            return Sought::Nothing;
        };
        self.follow = false;
        self.pick.go(at);
        sought
    }
}

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Sought {
    Found,
    /// It went on from the other end.
    Wrapped,
    Nothing,
}

/// Goes to a hit and says what else is to be known about it.
pub(in crate::app) fn seek(model: &mut Model, forward: bool) {
    let text = match model.logs.seek(forward) {
        Sought::Found => return,
        Sought::Nothing => {
            let logs = &model.logs;
            let lines = match logs.shown.len() {
                1 => "1 line".to_owned(),
                count => format!("{} lines", thousands(count)),
            };
            let older = if logs.at_start { "" } else { "; older lines are not read yet" };
            format!("none in {lines}{older}")
        }
        Sought::Wrapped if forward => "wrapped: on from the first line".to_owned(),
        Sought::Wrapped => "wrapped: on from the last line".to_owned(),
    };
    model.say(Severity::Info, text);
}

/// What a line says that tells of an error, in lower case. Words of Python, of SageMaker's containers and of the kernel.
const ERRORS: [&str; 9] = [
    "error",
    "exception",
    "traceback",
    "critical",
    "fatal",
    "killed",
    "out of memory",
    "oomkilled",
    "panicked",
];

/// Goes to the next line behind the cursor that tells of an error; while the end is followed, to the first of all.
pub(in crate::app) fn error(model: &mut Model) {
    let logs = &mut model.logs;
    let tells = |at: &usize| {
        let line = logs.shown.get(*at).and_then(|line| logs.lines.get(*line));
        line.is_some_and(|line| {
            let text = line.message.shown().to_lowercase();
            ERRORS.iter().any(|word| text.contains(word))
        })
    };
    let from = if logs.follow { 0 } else { logs.pick.at + 1 };
    let count = logs.shown.len();
    let Some(at) = (from..count).find(tells).or_else(|| (0..from.min(count)).find(tells)) else {
        let older = if logs.at_start { "" } else { "; older lines are not read yet" };
        let text = format!("no line tells of an error{older}");
        return model.say(Severity::Info, text);
    };
    logs.follow = false;
    logs.pick.go(at);
}

/// Shows the lines in the pager, times in front.
pub(in crate::app) fn pager(model: &mut Model, out: &mut Vec<Effect>) {
    let logs = &model.logs;
    if logs.shown.is_empty() {
        return model.say(Severity::Info, "There are no lines here");
    }
    let lines = logs.shown.iter().filter_map(|at| logs.lines.get(*at));
    let lines: Vec<String> =
        lines.map(|line| format!("{} {}", absolute(line.at), line.message.shown())).collect();
    out.push(Effect::Pager(lines.join("\n") + "\n"));
}
