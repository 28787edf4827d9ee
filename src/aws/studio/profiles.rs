//! Users of Studio domains: one row from a listing over all domains, the rest from `DescribeUserProfile`.

use aws_sdk_sagemaker::operation::describe_user_profile::DescribeUserProfileOutput;
use aws_sdk_sagemaker::types::{UserProfileDetails, UserProfileStatus, UserSettings};
use jiff::Timestamp;

use super::{idle_shutdown, named, parts, phase};
use crate::aws::collect::{Answer, Named};
use crate::aws::convert::{list, text, time};
use crate::aws::operations::{DESCRIBE_USER_PROFILE, LIST_USER_PROFILES};
use crate::aws::reader::Reader;
use crate::model::failure::Failure;
use crate::model::fetch::{Cell, Described, Target};
use crate::model::field::Field;
use crate::model::resource::{Parts, Resource, Whole};
use crate::model::text::Safe;

pub(in crate::aws) async fn list_all(reader: &Reader, cell: &Cell) -> Result<(), Failure> {
    let client = reader.sagemaker();
    let ask = async |token: Option<String>| {
        let send = || client.list_user_profiles().max_results(100).set_next_token(token.clone()).send();
        let page = reader.caller.call(LIST_USER_PROFILES, send).await?;
        Ok(Answer { items: page.user_profiles.unwrap_or_default(), next: page.next_token })
    };
    reader.rows(cell, LIST_USER_PROFILES, ask, |item| row(item, cell, reader.caller.now())).await
}

pub(in crate::aws) async fn describe(reader: &Reader, target: &Target) -> Result<Described, Failure> {
    let client = reader.sagemaker();
    let [domain, user] = *parts(&target.name) else { return Err(super::apps::unnamed(target)) };
    let send = || client.describe_user_profile().domain_id(domain).user_profile_name(user).send();
    let answer = reader.caller.call(DESCRIBE_USER_PROFILE, send).await?;
    let described = described(&answer);
    reader.same(target, answer.user_profile_arn(), DESCRIBE_USER_PROFILE, described)
}

fn row(item: &UserProfileDetails, cell: &Cell, seen: Timestamp) -> Resource {
    let status = item.status().map(UserProfileStatus::as_str);
    let (domain, user) = (item.domain_id(), item.user_profile_name());
    let Named { arn, name, incomplete } = named("user-profile", &[domain, user], &cell.scope);
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
        facts: [(Field::DomainId, text(domain)), (Field::UserProfileName, text(user))].into_iter().collect(),
        parts: Parts::default(),
        seen,
        source: LIST_USER_PROFILES.id,
    }
    .into()
}

fn described(answer: &DescribeUserProfileOutput) -> Described {
    let status = answer.status().map(UserProfileStatus::as_str);
    let settings = answer.user_settings();
    let groups = settings.and_then(|settings| settings.security_groups.as_deref());
    let facts = [
        (Field::DomainId, text(answer.domain_id())),
        (Field::UserProfileName, text(answer.user_profile_name())),
        (Field::FailureReason, text(answer.failure_reason())),
        (Field::HomeEfsFileSystemUid, text(answer.home_efs_file_system_uid())),
        (Field::SingleSignOnUserValue, text(answer.single_sign_on_user_value())),
        (Field::ExecutionRole, text(settings.and_then(UserSettings::execution_role))),
        (Field::SecurityGroups, list(groups)),
    ];
    Described {
        status: status.map(|status| (Safe::new(status), phase(Some(status)))),
        modified: time(answer.last_modified_time()),
        facts: facts.into_iter().chain(idle_shutdown(settings)).collect(),
        tags: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_aws_does_not_say_is_absent() {
        let described = described(&DescribeUserProfileOutput::builder().build());
        assert_eq!(described.facts.iter().count(), 0, "{:?}", described.facts);
        assert_eq!((described.status, described.modified, described.tags), (None, None, None));
    }
}
