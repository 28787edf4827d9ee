//! Hyper-parameter tuning jobs: one row from a listing, the rest from `DescribeHyperParameterTuningJob`. The training jobs
//! that they start are rows of their own; here they are counted.

use aws_sdk_sagemaker::operation::describe_hyper_parameter_tuning_job::DescribeHyperParameterTuningJobOutput;
use aws_sdk_sagemaker::types::{
    HyperParameterTrainingJobDefinition as Definition, HyperParameterTrainingJobSummary,
    HyperParameterTuningJobConsumedResources, HyperParameterTuningJobObjectiveType,
    HyperParameterTuningJobSortByOptions, HyperParameterTuningJobStatus, HyperParameterTuningJobStrategyType,
    HyperParameterTuningJobSummary, HyperParameterTuningJobWarmStartConfig,
    HyperParameterTuningResourceConfig, ResourceConfig, ResourceLimits, SortOrder, TrainingInstanceType,
    TrainingJobStatusCounters,
};
use jiff::Timestamp;

use super::{Summary, at, channels, groups, limit, parameters, said, some, state, subnets, text, time};
use crate::aws::collect::Answer;
use crate::aws::convert::{count, flag, moment, span, texts};
use crate::aws::operations::{DESCRIBE_HYPER_PARAMETER_TUNING_JOB, LIST_HYPER_PARAMETER_TUNING_JOBS};
use crate::aws::reader::Reader;
use crate::model::failure::Failure;
use crate::model::fetch::{Cell, Described, Target};
use crate::model::field::Field;
use crate::model::resource::Resource;
use crate::model::value::Value;

type Told = Vec<(Field, Option<Value>)>;

/// All tuning jobs that were created since then, the newest first.
pub(in crate::aws) async fn list(
    reader: &Reader,
    cell: &Cell,
    since: Option<Timestamp>,
) -> Result<(), Failure> {
    let client = reader.sagemaker();
    let newest = HyperParameterTuningJobSortByOptions::CreationTime;
    let ask = async |token: Option<String>| {
        let send = || {
            let ask = client.list_hyper_parameter_tuning_jobs().max_results(100).sort_by(newest.clone());
            let ask = ask.sort_order(SortOrder::Descending).set_creation_time_after(since.map(moment));
            ask.set_next_token(token.clone()).send()
        };
        let page = reader.caller.call(LIST_HYPER_PARAMETER_TUNING_JOBS, send).await?;
        let items = page.hyper_parameter_tuning_job_summaries.unwrap_or_default();
        Ok(Answer { items, next: page.next_token })
    };
    let row = |item: &_| row(item, cell, reader.caller.now());
    reader.recent_rows(cell, LIST_HYPER_PARAMETER_TUNING_JOBS, since, ask, row).await
}

pub(in crate::aws) async fn describe(reader: &Reader, target: &Target) -> Result<Described, Failure> {
    let client = reader.sagemaker();
    let operation = DESCRIBE_HYPER_PARAMETER_TUNING_JOB;
    let name = target.name.raw();
    let send = || client.describe_hyper_parameter_tuning_job().hyper_parameter_tuning_job_name(name).send();
    let answer = reader.caller.call(operation, send).await?;
    let described = described(&answer);
    reader.same(target, said(answer.hyper_parameter_tuning_job_arn()), operation, described)
}

fn row(item: &HyperParameterTuningJobSummary, cell: &Cell, seen: Timestamp) -> Resource {
    let limits = item.resource_limits();
    let own = vec![
        (Field::Ended, at(item.hyper_parameter_tuning_end_time())),
        (Field::Strategy, text(item.strategy().map(HyperParameterTuningJobStrategyType::as_str))),
        (Field::MostChildren, some(limits.and_then(ResourceLimits::max_number_of_training_jobs))),
    ];
    let summary = Summary {
        arn: item.hyper_parameter_tuning_job_arn(),
        name: item.hyper_parameter_tuning_job_name(),
        status: item.hyper_parameter_tuning_job_status().map(HyperParameterTuningJobStatus::as_str),
        created: time(item.creation_time()),
        modified: time(item.last_modified_time()),
        facts: own.into_iter().chain(children(item.training_job_status_counters())).collect(),
    };
    super::row(summary, cell, "hyper-parameter-tuning-job", seen, LIST_HYPER_PARAMETER_TUNING_JOBS)
}

