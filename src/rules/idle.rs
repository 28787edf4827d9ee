//! Whether somebody uses a notebook instance. SageMaker has no "last used" field, so three signs are weighed: the last
//! event of `jupyter.log` (a used Jupyter logs saves, kernels and heart-beats), `LastModifiedTime` (moves on start,
//! stop and update) and the lifecycle configuration. Without log access nothing is claimed.

use jiff::Timestamp;

use super::policy::Policy;
use crate::model::field::Field;
use crate::model::idle::{Confidence, Evidence, Idle, Signs, Verdict};
use crate::model::kind::Kind;
use crate::model::resource::{Part, Resource};
use crate::model::text::Safe;
use crate::model::time::{absolute, seconds_between, short_span};

#[cfg(test)]
pub(super) mod tests;

/// Silence of a day or of six thresholds, whichever is longer, is beyond a long lunch and a night.
const CERTAIN_FACTOR: i64 = 6;
const CERTAIN_AT_LEAST: i64 = 24 * 3_600;

/// Tag keys that hold an off-hours schedule (Cloud Custodian, AWS Instance Scheduler and common house rules).
const SCHEDULE_KEYS: [&str; 6] =
    ["maid_offhours", "maid_onhours", "offhours", "off-hours", "schedule", "auto-stop"];

/// Whether use is judged of this kind at all.
pub const fn judges(kind: Kind) -> bool {
    matches!(kind, Kind::Notebook)
}

/// The verdict on a notebook instance; nothing for one that is not in service.
pub fn notebook(
    resource: &Resource,
    lifecycle: Option<&Resource>,
    policy: &Policy,
    now: Timestamp,
) -> Option<Idle> {
    if !is_judged(resource) {
        return None;
    }
    let modified = resource.modified();
    // Of what was logged after the last look nothing is known, so that it is no silence.
    let (log, looked) = match resource.parts().activity {
        Part::Read(at) => (resource.fact(Field::LastLogEvent).and_then(|last| last.as_time()), at.min(now)),
        Part::NotRead | Part::Failed(_) => (None, now),
    };
    let silent = log.max(modified).map_or(0, |since| seconds_between(since, looked));
    let threshold = policy.idle_notebook_s;
    let certain = silent >= CERTAIN_AT_LEAST.max(threshold.saturating_mul(CERTAIN_FACTOR));
    let looked_after =
        || lifecycle.is_some_and(stops_itself) && resource.has_fact(Field::LifecycleConfigName);
    let (verdict, confidence) = match log {
        // Starting it is use; that needs no log.
        _ if modified.is_some_and(|at| seconds_between(at, now) < threshold) => {
            (Verdict::Active, if log.is_some() { Confidence::High } else { Confidence::Medium })
        }
        None => (Verdict::Unknown, Confidence::Low),
        Some(_) if silent < threshold => (Verdict::Active, Confidence::High),
        // An installed auto-stop that has not stopped it hints at a kernel or terminal that still runs in silence.
        Some(_) if certain && !looked_after() => (Verdict::IdleCertain, Confidence::High),
        Some(_) => (Verdict::IdleLikely, Confidence::Medium),
    };
    Some(Idle { verdict, confidence })
}

/// What the verdict on a notebook instance rests on, and what could not be looked at. Nothing where nothing is judged.
pub fn signs(resource: &Resource, lifecycle: Option<&Resource>) -> Signs {
    let (mut evidence, mut unchecked) = (Vec::new(), Vec::new());
    if !is_judged(resource) {
        return Signs::default();
    }
    log_event(resource, &mut evidence, &mut unchecked);
    if let Some(modified) = resource.modified() {
        evidence.push(Evidence {
            what: Safe::new(format!("last start, stop or update {}", absolute(modified))),
            source: resource.source,
            at: Some(resource.seen()),
        });
    } else {
        unchecked.push(Safe::new("LastModifiedTime: missing from the answer"));
    }
    let auto_stop = auto_stop(resource, lifecycle, &mut evidence, &mut unchecked);
    let spared = schedule(resource, &mut unchecked).or(auto_stop);
    Signs { evidence, unchecked, spared }
}

fn is_judged(resource: &Resource) -> bool {
    resource.kind == Kind::Notebook && resource.status.as_ref().is_some_and(|word| word.raw() == "InService")
}

/// Whether a lifecycle configuration is known to install an auto-stop.
fn stops_itself(lifecycle: &Resource) -> bool {
    lifecycle.fact(Field::AutoStop).and_then(|yes| yes.as_bool()).unwrap_or_default()
}

/// The last event of `jupyter.log`, or why it is not known.
fn log_event(resource: &Resource, evidence: &mut Vec<Evidence>, unchecked: &mut Vec<Safe>) {
    match &resource.parts().activity {
        Part::NotRead => unchecked.push(Safe::new("jupyter.log: not read yet")),
        Part::Failed(failure) => {
            unchecked.push(Safe::new(format!("jupyter.log: {}", failure.what.raw())));
        }
        Part::Read(at) => {
            match resource.fact(Field::LastLogEvent).and_then(|last| last.as_time()) {
                Some(last) => evidence.push(Evidence {
                    what: Safe::new(format!("last kernel log {} (jupyter.log)", absolute(last))),
                    source: "logs:DescribeLogStreams",
                    at: Some(*at),
                }),
                None => unchecked.push(Safe::new(
                    "jupyter.log: no such stream; the notebook's role may not write logs, which says nothing about use",
                )),
            }
        }
    }
}

/// Why its own lifecycle configuration looks after it, if it does.
fn auto_stop(
    resource: &Resource,
    lifecycle: Option<&Resource>,
    evidence: &mut Vec<Evidence>,
    unchecked: &mut Vec<Safe>,
) -> Option<Safe> {
    let name = resource.fact(Field::LifecycleConfigName)?;
    let known = lifecycle.and_then(|config| config.fact(Field::AutoStop)?.as_bool().map(|yes| (config, yes)));
    let Some((config, yes)) = known else {
        let name = name.as_text().map_or("", Safe::raw);
        unchecked.push(Safe::new(format!("lifecycle configuration {name}: not read")));
        return None;
    };
    if !yes {
        return None;
    }
    let after = config.fact(Field::AutoStopAfter).and_then(|after| after.as_int());
    let text = after.map_or_else(
        || "installs an idle auto-stop".to_owned(),
        |after| format!("installs an auto-stop after {}", short_span(after)),
    );
    let at = match config.parts().describe {
        Part::Read(at) => Some(at),
        _ => None,
    };
    let what = Safe::new(format!("lifecycle configuration {} {text}", config.name.raw()));
    let source = "sagemaker:DescribeNotebookInstanceLifecycleConfig";
    evidence.push(Evidence { what: what.clone(), source, at });
    Some(what)
}

/// The off-hours schedule in the tags, if there is one.
fn schedule(resource: &Resource, unchecked: &mut Vec<Safe>) -> Option<Safe> {
    let Some(tags) = &resource.tags() else {
        unchecked.push(Safe::new("off-hours tags: tags not read"));
        return None;
    };
    let is_key = |key: &str| SCHEDULE_KEYS.iter().any(|known| key.eq_ignore_ascii_case(known));
    let opted_out =
        |value: &str| matches!(value.to_ascii_lowercase().as_str(), "off" | "false" | "no" | "none" | "");
    let tag = tags.iter().find(|tag| is_key(tag.key.raw()) && !opted_out(tag.value.raw()))?;
    Some(Safe::new(format!("off-hours schedule {}={}", tag.key.raw(), tag.value.raw())))
}
