//! SageMaker pipelines, as they are declared.

use super::{Area, KindSpec, Section, column, wide};
use crate::model::field::Field as F;
use crate::model::kind::Kind;
use crate::model::resource::Detail;

/// A SageMaker pipeline. Its definition is not kept; how its latest runs ended is.
pub const SPEC: KindSpec = KindSpec {
    kind: Kind::Pipeline,
    title: "Pipelines",
    area: Some(Area::Pipelines),
    has_horizon: false,
    columns: &[
        column(F::Name, 18, 44, 0),
        column(F::AccountName, 9, 20, 2),
        column(F::Region, 9, 14, 6),
        // Of a run, how it went; of a pipeline only that it is there.
        column(F::Status, 11, 21, 3),
        column(F::LastRunStatus, 11, 21, 0),
        column(F::LastRun, 10, 10, 1),
        column(F::RecentExecutions, 11, 11, 5),
        column(F::Owner, 6, 14, 4),
        wide(F::DisplayName, 10, 30),
        wide(F::Description, 11, 40),
        wide(F::RoleArn, 14, 40),
        wide(F::Created, 10, 10),
        wide(F::Modified, 10, 10),
        wide(F::AccountRole, 8, 15),
    ],
    sections: &[
        Section {
            title: "Pipeline",
            fields: &[
                F::DisplayName,
                F::Description,
                F::PipelineVersion,
                F::RoleArn,
                F::MaxParallelSteps,
                F::CreatedBy,
                F::LastModifiedBy,
            ],
        },
        Section { title: "Runs", fields: &[F::LastRun, F::LastRunStatus, F::RecentExecutions] },
    ],
    links: &[],
    logs: None,
    actions: &[],
    details: &[Detail::Content, Detail::Tags, Detail::Describe],
    calls: &[
        "sagemaker:ListPipelines",
        "sagemaker:DescribePipeline",
        "sagemaker:ListPipelineExecutions",
        "sagemaker:ListTags",
    ],
    console: None,
    describe: Some("aws sagemaker describe-pipeline --region {region} --pipeline-name {name}"),
};
