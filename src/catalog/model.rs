//! Models, as they are declared.

use super::{Area, KindSpec, Link, Section, column, wide};
use crate::model::field::Field as F;
use crate::model::kind::Kind;
use crate::model::resource::Detail;

/// A SageMaker model: a container with its artifacts, ready to be served. Its environment may hold secrets: only the
/// names of its variables are kept.
pub const SPEC: KindSpec = KindSpec {
    kind: Kind::Model,
    title: "Models",
    area: Some(Area::Endpoints),
    has_horizon: false,
    columns: &[
        column(F::Name, 14, 40, 0),
        column(F::AccountName, 9, 20, 1),
        column(F::Region, 9, 14, 3),
        column(F::ContainerImage, 20, 60, 2),
        column(F::ModelPackageName, 12, 40, 4),
        column(F::Created, 10, 10, 5),
        wide(F::ModelDataUrl, 20, 60),
        wide(F::NetworkIsolation, 8, 8),
    ],
    sections: &[
        Section {
            title: "Containers",
            fields: &[
                F::ContainerImage,
                F::ContainerMode,
                F::ModelDataUrl,
                F::ModelPackageName,
                F::Containers,
                F::EnvironmentNames,
            ],
        },
        Section {
            title: "Network and access",
            fields: &[F::NetworkIsolation, F::VpcSubnets, F::SecurityGroups, F::RoleArn],
        },
    ],
    links: &[Link { field: F::ModelPackageName, kind: Kind::ModelVersion }],
    logs: None,
    actions: &[],
    details: &[Detail::Describe, Detail::Tags],
    calls: &["sagemaker:ListModels", "sagemaker:DescribeModel", "sagemaker:ListTags"],
    console: Some("sagemaker/home?region={region}#/models/{name}"),
    describe: Some("aws sagemaker describe-model --region {region} --model-name {name}"),
};
