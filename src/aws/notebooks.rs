//! Notebook instances: one row from a listing, the rest from `DescribeNotebookInstance`.
//!
//! Invariant: what the answer does not hold is absent. In particular `RootAccess` and `DirectInternetAccess` are not
//! filled with AWS's defaults.

use aws_sdk_sagemaker::operation::describe_notebook_instance::DescribeNotebookInstanceOutput;
use aws_sdk_sagemaker::types::{
    DirectInternetAccess, InstanceType, NotebookInstanceStatus, NotebookInstanceSummary, RootAccess,
};
use jiff::Timestamp;

use super::collect::{Answer, Named, named};
use super::convert::{self, text, time};
use super::operations::{DESCRIBE_NOTEBOOK_INSTANCE, LIST_NOTEBOOK_INSTANCES};
use super::reader::Reader;
use crate::model::failure::Failure;
use crate::model::fetch::{Cell, Described, Target};
use crate::model::field::Field;
use crate::model::resource::{Parts, Phase, Resource, Whole};
use crate::model::text::Safe;
use crate::model::value::Value;

/// What a notebook instance's status means.
fn phase(status: Option<&str>) -> Phase {
    match status {
        Some("InService") => Phase::Ok,
        Some("Pending" | "Stopping" | "Deleting" | "Updating" | "PendingMaintenance" | "InMaintenance") => {
            Phase::Changing
        }
        Some("Stopped") => Phase::Stopped,
        Some("Failed") => Phase::Failed,
        _ => Phase::Unknown,
    }
}

pub(super) async fn list(reader: &Reader, cell: &Cell) -> Result<(), Failure> {
    let client = reader.sagemaker();
    let ask = async |token: Option<String>| {
        let send = || client.list_notebook_instances().max_results(100).set_next_token(token.clone()).send();
        let page = reader.caller.call(LIST_NOTEBOOK_INSTANCES, send).await?;
        Ok(Answer { items: page.notebook_instances.unwrap_or_default(), next: page.next_token })
    };
    reader.rows(cell, LIST_NOTEBOOK_INSTANCES, ask, |item| row(item, cell, reader.caller.now())).await
}

pub(super) async fn describe(reader: &Reader, target: &Target) -> Result<Described, Failure> {
    let client = reader.sagemaker();
    let send = || client.describe_notebook_instance().notebook_instance_name(target.name.raw()).send();
    let answer = reader.caller.call(DESCRIBE_NOTEBOOK_INSTANCE, send).await?;
    let described = described(&answer);
    reader.same(target, answer.notebook_instance_arn(), DESCRIBE_NOTEBOOK_INSTANCE, described)
}

pub(super) fn row(item: &NotebookInstanceSummary, cell: &Cell, seen: Timestamp) -> Resource {
    let status = item.notebook_instance_status().map(NotebookInstanceStatus::as_str);
    let (arn, name) = (item.notebook_instance_arn(), item.notebook_instance_name());
    let Named { arn, name, incomplete } = named(arn, name, "notebook-instance", &cell.scope);
    Whole {
        arn,
        name,
        incomplete,
        kind: cell.kind,
        scope: cell.scope.clone(),
        status: status.map(Safe::new),
        phase: phase(status),
        created: time(item.creation_time()),
        modified: time(item.last_modified_time()),
        tags: None,
        facts: [
            (Field::InstanceType, text(item.instance_type().map(InstanceType::as_str))),
            (Field::Url, text(item.url())),
            (Field::LifecycleConfigName, text(item.notebook_instance_lifecycle_config_name())),
            (Field::DefaultCodeRepository, text(item.default_code_repository())),
            (Field::AdditionalCodeRepositories, convert::list(item.additional_code_repositories.as_deref())),
        ]
        .into_iter()
        .collect(),
        parts: Parts::default(),
        seen,
        source: LIST_NOTEBOOK_INSTANCES.id,
    }
    .into()
}

pub(super) fn described(answer: &DescribeNotebookInstanceOutput) -> Described {
    let status = answer.notebook_instance_status().map(NotebookInstanceStatus::as_str);
    let imds = answer.instance_metadata_service_configuration();
    let imds = imds.and_then(|imds| imds.minimum_instance_metadata_service_version());
    let accelerators = answer.accelerator_types.as_ref();
    let accelerators = accelerators.map(|all| all.iter().map(|kind| Safe::new(kind.as_str())).collect());
    let gigabytes = answer.volume_size_in_gb().map(|size| Value::Int(i64::from(size)));
    Described {
        status: status.map(|status| (Safe::new(status), phase(Some(status)))),
        modified: time(answer.last_modified_time()),
        facts: [
            (Field::InstanceType, text(answer.instance_type().map(InstanceType::as_str))),
            (Field::Url, text(answer.url())),
            (Field::LifecycleConfigName, text(answer.notebook_instance_lifecycle_config_name())),
            (Field::SubnetId, text(answer.subnet_id())),
            (Field::SecurityGroups, convert::list(answer.security_groups.as_deref())),
            (Field::NetworkInterfaceId, text(answer.network_interface_id())),
            (Field::RootAccess, text(answer.root_access().map(RootAccess::as_str))),
            (
                Field::DirectInternetAccess,
                text(answer.direct_internet_access().map(DirectInternetAccess::as_str)),
            ),
            (Field::KmsKeyId, text(answer.kms_key_id())),
            (Field::VolumeSizeInGb, gigabytes),
            (Field::RoleArn, text(answer.role_arn())),
            (Field::FailureReason, text(answer.failure_reason())),
            (Field::PlatformIdentifier, text(answer.platform_identifier())),
            (Field::MinimumImdsVersion, text(imds)),
            (Field::DefaultCodeRepository, text(answer.default_code_repository())),
            (
                Field::AdditionalCodeRepositories,
                convert::list(answer.additional_code_repositories.as_deref()),
            ),
            (Field::AcceleratorTypes, accelerators.map(Value::List)),
        ]
        .into_iter()
        .collect(),
        tags: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_of_aws_has_a_phase_and_no_other() {
        use aws_sdk_sagemaker::types::NotebookInstanceStatus as Status;
        for status in Status::values() {
            assert_ne!(phase(Some(status)), Phase::Unknown, "{status}");
        }
        assert_eq!(phase(Some("Hibernating")), Phase::Unknown);
        assert_eq!(phase(None), Phase::Unknown);
    }

    #[test]
    fn what_aws_does_not_say_is_absent() {
        let answer = DescribeNotebookInstanceOutput::builder().notebook_instance_name("x").build();
        let described = described(&answer);
        assert_eq!(described.facts.iter().count(), 0, "{:?}", described.facts);
        assert_eq!((described.status, described.modified, described.tags), (None, None, None));
    }
}
