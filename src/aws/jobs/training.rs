//! Training jobs: one row from a listing, the rest from `DescribeTrainingJob`.

use aws_sdk_sagemaker::operation::describe_training_job::DescribeTrainingJobOutput;
use aws_sdk_sagemaker::types::{
    InstanceGroup, MetricData, RemoteDebugConfig, ResourceConfig, RetryStrategy, SecondaryStatus,
    SecondaryStatusTransition, SortBy, SortOrder, StoppingCondition, TrainingInstanceType, TrainingJobStatus,
    TrainingJobSummary, WarmPoolResourceStatus, WarmPoolStatus,
};
use jiff::Timestamp;

use super::{
    Summary, at, channels, environment, groups, limit, parameters, said, some, state, subnets, text, time,
};
use crate::aws::collect::Answer;
use crate::aws::convert::{count, flag, moment, span, texts};
use crate::aws::operations::{DESCRIBE_TRAINING_JOB, LIST_TRAINING_JOBS};
use crate::aws::reader::Reader;
use crate::model::failure::Failure;
use crate::model::fetch::{Cell, Described, Target};
use crate::model::field::Field;
use crate::model::resource::{Facts, Resource};
use crate::model::time::rfc3339;
use crate::model::value::Value;

/// All training jobs that were created since then, the newest first.
pub(in crate::aws) async fn list(
    reader: &Reader,
    cell: &Cell,
    since: Option<Timestamp>,
) -> Result<(), Failure> {
    let client = reader.sagemaker();
    let ask = async |token: Option<String>| {
        let send = || {
            let ask = client.list_training_jobs().max_results(100).sort_by(SortBy::CreationTime);
            let ask = ask.sort_order(SortOrder::Descending).set_creation_time_after(since.map(moment));
            ask.set_next_token(token.clone()).send()
        };
        let page = reader.caller.call(LIST_TRAINING_JOBS, send).await?;
        Ok(Answer { items: page.training_job_summaries.unwrap_or_default(), next: page.next_token })
    };
    let row = |item: &_| row(item, cell, reader.caller.now());
    reader.recent_rows(cell, LIST_TRAINING_JOBS, since, ask, row).await
}

pub(in crate::aws) async fn describe(reader: &Reader, target: &Target) -> Result<Described, Failure> {
    let client = reader.sagemaker();
    let send = || client.describe_training_job().training_job_name(target.name.raw()).send();
    let answer = reader.caller.call(DESCRIBE_TRAINING_JOB, send).await?;
    reader.same(target, answer.training_job_arn(), DESCRIBE_TRAINING_JOB, described(&answer))
}

fn row(item: &TrainingJobSummary, cell: &Cell, seen: Timestamp) -> Resource {
    let summary = Summary {
        arn: item.training_job_arn(),
        name: item.training_job_name(),
        status: item.training_job_status().map(TrainingJobStatus::as_str),
        created: time(item.creation_time()),
        modified: time(item.last_modified_time()),
        facts: [
            (Field::SecondaryStatus, text(item.secondary_status().map(SecondaryStatus::as_str))),
            (Field::Ended, at(item.training_end_time())),
            (Field::WarmPoolStatus, warm_pool(item.warm_pool_status())),
            (Field::TrainingPlanArn, text(item.training_plan_arn())),
        ]
        .into_iter()
        .collect(),
    };
    super::row(summary, cell, "training-job", seen, LIST_TRAINING_JOBS)
}

fn described(answer: &DescribeTrainingJobOutput) -> Described {
    let mut facts = Facts::default();
    let mut put = |all: &mut dyn Iterator<Item = (Field, Option<Value>)>| {
        all.for_each(|(field, value)| facts.put(field, value));
    };
    put(&mut run(answer).into_iter());
    put(&mut machines(answer).into_iter());
    put(&mut code(answer).into_iter());
    put(&mut access(answer).into_iter());
    Described {
        status: state(answer.training_job_status().map(TrainingJobStatus::as_str)),
        modified: time(answer.last_modified_time()),
        facts,
        tags: None,
    }
}

