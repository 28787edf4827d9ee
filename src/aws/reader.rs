//! Answers questions about one scope: listings, details, tags and logs.
//!
//! It is made for one job and thrown away with it. Invariant: what was read is sent before the next call is made,
//! and a failure never takes back what was sent.

use aws_config::SdkConfig;
use jiff::{SignedDuration, Timestamp};

use super::attempt::Caller;
use super::collect::{Answer, pages, pages_while};
use super::operations::{GET_RESOURCES, Operation};
use super::recent::Reach;
use super::sheet::Sheet;
use super::studio::{apps, domains, profiles, spaces};
use super::{clients, hosting, jobs, lifecycle, logs, model_registry, notebooks, pipelines, tags};
use crate::model::failure::{Failure, FailureKind};
use crate::model::fetch::{Arrival, Cell, Described, Horizon, LogFrom, Patch, Target};
use crate::model::id::Arn;
use crate::model::kind::Kind;
use crate::model::resource::{Detail, Resource};
use crate::model::scope::Scope;
use crate::model::text::Safe;

/// Reads in one scope.
pub(super) struct Reader {
    pub caller: Caller,
    pub config: SdkConfig,
    /// Takes the answers. False when nobody wants them any more.
    pub send: Box<dyn Fn(Arrival) -> bool + Send + Sync>,
}

impl Reader {
    const fn scope(&self) -> &Scope {
        &self.caller.scope
    }

    pub(super) fn sagemaker(&self) -> aws_sdk_sagemaker::Client {
        clients::sagemaker(&self.config, self.scope().account)
    }

    fn logs(&self) -> aws_sdk_cloudwatchlogs::Client {
        clients::logs(&self.config, self.scope().account)
    }

    pub(super) fn give(&self, arrival: Arrival) -> Result<(), Failure> {
        // Nobody reads this failure: the receiver is gone. It only ends the work.
        let gone = || Failure::new(FailureKind::Internal, "the answer is not wanted any more", "");
        if (self.send)(arrival) { Ok(()) } else { Err(gone()) }
    }

    /// All resources of a kind, or the recent ones.
    pub(super) async fn list(&self, cell: &Cell, horizon: Horizon) -> Result<(), Failure> {
        match cell.kind {
            Kind::Notebook => notebooks::list(self, cell).await,
            Kind::LifecycleConfig => lifecycle::list(self, cell).await,
            // Studio.
            Kind::Domain => domains::list_all(self, cell).await,
            Kind::UserProfile => profiles::list_all(self, cell).await,
            Kind::Space => spaces::list_all(self, cell).await,
            Kind::App => apps::list_all(self, cell).await,
            // Hosting.
            Kind::Endpoint => hosting::endpoint::list(self, cell).await,
            Kind::EndpointConfig => hosting::config::list(self, cell).await,
            Kind::Model => hosting::model::list(self, cell).await,
            Kind::InferenceComponent => hosting::component::list(self, cell).await,
            Kind::MonitoringSchedule => hosting::schedule::list(self, cell).await,
            // Jobs.
            Kind::TrainingJob => jobs::training::list(self, cell, self.since(horizon)).await,
            Kind::ProcessingJob => jobs::processing::list(self, cell, self.since(horizon)).await,
            Kind::TransformJob => jobs::transform::list(self, cell, self.since(horizon)).await,
            Kind::TuningJob => jobs::tuning::list(self, cell, self.since(horizon)).await,
            Kind::AutoMlJob => jobs::automl::list(self, cell, self.since(horizon)).await,
            Kind::CompilationJob => jobs::compilation::list(self, cell, self.since(horizon)).await,
            Kind::LabelingJob => jobs::labeling::list(self, cell, self.since(horizon)).await,
            // The model registry.
            Kind::ModelGroup => model_registry::list_groups(self, cell).await,
            Kind::ModelVersion => model_registry::list_versions(self, cell).await,
            // Pipelines.
            Kind::Pipeline => pipelines::list(self, cell).await,
            Kind::PipelineRun => pipelines::list_runs(self, cell, self.since(horizon)).await,
            Kind::Account => {
                Err(Failure::new(FailureKind::Internal, "accounts are not listed by scope", "report this"))
            }
        }
    }

