//! Endpoints: one row from a listing, the rest from `DescribeEndpoint` and the configuration that it names.
//!
//! Invariant: what only the configuration tells is absent where it could not be read, and the row says why.

use std::fmt::Write as _;

use aws_sdk_sagemaker::operation::describe_endpoint::DescribeEndpointOutput;
use aws_sdk_sagemaker::operation::describe_endpoint_config::DescribeEndpointConfigOutput;
use aws_sdk_sagemaker::types::{
    AutoRollbackConfig, CapacitySize, CapacitySizeType, CaptureStatus, DeploymentConfig, EndpointStatus,
    EndpointSummary, PendingDeploymentSummary, ProductionVariant, ProductionVariantSummary,
    TrafficRoutingConfig, TrafficRoutingConfigType,
};
use jiff::Timestamp;

use super::variant::{self, Variant};
use super::{bare, config, count};
use crate::aws::collect::{Answer, named};
use crate::aws::convert::{text, time};
use crate::aws::operations::{DESCRIBE_ENDPOINT, LIST_ENDPOINTS};
use crate::aws::reader::Reader;
use crate::model::failure::{Failure, FailureKind};
use crate::model::fetch::{Cell, Described, Target};
use crate::model::field::Field;
use crate::model::resource::{Phase, Resource, Whole};
use crate::model::text::Safe;
use crate::model::value::Value;

/// What an endpoint's status means. Out of service it takes no requests, and after a failed rollback nobody knows what it
/// serves.
fn phase(status: Option<&str>) -> Phase {
    match status {
        Some("InService") => Phase::Ok,
        Some("Creating" | "Updating" | "SystemUpdating" | "RollingBack" | "Deleting") => Phase::Changing,
        Some("Failed" | "OutOfService" | "UpdateRollbackFailed") => Phase::Failed,
        _ => Phase::Unknown,
    }
}

pub(in crate::aws) async fn list(reader: &Reader, cell: &Cell) -> Result<(), Failure> {
    let client = reader.sagemaker();
    let ask = async |token: Option<String>| {
        let send = || client.list_endpoints().max_results(100).set_next_token(token.clone()).send();
        let page = reader.caller.call(LIST_ENDPOINTS, send).await?;
        Ok(Answer { items: page.endpoints.unwrap_or_default(), next: page.next_token })
    };
    reader.rows(cell, LIST_ENDPOINTS, ask, |item| row(item, cell, reader.caller.now())).await
}

pub(in crate::aws) async fn describe(reader: &Reader, target: &Target) -> Result<Described, Failure> {
    let client = reader.sagemaker();
    let send = || client.describe_endpoint().endpoint_name(target.name.raw()).send();
    let answer = reader.caller.call(DESCRIBE_ENDPOINT, send).await?;
    let config = match answer.endpoint_config_name() {
        Some(name) => Some(config::ask(reader, name).await),
        None => None,
    };
    let described = match config {
        None => described(&answer, None),
        Some(Ok(config)) => described(&answer, Some(&config)),
        // It may be gone while the endpoint lives, and reading it is another permission.
        Some(Err(failure)) if matches!(failure.kind, FailureKind::NotFound | FailureKind::Denied) => {
            let mut described = described(&answer, None);
            described.facts.put(Field::ConfigUnread, Some(Value::text(failure.what.raw())));
            described
        }
        Some(Err(failure)) => return Err(failure),
    };
    reader.same(target, answer.endpoint_arn(), DESCRIBE_ENDPOINT, described)
}

fn row(item: &EndpointSummary, cell: &Cell, seen: Timestamp) -> Resource {
    let status = item.endpoint_status().map(EndpointStatus::as_str);
    let named = named(item.endpoint_arn(), item.endpoint_name(), "endpoint", &cell.scope);
    Whole {
        status: status.map(Safe::new),
        phase: phase(status),
        created: time(item.creation_time()),
        modified: time(item.last_modified_time()),
        ..bare(named, cell, seen, LIST_ENDPOINTS)
    }
    .into()
}

