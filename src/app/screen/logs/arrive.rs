//! Streams and lines as they come in.

use jiff::Timestamp;

use super::{KEPT, Logs, Reading, act, holds};
use crate::app::model::Model;
use crate::app::msg::Effect;
use crate::model::failure::Failure;
use crate::model::fetch::JobId;
use crate::model::logs::{LogPage, LogStream};

/// Seconds between two askings while something comes, and at most.
pub(super) const PAUSE_S: i64 = 2;
const LONGEST_PAUSE_S: i64 = 30;

pub(in crate::app) fn streams(
    model: &mut Model,
    id: JobId,
    mut streams: Vec<LogStream>,
    out: &mut Vec<Effect>,
) {
    let logs = &mut model.logs;
    if logs.streams_reading != Reading::Asked(id) {
        return;
    }
    streams.sort_by(|a, b| b.last_event.cmp(&a.last_event).then_with(|| a.name.cmp(&b.name)));
    logs.streams = streams;
    logs.stream_pick.fit(logs.streams.len(), logs.stream_pick.height);
    if logs.stream.is_none()
        && let Some(first) = usual(&logs.streams).cloned()
    {
        act::open_stream(model, first.name, out);
    }
}

/// The stream that one mostly wants: the notebook server's own, else the one that was written last.
fn usual(streams: &[LogStream]) -> Option<&LogStream> {
    streams.iter().find(|stream| stream.name.raw().ends_with("/jupyter.log")).or_else(|| streams.first())
}

pub(in crate::app) fn events(model: &mut Model, id: JobId, page: LogPage) {
    let logs = &mut model.logs;
    if logs.reading != Reading::Asked(id) || logs.stream.as_ref() != Some(&page.stream) {
        return;
    }
    let came = page.lines.len();
    if logs.backwards {
        // The beginning is reached when there is no token before it, or an unchanged one.
        logs.at_start = page.backward.is_none() || page.backward == logs.backward;
        logs.backward = page.backward.or(logs.backward.take());
        let under = logs.shown.get(logs.pick.at).copied();
        for line in page.lines.into_iter().rev() {
            logs.lines.push_front(line);
        }
        while logs.lines.len() > KEPT {
            logs.lines.pop_back();
            logs.dropped += 1;
            // What follows the lines that are left is not what the token would bring.
            logs.forward = None;
        }
        logs.refresh_shown();
        // The cursor stays on its line, which is now further down.
        let at = under.and_then(|under| logs.shown.iter().position(|line| *line == under + came));
        logs.pick.go(at.unwrap_or(0));
        return;
    }
    if logs.forward.is_none() {
        logs.backward.clone_from(&page.backward);
        logs.at_start = page.backward.is_none();
    }
    logs.forward = page.forward.or(logs.forward.take());
    logs.pause_s = if came > 0 { PAUSE_S } else { (logs.pause_s * 2).min(LONGEST_PAUSE_S) };
    logs.append(page.lines);
}

pub(in crate::app) fn done(model: &mut Model, id: JobId, at: Timestamp) {
    let now = model.now;
    let logs = &mut model.logs;
    if logs.streams_reading == Reading::Asked(id) {
        logs.streams_reading = Reading::Done(at);
    }
    if logs.reading == Reading::Asked(id) {
        logs.reading = Reading::Done(at);
        logs.next_poll = Some(after(now, logs.pause_s));
    }
}

pub(in crate::app) fn failed(model: &mut Model, id: JobId, failure: Failure, at: Timestamp) {
    let now = model.now;
    let logs = &mut model.logs;
    if logs.streams_reading == Reading::Asked(id) {
        logs.streams_reading = Reading::Failed(Box::new(failure), at);
    } else if logs.reading == Reading::Asked(id) {
        logs.reading = Reading::Failed(Box::new(failure), at);
        logs.pause_s = LONGEST_PAUSE_S;
        logs.next_poll = Some(after(now, logs.pause_s));
    }
}

fn after(now: Timestamp, seconds: i64) -> Timestamp {
    now.checked_add(jiff::SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MAX)
}

impl Logs {
    /// New lines at the end. While following, the end stays in sight; else the cursor stays on its line.
    fn append(&mut self, lines: Vec<crate::model::logs::LogLine>) {
        let at_end = self.pick.at + 1 >= self.shown.len();
        let under = self.shown.get(self.pick.at).copied();
        self.lines.extend(lines);
        let mut fell = 0;
        while self.lines.len() > KEPT {
            self.lines.pop_front();
            fell += 1;
        }
        self.dropped += fell as u64;
        if fell > 0 {
            // What stands before the lines that are left is not what the token would bring.
            self.backward = None;
            self.at_start = false;
        }
        self.refresh_shown();
        let line = under.map(|under| under.saturating_sub(fell));
        let at = match line {
            Some(line) if !(self.follow && at_end) => self.shown.partition_point(|shown| *shown < line),
            _ => self.shown.len(),
        };
        self.pick.go(at);
    }

    /// Which lines the filter lets through, and how many of them hold the search text.
    pub(in crate::app) fn refresh_shown(&mut self) {
        let filter = self.filter.to_lowercase();
        let fits =
            |at: &usize| filter.is_empty() || self.lines.get(*at).is_some_and(|line| holds(line, &filter));
        self.shown = (0..self.lines.len()).filter(fits).collect();
        let hit = |(_, at): &(usize, &usize)| self.lines.get(**at).is_some_and(|line| self.is_hit(line));
        self.hit_lines = self.shown.iter().enumerate().filter(hit).map(|(position, _)| position).collect();
        self.pick.fit(self.shown.len(), self.pick.height);
    }
}