/// How it went.
fn run(answer: &DescribeTrainingJobOutput) -> [(Field, Option<Value>); 14] {
    let (trained, billed) = (answer.training_time_in_seconds(), answer.billable_time_in_seconds());
    let stopping = answer.stopping_condition();
    let transitions = answer.secondary_status_transitions.as_deref();
    let experiment = answer.experiment_config();
    [
        (Field::SecondaryStatus, text(answer.secondary_status().map(SecondaryStatus::as_str))),
        (Field::SecondaryStatusTransitions, texts(transitions.unwrap_or_default().iter().map(step))),
        (Field::FailureReason, text(answer.failure_reason())),
        (Field::Started, at(answer.training_start_time())),
        (Field::Ended, at(answer.training_end_time())),
        (Field::TrainingTime, span(trained)),
        (Field::BillableTime, span(billed)),
        (Field::SpotSavings, savings(trained, billed).filter(|_| is_spot(answer))),
        (Field::Interruptions, transitions.filter(|_| is_spot(answer)).map(interruptions)),
        (Field::MaxRuntime, limit(stopping.and_then(StoppingCondition::max_runtime_in_seconds))),
        (Field::MaxWait, limit(stopping.and_then(StoppingCondition::max_wait_time_in_seconds))),
        (Field::FinalMetrics, texts(answer.final_metric_data_list().iter().filter_map(metric))),
        (Field::ExperimentName, text(experiment.and_then(|config| config.experiment_name()))),
        (Field::TrialName, text(experiment.and_then(|config| config.trial_name()))),
    ]
}

/// On what it ran.
fn machines(answer: &DescribeTrainingJobOutput) -> [(Field, Option<Value>); 11] {
    let resources = answer.resource_config();
    let chosen = resources.and_then(|config| config.selected_instance_type().or(config.instance_type()));
    let number = resources.and_then(|config| config.selected_instance_count().or(config.instance_count()));
    let groups = resources.map(ResourceConfig::instance_groups).unwrap_or_default();
    let checkpoints = answer.checkpoint_config();
    let retries = answer.retry_strategy();
    [
        (Field::InstanceType, text(chosen.map(TrainingInstanceType::as_str))),
        (Field::InstanceCount, some(number)),
        (Field::InstanceGroups, texts(groups.iter().map(group))),
        (Field::VolumeSizeInGb, some(resources.and_then(ResourceConfig::volume_size_in_gb))),
        (Field::VolumeKmsKeyId, text(resources.and_then(|config| config.volume_kms_key_id()))),
        (Field::KeepAlivePeriod, span(resources.and_then(ResourceConfig::keep_alive_period_in_seconds))),
        (Field::TrainingPlanArn, text(resources.and_then(|config| config.training_plan_arn()))),
        (Field::WarmPoolStatus, warm_pool(answer.warm_pool_status())),
        (Field::ManagedSpot, flag(answer.enable_managed_spot_training())),
        (Field::CheckpointUri, text(checkpoints.and_then(|config| config.s3_uri()))),
        (Field::MaxRetries, count(retries.and_then(RetryStrategy::maximum_retry_attempts))),
    ]
}

/// What it ran, on which data.
fn code(answer: &DescribeTrainingJobOutput) -> [(Field, Option<Value>); 7] {
    let algorithm = answer.algorithm_specification();
    let image = algorithm.and_then(|algorithm| algorithm.training_image().or(algorithm.algorithm_name()));
    let output = answer.output_data_config().and_then(|config| config.s3_output_path());
    let artifacts = answer.model_artifacts().and_then(|artifacts| artifacts.s3_model_artifacts());
    let debug = answer.remote_debug_config();
    [
        (Field::Image, text(image)),
        (Field::Inputs, channels(answer.input_data_config.as_deref())),
        (Field::Outputs, texts(said(output).map(str::to_owned))),
        (Field::ModelArtifacts, text(artifacts)),
        (Field::HyperParameters, parameters(answer.hyper_parameters())),
        (Field::Environment, environment(answer.environment())),
        (Field::RemoteDebug, flag(debug.and_then(RemoteDebugConfig::enable_remote_debug))),
    ]
}

/// What it may reach, what protects it, and whose it is.
fn access(answer: &DescribeTrainingJobOutput) -> [(Field, Option<Value>); 9] {
    let vpc = answer.vpc_config();
    [
        subnets(vpc),
        groups(vpc),
        (Field::NetworkIsolation, flag(answer.enable_network_isolation())),
        (Field::TrafficEncryption, flag(answer.enable_inter_container_traffic_encryption())),
        (Field::RoleArn, text(answer.role_arn())),
        (Field::OutputKmsKeyId, text(answer.output_data_config().and_then(|config| config.kms_key_id()))),
        (Field::TuningJobArn, text(answer.tuning_job_arn())),
        (Field::AutoMlJobArn, text(answer.auto_ml_job_arn())),
        (Field::LabelingJobArn, text(answer.labeling_job_arn())),
    ]
}

fn is_spot(answer: &DescribeTrainingJobOutput) -> bool {
    answer.enable_managed_spot_training() == Some(true)
}

