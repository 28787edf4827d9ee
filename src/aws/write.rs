//! The only calls that change something in AWS.
//!
//! Invariants: nobody makes a [`Writer`] without a permit; a change is asked for once, and again only when AWS said that
//! it was throttled, which it says before it does anything; whatever else leaves it open whether the change was made is
//! [`Sent::Unknown`] and never a failure.

use std::error::Error;

use aws_config::SdkConfig;
use aws_config::retry::RetryConfig;
use aws_sdk_sagemaker::Client;
use aws_sdk_sagemaker::operation::RequestId;
use aws_sdk_sagemaker::types::{AppType, Tag as SdkTag};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use super::attempt::{Caller, wait_asked};
use super::calls::Line;
use super::gate::Guard;
use super::operations::{
    ADD_TAGS, DELETE_APP, DELETE_TAGS, Operation, RETRY_PIPELINE_EXECUTION, START_MONITORING_SCHEDULE,
    START_NOTEBOOK_INSTANCE, STOP_AUTO_ML_JOB, STOP_COMPILATION_JOB, STOP_HYPER_PARAMETER_TUNING_JOB,
    STOP_LABELING_JOB, STOP_MONITORING_SCHEDULE, STOP_NOTEBOOK_INSTANCE, STOP_PIPELINE_EXECUTION,
    STOP_PROCESSING_JOB, STOP_TRAINING_JOB, STOP_TRANSFORM_JOB,
};
use super::studio::apps::App;
use crate::model::action::{Action, Verb};
use crate::model::failure::{Failure, FailureKind};
use crate::model::fetch::{Priority, Target};
use crate::model::kind::Kind;
use crate::model::permit::WritePermit;
use crate::model::resource::Tag;
use crate::model::scope::Scope;
use crate::model::text::Safe;

/// How often a throttled change is asked for.
const ATTEMPTS: u32 = 8;

/// Changes things in one account and region.
pub struct Writer {
    caller: Caller,
    client: Client,
    identity: Safe,
}

/// What came of asking for a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    Accepted {
        request_id: Option<Safe>,
    },
    /// AWS, or this program's own gate, refused: nothing was changed.
    Refused(Failure),
    /// The answer was lost: it may have been carried out.
    Unknown(Failure),
}

impl Writer {
    pub(super) fn new(
        caller: Caller,
        config: &SdkConfig,
        guard: &Guard,
        identity: Safe,
        permit: &WritePermit,
    ) -> Self {
        let mut builder =
            aws_sdk_sagemaker::config::Builder::from(config).retry_config(RetryConfig::disabled());
        builder.push_interceptor(guard.hand(caller.scope.account, permit));
        Self { caller, client: Client::from_conf(builder.build()), identity }
    }

    /// ARN of the identity that acts, as STS named it.
    pub const fn identity(&self) -> &Safe {
        &self.identity
    }

    /// Asks AWS to do it.
    pub async fn carry_out(&self, action: &Action, target: &Target) -> Sent {
        let (client, name, arn) = (&self.client, target.name.raw(), target.arn.raw());
        match (target.kind, action.verb) {
            (Kind::Notebook, Verb::Stop) => {
                let send = || client.stop_notebook_instance().notebook_instance_name(name).send();
                self.ask(STOP_NOTEBOOK_INSTANCE, send).await
            }
            (Kind::Notebook, Verb::Start) => {
                let send = || client.start_notebook_instance().notebook_instance_name(name).send();
                self.ask(START_NOTEBOOK_INSTANCE, send).await
            }
            (Kind::Notebook, Verb::AddTags) => {
                let tags: Vec<SdkTag> = action.tags.iter().map(tag).collect();
                let send = || client.add_tags().resource_arn(&arn).set_tags(Some(tags.clone())).send();
                self.ask(ADD_TAGS, send).await
            }
            (Kind::Notebook, Verb::RemoveTags) => {
                let keys: Vec<String> = action.tags.iter().map(|tag| tag.key.raw().to_owned()).collect();
                let send = || client.delete_tags().resource_arn(&arn).set_tag_keys(Some(keys.clone())).send();
                self.ask(DELETE_TAGS, send).await
            }
            // Jobs.
            (Kind::TrainingJob, Verb::Stop) => {
                let send = || client.stop_training_job().training_job_name(name).send();
                self.ask(STOP_TRAINING_JOB, send).await
            }
            (Kind::ProcessingJob, Verb::Stop) => {
                let send = || client.stop_processing_job().processing_job_name(name).send();
                self.ask(STOP_PROCESSING_JOB, send).await
            }
            (Kind::TransformJob, Verb::Stop) => {
                let send = || client.stop_transform_job().transform_job_name(name).send();
                self.ask(STOP_TRANSFORM_JOB, send).await
            }
            (Kind::TuningJob, Verb::Stop) => {
                let send =
                    || client.stop_hyper_parameter_tuning_job().hyper_parameter_tuning_job_name(name).send();
                self.ask(STOP_HYPER_PARAMETER_TUNING_JOB, send).await
            }
            (Kind::AutoMlJob, Verb::Stop) => {
                let send = || client.stop_auto_ml_job().auto_ml_job_name(name).send();
                self.ask(STOP_AUTO_ML_JOB, send).await
            }
            (Kind::CompilationJob, Verb::Stop) => {
                let send = || client.stop_compilation_job().compilation_job_name(name).send();
                self.ask(STOP_COMPILATION_JOB, send).await
            }
            (Kind::LabelingJob, Verb::Stop) => {
                let send = || client.stop_labeling_job().labeling_job_name(name).send();
                self.ask(STOP_LABELING_JOB, send).await
            }
            (Kind::App, Verb::Delete) => self.delete_app(target).await,
            // Hosting.
            (Kind::MonitoringSchedule, Verb::Stop) => {
                let send = || client.stop_monitoring_schedule().monitoring_schedule_name(name).send();
                self.ask(STOP_MONITORING_SCHEDULE, send).await
            }
            (Kind::MonitoringSchedule, Verb::Start) => {
                let send = || client.start_monitoring_schedule().monitoring_schedule_name(name).send();
                self.ask(START_MONITORING_SCHEDULE, send).await
            }
            // Pipelines. The SDK makes the token by which AWS knows a call that came twice.
            (Kind::PipelineRun, Verb::Stop) => {
                let send = || client.stop_pipeline_execution().pipeline_execution_arn(&arn).send();
                self.ask(STOP_PIPELINE_EXECUTION, send).await
            }
            (Kind::PipelineRun, Verb::Retry) => {
                let send = || client.retry_pipeline_execution().pipeline_execution_arn(&arn).send();
                self.ask(RETRY_PIPELINE_EXECUTION, send).await
            }
            _ => {
                let what = format!("{} cannot be asked to {}", target.kind.one(), action.verb);
                Sent::Refused(Failure::new(FailureKind::Internal, what, "please report this"))
            }
        }
    }

