//! Inference components: one row from a listing, the rest from `DescribeInferenceComponent`.
//!
//! Environments may hold secrets: their values are dropped in here, only names go on.

use std::fmt::Write as _;

use aws_sdk_sagemaker::operation::describe_inference_component::DescribeInferenceComponentOutput;
use aws_sdk_sagemaker::types::{
    InferenceComponentComputeResourceRequirements, InferenceComponentStatus, InferenceComponentSummary,
};
use jiff::Timestamp;

use super::{bare, count, names};
use crate::aws::collect::{Answer, named};
use crate::aws::convert::{text, time};
use crate::aws::operations::{DESCRIBE_INFERENCE_COMPONENT, LIST_INFERENCE_COMPONENTS};
use crate::aws::reader::Reader;
use crate::model::failure::Failure;
use crate::model::fetch::{Cell, Described, Target};
use crate::model::field::Field;
use crate::model::resource::{Phase, Resource, Whole};
use crate::model::text::Safe;
use crate::model::value::Value;

/// What an inference component's status means.
fn phase(status: Option<&str>) -> Phase {
    match status {
        Some("InService") => Phase::Ok,
        Some("Creating" | "Updating" | "Deleting") => Phase::Changing,
        Some("Failed") => Phase::Failed,
        _ => Phase::Unknown,
    }
}

pub(in crate::aws) async fn list(reader: &Reader, cell: &Cell) -> Result<(), Failure> {
    let client = reader.sagemaker();
    let ask = async |token: Option<String>| {
        let send =
            || client.list_inference_components().max_results(100).set_next_token(token.clone()).send();
        let page = reader.caller.call(LIST_INFERENCE_COMPONENTS, send).await?;
        Ok(Answer { items: page.inference_components.unwrap_or_default(), next: page.next_token })
    };
    reader.rows(cell, LIST_INFERENCE_COMPONENTS, ask, |item| row(item, cell, reader.caller.now())).await
}

pub(in crate::aws) async fn describe(reader: &Reader, target: &Target) -> Result<Described, Failure> {
    let client = reader.sagemaker();
    let send = || client.describe_inference_component().inference_component_name(target.name.raw()).send();
    let answer = reader.caller.call(DESCRIBE_INFERENCE_COMPONENT, send).await?;
    let described = described(&answer);
    reader.same(target, answer.inference_component_arn(), DESCRIBE_INFERENCE_COMPONENT, described)
}

fn row(item: &InferenceComponentSummary, cell: &Cell, seen: Timestamp) -> Resource {
    let status = item.inference_component_status().map(InferenceComponentStatus::as_str);
    let (arn, name) = (item.inference_component_arn(), item.inference_component_name());
    let named = named(arn, name, "inference-component", &cell.scope);
    Whole {
        status: status.map(Safe::new),
        phase: phase(status),
        created: time(item.creation_time()),
        modified: time(item.last_modified_time()),
        facts: [
            (Field::EndpointName, text(item.endpoint_name())),
            (Field::VariantName, text(item.variant_name())),
        ]
        .into_iter()
        .collect(),
        ..bare(named, cell, seen, LIST_INFERENCE_COMPONENTS)
    }
    .into()
}

fn described(answer: &DescribeInferenceComponentOutput) -> Described {
    let status = answer.inference_component_status().map(InferenceComponentStatus::as_str);
    let what = answer.specification();
    let container = what.and_then(|what| what.container());
    let image = container.and_then(|container| container.deployed_image());
    let resolved = image.and_then(|image| image.resolved_image());
    let copies = answer.runtime_config();
    Described {
        status: status.map(|status| (Safe::new(status), phase(Some(status)))),
        modified: time(answer.last_modified_time()),
        facts: [
            (Field::FailureReason, text(answer.failure_reason())),
            (Field::EndpointName, text(answer.endpoint_name())),
            (Field::VariantName, text(answer.variant_name())),
            (Field::ModelName, text(what.and_then(|what| what.model_name()))),
            (Field::ContainerImage, text(image.and_then(|image| image.specified_image()))),
            (Field::DeployedImages, resolved.map(|image| Value::List(vec![Safe::new(image)]))),
            (Field::ModelDataUrl, text(container.and_then(|container| container.artifact_url()))),
            (Field::EnvironmentNames, names(container.into_iter().map(|one| one.environment()))),
            (Field::CurrentCopies, count(copies.and_then(|copies| copies.current_copy_count))),
            (Field::DesiredCopies, count(copies.and_then(|copies| copies.desired_copy_count))),
            (Field::CopyNeeds, what.and_then(|what| what.compute_resource_requirements()).and_then(needs)),
        ]
        .into_iter()
        .collect(),
        tags: None,
    }
}

/// What one copy takes, in words.
fn needs(needs: &InferenceComponentComputeResourceRequirements) -> Option<Value> {
    let mut words = String::new();
    let parts = [
        needs.number_of_cpu_cores_required.map(|cores| format!("{cores} vCPU")),
        needs.number_of_accelerator_devices_required.map(|devices| format!("{devices} accelerators")),
        needs.min_memory_required_in_mb.map(|megabytes| format!("at least {megabytes} MB")),
        needs.max_memory_required_in_mb.map(|megabytes| format!("at most {megabytes} MB")),
    ];
    for part in parts.into_iter().flatten() {
        let comma = if words.is_empty() { "" } else { ", " };
        let _ = write!(words, "{comma}{part}");
    }
    (!words.is_empty()).then(|| Value::text(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_of_aws_has_a_phase_and_no_other() {
        for status in InferenceComponentStatus::values() {
            assert_ne!(phase(Some(status)), Phase::Unknown, "{status}");
        }
        assert_eq!(phase(Some("Hibernating")), Phase::Unknown);
        assert_eq!(phase(None), Phase::Unknown);
    }

    #[test]
    fn what_aws_does_not_say_is_absent() {
        let answer = DescribeInferenceComponentOutput::builder().inference_component_name("x").build();
        assert_eq!(described(&answer), Described::default());
    }
}