    /// When a horizon begins; nothing where it reaches to the beginning.
    fn since(&self, Horizon(days): Horizon) -> Option<Timestamp> {
        let back = SignedDuration::from_hours(i64::from(days?) * 24);
        self.caller.now().checked_sub(back).ok()
    }

    /// Sends page by page what `ask` brings, each resource once.
    pub(super) async fn rows<T, F>(
        &self,
        cell: &Cell,
        operation: &'static Operation,
        ask: impl Fn(Option<String>) -> F,
        row: impl Fn(&T) -> Resource,
    ) -> Result<(), Failure>
    where
        F: Future<Output = Result<Answer<T>, Failure>>,
    {
        self.recent_rows(cell, operation, None, ask, row).await
    }

    /// The same for what was created since then: `ask` asks for just that, the newest first. A service that brings older
    /// ones all the same is not asked for the rest of them, as far as it keeps the order.
    pub(super) async fn recent_rows<T, F>(
        &self,
        cell: &Cell,
        operation: &'static Operation,
        since: Option<Timestamp>,
        ask: impl Fn(Option<String>) -> F,
        row: impl Fn(&T) -> Resource,
    ) -> Result<(), Failure>
    where
        F: Future<Output = Result<Answer<T>, Failure>>,
    {
        let mut sheet = Sheet::new(self, cell, operation);
        let mut reach = Reach::new(since);
        pages_while(ask, |number, items| {
            if number == 1 {
                // The first page, or the first again after a token expired: what was sent may have changed.
                sheet = Sheet::new(self, cell, operation);
                reach = Reach::new(since);
            }
            let mut rows: Vec<Resource> = items.iter().map(&row).collect();
            let goes_on = reach.take(&rows);
            rows.retain(|row| reach.covers(row));
            sheet.give(rows)?;
            Ok(goes_on)
        })
        .await
        .map_err(|failure| self.placed(failure, operation))
    }

    /// Everything that a listing names, page after page, for those who list further from there.
    pub(super) async fn all<T, F>(
        &self,
        operation: &'static Operation,
        ask: impl Fn(Option<String>) -> F,
    ) -> Result<Vec<T>, Failure>
    where
        F: Future<Output = Result<Answer<T>, Failure>>,
    {
        let mut all = Vec::new();
        pages(ask, |number, items| {
            if number == 1 {
                all.clear();
            }
            all.extend(items);
            Ok(())
        })
        .await
        .map_err(|failure| self.placed(failure, operation))?;
        Ok(all)
    }

    pub(super) fn is_ours(&self, row: &Resource) -> bool {
        row.arn.account().is_none_or(|account| account == self.scope().account.to_string())
    }

    pub(super) fn placed(&self, failure: Failure, operation: &'static Operation) -> Failure {
        if failure.place.operation.is_some() { failure } else { failure.at(self.caller.place(operation)) }
    }

    /// The tags of everything that the tagging API names.
    pub(super) async fn bulk_tags(&self) -> Result<(), Failure> {
        let client = clients::tagging(&self.config, self.scope().account);
        let take = |arn, tags| {
            let described = Described { tags: Some(tags), ..Described::default() };
            let (detail, at) = (Detail::Tags, self.caller.now());
            self.give(Arrival::Patch(Box::new(Patch { arn, detail, at, result: Ok(described) })))
        };
        tags::in_bulk(&self.caller, &client, take)
            .await
            .map_err(|failure| self.placed(failure, GET_RESOURCES))
    }

    /// One detail of one resource.
    pub(super) async fn detail(&self, target: &Target, detail: Detail) -> Result<(), Failure> {
        let result = match detail {
            Detail::Describe => self.describe(target).await,
            Detail::Content => self.content(target).await,
            Detail::Tags => tags::of_one(&self.caller, &self.sagemaker(), &tagged(target))
                .await
                .map(|tags| Described { tags: Some(tags), ..Described::default() }),
            Detail::Activity => logs::activity(&self.caller, &self.logs(), target).await,
        };
        let failure = result.as_ref().err().cloned();
        let (arn, at) = (target.arn.clone(), self.caller.now());
        self.give(Arrival::Patch(Box::new(Patch { arn, detail, at, result })))?;
        failure.map_or(Ok(()), Err)
    }

