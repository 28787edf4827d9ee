//! Processing jobs: one row from a listing, the rest from `DescribeProcessingJob`.

use aws_sdk_sagemaker::operation::describe_processing_job::DescribeProcessingJobOutput;
use aws_sdk_sagemaker::types::{
    NetworkConfig, ProcessingClusterConfig, ProcessingInput, ProcessingInstanceType, ProcessingJobStatus,
    ProcessingJobSummary, ProcessingOutput, ProcessingOutputConfig, ProcessingStoppingCondition, SortBy,
    SortOrder,
};
use jiff::Timestamp;

use super::{Summary, at, beside, environment, groups, limit, said, some, state, subnets, text, time};
use crate::aws::collect::Answer;
use crate::aws::convert::{flag, list as texts_of, moment, texts};
use crate::aws::operations::{DESCRIBE_PROCESSING_JOB, LIST_PROCESSING_JOBS};
use crate::aws::reader::Reader;
use crate::model::failure::Failure;
use crate::model::fetch::{Cell, Described, Target};
use crate::model::field::Field;
use crate::model::resource::Resource;
use crate::model::value::Value;

/// All processing jobs that were created since then, the newest first.
pub(in crate::aws) async fn list(
    reader: &Reader,
    cell: &Cell,
    since: Option<Timestamp>,
) -> Result<(), Failure> {
    let client = reader.sagemaker();
    let ask = async |token: Option<String>| {
        let send = || {
            let ask = client.list_processing_jobs().max_results(100).sort_by(SortBy::CreationTime);
            let ask = ask.sort_order(SortOrder::Descending).set_creation_time_after(since.map(moment));
            ask.set_next_token(token.clone()).send()
        };
        let page = reader.caller.call(LIST_PROCESSING_JOBS, send).await?;
        Ok(Answer { items: page.processing_job_summaries.unwrap_or_default(), next: page.next_token })
    };
    let row = |item: &_| row(item, cell, reader.caller.now());
    reader.recent_rows(cell, LIST_PROCESSING_JOBS, since, ask, row).await
}

pub(in crate::aws) async fn describe(reader: &Reader, target: &Target) -> Result<Described, Failure> {
    let client = reader.sagemaker();
    let send = || client.describe_processing_job().processing_job_name(target.name.raw()).send();
    let answer = reader.caller.call(DESCRIBE_PROCESSING_JOB, send).await?;
    let described = described(&answer);
    reader.same(target, said(answer.processing_job_arn()), DESCRIBE_PROCESSING_JOB, described)
}

fn row(item: &ProcessingJobSummary, cell: &Cell, seen: Timestamp) -> Resource {
    let summary = Summary {
        arn: item.processing_job_arn(),
        name: item.processing_job_name(),
        status: item.processing_job_status().map(ProcessingJobStatus::as_str),
        created: time(item.creation_time()),
        modified: time(item.last_modified_time()),
        facts: [
            (Field::Ended, at(item.processing_end_time())),
            (Field::FailureReason, text(item.failure_reason())),
            (Field::ExitMessage, text(item.exit_message())),
        ]
        .into_iter()
        .collect(),
    };
    super::row(summary, cell, "processing-job", seen, LIST_PROCESSING_JOBS)
}

fn described(answer: &DescribeProcessingJobOutput) -> Described {
    let facts = [run(answer), code(answer), access(answer)];
    Described {
        status: state(answer.processing_job_status().map(ProcessingJobStatus::as_str)),
        modified: time(answer.last_modified_time()),
        facts: facts.into_iter().flatten().collect(),
        tags: None,
    }
}

/// How it went, and on what.
fn run(answer: &DescribeProcessingJobOutput) -> Vec<(Field, Option<Value>)> {
    let cluster = answer.processing_resources().and_then(|resources| resources.cluster_config());
    let chosen = cluster.and_then(|config| config.selected_instance_type().or(config.instance_type()));
    let number = cluster.and_then(|config| config.selected_instance_count().or(config.instance_count()));
    let stopping = answer.stopping_condition();
    vec![
        (Field::FailureReason, text(answer.failure_reason())),
        (Field::ExitMessage, text(answer.exit_message())),
        (Field::Started, at(answer.processing_start_time())),
        (Field::Ended, at(answer.processing_end_time())),
        (Field::MaxRuntime, limit(stopping.and_then(ProcessingStoppingCondition::max_runtime_in_seconds))),
        (Field::InstanceType, text(chosen.map(ProcessingInstanceType::as_str))),
        (Field::InstanceCount, some(number)),
        (Field::VolumeSizeInGb, some(cluster.and_then(ProcessingClusterConfig::volume_size_in_gb))),
        (Field::VolumeKmsKeyId, text(cluster.and_then(|config| config.volume_kms_key_id()))),
    ]
}

