//! The steps of a run: what AWS says of those that began, and from the definition what waits for what.
//!
//! Invariant: without the definition the steps are still told, and nothing is claimed about their order.

use std::collections::HashMap;

use aws_sdk_sagemaker::types::{PipelineExecutionStep, PipelineExecutionStepMetadata, StepStatus};

use super::definition;
use crate::aws::collect::Answer;
use crate::aws::convert::time;
use crate::aws::operations::{DESCRIBE_PIPELINE_DEFINITION_FOR_EXECUTION, LIST_PIPELINE_EXECUTION_STEPS};
use crate::aws::reader::Reader;
use crate::model::failure::Failure;
use crate::model::fetch::Target;
use crate::model::id::Arn;
use crate::model::steps::{Step, Steps};
use crate::model::text::Safe;

pub(super) async fn read(reader: &Reader, target: &Target) -> Result<Steps, Failure> {
    let client = reader.sagemaker();
    let arn = target.arn.raw();
    let ask = async |token: Option<String>| {
        let send = || {
            let ask = client.list_pipeline_execution_steps().pipeline_execution_arn(&arn);
            ask.max_results(100).set_next_token(token.clone()).send()
        };
        let page = reader.caller.call(LIST_PIPELINE_EXECUTION_STEPS, send).await?;
        Ok(Answer { items: page.pipeline_execution_steps.unwrap_or_default(), next: page.next_token })
    };
    let define = || client.describe_pipeline_definition_for_execution().pipeline_execution_arn(&arn).send();
    let defined = reader.caller.call(DESCRIBE_PIPELINE_DEFINITION_FOR_EXECUTION, define);
    let (listed, defined) = tokio::join!(reader.all(LIST_PIPELINE_EXECUTION_STEPS, ask), defined);
    let definition = defined.ok().and_then(|answer| definition::parse(answer.pipeline_definition()?));
    Ok(steps(&listed?, definition))
}

/// Both together. A step that the definition has and the listing has not, did not begin; a step of the listing alone is
/// told as well.
pub(super) fn steps(listed: &[PipelineExecutionStep], defined: Option<Vec<definition::Node>>) -> Steps {
    let mut all: Vec<Step> = listed.iter().map(step).collect();
    let Some(defined) = defined else { return Steps::new(all, None) };
    let mut edges = HashMap::new();
    for node in defined {
        let known = all.iter_mut().find(|step| step.name.raw() == node.name);
        let kind = Some(Safe::new(&node.kind));
        match known {
            Some(step) => step.kind = kind,
            None => all.push(Step { kind, ..Step::named(&node.name) }),
        }
        edges.insert(node.name, node.after);
    }
    Steps::new(all, Some(&edges))
}

fn step(item: &PipelineExecutionStep) -> Step {
    let metadata = item.metadata();
    let PipelineExecutionStep { start_time, .. } = item;
    Step {
        status: item.step_status().map(|status| Safe::new(StepStatus::as_str(status))),
        started: time(start_time.as_ref()),
        ended: time(item.end_time()),
        failure: item.failure_reason().map(Safe::new),
        made: metadata.and_then(made).map(Arn::new),
        cached: item.cache_hit_result().is_some(),
        attempts: item.attempt_count(),
        outcome: metadata
            .and_then(|metadata| metadata.condition()?.outcome())
            .map(|outcome| Safe::new(outcome.as_str())),
        ..Step::named(item.step_name().unwrap_or_default())
    }
}

/// The ARN of what the step made, whatever kind of step it is.
fn made(metadata: &PipelineExecutionStepMetadata) -> Option<&str> {
    let PipelineExecutionStepMetadata { register_model, .. } = metadata;
    let jobs = [
        metadata.training_job().and_then(|made| made.arn()),
        metadata.processing_job().and_then(|made| made.arn()),
        metadata.transform_job().and_then(|made| made.arn()),
        metadata.tuning_job().and_then(|made| made.arn()),
        metadata.auto_ml_job().and_then(|made| made.arn()),
        metadata.job().and_then(|made| made.arn()),
        metadata.quality_check().and_then(|made| made.check_job_arn()),
        metadata.clarify_check().and_then(|made| made.check_job_arn()),
        metadata.model().and_then(|made| made.arn()),
        register_model.as_ref().and_then(|made| made.arn()),
        metadata.endpoint().and_then(|made| made.arn()),
        metadata.endpoint_config().and_then(|made| made.arn()),
        metadata.inference_component().and_then(|made| made.arn()),
        metadata.lambda().and_then(|made| made.arn()),
    ];
    jobs.into_iter().flatten().next()
}
