//! Apps of Studio: one row from a listing over all domains, the rest from `DescribeApp`.
//!
//! AWS keeps an app by its user or by its space and asks which of the two it is. The newest is listed first: one that was
//! made anew under the name of a deleted one stands before it and counts.

use aws_sdk_sagemaker::operation::describe_app::DescribeAppOutput;
use aws_sdk_sagemaker::types::{AppDetails, AppSortKey, AppStatus, AppType, SortOrder};
use jiff::Timestamp;

use super::{instance, named, parts};
use crate::aws::collect::{Answer, Named};
use crate::aws::convert::{text, time};
use crate::aws::operations::{DESCRIBE_APP, LIST_APPS};
use crate::aws::reader::Reader;
use crate::model::failure::{Failure, FailureKind};
use crate::model::fetch::{Cell, Described, Target};
use crate::model::field::Field;
use crate::model::kind::Kind;
use crate::model::resource::{Parts, Phase, Resource, Whole};
use crate::model::text::Safe;
use crate::model::value::Value;

/// What an app's state means. AWS lists a deleted one for a day.
fn phase(status: Option<&str>) -> Phase {
    match status {
        Some("InService") => Phase::Ok,
        Some("Pending" | "Deleting") => Phase::Changing,
        Some("Deleted") => Phase::Done,
        Some("Failed") => Phase::Failed,
        _ => Phase::Unknown,
    }
}

pub(in crate::aws) async fn list_all(reader: &Reader, cell: &Cell) -> Result<(), Failure> {
    let client = reader.sagemaker();
    let ask = async |token: Option<String>| {
        let send = || {
            let ask = client.list_apps().max_results(100).set_next_token(token.clone());
            ask.sort_by(AppSortKey::CreationTime).sort_order(SortOrder::Descending).send()
        };
        let page = reader.caller.call(LIST_APPS, send).await?;
        Ok(Answer { items: page.apps.unwrap_or_default(), next: page.next_token })
    };
    reader.rows(cell, LIST_APPS, ask, |item| row(item, cell, reader.caller.now())).await
}

pub(in crate::aws) async fn describe(reader: &Reader, target: &Target) -> Result<Described, Failure> {
    let answer = match target.within {
        Some(owner) => ask(reader, target, owner).await?,
        // What the journal remembers does not say whose it was.
        None => match ask(reader, target, Kind::Space).await {
            Err(failure) if failure.kind == FailureKind::NotFound => {
                ask(reader, target, Kind::UserProfile).await?
            }
            answered => answered?,
        },
    };
    reader.same(target, answer.app_arn(), DESCRIBE_APP, described(&answer))
}

async fn ask(reader: &Reader, target: &Target, owner: Kind) -> Result<DescribeAppOutput, Failure> {
    let client = reader.sagemaker();
    let named = App::of(target, owner)?;
    let send = || {
        client
            .describe_app()
            .domain_id(named.domain)
            .set_user_profile_name(named.user())
            .set_space_name(named.space())
            .app_type(AppType::from(named.kind))
            .app_name(named.name)
            .send()
    };
    reader.caller.call(DESCRIBE_APP, send).await
}

/// What AWS wants to know about which app is meant.
pub(in crate::aws) struct App<'a> {
    pub domain: &'a str,
    owner: &'a str,
    is_in_space: bool,
    pub kind: &'a str,
    pub name: &'a str,
}

impl<'a> App<'a> {
    pub fn of(target: &'a Target, owner: Kind) -> Result<Self, Failure> {
        match *parts(&target.name) {
            [domain, of, kind, name] => {
                Ok(Self { domain, owner: of, is_in_space: owner == Kind::Space, kind, name })
            }
            _ => Err(unnamed(target)),
        }
    }

    pub fn user(&self) -> Option<String> {
        (!self.is_in_space).then(|| self.owner.to_owned())
    }

    pub fn space(&self) -> Option<String> {
        self.is_in_space.then(|| self.owner.to_owned())
    }
}

/// Something within a domain whose name does not have the parts that it should.
pub(super) fn unnamed(target: &Target) -> Failure {
    let what = format!("{} is no name of {}", target.name, target.kind.one());
    Failure::new(FailureKind::Malformed, what, "the listing's answer was incomplete; it is read again")
}

