//! Spaces of Studio domains: one row from a listing over all domains, the rest from `DescribeSpace`.

use aws_sdk_sagemaker::operation::describe_space::DescribeSpaceOutput;
use aws_sdk_sagemaker::types::{
    AppType, FeatureStatus, OwnershipSettings, OwnershipSettingsSummary, SharingType,
    SpaceAppLifecycleManagement, SpaceDetails, SpaceSettings, SpaceSettingsSummary, SpaceStatus,
    SpaceStorageSettings,
};
use jiff::Timestamp;

use super::{minutes, named, parts, phase};
use crate::aws::collect::{Answer, Named};
use crate::aws::convert::{text, time};
use crate::aws::operations::{DESCRIBE_SPACE, LIST_SPACES};
use crate::aws::reader::Reader;
use crate::model::failure::Failure;
use crate::model::fetch::{Cell, Described, Target};
use crate::model::field::Field;
use crate::model::resource::{Parts, Resource, Whole};
use crate::model::text::Safe;
use crate::model::value::Value;

pub(in crate::aws) async fn list_all(reader: &Reader, cell: &Cell) -> Result<(), Failure> {
    let client = reader.sagemaker();
    let ask = async |token: Option<String>| {
        let send = || client.list_spaces().max_results(100).set_next_token(token.clone()).send();
        let page = reader.caller.call(LIST_SPACES, send).await?;
        Ok(Answer { items: page.spaces.unwrap_or_default(), next: page.next_token })
    };
    reader.rows(cell, LIST_SPACES, ask, |item| row(item, cell, reader.caller.now())).await
}

pub(in crate::aws) async fn describe(reader: &Reader, target: &Target) -> Result<Described, Failure> {
    let client = reader.sagemaker();
    let [domain, space] = *parts(&target.name) else { return Err(super::apps::unnamed(target)) };
    let send = || client.describe_space().domain_id(domain).space_name(space).send();
    let answer = reader.caller.call(DESCRIBE_SPACE, send).await?;
    let described = described(&answer);
    reader.same(target, answer.space_arn(), DESCRIBE_SPACE, described)
}

fn row(item: &SpaceDetails, cell: &Cell, seen: Timestamp) -> Resource {
    let status = item.status().map(SpaceStatus::as_str);
    let (domain, space) = (item.domain_id(), item.space_name());
    let Named { arn, name, incomplete } = named("space", &[domain, space], &cell.scope);
    let settings = item.space_settings_summary();
    let owner = item.ownership_settings_summary();
    let sharing = item.space_sharing_settings_summary().and_then(|sharing| sharing.sharing_type());
    let remote = settings.and_then(SpaceSettingsSummary::remote_access);
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
            (Field::DomainId, text(domain)),
            (Field::SpaceName, text(space)),
            (Field::SpaceDisplayName, text(item.space_display_name())),
            (Field::AppType, text(settings.and_then(SpaceSettingsSummary::app_type).map(AppType::as_str))),
            (Field::RemoteAccess, text(remote.map(FeatureStatus::as_str))),
            (
                Field::EbsVolumeSizeInGb,
                volume(settings.and_then(SpaceSettingsSummary::space_storage_settings)),
            ),
            (Field::SharingType, text(sharing.map(SharingType::as_str))),
            (
                Field::OwnerUserProfileName,
                text(owner.and_then(OwnershipSettingsSummary::owner_user_profile_name)),
            ),
        ]
        .into_iter()
        .collect(),
        parts: Parts::default(),
        seen,
        source: LIST_SPACES.id,
    }
    .into()
}

fn described(answer: &DescribeSpaceOutput) -> Described {
    let status = answer.status().map(SpaceStatus::as_str);
    let settings = answer.space_settings();
    let lab = settings.and_then(SpaceSettings::jupyter_lab_app_settings);
    let editor = settings.and_then(SpaceSettings::code_editor_app_settings);
    let own = lab.and_then(|lab| lab.default_resource_spec());
    let own = own.or_else(|| editor.and_then(|editor| editor.default_resource_spec()));
    let sharing = answer.space_sharing_settings().and_then(|sharing| sharing.sharing_type());
    let owner = answer.ownership_settings().and_then(OwnershipSettings::owner_user_profile_name);
    let remote = settings.and_then(SpaceSettings::remote_access);
    let facts = [
        (Field::DomainId, text(answer.domain_id())),
        (Field::SpaceName, text(answer.space_name())),
        (Field::SpaceDisplayName, text(answer.space_display_name())),
        (Field::Url, text(answer.url())),
        (Field::FailureReason, text(answer.failure_reason())),
        (Field::HomeEfsFileSystemUid, text(answer.home_efs_file_system_uid())),
        (Field::AppType, text(settings.and_then(SpaceSettings::app_type).map(AppType::as_str))),
        (Field::RemoteAccess, text(remote.map(FeatureStatus::as_str))),
        (Field::EbsVolumeSizeInGb, volume(settings.and_then(SpaceSettings::space_storage_settings))),
        (Field::SharingType, text(sharing.map(SharingType::as_str))),
        (Field::OwnerUserProfileName, text(owner)),
        (Field::JupyterLabIdleTimeout, timeout(lab.and_then(|lab| lab.app_lifecycle_management()))),
        (Field::CodeEditorIdleTimeout, timeout(editor.and_then(|editor| editor.app_lifecycle_management()))),
    ];
    Described {
        status: status.map(|status| (Safe::new(status), phase(Some(status)))),
        modified: time(answer.last_modified_time()),
        facts: facts.into_iter().chain(super::instance(own)).collect(),
        tags: None,
    }
}

fn volume(storage: Option<&SpaceStorageSettings>) -> Option<Value> {
    let gigabytes = storage?.ebs_storage_settings()?.ebs_volume_size_in_gb();
    Some(Value::Int(i64::from(gigabytes?)))
}

fn timeout(of: Option<&SpaceAppLifecycleManagement>) -> Option<Value> {
    minutes(of?.idle_settings()?.idle_timeout_in_minutes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_aws_does_not_say_is_absent() {
        let described = described(&DescribeSpaceOutput::builder().build());
        assert_eq!(described.facts.iter().count(), 0, "{:?}", described.facts);
        assert_eq!((described.status, described.modified, described.tags), (None, None, None));
    }
}
