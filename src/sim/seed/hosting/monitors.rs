//! Model Monitor in the demo: what watches an endpoint, and what it found last.

use jiff::Timestamp;
use serde_json::json;

use crate::sim::clock::{epoch, shifted};
use crate::sim::dice;
use crate::sim::seed::{DAY, MINUTE};
use crate::sim::world::Item;

use super::{Place, Stage};

/// How an execution of a schedule ended, why, and how long ago it was.
pub(super) struct Run<'a> {
    status: &'a str,
    why: Option<&'a str>,
    before: i64,
}

/// An execution that ended so, for that reason, so many seconds before the start.
pub(super) const fn run<'a>(status: &'a str, why: Option<&'a str>, before: i64) -> Run<'a> {
    Run { status, why, before }
}

/// A schedule that watches an endpoint.
pub(super) fn watch(
    stage: &mut Stage<'_>,
    place: Place<'_>,
    endpoint: &str,
    what: &str,
    status: &str,
    run: &Run<'_>,
) {
    let (account, region) = place;
    let name = format!("{endpoint}-{what}");
    let kind = match what {
        "data-quality" => "DataQuality",
        "model-quality" => "ModelQuality",
        "model-bias" => "ModelBias",
        _ => "ModelExplainability",
    };
    let at: Timestamp = stage.ago(run.before);
    let job = format!("{name}-{}", dice::hex(0, &[&name], 12));
    let mut last = json!({
        "MonitoringScheduleName": name,
        "ScheduledTime": epoch(at),
        "CreationTime": epoch(at),
        "LastModifiedTime": epoch(shifted(at, 9 * MINUTE)),
        "MonitoringExecutionStatus": run.status,
        "ProcessingJobArn": format!("arn:aws:sagemaker:{region}:{account}:processing-job/{job}"),
        "EndpointName": endpoint,
        "MonitoringJobDefinitionName": format!("{name}-definition"),
        "MonitoringType": kind,
    });
    if let Some(why) = run.why {
        last["FailureReason"] = json!(why);
    }
    let mut whole = json!({
        "MonitoringScheduleName": name,
        "MonitoringScheduleStatus": status,
        "MonitoringType": kind,
        "EndpointName": endpoint,
        "MonitoringJobDefinitionName": format!("{name}-definition"),
        "CreationTime": epoch(stage.ago(26 * DAY)),
        "LastModifiedTime": epoch(at),
        "MonitoringScheduleConfig": {
            "ScheduleConfig": { "ScheduleExpression": "cron(0 * ? * * *)" },
            "MonitoringJobDefinitionName": format!("{name}-definition"),
            "MonitoringType": kind,
        },
        "LastMonitoringExecutionSummary": last,
    });
    if status == "Failed" {
        whole["FailureReason"] =
            json!("The last executions failed with AlgorithmError; see the processing jobs.");
    }
    let item = Item::new(whole).tagged(&[("owner", "ml-platform"), ("environment", "prod")]);
    stage.world.put_item(account, region, "monitoring-schedule", item);
}
