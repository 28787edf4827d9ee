//! Studio domains: one row from a listing, the rest from `DescribeDomain`. A domain is asked for by its id, the end of its
//! ARN.

use aws_sdk_sagemaker::operation::describe_domain::DescribeDomainOutput;
use aws_sdk_sagemaker::types::{
    AppNetworkAccessType, AuthMode, DefaultSpaceSettings, DomainDetails, DomainStatus, JupyterLabAppSettings,
};
use jiff::Timestamp;

use super::{idle_shutdown, phase, shutdown};
use crate::aws::collect::{Answer, Named, named};
use crate::aws::convert::{list, text, time};
use crate::aws::operations::{DESCRIBE_DOMAIN, LIST_DOMAINS};
use crate::aws::reader::Reader;
use crate::model::failure::Failure;
use crate::model::fetch::{Cell, Described, Target};
use crate::model::field::Field;
use crate::model::resource::{Parts, Resource, Whole};
use crate::model::text::Safe;

pub(in crate::aws) async fn list_all(reader: &Reader, cell: &Cell) -> Result<(), Failure> {
    let client = reader.sagemaker();
    let ask = async |token: Option<String>| {
        let send = || client.list_domains().max_results(100).set_next_token(token.clone()).send();
        let page = reader.caller.call(LIST_DOMAINS, send).await?;
        Ok(Answer { items: page.domains.unwrap_or_default(), next: page.next_token })
    };
    reader.rows(cell, LIST_DOMAINS, ask, |item| row(item, cell, reader.caller.now())).await
}

pub(in crate::aws) async fn describe(reader: &Reader, target: &Target) -> Result<Described, Failure> {
    let client = reader.sagemaker();
    let send = || client.describe_domain().domain_id(target.arn.split().1).send();
    let answer = reader.caller.call(DESCRIBE_DOMAIN, send).await?;
    let described = described(&answer);
    reader.same(target, answer.domain_arn(), DESCRIBE_DOMAIN, described)
}

fn row(item: &DomainDetails, cell: &Cell, seen: Timestamp) -> Resource {
    let status = item.status().map(DomainStatus::as_str);
    let (id, name) = (item.domain_id(), item.domain_name());
    // Without an ARN, the id is what identifies it.
    let Named { arn, incomplete, .. } = named(item.domain_arn(), id, "domain", &cell.scope);
    Whole {
        arn,
        name: Safe::new(name.or(id).unwrap_or_default()),
        incomplete: incomplete || name.is_none(),
        kind: cell.kind,
        scope: cell.scope.clone(),
        status: status.map(Safe::new),
        phase: phase(status),
        created: time(item.creation_time()),
        modified: time(item.last_modified_time()),
        tags: None,
        facts: [(Field::DomainId, text(id)), (Field::Url, text(item.url()))].into_iter().collect(),
        parts: Parts::default(),
        seen,
        source: LIST_DOMAINS.id,
    }
    .into()
}

fn described(answer: &DescribeDomainOutput) -> Described {
    let status = answer.status().map(DomainStatus::as_str);
    let users = answer.default_user_settings();
    let spaces = answer.default_space_settings();
    let shared = spaces.and_then(DefaultSpaceSettings::jupyter_lab_app_settings);
    let shared = shutdown(shared.and_then(JupyterLabAppSettings::app_lifecycle_management));
    let groups = users.and_then(|users| users.security_groups.as_deref());
    let facts = [
        (Field::DomainId, text(answer.domain_id())),
        (Field::Url, text(answer.url())),
        (Field::FailureReason, text(answer.failure_reason())),
        (Field::AuthMode, text(answer.auth_mode().map(AuthMode::as_str))),
        (Field::SingleSignOnApplicationArn, text(answer.single_sign_on_application_arn())),
        (
            Field::AppNetworkAccessType,
            text(answer.app_network_access_type().map(AppNetworkAccessType::as_str)),
        ),
        (Field::VpcId, text(answer.vpc_id())),
        (Field::SubnetIds, list(answer.subnet_ids.as_deref())),
        (Field::SecurityGroups, list(groups)),
        (Field::KmsKeyId, text(answer.kms_key_id())),
        (Field::HomeEfsFileSystemId, text(answer.home_efs_file_system_id())),
        (Field::ExecutionRole, text(users.and_then(|users| users.execution_role()))),
        (Field::SpaceExecutionRole, text(spaces.and_then(DefaultSpaceSettings::execution_role))),
        (Field::SpaceLifecycleManagement, shared.management),
        (Field::SpaceIdleTimeout, shared.timeout),
    ];
    Described {
        status: status.map(|status| (Safe::new(status), phase(Some(status)))),
        modified: time(answer.last_modified_time()),
        facts: facts.into_iter().chain(idle_shutdown(users)).collect(),
        tags: None,
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_sagemaker::types::{AppLifecycleManagement, IdleSettings, LifecycleManagement, UserSettings};

    use super::*;
    use crate::model::scope::{Region, Scope};
    use crate::model::value::Value;

    #[test]
    fn what_aws_does_not_say_is_absent() {
        let described = described(&DescribeDomainOutput::builder().build());
        assert_eq!(described.facts.iter().count(), 0, "{:?}", described.facts);
        assert_eq!((described.status, described.modified, described.tags), (None, None, None));
    }

    #[test]
    fn it_is_named_by_its_name_and_found_by_its_id() {
        let scope =
            Scope { account: "111122223333".parse().unwrap(), region: Region::parse("eu-west-1").unwrap() };
        let cell = Cell { scope, kind: crate::model::kind::Kind::Domain };
        let item = DomainDetails::builder().domain_id("d-abc").domain_name("lab");
        let without = row(&item.clone().build(), &cell, Timestamp::UNIX_EPOCH);
        assert_eq!((without.name.raw(), without.arn.split().1, without.incomplete), ("lab", "d-abc", true));
        let arn = "arn:aws:sagemaker:eu-west-1:111122223333:domain/d-abc";
        let whole = row(&item.domain_arn(arn).build(), &cell, Timestamp::UNIX_EPOCH);
        assert_eq!((whole.arn.raw().as_str(), whole.incomplete), (arn, false));
    }

    #[test]
    fn idle_shutdown_keeps_who_said_it() {
        let idle = |minutes| {
            let idle = IdleSettings::builder()
                .lifecycle_management(LifecycleManagement::Enabled)
                .idle_timeout_in_minutes(minutes);
            let lifecycle = AppLifecycleManagement::builder().idle_settings(idle.build()).build();
            JupyterLabAppSettings::builder().app_lifecycle_management(lifecycle).build()
        };
        let answer = DescribeDomainOutput::builder()
            .default_user_settings(UserSettings::builder().jupyter_lab_app_settings(idle(90)).build())
            .default_space_settings(
                DefaultSpaceSettings::builder().jupyter_lab_app_settings(idle(60)).build(),
            );
        let facts = described(&answer.build()).facts;
        assert_eq!(facts.get(Field::JupyterLabLifecycleManagement), Some(&Value::text("ENABLED")));
        assert_eq!(facts.get(Field::JupyterLabIdleTimeout), Some(&Value::Span(5_400)));
        assert_eq!(facts.get(Field::SpaceIdleTimeout), Some(&Value::Span(3_600)));
        assert_eq!(facts.get(Field::CodeEditorLifecycleManagement), None);
    }
}
