//! What the caller may ask in one scope: every read of the registry is tried once, about things that cannot exist.
//!
//! Only reads are made, and nothing that they answer is kept. Invariant: "allowed" is only said where AWS has judged
//! more than the shape of the request, everything else but a denial is "not known"; a change is never tried.

use std::time::Duration;

use super::clients;
use super::convert::missing_arn;
use super::engine::Engine;
use super::operations::{
    DESCRIBE_ENDPOINT, DESCRIBE_ENDPOINT_CONFIG, DESCRIBE_INFERENCE_COMPONENT, DESCRIBE_LOG_STREAMS,
    DESCRIBE_MODEL, DESCRIBE_MONITORING_SCHEDULE, DESCRIBE_NOTEBOOK_INSTANCE,
    DESCRIBE_NOTEBOOK_INSTANCE_LIFECYCLE_CONFIG, GET_LOG_EVENTS, GET_RESOURCES, LIST_ENDPOINT_CONFIGS,
    LIST_ENDPOINTS, LIST_INFERENCE_COMPONENTS, LIST_MODELS, LIST_MONITORING_SCHEDULES,
    LIST_NOTEBOOK_INSTANCE_LIFECYCLE_CONFIGS, LIST_NOTEBOOK_INSTANCES, LIST_TAGS, Operation,
};
use super::session::Way;
use crate::model::failure::{Failure, FailureKind};
use crate::model::fetch::Priority;
use crate::model::scope::{AccountId, Scope};
use crate::model::text::Safe;

/// The name of the resource that is asked for. Nothing should have it; if something has, its answer is dropped.
const NOTHING: &str = "sagedeck-doctor-asks-for-nothing";
const LOG_GROUP: &str = "/aws/sagemaker/NotebookInstances";
/// How long one answer is waited for, its retries and its turn included.
const PATIENCE: Duration = Duration::from_secs(30);

// Boxed, since the SDK's futures are large and all of these are held at once.
macro_rules! ask {
    ($caller:ident, $operation:ident, $call:expr) => {
        Box::pin(async {
            let call = async { $caller.call($operation, || $call.send()).await.map(|_| ()) };
            let told = match tokio::time::timeout($crate::aws::probe::PATIENCE, call).await {
                Ok(end) => $crate::aws::probe::told(end),
                Err(_late) => {
                    let late = $crate::aws::probe::late().at($caller.place($operation));
                    $crate::aws::probe::Told::Unknown(late)
                }
            };
            $crate::aws::probe::Probe { operation: $operation, told }
        })
    };
}

mod jobs;
mod pipelines;
mod studio;

/// One operation and what was found out about it.
#[derive(Clone, Debug)]
pub struct Probe {
    pub operation: &'static Operation,
    pub told: Told,
}

/// Whether a call is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    Allowed,
    Denied(Failure),
    /// The region or the service is not enabled for the account.
    Disabled(Failure),
    /// It cannot be told, and why.
    Unknown(Failure),
}