    async fn delete_app(&self, target: &Target) -> Sent {
        let client = &self.client;
        let named = match target.within.map(|owner| App::of(target, owner)) {
            Some(Ok(named)) => named,
            Some(Err(failure)) => return Sent::Refused(failure),
            None => {
                let what = format!("whether {} is a user's or a space's is not known", target.name);
                return Sent::Refused(Failure::new(FailureKind::Internal, what, "please report this"));
            }
        };
        let send = || {
            client
                .delete_app()
                .domain_id(named.domain)
                .set_user_profile_name(named.user())
                .set_space_name(named.space())
                .app_type(AppType::from(named.kind))
                .app_name(named.name)
                .send()
        };
        self.ask(DELETE_APP, send).await
    }

    async fn ask<T, E, F>(&self, operation: &'static Operation, send: impl Fn() -> F) -> Sent
    where
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
        T: RequestId,
        E: ProvideErrorMetadata + Error + Send + Sync + 'static,
    {
        let Scope { account, region } = self.caller.scope.clone();
        let line = Line { account: Some(account), region: Some(region), operation };
        let mut attempt = 1;
        loop {
            let permit = self.caller.governor.acquire(&line, Priority::Visible).await;
            let error = match Box::pin(send()).await {
                Ok(answer) => {
                    permit.answered();
                    return Sent::Accepted { request_id: answer.request_id().map(Safe::new) };
                }
                Err(error) => error,
            };
            let failure = self.caller.failure(&error, operation);
            match fate(&error, &failure) {
                Fate::Throttled if attempt < ATTEMPTS => {
                    self.caller.book.throttled(&line);
                    permit.throttled(wait_asked(&failure, self.caller.now()));
                    attempt += 1;
                }
                Fate::Throttled | Fate::Refused => return Sent::Refused(failure),
                Fate::Unknown => return Sent::Unknown(failure),
            }
        }
    }
}

fn tag(tag: &Tag) -> SdkTag {
    SdkTag::builder().key(tag.key.raw()).value(tag.value.raw()).build()
}

/// What an error says about the change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Throttled,
    Refused,
    Unknown,
}

fn fate<E>(error: &SdkError<E, HttpResponse>, failure: &Failure) -> Fate {
    let client_error = |status: u16| (400..500).contains(&status);
    match error {
        // Refused by our own walls, or never built: it has not left.
        SdkError::ConstructionFailure(_) => Fate::Refused,
        SdkError::DispatchFailure(dispatch) if dispatch.is_user() => Fate::Refused,
        SdkError::DispatchFailure(_) => match failure.kind {
            // It died on the way to credentials.
            FailureKind::LoginNeeded | FailureKind::MfaNeeded | FailureKind::NoCredentials => Fate::Refused,
            _ => Fate::Unknown,
        },
        SdkError::ServiceError(_) if failure.kind == FailureKind::Throttled => Fate::Throttled,
        SdkError::ServiceError(service) if client_error(service.raw().status().as_u16()) => Fate::Refused,
        SdkError::ResponseError(answer) if client_error(answer.raw().status().as_u16()) => Fate::Refused,
        _ => Fate::Unknown,
    }
}
