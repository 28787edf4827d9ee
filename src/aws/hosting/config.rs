//! Configurations of endpoints: one row from a listing, the rest from `DescribeEndpointConfig`.

use aws_sdk_sagemaker::operation::describe_endpoint_config::DescribeEndpointConfigOutput;
use aws_sdk_sagemaker::types::{AsyncInferenceConfig, EndpointConfigSummary, ExplainerConfig};
use jiff::Timestamp;

use super::variant::{self, Variant};
use super::{bare, count};
use crate::aws::collect::{Answer, named};
use crate::aws::convert::{self, text, time};
use crate::aws::operations::{DESCRIBE_ENDPOINT_CONFIG, LIST_ENDPOINT_CONFIGS};
use crate::aws::reader::Reader;
use crate::model::failure::Failure;
use crate::model::fetch::{Cell, Described, Target};
use crate::model::field::Field;
use crate::model::resource::{Resource, Whole};
use crate::model::value::Value;

pub(in crate::aws) async fn list(reader: &Reader, cell: &Cell) -> Result<(), Failure> {
    let client = reader.sagemaker();
    let ask = async |token: Option<String>| {
        let send = || client.list_endpoint_configs().max_results(100).set_next_token(token.clone()).send();
        let page = reader.caller.call(LIST_ENDPOINT_CONFIGS, send).await?;
        Ok(Answer { items: page.endpoint_configs.unwrap_or_default(), next: page.next_token })
    };
    reader.rows(cell, LIST_ENDPOINT_CONFIGS, ask, |item| row(item, cell, reader.caller.now())).await
}

pub(in crate::aws) async fn describe(reader: &Reader, target: &Target) -> Result<Described, Failure> {
    let answer = ask(reader, target.name.raw()).await?;
    reader.same(target, answer.endpoint_config_arn(), DESCRIBE_ENDPOINT_CONFIG, described(&answer))
}

/// The configuration of that name.
pub(super) async fn ask(reader: &Reader, name: &str) -> Result<DescribeEndpointConfigOutput, Failure> {
    let client = reader.sagemaker();
    let send = || client.describe_endpoint_config().endpoint_config_name(name).send();
    reader.caller.call(DESCRIBE_ENDPOINT_CONFIG, send).await
}

fn row(item: &EndpointConfigSummary, cell: &Cell, seen: Timestamp) -> Resource {
    let (arn, name) = (item.endpoint_config_arn(), item.endpoint_config_name());
    let named = named(arn, name, "endpoint-config", &cell.scope);
    let created = time(item.creation_time());
    Whole { created, ..bare(named, cell, seen, LIST_ENDPOINT_CONFIGS) }.into()
}

fn described(answer: &DescribeEndpointConfigOutput) -> Described {
    let production = answer.production_variants.as_deref();
    let production: Option<Vec<Variant<'_>>> =
        production.map(|all| all.iter().map(Variant::planned).collect());
    let shadow = answer.shadow_production_variants.as_deref();
    let shadow: Option<Vec<Variant<'_>>> = shadow.map(|all| all.iter().map(Variant::planned).collect());
    let (lines, shadows) = (variant::lines(production.as_deref()), variant::lines(shadow.as_deref()));
    let all: Vec<Variant<'_>> = production.into_iter().chain(shadow).flatten().collect();
    let (_, wanted) = variant::totals(&all);
    let capture = answer.data_capture_config();
    let vpc = answer.vpc_config();
    Described {
        facts: [
            (Field::Serving, variant::serving(&all, answer.async_inference_config.is_some())),
            (Field::Variants, lines),
            (Field::ShadowVariants, shadows),
            (Field::Instances, variant::instances(&all)),
            (Field::DesiredInstances, wanted),
            (Field::ModelNames, variant::models(&all)),
            (Field::KmsKeyId, text(answer.kms_key_id())),
            (Field::EnableCapture, capture.and_then(|one| one.enable_capture).map(Value::Bool)),
            (Field::CapturePercent, count(capture.and_then(|one| one.initial_sampling_percentage))),
            (Field::CaptureTo, text(capture.and_then(|one| one.destination_s3_uri()))),
            (Field::AsyncTo, answers_to(answer.async_inference_config())),
            (Field::Explainer, explainer(answer.explainer_config())),
            (Field::RoleArn, text(answer.execution_role_arn())),
            (Field::NetworkIsolation, answer.enable_network_isolation.map(Value::Bool)),
            (Field::VpcSubnets, convert::list(vpc.and_then(|vpc| vpc.subnets.as_deref()))),
            (Field::SecurityGroups, convert::list(vpc.and_then(|vpc| vpc.security_group_ids.as_deref()))),
        ]
        .into_iter()
        .collect(),
        ..Described::default()
    }
}

/// Where the answers to asynchronous requests are put.
pub(super) fn answers_to(config: Option<&AsyncInferenceConfig>) -> Option<Value> {
    text(config?.output_config()?.s3_output_path())
}

/// What explains the predictions, and which.
pub(super) fn explainer(config: Option<&ExplainerConfig>) -> Option<Value> {
    let clarify = config?.clarify_explainer_config()?;
    let only = clarify.enable_explanations().map(|which| format!(" where {which}"));
    Some(Value::text(format!("Clarify{}", only.unwrap_or_default())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_aws_does_not_say_is_absent() {
        let answer = DescribeEndpointConfigOutput::builder().endpoint_config_name("x").build();
        assert_eq!(described(&answer), Described::default());
    }
}
