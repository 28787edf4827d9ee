//! Amazon CloudWatch Logs: groups, streams and events. Reads only.
//!
//! Events are computed by the stream; this module pages through them as AWS does. Invariant: a forward token at the
//! end comes back unchanged, and later finds what has been written since.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Bound;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::call::{Call, Caller, Refusal, unknown_operation};
use super::pager;
use super::world::{LogGroup, LogStream, Scope, World};

mod pattern;

/// Events that FilterLogEvents looks at before it hands out a token, found or not.
const SCANNED: usize = 20_000;

pub(super) fn answer(world: &World, call: &Call, caller: &Caller, now: Timestamp) -> Result<Value, Refusal> {
    let nothing = Scope::default();
    let scope = world.scope(&caller.account, &call.region).unwrap_or(&nothing);
    let reading = Reading { call, scope, account: &caller.account, now, seed: world.seed };
    match call.operation.as_str() {
        "DescribeLogGroups" => reading.groups(),
        "DescribeLogStreams" => reading.streams(),
        "GetLogEvents" => reading.events(),
        "FilterLogEvents" => reading.filter(),
        _ => Err(unknown_operation(call)),
    }
}

/// One call's look at the logs of an account and region.
struct Reading<'a> {
    call: &'a Call,
    scope: &'a Scope,
    account: &'a str,
    now: Timestamp,
    seed: u64,
}

impl<'a> Reading<'a> {
    fn groups(&self) -> Result<Value, Refusal> {
        let size = self.limit(50, 50)?;
        let key = self.call.listing(self.account);
        let after = self.cursor(&key)?.map_or(Bound::Unbounded, Bound::Excluded);
        let prefix = self.call.text("logGroupNamePrefix").unwrap_or_default();
        let part = self.call.text("logGroupNamePattern").unwrap_or_default();
        let mut fitting = self
            .scope
            .log_groups
            .range((after, Bound::Unbounded))
            .filter(|(name, _)| name.starts_with(prefix) && name.contains(part));
        let page: Vec<_> = fitting.by_ref().take(size).collect();
        let last = page.last().filter(|_| fitting.next().is_some());
        let next = last.map(|(name, _)| pager::issue(&key, name));
        let groups = page.iter().map(|(name, group)| {
            let arn = format!("arn:aws:logs:{}:{}:log-group:{name}", self.call.region, self.account);
            let first = group.streams.values().filter_map(|stream| stream.time_of(0, self.now)).min();
            let mut out = Map::new();
            out.insert("logGroupName".into(), json!(name));
            out.insert("creationTime".into(), json!(first.unwrap_or(0)));
            out.insert("metricFilterCount".into(), json!(0));
            out.insert("arn".into(), json!(format!("{arn}:*")));
            out.insert("logGroupArn".into(), json!(arn));
            out.insert("storedBytes".into(), json!(0));
            out.insert("logGroupClass".into(), json!("STANDARD"));
            if let Some(days) = group.retention_days {
                out.insert("retentionInDays".into(), json!(days));
            }
            Value::Object(out)
        });
        Ok(page_of("logGroups", groups.collect(), next))
    }

    fn streams(&self) -> Result<Value, Refusal> {
        let (group_name, group) = self.group()?;
        let size = self.limit(50, 50)?;
        let key = self.call.listing(self.account);
        let cursor = self.cursor(&key)?;
        let prefix = self.call.text("logStreamNamePrefix").unwrap_or_default();
        let descending = self.call.input.get("descending").and_then(Value::as_bool).unwrap_or(false);
        let by_time = match self.call.text("orderBy") {
            None | Some("LogStreamName") => false,
            Some("LastEventTime") if prefix.is_empty() => true,
            Some("LastEventTime") => {
                return Err(invalid("Cannot order by LastEventTime with a logStreamNamePrefix."));
            }
            Some(_) => return Err(invalid("1 validation error detected: Value at 'orderBy' is not known")),
        };
        let (page, next) = if by_time {
            let mut all: Vec<&LogStream> = group.streams.values().collect();
            all.sort_by_cached_key(|stream| self.last(stream));
            if descending {
                all.reverse();
            }
            let start = cursor.and_then(|at| at.parse::<usize>().ok()).unwrap_or(0);
            let more = all.len() > start + size;
            let page: Vec<_> = all.into_iter().skip(start).take(size).collect();
            (page, more.then(|| (start + size).to_string()))
        } else {
            Self::by_name(group, prefix, cursor, descending, size)
        };
        let streams = page.iter().map(|stream| self.stream(group_name, stream)).collect();
        Ok(page_of("logStreams", streams, next.map(|cursor| pager::issue(&key, &cursor))))
    }

