//! The demo's pipelines: one is red at its evaluation step since yesterday, one runs, the others go well.
//!
//! Invariant: a run's steps are drawn by its pipeline and its age, and stand in the order of its definition.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::sim::clock::{epoch, shifted};
use crate::sim::dice::{self, Dice};
use crate::sim::world::{Item, World};

use super::registry::identity;
use super::{DAY, HOUR, MINUTE};

const EU: &str = "eu-west-1";
const US: &str = "us-east-1";
const RETAIL: &str = "402268819153";

/// A step: its name, its type, the steps that it waits for, and how long it takes in seconds.
type Plan = (&'static str, &'static str, &'static [&'static str], i64);

/// What a pipeline of that kind does.
const TRAINING: &[Plan] = &[
    ("prepare", "Processing", &[], 7 * MINUTE),
    ("profile", "Processing", &["prepare"], 3 * MINUTE),
    ("train", "Training", &["prepare"], 34 * MINUTE),
    ("evaluate", "Processing", &["train", "prepare"], 12 * MINUTE),
    ("good-enough", "Condition", &["evaluate"], 2),
    ("register", "RegisterModel", &["good-enough", "train"], 5),
];
const SCORING: &[Plan] = &[
    ("extract", "Processing", &[], 11 * MINUTE),
    ("score", "Transform", &["extract"], 52 * MINUTE),
    ("quality", "QualityCheck", &["score"], 6 * MINUTE),
    ("publish", "Lambda", &["quality"], 9),
];

struct Pipeline {
    account: &'static str,
    region: &'static str,
    name: &'static str,
    about: &'static str,
    owner: &'static str,
    plan: &'static [Plan],
    /// Seconds between two runs, how many there were, and how long ago the latest began.
    every: i64,
    runs: i64,
    latest: i64,
    /// How the latest runs ended, the newest first; all before them went well. Beside the step stands why it failed.
    ends: &'static [End],
}

