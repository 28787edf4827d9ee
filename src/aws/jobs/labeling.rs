//! Labeling jobs: one row from a listing, the rest from `DescribeLabelingJob`.

use aws_sdk_sagemaker::operation::describe_labeling_job::DescribeLabelingJobOutput;
use aws_sdk_sagemaker::types::{
    HumanTaskConfig, LabelCounters, LabelingJobInputConfig, LabelingJobStatus, LabelingJobSummary, SortBy,
    SortOrder,
};
use jiff::Timestamp;

use super::{Summary, said, some, state, text, time};
use crate::aws::collect::Answer;
use crate::aws::convert::{count, moment, texts};
use crate::aws::operations::{DESCRIBE_LABELING_JOB, LIST_LABELING_JOBS};
use crate::aws::reader::Reader;
use crate::model::failure::Failure;
use crate::model::fetch::{Cell, Described, Target};
use crate::model::field::Field;
use crate::model::resource::Resource;
use crate::model::value::Value;

/// All labeling jobs that were created since then, the newest first.
pub(in crate::aws) async fn list(
    reader: &Reader,
    cell: &Cell,
    since: Option<Timestamp>,
) -> Result<(), Failure> {
    let client = reader.sagemaker();
    let ask = async |token: Option<String>| {
        let send = || {
            let ask = client.list_labeling_jobs().max_results(100).sort_by(SortBy::CreationTime);
            let ask = ask.sort_order(SortOrder::Descending).set_creation_time_after(since.map(moment));
            ask.set_next_token(token.clone()).send()
        };
        let page = reader.caller.call(LIST_LABELING_JOBS, send).await?;
        Ok(Answer { items: page.labeling_job_summary_list.unwrap_or_default(), next: page.next_token })
    };
    let row = |item: &_| row(item, cell, reader.caller.now());
    reader.recent_rows(cell, LIST_LABELING_JOBS, since, ask, row).await
}

pub(in crate::aws) async fn describe(reader: &Reader, target: &Target) -> Result<Described, Failure> {
    let client = reader.sagemaker();
    let send = || client.describe_labeling_job().labeling_job_name(target.name.raw()).send();
    let answer = reader.caller.call(DESCRIBE_LABELING_JOB, send).await?;
    reader.same(target, said(answer.labeling_job_arn()), DESCRIBE_LABELING_JOB, described(&answer))
}

fn row(item: &LabelingJobSummary, cell: &Cell, seen: Timestamp) -> Resource {
    let own = [
        (Field::FailureReason, text(item.failure_reason())),
        (Field::WorkteamArn, text(item.workteam_arn())),
        (Field::Inputs, manifest(item.input_config())),
    ];
    let summary = Summary {
        arn: item.labeling_job_arn(),
        name: item.labeling_job_name(),
        status: item.labeling_job_status().map(LabelingJobStatus::as_str),
        created: time(item.creation_time()),
        modified: time(item.last_modified_time()),
        facts: own.into_iter().chain(labels(item.label_counters())).collect(),
    };
    super::row(summary, cell, "labeling-job", seen, LIST_LABELING_JOBS)
}

fn described(answer: &DescribeLabelingJobOutput) -> Described {
    let output = answer.output_config();
    let written = output.and_then(|config| config.s3_output_path());
    let task = answer.human_task_config();
    let workers = task.and_then(HumanTaskConfig::number_of_human_workers_per_data_object);
    let own = [
        (Field::FailureReason, text(answer.failure_reason())),
        (Field::WorkteamArn, text(task.and_then(|task| task.workteam_arn()))),
        (Field::TaskTitle, text(task.and_then(|task| task.task_title()))),
        (Field::WorkersPerObject, some(workers)),
        (Field::LabelAttribute, text(answer.label_attribute_name())),
        (Field::Inputs, manifest(answer.input_config())),
        (Field::Outputs, texts(said(written).map(str::to_owned))),
        (Field::OutputKmsKeyId, text(output.and_then(|config| config.kms_key_id()))),
        (Field::RoleArn, text(answer.role_arn())),
    ];
    Described {
        status: state(answer.labeling_job_status().map(LabelingJobStatus::as_str)),
        modified: time(answer.last_modified_time()),
        facts: own.into_iter().chain(labels(answer.label_counters())).collect(),
        tags: None,
    }
}

fn labels(counters: Option<&LabelCounters>) -> Vec<(Field, Option<Value>)> {
    let Some(counters) = counters else { return Vec::new() };
    vec![
        (Field::TotalLabeled, count(counters.total_labeled())),
        (Field::HumanLabeled, count(counters.human_labeled())),
        (Field::MachineLabeled, count(counters.machine_labeled())),
        (Field::LabelingFailed, count(counters.failed_non_retryable_error())),
        (Field::Unlabeled, count(counters.unlabeled())),
    ]
}

fn manifest(config: Option<&LabelingJobInputConfig>) -> Option<Value> {
    let source = config.and_then(|config| config.data_source());
    let manifest = source.and_then(|source| source.s3_data_source()?.manifest_s3_uri());
    let topic = source.and_then(|source| source.sns_data_source()?.sns_topic_arn());
    texts(said(manifest).or(said(topic)).map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::jobs::phase;
    use crate::model::resource::Phase;

    #[test]
    fn every_status_of_aws_has_a_phase() {
        for status in LabelingJobStatus::values() {
            assert_ne!(phase(Some(status)), Phase::Unknown, "{status}");
        }
    }

    #[test]
    fn what_aws_does_not_say_is_absent() {
        let described = described(&DescribeLabelingJobOutput::builder().build());
        assert_eq!(described.facts.iter().count(), 0, "{:?}", described.facts);
    }
}
