//! Lifecycle configurations of notebook instances, as they are declared.

use super::{Area, KindSpec, Section, column};
use crate::model::field::Field as F;
use crate::model::kind::Kind;
use crate::model::resource::Detail;

/// A lifecycle configuration of notebook instances. Its scripts may hold secrets and are never kept: only their
/// sizes and whether one of them installs an idle auto-stop.
pub const SPEC: KindSpec = KindSpec {
    kind: Kind::LifecycleConfig,
    title: "Lifecycle configurations",
    area: Some(Area::Notebooks),
    has_horizon: false,
    columns: &[
        column(F::Name, 14, 40, 0),
        column(F::AccountName, 9, 20, 1),
        column(F::Region, 9, 14, 2),
        column(F::AutoStop, 9, 9, 1),
        column(F::AutoStopAfter, 11, 11, 3),
        column(F::Modified, 10, 10, 4),
    ],
    sections: &[Section {
        title: "Scripts",
        fields: &[F::OnCreateBytes, F::OnStartBytes, F::AutoStop, F::AutoStopAfter],
    }],
    links: &[],
    logs: None,
    actions: &[],
    details: &[Detail::Describe, Detail::Tags],
    calls: &[
        "sagemaker:ListNotebookInstanceLifecycleConfigs",
        "sagemaker:DescribeNotebookInstanceLifecycleConfig",
        "sagemaker:ListTags",
    ],
    console: Some("sagemaker/home?region={region}#/notebook-instances-lifecycle-configs/{name}"),
    describe: Some(
        "aws sagemaker describe-notebook-instance-lifecycle-config --region {region} --notebook-instance-lifecycle-config-name {name}",
    ),
};