fn row(item: &AppDetails, cell: &Cell, seen: Timestamp) -> Resource {
    let status = item.status().map(AppStatus::as_str);
    let kind = item.app_type().map(AppType::as_str);
    let (domain, user, space) = (item.domain_id(), item.user_profile_name(), item.space_name());
    let id = [domain, space.or(user), kind, item.app_name()];
    let Named { arn, name, incomplete } = named("app", &id, &cell.scope);
    let facts = [
        (Field::DomainId, text(domain)),
        (Field::UserProfileName, text(user)),
        (Field::SpaceName, text(space)),
        (Field::AppType, text(kind)),
    ];
    Whole {
        arn,
        name,
        incomplete,
        kind: cell.kind,
        scope: cell.scope.clone(),
        status: status.map(Safe::new),
        phase: phase(status),
        created: time(item.creation_time()),
        // Nothing about an app can be modified, and AWS tells no time of it.
        modified: None,
        tags: None,
        facts: facts.into_iter().chain(instance(item.resource_spec())).collect(),
        parts: Parts::default(),
        seen,
        source: LIST_APPS.id,
    }
    .into()
}

fn described(answer: &DescribeAppOutput) -> Described {
    let status = answer.status().map(AppStatus::as_str);
    let facts = [
        (Field::Created, time(answer.creation_time()).map(Value::Time)),
        (Field::DomainId, text(answer.domain_id())),
        (Field::UserProfileName, text(answer.user_profile_name())),
        (Field::SpaceName, text(answer.space_name())),
        (Field::AppType, text(answer.app_type().map(AppType::as_str))),
        (Field::FailureReason, text(answer.failure_reason())),
        (Field::RecoveryMode, answer.recovery_mode().map(Value::Bool)),
        (Field::BuiltInLifecycleConfig, text(answer.built_in_lifecycle_config_arn())),
        (Field::LastUserActivity, time(answer.last_user_activity_timestamp()).map(Value::Time)),
        (Field::LastHealthCheck, time(answer.last_health_check_timestamp()).map(Value::Time)),
    ];
    Described {
        status: status.map(|status| (Safe::new(status), phase(Some(status)))),
        modified: None,
        facts: facts.into_iter().chain(instance(answer.resource_spec())).collect(),
        tags: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::scope::{Region, Scope};

    #[test]
    fn every_status_of_aws_has_a_phase_and_no_other() {
        for status in AppStatus::values() {
            assert_ne!(phase(Some(status)), Phase::Unknown, "{status}");
        }
        assert_eq!(phase(Some("Hibernating")), Phase::Unknown);
        assert_eq!(phase(None), Phase::Unknown);
    }

    #[test]
    fn what_aws_does_not_say_is_absent() {
        let described = described(&DescribeAppOutput::builder().build());
        assert_eq!(described.facts.iter().count(), 0, "{:?}", described.facts);
        assert_eq!((described.status, described.modified, described.tags), (None, None, None));
    }

    #[test]
    fn an_app_is_asked_for_by_its_space_or_by_its_user() {
        let scope =
            Scope { account: "111122223333".parse().unwrap(), region: Region::parse("eu-west-1").unwrap() };
        let cell = Cell { scope, kind: Kind::App };
        let item = AppDetails::builder().domain_id("d-abc").app_type(AppType::JupyterLab).app_name("default");
        let of = |item: AppDetails| Target::of(&row(&item, &cell, Timestamp::UNIX_EPOCH));
        let (space, user) =
            (of(item.clone().space_name("team").build()), of(item.user_profile_name("ann").build()));
        assert_eq!((space.within, user.within), (Some(Kind::Space), Some(Kind::UserProfile)));
        let app = App::of(&space, Kind::Space).unwrap();
        assert_eq!((app.domain, app.space().as_deref(), app.user()), ("d-abc", Some("team"), None));
        let app = App::of(&user, Kind::UserProfile).unwrap();
        assert_eq!(
            (app.user().as_deref(), app.space(), app.kind, app.name),
            (Some("ann"), None, "JupyterLab", "default")
        );
        let broken = Target { name: Safe::new("d-abc/ann"), ..user };
        assert_eq!(
            App::of(&broken, Kind::Space).err().map(|failure| failure.kind),
            Some(FailureKind::Malformed)
        );
    }
}
