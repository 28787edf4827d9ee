//! The model registry: groups, and the versions in each. Versions are listed group by group, since a listing without a
//! group names only packages that have no version.
//!
//! Invariants: what the answers do not hold is absent; environments of containers are looked at nowhere and not kept.

use aws_sdk_sagemaker::operation::describe_model_package::DescribeModelPackageOutput;
use aws_sdk_sagemaker::operation::describe_model_package_group::DescribeModelPackageGroupOutput;
use aws_sdk_sagemaker::types::{
    InferenceSpecification, MetricsSource, ModelApprovalStatus, ModelCardStatus, ModelMetrics,
    ModelPackageGroupStatus, ModelPackageGroupSummary, ModelPackageModelCard, ModelPackageSecurityConfig,
    ModelPackageSortBy, ModelPackageStatus, ModelPackageStatusDetails, ModelPackageStatusItem,
    ModelPackageSummary, SortOrder, UserContext,
};
use jiff::Timestamp;

use super::collect::{Answer, Named, named};
use super::convert::{text, time};
use super::operations::{
    DESCRIBE_MODEL_PACKAGE, DESCRIBE_MODEL_PACKAGE_GROUP, LIST_MODEL_PACKAGE_GROUPS, LIST_MODEL_PACKAGES,
};
use super::reader::Reader;
use super::sheet::Sheet;
use crate::model::failure::Failure;
use crate::model::fetch::{Cell, Described, Target};
use crate::model::field::Field;
use crate::model::resource::{Facts, Parts, Phase, Resource, Whole};
use crate::model::secret;
use crate::model::text::Safe;
use crate::model::value::Value;

const APPROVED: &str = "Approved";
const PENDING: &str = "PendingManualApproval";
const REJECTED: &str = "Rejected";

/// What the status of a group or of a version means. Whether a version is approved is another matter.
fn phase(status: Option<&str>) -> Phase {
    match status {
        Some("Completed") => Phase::Ok,
        Some("Pending" | "InProgress" | "Deleting") => Phase::Changing,
        Some("Failed" | "DeleteFailed") => Phase::Failed,
        _ => Phase::Unknown,
    }
}

pub(super) async fn list_groups(reader: &Reader, cell: &Cell) -> Result<(), Failure> {
    let ask = async |token| groups(reader, token).await;
    reader.rows(cell, LIST_MODEL_PACKAGE_GROUPS, ask, |item| group_row(item, cell, reader.caller.now())).await
}

async fn groups(reader: &Reader, token: Option<String>) -> Result<Answer<ModelPackageGroupSummary>, Failure> {
    let client = reader.sagemaker();
    let send = || client.list_model_package_groups().max_results(100).set_next_token(token.clone()).send();
    let page = reader.caller.call(LIST_MODEL_PACKAGE_GROUPS, send).await?;
    Ok(Answer { items: page.model_package_group_summary_list.unwrap_or_default(), next: page.next_token })
}

/// The newest first.
async fn versions(
    reader: &Reader,
    group: &str,
    token: Option<String>,
) -> Result<Answer<ModelPackageSummary>, Failure> {
    let client = reader.sagemaker();
    let send = || {
        let ask = client.list_model_packages().model_package_group_name(group);
        let ask = ask.sort_by(ModelPackageSortBy::CreationTime).sort_order(SortOrder::Descending);
        ask.max_results(100).set_next_token(token.clone()).send()
    };
    let page = reader.caller.call(LIST_MODEL_PACKAGES, send).await?;
    Ok(Answer { items: page.model_package_summary_list.unwrap_or_default(), next: page.next_token })
}

pub(super) async fn list_versions(reader: &Reader, cell: &Cell) -> Result<(), Failure> {
    let known = reader.all(LIST_MODEL_PACKAGE_GROUPS, async |token| groups(reader, token).await).await?;
    let names: Vec<String> =
        known.iter().filter_map(|group| group.model_package_group_name().map(str::to_owned)).collect();
    let ask = async |group: String, token| versions(reader, &group, token).await;
    let mut newest = None;
    let rows = |group: &str, number: u32, items: &[ModelPackageSummary]| {
        if number == 1 {
            newest = None;
        }
        (rows_of(items, group, cell, &mut newest, reader.caller.now()), true)
    };
    Sheet::new(reader, cell, LIST_MODEL_PACKAGES).below(&names, "groups were", ask, rows).await
}

