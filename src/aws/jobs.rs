//! Jobs of all kinds: what their rows and descriptions have in common. Each kind has its own file.
//!
//! Invariant: what the answer does not hold is absent; values that may be secrets are masked here and not kept.

use std::collections::HashMap;

use aws_sdk_sagemaker::types::{Channel, VpcConfig};
use aws_smithy_types::DateTime;
use jiff::Timestamp;

use super::collect::{Named, named};
use super::convert::{self, list, texts};
use super::operations::Operation;
use crate::model::fetch::Cell;
use crate::model::field::Field;
use crate::model::resource::{Facts, Parts, Phase, Resource, Whole};
use crate::model::secret;
use crate::model::text::Safe;
use crate::model::value::Value;

pub(super) mod automl;
pub(super) mod compilation;
pub(super) mod labeling;
pub(super) mod processing;
#[cfg(test)]
pub(super) mod tests;
pub(super) mod training;
pub(super) mod transform;
pub(super) mod tuning;

/// A text that AWS said. In place of a member that must be there and is not, the SDK puts an empty text or, for a word
/// of a list, one of its own.
fn said(raw: Option<&str>) -> Option<&str> {
    raw.filter(|text| !text.is_empty() && *text != "no value was set")
}

fn text(raw: Option<&str>) -> Option<Value> {
    convert::text(said(raw))
}

/// A moment that AWS said; the SDK puts the beginning of 1970 where there is none.
fn time(raw: Option<&DateTime>) -> Option<Timestamp> {
    convert::time(raw).filter(|at| *at > Timestamp::UNIX_EPOCH)
}

fn at(raw: Option<&DateTime>) -> Option<Value> {
    time(raw).map(Value::Time)
}

/// A size or a number of things that cannot be none of; the SDK puts 0 where it was not said.
fn some(raw: Option<i32>) -> Option<Value> {
    convert::count(raw.filter(|number| *number > 0))
}

/// Whole seconds of a limit, which cannot be none either.
fn limit(raw: Option<i32>) -> Option<Value> {
    convert::span(raw.filter(|seconds| *seconds > 0))
}

/// What a job's status means, whichever kind of job it is.
fn phase(status: Option<&str>) -> Phase {
    match status {
        Some("InProgress" | "INPROGRESS") => Phase::Ok,
        Some("Stopping" | "Deleting" | "Initializing" | "STARTING" | "STOPPING") => Phase::Changing,
        Some("Completed" | "COMPLETED") => Phase::Done,
        Some("Stopped" | "STOPPED") => Phase::Stopped,
        // A deletion that failed is of a tuning job alone.
        Some("Failed" | "FAILED" | "DeleteFailed") => Phase::Failed,
        _ => Phase::Unknown,
    }
}

/// What a listing says of a job.
struct Summary<'a> {
    arn: Option<&'a str>,
    name: Option<&'a str>,
    status: Option<&'a str>,
    created: Option<Timestamp>,
    modified: Option<Timestamp>,
    facts: Facts,
}

/// One row. `path` is how its ARN goes on behind the account.
fn row(
    summary: Summary<'_>,
    cell: &Cell,
    path: &str,
    seen: Timestamp,
    operation: &'static Operation,
) -> Resource {
    let (arn, name, status) = (said(summary.arn), said(summary.name), said(summary.status));
    let Named { arn, name, incomplete } = named(arn, name, path, &cell.scope);
    Whole {
        arn,
        name,
        incomplete,
        kind: cell.kind,
        scope: cell.scope.clone(),
        status: status.map(Safe::new),
        phase: phase(status),
        created: summary.created,
        modified: summary.modified,
        tags: None,
        facts: summary.facts,
        parts: Parts::default(),
        seen,
        source: operation.id,
    }
    .into()
}

/// The status of a description.
fn state(status: Option<&str>) -> Option<(Safe, Phase)> {
    said(status).map(|status| (Safe::new(status), phase(Some(status))))
}

/// `name: where its data is`, one for each channel.
fn channels(all: Option<&[Channel]>) -> Option<Value> {
    let one = |channel: &Channel| {
        let source = channel.data_source();
        let bucket = source.and_then(|source| source.s3_data_source()?.s3_uri());
        let files = source.and_then(|source| source.file_system_data_source()?.file_system_id());
        beside(channel.channel_name(), bucket.or(files))
    };
    texts(all.unwrap_or_default().iter().filter_map(one))
}

/// `name: place`, or what is known of it.
fn beside(name: Option<&str>, place: Option<&str>) -> Option<String> {
    match (name, place) {
        (Some(name), Some(place)) => Some(format!("{name}: {place}")),
        (one, other) => one.or(other).map(str::to_owned),
    }
}

fn subnets(vpc: Option<&VpcConfig>) -> (Field, Option<Value>) {
    (Field::Subnets, vpc.and_then(|vpc| list(vpc.subnets.as_deref())))
}

fn groups(vpc: Option<&VpcConfig>) -> (Field, Option<Value>) {
    (Field::SecurityGroupIds, vpc.and_then(|vpc| list(vpc.security_group_ids.as_deref())))
}

/// Names with values, in the order of the names; what may be a secret by its name is masked.
fn parameters(all: Option<&HashMap<String, String>>) -> Option<Value> {
    named_values(all, secret::shown)
}

/// The names of environment variables. Whatever they hold is not kept.
fn environment(all: Option<&HashMap<String, String>>) -> Option<Value> {
    named_values(all, |name, _| secret::masked(name))
}

fn named_values(
    all: Option<&HashMap<String, String>>,
    write: impl Fn(&str, &str) -> String,
) -> Option<Value> {
    let mut all: Vec<_> = all?.iter().collect();
    all.sort();
    texts(all.into_iter().map(|(name, value)| write(name, value)))
}
