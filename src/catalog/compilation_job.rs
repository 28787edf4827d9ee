//! Compilation jobs, as they are declared.

use super::{KindSpec, Section, job};
use crate::model::action::ActionSpec;
use crate::model::field::Field as F;
use crate::model::kind::Kind;
use crate::model::resource::Detail;

/// A SageMaker Neo compilation job: a model made ready for a device. It has no screen of its own. Unlike all other jobs
/// its states are written in capitals.
pub const SPEC: KindSpec = KindSpec {
    kind: Kind::CompilationJob,
    title: "Compilation jobs",
    area: None,
    has_horizon: true,
    columns: job::WITHOUT_MACHINES,
    sections: &[
        Section {
            title: "Run",
            fields: &[F::FailureReason, F::Started, F::Ended, F::Duration, F::MaxRuntime],
        },
        Section {
            title: "Model",
            fields: &[
                F::TargetDevice,
                F::TargetPlatform,
                F::Framework,
                F::Inputs,
                F::Outputs,
                F::ModelArtifacts,
                F::Image,
            ],
        },
        job::NETWORK,
        Section { title: "Encryption", fields: &[F::OutputKmsKeyId] },
    ],
    links: &[],
    logs: None,
    // Source: StopCompilationJob in the SageMaker API reference.
    actions: &[ActionSpec {
        from: &["INPROGRESS", "STARTING"],
        through: &["STOPPING"],
        until: Some("STOPPED"),
        ..job::stop("sagemaker:StopCompilationJob", &["The compilation ends without a model"])
    }],
    details: &[Detail::Describe, Detail::Tags],
    calls: &["sagemaker:ListCompilationJobs", "sagemaker:DescribeCompilationJob", "sagemaker:ListTags"],
    console: Some("sagemaker/home?region={region}#/compilation-jobs/{name}"),
    describe: Some("aws sagemaker describe-compilation-job --region {region} --compilation-job-name {name}"),
};
