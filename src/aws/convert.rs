//! From the SDK's types to the nouns of the model. Pure. What AWS did not say stays absent.

use aws_smithy_types::DateTime;
use jiff::Timestamp;

use super::partition::partition;
use crate::model::id::Arn;
use crate::model::scope::Scope;
use crate::model::text::Safe;
use crate::model::value::Value;

/// A moment; nothing for one that no calendar has. AWS writes milliseconds as a fraction, whose last digits on the
/// way through a float are noise.
pub(super) fn time(at: Option<&DateTime>) -> Option<Timestamp> {
    let at = at?;
    let millis = i64::from(at.subsec_nanos().saturating_add(500_000) / 1_000_000);
    Timestamp::from_millisecond(at.secs().checked_mul(1_000)?.checked_add(millis)?).ok()
}

/// A moment in milliseconds, as CloudWatch Logs counts.
pub(super) fn millis(at: Option<i64>) -> Option<Timestamp> {
    Timestamp::from_millisecond(at?).ok()
}

pub(super) fn text(raw: Option<&str>) -> Option<Value> {
    raw.map(Value::text)
}

pub(super) fn list(raw: Option<&[String]>) -> Option<Value> {
    raw.map(|all| Value::List(all.iter().map(Safe::new).collect()))
}

/// A moment as the SDK writes it.
pub(super) fn moment(at: Timestamp) -> DateTime {
    DateTime::from_millis(at.as_millisecond())
}

pub(super) fn count(raw: Option<i32>) -> Option<Value> {
    raw.map(|number| Value::Int(i64::from(number)))
}

/// Whole seconds.
pub(super) fn span(raw: Option<i32>) -> Option<Value> {
    raw.map(|seconds| Value::Span(i64::from(seconds)))
}

pub(super) fn flag(raw: Option<bool>) -> Option<Value> {
    raw.map(Value::Bool)
}

/// Sentences made of what AWS said; nothing where there is none, since most such lists are optional.
pub(super) fn texts(made: impl IntoIterator<Item = String>) -> Option<Value> {
    let all: Vec<Safe> = made.into_iter().map(Safe::new).collect();
    (!all.is_empty()).then_some(Value::List(all))
}

/// The ARN that a SageMaker resource of this name would have, for an answer that lacks it.
pub(super) fn missing_arn(scope: &Scope, resource: &str, name: &str) -> Arn {
    let Scope { account, region } = scope;
    let partition = partition(region);
    Arn::new(format!("arn:{partition}:sagemaker:{region}:{account}:{resource}/{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_beyond_the_calendar_are_not_known() {
        assert_eq!(time(Some(&DateTime::from_secs(0))), Some(Timestamp::UNIX_EPOCH));
        assert_eq!(time(Some(&DateTime::from_secs(i64::MAX))), None);
        let noisy = DateTime::from_secs_and_nanos(1, 657_999_992);
        assert_eq!(time(Some(&noisy)), Timestamp::from_millisecond(1_658).ok());
        assert_eq!(millis(Some(i64::MIN)), None);
    }
}
