//! Processing jobs as SageMaker describes them, and what they write.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::sim::clock::{epoch, shifted};
use crate::sim::world::Item;

use super::{Ends, Job};

/// The description; `script` is what the container runs.
pub(super) fn item(job: &Job, start: Timestamp, script: &str) -> Item {
    let whole = json!({
        "ProcessingJobName": job.name,
        "ProcessingJobStatus": "InProgress",
        "CreationTime": epoch(job.created),
        "LastModifiedTime": epoch(job.begins()),
        "ProcessingStartTime": epoch(job.begins()),
        "ProcessingInputs": [
            input("code", &job.bucket(&format!("code/{script}")), "/opt/ml/processing/input/code"),
            input("data", &job.bucket("curated/"), "/opt/ml/processing/input/data"),
        ],
        "ProcessingOutputConfig": { "Outputs": [output(job)], "KmsKeyId": job.key() },
        "ProcessingResources": { "ClusterConfig": {
            "InstanceType": job.machine,
            "InstanceCount": job.count,
            "VolumeSizeInGB": 50,
            "VolumeKmsKeyId": job.key(),
        } },
        "StoppingCondition": { "MaxRuntimeInSeconds": 43_200 },
        "AppSpecification": {
            "ImageUri": job.image("framework/sklearn-processing", "1.2-cpu-18"),
            "ContainerEntrypoint": ["python3", format!("/opt/ml/processing/input/code/{script}")],
        },
        "Environment": { "STAGE": "dev" },
        "NetworkConfig": {
            "EnableInterContainerTrafficEncryption": job.count > 1,
            "EnableNetworkIsolation": job.isolated,
            "VpcConfig": job.network(),
        },
        "RoleArn": job.role("Processing"),
    });
    let mut ended = json!({ "ProcessingEndTime": epoch(job.over()) });
    if let (Ends::Badly(_), Some(members)) = (&job.ends, ended.as_object_mut()) {
        members.insert("ExitMessage".into(), json!(format!("{script} ended with code 1")));
    }
    job.item(start, whole, "ProcessingJobStatus", ended)
}

fn input(name: &str, uri: &str, path: &str) -> Value {
    let place = json!({ "S3Uri": uri, "LocalPath": path, "S3DataType": "S3Prefix", "S3InputMode": "File" });
    json!({ "InputName": name, "AppManaged": false, "S3Input": place })
}

fn output(job: &Job) -> Value {
    let uri = job.bucket(&format!("processed/{}/", job.name));
    let place = json!({ "S3Uri": uri, "LocalPath": "/opt/ml/processing/output", "S3UploadMode": "EndOfJob" });
    json!({ "OutputName": "result", "S3Output": place, "AppManaged": false })
}

/// What a processing script writes: a line for each part of the data.
pub(super) fn lines(job: &Job) -> Vec<(Timestamp, String)> {
    let at = |seconds: i64| shifted(job.begins(), seconds);
    let parts = 24;
    let mut lines = vec![(at(1), format!("INFO reading {parts} parts"))];
    for part in 1..=parts {
        let rows = 41_000 + part * 113;
        lines.push((at(job.runs * part / (parts + 1)), format!("INFO part {part:>2}/{parts}: {rows} rows")));
    }
    if job.ends == Ends::Well {
        lines.push((at(job.runs - 3), "INFO done".to_owned()));
    }
    if let Some(reason) = job.reason() {
        lines.push((at(job.runs - 3), format!("ERROR {}", reason.lines().last().unwrap_or(reason))));
    }
    lines
}
