//! SageMaker pipelines and their runs. Runs are listed pipeline by pipeline, the newest first.
//!
//! Invariants: what the answers do not hold is absent; definitions are read for the order of the steps and dropped;
//! values of parameters with names of secrets are not kept.

use aws_sdk_sagemaker::operation::describe_pipeline::DescribePipelineOutput;
use aws_sdk_sagemaker::operation::describe_pipeline_execution::DescribePipelineExecutionOutput;
use aws_sdk_sagemaker::types::{
    ParallelismConfiguration, Parameter, PipelineExecutionStatus, PipelineExecutionSummary, PipelineStatus,
    PipelineSummary, SortOrder, SortPipelineExecutionsBy,
};
use aws_smithy_types::DateTime;
use jiff::Timestamp;

use super::collect::{Answer, Named, named};
use super::convert::{text, time};
use super::model_registry::person;
use super::operations::{
    DESCRIBE_PIPELINE, DESCRIBE_PIPELINE_EXECUTION, LIST_PIPELINE_EXECUTIONS,
    LIST_PIPELINE_PARAMETERS_FOR_EXECUTION, LIST_PIPELINES,
};
use super::reader::Reader;
use super::recent::Reach;
use super::sheet::Sheet;
use crate::model::failure::Failure;
use crate::model::fetch::{Cell, Described, Target};
use crate::model::field::Field;
use crate::model::id::Arn;
use crate::model::resource::{Facts, Parts, Phase, Resource, Whole};
use crate::model::secret;
use crate::model::steps::{self as model, Steps};
use crate::model::text::Safe;
use crate::model::value::Value;

mod definition;
mod steps;
#[cfg(test)]
mod tests;

/// So many of the latest runs tell how a pipeline does.
const RECENT: i32 = 5;

/// What a pipeline's status means.
fn phase(status: Option<&str>) -> Phase {
    match status {
        Some("Active") => Phase::Ok,
        Some("Deleting") => Phase::Changing,
        _ => Phase::Unknown,
    }
}

/// What a run's status means.
fn run_phase(status: Option<&str>) -> Phase {
    status.map_or(Phase::Unknown, model::run_phase)
}

pub(super) async fn list(reader: &Reader, cell: &Cell) -> Result<(), Failure> {
    let ask = async |token| pipelines(reader, token).await;
    reader.rows(cell, LIST_PIPELINES, ask, |item| row(item, cell, reader.caller.now())).await
}

async fn pipelines(reader: &Reader, token: Option<String>) -> Result<Answer<PipelineSummary>, Failure> {
    let client = reader.sagemaker();
    let send = || client.list_pipelines().max_results(100).set_next_token(token.clone()).send();
    let page = reader.caller.call(LIST_PIPELINES, send).await?;
    Ok(Answer { items: page.pipeline_summaries.unwrap_or_default(), next: page.next_token })
}

/// The newest first, at most so many a page.
async fn runs(
    reader: &Reader,
    pipeline: &str,
    since: Option<Timestamp>,
    size: i32,
    token: Option<String>,
) -> Result<Answer<PipelineExecutionSummary>, Failure> {
    let client = reader.sagemaker();
    let since = since.map(|since| DateTime::from_secs(since.as_second()));
    let send = || {
        let ask = client.list_pipeline_executions().pipeline_name(pipeline).set_created_after(since);
        let ask = ask.sort_by(SortPipelineExecutionsBy::CreationTime).sort_order(SortOrder::Descending);
        ask.max_results(size).set_next_token(token.clone()).send()
    };
    let page = reader.caller.call(LIST_PIPELINE_EXECUTIONS, send).await?;
    Ok(Answer { items: page.pipeline_execution_summaries.unwrap_or_default(), next: page.next_token })
}

pub(super) async fn list_runs(reader: &Reader, cell: &Cell, since: Option<Timestamp>) -> Result<(), Failure> {
    let known = reader.all(LIST_PIPELINES, async |token| pipelines(reader, token).await).await?;
    let names: Vec<String> =
        known.iter().filter_map(|item| item.pipeline_name().map(str::to_owned)).collect();
    let ask = async |pipeline: String, token| runs(reader, &pipeline, since, 100, token).await;
    let mut reach = Reach::new(since);
    let rows = |pipeline: &str, number: u32, items: &[PipelineExecutionSummary]| {
        if number == 1 {
            reach = Reach::new(since);
        }
        let row = |item| run_row(item, pipeline, cell, reader.caller.now());
        let mut rows: Vec<Resource> = items.iter().map(row).collect();
        let goes_on = reach.take(&rows);
        rows.retain(|row| reach.covers(row));
        (rows, goes_on)
    };
    Sheet::new(reader, cell, LIST_PIPELINE_EXECUTIONS).below(&names, "pipelines were", ask, rows).await
}

