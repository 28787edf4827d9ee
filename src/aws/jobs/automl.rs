//! AutoML jobs: one row from a listing, the rest from `DescribeAutoMLJobV2`, which describes jobs of both versions.

use aws_sdk_sagemaker::operation::describe_auto_ml_job_v2::DescribeAutoMlJobV2Output;
use aws_sdk_sagemaker::types::{
    AutoMlCandidate, AutoMlChannelType, AutoMlJobChannel, AutoMlJobCompletionCriteria,
    AutoMlJobSecondaryStatus, AutoMlJobStatus, AutoMlJobSummary, AutoMlMetricEnum,
    AutoMlPartialFailureReason, AutoMlProblemTypeConfig, AutoMlProblemTypeConfigName, AutoMlSecurityConfig,
    AutoMlSortBy, AutoMlSortOrder,
};
use jiff::Timestamp;

use super::{Summary, at, groups, limit, said, some, state, subnets, text, time};
use crate::aws::collect::Answer;
use crate::aws::convert::{flag, moment, texts};
use crate::aws::operations::{DESCRIBE_AUTO_ML_JOB_V2, LIST_AUTO_ML_JOBS};
use crate::aws::reader::Reader;
use crate::model::failure::Failure;
use crate::model::fetch::{Cell, Described, Target};
use crate::model::field::Field;
use crate::model::resource::Resource;
use crate::model::value::Value;

type Told = Vec<(Field, Option<Value>)>;

/// All AutoML jobs that were created since then, the newest first.
pub(in crate::aws) async fn list(
    reader: &Reader,
    cell: &Cell,
    since: Option<Timestamp>,
) -> Result<(), Failure> {
    let client = reader.sagemaker();
    let ask = async |token: Option<String>| {
        let send = || {
            let ask = client.list_auto_ml_jobs().max_results(100).sort_by(AutoMlSortBy::CreationTime);
            let ask = ask.sort_order(AutoMlSortOrder::Descending);
            ask.set_creation_time_after(since.map(moment)).set_next_token(token.clone()).send()
        };
        let page = reader.caller.call(LIST_AUTO_ML_JOBS, send).await?;
        Ok(Answer { items: page.auto_ml_job_summaries.unwrap_or_default(), next: page.next_token })
    };
    let row = |item: &_| row(item, cell, reader.caller.now());
    reader.recent_rows(cell, LIST_AUTO_ML_JOBS, since, ask, row).await
}

pub(in crate::aws) async fn describe(reader: &Reader, target: &Target) -> Result<Described, Failure> {
    let client = reader.sagemaker();
    let send = || client.describe_auto_ml_job_v2().auto_ml_job_name(target.name.raw()).send();
    let answer = reader.caller.call(DESCRIBE_AUTO_ML_JOB_V2, send).await?;
    reader.same(target, said(answer.auto_ml_job_arn()), DESCRIBE_AUTO_ML_JOB_V2, described(&answer))
}

fn row(item: &AutoMlJobSummary, cell: &Cell, seen: Timestamp) -> Resource {
    let step = item.auto_ml_job_secondary_status().map(AutoMlJobSecondaryStatus::as_str);
    let summary = Summary {
        arn: item.auto_ml_job_arn(),
        name: item.auto_ml_job_name(),
        status: item.auto_ml_job_status().map(AutoMlJobStatus::as_str),
        created: time(item.creation_time()),
        modified: time(item.last_modified_time()),
        facts: [
            (Field::SecondaryStatus, text(step)),
            (Field::Ended, at(item.end_time())),
            (Field::FailureReason, text(item.failure_reason())),
            (Field::PartialFailures, partial(item.partial_failure_reasons())),
        ]
        .into_iter()
        .collect(),
    };
    super::row(summary, cell, "automl-job", seen, LIST_AUTO_ML_JOBS)
}

fn described(answer: &DescribeAutoMlJobV2Output) -> Described {
    let facts = [run(answer), best(answer.best_candidate()), data(answer)];
    Described {
        status: state(answer.auto_ml_job_status().map(AutoMlJobStatus::as_str)),
        modified: time(answer.last_modified_time()),
        facts: facts.into_iter().flatten().collect(),
        tags: None,
    }
}

