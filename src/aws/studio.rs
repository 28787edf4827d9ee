//! SageMaker Studio: what domains, users, spaces and apps have in common: their states, their names within a domain, and
//! their settings for idle shutdown. Not the calls, which are in the kinds' own files.
//!
//! Listings of users, spaces and apps name no ARN; it is made of what they do name, in lower case as SageMaker writes it.

use aws_sdk_sagemaker::types::{
    AppLifecycleManagement, CodeEditorAppSettings, JupyterLabAppSettings, LifecycleManagement, ResourceSpec,
    UserSettings,
};

use super::collect::Named;
use super::convert::{missing_arn, text};
use crate::model::field::Field;
use crate::model::resource::Phase;
use crate::model::scope::Scope;
use crate::model::text::Safe;
use crate::model::value::Value;

pub(super) mod apps;
pub(super) mod domains;
pub(super) mod profiles;
pub(super) mod spaces;

/// What the state of a domain, a user or a space means.
fn phase(status: Option<&str>) -> Phase {
    match status {
        Some("InService") => Phase::Ok,
        Some("Pending" | "Deleting" | "Updating") => Phase::Changing,
        Some("Failed" | "Update_Failed" | "Delete_Failed") => Phase::Failed,
        _ => Phase::Unknown,
    }
}

/// The identity of something within a domain, from the parts of its name. Where a part is missing it is incomplete.
fn named(resource: &str, parts: &[Option<&str>], scope: &Scope) -> Named {
    let known: Vec<&str> = parts.iter().map(|part| part.unwrap_or_default()).collect();
    let name = known.join("/");
    Named {
        arn: missing_arn(scope, resource, &name.to_lowercase()),
        incomplete: parts.iter().any(Option::is_none),
        name: Safe::new(name),
    }
}

/// The parts of the name of something within a domain.
fn parts(name: &Safe) -> Vec<&str> {
    name.raw().split('/').collect()
}

/// Minutes, as a duration.
fn minutes(count: Option<i32>) -> Option<Value> {
    count.map(|count| Value::Span(i64::from(count) * 60))
}

/// Whether and when AWS stops an idle app, as one level of the settings says it.
struct Shutdown {
    management: Option<Value>,
    timeout: Option<Value>,
}

fn shutdown(of: Option<&AppLifecycleManagement>) -> Shutdown {
    let idle = of.and_then(AppLifecycleManagement::idle_settings);
    let management = idle.and_then(|idle| idle.lifecycle_management());
    Shutdown {
        management: text(management.map(LifecycleManagement::as_str)),
        timeout: minutes(idle.and_then(aws_sdk_sagemaker::types::IdleSettings::idle_timeout_in_minutes)),
    }
}

/// What the settings of a user, or of all users of a domain, say about idle shutdown.
fn idle_shutdown(settings: Option<&UserSettings>) -> [(Field, Option<Value>); 4] {
    let lab = settings.and_then(UserSettings::jupyter_lab_app_settings);
    let editor = settings.and_then(UserSettings::code_editor_app_settings);
    let lab = shutdown(lab.and_then(JupyterLabAppSettings::app_lifecycle_management));
    let editor = shutdown(editor.and_then(CodeEditorAppSettings::app_lifecycle_management));
    [
        (Field::JupyterLabLifecycleManagement, lab.management),
        (Field::JupyterLabIdleTimeout, lab.timeout),
        (Field::CodeEditorLifecycleManagement, editor.management),
        (Field::CodeEditorIdleTimeout, editor.timeout),
    ]
}

/// On what an app runs.
fn instance(spec: Option<&ResourceSpec>) -> [(Field, Option<Value>); 5] {
    let instance =
        spec.and_then(ResourceSpec::instance_type).map(aws_sdk_sagemaker::types::AppInstanceType::as_str);
    [
        (Field::InstanceType, text(instance)),
        (Field::AppImage, text(spec.and_then(ResourceSpec::sage_maker_image_arn))),
        (Field::AppImageVersion, text(spec.and_then(ResourceSpec::sage_maker_image_version_arn))),
        (Field::AppImageAlias, text(spec.and_then(ResourceSpec::sage_maker_image_version_alias))),
        (Field::AppLifecycleConfig, text(spec.and_then(ResourceSpec::lifecycle_config_arn))),
    ]
}

#[cfg(test)]
mod tests {
    use aws_sdk_sagemaker::types::{DomainStatus, SpaceStatus, UserProfileStatus};

    use super::*;
    use crate::model::scope::Region;

    #[test]
    fn every_status_of_aws_has_a_phase_and_no_other() {
        let all = [DomainStatus::values(), UserProfileStatus::values(), SpaceStatus::values()].concat();
        for status in all {
            assert_ne!(phase(Some(status)), Phase::Unknown, "{status}");
        }
        assert_eq!(phase(Some("Hibernating")), Phase::Unknown);
        assert_eq!(phase(None), Phase::Unknown);
    }

    #[test]
    fn an_identity_is_made_of_what_a_listing_names() {
        let scope =
            Scope { account: "111122223333".parse().unwrap(), region: Region::parse("eu-west-1").unwrap() };
        let parts_of = |name| [Some("d-abc"), Some("Ann"), Some("JupyterLab"), name];
        let whole = named("app", &parts_of(Some("default")), &scope);
        assert_eq!(
            whole.arn.raw(),
            "arn:aws:sagemaker:eu-west-1:111122223333:app/d-abc/ann/jupyterlab/default"
        );
        assert_eq!((whole.name.raw(), whole.incomplete), ("d-abc/Ann/JupyterLab/default", false));
        assert_eq!(parts(&whole.name), ["d-abc", "Ann", "JupyterLab", "default"]);
        assert!(named("app", &parts_of(None), &scope).incomplete);
    }

    #[test]
    fn settings_that_say_nothing_leave_nothing() {
        assert!(idle_shutdown(None).iter().all(|(_, value)| value.is_none()));
        let empty = UserSettings::builder().build();
        assert!(idle_shutdown(Some(&empty)).iter().all(|(_, value)| value.is_none()));
        assert!(instance(None).iter().all(|(_, value)| value.is_none()));
    }
}