pub(super) async fn describe(reader: &Reader, target: &Target) -> Result<Described, Failure> {
    let client = reader.sagemaker();
    let send = || client.describe_pipeline().pipeline_name(target.name.raw()).send();
    let answer = reader.caller.call(DESCRIBE_PIPELINE, send).await?;
    reader.same(target, answer.pipeline_arn(), DESCRIBE_PIPELINE, described(&answer))
}

/// How the latest runs of a pipeline ended.
pub(super) async fn recent(reader: &Reader, target: &Target) -> Result<Described, Failure> {
    let latest = runs(reader, target.name.raw(), None, RECENT, None).await?;
    let most = usize::try_from(RECENT).unwrap_or_default();
    Ok(Described { facts: ended(latest.items.get(..most).unwrap_or(&latest.items)), ..Described::default() })
}

fn ended(latest: &[PipelineExecutionSummary]) -> Facts {
    let word = |run: &PipelineExecutionSummary| {
        run.pipeline_execution_status().map(|status| Safe::new(status.as_str()))
    };
    let newest = latest.first();
    let all: Vec<Safe> = latest.iter().filter_map(word).collect();
    [
        (Field::LastRun, newest.and_then(began).map(Value::Time)),
        (Field::LastRunStatus, newest.and_then(word).map(Value::Text)),
        (Field::RecentExecutions, Some(Value::List(all))),
    ]
    .into_iter()
    .collect()
}

pub(super) async fn describe_run(reader: &Reader, target: &Target) -> Result<Described, Failure> {
    let client = reader.sagemaker();
    let arn = target.arn.raw();
    let send = || client.describe_pipeline_execution().pipeline_execution_arn(&arn).send();
    let answer = reader.caller.call(DESCRIBE_PIPELINE_EXECUTION, send).await?;
    let described = described_run(&answer);
    reader.same(target, answer.pipeline_execution_arn(), DESCRIBE_PIPELINE_EXECUTION, described)
}

/// The steps of a run, in order, and what it was started with.
pub(super) async fn content(reader: &Reader, target: &Target) -> Result<Described, Failure> {
    let (steps, parameters) = tokio::join!(steps::read(reader, target), parameters(reader, target));
    Ok(Described { facts: content_of(steps?, &parameters?), ..Described::default() })
}

fn content_of(steps: Steps, parameters: &[Parameter]) -> Facts {
    let pair = |one: &Parameter| Some(Safe::new(secret::shown(one.name()?, one.value().unwrap_or_default())));
    let failed = steps.failing().map(|step| Value::Text(step.name.clone()));
    [
        (Field::FailedStep, failed),
        (Field::PipelineParameters, Some(Value::List(parameters.iter().filter_map(pair).collect()))),
        (Field::Steps, Some(Value::Steps(steps))),
    ]
    .into_iter()
    .collect()
}

async fn parameters(reader: &Reader, target: &Target) -> Result<Vec<Parameter>, Failure> {
    let client = reader.sagemaker();
    let arn = target.arn.raw();
    let ask = async |token: Option<String>| {
        let send = || {
            let ask = client.list_pipeline_parameters_for_execution().pipeline_execution_arn(&arn);
            ask.max_results(50).set_next_token(token.clone()).send()
        };
        let page = reader.caller.call(LIST_PIPELINE_PARAMETERS_FOR_EXECUTION, send).await?;
        Ok(Answer { items: page.pipeline_parameters.unwrap_or_default(), next: page.next_token })
    };
    reader.all(LIST_PIPELINE_PARAMETERS_FOR_EXECUTION, ask).await
}

fn began(run: &PipelineExecutionSummary) -> Option<Timestamp> {
    let PipelineExecutionSummary { start_time, .. } = run;
    time(start_time.as_ref())
}

/// The ARN of the pipeline that a run is one of.
pub(super) fn pipeline_of(run: &Arn) -> Arn {
    let raw = run.raw();
    Arn::new(raw.split_once("/execution/").map_or(raw.as_str(), |(pipeline, _)| pipeline))
}

