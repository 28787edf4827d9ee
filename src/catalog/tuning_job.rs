//! Hyper-parameter tuning jobs, as they are declared.

use super::{Area, KindSpec, Link, Section, job};
use crate::model::field::Field as F;
use crate::model::kind::Kind;
use crate::model::resource::Detail;

/// A SageMaker hyper-parameter tuning job: the parent of many training jobs. It writes no log; they do.
pub const SPEC: KindSpec = KindSpec {
    kind: Kind::TuningJob,
    title: "Tuning jobs",
    area: Some(Area::Jobs),
    has_horizon: true,
    columns: job::COLUMNS,
    sections: &[
        Section {
            title: "Search",
            fields: &[
                F::FailureReason,
                F::Strategy,
                F::Objective,
                F::BestTrainingJob,
                F::BestObjective,
                F::HyperParameters,
                F::ParentTuningJobs,
            ],
        },
        Section {
            title: "Training jobs",
            fields: &[
                F::ChildrenCompleted,
                F::ChildrenInProgress,
                F::ChildrenRetried,
                F::ChildrenFailed,
                F::ChildrenStopped,
                F::MostChildren,
                F::MostChildrenAtOnce,
            ],
        },
        Section { title: "Run", fields: &[F::Ended, F::Duration, F::TrainingTime, F::MaxRuntime] },
        Section {
            title: "Machines of each",
            fields: &[
                F::InstanceType,
                F::InstanceCount,
                F::InstanceGroups,
                F::VolumeSizeInGb,
                F::ManagedSpot,
            ],
        },
        Section { title: "Code and data", fields: &[F::Image, F::Inputs, F::Outputs] },
        job::NETWORK,
        Section { title: "Encryption", fields: &[F::VolumeKmsKeyId, F::OutputKmsKeyId] },
    ],
    links: &[Link { field: F::BestTrainingJob, kind: Kind::TrainingJob }],
    logs: None,
    // Source: StopHyperParameterTuningJob in the SageMaker API reference.
    actions: &[job::stop(
        "sagemaker:StopHyperParameterTuningJob",
        &[
            "Its running training jobs are stopped, and no further one is started",
            "Kept: the models of training jobs that are over; the search cannot be taken up again",
        ],
    )],
    details: &[Detail::Describe, Detail::Tags],
    calls: &[
        "sagemaker:ListHyperParameterTuningJobs",
        "sagemaker:DescribeHyperParameterTuningJob",
        "sagemaker:ListTags",
    ],
    console: Some("sagemaker/home?region={region}#/hyper-tuning-jobs/{name}"),
    describe: Some(
        "aws sagemaker describe-hyper-parameter-tuning-job --region {region} --hyper-parameter-tuning-job-name {name}",
    ),
};
