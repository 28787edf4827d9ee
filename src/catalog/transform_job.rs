//! Batch transform jobs, as they are declared.

use super::{Area, KindSpec, Link, LogsIn, Section, job};
use crate::model::field::Field as F;
use crate::model::kind::Kind;
use crate::model::resource::Detail;

/// A SageMaker batch transform job: a model over a whole data set.
pub const SPEC: KindSpec = KindSpec {
    kind: Kind::TransformJob,
    title: "Transform jobs",
    area: Some(Area::Jobs),
    has_horizon: true,
    columns: job::COLUMNS,
    sections: &[
        Section { title: "Run", fields: &[F::FailureReason, F::Started, F::Ended, F::Duration] },
        Section {
            title: "Machines",
            fields: &[F::InstanceType, F::InstanceCount, F::MaxConcurrentTransforms, F::MaxPayloadMb],
        },
        Section {
            title: "Code and data",
            fields: &[F::ModelName, F::BatchStrategy, F::Inputs, F::Outputs, F::Environment],
        },
        Section { title: "Encryption", fields: &[F::VolumeKmsKeyId, F::OutputKmsKeyId] },
        Section {
            title: "Belongs to",
            fields: &[F::AutoMlJobArn, F::LabelingJobArn, F::ExperimentName, F::TrialName],
        },
    ],
    links: &[
        Link { field: F::ModelName, kind: Kind::Model },
        Link { field: F::AutoMlJobArn, kind: Kind::AutoMlJob },
        Link { field: F::LabelingJobArn, kind: Kind::LabelingJob },
    ],
    logs: Some(LogsIn { group: "/aws/sagemaker/TransformJobs", prefix: "{name}/" }),
    // Source: StopTransformJob in the SageMaker API reference.
    actions: &[job::stop(
        "sagemaker:StopTransformJob",
        &[
            "No more of the data is transformed",
            "Lost: the results of this run, as far as they are not written",
        ],
    )],
    details: &[Detail::Describe, Detail::Tags],
    calls: &[
        "sagemaker:ListTransformJobs",
        "sagemaker:DescribeTransformJob",
        "sagemaker:ListTags",
        "logs:DescribeLogStreams",
        "logs:GetLogEvents",
    ],
    console: Some("sagemaker/home?region={region}#/transform-jobs/{name}"),
    describe: Some("aws sagemaker describe-transform-job --region {region} --transform-job-name {name}"),
};