fn row(item: &PipelineSummary, cell: &Cell, seen: Timestamp) -> Resource {
    let Named { arn, name, incomplete } =
        named(item.pipeline_arn(), item.pipeline_name(), "pipeline", &cell.scope);
    Whole {
        arn,
        name,
        incomplete,
        kind: cell.kind,
        scope: cell.scope.clone(),
        // The listing does not say it: what is listed is there.
        status: None,
        phase: Phase::Ok,
        created: time(item.creation_time()),
        modified: time(item.last_modified_time()),
        tags: None,
        facts: [
            (Field::DisplayName, text(item.pipeline_display_name())),
            (Field::Description, text(item.pipeline_description())),
            (Field::RoleArn, text(item.role_arn())),
            (Field::LastRun, time(item.last_execution_time()).map(Value::Time)),
        ]
        .into_iter()
        .collect(),
        parts: Parts::default(),
        seen,
        source: LIST_PIPELINES.id,
    }
    .into()
}

fn run_row(item: &PipelineExecutionSummary, pipeline: &str, cell: &Cell, seen: Timestamp) -> Resource {
    let status = item.pipeline_execution_status().map(PipelineExecutionStatus::as_str);
    let phase = run_phase(status);
    let arn = item.pipeline_execution_arn();
    let id = arn.and_then(|arn| arn.rsplit('/').next());
    let name = id.map(|id| format!("{pipeline}/{id}"));
    let Named { arn, name, incomplete } = named(arn, name.as_deref(), "pipeline", &cell.scope);
    // Endpoints that stand in for AWS say "None" of a run that went well.
    let reason = item.pipeline_execution_failure_reason().filter(|_| phase != Phase::Done);
    Whole {
        arn,
        name,
        incomplete,
        kind: cell.kind,
        scope: cell.scope.clone(),
        status: status.map(Safe::new),
        phase,
        created: began(item),
        modified: None,
        tags: None,
        facts: [
            (Field::PipelineName, Some(Value::text(pipeline))),
            (Field::DisplayName, text(item.pipeline_execution_display_name())),
            (Field::Description, text(item.pipeline_execution_description())),
            (Field::FailureReason, text(reason)),
        ]
        .into_iter()
        .collect(),
        parts: Parts::default(),
        seen,
        source: LIST_PIPELINE_EXECUTIONS.id,
    }
    .into()
}

fn described(answer: &DescribePipelineOutput) -> Described {
    let status = answer.pipeline_status().map(PipelineStatus::as_str);
    Described {
        status: status.map(|status| (Safe::new(status), phase(Some(status)))),
        modified: time(answer.last_modified_time()),
        facts: [
            (Field::DisplayName, text(answer.pipeline_display_name())),
            (Field::Description, text(answer.pipeline_description())),
            (Field::RoleArn, text(answer.role_arn())),
            (Field::PipelineVersion, text(answer.pipeline_version_display_name())),
            (Field::MaxParallelSteps, answer.parallelism_configuration().and_then(at_once)),
            (Field::CreatedBy, person(answer.created_by())),
            (Field::LastModifiedBy, person(answer.last_modified_by())),
        ]
        .into_iter()
        .collect(),
        tags: None,
    }
}

fn described_run(answer: &DescribePipelineExecutionOutput) -> Described {
    let status = answer.pipeline_execution_status().map(PipelineExecutionStatus::as_str);
    let experiment = answer.pipeline_experiment_config();
    let pipeline = answer.pipeline_arn().and_then(|arn| arn.rsplit('/').next());
    Described {
        status: status.map(|status| (Safe::new(status), run_phase(Some(status)))),
        modified: time(answer.last_modified_time()),
        facts: [
            (Field::PipelineName, text(pipeline)),
            (Field::DisplayName, text(answer.pipeline_execution_display_name())),
            (Field::Description, text(answer.pipeline_execution_description())),
            (
                Field::FailureReason,
                text(answer.failure_reason().filter(|_| run_phase(status) != Phase::Done)),
            ),
            (Field::CreatedBy, person(answer.created_by())),
            (Field::PipelineVersion, answer.pipeline_version_id().map(|id| Value::text(id.to_string()))),
            (Field::MaxParallelSteps, answer.parallelism_configuration().and_then(at_once)),
            (Field::ExperimentName, text(experiment.and_then(|config| config.experiment_name()))),
            (Field::TrialName, text(experiment.and_then(|config| config.trial_name()))),
        ]
        .into_iter()
        .collect(),
        tags: None,
    }
}

fn at_once(most: &ParallelismConfiguration) -> Option<Value> {
    most.max_parallel_execution_steps().map(|number| Value::Int(number.into()))
}
