//! The jobs that every seed has, each with its story: out of memory, interrupted and resumed, silent, running, and the
//! evaluation at which a pipeline failed.

use jiff::Timestamp;
use serde_json::json;

use crate::sim::clock::shifted;
use crate::sim::world::World;

use super::{Ends, HOUR, Job, MINUTE, Sort, processing, training};

pub(super) const EU: &str = "eu-west-1";
const US: &str = "us-east-1";

/// Puts them on the stage.
pub(super) fn perform(world: &mut World, start: Timestamp) {
    out_of_memory(world, start);
    interrupted(world, start);
    silent(world, start);
    running(world, start);
    evaluation(world, start);
}

/// A job of an account, created so many seconds before the start.
pub(super) fn job(team: &'static str, region: &'static str, name: &str, start: Timestamp, ago: i64) -> Job {
    let account = super::ACCOUNTS.iter().find(|member| member.name == team).map_or("", |member| member.id);
    Job {
        name: name.into(),
        account,
        region,
        team,
        created: shifted(start, -ago),
        waits: 4 * MINUTE,
        runs: 40 * MINUTE,
        ends: Ends::Never,
        machine: "ml.g5.2xlarge",
        count: 1,
        spot: false,
        isolated: true,
    }
}

const OUT_OF_MEMORY: &str = "AlgorithmError: ExecuteUserScriptError:\nExitCode 1\nErrorMessage \
    \"torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.50 GiB. GPU 0 has a total capacity of \
    22.06 GiB of which 1.13 GiB is free.\"\nCommand \"python train.py --batch-size 192 --epochs 20\", exit code: 1";

/// It asked the GPU for more than it has; its log ends with the traceback.
fn out_of_memory(world: &mut World, start: Timestamp) {
    let job = Job {
        runs: 23 * MINUTE,
        ends: Ends::Badly(OUT_OF_MEMORY),
        ..job("ds-risk", EU, "fraud-transformer-b192", start, 3 * HOUR + 10 * MINUTE)
    };
    let item = training::item(&job, start, Vec::new());
    let tags = [("owner", "k.brandt"), ("environment", "dev"), ("Project", "fraud")];
    world.put_item(job.account, job.region, "training-job", item.tagged(&tags));
    let mut lines = training::lines(&job);
    // The last one only repeats the reason.
    lines.pop();
    let traceback = [
        "Traceback (most recent call last):",
        "  File \"/opt/ml/code/train.py\", line 212, in <module>",
        "    main(arguments())",
        "  File \"/opt/ml/code/train.py\", line 168, in main",
        "    loss = step(model, batch, scaler)",
        "  File \"/opt/ml/code/loop.py\", line 57, in step",
        "    scaler.scale(loss).backward()",
        "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.50 GiB. GPU 0 has a total capacity of 22.06 GiB \
         of which 1.13 GiB is free. Process 31 has 20.92 GiB memory in use.",
        "ERROR Reporting training FAILURE",
    ];
    lines.extend(traceback.map(|line| (shifted(job.over(), -6), line.to_owned())));
    job.log(world, "TrainingJobs", lines);
}

/// Spot capacity was taken away from it once; it went on from its checkpoint.
fn interrupted(world: &mut World, start: Timestamp) {
    let job = Job {
        runs: 9 * HOUR,
        ends: Ends::Well,
        spot: true,
        machine: "ml.g5.12xlarge",
        ..job("ds-vision", EU, "detector-spot-resumed", start, 6 * HOUR)
    };
    let (cut, again) = (2 * HOUR + 11 * MINUTE, 2 * HOUR + 48 * MINUTE);
    let steps = vec![
        (cut, "Interrupted", "Training job interrupted: spot capacity was reclaimed"),
        (again - 200, "Starting", "Preparing the instances for training"),
        (again - 40, "Downloading", "Downloading the checkpoint"),
        (again, "Training", "Training image download completed. Training in progress."),
    ];
    let item = training::item(&job, start, steps);
    let tags = [("owner", "team-vision"), ("environment", "dev"), ("Project", "detector")];
    world.put_item(job.account, job.region, "training-job", item.tagged(&tags));
    let at = |seconds: i64| shifted(job.begins(), seconds);
    let mut lines = training::lines(&job);
    lines.retain(|(time, _)| *time < at(cut) || *time > at(again));
    lines.push((at(cut - 2), "WARNING SIGTERM received, saving a checkpoint".to_owned()));
    lines.push((at(again), "INFO Resuming from /opt/ml/checkpoints/epoch-05.pt".to_owned()));
    lines.sort();
    job.log(world, "TrainingJobs", lines);
}

