//! Processing jobs, as they are declared.

use super::{Area, KindSpec, Link, LogsIn, Section, job};
use crate::model::field::Field as F;
use crate::model::kind::Kind;
use crate::model::resource::Detail;

/// A SageMaker processing job: data preparation, evaluation, a monitor's run.
pub const SPEC: KindSpec = KindSpec {
    kind: Kind::ProcessingJob,
    title: "Processing jobs",
    area: Some(Area::Jobs),
    has_horizon: true,
    columns: job::COLUMNS,
    sections: &[
        Section {
            title: "Run",
            fields: &[F::FailureReason, F::ExitMessage, F::Started, F::Ended, F::Duration, F::MaxRuntime],
        },
        Section { title: "Machines", fields: &[F::InstanceType, F::InstanceCount, F::VolumeSizeInGb] },
        Section {
            title: "Code and data",
            fields: &[F::Image, F::Entrypoint, F::Inputs, F::Outputs, F::Environment],
        },
        job::NETWORK,
        Section { title: "Encryption", fields: &[F::VolumeKmsKeyId, F::OutputKmsKeyId] },
        Section {
            title: "Belongs to",
            fields: &[
                F::TrainingJobArn,
                F::AutoMlJobArn,
                F::MonitoringScheduleArn,
                F::ExperimentName,
                F::TrialName,
            ],
        },
    ],
    links: &[
        Link { field: F::TrainingJobArn, kind: Kind::TrainingJob },
        Link { field: F::AutoMlJobArn, kind: Kind::AutoMlJob },
        Link { field: F::MonitoringScheduleArn, kind: Kind::MonitoringSchedule },
    ],
    logs: Some(LogsIn { group: "/aws/sagemaker/ProcessingJobs", prefix: "{name}/" }),
    // Source: StopProcessingJob in the SageMaker API reference.
    actions: &[job::stop(
        "sagemaker:StopProcessingJob",
        &[
            "The containers get SIGTERM and are killed after 120 seconds",
            "Lost: what was not uploaded yet; outputs that are uploaded at the end are not written",
        ],
    )],
    details: &[Detail::Describe, Detail::Tags],
    calls: &[
        "sagemaker:ListProcessingJobs",
        "sagemaker:DescribeProcessingJob",
        "sagemaker:ListTags",
        "logs:DescribeLogStreams",
        "logs:GetLogEvents",
    ],
    console: Some("sagemaker/home?region={region}#/processing-jobs/{name}"),
    describe: Some("aws sagemaker describe-processing-job --region {region} --processing-job-name {name}"),
};
