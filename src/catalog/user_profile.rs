//! Users of Studio domains, as they are declared.

use super::{Area, KindSpec, Link, Section, column, wide};
use crate::model::field::Field as F;
use crate::model::kind::Kind;
use crate::model::resource::Detail;

/// A user of a Studio domain, as `DOMAIN/NAME`.
pub const SPEC: KindSpec = KindSpec {
    kind: Kind::UserProfile,
    title: "User profiles",
    area: Some(Area::Notebooks),
    has_horizon: false,
    columns: &[
        column(F::Name, 20, 50, 0),
        column(F::AccountName, 9, 20, 1),
        column(F::Region, 9, 14, 3),
        column(F::Status, 11, 13, 0),
        column(F::Owner, 6, 14, 5),
        column(F::IdleShutdown, 12, 30, 2),
        column(F::IdleShutdownSource, 12, 24, 4),
        wide(F::ExecutionRole, 20, 50),
    ],
    sections: &[
        Section {
            title: "User",
            fields: &[
                F::UserProfileName,
                F::DomainId,
                F::SingleSignOnUserValue,
                F::HomeEfsFileSystemUid,
                F::FailureReason,
            ],
        },
        Section { title: "Access", fields: &[F::ExecutionRole, F::ExecutionRoleSource, F::SecurityGroups] },
        Section {
            title: "Idle shutdown",
            fields: &[
                F::IdleShutdown,
                F::IdleShutdownSource,
                F::JupyterLabLifecycleManagement,
                F::JupyterLabIdleTimeout,
                F::CodeEditorLifecycleManagement,
                F::CodeEditorIdleTimeout,
            ],
        },
    ],
    links: &[Link { field: F::DomainId, kind: Kind::Domain }],
    logs: None,
    actions: &[],
    details: &[Detail::Tags, Detail::Describe],
    calls: &[
        "sagemaker:ListUserProfiles",
        "sagemaker:DescribeUserProfile",
        "sagemaker:ListTags",
        "sagemaker:ListDomains",
        "sagemaker:DescribeDomain",
    ],
    console: Some("sagemaker/home?region={region}#/studio/{part1}/user/{part2}"),
    describe: Some(
        "aws sagemaker describe-user-profile --region {region} --domain-id {part1} --user-profile-name {part2}",
    ),
};