/// It is in progress, is paid for, and has not said a word for hours.
fn silent(world: &mut World, start: Timestamp) {
    let job = Job {
        runs: 5 * HOUR,
        machine: "ml.g5.48xlarge",
        count: 2,
        ..job("ds-vision", US, "segment-pretrain-v3", start, 19 * HOUR)
    };
    let item = training::item(&job, start, Vec::new());
    let tags = [("owner", "r.castellano"), ("environment", "dev"), ("Project", "segment")];
    world.put_item(job.account, job.region, "training-job", item.tagged(&tags));
    let mut lines = training::lines(&job);
    let waits = "[rank 1] waiting for rank 0 in all_reduce, 0 of 2 arrived";
    lines.push((job.over(), waits.to_owned()));
    job.log(world, "TrainingJobs", lines);
}

/// They run while one looks on, and end by themselves.
fn running(world: &mut World, start: Timestamp) {
    let plain = [
        ("ds-retail", EU, "demand-forecast-nightly", 70 * MINUTE, 3 * HOUR, "ml.m5.4xlarge"),
        ("ds-nlp", EU, "embed-distill-2", 2 * HOUR, 20 * HOUR, "ml.g5.xlarge"),
        ("ds-risk", US, "credit-scorecard-refit", 6 * MINUTE, 9 * MINUTE, "ml.c5.2xlarge"),
    ];
    for (team, region, name, ago, runs, machine) in plain {
        let job = Job { runs, ends: Ends::Well, machine, ..job(team, region, name, start, ago) };
        let item = training::item(&job, start, Vec::new());
        job.put(world, Sort::Training, item.tagged(&[("owner", team), ("environment", "dev")]));
    }
}

const BELOW: &str = "AlgorithmError: See job logs for more information, exit code: 1";

/// The evaluation step of the churn pipeline: the new model is worse than what is asked for.
fn evaluation(world: &mut World, start: Timestamp) {
    let job = Job {
        runs: 6 * MINUTE,
        ends: Ends::Badly(BELOW),
        machine: "ml.m5.xlarge",
        ..job("ds-retail", EU, "churn-evaluate-x4m2q9t1", start, 5 * HOUR + 20 * MINUTE)
    };
    let mut item = processing::item(&job, start, "evaluate.py");
    let belongs = json!({ "ExperimentName": "churn-training", "TrialName": "x4m2q9t1" });
    item.whole.insert("ExperimentConfig".into(), belongs);
    let tags = [("owner", "a.lindqvist"), ("environment", "dev"), ("Project", "churn")];
    world.put_item(job.account, job.region, "processing-job", item.tagged(&tags));
    let mut lines = processing::lines(&job);
    lines.pop();
    let last = [
        "INFO auc 0.8132, required 0.8500",
        "Traceback (most recent call last):",
        "  File \"/opt/ml/processing/input/code/evaluate.py\", line 88, in <module>",
        "    assert report.auc >= required, f\"auc {report.auc:.4f} is below {required:.4f}\"",
        "AssertionError: auc 0.8132 is below 0.8500",
    ];
    lines.extend(last.map(|line| (shifted(job.over(), -4), line.to_owned())));
    job.log(world, "ProcessingJobs", lines);
}
