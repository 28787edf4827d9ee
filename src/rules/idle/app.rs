//! Whether somebody uses a Studio app. AWS tells `LastUserActivityTimestamp`, which is moved by real use and, by its own
//! documentation, also by health checks that saw none: then it is the same as `LastHealthCheckTimestamp`.
//!
//! So it is never earlier than the last use: an old one is silence for certain, whoever set it. A fresh one that is a
//! health check's own says nothing. Source: SageMaker API reference, DescribeApp.

use jiff::Timestamp;

use super::{CERTAIN_AT_LEAST, CERTAIN_FACTOR, Look, Rule, schedule};
use crate::model::field::Field;
use crate::model::idle::{Confidence, Evidence, Idle, Signs, Verdict};
use crate::model::kind::Kind;
use crate::model::resource::{Detail, Part, Resource};
use crate::model::text::Safe;
use crate::model::time::{absolute, seconds_between};
use crate::rules::studio;

#[cfg(test)]
mod tests;

pub(super) const RULE: Rule = Rule {
    kind: Kind::App,
    sign: Field::LastUserActivity,
    details: &[Detail::Tags, Detail::Describe],
    joins: &[Kind::Space, Kind::UserProfile, Kind::Domain],
    verdict,
    signs,
};

/// The apps of which it is known what their activity is: kernels, terminals and open pages.
const KNOWN: [&str; 4] = ["JupyterServer", "KernelGateway", "JupyterLab", "CodeEditor"];
/// The same moment, as two calls of AWS write it.
const SAME_S: i64 = 1;

/// What the two timestamps say.
struct Activity {
    /// The last use, or later.
    last: Timestamp,
    /// A health check set it and saw no use.
    is_check: bool,
}

impl Activity {
    fn of(app: &Resource) -> Option<Self> {
        let time = |field| app.fact(field).and_then(|value| value.as_time());
        let last = time(Field::LastUserActivity).filter(|_| has_known_use(app))?;
        let check = time(Field::LastHealthCheck);
        Some(Self { last, is_check: check.is_some_and(|check| seconds_between(last, check).abs() <= SAME_S) })
    }
}

fn has_known_use(app: &Resource) -> bool {
    app.fact_raw(Field::AppType).is_some_and(|kind| KNOWN.contains(&kind.as_ref()))
}

fn verdict(look: &Look<'_>) -> Idle {
    let Look { resource: app, around, policy, now } = *look;
    // Of what happened after the last look nothing is known, so that it is no silence.
    let looked = match app.parts().describe {
        Part::Read(at) => at.min(now),
        Part::NotRead | Part::Failed(_) => now,
    };
    let threshold = policy.idle_app_s;
    let started = app.created().is_some_and(|at| seconds_between(at, now) < threshold);
    let stops_itself = studio::inherited(app, around).shutdown.is_some_and(|shutdown| shutdown.is_on);
    let (verdict, confidence) = match Activity::of(app) {
        // To open it is use.
        activity if started => {
            let is_seen = activity.is_some_and(|activity| !activity.is_check);
            (Verdict::Active, if is_seen { Confidence::High } else { Confidence::Medium })
        }
        None => (Verdict::Unknown, Confidence::Low),
        Some(Activity { last, is_check }) => {
            let silent = seconds_between(last.max(app.created().unwrap_or(last)), looked);
            let certain = silent >= CERTAIN_AT_LEAST.max(threshold.saturating_mul(CERTAIN_FACTOR));
            match is_check {
                true if silent < threshold => (Verdict::Unknown, Confidence::Low),
                // An earlier check may have moved it before somebody's use did: it is use at the latest then.
                false if silent < threshold => (Verdict::Active, Confidence::Medium),
                // Idle shutdown that has not stopped it hints at a kernel or terminal that still runs.
                false if certain && !stops_itself => (Verdict::IdleCertain, Confidence::High),
                // No check came since, so that nobody looked.
                true | false => (Verdict::IdleLikely, Confidence::Medium),
            }
        }
    };
    Idle { verdict, confidence }
}

fn signs(app: &Resource, around: &[&Resource]) -> Signs {
    let (mut evidence, mut unchecked) = (Vec::new(), Vec::new());
    activity(app, &mut evidence, &mut unchecked);
    match app.created() {
        Some(created) => evidence.push(Evidence {
            what: Safe::new(format!("opened {}", absolute(created))),
            source: app.source,
            at: Some(app.seen()),
        }),
        None => unchecked.push(Safe::new("CreationTime: missing from the answer")),
    }
    let shutdown = shutdown(app, around, &mut evidence, &mut unchecked);
    let spared = schedule(app, &mut unchecked).or(shutdown);
    Signs { evidence, unchecked, spared }
}

/// What DescribeApp says about use, or why that is not known.
fn activity(app: &Resource, evidence: &mut Vec<Evidence>, unchecked: &mut Vec<Safe>) {
    if !has_known_use(app) {
        let kind = app.fact_text(Field::AppType).unwrap_or_default();
        unchecked.push(Safe::new(format!("use: what AWS counts as use of {} is not known", kind.raw())));
        return;
    }
    let at = match &app.parts().describe {
        Part::Read(at) => *at,
        Part::NotRead => return unchecked.push(Safe::new("last user activity: not read yet")),
        Part::Failed(failure) => {
            return unchecked.push(Safe::new(format!("last user activity: {}", failure.what.raw())));
        }
    };
    let source = "sagemaker:DescribeApp";
    let told = |what: String| Evidence { what: Safe::new(what), source, at: Some(at) };
    let check = app.fact(Field::LastHealthCheck).and_then(|value| value.as_time());
    match Activity::of(app) {
        None => unchecked.push(Safe::new("last user activity: missing from the answer")),
        Some(Activity { last, is_check: true }) => {
            evidence.push(told(format!("last user activity {}, set by a health check", absolute(last))));
            unchecked.push(Safe::new(
                "real use: a health check without use moves the timestamp of use too, and it was one that set it",
            ));
        }
        Some(Activity { last, is_check: false }) => {
            evidence.push(told(format!("last user activity {}", absolute(last))));
            match check {
                Some(check) => evidence.push(told(format!("last health check {}", absolute(check)))),
                None => unchecked.push(Safe::new(
                    "health check: missing from the answer, so that it may have been one that moved the timestamp of use",
                )),
            }
        }
    }
}

/// Why AWS itself looks after it, if it does.
fn shutdown(
    app: &Resource,
    around: &[&Resource],
    evidence: &mut Vec<Evidence>,
    unchecked: &mut Vec<Safe>,
) -> Option<Safe> {
    let kind = app.fact_text(Field::AppType)?;
    if !["JupyterLab", "CodeEditor"].contains(&kind.raw()) {
        return None;
    }
    let Some(shutdown) = studio::inherited(app, around).shutdown else {
        unchecked.push(Safe::new(
            "idle shutdown: the settings of its space, user profile and domain were not all read",
        ));
        return None;
    };
    let what = Safe::new(format!("idle shutdown {} ({})", shutdown.words.raw(), shutdown.source.raw()));
    evidence.push(Evidence { what: what.clone(), source: "sagemaker:DescribeDomain", at: None });
    shutdown.is_on.then_some(what)
}