enum End {
    Well,
    FailedAt(&'static str, &'static str),
    StoppedAt(&'static str),
}

const CAST: [Pipeline; 6] = [
    Pipeline {
        account: RETAIL,
        region: EU,
        name: "churn-train",
        about: "Trains, evaluates and registers churn-propensity",
        owner: "team-retail",
        plan: TRAINING,
        every: DAY,
        runs: 21,
        // Its evaluation began when the job of that name did.
        latest: 6 * HOUR - 3 * MINUTE - 20,
        ends: &[
            End::FailedAt("evaluate", EVALUATION),
            End::FailedAt("evaluate", EVALUATION),
            End::Well,
            End::Well,
            End::StoppedAt("train"),
        ],
    },
    Pipeline {
        account: RETAIL,
        region: EU,
        name: "demand-weekly",
        about: "Weekly demand model",
        owner: "s.haddad",
        plan: TRAINING,
        every: 7 * DAY,
        runs: 12,
        latest: 26 * HOUR,
        ends: &[],
    },
    Pipeline {
        account: "518830472206",
        region: EU,
        name: "scorecard-monthly",
        about: "Monthly scorecard",
        owner: "k.brandt",
        plan: TRAINING,
        every: 30 * DAY,
        runs: 14,
        latest: 9 * DAY,
        ends: &[],
    },
    Pipeline {
        account: "633907415528",
        region: US,
        name: "shelf-detector",
        about: "Detector for empty shelves",
        owner: "d.popescu",
        plan: TRAINING,
        every: 3 * DAY,
        runs: 9,
        // It still trains.
        latest: 21 * MINUTE,
        ends: &[
            End::Well,
            End::FailedAt(
                "train",
                "CapacityError: Unable to provision requested ML compute capacity. Please retry using a different ML instance type.",
            ),
        ],
    },
    Pipeline {
        account: "964418230056",
        region: EU,
        name: "nightly-scoring",
        about: "Scores all customers with the models in use",
        owner: "data-engineering",
        plan: SCORING,
        every: DAY,
        runs: 40,
        latest: 12 * HOUR,
        ends: &[
            End::Well,
            End::Well,
            End::FailedAt("quality", "ClientError: Baseline drift check failed: 3 violations"),
        ],
    },
    Pipeline {
        account: "964418230056",
        region: US,
        name: "nightly-scoring",
        about: "Scores all customers with the models in use",
        owner: "data-engineering",
        plan: SCORING,
        every: DAY,
        runs: 40,
        latest: 6 * HOUR,
        ends: &[],
    },
];

const EVALUATION: &str = "AlgorithmError: See job logs for more information, exit code: 1";
/// The run whose evaluation is one of the demo's jobs.
const LATEST_CHURN: &str = "x4m2q9t1";

/// Puts pipelines and their runs into the world.
pub(super) fn settle(world: &mut World, start: Timestamp) {
    for pipeline in &CAST {
        let Pipeline { account, region, name, .. } = *pipeline;
        let item = Item::new(json!({
            "PipelineName": name,
            "PipelineDisplayName": name,
            "PipelineDescription": pipeline.about,
            "PipelineDefinition": definition(pipeline),
            "RoleArn": format!("arn:aws:iam::{account}:role/SageMakerPipeline-{name}"),
            "PipelineStatus": "Active",
            "CreationTime": epoch(shifted(start, -pipeline.latest - pipeline.every * pipeline.runs - DAY)),
            "LastModifiedTime": epoch(shifted(start, -pipeline.latest - 2 * DAY)),
            "LastRunTime": epoch(shifted(start, -pipeline.latest)),
            "CreatedBy": identity(account, pipeline.owner),
            "LastModifiedBy": identity(account, pipeline.owner),
            "ParallelismConfiguration": { "MaxParallelExecutionSteps": 4 },
        }));
        let tags = [("owner", pipeline.owner), ("environment", "dev"), ("Project", name)];
        world.put_item(account, region, "pipeline", item.tagged(&tags));
        for number in 0..pipeline.runs {
            world.put_item(account, region, "pipeline-execution", run(pipeline, number, start));
        }
    }
}

/// The run that was begun so many runs before the latest one.
fn run(pipeline: &Pipeline, number: i64, start: Timestamp) -> Item {
    let Pipeline { account, region, name, .. } = *pipeline;
    let seed = [account, region, name, &number.to_string()];
    let began = shifted(start, -pipeline.latest - number * pipeline.every);
    let end = usize::try_from(number).ok().and_then(|at| pipeline.ends.get(at)).unwrap_or(&End::Well);
    let is_latest_churn = name == "churn-train" && number == 0;
    let id = if is_latest_churn {
        LATEST_CHURN.to_owned()
    } else {
        dice::hex(0, &[&seed[..], &["run"]].concat(), 12)
    };
    let steps = steps(pipeline, &id, end, began);
    let last =
        steps.iter().filter_map(|step| step.get("EndTime").and_then(Value::as_f64)).fold(0.0, f64::max);
    let ended = Timestamp::from_millisecond((last * 1000.0) as i64).unwrap_or(began);
    let (status, reason) = match end {
        End::Well => ("Succeeded", None),
        End::FailedAt(step, why) => {
            ("Failed", Some(format!("Step failure: One or multiple steps failed: {step}: {why}")))
        }
        End::StoppedAt(_) => ("Stopped", None),
    };
    let pipeline_arn = format!("arn:aws:sagemaker:{region}:{account}:pipeline/{name}");
    let mut whole = json!({
        "PipelineArn": pipeline_arn,
        "PipelineExecutionArn": format!("{pipeline_arn}/execution/{id}"),
        "PipelineExecutionDisplayName": format!("execution-{}", began.as_millisecond()),
        "PipelineExecutionStatus": "Executing",
        "PipelineExperimentConfig": { "ExperimentName": name.replace("-train", "-training"), "TrialName": id },
        "CreationTime": epoch(began),
        "LastModifiedTime": epoch(began),
        "CreatedBy": identity(account, pipeline.owner),
        "ParallelismConfiguration": { "MaxParallelExecutionSteps": 4 },
        ".PipelineName": name,
        ".Definition": definition(pipeline),
        ".Parameters": [
            { "Name": "InputData", "Value": format!("s3://ml-data-{account}-{region}/{name}/{}", began.strftime("%Y-%m-%d")) },
            { "Name": "InstanceType", "Value": "ml.m5.2xlarge" },
            { "Name": "MinimumQuality", "Value": "0.85" },
            { "Name": "FeatureStoreToken", "Value": "not for your eyes" },
        ],
        ".Steps": steps,
    });
    if ended > start {
        // It is under way, and the future is written already.
        return Item::new(whole)
            .then(ended, json!({ "PipelineExecutionStatus": status, "FailureReason": reason }));
    }
    if let Value::Object(members) = &mut whole {
        members.insert("PipelineExecutionStatus".into(), json!(status));
        members.insert("LastModifiedTime".into(), epoch(ended));
        members.extend(reason.map(|reason| ("FailureReason".to_owned(), json!(reason))));
    }
    Item::new(whole)
}

/// The steps as they end, as far as the run comes.
fn steps(pipeline: &Pipeline, id: &str, end: &End, began: Timestamp) -> Vec<Map<String, Value>> {
    let mut ends: Vec<(&str, i64)> = Vec::new();
    let mut steps = Vec::new();
    let mut broken = false;
    for (name, kind, after, takes) in pipeline.plan {
        let ready = after.iter().filter_map(|before| ends.iter().find(|(known, _)| known == before));
        let (from, waits) = ready.fold((3, 0), |(from, count), (_, end)| (from.max(end + 2), count + 1));
        // What it waits for did not come about.
        if waits < after.len() || broken {
            continue;
        }
        let mut dice = Dice::named(0, &["step", pipeline.name, id, name]);
        let until = from + takes + dice.between(-takes / 6, takes / 6 + 1);
        let (status, reason) = match end {
            End::FailedAt(step, why) if step == name => ("Failed", Some(*why)),
            End::StoppedAt(step) if step == name => ("Stopped", None),
            _ => ("Succeeded", None),
        };
        let mut step = json!({
            "StepName": name,
            "StartTime": epoch(shifted(began, from)),
            "EndTime": epoch(shifted(began, until)),
            "StepStatus": status,
            "AttemptCount": 1,
            "Metadata": made(pipeline, id, name, kind),
        });
        if let (Value::Object(members), Some(reason)) = (&mut step, reason) {
            members.insert("FailureReason".into(), json!(reason));
        }
        steps.extend(step.as_object().cloned());
        if status == "Succeeded" {
            ends.push((name, until));
        } else {
            broken = true;
        }
    }
    steps
}

/// What a step made, in the words of its type.
fn made(pipeline: &Pipeline, id: &str, step: &str, kind: &str) -> Value {
    let Pipeline { account, region, name, .. } = *pipeline;
    let family = name.split('-').next().unwrap_or(name);
    let job = format!("{family}-{step}-{id}");
    let arn = |path: &str| format!("arn:aws:sagemaker:{region}:{account}:{path}/{job}");
    match kind {
        "Training" => json!({ "TrainingJob": { "Arn": arn("training-job") } }),
        "Processing" => json!({ "ProcessingJob": { "Arn": arn("processing-job") } }),
        "Transform" => json!({ "TransformJob": { "Arn": arn("transform-job") } }),
        "QualityCheck" => {
            json!({ "QualityCheck": { "CheckType": "DATA_QUALITY", "CheckJobArn": arn("processing-job") } })
        }
        "Condition" => json!({ "Condition": { "Outcome": "True" } }),
        "RegisterModel" => json!({ "RegisterModel": {
            "Arn": format!("arn:aws:sagemaker:{region}:{account}:model-package/{family}-candidates/3"),
        } }),
        "Lambda" => {
            json!({ "Lambda": { "Arn": format!("arn:aws:lambda:{region}:{account}:function:{job}") } })
        }
        _ => json!({}),
    }
}

/// The definition as a text, in the schema of 2020-12-01.
fn definition(pipeline: &Pipeline) -> String {
    let step = |(name, kind, after, _): &Plan| {
        let (explicit, implied) = after.split_at(after.len().min(1));
        let inputs: Vec<Value> =
            implied.iter().map(|before| json!({ "Get": format!("Steps.{before}.Outputs") })).collect();
        json!({ "Name": name, "Type": kind, "Arguments": { "Inputs": inputs }, "DependsOn": explicit })
    };
    let steps: Vec<Value> = pipeline.plan.iter().map(step).collect();
    let parameter = |name: &str| json!({ "Name": name, "Type": "String" });
    let parameters = ["InputData", "InstanceType", "MinimumQuality", "FeatureStoreToken"].map(parameter);
    json!({ "Version": "2020-12-01", "Metadata": {}, "Parameters": parameters, "Steps": steps }).to_string()
}
