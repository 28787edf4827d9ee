//! Training jobs as SageMaker describes them, and what they write while they run.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::sim::clock::{epoch, shifted};
use crate::sim::world::Item;

use super::{Ends, Job};

/// A time at which a training job changed its step: seconds after it began, the step, what was said of it.
pub(super) type Step = (i64, &'static str, &'static str);

/// The description; `steps` come between the beginning and the end.
pub(super) fn item(job: &Job, start: Timestamp, steps: Vec<Step>) -> Item {
    let mut steps = steps;
    steps.insert(0, (-job.waits, "Starting", "Preparing the instances for training"));
    steps.insert(1, (-30, "Downloading", "Downloading the training image"));
    steps.insert(2, (0, "Training", "Training image download completed. Training in progress."));
    let interrupted = steps.iter().any(|(_, step, _)| *step == "Interrupted");
    let now = steps.last().map_or("Starting", |(_, step, _)| *step);
    let whole = json!({
        "TrainingJobName": job.name,
        "TrainingJobStatus": "InProgress",
        "SecondaryStatus": now,
        "CreationTime": epoch(job.created),
        "LastModifiedTime": epoch(job.begins()),
        "TrainingStartTime": epoch(job.begins()),
        "SecondaryStatusTransitions": transitions(job, &steps),
        "HyperParameters": { "epochs": "20", "learning-rate": "0.0003", "hub_token": "hf_0a1b2c3d4e5f" },
        "Environment": { "STAGE": "dev", "WANDB_API_KEY": "0123456789abcdef" },
        "AlgorithmSpecification": {
            "TrainingImage": job.image("framework/pytorch-training", "2.4-gpu-31"),
            "TrainingInputMode": "FastFile",
        },
        "RoleArn": job.role("Training"),
        "InputDataConfig": [
            channel("train", &job.bucket("features/train/")),
            channel("validation", &job.bucket("features/validation/")),
        ],
        "OutputDataConfig": { "S3OutputPath": job.bucket("models/"), "KmsKeyId": job.key() },
        "ResourceConfig": {
            "InstanceType": job.machine,
            "InstanceCount": job.count,
            "VolumeSizeInGB": 100,
            "VolumeKmsKeyId": job.key(),
        },
        "VpcConfig": job.network(),
        "StoppingCondition": stopping(job),
        "EnableNetworkIsolation": job.isolated,
        "EnableInterContainerTrafficEncryption": job.count > 1,
        "EnableManagedSpotTraining": job.spot,
    });
    let mut whole = whole;
    if job.spot
        && let Some(members) = whole.as_object_mut()
    {
        let uri = job.bucket(&format!("checkpoints/{}/", job.name));
        members
            .insert("CheckpointConfig".into(), json!({ "S3Uri": uri, "LocalPath": "/opt/ml/checkpoints" }));
    }
    let end = match job.ends {
        Ends::Well => "Training job completed",
        Ends::Stopped => "Training job stopped",
        Ends::Badly(_) => "Training job failed",
        Ends::Never => "",
    };
    if job.ends == Ends::Well {
        steps.push((job.runs - 20, "Uploading", "Uploading generated training model"));
    }
    steps.push((job.runs, job.status(), end));
    // What spot saves is about two thirds; an interruption costs a little of it.
    let billed = if job.spot { job.runs * if interrupted { 38 } else { 31 } / 100 } else { job.runs };
    let mut ended = json!({
        "SecondaryStatus": job.status(),
        "TrainingEndTime": epoch(job.over()),
        "SecondaryStatusTransitions": transitions(job, &steps),
        "TrainingTimeInSeconds": job.runs,
        "BillableTimeInSeconds": billed,
    });
    if job.ends == Ends::Well
        && let Some(members) = ended.as_object_mut()
    {
        let uri = job.bucket(&format!("models/{}/output/model.tar.gz", job.name));
        members.insert("ModelArtifacts".into(), json!({ "S3ModelArtifacts": uri }));
        let metric =
            json!({ "MetricName": "validation:auc", "Value": 0.875, "Timestamp": epoch(job.over()) });
        members.insert("FinalMetricDataList".into(), json!([metric]));
    }
    job.item(start, whole, "TrainingJobStatus", ended)
}

fn channel(name: &str, uri: &str) -> Value {
    let source =
        json!({ "S3DataType": "S3Prefix", "S3Uri": uri, "S3DataDistributionType": "FullyReplicated" });
    json!({ "ChannelName": name, "DataSource": { "S3DataSource": source } })
}

fn stopping(job: &Job) -> Value {
    if job.spot {
        json!({ "MaxRuntimeInSeconds": 86_400, "MaxWaitTimeInSeconds": 129_600 })
    } else {
        json!({ "MaxRuntimeInSeconds": 86_400 })
    }
}

/// Each step ends where the next begins.
fn transitions(job: &Job, steps: &[Step]) -> Value {
    let at = |seconds: i64| shifted(job.begins(), seconds);
    let ends = steps.iter().skip(1).map(|(after, ..)| Some(at(*after))).chain([None]);
    let one = |((after, step, said), end): (&Step, Option<Timestamp>)| {
        let mut out = json!({ "Status": step, "StartTime": epoch(at(*after)), "StatusMessage": said });
        if let (Some(members), Some(end)) = (out.as_object_mut(), end) {
            members.insert("EndTime".into(), epoch(end));
        }
        out
    };
    steps.iter().zip(ends).map(one).collect()
}

/// What a training script writes: some lines at the beginning, then one for each part of an epoch.
pub(super) fn lines(job: &Job) -> Vec<(Timestamp, String)> {
    let at = |seconds: i64| shifted(job.begins(), seconds);
    let mut lines = vec![
        (at(0), "bash: cannot set terminal process group (-1): Inappropriate ioctl for device".to_owned()),
        (at(2), format!("sagemaker-training-toolkit INFO     Imported framework, {} host(s)", job.count)),
        (at(9), "INFO Invoking user script: python train.py --epochs 20 --learning-rate 0.0003".to_owned()),
    ];
    let every = (job.runs / 60).max(15);
    let mut second = 30;
    while second < job.runs - 20 {
        let done = second as f64 / job.runs as f64;
        let epoch = (done * 20.0) as i64 + 1;
        let loss = 0.18 + 0.62 * (-3.0 * done).exp();
        lines.push((at(second), format!("epoch {epoch:>2}/20  step {:>6}  loss {loss:.4}", second * 7)));
        second += every;
    }
    match job.ends {
        Ends::Well => {
            lines.push((at(job.runs - 15), "INFO Reporting training SUCCESS".to_owned()));
        }
        Ends::Badly(reason) => {
            let last = reason.lines().last().unwrap_or(reason);
            lines.push((at(job.runs - 5), format!("ERROR Reporting training FAILURE: {last}")));
        }
        Ends::Stopped | Ends::Never => {}
    }
    lines
}