    async fn describe(&self, target: &Target) -> Result<Described, Failure> {
        match target.kind {
            Kind::Notebook => notebooks::describe(self, target).await,
            Kind::LifecycleConfig => lifecycle::describe(self, target).await,
            // Studio.
            Kind::Domain => domains::describe(self, target).await,
            Kind::UserProfile => profiles::describe(self, target).await,
            Kind::Space => spaces::describe(self, target).await,
            Kind::App => apps::describe(self, target).await,
            // Hosting.
            Kind::Endpoint => hosting::endpoint::describe(self, target).await,
            Kind::EndpointConfig => hosting::config::describe(self, target).await,
            Kind::Model => hosting::model::describe(self, target).await,
            Kind::InferenceComponent => hosting::component::describe(self, target).await,
            Kind::MonitoringSchedule => hosting::schedule::describe(self, target).await,
            // Jobs.
            Kind::TrainingJob => jobs::training::describe(self, target).await,
            Kind::ProcessingJob => jobs::processing::describe(self, target).await,
            Kind::TransformJob => jobs::transform::describe(self, target).await,
            Kind::TuningJob => jobs::tuning::describe(self, target).await,
            Kind::AutoMlJob => jobs::automl::describe(self, target).await,
            Kind::CompilationJob => jobs::compilation::describe(self, target).await,
            Kind::LabelingJob => jobs::labeling::describe(self, target).await,
            // The model registry.
            Kind::ModelGroup => model_registry::describe_group(self, target).await,
            Kind::ModelVersion => model_registry::describe_version(self, target).await,
            // Pipelines.
            Kind::Pipeline => pipelines::describe(self, target).await,
            Kind::PipelineRun => pipelines::describe_run(self, target).await,
            Kind::Account => {
                Err(Failure::new(FailureKind::Internal, "accounts are not described", "report this"))
            }
        }
    }

    async fn content(&self, target: &Target) -> Result<Described, Failure> {
        match target.kind {
            Kind::ModelGroup => model_registry::versions_of(self, target).await,
            Kind::Pipeline => pipelines::recent(self, target).await,
            Kind::PipelineRun => pipelines::content(self, target).await,
            // The others are not made of anything that is read apart: they are never asked for it.
            kind => {
                let what = format!("a {kind} has no content to read");
                Err(Failure::new(FailureKind::Internal, what, "report this"))
            }
        }
    }

    /// What was described, when the answer is about the resource that was asked for: an answer about something else must
    /// not be written down under this name.
    pub(super) fn same(
        &self,
        target: &Target,
        arn: Option<&str>,
        operation: &'static Operation,
        described: Described,
    ) -> Result<Described, Failure> {
        // SageMaker's names differ in more than case, and it writes them in ARNs now so and now so.
        match arn.filter(|arn| !arn.eq_ignore_ascii_case(&target.arn.raw())) {
            Some(other) => {
                let what = format!("the answer is about another resource: {}", Safe::new(other));
                let todo = "what was known before stands";
                Err(Failure::new(FailureKind::Malformed, what, todo).at(self.caller.place(operation)))
            }
            None => Ok(described),
        }
    }

    pub(super) async fn streams(&self, target: &Target) -> Result<(), Failure> {
        let streams = logs::streams(&self.caller, &self.logs(), target).await?;
        self.give(Arrival::Streams(streams))
    }

    pub(super) async fn events(&self, target: &Target, stream: &Safe, from: LogFrom) -> Result<(), Failure> {
        let page = logs::events(&self.caller, &self.logs(), target, stream, from).await?;
        self.give(Arrival::Events(page))
    }
}

/// What the tags are on that hold for a resource: a run has those of its pipeline.
fn tagged(target: &Target) -> Arn {
    match target.kind {
        Kind::PipelineRun => pipelines::pipeline_of(&target.arn),
        _ => target.arn.clone(),
    }
}
