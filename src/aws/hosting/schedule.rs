//! Monitoring schedules: one row from a listing, the rest from `DescribeMonitoringSchedule`.
//!
//! Its job definition may hold secrets in an environment: no part of that is kept.

use aws_sdk_sagemaker::operation::describe_monitoring_schedule::DescribeMonitoringScheduleOutput;
use aws_sdk_sagemaker::types::{ExecutionStatus, MonitoringScheduleSummary, MonitoringType, ScheduleStatus};
use jiff::Timestamp;

use super::bare;
use crate::aws::collect::{Answer, named};
use crate::aws::convert::{text, time};
use crate::aws::operations::{DESCRIBE_MONITORING_SCHEDULE, LIST_MONITORING_SCHEDULES};
use crate::aws::reader::Reader;
use crate::model::failure::Failure;
use crate::model::fetch::{Cell, Described, Target};
use crate::model::field::Field;
use crate::model::resource::{Phase, Resource, Whole};
use crate::model::text::Safe;
use crate::model::value::Value;

/// What a schedule's status means. That its executions find violations is not its own failure.
fn phase(status: Option<&str>) -> Phase {
    match status {
        Some("Scheduled") => Phase::Ok,
        Some("Pending") => Phase::Changing,
        Some("Stopped") => Phase::Stopped,
        Some("Failed") => Phase::Failed,
        _ => Phase::Unknown,
    }
}

pub(in crate::aws) async fn list(reader: &Reader, cell: &Cell) -> Result<(), Failure> {
    let client = reader.sagemaker();
    let ask = async |token: Option<String>| {
        let send =
            || client.list_monitoring_schedules().max_results(100).set_next_token(token.clone()).send();
        let page = reader.caller.call(LIST_MONITORING_SCHEDULES, send).await?;
        Ok(Answer { items: page.monitoring_schedule_summaries.unwrap_or_default(), next: page.next_token })
    };
    reader.rows(cell, LIST_MONITORING_SCHEDULES, ask, |item| row(item, cell, reader.caller.now())).await
}

pub(in crate::aws) async fn describe(reader: &Reader, target: &Target) -> Result<Described, Failure> {
    let client = reader.sagemaker();
    let send = || client.describe_monitoring_schedule().monitoring_schedule_name(target.name.raw()).send();
    let answer = reader.caller.call(DESCRIBE_MONITORING_SCHEDULE, send).await?;
    let described = described(&answer);
    reader.same(target, answer.monitoring_schedule_arn(), DESCRIBE_MONITORING_SCHEDULE, described)
}

fn row(item: &MonitoringScheduleSummary, cell: &Cell, seen: Timestamp) -> Resource {
    let status = item.monitoring_schedule_status().map(ScheduleStatus::as_str);
    let (arn, name) = (item.monitoring_schedule_arn(), item.monitoring_schedule_name());
    let named = named(arn, name, "monitoring-schedule", &cell.scope);
    Whole {
        status: status.map(Safe::new),
        phase: phase(status),
        created: time(item.creation_time()),
        modified: time(item.last_modified_time()),
        facts: [
            (Field::MonitoringType, text(item.monitoring_type().map(MonitoringType::as_str))),
            (Field::EndpointName, text(item.endpoint_name())),
            (Field::JobDefinitionName, text(item.monitoring_job_definition_name())),
        ]
        .into_iter()
        .collect(),
        ..bare(named, cell, seen, LIST_MONITORING_SCHEDULES)
    }
    .into()
}

fn described(answer: &DescribeMonitoringScheduleOutput) -> Described {
    let status = answer.monitoring_schedule_status().map(ScheduleStatus::as_str);
    let config = answer.monitoring_schedule_config();
    let schedule = config.and_then(|config| config.schedule_config());
    let last = answer.last_monitoring_execution_summary();
    let result = last.and_then(|last| last.monitoring_execution_status()).map(ExecutionStatus::as_str);
    Described {
        status: status.map(|status| (Safe::new(status), phase(Some(status)))),
        modified: time(answer.last_modified_time()),
        facts: [
            (Field::FailureReason, text(answer.failure_reason())),
            (Field::MonitoringType, text(answer.monitoring_type().map(MonitoringType::as_str))),
            (Field::EndpointName, text(answer.endpoint_name())),
            (
                Field::JobDefinitionName,
                text(config.and_then(|config| config.monitoring_job_definition_name())),
            ),
            (Field::ScheduleExpression, text(schedule.and_then(|schedule| schedule.schedule_expression()))),
            (Field::LastRun, time(last.and_then(|last| last.scheduled_time())).map(Value::Time)),
            (Field::LastRunStatus, text(result)),
            (Field::LastRunReason, text(last.and_then(|last| last.failure_reason()))),
            (Field::LastRunJobArn, text(last.and_then(|last| last.processing_job_arn()))),
        ]
        .into_iter()
        .collect(),
        tags: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_of_aws_has_a_phase_and_no_other() {
        for status in ScheduleStatus::values() {
            assert_ne!(phase(Some(status)), Phase::Unknown, "{status}");
        }
        assert_eq!(phase(Some("Hibernating")), Phase::Unknown);
        assert_eq!(phase(None), Phase::Unknown);
    }

    #[test]
    fn what_aws_does_not_say_is_absent() {
        let answer = DescribeMonitoringScheduleOutput::builder().monitoring_schedule_name("x").build();
        assert_eq!(described(&answer), Described::default());
    }
}
