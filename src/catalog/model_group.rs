//! Model package groups, as they are declared.

use super::{Area, KindSpec, Section, column, wide};
use crate::model::field::Field as F;
use crate::model::kind::Kind;
use crate::model::resource::Detail;

/// A model package group: the versions of one model. Its counts are those of its versions, read with it.
pub const SPEC: KindSpec = KindSpec {
    kind: Kind::ModelGroup,
    title: "Model groups",
    area: Some(Area::Models),
    has_horizon: false,
    columns: &[
        column(F::Name, 14, 40, 0),
        column(F::AccountName, 9, 20, 3),
        column(F::Region, 9, 14, 6),
        column(F::Status, 11, 13, 5),
        column(F::LatestVersion, 6, 7, 1),
        column(F::LatestApprovedVersion, 8, 15, 2),
        column(F::PendingCount, 7, 7, 1),
        column(F::Owner, 6, 14, 4),
        wide(F::WaitingSince, 10, 13),
        wide(F::ApprovedCount, 8, 8),
        wide(F::RejectedCount, 8, 8),
        wide(F::VersionCount, 8, 8),
        wide(F::Description, 11, 40),
        wide(F::Created, 10, 10),
        wide(F::AccountRole, 8, 15),
    ],
    sections: &[
        Section { title: "Group", fields: &[F::Description, F::CreatedBy] },
        Section {
            title: "Versions",
            fields: &[
                F::LatestVersion,
                F::LatestApprovedVersion,
                F::VersionCount,
                F::ApprovedCount,
                F::PendingCount,
                F::WaitingSince,
                F::RejectedCount,
            ],
        },
    ],
    links: &[],
    logs: None,
    actions: &[],
    details: &[Detail::Content, Detail::Tags, Detail::Describe],
    calls: &[
        "sagemaker:ListModelPackageGroups",
        "sagemaker:DescribeModelPackageGroup",
        "sagemaker:ListModelPackages",
        "sagemaker:ListTags",
    ],
    console: None,
    describe: Some(
        "aws sagemaker describe-model-package-group --region {region} --model-package-group-name {name}",
    ),
};
