//! AutoML jobs, as they are declared.

use super::{Area, KindSpec, Link, Section, job};
use crate::model::field::Field as F;
use crate::model::kind::Kind;
use crate::model::resource::Detail;

/// A SageMaker AutoML (Autopilot) job: the parent of processing, training, tuning and transform jobs. It writes no log;
/// they do.
pub const SPEC: KindSpec = KindSpec {
    kind: Kind::AutoMlJob,
    title: "AutoML jobs",
    area: Some(Area::Jobs),
    has_horizon: true,
    columns: job::COLUMNS,
    sections: &[
        Section {
            title: "Search",
            fields: &[
                F::SecondaryStatus,
                F::FailureReason,
                F::PartialFailures,
                F::ProblemType,
                F::Objective,
                F::BestCandidate,
                F::BestObjective,
                F::MaxCandidates,
                F::DeployedEndpoint,
            ],
        },
        Section { title: "Run", fields: &[F::Ended, F::Duration, F::MaxRuntime] },
        Section { title: "Data", fields: &[F::Inputs, F::Outputs] },
        job::NETWORK,
        Section { title: "Encryption", fields: &[F::VolumeKmsKeyId, F::OutputKmsKeyId] },
    ],
    links: &[Link { field: F::DeployedEndpoint, kind: Kind::Endpoint }],
    logs: None,
    // Source: StopAutoMLJob in the SageMaker API reference.
    actions: &[job::stop(
        "sagemaker:StopAutoMLJob",
        &[
            "All jobs that it runs are stopped, and no further one is started",
            "Kept: candidates that are complete; the search cannot be taken up again",
        ],
    )],
    details: &[Detail::Describe, Detail::Tags],
    calls: &["sagemaker:ListAutoMLJobs", "sagemaker:DescribeAutoMLJobV2", "sagemaker:ListTags"],
    // Its page is in Studio, at an address that only a user of the domain has.
    console: None,
    describe: Some("aws sagemaker describe-auto-ml-job-v2 --region {region} --auto-ml-job-name {name}"),
};
