//! Notebook instances, as they are declared.

use super::{Area, KindSpec, Link, LogsIn, Section, column, wide};
use crate::model::action::{ActionSpec, Risk, Verb};
use crate::model::field::Field as F;
use crate::model::kind::Kind;
use crate::model::resource::Detail;

/// A classic SageMaker notebook instance.
pub const SPEC: KindSpec = KindSpec {
    kind: Kind::Notebook,
    title: "Notebooks",
    area: Some(Area::Notebooks),
    has_horizon: false,
    columns: &[
        column(F::Name, 14, 40, 0),
        column(F::AccountName, 9, 20, 2),
        column(F::Region, 9, 14, 5),
        column(F::InstanceType, 13, 16, 4),
        column(F::Status, 11, 13, 0),
        column(F::Owner, 6, 14, 6),
        column(F::IdleFor, 6, 8, 1),
        column(F::UsdMonth, 6, 9, 3),
        wide(F::UsdHour, 6, 8),
        wide(F::IdleVerdict, 12, 12),
        wide(F::AccountRole, 8, 15),
        wide(F::Created, 10, 10),
        wide(F::Modified, 10, 10),
        wide(F::LifecycleConfigName, 10, 30),
        wide(F::VolumeSizeInGb, 6, 8),
        wide(F::RootAccess, 8, 11),
        wide(F::DirectInternetAccess, 8, 15),
    ],
    sections: &[
        Section {
            title: "Instance",
            fields: &[
                F::InstanceType,
                F::PlatformIdentifier,
                F::VolumeSizeInGb,
                F::AcceleratorTypes,
                F::Url,
                F::FailureReason,
            ],
        },
        Section {
            title: "Network and access",
            fields: &[
                F::DirectInternetAccess,
                F::RootAccess,
                F::MinimumImdsVersion,
                F::SubnetId,
                F::SecurityGroups,
                F::NetworkInterfaceId,
                F::RoleArn,
            ],
        },
        Section { title: "Encryption", fields: &[F::KmsKeyId] },
        Section { title: "Lifecycle", fields: &[F::LifecycleConfigName, F::LastLogEvent] },
        Section { title: "Code", fields: &[F::DefaultCodeRepository, F::AdditionalCodeRepositories] },
    ],
    links: &[Link { field: F::LifecycleConfigName, kind: Kind::LifecycleConfig }],
    logs: Some(LogsIn { group: "/aws/sagemaker/NotebookInstances", prefix: "{name}/" }),
    // Source: StopNotebookInstance and StartNotebookInstance in the SageMaker API reference. From Failed an instance can
    // be started, not stopped.
    actions: &[
        ActionSpec {
            verb: Verb::Stop,
            risk: Risk::Safe,
            undo: Some(Verb::Start),
            operation: "sagemaker:StopNotebookInstance",
            from: &["InService"],
            through: &["Stopping"],
            until: Some("Stopped"),
            patience_s: 15 * 60,
            consequences: &[
                "The instance is given back; its volume is kept",
                "Lost: memory, running kernels and terminals, files outside /home/ec2-user/SageMaker",
            ],
        },
        ActionSpec {
            verb: Verb::Start,
            risk: Risk::Safe,
            undo: Some(Verb::Stop),
            operation: "sagemaker:StartNotebookInstance",
            from: &["Stopped", "Failed"],
            through: &["Pending"],
            until: Some("InService"),
            patience_s: 20 * 60,
            consequences: &["A fresh instance with the kept volume; its lifecycle configuration runs"],
        },
        ActionSpec {
            verb: Verb::AddTags,
            risk: Risk::Safe,
            undo: Some(Verb::RemoveTags),
            operation: "sagemaker:AddTags",
            from: &[],
            through: &[],
            until: None,
            patience_s: 60,
            consequences: &["Tags are added; none that is there is changed"],
        },
        ActionSpec {
            verb: Verb::RemoveTags,
            risk: Risk::Safe,
            undo: Some(Verb::AddTags),
            operation: "sagemaker:DeleteTags",
            from: &[],
            through: &[],
            until: None,
            patience_s: 60,
            consequences: &["The tags that were added are removed; others stay"],
        },
    ],
    details: &[Detail::Tags, Detail::Activity, Detail::Describe],
    calls: &[
        "sagemaker:ListNotebookInstances",
        "sagemaker:DescribeNotebookInstance",
        "sagemaker:ListTags",
        "tag:GetResources",
        "sagemaker:ListNotebookInstanceLifecycleConfigs",
        "sagemaker:DescribeNotebookInstanceLifecycleConfig",
        "logs:DescribeLogStreams",
        "logs:GetLogEvents",
    ],
    console: Some("sagemaker/home?region={region}#/notebook-instances/{name}"),
    describe: Some(
        "aws sagemaker describe-notebook-instance --region {region} --notebook-instance-name {name}",
    ),
};
