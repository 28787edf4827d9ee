use super::*;
use crate::aws::operations::LIST_TRAINING_JOBS;
use crate::model::kind::Kind;
use crate::model::scope::{Region, Scope};

/// A training job that was made then.
pub(in crate::aws) fn made_at(created: Option<Timestamp>) -> Resource {
    let scope =
        Scope { account: "111122223333".parse().unwrap(), region: Region::parse("eu-west-1").unwrap() };
    let summary = Summary {
        arn: None,
        name: Some("churn"),
        status: Some("Completed"),
        created,
        modified: None,
        facts: Facts::default(),
    };
    let cell = Cell { scope, kind: Kind::TrainingJob };
    row(summary, &cell, "training-job", Timestamp::UNIX_EPOCH, LIST_TRAINING_JOBS)
}

#[test]
fn a_row_without_its_arn_is_incomplete() {
    let row = made_at(None);
    assert!(row.incomplete);
    assert_eq!(row.arn.raw(), "arn:aws:sagemaker:eu-west-1:111122223333:training-job/churn");
    assert_eq!((row.phase, row.created()), (Phase::Done, None));
}

#[test]
fn what_the_sdk_puts_in_for_a_missing_member_is_not_said() {
    assert_eq!((text(Some("")), text(Some("no value was set"))), (None, None));
    assert_eq!(time(Some(&DateTime::from_secs(0))), None);
    assert_eq!(state(Some("no value was set")), None);
}