/// One page of a group's versions. `newest` is the newest approved one of the pages so far: what is approved and newer
/// waits for whoever deployed the older one.
fn rows_of(
    items: &[ModelPackageSummary],
    group: &str,
    cell: &Cell,
    newest: &mut Option<i32>,
    seen: Timestamp,
) -> Vec<Resource> {
    let approved = items.iter().filter(|item| approval(item) == Some(APPROVED));
    *newest = approved.filter_map(ModelPackageSummary::model_package_version).chain(*newest).max();
    items.iter().map(|item| version_row(item, group, cell, *newest, seen)).collect()
}

fn approval(item: &ModelPackageSummary) -> Option<&str> {
    item.model_approval_status().map(ModelApprovalStatus::as_str)
}

/// The versions of one group, counted.
pub(super) async fn versions_of(reader: &Reader, target: &Target) -> Result<Described, Failure> {
    let ask = async |token| versions(reader, target.name.raw(), token).await;
    let all = reader.all(LIST_MODEL_PACKAGES, ask).await?;
    Ok(Described { facts: counted(&all), ..Described::default() })
}

fn counted(all: &[ModelPackageSummary]) -> Facts {
    let with = |word: &'static str| all.iter().filter(move |item| approval(item) == Some(word));
    let count = |word| Some(Value::Int(with(word).count() as i64));
    let number = |item: &ModelPackageSummary| item.model_package_version().map(i64::from);
    let pending = with(PENDING).filter_map(|item| time(item.creation_time())).min();
    [
        (Field::VersionCount, Some(Value::Int(all.len() as i64))),
        (Field::LatestVersion, all.iter().filter_map(number).max().map(Value::Int)),
        (Field::LatestApprovedVersion, with(APPROVED).filter_map(number).max().map(Value::Int)),
        (Field::ApprovedCount, count(APPROVED)),
        (Field::PendingCount, count(PENDING)),
        (Field::RejectedCount, count(REJECTED)),
        (Field::WaitingSince, pending.map(Value::Time)),
    ]
    .into_iter()
    .collect()
}

pub(super) async fn describe_group(reader: &Reader, target: &Target) -> Result<Described, Failure> {
    let client = reader.sagemaker();
    let send = || client.describe_model_package_group().model_package_group_name(target.name.raw()).send();
    let answer = reader.caller.call(DESCRIBE_MODEL_PACKAGE_GROUP, send).await?;
    let arn = answer.model_package_group_arn();
    reader.same(target, arn, DESCRIBE_MODEL_PACKAGE_GROUP, described_group(&answer))
}

pub(super) async fn describe_version(reader: &Reader, target: &Target) -> Result<Described, Failure> {
    let client = reader.sagemaker();
    let send = || client.describe_model_package().model_package_name(target.arn.raw()).send();
    let answer = reader.caller.call(DESCRIBE_MODEL_PACKAGE, send).await?;
    reader.same(target, answer.model_package_arn(), DESCRIBE_MODEL_PACKAGE, described_version(&answer))
}

fn group_row(item: &ModelPackageGroupSummary, cell: &Cell, seen: Timestamp) -> Resource {
    let status = item.model_package_group_status().map(ModelPackageGroupStatus::as_str);
    let (arn, name) = (item.model_package_group_arn(), item.model_package_group_name());
    let Named { arn, name, incomplete } = named(arn, name, "model-package-group", &cell.scope);
    Whole {
        arn,
        name,
        incomplete,
        kind: cell.kind,
        scope: cell.scope.clone(),
        status: status.map(Safe::new),
        phase: phase(status),
        created: time(item.creation_time()),
        modified: None,
        tags: None,
        facts: [(Field::Description, text(item.model_package_group_description()))].into_iter().collect(),
        parts: Parts::default(),
        seen,
        source: LIST_MODEL_PACKAGE_GROUPS.id,
    }
    .into()
}