/// How much of the time that it trained was not billed, in whole percent, as AWS's console counts it. Nothing before it
/// trained at all.
fn savings(trained: Option<i32>, billed: Option<i32>) -> Option<Value> {
    let (trained, billed) = (i64::from(trained?), i64::from(billed?));
    (trained > 0).then(|| Value::Int(((trained - billed) * 100 / trained).clamp(0, 100)))
}

fn interruptions(transitions: &[SecondaryStatusTransition]) -> Value {
    let cut = |step: &&SecondaryStatusTransition| step.status() == Some(&SecondaryStatus::Interrupted);
    Value::Int(transitions.iter().filter(cut).count() as i64)
}

/// `2026-11-23T15:04:11Z Training: Training image download completed`
fn step(step: &SecondaryStatusTransition) -> String {
    let SecondaryStatusTransition { start_time, status, status_message, .. } = step;
    let begun = time(start_time.as_ref()).map(rfc3339);
    let words = super::beside(status.as_ref().map(SecondaryStatus::as_str), said(status_message.as_deref()));
    let words = words.unwrap_or_default();
    begun.map_or_else(|| words.clone(), |begun| format!("{begun} {words}"))
}

fn metric(metric: &MetricData) -> Option<String> {
    Some(format!("{}={}", metric.metric_name()?, metric.value()?))
}

/// `workers: 2 × ml.p3.2xlarge`
fn group(group: &InstanceGroup) -> String {
    let name = group.instance_group_name().unwrap_or_default();
    let of = group.instance_type().map(TrainingInstanceType::as_str).unwrap_or_default();
    let number = group.instance_count().map(|number| number.to_string()).unwrap_or_default();
    format!("{name}: {number} × {of}")
}

fn warm_pool(status: Option<&WarmPoolStatus>) -> Option<Value> {
    text(status.and_then(|pool| pool.status()).map(WarmPoolResourceStatus::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::jobs::phase;
    use crate::model::resource::Phase;

    fn fact(described: &Described, field: Field) -> Option<Value> {
        described.facts.get(field).cloned()
    }

    #[test]
    fn every_status_of_aws_has_a_phase_and_no_other() {
        for status in TrainingJobStatus::values() {
            assert_ne!(phase(Some(status)), Phase::Unknown, "{status}");
        }
        assert_eq!(phase(Some("Paused")), Phase::Unknown);
        assert_eq!(phase(None), Phase::Unknown);
    }

    #[test]
    fn what_aws_does_not_say_is_absent() {
        let described = described(&DescribeTrainingJobOutput::builder().training_job_name("x").build());
        assert_eq!(described.facts.iter().count(), 0, "{:?}", described.facts);
        assert_eq!((described.status, described.modified, described.tags), (None, None, None));
    }

    #[test]
    fn a_spot_job_tells_interruptions_and_what_was_saved() {
        let step = |status| SecondaryStatusTransition::builder().status(status).build();
        let answer = DescribeTrainingJobOutput::builder()
            .enable_managed_spot_training(true)
            .training_time_in_seconds(5_000)
            .billable_time_in_seconds(1_490)
            .secondary_status_transitions(step(SecondaryStatus::Training))
            .secondary_status_transitions(step(SecondaryStatus::Interrupted))
            .build();
        let spot = described(&answer);
        assert_eq!(fact(&spot, Field::SpotSavings), Some(Value::Int(70)));
        assert_eq!(fact(&spot, Field::Interruptions), Some(Value::Int(1)));
        let mut plain = answer;
        plain.enable_managed_spot_training = Some(false);
        let plain = described(&plain);
        assert_eq!((fact(&plain, Field::SpotSavings), fact(&plain, Field::Interruptions)), (None, None));
        assert_eq!(savings(Some(0), Some(0)), None);
    }

    #[test]
    fn secrets_are_never_kept() {
        let answer = DescribeTrainingJobOutput::builder()
            .hyper_parameters("epochs", "10")
            .hyper_parameters("hub_token", "hf_abcdef")
            .environment("STAGE", "dev")
            .environment("WANDB_API_KEY", "0123456789")
            .build();
        let described = described(&answer);
        let words = format!("{:?}", described.facts);
        for hidden in ["hf_abcdef", "0123456789", "=dev"] {
            assert!(!words.contains(hidden), "{words}");
        }
        assert!(words.contains("epochs=10") && words.contains("hub_token=••••"), "{words}");
        assert!(words.contains("STAGE=••••") && words.contains("WANDB_API_KEY=••••"), "{words}");
    }
}
