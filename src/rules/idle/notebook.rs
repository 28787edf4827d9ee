//! Whether somebody uses a notebook instance. SageMaker has no "last used" field, so three signs are weighed: the last
//! event of `jupyter.log` (a used Jupyter logs saves, kernels and heart-beats), `LastModifiedTime` (moves on start,
//! stop and update) and the lifecycle configuration. Without log access nothing is claimed.

use super::{CERTAIN_AT_LEAST, CERTAIN_FACTOR, Look, Rule, joined, schedule};
use crate::model::field::Field;
use crate::model::idle::{Confidence, Evidence, Idle, Signs, Verdict};
use crate::model::kind::Kind;
use crate::model::resource::{Detail, Part, Resource};
use crate::model::text::Safe;
use crate::model::time::{absolute, seconds_between, short_span};

pub(super) const RULE: Rule = Rule {
    kind: Kind::Notebook,
    sign: Field::LastLogEvent,
    details: &[Detail::Tags, Detail::Activity, Detail::Describe],
    joins: &[Kind::LifecycleConfig],
    verdict,
    signs,
};

fn verdict(look: &Look<'_>) -> Idle {
    let Look { resource, policy, now, .. } = *look;
    let lifecycle = joined(look.around, Kind::LifecycleConfig);
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
    Idle { verdict, confidence }
}

fn signs(resource: &Resource, around: &[&Resource]) -> Signs {
    let lifecycle = joined(around, Kind::LifecycleConfig);
    let (mut evidence, mut unchecked) = (Vec::new(), Vec::new());
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
