//! Labeling jobs, as they are declared.

use super::{KindSpec, Section, job};
use crate::model::action::ActionSpec;
use crate::model::field::Field as F;
use crate::model::kind::Kind;
use crate::model::resource::Detail;

/// A SageMaker Ground Truth labeling job: people and machines label a data set. It has no screen of its own.
pub const SPEC: KindSpec = KindSpec {
    kind: Kind::LabelingJob,
    title: "Labeling jobs",
    area: None,
    has_horizon: true,
    columns: job::LABELING,
    sections: &[
        Section {
            title: "Progress",
            fields: &[
                F::FailureReason,
                F::TotalLabeled,
                F::HumanLabeled,
                F::MachineLabeled,
                F::Unlabeled,
                F::LabelingFailed,
            ],
        },
        Section {
            title: "Task",
            fields: &[F::TaskTitle, F::WorkteamArn, F::WorkersPerObject, F::LabelAttribute],
        },
        Section { title: "Data", fields: &[F::Inputs, F::Outputs] },
        Section { title: "Access and encryption", fields: &[F::RoleArn, F::OutputKmsKeyId] },
    ],
    links: &[],
    logs: None,
    // Source: StopLabelingJob in the SageMaker API reference.
    actions: &[ActionSpec {
        from: &["InProgress", "Initializing"],
        ..job::stop(
            "sagemaker:StopLabelingJob",
            &[
                "No further objects are given to the workers",
                "Kept: the labels that are finished; the job cannot be taken up again",
            ],
        )
    }],
    details: &[Detail::Describe, Detail::Tags],
    calls: &["sagemaker:ListLabelingJobs", "sagemaker:DescribeLabelingJob", "sagemaker:ListTags"],
    console: Some("sagemaker/groundtruth?region={region}#/labeling-jobs/details/{name}"),
    describe: Some("aws sagemaker describe-labeling-job --region {region} --labeling-job-name {name}"),
};
