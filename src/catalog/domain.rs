//! Studio domains, as they are declared.

use super::{Area, KindSpec, Section, column};
use crate::model::field::Field as F;
use crate::model::kind::Kind;
use crate::model::resource::Detail;

/// A SageMaker Studio domain: its users, their home file system, and what holds for apps where nothing nearer says
/// otherwise. Its name is not unique; others name it by its id.
pub const SPEC: KindSpec = KindSpec {
    kind: Kind::Domain,
    title: "Studio domains",
    area: Some(Area::Notebooks),
    has_horizon: false,
    columns: &[
        column(F::Name, 14, 40, 0),
        column(F::AccountName, 9, 20, 1),
        column(F::Region, 9, 14, 3),
        column(F::DomainId, 14, 16, 2),
        column(F::Status, 11, 13, 0),
        column(F::Owner, 6, 14, 6),
        column(F::AuthMode, 8, 8, 5),
        column(F::AppNetworkAccessType, 9, 18, 4),
        column(F::IdleShutdown, 12, 30, 3),
    ],
    sections: &[
        Section { title: "Domain", fields: &[F::DomainId, F::Url, F::FailureReason] },
        Section { title: "Login", fields: &[F::AuthMode, F::SingleSignOnApplicationArn] },
        Section {
            title: "Network and access",
            fields: &[
                F::AppNetworkAccessType,
                F::VpcId,
                F::SubnetIds,
                F::SecurityGroups,
                F::ExecutionRole,
                F::SpaceExecutionRole,
            ],
        },
        Section { title: "Home file system", fields: &[F::HomeEfsFileSystemId, F::KmsKeyId] },
        Section {
            title: "Idle shutdown",
            fields: &[
                F::IdleShutdown,
                F::IdleShutdownSource,
                F::JupyterLabLifecycleManagement,
                F::JupyterLabIdleTimeout,
                F::CodeEditorLifecycleManagement,
                F::CodeEditorIdleTimeout,
                F::SpaceLifecycleManagement,
                F::SpaceIdleTimeout,
            ],
        },
    ],
    links: &[],
    logs: None,
    actions: &[],
    details: &[Detail::Tags, Detail::Describe],
    calls: &["sagemaker:ListDomains", "sagemaker:DescribeDomain", "sagemaker:ListTags"],
    console: Some("sagemaker/home?region={region}#/studio/{id}"),
    describe: Some("aws sagemaker describe-domain --region {region} --domain-id {id}"),
};