/// What is sought, and how it goes.
fn run(answer: &DescribeAutoMlJobV2Output) -> Told {
    let step = answer.auto_ml_job_secondary_status().map(AutoMlJobSecondaryStatus::as_str);
    let objective = answer.auto_ml_job_objective().and_then(|objective| objective.metric_name());
    let problem = answer.auto_ml_problem_type_config_name().map(AutoMlProblemTypeConfigName::as_str);
    let limits = answer.auto_ml_problem_type_config().and_then(limits);
    let deployed = answer.model_deploy_result().and_then(|result| result.endpoint_name());
    vec![
        (Field::SecondaryStatus, text(step)),
        (Field::FailureReason, text(answer.failure_reason())),
        (Field::PartialFailures, partial(answer.partial_failure_reasons())),
        (Field::Ended, at(answer.end_time())),
        (Field::Objective, text(objective.map(AutoMlMetricEnum::as_str))),
        (Field::ProblemType, text(problem)),
        (Field::MaxCandidates, some(limits.and_then(AutoMlJobCompletionCriteria::max_candidates))),
        (
            Field::MaxRuntime,
            limit(limits.and_then(AutoMlJobCompletionCriteria::max_auto_ml_job_runtime_in_seconds)),
        ),
        (Field::DeployedEndpoint, text(deployed)),
    ]
}

/// When it is to end.
fn limits(config: &AutoMlProblemTypeConfig) -> Option<&AutoMlJobCompletionCriteria> {
    match config {
        AutoMlProblemTypeConfig::TabularJobConfig(config) => config.completion_criteria(),
        AutoMlProblemTypeConfig::TimeSeriesForecastingJobConfig(config) => config.completion_criteria(),
        AutoMlProblemTypeConfig::TextGenerationJobConfig(config) => config.completion_criteria(),
        AutoMlProblemTypeConfig::TextClassificationJobConfig(config) => config.completion_criteria(),
        AutoMlProblemTypeConfig::ImageClassificationJobConfig(config) => config.completion_criteria(),
        _ => None,
    }
}

/// The best model so far.
fn best(candidate: Option<&AutoMlCandidate>) -> Told {
    let reached = candidate.and_then(|best| best.final_auto_ml_job_objective_metric());
    let reached =
        reached.and_then(|metric| Some(format!("{}={}", metric.metric_name()?.as_str(), metric.value()?)));
    vec![
        (Field::BestCandidate, text(candidate.and_then(|best| best.candidate_name()))),
        (Field::BestObjective, text(reached.as_deref())),
    ]
}

/// From where to where, and what protects it.
fn data(answer: &DescribeAutoMlJobV2Output) -> Told {
    let output = answer.output_data_config();
    let written = output.and_then(|config| config.s3_output_path());
    let security = answer.security_config();
    let vpc = security.and_then(|config| config.vpc_config());
    let encrypted = security.and_then(AutoMlSecurityConfig::enable_inter_container_traffic_encryption);
    vec![
        (Field::Inputs, texts(answer.auto_ml_job_input_data_config().iter().filter_map(channel))),
        (Field::Outputs, texts(said(written).map(str::to_owned))),
        (Field::OutputKmsKeyId, text(output.and_then(|config| config.kms_key_id()))),
        (Field::VolumeKmsKeyId, text(security.and_then(|config| config.volume_kms_key_id()))),
        (Field::TrafficEncryption, flag(encrypted)),
        (Field::RoleArn, text(answer.role_arn())),
        subnets(vpc),
        groups(vpc),
    ]
}

fn channel(channel: &AutoMlJobChannel) -> Option<String> {
    let uri = channel.data_source().and_then(|source| source.s3_data_source()?.s3_uri());
    super::beside(channel.channel_type().map(AutoMlChannelType::as_str), said(uri))
}

fn partial(all: &[AutoMlPartialFailureReason]) -> Option<Value> {
    texts(all.iter().filter_map(|one| one.partial_failure_message().map(str::to_owned)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::jobs::phase;
    use crate::model::resource::Phase;

    #[test]
    fn every_status_of_aws_has_a_phase() {
        for status in AutoMlJobStatus::values() {
            assert_ne!(phase(Some(status)), Phase::Unknown, "{status}");
        }
    }

    #[test]
    fn what_aws_does_not_say_is_absent() {
        let described = described(&DescribeAutoMlJobV2Output::builder().build());
        assert_eq!(described.facts.iter().count(), 0, "{:?}", described.facts);
    }
}