fn described(answer: &DescribeEndpointOutput, config: Option<&DescribeEndpointConfigOutput>) -> Described {
    let status = answer.endpoint_status().map(EndpointStatus::as_str);
    let planned = config.map(DescribeEndpointConfigOutput::production_variants).unwrap_or_default();
    let shadows = config.map(DescribeEndpointConfigOutput::shadow_production_variants).unwrap_or_default();
    let production = running(answer.production_variants.as_deref(), planned);
    let shadow = running(answer.shadow_production_variants.as_deref(), shadows);
    let lines = (variant::lines(production.as_deref()), variant::lines(shadow.as_deref()));
    let all: Vec<Variant<'_>> = production.into_iter().chain(shadow).flatten().collect();
    let (current, desired) = variant::totals(&all);
    let capture = answer.data_capture_config();
    let pending = answer.pending_deployment_summary();
    let coming = pending.map(|pending| {
        let both = pending.production_variants().iter().chain(pending.shadow_production_variants());
        both.map(Variant::pending).collect::<Vec<_>>()
    });
    Described {
        status: status.map(|status| (Safe::new(status), phase(Some(status)))),
        modified: time(answer.last_modified_time()),
        facts: [
            (Field::FailureReason, text(answer.failure_reason())),
            (Field::EndpointConfigName, text(answer.endpoint_config_name())),
            (Field::Serving, variant::serving(&all, answer.async_inference_config.is_some())),
            (Field::Variants, lines.0),
            (Field::ShadowVariants, lines.1),
            (Field::Instances, variant::instances(&all)),
            (Field::CurrentInstances, current),
            (Field::DesiredInstances, desired),
            (Field::ModelNames, variant::models(&all)),
            (Field::DeployedImages, variant::images(&all)),
            (Field::EnableCapture, capture.and_then(|one| one.enable_capture).map(Value::Bool)),
            (
                Field::CaptureStatus,
                text(capture.and_then(|one| one.capture_status()).map(CaptureStatus::as_str)),
            ),
            (Field::CapturePercent, count(capture.and_then(|one| one.current_sampling_percentage))),
            (Field::CaptureTo, text(capture.and_then(|one| one.destination_s3_uri()))),
            (Field::AsyncTo, config::answers_to(answer.async_inference_config())),
            (Field::Explainer, config::explainer(answer.explainer_config())),
            (Field::LastDeployment, answer.last_deployment_config().and_then(deployment)),
            (Field::PendingConfigName, text(pending.and_then(|one| one.endpoint_config_name()))),
            (Field::PendingSince, pending.and_then(since)),
            (Field::PendingVariants, variant::lines(coming.as_deref().filter(|all| !all.is_empty()))),
        ]
        .into_iter()
        .collect(),
        tags: None,
    }
}

fn running<'a>(
    told: Option<&'a [ProductionVariantSummary]>,
    planned: &'a [ProductionVariant],
) -> Option<Vec<Variant<'a>>> {
    Some(told?.iter().map(|summary| Variant::running(summary, planned)).collect())
}

/// When the deployment began.
fn since(PendingDeploymentSummary { start_time, .. }: &PendingDeploymentSummary) -> Option<Value> {
    time(start_time.as_ref()).map(Value::Time)
}

