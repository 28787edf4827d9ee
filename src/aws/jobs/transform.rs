//! Batch transform jobs: one row from a listing, the rest from `DescribeTransformJob`.

use aws_sdk_sagemaker::operation::describe_transform_job::DescribeTransformJobOutput;
use aws_sdk_sagemaker::types::{
    BatchStrategy, SortBy, SortOrder, TransformInstanceType, TransformJobStatus, TransformJobSummary,
    TransformResources,
};
use jiff::Timestamp;

use super::{Summary, at, environment, said, some, state, text, time};
use crate::aws::collect::Answer;
use crate::aws::convert::{count, moment, texts};
use crate::aws::operations::{DESCRIBE_TRANSFORM_JOB, LIST_TRANSFORM_JOBS};
use crate::aws::reader::Reader;
use crate::model::failure::Failure;
use crate::model::fetch::{Cell, Described, Target};
use crate::model::field::Field;
use crate::model::resource::Resource;

/// All transform jobs that were created since then, the newest first.
pub(in crate::aws) async fn list(
    reader: &Reader,
    cell: &Cell,
    since: Option<Timestamp>,
) -> Result<(), Failure> {
    let client = reader.sagemaker();
    let ask = async |token: Option<String>| {
        let send = || {
            let ask = client.list_transform_jobs().max_results(100).sort_by(SortBy::CreationTime);
            let ask = ask.sort_order(SortOrder::Descending).set_creation_time_after(since.map(moment));
            ask.set_next_token(token.clone()).send()
        };
        let page = reader.caller.call(LIST_TRANSFORM_JOBS, send).await?;
        Ok(Answer { items: page.transform_job_summaries.unwrap_or_default(), next: page.next_token })
    };
    let row = |item: &_| row(item, cell, reader.caller.now());
    reader.recent_rows(cell, LIST_TRANSFORM_JOBS, since, ask, row).await
}

pub(in crate::aws) async fn describe(reader: &Reader, target: &Target) -> Result<Described, Failure> {
    let client = reader.sagemaker();
    let send = || client.describe_transform_job().transform_job_name(target.name.raw()).send();
    let answer = reader.caller.call(DESCRIBE_TRANSFORM_JOB, send).await?;
    let described = described(&answer);
    reader.same(target, said(answer.transform_job_arn()), DESCRIBE_TRANSFORM_JOB, described)
}

fn row(item: &TransformJobSummary, cell: &Cell, seen: Timestamp) -> Resource {
    let summary = Summary {
        arn: item.transform_job_arn(),
        name: item.transform_job_name(),
        status: item.transform_job_status().map(TransformJobStatus::as_str),
        created: time(item.creation_time()),
        modified: time(item.last_modified_time()),
        facts: [
            (Field::Ended, at(item.transform_end_time())),
            (Field::FailureReason, text(item.failure_reason())),
        ]
        .into_iter()
        .collect(),
    };
    super::row(summary, cell, "transform-job", seen, LIST_TRANSFORM_JOBS)
}

fn described(answer: &DescribeTransformJobOutput) -> Described {
    let machines = answer.transform_resources();
    let read = answer.transform_input().and_then(|input| input.data_source()?.s3_data_source()?.s3_uri());
    let output = answer.transform_output();
    let written = output.and_then(|output| output.s3_output_path());
    let chosen = machines.and_then(|config| config.instance_type());
    let experiment = answer.experiment_config();
    Described {
        status: state(answer.transform_job_status().map(TransformJobStatus::as_str)),
        // The answer has none.
        modified: None,
        facts: [
            (Field::FailureReason, text(answer.failure_reason())),
            (Field::Started, at(answer.transform_start_time())),
            (Field::Ended, at(answer.transform_end_time())),
            (Field::InstanceType, text(chosen.map(TransformInstanceType::as_str))),
            (Field::InstanceCount, some(machines.and_then(TransformResources::instance_count))),
            (Field::VolumeKmsKeyId, text(machines.and_then(|config| config.volume_kms_key_id()))),
            (Field::MaxConcurrentTransforms, some(answer.max_concurrent_transforms())),
            (Field::MaxPayloadMb, count(answer.max_payload_in_mb())),
            (Field::BatchStrategy, text(answer.batch_strategy().map(BatchStrategy::as_str))),
            (Field::ModelName, text(answer.model_name())),
            (Field::Inputs, texts(said(read).map(str::to_owned))),
            (Field::Outputs, texts(said(written).map(str::to_owned))),
            (Field::OutputKmsKeyId, text(output.and_then(|output| output.kms_key_id()))),
            (Field::Environment, environment(answer.environment())),
            (Field::AutoMlJobArn, text(answer.auto_ml_job_arn())),
            (Field::LabelingJobArn, text(answer.labeling_job_arn())),
            (Field::ExperimentName, text(experiment.and_then(|config| config.experiment_name()))),
            (Field::TrialName, text(experiment.and_then(|config| config.trial_name()))),
        ]
        .into_iter()
        .collect(),
        tags: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::jobs::phase;
    use crate::model::resource::Phase;

    #[test]
    fn every_status_of_aws_has_a_phase() {
        for status in TransformJobStatus::values() {
            assert_ne!(phase(Some(status)), Phase::Unknown, "{status}");
        }
    }

    #[test]
    fn what_aws_does_not_say_is_absent() {
        let described = described(&DescribeTransformJobOutput::builder().build());
        assert_eq!(described.facts.iter().count(), 0, "{:?}", described.facts);
    }
}
