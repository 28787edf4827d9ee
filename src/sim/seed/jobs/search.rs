//! The demo's searches: a tuning job with the training jobs that it started, an AutoML job that deploys what it found,
//! and what else is not drawn: labels and a compilation.

use jiff::Timestamp;
use serde_json::json;

use crate::sim::clock::{epoch, shifted};
use crate::sim::dice::{self, Dice};
use crate::sim::world::{Item, World};

use super::cast::{EU, job};
use super::{DAY, Ends, HOUR, Job, MINUTE, Sort, training};

const TUNING: &str = "uplift-tune-xgb";
const CHILDREN: i64 = 12;

/// Puts them on the stage.
pub(super) fn perform(world: &mut World, start: Timestamp) {
    tuning(world, start);
    automl(world, start);
    compilation(world, start);
    labeling(world, start);
}

/// It has run for some hours: most of its training jobs are over, one failed, one was stopped early, two still run.
fn tuning(world: &mut World, start: Timestamp) {
    let parent = job("ds-retail", EU, TUNING, start, 4 * HOUR);
    let arn = format!("arn:aws:sagemaker:{EU}:{}:hyper-parameter-tuning-job/{TUNING}", parent.account);
    for number in 1..=CHILDREN {
        child(world, &parent, &arn, number, start);
    }
    let limits = json!({ "MaxNumberOfTrainingJobs": 24, "MaxParallelTrainingJobs": 2 });
    let objective = json!({ "Type": "Maximize", "MetricName": "validation:auc" });
    let best = json!({
        "TrainingJobName": child_name(&parent, 7),
        "TrainingJobArn": format!("arn:aws:sagemaker:{EU}:{}:training-job/{}", parent.account, child_name(&parent, 7)),
        "TrainingJobStatus": "Completed",
        "CreationTime": epoch(parent.created),
        "TunedHyperParameters": { "eta": "0.0873", "max_depth": "7", "subsample": "0.81" },
        "FinalHyperParameterTuningJobObjectiveMetric": { "MetricName": "validation:auc", "Value": 0.75 },
        "ObjectiveStatus": "Succeeded",
    });
    let counters = json!({
        "Completed": 8, "InProgress": 2, "RetryableError": 0, "NonRetryableError": 1, "Stopped": 1,
    });
    let item = Item::new(json!({
        "HyperParameterTuningJobName": TUNING,
        "HyperParameterTuningJobStatus": "InProgress",
        "CreationTime": epoch(parent.created),
        "LastModifiedTime": epoch(shifted(start, -9 * MINUTE)),
        // The summary has these on top, the description in its configuration.
        "Strategy": "Bayesian",
        "ResourceLimits": limits,
        "HyperParameterTuningJobConfig": {
            "Strategy": "Bayesian",
            "HyperParameterTuningJobObjective": objective,
            "ResourceLimits": limits,
            "TrainingJobEarlyStoppingType": "Auto",
        },
        "TrainingJobStatusCounters": counters,
        "ObjectiveStatusCounters": { "Succeeded": 8, "Pending": 2, "Failed": 2 },
        "BestTrainingJob": best,
        "TrainingJobDefinition": {
            "AlgorithmSpecification": {
                "TrainingImage": parent.image("framework/xgboost-training", "1.7-cpu-9"),
                "TrainingInputMode": "File",
            },
            "RoleArn": parent.role("Training"),
            "OutputDataConfig": { "S3OutputPath": parent.bucket("tuning/"), "KmsKeyId": parent.key() },
            "ResourceConfig": {
                "InstanceType": "ml.m5.xlarge",
                "InstanceCount": 1,
                "VolumeSizeInGB": 30,
                "VolumeKmsKeyId": parent.key(),
            },
            "VpcConfig": parent.network(),
            "StoppingCondition": { "MaxRuntimeInSeconds": 7_200 },
            "EnableNetworkIsolation": true,
            "EnableInterContainerTrafficEncryption": false,
            "EnableManagedSpotTraining": false,
        },
    }));
    let tags = [("owner", "m.ferrari"), ("environment", "dev"), ("Project", "uplift")];
    world.put_item(parent.account, EU, "hyper-parameter-tuning-job", item.tagged(&tags));
}