fn version_row(
    item: &ModelPackageSummary,
    group: &str,
    cell: &Cell,
    newest: Option<i32>,
    seen: Timestamp,
) -> Resource {
    let status = item.model_package_status().map(ModelPackageStatus::as_str);
    let version = item.model_package_version();
    // The group that was asked for is the one that it is in, also where the answer does not repeat it.
    let group = item.model_package_group_name().unwrap_or(group);
    let name = version.map(|version| format!("{group}/{version}"));
    let arn = item.model_package_arn();
    let Named { arn, name, incomplete } = named(arn, name.as_deref(), "model-package", &cell.scope);
    let newer = newest.filter(|newest| version.is_some_and(|version| version < *newest));
    Whole {
        arn,
        name,
        incomplete,
        kind: cell.kind,
        scope: cell.scope.clone(),
        status: status.map(Safe::new),
        phase: phase(status),
        created: time(item.creation_time()),
        modified: None,
        tags: None,
        facts: [
            (Field::ModelPackageGroupName, Some(Value::text(group))),
            (Field::ModelPackageVersion, version.map(|version| Value::Int(version.into()))),
            (Field::ModelApprovalStatus, text(approval(item))),
            (Field::NewerApprovedVersion, newer.map(|newer| Value::Int(newer.into()))),
            (Field::Description, text(item.model_package_description())),
            (Field::LifeCycleStage, text(item.model_life_cycle().and_then(|cycle| cycle.stage()))),
        ]
        .into_iter()
        .collect(),
        parts: Parts::default(),
        seen,
        source: LIST_MODEL_PACKAGES.id,
    }
    .into()
}

fn described_group(answer: &DescribeModelPackageGroupOutput) -> Described {
    let status = answer.model_package_group_status().map(ModelPackageGroupStatus::as_str);
    Described {
        status: status.map(|status| (Safe::new(status), phase(Some(status)))),
        facts: [
            (Field::Description, text(answer.model_package_group_description())),
            (Field::CreatedBy, person(answer.created_by())),
        ]
        .into_iter()
        .collect(),
        ..Described::default()
    }
}

fn described_version(answer: &DescribeModelPackageOutput) -> Described {
    let status = answer.model_package_status().map(ModelPackageStatus::as_str);
    let source = answer.metadata_properties();
    let card = answer.model_card().and_then(ModelPackageModelCard::model_card_status);
    let key = answer.security_config().and_then(ModelPackageSecurityConfig::kms_key_id);
    let mut facts: Facts = [
        (Field::ModelPackageGroupName, text(answer.model_package_group_name())),
        (Field::ModelPackageVersion, answer.model_package_version().map(|number| Value::Int(number.into()))),
        (Field::ModelApprovalStatus, text(answer.model_approval_status().map(ModelApprovalStatus::as_str))),
        (Field::ApprovalDescription, text(answer.approval_description())),
        (Field::Description, text(answer.model_package_description())),
        (Field::LifeCycleStage, text(answer.model_life_cycle().and_then(|cycle| cycle.stage()))),
        (Field::CreatedBy, person(answer.created_by())),
        (Field::LastModifiedBy, person(answer.last_modified_by())),
        (Field::FailureReason, answer.model_package_status_details().and_then(reasons)),
        (Field::MetricsAt, answer.model_metrics().and_then(metrics)),
        (Field::CustomerMetadata, answer.customer_metadata_properties().and_then(metadata)),
        (Field::SourceUri, text(answer.source_uri())),
        (Field::SourceRepository, text(source.and_then(|source| source.repository()))),
        (Field::SourceCommit, text(source.and_then(|source| source.commit_id()))),
        (Field::GeneratedBy, text(source.and_then(|source| source.generated_by()))),
        (Field::ModelCardStatus, text(card.map(ModelCardStatus::as_str))),
        (Field::KmsKeyId, text(key)),
    ]
    .into_iter()
    .collect();
    if let Some(inference) = answer.inference_specification() {
        facts.update(&served(inference));
    }
    Described {
        status: status.map(|status| (Safe::new(status), phase(Some(status)))),
        modified: time(answer.last_modified_time()),
        facts,
        tags: None,
    }
}

