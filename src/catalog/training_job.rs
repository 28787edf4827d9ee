//! Training jobs, as they are declared.

use super::{Area, KindSpec, Link, LogsIn, Section, job};
use crate::model::field::Field as F;
use crate::model::kind::Kind;
use crate::model::resource::Detail;

/// A SageMaker training job, started by somebody, by a pipeline or by a tuning job.
pub const SPEC: KindSpec = KindSpec {
    kind: Kind::TrainingJob,
    title: "Training jobs",
    area: Some(Area::Jobs),
    has_horizon: true,
    columns: job::COLUMNS,
    sections: &[
        Section {
            title: "Run",
            fields: &[
                F::SecondaryStatus,
                F::FailureReason,
                F::Started,
                F::Ended,
                F::Duration,
                F::TrainingTime,
                F::BillableTime,
                F::MaxRuntime,
                F::MaxWait,
                F::MaxRetries,
                F::SecondaryStatusTransitions,
                F::FinalMetrics,
            ],
        },
        Section {
            title: "Machines",
            fields: &[
                F::InstanceType,
                F::InstanceCount,
                F::InstanceGroups,
                F::VolumeSizeInGb,
                F::WarmPoolStatus,
                F::KeepAlivePeriod,
                F::TrainingPlanArn,
            ],
        },
        Section {
            title: "Spot",
            fields: &[F::ManagedSpot, F::Interruptions, F::SpotSavings, F::CheckpointUri],
        },
        Section {
            title: "Code and data",
            fields: &[
                F::Image,
                F::Inputs,
                F::Outputs,
                F::ModelArtifacts,
                F::HyperParameters,
                F::Environment,
                F::RemoteDebug,
            ],
        },
        job::NETWORK,
        Section { title: "Encryption", fields: &[F::VolumeKmsKeyId, F::OutputKmsKeyId] },
        Section {
            title: "Belongs to",
            fields: &[F::TuningJobArn, F::AutoMlJobArn, F::LabelingJobArn, F::ExperimentName, F::TrialName],
        },
    ],
    links: &[
        Link { field: F::TuningJobArn, kind: Kind::TuningJob },
        Link { field: F::AutoMlJobArn, kind: Kind::AutoMlJob },
        Link { field: F::LabelingJobArn, kind: Kind::LabelingJob },
    ],
    logs: Some(LogsIn { group: "/aws/sagemaker/TrainingJobs", prefix: "{name}/" }),
    // Source: StopTrainingJob in the SageMaker API reference.
    actions: &[job::stop(
        "sagemaker:StopTrainingJob",
        &[
            "The containers get SIGTERM and are killed after 120 seconds",
            "Lost: everything since the last checkpoint; what was saved to /opt/ml/model is uploaded",
            "A stopped job cannot be resumed; without checkpoints the next one begins anew",
        ],
    )],
    details: &[Detail::Describe, Detail::Tags],
    calls: &[
        "sagemaker:ListTrainingJobs",
        "sagemaker:DescribeTrainingJob",
        "sagemaker:ListTags",
        "logs:DescribeLogStreams",
        "logs:GetLogEvents",
    ],
    console: Some("sagemaker/home?region={region}#/jobs/{name}"),
    describe: Some("aws sagemaker describe-training-job --region {region} --training-job-name {name}"),
};