impl Engine {
    /// Tries every read in a scope, all at the same time.
    ///
    /// # Errors
    /// When there is no way into the account.
    pub async fn probe(&self, scope: &Scope) -> Result<Vec<Probe>, Failure> {
        let (caller, config) = Box::pin(self.reading(scope, Priority::Visible)).await?;
        let account = scope.account;
        let sagemaker = clients::sagemaker(&config, account);
        let (logs, tagging) = (clients::logs(&config, account), clients::tagging(&config, account));
        let arn = missing_arn(scope, "notebook-instance", NOTHING);
        let stream = format!("{NOTHING}/jupyter.log");
        let all = tokio::join!(
            ask!(caller, LIST_NOTEBOOK_INSTANCES, sagemaker.list_notebook_instances().max_results(1)),
            ask!(
                caller,
                DESCRIBE_NOTEBOOK_INSTANCE,
                sagemaker.describe_notebook_instance().notebook_instance_name(NOTHING)
            ),
            ask!(caller, LIST_TAGS, sagemaker.list_tags().resource_arn(arn.raw())),
            ask!(
                caller,
                LIST_NOTEBOOK_INSTANCE_LIFECYCLE_CONFIGS,
                sagemaker.list_notebook_instance_lifecycle_configs().max_results(1)
            ),
            ask!(
                caller,
                DESCRIBE_NOTEBOOK_INSTANCE_LIFECYCLE_CONFIG,
                sagemaker
                    .describe_notebook_instance_lifecycle_config()
                    .notebook_instance_lifecycle_config_name(NOTHING)
            ),
            ask!(caller, GET_RESOURCES, tagging.get_resources().resources_per_page(1)),
            ask!(
                caller,
                DESCRIBE_LOG_STREAMS,
                logs.describe_log_streams()
                    .log_group_name(LOG_GROUP)
                    .log_stream_name_prefix(NOTHING)
                    .limit(1)
            ),
            ask!(
                caller,
                GET_LOG_EVENTS,
                logs.get_log_events().log_group_name(LOG_GROUP).log_stream_name(&stream).limit(1)
            ),
        );
        let hosting = tokio::join!(
            ask!(caller, LIST_ENDPOINTS, sagemaker.list_endpoints().max_results(1)),
            ask!(caller, DESCRIBE_ENDPOINT, sagemaker.describe_endpoint().endpoint_name(NOTHING)),
            ask!(caller, LIST_ENDPOINT_CONFIGS, sagemaker.list_endpoint_configs().max_results(1)),
            ask!(
                caller,
                DESCRIBE_ENDPOINT_CONFIG,
                sagemaker.describe_endpoint_config().endpoint_config_name(NOTHING)
            ),
            ask!(caller, LIST_MODELS, sagemaker.list_models().max_results(1)),
            ask!(caller, DESCRIBE_MODEL, sagemaker.describe_model().model_name(NOTHING)),
            ask!(caller, LIST_INFERENCE_COMPONENTS, sagemaker.list_inference_components().max_results(1)),
            ask!(
                caller,
                DESCRIBE_INFERENCE_COMPONENT,
                sagemaker.describe_inference_component().inference_component_name(NOTHING)
            ),
            ask!(caller, LIST_MONITORING_SCHEDULES, sagemaker.list_monitoring_schedules().max_results(1)),
            ask!(
                caller,
                DESCRIBE_MONITORING_SCHEDULE,
                sagemaker.describe_monitoring_schedule().monitoring_schedule_name(NOTHING)
            ),
        );
        let mut probes = vec![all.0, all.1, all.2, all.3, all.4, all.5, all.6, all.7];
        probes.extend([hosting.0, hosting.1, hosting.2, hosting.3, hosting.4]);
        probes.extend([hosting.5, hosting.6, hosting.7, hosting.8, hosting.9]);
        probes.extend(Box::pin(jobs::tried(&caller, &sagemaker)).await);
        probes.extend(Box::pin(studio::tried(&caller, &sagemaker)).await);
        probes.extend(Box::pin(pipelines::tried(&caller, &sagemaker)).await);
        Ok(probes)
    }

    /// Where the credentials of an account come from, in words; nothing for an account that is not known.
    pub async fn origin(&self, account: AccountId) -> Option<Result<Safe, Failure>> {
        let sessions = self.sessions();
        let seat = sessions.seat(account)?;
        if sessions.settings().credentials.is_some() {
            return Some(Ok(Safe::new("the simulator's keys")));
        }
        let profile = match &seat.way {
            Way::Profile(name) => name.as_deref(),
            Way::Home | Way::Member { .. } => sessions.home_profile(),
        };
        let first = sessions.origin(profile).await;
        let then = match &seat.way {
            Way::Member { read, .. } => format!(", then role {}", read.role_arn),
            Way::Profile(_) | Way::Home => String::new(),
        };
        Some(first.map(|first| Safe::new(format!("{first}{then}"))))
    }
}

fn told(end: Result<(), Failure>) -> Told {
    let Err(failure) = end else { return Told::Allowed };
    match failure.kind {
        // To say that it is not there, AWS had to look.
        FailureKind::NotFound => Told::Allowed,
        FailureKind::Denied => Told::Denied(failure),
        FailureKind::Disabled => Told::Disabled(failure),
        _ => Told::Unknown(failure),
    }
}

fn late() -> Failure {
    let what = format!("no answer within {} seconds", PATIENCE.as_secs());
    Failure::new(FailureKind::Unreachable, what, "check the network, and run it again")
}
