//! Apps of Studio, as they are declared.

use super::{Area, KindSpec, Link, LogsIn, Section, column, wide};
use crate::model::action::{ActionSpec, Risk, Verb};
use crate::model::field::Field as F;
use crate::model::kind::Kind;
use crate::model::resource::Detail;

/// A tool of Studio that runs for a user or in a space, as `DOMAIN/OWNER/TYPE/NAME`.
pub const SPEC: KindSpec = KindSpec {
    kind: Kind::App,
    title: "Studio apps",
    area: Some(Area::Notebooks),
    has_horizon: false,
    columns: &[
        column(F::Name, 14, 60, 0),
        column(F::AccountName, 9, 20, 2),
        column(F::Region, 9, 14, 5),
        column(F::InstanceType, 13, 16, 4),
        column(F::Status, 11, 13, 0),
        column(F::Owner, 6, 14, 6),
        column(F::IdleFor, 6, 8, 1),
        column(F::UsdMonth, 6, 9, 3),
        wide(F::AppType, 10, 13),
        wide(F::UsdHour, 6, 8),
        wide(F::IdleVerdict, 12, 12),
        wide(F::IdleShutdown, 12, 30),
        wide(F::AccountRole, 8, 15),
        wide(F::Created, 10, 10),
    ],
    sections: &[
        Section {
            title: "App",
            fields: &[
                F::AppType,
                F::InstanceType,
                F::AppImage,
                F::AppImageVersion,
                F::AppImageAlias,
                F::RecoveryMode,
                F::FailureReason,
            ],
        },
        Section { title: "Owner", fields: &[F::UserProfileName, F::SpaceName, F::DomainId] },
        Section { title: "Access", fields: &[F::ExecutionRole, F::ExecutionRoleSource] },
        Section { title: "Use", fields: &[F::LastUserActivity, F::LastHealthCheck] },
        Section {
            title: "Lifecycle",
            fields: &[
                F::IdleShutdown,
                F::IdleShutdownAfter,
                F::IdleShutdownSource,
                F::AppLifecycleConfig,
                F::BuiltInLifecycleConfig,
            ],
        },
    ],
    links: &[
        Link { field: F::SpaceName, kind: Kind::Space },
        Link { field: F::UserProfileName, kind: Kind::UserProfile },
        Link { field: F::DomainId, kind: Kind::Domain },
    ],
    // Source: SageMaker developer guide, "Log groups and streams": DOMAIN/USER/TYPE/NAME, and the same with
    // /LifecycleConfigOnStart.
    logs: Some(LogsIn { group: "/aws/sagemaker/studio", prefix: "{name}" }),
    actions: &[ActionSpec {
        verb: Verb::Delete,
        risk: Risk::Disruptive,
        undo: None,
        operation: "sagemaker:DeleteApp",
        from: &["InService", "Failed"],
        through: &["Deleting"],
        until: Some("Deleted"),
        patience_s: 15 * 60,
        consequences: &[
            "The app and its instance are given back; opened again, it starts anew",
            "Lost: memory, running kernels and terminals, notebooks that were not saved",
            "Kept: files on the home file system (EFS) and on the space's volume (EBS)",
        ],
    }],
    details: &[Detail::Describe, Detail::Tags],
    calls: &[
        "sagemaker:ListApps",
        "sagemaker:DescribeApp",
        "sagemaker:ListTags",
        "sagemaker:ListSpaces",
        "sagemaker:DescribeSpace",
        "sagemaker:ListUserProfiles",
        "sagemaker:DescribeUserProfile",
        "sagemaker:ListDomains",
        "sagemaker:DescribeDomain",
        "logs:DescribeLogStreams",
        "logs:GetLogEvents",
    ],
    console: Some("sagemaker/home?region={region}#/studio/{part1}"),
    describe: Some(
        "aws sagemaker describe-app --region {region} --domain-id {part1} --{owner}-name {part2} --app-type {part3} --app-name {part4}",
    ),
};
