//! Endpoints, as they are declared.

use super::{Area, KindSpec, Link, LogsIn, Section, column, wide};
use crate::model::field::Field as F;
use crate::model::kind::Kind;
use crate::model::resource::Detail;

/// A SageMaker endpoint. Instance types and models are its configuration's, which is read with it.
pub const SPEC: KindSpec = KindSpec {
    kind: Kind::Endpoint,
    title: "Endpoints",
    area: Some(Area::Endpoints),
    has_horizon: false,
    columns: &[
        column(F::Name, 14, 40, 0),
        column(F::AccountName, 9, 20, 2),
        column(F::Region, 9, 14, 6),
        column(F::Status, 14, 22, 0),
        column(F::Instances, 13, 26, 3),
        column(F::Owner, 6, 14, 6),
        column(F::Modified, 10, 10, 5),
        column(F::UsdMonth, 6, 9, 1),
        column(F::FailureReason, 14, 44, 7),
        wide(F::UsdHour, 6, 8),
        wide(F::Serving, 9, 12),
        wide(F::AccountRole, 8, 15),
        wide(F::EndpointConfigName, 10, 30),
        wide(F::ModelNames, 10, 36),
        wide(F::PendingConfigName, 10, 30),
        wide(F::EnableCapture, 7, 7),
        wide(F::CapturePercent, 10, 10),
        wide(F::Created, 10, 10),
    ],
    sections: &[
        Section {
            title: "Serving",
            fields: &[
                F::FailureReason,
                F::Serving,
                F::Variants,
                F::ShadowVariants,
                F::Instances,
                F::CurrentInstances,
                F::DesiredInstances,
                F::AsyncTo,
                F::Explainer,
            ],
        },
        Section {
            title: "What is served",
            fields: &[F::EndpointConfigName, F::ConfigUnread, F::ModelNames, F::DeployedImages],
        },
        Section {
            title: "Deployment",
            fields: &[F::PendingConfigName, F::PendingSince, F::PendingVariants, F::LastDeployment],
        },
        Section {
            title: "Data capture",
            fields: &[F::EnableCapture, F::CaptureStatus, F::CapturePercent, F::CaptureTo],
        },
    ],
    links: &[
        Link { field: F::EndpointConfigName, kind: Kind::EndpointConfig },
        Link { field: F::PendingConfigName, kind: Kind::EndpointConfig },
        Link { field: F::ModelNames, kind: Kind::Model },
    ],
    // Streams are named `VARIANT/INSTANCE`. Source: Amazon SageMaker developer guide, "Log groups and streams".
    logs: Some(LogsIn { group: "/aws/sagemaker/Endpoints/{name}", prefix: "" }),
    actions: &[],
    details: &[Detail::Tags, Detail::Describe],
    calls: &[
        "sagemaker:ListEndpoints",
        "sagemaker:DescribeEndpoint",
        "sagemaker:DescribeEndpointConfig",
        "sagemaker:ListTags",
        "tag:GetResources",
        "logs:DescribeLogStreams",
        "logs:GetLogEvents",
    ],
    console: Some("sagemaker/home?region={region}#/endpoints/{name}"),
    describe: Some("aws sagemaker describe-endpoint --region {region} --endpoint-name {name}"),
};
