//! Schedules of Model Monitor, as they are declared.

use super::{Area, KindSpec, Link, Section, column, wide};
use crate::model::action::{ActionSpec, Risk, Verb};
use crate::model::field::Field as F;
use crate::model::kind::Kind;
use crate::model::resource::Detail;

/// A Model Monitor schedule: what looks for drift of an endpoint's data or model, and what it found last.
pub const SPEC: KindSpec = KindSpec {
    kind: Kind::MonitoringSchedule,
    title: "Monitoring schedules",
    area: Some(Area::Endpoints),
    has_horizon: false,
    columns: &[
        column(F::Name, 14, 40, 0),
        column(F::AccountName, 9, 20, 3),
        column(F::Region, 9, 14, 6),
        column(F::Status, 9, 10, 0),
        column(F::MonitoringType, 9, 19, 4),
        column(F::EndpointName, 10, 36, 2),
        column(F::LastRunStatus, 11, 23, 1),
        column(F::LastRun, 10, 10, 5),
        wide(F::LastRunReason, 14, 44),
        wide(F::FailureReason, 14, 44),
        wide(F::ScheduleExpression, 10, 24),
        wide(F::Modified, 10, 10),
    ],
    sections: &[
        Section {
            title: "Schedule",
            fields: &[
                F::FailureReason,
                F::MonitoringType,
                F::EndpointName,
                F::ScheduleExpression,
                F::JobDefinitionName,
            ],
        },
        Section {
            title: "Last execution",
            fields: &[F::LastRun, F::LastRunStatus, F::LastRunReason, F::LastRunJobArn],
        },
    ],
    links: &[Link { field: F::EndpointName, kind: Kind::Endpoint }],
    logs: None,
    // Source: StopMonitoringSchedule and StartMonitoringSchedule in the SageMaker API reference.
    actions: &[
        ActionSpec {
            verb: Verb::Stop,
            risk: Risk::Safe,
            undo: Some(Verb::Start),
            operation: "sagemaker:StopMonitoringSchedule",
            from: &["Scheduled"],
            through: &["Pending"],
            until: Some("Stopped"),
            patience_s: 15 * 60,
            consequences: &[
                "The schedule and its settings are kept; no further execution begins",
                "Until it is started again nobody notices drift and violations",
            ],
        },
        ActionSpec {
            verb: Verb::Start,
            risk: Risk::Safe,
            undo: Some(Verb::Stop),
            operation: "sagemaker:StartMonitoringSchedule",
            from: &["Stopped"],
            through: &["Pending"],
            until: Some("Scheduled"),
            patience_s: 15 * 60,
            consequences: &["Executions begin again at the times of the schedule; each is a paid job"],
        },
    ],
    details: &[Detail::Describe, Detail::Tags],
    calls: &[
        "sagemaker:ListMonitoringSchedules",
        "sagemaker:DescribeMonitoringSchedule",
        "sagemaker:ListTags",
    ],
    console: None,
    describe: Some(
        "aws sagemaker describe-monitoring-schedule --region {region} --monitoring-schedule-name {name}",
    ),
};
