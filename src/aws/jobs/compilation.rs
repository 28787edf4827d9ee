//! Compilation jobs: one row from a listing, the rest from `DescribeCompilationJob`.

use aws_sdk_sagemaker::operation::describe_compilation_job::DescribeCompilationJobOutput;
use aws_sdk_sagemaker::types::{
    CompilationJobStatus, CompilationJobSummary, Framework, ListCompilationJobsSortBy, SortOrder,
    StoppingCondition, TargetDevice, TargetPlatformAccelerator, TargetPlatformArch, TargetPlatformOs,
};
use jiff::Timestamp;

use super::{Summary, at, limit, said, state, text, time};
use crate::aws::collect::Answer;
use crate::aws::convert::{list as texts_of, moment, texts};
use crate::aws::operations::{DESCRIBE_COMPILATION_JOB, LIST_COMPILATION_JOBS};
use crate::aws::reader::Reader;
use crate::model::failure::Failure;
use crate::model::fetch::{Cell, Described, Target};
use crate::model::field::Field;
use crate::model::resource::Resource;
use crate::model::value::Value;

/// All compilation jobs that were created since then, the newest first.
pub(in crate::aws) async fn list(
    reader: &Reader,
    cell: &Cell,
    since: Option<Timestamp>,
) -> Result<(), Failure> {
    let client = reader.sagemaker();
    let newest = ListCompilationJobsSortBy::CreationTime;
    let ask = async |token: Option<String>| {
        let send = || {
            let ask = client.list_compilation_jobs().max_results(100).sort_by(newest.clone());
            let ask = ask.sort_order(SortOrder::Descending).set_creation_time_after(since.map(moment));
            ask.set_next_token(token.clone()).send()
        };
        let page = reader.caller.call(LIST_COMPILATION_JOBS, send).await?;
        Ok(Answer { items: page.compilation_job_summaries.unwrap_or_default(), next: page.next_token })
    };
    let row = |item: &_| row(item, cell, reader.caller.now());
    reader.recent_rows(cell, LIST_COMPILATION_JOBS, since, ask, row).await
}

pub(in crate::aws) async fn describe(reader: &Reader, target: &Target) -> Result<Described, Failure> {
    let client = reader.sagemaker();
    let send = || client.describe_compilation_job().compilation_job_name(target.name.raw()).send();
    let answer = reader.caller.call(DESCRIBE_COMPILATION_JOB, send).await?;
    let described = described(&answer);
    reader.same(target, said(answer.compilation_job_arn()), DESCRIBE_COMPILATION_JOB, described)
}

fn row(item: &CompilationJobSummary, cell: &Cell, seen: Timestamp) -> Resource {
    let platform = platform(
        item.compilation_target_platform_os(),
        item.compilation_target_platform_arch(),
        item.compilation_target_platform_accelerator(),
    );
    let summary = Summary {
        arn: item.compilation_job_arn(),
        name: item.compilation_job_name(),
        status: item.compilation_job_status().map(CompilationJobStatus::as_str),
        created: time(item.creation_time()),
        modified: time(item.last_modified_time()),
        facts: [
            (Field::Started, at(item.compilation_start_time())),
            (Field::Ended, at(item.compilation_end_time())),
            (Field::TargetDevice, text(item.compilation_target_device().map(TargetDevice::as_str))),
            (Field::TargetPlatform, platform),
        ]
        .into_iter()
        .collect(),
    };
    super::row(summary, cell, "compilation-job", seen, LIST_COMPILATION_JOBS)
}

fn described(answer: &DescribeCompilationJobOutput) -> Described {
    let input = answer.input_config();
    let output = answer.output_config();
    let stopping = answer.stopping_condition();
    let target = output.and_then(|config| config.target_platform());
    let platform = target.and_then(|target| platform(target.os(), target.arch(), target.accelerator()));
    let artifacts = answer.model_artifacts().and_then(|artifacts| artifacts.s3_model_artifacts());
    let read = input.and_then(|config| config.s3_uri());
    let written = output.and_then(|config| config.s3_output_location());
    let vpc = answer.vpc_config();
    Described {
        status: state(answer.compilation_job_status().map(CompilationJobStatus::as_str)),
        modified: time(answer.last_modified_time()),
        facts: [
            (Field::FailureReason, text(answer.failure_reason())),
            (Field::Started, at(answer.compilation_start_time())),
            (Field::Ended, at(answer.compilation_end_time())),
            (Field::MaxRuntime, limit(stopping.and_then(StoppingCondition::max_runtime_in_seconds))),
            (
                Field::TargetDevice,
                text(output.and_then(|config| config.target_device()).map(TargetDevice::as_str)),
            ),
            (Field::TargetPlatform, platform),
            (Field::Framework, text(input.and_then(|config| config.framework()).map(Framework::as_str))),
            (Field::Inputs, texts(said(read).map(str::to_owned))),
            (Field::Outputs, texts(said(written).map(str::to_owned))),
            (Field::ModelArtifacts, text(artifacts)),
            (Field::Image, text(answer.inference_image())),
            (Field::RoleArn, text(answer.role_arn())),
            (Field::OutputKmsKeyId, text(output.and_then(|config| config.kms_key_id()))),
            (Field::Subnets, vpc.and_then(|vpc| texts_of(vpc.subnets.as_deref()))),
            (Field::SecurityGroupIds, vpc.and_then(|vpc| texts_of(vpc.security_group_ids.as_deref()))),
        ]
        .into_iter()
        .collect(),
        tags: None,
    }
}

/// `LINUX ARM64 NVIDIA`, as far as it was said.
fn platform(
    os: Option<&TargetPlatformOs>,
    arch: Option<&TargetPlatformArch>,
    accelerator: Option<&TargetPlatformAccelerator>,
) -> Option<Value> {
    let words = [
        os.map(TargetPlatformOs::as_str),
        arch.map(TargetPlatformArch::as_str),
        accelerator.map(TargetPlatformAccelerator::as_str),
    ];
    let words: Vec<&str> = words.into_iter().filter_map(said).collect();
    (!words.is_empty()).then(|| Value::text(words.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::jobs::phase;
    use crate::model::resource::Phase;

    #[test]
    fn every_status_of_aws_has_a_phase() {
        for status in CompilationJobStatus::values() {
            assert_ne!(phase(Some(status)), Phase::Unknown, "{status}");
        }
    }

    #[test]
    fn what_aws_does_not_say_is_absent() {
        let described = described(&DescribeCompilationJobOutput::builder().build());
        assert_eq!(described.facts.iter().count(), 0, "{:?}", described.facts);
    }
}
