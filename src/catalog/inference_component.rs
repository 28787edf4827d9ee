//! Inference components, as they are declared.

use super::{Area, KindSpec, Link, Section, column, wide};
use crate::model::field::Field as F;
use crate::model::kind::Kind;
use crate::model::resource::Detail;

/// A model that shares the instances of an endpoint with others.
pub const SPEC: KindSpec = KindSpec {
    kind: Kind::InferenceComponent,
    title: "Inference components",
    area: Some(Area::Endpoints),
    has_horizon: false,
    columns: &[
        column(F::Name, 14, 40, 0),
        column(F::AccountName, 9, 20, 2),
        column(F::Region, 9, 14, 5),
        column(F::Status, 9, 11, 0),
        column(F::EndpointName, 10, 36, 1),
        column(F::CurrentCopies, 6, 6, 3),
        column(F::DesiredCopies, 6, 6, 3),
        column(F::Modified, 10, 10, 4),
        wide(F::VariantName, 8, 20),
        wide(F::ModelName, 10, 36),
        wide(F::FailureReason, 14, 44),
    ],
    sections: &[
        Section {
            title: "Serving",
            fields: &[
                F::FailureReason,
                F::EndpointName,
                F::VariantName,
                F::CurrentCopies,
                F::DesiredCopies,
                F::CopyNeeds,
            ],
        },
        Section {
            title: "What is served",
            fields: &[
                F::ModelName,
                F::ContainerImage,
                F::DeployedImages,
                F::ModelDataUrl,
                F::EnvironmentNames,
            ],
        },
    ],
    links: &[
        Link { field: F::EndpointName, kind: Kind::Endpoint },
        Link { field: F::ModelName, kind: Kind::Model },
    ],
    logs: None,
    actions: &[],
    details: &[Detail::Describe, Detail::Tags],
    calls: &[
        "sagemaker:ListInferenceComponents",
        "sagemaker:DescribeInferenceComponent",
        "sagemaker:ListTags",
    ],
    console: None,
    describe: Some(
        "aws sagemaker describe-inference-component --region {region} --inference-component-name {name}",
    ),
};