fn child_name(parent: &Job, number: i64) -> String {
    let own = dice::hex(0, &[parent.account, TUNING, &number.to_string()], 8);
    format!("{TUNING}-{number:03}-{own}")
}

fn child(world: &mut World, parent: &Job, arn: &str, number: i64, start: Timestamp) {
    let mut dice = Dice::named(world.seed, &["child", TUNING, &number.to_string()]);
    // Two at a time, the last two still at work.
    let runs_still = number > CHILDREN - 2;
    let one = Job {
        name: child_name(parent, number),
        created: if runs_still {
            shifted(start, -(9 + 4 * (CHILDREN - number)) * MINUTE)
        } else {
            shifted(parent.created, 5 * MINUTE + (number - 1) / 2 * 42 * MINUTE)
        },
        waits: 2 * MINUTE,
        runs: if runs_still { 90 * MINUTE } else { dice.between(24 * MINUTE, 38 * MINUTE) },
        ends: match number {
            4 => Ends::Badly(
                "AlgorithmError: framework error: max_depth must be a positive integer, exit code: 1",
            ),
            9 => Ends::Stopped,
            _ => Ends::Well,
        },
        machine: "ml.m5.xlarge",
        ..parent.clone()
    };
    let mut item = training::item(&one, start, Vec::new());
    item.whole.insert("TuningJobArn".into(), json!(arn));
    one.put(world, Sort::Training, item.tagged(&[("owner", "m.ferrari"), ("Project", "uplift")]));
}

/// It is over: the best candidate is known, one kind of model could not be tried.
fn automl(world: &mut World, start: Timestamp) {
    let parent = job("ds-risk", EU, "limits-automl-3", start, 2 * DAY + 3 * HOUR);
    let item = Item::new(json!({
        "AutoMLJobName": parent.name,
        "AutoMLJobStatus": "Completed",
        "AutoMLJobSecondaryStatus": "Completed",
        "CreationTime": epoch(parent.created),
        "EndTime": epoch(shifted(parent.created, 5 * HOUR)),
        "LastModifiedTime": epoch(shifted(parent.created, 5 * HOUR)),
        "AutoMLJobInputDataConfig": [{
            "ChannelType": "training",
            "ContentType": "text/csv;header=present",
            "DataSource": { "S3DataSource": { "S3DataType": "S3Prefix", "S3Uri": parent.bucket("automl/limits/") } },
        }],
        "OutputDataConfig": { "S3OutputPath": parent.bucket("automl/out/"), "KmsKeyId": parent.key() },
        "RoleArn": parent.role("Training"),
        "AutoMLJobObjective": { "MetricName": "AUC" },
        "AutoMLProblemTypeConfigName": "Tabular",
        "AutoMLProblemTypeConfig": { "TabularJobConfig": {
            "TargetAttributeName": "default_12m",
            "CompletionCriteria": { "MaxCandidates": 40, "MaxAutoMLJobRuntimeInSeconds": 36_000 },
        } },
        "PartialFailureReasons": [{ "PartialFailureMessage": "no report on explainability: memory of ml.m5.4xlarge exhausted" }],
        "BestCandidate": {
            "CandidateName": "limits-automl-3-tabular-27",
            "CandidateStatus": "Completed",
            "ObjectiveStatus": "Succeeded",
            "CandidateSteps": [],
            "CreationTime": epoch(parent.created),
            "LastModifiedTime": epoch(parent.created),
            "FinalAutoMLJobObjectiveMetric": { "MetricName": "AUC", "Value": 0.8125 },
        },
        "SecurityConfig": {
            "VolumeKmsKeyId": parent.key(),
            "EnableInterContainerTrafficEncryption": true,
            "VpcConfig": parent.network(),
        },
    }));
    let tags = [("owner", "p.oduya"), ("environment", "dev"), ("Project", "limits")];
    world.put_item(parent.account, EU, "automl-job", item.tagged(&tags));
}

