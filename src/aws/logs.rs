//! CloudWatch Logs of a resource: its streams, their events, and for a notebook instance the last sign of use.
//!
//! Where a kind's streams are is declared in `catalog`. Invariant: only streams of exactly the asked resource are read.

use aws_sdk_cloudwatchlogs::Client;
use aws_sdk_cloudwatchlogs::types::LogStream as AwsStream;

use super::attempt::Caller;
use super::collect::{Answer, pages};
use super::convert::millis;
use super::operations::{DESCRIBE_LOG_STREAMS, GET_LOG_EVENTS};
use crate::catalog;
use crate::model::failure::{Failure, FailureKind};
use crate::model::fetch::{Described, LogFrom, Target};
use crate::model::field::Field;
use crate::model::logs::{LogLine, LogPage, LogStream};
use crate::model::text::Safe;
use crate::model::value::Value;

/// The stream that the Jupyter server writes to while it is used.
const JUPYTER: &str = "jupyter.log";
/// Events of one answer: a few screens, and far below the megabyte at which AWS cuts.
const EVENTS: i32 = 1_000;
/// The newest events may lie behind empty answers with a token; so many of them are followed.
const EMPTY_ANSWERS: u32 = 5;

/// The group of the target's streams, and what all of them begin with.
fn place(target: &Target) -> Result<(String, String), Failure> {
    catalog::logs(target.kind, target.name.raw()).ok_or_else(|| {
        let what = format!("{} writes no log", target.kind.one());
        Failure::new(FailureKind::Unsupported, what, "look at what uses it")
    })
}

/// Whether a stream's name is what was asked for. What does not end at a `/` is a whole name, or stands before one: a name
/// that only begins alike is somebody else's.
fn is_under(prefix: &str, stream: &str) -> bool {
    let rest = stream.strip_prefix(prefix);
    let is_whole = prefix.is_empty() || prefix.ends_with('/');
    rest.is_some_and(|rest| is_whole || rest.is_empty() || rest.starts_with('/'))
}

async fn with_prefix(
    caller: &Caller,
    client: &Client,
    group: &str,
    prefix: &str,
) -> Result<Vec<AwsStream>, Failure> {
    let mut all = Vec::new();
    let ask = async |token: Option<String>| {
        let send = || {
            client
                .describe_log_streams()
                .log_group_name(group)
                // AWS refuses an empty prefix; without one it names all.
                .set_log_stream_name_prefix(Some(prefix.to_owned()).filter(|prefix| !prefix.is_empty()))
                .limit(50)
                .set_next_token(token.clone())
                .send()
        };
        let page = caller.call(DESCRIBE_LOG_STREAMS, send).await?;
        Ok(Answer { items: page.log_streams.unwrap_or_default(), next: page.next_token })
    };
    pages(ask, |_, items: Vec<AwsStream>| {
        // A server that ignores the prefix must not show somebody else's log.
        let ours = |stream: &AwsStream| stream.log_stream_name().is_some_and(|name| is_under(prefix, name));
        all.extend(items.into_iter().filter(ours));
        Ok(())
    })
    .await?;
    Ok(all)
}

/// The target's streams, the one with the newest event first.
pub(super) async fn streams(
    caller: &Caller,
    client: &Client,
    target: &Target,
) -> Result<Vec<LogStream>, Failure> {
    let (group, prefix) = place(target)?;
    let found = with_prefix(caller, client, &group, &prefix).await?;
    let stream = |stream: &AwsStream| LogStream {
        name: Safe::new(stream.log_stream_name().unwrap_or_default()),
        last_event: millis(stream.last_event_timestamp()),
    };
    let mut streams: Vec<_> = found.iter().map(stream).collect();
    streams.sort_by(|a, b| b.last_event.cmp(&a.last_event).then_with(|| a.name.cmp(&b.name)));
    Ok(streams)
}

/// The last event of the notebook's `jupyter.log`. Without that stream nothing is said about use.
pub(super) async fn activity(
    caller: &Caller,
    client: &Client,
    target: &Target,
) -> Result<Described, Failure> {
    let (group, prefix) = place(target)?;
    let name = format!("{prefix}{JUPYTER}");
    let found = with_prefix(caller, client, &group, &name).await?;
    let stream = found.iter().find(|stream| stream.log_stream_name() == Some(&name));
    let last = stream.and_then(|stream| millis(stream.last_event_timestamp()));
    Ok(Described {
        facts: [(Field::LastLogEvent, last.map(Value::Time))].into_iter().collect(),
        ..Described::default()
    })
}

/// One page of events of a stream.
pub(super) async fn events(
    caller: &Caller,
    client: &Client,
    target: &Target,
    stream: &Safe,
    from: LogFrom,
) -> Result<LogPage, Failure> {
    let (group, prefix) = place(target)?;
    if !is_under(&prefix, stream.raw()) {
        let what = format!("{stream} is not a stream of {}", target.name);
        return Err(Failure::new(FailureKind::Internal, what, "report this").at(caller.place(GET_LOG_EVENTS)));
    }
    // AWS wants `startFromHead` with tokens that lead forward.
    let (mut token, forward) = match from {
        LogFrom::Tail => (None, false),
        LogFrom::After(token) => (Some(token), true),
        LogFrom::Before(token) => (Some(token), false),
    };
    let mut newest = None;
    for turn in 1.. {
        let send = || {
            client
                .get_log_events()
                .log_group_name(&group)
                .log_stream_name(stream.raw())
                .set_start_from_head(Some(forward))
                .limit(EVENTS)
                .set_next_token(token.clone())
                .send()
        };
        let page = caller.call(GET_LOG_EVENTS, send).await?;
        // What comes later is later than the first answer, however far back the search for events goes.
        let later = newest.get_or_insert_with(|| page.next_forward_token.clone()).clone();
        // The token that was given comes back where there is nothing more.
        let earlier = page.next_backward_token.filter(|next| Some(next) != token.as_ref());
        let lines: Vec<_> = page.events.unwrap_or_default().iter().filter_map(line).collect();
        if lines.is_empty() && !forward && earlier.is_some() && turn < EMPTY_ANSWERS {
            token = earlier;
            continue;
        }
        return Ok(LogPage { stream: stream.clone(), lines, forward: later, backward: earlier });
    }
    Err(Failure::new(FailureKind::Internal, "the log was never asked for", "report this"))
}

fn line(event: &aws_sdk_cloudwatchlogs::types::OutputLogEvent) -> Option<LogLine> {
    Some(LogLine {
        at: millis(event.timestamp())?,
        message: Safe::block(event.message().unwrap_or_default()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_only_begins_alike_is_somebody_elses() {
        let app = "d-1/ann/JupyterLab/default";
        assert!(is_under(app, app));
        assert!(is_under(app, "d-1/ann/JupyterLab/default/LifecycleConfigOnStart"));
        assert!(!is_under(app, "d-1/ann/JupyterLab/default-2"));
        assert!(is_under("eda/", "eda/jupyter.log") && is_under("eda/jupyter.log", "eda/jupyter.log"));
        assert!(!is_under("eda/", "eda-2/jupyter.log"));
        assert!(is_under("", "variant/i-0"));
    }
}