/// How an update goes over, in words.
fn deployment(config: &DeploymentConfig) -> Option<Value> {
    let rolling = config.rolling_update_policy();
    let routing = config.blue_green_update_policy().and_then(|policy| policy.traffic_routing_configuration());
    let mut words = match (routing, rolling) {
        (Some(routing), _) => blue_green(routing),
        (None, Some(rolling)) => format!("rolling{}", size(" by", rolling.maximum_batch_size())),
        (None, None) if config.blue_green_update_policy().is_some() => "blue/green".to_owned(),
        (None, None) => String::new(),
    };
    let alarms = config.auto_rollback_configuration().map(AutoRollbackConfig::alarms).unwrap_or_default();
    let alarms: Vec<&str> = alarms.iter().filter_map(|alarm| alarm.alarm_name()).collect();
    if !alarms.is_empty() {
        let comma = if words.is_empty() { "" } else { ", " };
        let _ = write!(words, "{comma}rolled back by alarm {}", alarms.join(" or "));
    }
    (!words.is_empty()).then(|| Value::text(words))
}

fn blue_green(routing: &TrafficRoutingConfig) -> String {
    let mut words = match routing.r#type() {
        Some(TrafficRoutingConfigType::AllAtOnce) => "blue/green, all at once".to_owned(),
        Some(TrafficRoutingConfigType::Canary) => {
            format!("blue/green, canary{}", size(" of", routing.canary_size()))
        }
        Some(TrafficRoutingConfigType::Linear) => {
            format!("blue/green, linear{}", size(" by", routing.linear_step_size()))
        }
        Some(other) => format!("blue/green, {}", other.as_str()),
        None => "blue/green".to_owned(),
    };
    if let Some(seconds) = routing.wait_interval_in_seconds {
        let _ = write!(words, ", waits {seconds} s");
    }
    words
}

fn size(before: &str, size: Option<&CapacitySize>) -> String {
    let Some((value, unit)) = size.and_then(|size| Some((size.value()?, size.r#type()?))) else {
        return String::new();
    };
    let unit = match unit {
        CapacitySizeType::CapacityPercent => "%",
        CapacitySizeType::InstanceCount if value == 1 => " instance",
        CapacitySizeType::InstanceCount => " instances",
        other => &format!(" {}", other.as_str()),
    };
    format!("{before} {value}{unit}")
}

#[cfg(test)]
mod tests {
    use aws_sdk_sagemaker::types::{Alarm, BlueGreenUpdatePolicy};

    use super::*;

    #[test]
    fn every_status_of_aws_has_a_phase_and_no_other() {
        for status in EndpointStatus::values() {
            assert_ne!(phase(Some(status)), Phase::Unknown, "{status}");
        }
        assert_eq!(phase(Some("Hibernating")), Phase::Unknown);
        assert_eq!(phase(None), Phase::Unknown);
    }

    #[test]
    fn what_aws_does_not_say_is_absent() {
        let answer = DescribeEndpointOutput::builder().endpoint_name("x").build();
        assert_eq!(described(&answer, None), Described::default());
        let none = DescribeEndpointOutput::builder().set_production_variants(Some(Vec::new())).build();
        let facts = described(&none, None).facts;
        let told: Vec<_> = facts.iter().map(|(field, _)| field).collect();
        assert_eq!(told, [Field::Variants], "that there are none was told, how they serve was not");
    }

    #[test]
    fn a_deployment_is_told_in_words() {
        let canary = CapacitySize::builder().r#type(CapacitySizeType::CapacityPercent).value(10).build();
        let routing = TrafficRoutingConfig::builder().r#type(TrafficRoutingConfigType::Canary);
        let routing = routing.canary_size(canary).wait_interval_in_seconds(600).build();
        let policy = BlueGreenUpdatePolicy::builder().traffic_routing_configuration(routing).build();
        let alarm = Alarm::builder().alarm_name("scoring-5xx").build();
        let rollback = AutoRollbackConfig::builder().alarms(alarm).build();
        let config = DeploymentConfig::builder().blue_green_update_policy(policy);
        let words = deployment(&config.auto_rollback_configuration(rollback).build()).unwrap();
        let words = words.as_text().unwrap().raw().to_owned();
        assert_eq!(words, "blue/green, canary of 10%, waits 600 s, rolled back by alarm scoring-5xx");
        assert_eq!(deployment(&DeploymentConfig::builder().build()), None);
    }
}