fn described(answer: &DescribeHyperParameterTuningJobOutput) -> Described {
    let several = answer.training_job_definitions();
    let definitions: Vec<&Definition> = answer.training_job_definition().into_iter().chain(several).collect();
    let of_children = match definitions.as_slice() {
        [one] => definition(one),
        several => vec![(Field::InstanceGroups, texts(several.iter().map(|one| machines(one))))],
    };
    let facts = [run(answer), children(answer.training_job_status_counters()), best(answer), of_children];
    Described {
        status: state(answer.hyper_parameter_tuning_job_status().map(HyperParameterTuningJobStatus::as_str)),
        modified: time(answer.last_modified_time()),
        facts: facts.into_iter().flatten().collect(),
        tags: None,
    }
}

/// How it goes about it.
fn run(answer: &DescribeHyperParameterTuningJobOutput) -> Told {
    let config = answer.hyper_parameter_tuning_job_config();
    let limits = config.and_then(|config| config.resource_limits());
    let strategy = config.and_then(|config| config.strategy());
    let objective = config.and_then(|config| config.hyper_parameter_tuning_job_objective());
    let aim = objective.map(|aim| {
        let way = aim.r#type().map(HyperParameterTuningJobObjectiveType::as_str).unwrap_or_default();
        format!("{way} {}", aim.metric_name().unwrap_or_default()).trim().to_owned()
    });
    let parents = answer
        .warm_start_config()
        .map(HyperParameterTuningJobWarmStartConfig::parent_hyper_parameter_tuning_jobs);
    let parents = parents.unwrap_or_default().iter();
    let consumed = answer.consumed_resources();
    vec![
        (Field::FailureReason, text(answer.failure_reason())),
        (Field::Ended, at(answer.hyper_parameter_tuning_end_time())),
        (Field::Strategy, text(strategy.map(HyperParameterTuningJobStrategyType::as_str))),
        (Field::Objective, text(aim.as_deref())),
        (Field::MostChildren, some(limits.and_then(ResourceLimits::max_number_of_training_jobs))),
        (Field::MostChildrenAtOnce, some(limits.and_then(ResourceLimits::max_parallel_training_jobs))),
        (Field::MaxRuntime, limit(limits.and_then(ResourceLimits::max_runtime_in_seconds))),
        (
            Field::TrainingTime,
            span(consumed.and_then(HyperParameterTuningJobConsumedResources::runtime_in_seconds)),
        ),
        (
            Field::ParentTuningJobs,
            texts(parents.filter_map(|one| one.hyper_parameter_tuning_job_name().map(str::to_owned))),
        ),
    ]
}

/// The training jobs that it started, by what became of them.
fn children(counters: Option<&TrainingJobStatusCounters>) -> Told {
    let Some(counters) = counters else { return Vec::new() };
    vec![
        (Field::ChildrenCompleted, count(counters.completed())),
        (Field::ChildrenInProgress, count(counters.in_progress())),
        (Field::ChildrenRetried, count(counters.retryable_error())),
        (Field::ChildrenFailed, count(counters.non_retryable_error())),
        (Field::ChildrenStopped, count(counters.stopped())),
    ]
}

/// The best of them so far, and with what it became it.
fn best(answer: &DescribeHyperParameterTuningJobOutput) -> Told {
    let best = answer.best_training_job();
    let reached =
        best.and_then(HyperParameterTrainingJobSummary::final_hyper_parameter_tuning_job_objective_metric);
    let reached = reached.and_then(|metric| Some(format!("{}={}", metric.metric_name()?, metric.value()?)));
    vec![
        (Field::BestTrainingJob, text(best.and_then(|best| best.training_job_name()))),
        (Field::BestObjective, text(reached.as_deref())),
        (Field::HyperParameters, parameters(best.and_then(|best| best.tuned_hyper_parameters()))),
    ]
}