    fn by_name(
        group: &'a LogGroup,
        prefix: &str,
        cursor: Option<String>,
        descending: bool,
        size: usize,
    ) -> (Vec<&'a LogStream>, Option<String>) {
        let from_prefix = Bound::Included(prefix.to_owned());
        let walk: Box<dyn Iterator<Item = (&'a String, &'a LogStream)> + 'a> = if descending {
            let before = cursor.map_or(Bound::Unbounded, Bound::Excluded);
            Box::new(group.streams.range((Bound::Unbounded, before)).rev())
        } else {
            let after = cursor.map_or(from_prefix, Bound::Excluded);
            Box::new(group.streams.range((after, Bound::Unbounded)))
        };
        // Names with a common prefix stand together, so the first one that differs after them is the end.
        let mut fitting = walk
            .skip_while(|(name, _)| !name.starts_with(prefix))
            .take_while(|(name, _)| name.starts_with(prefix));
        let page: Vec<_> = fitting.by_ref().take(size).collect();
        let last = page.last().filter(|_| fitting.next().is_some()).map(|(name, _)| (*name).clone());
        (page.into_iter().map(|(_, stream)| stream).collect(), last)
    }

    fn last(&self, stream: &LogStream) -> Option<i64> {
        let count = stream.len(self.now);
        count.checked_sub(1).and_then(|last| stream.time_of(last, self.now))
    }

    fn stream(&self, group: &str, stream: &LogStream) -> Value {
        let (region, account, name) = (&self.call.region, self.account, &stream.name);
        let mut out = Map::new();
        out.insert("logStreamName".into(), json!(name));
        if let Some((first, last)) = stream.time_of(0, self.now).zip(self.last(stream)) {
            out.insert("creationTime".into(), json!(first - 800));
            out.insert("firstEventTimestamp".into(), json!(first));
            out.insert("lastEventTimestamp".into(), json!(last));
            out.insert("lastIngestionTime".into(), json!(last + INGESTION));
        }
        let arn = format!("arn:aws:logs:{region}:{account}:log-group:{group}:log-stream:{name}");
        out.insert("arn".into(), json!(arn));
        out.insert("storedBytes".into(), json!(0));
        Value::Object(out)
    }

    fn events(&self) -> Result<Value, Refusal> {
        let (_, group) = self.group()?;
        let name = self.call.text("logStreamName").ok_or_else(|| invalid("logStreamName is required"))?;
        let stream = group.streams.get(name).ok_or_else(no_stream)?;
        let size = self.limit(10_000, 10_000)? as u64;
        let (low, high) = self.window(stream);
        let from_head = self.call.input.get("startFromHead").and_then(Value::as_bool).unwrap_or(false);
        let (start, end) = match self.call.text("nextToken") {
            Some(token) => match (position(token, 'f'), position(token, 'b')) {
                (Some(at), _) => {
                    let start = at.clamp(low, high);
                    (start, high.min(start + size))
                }
                (None, Some(at)) => {
                    let end = at.clamp(low, high);
                    (low.max(end.saturating_sub(size)), end)
                }
                (None, None) => return Err(invalid("The specified nextToken is invalid.")),
            },
            None if from_head => (low, high.min(low + size)),
            None => (low.max(high.saturating_sub(size)), high),
        };
        let event = |index| {
            let at = stream.time_of(index, self.now)?;
            let message = stream.text_of(index, self.now, self.seed)?;
            Some(json!({ "timestamp": at, "message": message, "ingestionTime": at + INGESTION }))
        };
        let events: Vec<Value> = (start..end).filter_map(event).collect();
        Ok(json!({
            "events": events,
            "nextForwardToken": format!("f/{end:056}"),
            "nextBackwardToken": format!("b/{start:056}"),
        }))
    }

    fn filter(&self) -> Result<Value, Refusal> {
        let (_, group) = self.group()?;
        let size = self.limit(10_000, 10_000)?;
        let key = self.call.listing(self.account);
        let cursor = self.cursor(&key)?;
        let after = cursor.as_deref().and_then(Mark::read);
        let wanted = pattern::Pattern::of(self.call.text("filterPattern").unwrap_or_default());
        let mut heap = BinaryHeap::new();
        for stream in self.chosen(group)? {
            let (low, high) = self.window(stream);
            let low = after.as_ref().map_or(low, |mark| low.max(stream.first_since(mark.at, self.now)));
            let next = (low..high).find_map(|index| {
                let mark = Mark { at: stream.time_of(index, self.now)?, stream: &stream.name, index };
                after.as_ref().is_none_or(|after| mark > *after).then_some(mark)
            });
            heap.extend(next.map(Reverse));
        }
        let mut events = Vec::new();
        let mut last = None;
        let mut scanned = 0;
        while events.len() < size && scanned < SCANNED {
            let Some(Reverse(mark)) = heap.pop() else { break };
            scanned += 1;
            let Some(stream) = group.streams.get(mark.stream) else { continue };
            if let Some(message) = stream.text_of(mark.index, self.now, self.seed)
                && wanted.fits(&message)
            {
                events.push(json!({
                    "logStreamName": mark.stream,
                    "timestamp": mark.at,
                    "message": message,
                    "ingestionTime": mark.at + INGESTION,
                    "eventId": format!("{:056}", super::dice::hash(mark.at as u64, &[mark.stream, &mark.index.to_string()])),
                }));
            }
            let index = mark.index + 1;
            if index < self.window(stream).1
                && let Some(at) = stream.time_of(index, self.now)
            {
                heap.push(Reverse(Mark { at, stream: mark.stream, index }));
            }
            last = Some(mark);
        }
        let next = last.filter(|_| !heap.is_empty()).map(|mark| pager::issue(&key, &mark.write()));
        let mut answer = page_of("events", events, next);
        if let Value::Object(members) = &mut answer {
            members.insert("searchedLogStreams".into(), json!([]));
        }
        Ok(answer)
    }

    fn chosen(&self, group: &'a LogGroup) -> Result<Vec<&'a LogStream>, Refusal> {
        let prefix = self.call.text("logStreamNamePrefix");
        match self.call.input.get("logStreamNames").and_then(Value::as_array) {
            Some(_) if prefix.is_some() => {
                Err(invalid("logStreamNamePrefix and logStreamNames are mutually exclusive"))
            }
            Some(names) => names
                .iter()
                .map(|name| name.as_str().and_then(|name| group.streams.get(name)).ok_or_else(no_stream))
                .collect(),
            None => {
                let prefix = prefix.unwrap_or_default();
                Ok(group.streams.values().filter(|stream| stream.name.starts_with(prefix)).collect())
            }
        }
    }

    /// The numbers of the events between startTime (inclusive) and endTime (exclusive).
    fn window(&self, stream: &LogStream) -> (u64, u64) {
        let time = |name: &str| self.call.input.get(name).and_then(Value::as_i64);
        let low = time("startTime").map_or(0, |at| stream.first_since(at, self.now));
        let high =
            time("endTime").map_or_else(|| stream.len(self.now), |at| stream.first_since(at, self.now));
        (low.min(high), high)
    }

    fn group(&self) -> Result<(&'a str, &'a LogGroup), Refusal> {
        let named = self.call.text("logGroupName").or_else(|| self.call.text("logGroupIdentifier"));
        let named = named.ok_or_else(|| invalid("logGroupName or logGroupIdentifier is required"))?;
        let name = named.split_once(":log-group:").map_or(named, |(_, name)| name.trim_end_matches(":*"));
        let found = self.scope.log_groups.get_key_value(name);
        found.map(|(name, group)| (name.as_str(), group)).ok_or_else(|| {
            Refusal::new("ResourceNotFoundException", "The specified log group does not exist.")
        })
    }

    fn limit(&self, default: usize, most: usize) -> Result<usize, Refusal> {
        self.call.limit("limit", default, most).map_err(|refusal| invalid(&refusal.message))
    }

    fn cursor(&self, key: &str) -> Result<Option<String>, Refusal> {
        let open =
            |token| pager::open(key, token).ok_or_else(|| invalid("The specified nextToken is invalid."));
        self.call.text("nextToken").map(open).transpose()
    }
}

/// Milliseconds until an event can be read.
const INGESTION: i64 = 740;

/// An event's place in the order in which FilterLogEvents goes through streams.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Mark<'a> {
    at: i64,
    stream: &'a str,
    index: u64,
}

impl<'a> Mark<'a> {
    fn write(&self) -> String {
        format!("{}/{}/{}", self.at, self.index, self.stream)
    }

    fn read(text: &'a str) -> Option<Self> {
        let mut parts = text.splitn(3, '/');
        let (at, index) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some(Self { at, stream: parts.next()?, index })
    }
}

fn position(token: &str, direction: char) -> Option<u64> {
    token.strip_prefix(direction)?.strip_prefix('/')?.parse().ok()
}

fn page_of(name: &str, items: Vec<Value>, next: Option<String>) -> Value {
    let mut out = Map::new();
    out.insert(name.into(), Value::Array(items));
    if let Some(next) = next {
        out.insert("nextToken".into(), Value::String(next));
    }
    Value::Object(out)
}

fn invalid(text: &str) -> Refusal {
    Refusal::new("InvalidParameterException", text)
}

fn no_stream() -> Refusal {
    Refusal::new("ResourceNotFoundException", "The specified log stream does not exist.")
}