/// How it is served. A list without an entry says no more than no list.
fn served(inference: &InferenceSpecification) -> Facts {
    let containers = inference.containers();
    let list = |all: Vec<Safe>| (!all.is_empty()).then_some(Value::List(all));
    let each = |of: fn(&aws_sdk_sagemaker::types::ModelPackageContainerDefinition) -> Option<String>| {
        list(containers.iter().filter_map(of).map(Safe::new).collect())
    };
    let realtime = inference.supported_realtime_inference_instance_types();
    let transform = inference.supported_transform_instance_types();
    [
        (Field::ContainerImages, each(|one| one.image().map(str::to_owned))),
        (Field::ContainerImageDigests, each(|one| one.image_digest().map(str::to_owned))),
        (
            Field::ModelDataUrls,
            each(|one| {
                let source = || one.model_data_source()?.s3_data_source()?.s3_uri();
                one.model_data_url().or_else(source).map(str::to_owned)
            }),
        ),
        (
            Field::Frameworks,
            each(|one| {
                let (name, version) = (one.framework()?, one.framework_version());
                Some(version.map_or_else(|| name.to_owned(), |version| format!("{name} {version}")))
            }),
        ),
        (Field::RealtimeInstanceTypes, list(realtime.iter().map(|one| Safe::new(one.as_str())).collect())),
        (Field::TransformInstanceTypes, list(transform.iter().map(|one| Safe::new(one.as_str())).collect())),
    ]
    .into_iter()
    .collect()
}

/// A person of Studio, else the identity.
pub(super) fn person(context: Option<&UserContext>) -> Option<Value> {
    let context = context?;
    let identity = || context.iam_identity().and_then(|identity| identity.arn());
    text(context.user_profile_name().filter(|name| !name.is_empty()).or_else(identity))
}

/// Why validation or a scan of an image failed.
fn reasons(details: &ModelPackageStatusDetails) -> Option<Value> {
    let items = details.validation_statuses().iter().chain(details.image_scan_statuses());
    let reasons: Vec<&str> = items.filter_map(ModelPackageStatusItem::failure_reason).collect();
    (!reasons.is_empty()).then(|| Value::text(reasons.join("; ")))
}

/// `model_quality.statistics s3://…`
fn metrics(metrics: &ModelMetrics) -> Option<Value> {
    let (quality, data) = (metrics.model_quality(), metrics.model_data_quality());
    let (bias, explained) = (metrics.bias(), metrics.explainability());
    let known: [(&str, Option<&MetricsSource>); 8] = [
        ("model_quality.statistics", quality.and_then(|part| part.statistics())),
        ("model_quality.constraints", quality.and_then(|part| part.constraints())),
        ("model_data_quality.statistics", data.and_then(|part| part.statistics())),
        ("model_data_quality.constraints", data.and_then(|part| part.constraints())),
        ("bias.report", bias.and_then(|part| part.report())),
        ("bias.pre_training_report", bias.and_then(|part| part.pre_training_report())),
        ("bias.post_training_report", bias.and_then(|part| part.post_training_report())),
        ("explainability.report", explained.and_then(|part| part.report())),
    ];
    let said = |(name, source): (&str, Option<&MetricsSource>)| {
        source?.s3_uri().map(|uri| Safe::new(format!("{name} {uri}")))
    };
    let all: Vec<Safe> = known.into_iter().filter_map(said).collect();
    (!all.is_empty()).then_some(Value::List(all))
}

fn metadata(pairs: &std::collections::HashMap<String, String>) -> Option<Value> {
    let mut all: Vec<Safe> =
        pairs.iter().map(|(name, value)| Safe::new(secret::shown(name, value))).collect();
    all.sort();
    (!all.is_empty()).then_some(Value::List(all))
}

#[cfg(test)]
mod tests;