/// What it ran, on which data. Arguments may hold anything and are not kept.
fn code(answer: &DescribeProcessingJobOutput) -> Vec<(Field, Option<Value>)> {
    let app = answer.app_specification();
    let outputs = answer.processing_output_config();
    let written = outputs.map(ProcessingOutputConfig::outputs).unwrap_or_default();
    vec![
        (Field::Image, text(app.and_then(|app| app.image_uri()))),
        (Field::Entrypoint, app.and_then(|app| texts_of(app.container_entrypoint.as_deref()))),
        (Field::Inputs, texts(answer.processing_inputs().iter().filter_map(input))),
        (Field::Outputs, texts(written.iter().filter_map(output))),
        (Field::OutputKmsKeyId, text(outputs.and_then(|config| config.kms_key_id()))),
        (Field::Environment, environment(answer.environment())),
    ]
}

/// What it may reach, and whose it is.
fn access(answer: &DescribeProcessingJobOutput) -> Vec<(Field, Option<Value>)> {
    let network = answer.network_config();
    let vpc = network.and_then(|network| network.vpc_config());
    let encrypted = network.and_then(NetworkConfig::enable_inter_container_traffic_encryption);
    let experiment = answer.experiment_config();
    vec![
        subnets(vpc),
        groups(vpc),
        (Field::NetworkIsolation, flag(network.and_then(NetworkConfig::enable_network_isolation))),
        (Field::TrafficEncryption, flag(encrypted)),
        (Field::RoleArn, text(answer.role_arn())),
        (Field::TrainingJobArn, text(answer.training_job_arn())),
        (Field::AutoMlJobArn, text(answer.auto_ml_job_arn())),
        (Field::MonitoringScheduleArn, text(answer.monitoring_schedule_arn())),
        (Field::ExperimentName, text(experiment.and_then(|config| config.experiment_name()))),
        (Field::TrialName, text(experiment.and_then(|config| config.trial_name()))),
    ]
}

fn input(input: &ProcessingInput) -> Option<String> {
    let bucket = input.s3_input().and_then(|place| place.s3_uri());
    let query = input.dataset_definition().map(|_| "a query");
    beside(said(input.input_name()), said(bucket).or(query))
}

fn output(output: &ProcessingOutput) -> Option<String> {
    let bucket = output.s3_output().and_then(|place| place.s3_uri());
    let group = output.feature_store_output().and_then(|store| store.feature_group_name());
    beside(said(output.output_name()), said(bucket).or(said(group)))
}

#[cfg(test)]
mod tests {
    use aws_sdk_sagemaker::types::{AppSpecification, ProcessingClusterConfig, ProcessingResources};

    use super::*;
    use crate::aws::jobs::phase;
    use crate::model::resource::Phase;

    #[test]
    fn every_status_of_aws_has_a_phase() {
        for status in ProcessingJobStatus::values() {
            assert_ne!(phase(Some(status)), Phase::Unknown, "{status}");
        }
    }

    #[test]
    fn what_aws_does_not_say_is_absent() {
        let described = described(&DescribeProcessingJobOutput::builder().build());
        assert_eq!(described.facts.iter().count(), 0, "{:?}", described.facts);
    }

    #[test]
    fn machines_and_code_are_told_and_arguments_are_not() {
        let cluster = ProcessingClusterConfig::builder()
            .instance_type(ProcessingInstanceType::MlM5Xlarge)
            .instance_count(2)
            .build();
        let app = AppSpecification::builder()
            .image_uri("repo/prepare:7")
            .container_arguments("--password")
            .container_arguments("hunter2")
            .build();
        let answer = DescribeProcessingJobOutput::builder()
            .processing_resources(ProcessingResources::builder().cluster_config(cluster).build())
            .app_specification(app)
            .build();
        let facts = described(&answer).facts;
        assert_eq!(facts.get(Field::InstanceType), Some(&Value::text("ml.m5.xlarge")));
        assert_eq!(facts.get(Field::InstanceCount), Some(&Value::Int(2)));
        assert_eq!(facts.get(Field::Image), Some(&Value::text("repo/prepare:7")));
        assert!(!format!("{facts:?}").contains("hunter2"));
    }
}
