use aws_sdk_sagemaker::types::{MetadataProperties, ModelPackageContainerDefinition};
use aws_smithy_types::DateTime;

use super::*;
use crate::model::kind::Kind;
use crate::model::scope::{Region, Scope};

fn cell() -> Cell {
    let (account, region) = ("111122223333".parse().unwrap(), Region::parse("eu-west-1").unwrap());
    Cell { scope: Scope { account, region }, kind: Kind::ModelVersion }
}

fn version(number: i32, approval: &str) -> ModelPackageSummary {
    let arn = format!("arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn/{number}");
    ModelPackageSummary::builder()
        .model_package_group_name("churn")
        .model_package_version(number)
        .model_package_arn(arn)
        .model_approval_status(approval.into())
        .creation_time(DateTime::from_secs(1_700_000_000 + i64::from(number)))
        .build()
}

#[test]
fn every_status_of_aws_has_a_phase_and_no_other() {
    for status in ModelPackageStatus::values().iter().chain(ModelPackageGroupStatus::values()) {
        assert_ne!(phase(Some(status)), Phase::Unknown, "{status}");
    }
    assert_eq!(phase(Some("Hibernating")), Phase::Unknown);
    assert_eq!(phase(None), Phase::Unknown);
    let words = ModelApprovalStatus::values();
    assert!([APPROVED, PENDING, REJECTED].iter().all(|word| words.contains(word)));
}

#[test]
fn what_aws_does_not_say_is_absent() {
    let described = described_version(&DescribeModelPackageOutput::builder().build());
    assert_eq!(described.facts.iter().count(), 0, "{:?}", described.facts);
    assert_eq!((described.status, described.modified, described.tags), (None, None, None));
    let described = described_group(&DescribeModelPackageGroupOutput::builder().build());
    assert_eq!(described.facts.iter().count(), 0, "{:?}", described.facts);
    // Nothing waits, so there is no time since when.
    assert_eq!(counted(&[version(1, APPROVED)]).get(Field::WaitingSince), None);
    assert_eq!(counted(&[]).get(Field::LatestVersion), None);
}

#[test]
fn a_version_is_named_after_its_group_and_one_without_a_number_is_incomplete() {
    let row = version_row(&version(7, PENDING), "churn", &cell(), None, Timestamp::UNIX_EPOCH);
    assert_eq!((row.name.raw(), row.incomplete), ("churn/7", false));
    let bare = ModelPackageSummary::builder().build();
    let row = version_row(&bare, "churn", &cell(), None, Timestamp::UNIX_EPOCH);
    assert!(row.incomplete);
    assert_eq!(row.fact_text(Field::ModelPackageGroupName).unwrap().raw(), "churn");
}

/// Over pages too: what came on the first is known on the second.
#[test]
fn a_newer_approved_version_is_told_of_older_ones_only() {
    let mut newest = None;
    let mut newer = |items: &[ModelPackageSummary]| {
        let rows = rows_of(items, "churn", &cell(), &mut newest, Timestamp::UNIX_EPOCH);
        rows.iter().map(|row| row.fact(Field::NewerApprovedVersion)).collect::<Vec<_>>()
    };
    let told = newer(&[version(9, PENDING), version(8, APPROVED), version(7, REJECTED)]);
    assert_eq!(told, [None, None, Some(Value::Int(8))]);
    assert_eq!(newer(&[version(6, APPROVED)]), [Some(Value::Int(8))]);
}

#[test]
fn versions_are_counted_by_their_approval() {
    let all = [version(4, PENDING), version(3, PENDING), version(2, APPROVED), version(1, REJECTED)];
    let facts = counted(&all);
    let int = |field| facts.get(field).and_then(Value::as_int);
    assert_eq!((int(Field::VersionCount), int(Field::LatestVersion)), (Some(4), Some(4)));
    assert_eq!(int(Field::LatestApprovedVersion), Some(2));
    let counts = [Field::ApprovedCount, Field::PendingCount, Field::RejectedCount].map(int);
    assert_eq!(counts, [Some(1), Some(2), Some(1)]);
    let since = facts.get(Field::WaitingSince).and_then(Value::as_time);
    assert_eq!(since, Timestamp::from_second(1_700_000_003).ok());
}

#[test]
fn environments_are_dropped_and_secret_looking_metadata_is_masked() {
    let container = ModelPackageContainerDefinition::builder()
        .image("registry/serve:1")
        .environment("API_TOKEN", "hunter2")
        .environment("PLAIN", "hunter2")
        .build();
    let answer = DescribeModelPackageOutput::builder()
        .inference_specification(InferenceSpecification::builder().containers(container).build())
        .customer_metadata_properties("api_key", "hunter2")
        .customer_metadata_properties("auc", "0.9")
        .metadata_properties(MetadataProperties::builder().commit_id("c0ffee").build())
        .build();
    let described = described_version(&answer);
    assert!(!format!("{described:?}").contains("hunter2"), "{described:?}");
    let written = Value::List(vec![Safe::new("api_key=••••"), Safe::new("auc=0.9")]);
    assert_eq!(described.facts.get(Field::CustomerMetadata), Some(&written));
    assert_eq!(described.facts.get(Field::SourceCommit), Some(&Value::text("c0ffee")));
}
