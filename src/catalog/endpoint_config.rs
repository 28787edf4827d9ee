//! Configurations of endpoints, as they are declared.

use super::{Area, KindSpec, Link, Section, column, wide};
use crate::model::field::Field as F;
use crate::model::kind::Kind;
use crate::model::resource::Detail;

/// What an endpoint serves, on what: it never changes, an update of the endpoint takes another one.
pub const SPEC: KindSpec = KindSpec {
    kind: Kind::EndpointConfig,
    title: "Endpoint configurations",
    area: Some(Area::Endpoints),
    has_horizon: false,
    columns: &[
        column(F::Name, 14, 40, 0),
        column(F::AccountName, 9, 20, 1),
        column(F::Region, 9, 14, 3),
        column(F::Instances, 13, 26, 2),
        column(F::ModelNames, 10, 36, 2),
        column(F::Created, 10, 10, 4),
        wide(F::Serving, 9, 12),
        wide(F::EnableCapture, 7, 7),
        wide(F::KmsKeyId, 10, 30),
    ],
    sections: &[
        Section {
            title: "Serving",
            fields: &[
                F::Serving,
                F::Variants,
                F::ShadowVariants,
                F::Instances,
                F::DesiredInstances,
                F::ModelNames,
                F::AsyncTo,
                F::Explainer,
            ],
        },
        Section { title: "Encryption", fields: &[F::KmsKeyId] },
        Section { title: "Data capture", fields: &[F::EnableCapture, F::CapturePercent, F::CaptureTo] },
        Section {
            title: "Network and access",
            fields: &[F::NetworkIsolation, F::VpcSubnets, F::SecurityGroups, F::RoleArn],
        },
    ],
    links: &[Link { field: F::ModelNames, kind: Kind::Model }],
    logs: None,
    actions: &[],
    details: &[Detail::Describe, Detail::Tags],
    calls: &["sagemaker:ListEndpointConfigs", "sagemaker:DescribeEndpointConfig", "sagemaker:ListTags"],
    console: Some("sagemaker/home?region={region}#/endpointConfig/{name}"),
    describe: Some("aws sagemaker describe-endpoint-config --region {region} --endpoint-config-name {name}"),
};
