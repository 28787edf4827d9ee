//! Log streams whose events are computed, not kept: event `i` of a stream is a function of seed, stream and `i`.
//!
//! Invariant: the events of a stream are in the order of their times, and a running stream only ever gains some.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::sim::dice::{self, Dice};

use super::NOTEBOOK_LOGS;

/// A log group.
#[derive(Clone, Debug, Default)]
pub struct LogGroup {
    /// Days after which events go; AWS keeps them for ever when unset.
    pub retention_days: Option<i32>,
    /// Streams by name.
    pub streams: BTreeMap<String, LogStream>,
}

/// A log stream.
#[derive(Clone, Debug, Default)]
pub struct LogStream {
    /// The log group's name.
    pub group: String,
    /// The stream's name.
    pub name: String,
    /// Where its events come from.
    pub writer: Writer,
}

/// Where a stream's events come from.
#[derive(Clone, Debug)]
pub enum Writer {
    /// These events, in the order of their times.
    Lines(Vec<(Timestamp, String)>),
    /// A Jupyter server that wrote about every so many seconds while it ran.
    Jupyter {
        /// When it ran.
        spans: Vec<Span>,
        /// Mean distance of two events in seconds.
        every_s: i64,
    },
}

impl Default for Writer {
    fn default() -> Self {
        Self::Lines(Vec::new())
    }
}

/// From when until when something wrote; without an end it still does.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// Time of the first event.
    pub from: Timestamp,
    /// Time of the last event.
    pub until: Option<Timestamp>,
}

impl LogStream {
    /// The `jupyter.log` of a notebook that ran from `from`, and is silent since `until` when given.
    pub fn jupyter(notebook: &str, from: Timestamp, until: Option<Timestamp>) -> Self {
        Self {
            group: NOTEBOOK_LOGS.into(),
            name: format!("{notebook}/jupyter.log"),
            writer: Writer::Jupyter { spans: vec![Span { from, until }], every_s: 20 },
        }
    }

    /// A stream with just these events.
    pub fn lines(group: &str, name: &str, lines: Vec<(Timestamp, String)>) -> Self {
        Self { group: group.into(), name: name.into(), writer: Writer::Lines(lines) }
    }

    /// How many events there are at `now`.
    pub fn len(&self, now: Timestamp) -> u64 {
        match &self.writer {
            Writer::Lines(lines) => lines.partition_point(|(at, _)| *at <= now) as u64,
            Writer::Jupyter { spans, every_s } => {
                spans.iter().map(|span| self.count(span, *every_s, now)).sum()
            }
        }
    }

    /// Whether there is no event yet.
    pub fn is_empty(&self, now: Timestamp) -> bool {
        self.len(now) == 0
    }

    /// When the event with that number happened, in epoch milliseconds.
    pub fn time_of(&self, index: u64, now: Timestamp) -> Option<i64> {
        match &self.writer {
            Writer::Lines(lines) => lines.get(index as usize).map(|(at, _)| at.as_millisecond()),
            Writer::Jupyter { spans, every_s } => {
                let mut before = 0;
                for span in spans {
                    let here = self.count(span, *every_s, now);
                    if index < before + here {
                        let last = span.until.filter(|until| *until <= now && index + 1 == before + here);
                        let regular = self.tick(span, *every_s, index - before);
                        return Some(last.map_or(regular, Timestamp::as_millisecond));
                    }
                    before += here;
                }
                None
            }
        }
    }

    /// The text of the event with that number.
    pub fn text_of(&self, index: u64, now: Timestamp, seed: u64) -> Option<String> {
        match &self.writer {
            Writer::Lines(lines) => lines.get(index as usize).map(|(_, text)| text.clone()),
            Writer::Jupyter { .. } => {
                let at = Timestamp::from_millisecond(self.time_of(index, now)?).ok()?;
                Some(jupyter_line(seed, &self.name, index, at))
            }
        }
    }