/// A detector for cameras in the shelves, which its device cannot hold.
fn compilation(world: &mut World, start: Timestamp) {
    let parent = job("ds-vision", EU, "shelf-camera-jetson", start, DAY + 2 * HOUR);
    let platform = json!({ "Os": "LINUX", "Arch": "ARM64", "Accelerator": "NVIDIA" });
    let item = Item::new(json!({
        "CompilationJobName": parent.name,
        "CompilationJobStatus": "FAILED",
        "FailureReason": "ClientError: OperatorNotImplemented:('One or more operators are not supported: GridSample')",
        "CreationTime": epoch(parent.created),
        "CompilationStartTime": epoch(parent.begins()),
        "CompilationEndTime": epoch(shifted(parent.begins(), 7 * MINUTE)),
        "LastModifiedTime": epoch(shifted(parent.begins(), 7 * MINUTE)),
        // The summary has these on top, the description in its configuration.
        "CompilationTargetPlatformOs": "LINUX",
        "CompilationTargetPlatformArch": "ARM64",
        "CompilationTargetPlatformAccelerator": "NVIDIA",
        "StoppingCondition": { "MaxRuntimeInSeconds": 900 },
        "RoleArn": parent.role("Training"),
        "ModelArtifacts": { "S3ModelArtifacts": "" },
        "InputConfig": {
            "S3Uri": parent.bucket("models/shelf/model.tar.gz"),
            "DataInputConfig": "{\"input\":[1,3,640,640]}",
            "Framework": "PYTORCH",
        },
        "OutputConfig": { "S3OutputLocation": parent.bucket("compiled/"), "TargetPlatform": platform },
    }));
    world.put_item(parent.account, EU, "compilation-job", item.tagged(&[("owner", "h.ibsen")]));
}

/// Half of the pictures have their labels.
fn labeling(world: &mut World, start: Timestamp) {
    let parent = job("ds-vision", EU, "shelf-labels-q4", start, 6 * DAY);
    let team = format!("arn:aws:sagemaker:{EU}:{}:workteam/private-crowd/vision-annotators", parent.account);
    let input =
        json!({ "DataSource": { "S3DataSource": { "ManifestS3Uri": parent.bucket("raw/q4.manifest") } } });
    let function = |name: &str| format!("arn:aws:lambda:{EU}:568282634449:function:{name}-BoundingBox");
    let item = Item::new(json!({
        "LabelingJobName": parent.name,
        "LabelingJobStatus": "InProgress",
        "JobReferenceCode": "q4shelf",
        "CreationTime": epoch(parent.created),
        "LastModifiedTime": epoch(shifted(start, -11 * MINUTE)),
        "LabelCounters": {
            "TotalLabeled": 6_212, "HumanLabeled": 4_870, "MachineLabeled": 1_342,
            "FailedNonRetryableError": 17, "Unlabeled": 5_771,
        },
        "LabelAttributeName": "shelf-boxes",
        // The summary has it on top, the description in its task.
        "WorkteamArn": team,
        "InputConfig": input,
        "OutputConfig": { "S3OutputPath": parent.bucket("labels/"), "KmsKeyId": parent.key() },
        "RoleArn": parent.role("Processing"),
        "HumanTaskConfig": {
            "WorkteamArn": team,
            "UiConfig": { "UiTemplateS3Uri": parent.bucket("labels/template.liquid") },
            "PreHumanTaskLambdaArn": function("PRE"),
            "AnnotationConsolidationConfig": { "AnnotationConsolidationLambdaArn": function("ACS") },
            "TaskTitle": "Draw a box around each product",
            "TaskDescription": "Boxes touch the product on all four sides",
            "NumberOfHumanWorkersPerDataObject": 3,
            "TaskTimeLimitInSeconds": 300,
        },
    }));
    world.put_item(parent.account, EU, "labeling-job", item.tagged(&[("owner", "team-vision")]));
}
