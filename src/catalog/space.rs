//! Spaces of Studio domains, as they are declared.

use super::{Area, KindSpec, Link, Section, column, wide};
use crate::model::field::Field as F;
use crate::model::kind::Kind;
use crate::model::resource::Detail;

/// A space of a Studio domain, as `DOMAIN/NAME`: private to one user, or shared.
pub const SPEC: KindSpec = KindSpec {
    kind: Kind::Space,
    title: "Spaces",
    area: Some(Area::Notebooks),
    has_horizon: false,
    columns: &[
        column(F::Name, 20, 50, 0),
        column(F::AccountName, 9, 20, 1),
        column(F::Region, 9, 14, 4),
        column(F::AppType, 10, 13, 3),
        column(F::Status, 11, 13, 0),
        column(F::Owner, 6, 14, 4),
        column(F::SharingType, 7, 7, 5),
        column(F::EbsVolumeSizeInGb, 6, 8, 2),
        column(F::IdleShutdown, 12, 30, 6),
        wide(F::IdleShutdownSource, 12, 24),
        wide(F::Modified, 10, 10),
        wide(F::ExecutionRole, 20, 50),
    ],
    sections: &[
        Section {
            title: "Space",
            fields: &[
                F::SpaceName,
                F::SpaceDisplayName,
                F::AppType,
                F::DomainId,
                F::SharingType,
                F::OwnerUserProfileName,
                F::InstanceType,
                F::Url,
                F::FailureReason,
            ],
        },
        Section { title: "Storage", fields: &[F::EbsVolumeSizeInGb, F::HomeEfsFileSystemUid] },
        Section { title: "Access", fields: &[F::ExecutionRole, F::ExecutionRoleSource, F::RemoteAccess] },
        Section {
            title: "Idle shutdown",
            fields: &[
                F::IdleShutdown,
                F::IdleShutdownSource,
                F::JupyterLabIdleTimeout,
                F::CodeEditorIdleTimeout,
            ],
        },
    ],
    links: &[
        Link { field: F::OwnerUserProfileName, kind: Kind::UserProfile },
        Link { field: F::DomainId, kind: Kind::Domain },
    ],
    logs: None,
    actions: &[],
    details: &[Detail::Tags, Detail::Describe],
    calls: &[
        "sagemaker:ListSpaces",
        "sagemaker:DescribeSpace",
        "sagemaker:ListTags",
        "sagemaker:ListUserProfiles",
        "sagemaker:DescribeUserProfile",
        "sagemaker:ListDomains",
        "sagemaker:DescribeDomain",
    ],
    console: Some("sagemaker/home?region={region}#/studio/{part1}"),
    describe: Some("aws sagemaker describe-space --region {region} --domain-id {part1} --space-name {part2}"),
};
