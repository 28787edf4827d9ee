//! Executions of SageMaker pipelines, as they are declared.

use super::{Area, KindSpec, Link, Section, column, wide};
use crate::model::action::{ActionSpec, Risk, Verb};
use crate::model::field::Field as F;
use crate::model::kind::Kind;
use crate::model::resource::Detail;

/// An execution of a SageMaker pipeline, named `PIPELINE/ID`.
pub const SPEC: KindSpec = KindSpec {
    kind: Kind::PipelineRun,
    title: "Pipeline runs",
    area: Some(Area::Pipelines),
    has_horizon: true,
    columns: &[
        column(F::Name, 14, 44, 0),
        column(F::AccountName, 9, 20, 2),
        column(F::Region, 9, 14, 5),
        column(F::Status, 11, 21, 0),
        column(F::Created, 10, 10, 3),
        column(F::FailureReason, 12, 60, 4),
        wide(F::FailedStep, 11, 24),
        wide(F::DisplayName, 10, 30),
        wide(F::CreatedBy, 10, 30),
        wide(F::Modified, 10, 10),
        wide(F::AccountRole, 8, 15),
    ],
    sections: &[
        // What failed in it is what one comes for.
        Section { title: "Steps", fields: &[F::Steps] },
        Section {
            title: "Run",
            fields: &[
                F::PipelineName,
                F::DisplayName,
                F::Description,
                F::FailureReason,
                F::FailedStep,
                F::CreatedBy,
                F::PipelineVersion,
                F::MaxParallelSteps,
                F::ExperimentName,
                F::TrialName,
            ],
        },
        Section { title: "Parameters", fields: &[F::PipelineParameters] },
    ],
    links: &[
        Link { field: F::PipelineName, kind: Kind::Pipeline },
        Link { field: F::Steps, kind: Kind::ProcessingJob },
        Link { field: F::Steps, kind: Kind::TrainingJob },
        Link { field: F::Steps, kind: Kind::TransformJob },
        Link { field: F::Steps, kind: Kind::TuningJob },
        Link { field: F::Steps, kind: Kind::AutoMlJob },
        Link { field: F::Steps, kind: Kind::Model },
        Link { field: F::Steps, kind: Kind::ModelVersion },
        Link { field: F::Steps, kind: Kind::Endpoint },
    ],
    logs: None,
    // Source: StopPipelineExecution and RetryPipelineExecution in the SageMaker API reference.
    actions: &[
        ActionSpec {
            verb: Verb::Stop,
            risk: Risk::Disruptive,
            undo: None,
            operation: "sagemaker:StopPipelineExecution",
            from: &["Executing"],
            through: &["Stopping"],
            until: Some("Stopped"),
            patience_s: 30 * 60,
            consequences: &[
                "Steps that run are stopped with their jobs; what they did since their start is lost",
                "A callback step that waits is waited for",
            ],
        },
        ActionSpec {
            verb: Verb::Retry,
            risk: Risk::Disruptive,
            undo: None,
            operation: "sagemaker:RetryPipelineExecution",
            from: &["Failed", "Stopped"],
            through: &[],
            until: Some("Executing"),
            patience_s: 10 * 60,
            consequences: &[
                "It goes on with the steps that failed, were stopped or did not begin, with the same parameters",
                "Their jobs begin anew and cost anew",
            ],
        },
    ],
    // A run has the tags of its pipeline.
    details: &[Detail::Content, Detail::Describe],
    calls: &[
        "sagemaker:ListPipelines",
        "sagemaker:ListPipelineExecutions",
        "sagemaker:DescribePipelineExecution",
        "sagemaker:ListPipelineExecutionSteps",
        "sagemaker:DescribePipelineDefinitionForExecution",
        "sagemaker:ListPipelineParametersForExecution",
        "sagemaker:ListTags",
    ],
    console: None,
    // By its ARN, which the name alone does not give.
    describe: None,
};
