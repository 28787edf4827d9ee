//! Model packages in a group, as they are declared.

use super::{Area, KindSpec, Link, Section, column, wide};
use crate::model::field::Field as F;
use crate::model::kind::Kind;
use crate::model::resource::Detail;

/// A version of a model, named `GROUP/N`. Packages without a group have no version and are none of these.
pub const SPEC: KindSpec = KindSpec {
    kind: Kind::ModelVersion,
    title: "Model versions",
    area: Some(Area::Models),
    has_horizon: false,
    columns: &[
        // The number at its end tells versions apart.
        column(F::Name, 20, 48, 0),
        column(F::AccountName, 9, 20, 2),
        column(F::Region, 9, 14, 5),
        column(F::ModelApprovalStatus, 21, 21, 0),
        column(F::NewerApprovedVersion, 8, 14, 3),
        column(F::Status, 11, 13, 4),
        column(F::Created, 10, 10, 1),
        wide(F::Description, 11, 40),
        wide(F::LifeCycleStage, 6, 16),
        wide(F::CreatedBy, 10, 30),
        wide(F::AccountRole, 8, 15),
    ],
    sections: &[
        Section {
            title: "Version",
            fields: &[
                F::ModelPackageGroupName,
                F::ModelPackageVersion,
                F::Description,
                F::LifeCycleStage,
                F::CreatedBy,
                F::FailureReason,
            ],
        },
        Section {
            title: "Approval",
            fields: &[
                F::ModelApprovalStatus,
                F::ApprovalDescription,
                F::LastModifiedBy,
                F::NewerApprovedVersion,
                F::ModelCardStatus,
            ],
        },
        Section {
            title: "Inference",
            fields: &[
                F::ContainerImages,
                F::ContainerImageDigests,
                F::ModelDataUrls,
                F::Frameworks,
                F::RealtimeInstanceTypes,
                F::TransformInstanceTypes,
            ],
        },
        Section { title: "Metrics", fields: &[F::MetricsAt, F::CustomerMetadata] },
        Section {
            title: "Source",
            fields: &[F::SourceUri, F::SourceRepository, F::SourceCommit, F::GeneratedBy, F::KmsKeyId],
        },
    ],
    links: &[Link { field: F::ModelPackageGroupName, kind: Kind::ModelGroup }],
    logs: None,
    actions: &[],
    // Versions have the tags of their group.
    details: &[Detail::Describe],
    calls: &[
        "sagemaker:ListModelPackageGroups",
        "sagemaker:ListModelPackages",
        "sagemaker:DescribeModelPackage",
    ],
    console: None,
    // By its ARN, which the name alone does not give.
    describe: None,
};
