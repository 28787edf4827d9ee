//! Models: one row from a listing, the rest from `DescribeModel`.
//!
//! Environments may hold secrets: their values are dropped in here, only names go on.

use aws_sdk_sagemaker::operation::describe_model::DescribeModelOutput;
use aws_sdk_sagemaker::types::{ContainerDefinition, ContainerMode, ModelSummary};
use jiff::Timestamp;

use super::{bare, names};
use crate::aws::collect::{Answer, named};
use crate::aws::convert::{self, text, time};
use crate::aws::operations::{DESCRIBE_MODEL, LIST_MODELS};
use crate::aws::reader::Reader;
use crate::model::failure::Failure;
use crate::model::fetch::{Cell, Described, Target};
use crate::model::field::Field;
use crate::model::resource::{Resource, Whole};
use crate::model::text::Safe;
use crate::model::value::Value;

pub(in crate::aws) async fn list(reader: &Reader, cell: &Cell) -> Result<(), Failure> {
    let client = reader.sagemaker();
    let ask = async |token: Option<String>| {
        let send = || client.list_models().max_results(100).set_next_token(token.clone()).send();
        let page = reader.caller.call(LIST_MODELS, send).await?;
        Ok(Answer { items: page.models.unwrap_or_default(), next: page.next_token })
    };
    reader.rows(cell, LIST_MODELS, ask, |item| row(item, cell, reader.caller.now())).await
}

pub(in crate::aws) async fn describe(reader: &Reader, target: &Target) -> Result<Described, Failure> {
    let client = reader.sagemaker();
    let send = || client.describe_model().model_name(target.name.raw()).send();
    let answer = reader.caller.call(DESCRIBE_MODEL, send).await?;
    reader.same(target, answer.model_arn(), DESCRIBE_MODEL, described(&answer))
}

fn row(item: &ModelSummary, cell: &Cell, seen: Timestamp) -> Resource {
    let named = named(item.model_arn(), item.model_name(), "model", &cell.scope);
    Whole { created: time(item.creation_time()), ..bare(named, cell, seen, LIST_MODELS) }.into()
}

fn described(answer: &DescribeModelOutput) -> Described {
    let primary = answer.primary_container();
    let several = answer.containers();
    let vpc = answer.vpc_config();
    let environments = primary.into_iter().chain(several).map(ContainerDefinition::environment);
    let containers: Vec<Safe> = several.iter().map(line).collect();
    Described {
        facts: [
            (Field::ContainerImage, text(primary.and_then(ContainerDefinition::image))),
            (
                Field::ContainerMode,
                text(primary.and_then(ContainerDefinition::mode).map(ContainerMode::as_str)),
            ),
            (Field::ModelDataUrl, text(primary.and_then(data_url))),
            (Field::ModelPackageName, text(primary.and_then(ContainerDefinition::model_package_name))),
            (Field::Containers, (!containers.is_empty()).then_some(Value::List(containers))),
            (Field::EnvironmentNames, names(environments)),
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

/// Where the artifacts are: one archive, or a place with many files.
fn data_url(container: &ContainerDefinition) -> Option<&str> {
    let source = || container.model_data_source()?.s3_data_source()?.s3_uri();
    container.model_data_url().or_else(source)
}

/// A container of several: what it is called, what it runs, with what.
fn line(container: &ContainerDefinition) -> Safe {
    let runs = container.image().or_else(|| container.model_package_name());
    let parts = [container.container_hostname(), runs, data_url(container)];
    Safe::new(parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_aws_does_not_say_is_absent() {
        let answer = DescribeModelOutput::builder().model_name("x").build();
        assert_eq!(described(&answer), Described::default());
    }

    #[test]
    fn of_the_environment_only_names_go_on() {
        let container = ContainerDefinition::builder().image("img").environment("TOKEN", "hunter2");
        let container = container.environment("MODE", "fast").build();
        let answer = DescribeModelOutput::builder().primary_container(container).build();
        let described = described(&answer);
        let names = Value::List(vec!["MODE".into(), "TOKEN".into()]);
        assert_eq!(described.facts.get(Field::EnvironmentNames), Some(&names));
        assert!(!format!("{described:?}").contains("hunter2"));
    }
}