    /// The number of the first event at or after that time (the number of events when there is none).
    pub fn first_since(&self, millis: i64, now: Timestamp) -> u64 {
        let (mut low, mut high) = (0, self.len(now));
        while low < high {
            let middle = low + (high - low) / 2;
            if self.time_of(middle, now).is_some_and(|at| at < millis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Whatever writes goes silent.
    pub fn stop(&mut self, at: Timestamp) {
        match &mut self.writer {
            Writer::Lines(lines) => lines.retain(|(time, _)| *time <= at),
            Writer::Jupyter { spans, .. } => {
                if let Some(span) = spans.last_mut() {
                    span.until.get_or_insert(at);
                }
            }
        }
    }

    /// It writes again, from then on.
    pub fn resume(&mut self, from: Timestamp) {
        self.stop(from);
        if let Writer::Jupyter { spans, .. } = &mut self.writer {
            spans.push(Span { from, until: None });
        }
    }

    /// Events of a span: one at its begin, one at its end, and the regular ones between.
    fn count(&self, span: &Span, every_s: i64, now: Timestamp) -> u64 {
        let end = span.until.map_or(now, |until| until.min(now));
        let (from, end) = (span.from.as_millisecond(), end.as_millisecond());
        if end < from {
            return 0;
        }
        let every = every_s.max(1).saturating_mul(1000);
        let whole = ((end - from) / every) as u64;
        // The last regular event is late by its jitter and may not have happened yet.
        let regular = if self.tick(span, every_s, whole) <= end { whole + 1 } else { whole };
        let closed = span.until.is_some_and(|until| until <= now);
        let closing = closed && regular > 0 && self.tick(span, every_s, regular - 1) < end;
        regular + u64::from(closing)
    }

    fn tick(&self, span: &Span, every_s: i64, index: u64) -> i64 {
        let every = every_s.max(1).saturating_mul(1000);
        let start = span.from.as_millisecond().saturating_add((index as i64).saturating_mul(every));
        if index == 0 {
            return start;
        }
        let jitter = dice::mix(dice::hash(span.from.as_millisecond() as u64, &[&self.name]) ^ index);
        start.saturating_add((jitter % (every as u64)) as i64)
    }
}

/// A line as a Jupyter server writes it.
fn jupyter_line(seed: u64, stream: &str, index: u64, at: Timestamp) -> String {
    let mut dice = Dice::new(dice::hash(seed, &[stream]) ^ dice::mix(index));
    let topic = stream.split('/').next().unwrap_or(stream);
    let kernel = dice::uuid(seed, &[stream, &(index / 200).to_string()]);
    let time = at.strftime("%Y-%m-%d %H:%M:%S%.3f");
    if index == 0 {
        return format!("[I {time} ServerApp] Jupyter Server 2.14.1 is running at: https://{topic}:8443/");
    }
    match dice.between(0, 100) {
        0..34 => format!("[I {time} ServerApp] Saving file at /{topic}.ipynb"),
        34..54 => format!("[D {time} ServerApp] activity on {kernel}: status (busy)"),
        54..74 => format!("[D {time} ServerApp] activity on {kernel}: status (idle)"),
        74..82 => format!("[I {time} ServerApp] Kernel started: {kernel}"),
        82..88 => format!("[I {time} ServerApp] Connecting to kernel {kernel}."),
        88..93 => format!(
            "[I {time} ServerApp] Adapting from protocol version 5.3 (kernel {kernel}) to 5.4 (client)."
        ),
        93..96 => format!("[W {time} ServerApp] Notebook {topic}.ipynb is not trusted"),
        96..98 => format!("[I {time} ServerApp] Kernel restarted: {kernel}"),
        98..99 => format!("[E {time} ServerApp] KernelRestarter: restarting kernel (1/5), keep random ports"),
        _ => format!("[W {time} ServerApp] Timeout waiting for kernel_info reply from {kernel}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_silent_stream_ends_exactly_when_it_fell_silent() {
        let until = at("2026-11-17T10:41:07.250Z");
        let stream = LogStream::jupyter("churn-eda", at("2026-11-12T08:00:00Z"), Some(until));
        let now = at("2026-11-23T15:00:00Z");
        let count = stream.len(now);
        assert!(count > 20_000, "{count}");
        assert_eq!(stream.time_of(count - 1, now), Some(until.as_millisecond()));
        assert_eq!(stream.time_of(count, now), None);
        assert_eq!(stream.first_since(until.as_millisecond() + 1, now), count);
    }

    #[test]
    fn a_running_stream_only_gains_events_in_order() {
        let stream = LogStream::jupyter("fraud", at("2026-11-23T14:00:00Z"), None);
        let (early, late) = (at("2026-11-23T14:30:00Z"), at("2026-11-23T15:00:00Z"));
        assert!(stream.len(early) < stream.len(late));
        let times: Vec<_> = (0..stream.len(late)).map(|i| stream.time_of(i, late).unwrap()).collect();
        assert!(times.is_sorted());
        assert!(*times.last().unwrap() <= late.as_millisecond());
        for index in 0..stream.len(early) {
            assert_eq!(stream.text_of(index, early, 7), stream.text_of(index, late, 7));
        }
    }

    #[test]
    fn a_stopped_and_started_notebook_has_two_spans() {
        let mut stream = LogStream::jupyter("fraud", at("2026-11-23T10:00:00Z"), None);
        stream.stop(at("2026-11-23T11:00:00Z"));
        let quiet = stream.len(at("2026-11-23T12:00:00Z"));
        assert_eq!(quiet, stream.len(at("2026-11-23T11:00:00Z")));
        stream.resume(at("2026-11-23T13:00:00Z"));
        assert_eq!(
            stream.first_since(at("2026-11-23T12:00:00Z").as_millisecond(), at("2026-11-23T14:00:00Z")),
            quiet
        );
        assert!(stream.len(at("2026-11-23T14:00:00Z")) > quiet);
    }
}
