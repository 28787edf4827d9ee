//! Batch transform jobs as SageMaker describes them, and what they write.

use jiff::Timestamp;
use serde_json::json;

use crate::sim::clock::{epoch, shifted};
use crate::sim::world::Item;

use super::Job;

/// The description; `model` is what is asked.
pub(super) fn item(job: &Job, start: Timestamp, model: &str) -> Item {
    let read = json!({ "S3DataType": "S3Prefix", "S3Uri": job.bucket("batches/today/") });
    let whole = json!({
        "TransformJobName": job.name,
        "TransformJobStatus": "InProgress",
        "CreationTime": epoch(job.created),
        "LastModifiedTime": epoch(job.begins()),
        "TransformStartTime": epoch(job.begins()),
        "ModelName": model,
        "MaxConcurrentTransforms": 8,
        "MaxPayloadInMB": 6,
        "BatchStrategy": "MultiRecord",
        "TransformInput": { "DataSource": { "S3DataSource": read }, "ContentType": "text/csv", "SplitType": "Line" },
        "TransformOutput": {
            "S3OutputPath": job.bucket(&format!("scores/{}/", job.name)),
            "AssembleWith": "Line",
            "KmsKeyId": job.key(),
        },
        "TransformResources": {
            "InstanceType": job.machine,
            "InstanceCount": job.count,
            "VolumeKmsKeyId": job.key(),
        },
    });
    job.item(start, whole, "TransformJobStatus", json!({ "TransformEndTime": epoch(job.over()) }))
}

/// What a model server writes while it is asked.
pub(super) fn lines(job: &Job) -> Vec<(Timestamp, String)> {
    let at = |seconds: i64| shifted(job.begins(), seconds);
    let mut lines = vec![(at(1), "INFO model server started, 8 workers".to_owned())];
    let parts = 40;
    for part in 1..=parts {
        let text = format!("169.254.255.130 - \"POST /invocations HTTP/1.1\" 200 {}", 4_096 + part * 7);
        lines.push((at(job.runs * part / (parts + 1)), text));
    }
    if let Some(reason) = job.reason() {
        lines.push((at(job.runs - 2), format!("ERROR {}", reason.lines().last().unwrap_or(reason))));
    }
    lines
}