/// How its training jobs are made, where they are all made alike.
fn definition(one: &Definition) -> Told {
    let machines = one.resource_config();
    let tuned = one.hyper_parameter_tuning_resource_config();
    let chosen = machines.and_then(|config| config.instance_type());
    let chosen = chosen.or_else(|| tuned.and_then(|config| config.instance_type()));
    let number = machines.and_then(ResourceConfig::instance_count);
    let volume = machines.and_then(ResourceConfig::volume_size_in_gb);
    let key = machines.and_then(|config| config.volume_kms_key_id());
    let output = one.output_data_config();
    let image = one.algorithm_specification().and_then(|it| it.training_image().or(it.algorithm_name()));
    let vpc = one.vpc_config();
    vec![
        (Field::InstanceType, text(chosen.map(TrainingInstanceType::as_str))),
        (
            Field::InstanceCount,
            some(number.or_else(|| tuned.and_then(HyperParameterTuningResourceConfig::instance_count))),
        ),
        (
            Field::VolumeSizeInGb,
            some(volume.or_else(|| tuned.and_then(HyperParameterTuningResourceConfig::volume_size_in_gb))),
        ),
        (Field::VolumeKmsKeyId, text(key.or_else(|| tuned.and_then(|config| config.volume_kms_key_id())))),
        (Field::OutputKmsKeyId, text(output.and_then(|config| config.kms_key_id()))),
        (Field::Outputs, texts(said(output.and_then(|config| config.s3_output_path())).map(str::to_owned))),
        (Field::Inputs, channels(one.input_data_config.as_deref())),
        (Field::Image, text(image)),
        (Field::ManagedSpot, flag(one.enable_managed_spot_training())),
        (Field::NetworkIsolation, flag(one.enable_network_isolation())),
        (Field::TrafficEncryption, flag(one.enable_inter_container_traffic_encryption())),
        (Field::RoleArn, text(one.role_arn())),
        subnets(vpc),
        groups(vpc),
    ]
}

/// `deep: 2 × ml.g5.xlarge`
fn machines(one: &Definition) -> String {
    let config = one.resource_config();
    let of = config.and_then(|config| config.instance_type()).map_or("?", TrainingInstanceType::as_str);
    let number = config.and_then(ResourceConfig::instance_count);
    let number = number.map_or_else(|| "?".to_owned(), |number| number.to_string());
    format!("{}: {number} × {of}", one.definition_name().unwrap_or("?"))
}

#[cfg(test)]
mod tests {
    use aws_sdk_sagemaker::types::FinalHyperParameterTuningJobObjectiveMetric;

    use super::*;
    use crate::aws::jobs::phase;
    use crate::model::resource::Phase;

    #[test]
    fn every_status_of_aws_has_a_phase() {
        for status in HyperParameterTuningJobStatus::values() {
            assert_ne!(phase(Some(status)), Phase::Unknown, "{status}");
        }
    }

    #[test]
    fn what_aws_does_not_say_is_absent() {
        let described = described(&DescribeHyperParameterTuningJobOutput::builder().build());
        assert_eq!(described.facts.iter().count(), 0, "{:?}", described.facts);
    }

    #[test]
    fn the_children_are_counted_and_the_best_is_named() {
        let metric =
            FinalHyperParameterTuningJobObjectiveMetric::builder().metric_name("validation:auc").value(0.875);
        let best = HyperParameterTrainingJobSummary::builder()
            .training_job_name("uplift-003")
            .tuned_hyper_parameters("eta", "0.1")
            .final_hyper_parameter_tuning_job_objective_metric(metric.build());
        let counters = TrainingJobStatusCounters::builder().completed(8).in_progress(2).stopped(0);
        let answer = DescribeHyperParameterTuningJobOutput::builder()
            .best_training_job(best.build())
            .training_job_status_counters(counters.build());
        let facts = described(&answer.build()).facts;
        let fact = |field| facts.get(field).cloned();
        assert_eq!(fact(Field::BestTrainingJob), Some(Value::text("uplift-003")));
        assert_eq!(fact(Field::BestObjective), Some(Value::text("validation:auc=0.875")));
        assert_eq!(fact(Field::ChildrenCompleted), Some(Value::Int(8)));
        assert_eq!((fact(Field::ChildrenStopped), fact(Field::ChildrenFailed)), (Some(Value::Int(0)), None));
    }
}
