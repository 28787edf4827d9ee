//! One look at a resource: state and tags as AWS has them now. What is found goes to the screen as well.

use tokio::sync::mpsc::unbounded_channel;

use super::{Hand, Tell};
use crate::model::audit::{Progress, Seen};
use crate::model::failure::{Failure, FailureKind};
use crate::model::fetch::{Arrival, Described, Fetch, Priority, Target};
use crate::model::resource::{Detail, Phase, Tag};

/// What was found.
pub(super) struct Looked {
    pub seen: Seen,
    pub tags: Vec<Tag>,
}

impl Hand {
    /// State and tags. Without the tags nobody knows whether the resource is protected.
    pub(super) async fn look(&self, at: usize, target: &Target, tell: &Tell) -> Result<Looked, Failure> {
        let (state, tags) = tokio::join!(self.state(at, target, tell), self.tags(at, target, tell));
        let (seen, _) = state?;
        Ok(Looked { seen, tags: tags? })
    }

    /// State and what it means.
    pub(super) async fn state(
        &self,
        at: usize,
        target: &Target,
        tell: &Tell,
    ) -> Result<(Seen, Phase), Failure> {
        let described = self.detail(at, target, Detail::Describe, tell).await?;
        // What can only be made anew is told from its former self by when it was made.
        let modified = described.modified.or(described.created());
        let (status, phase) =
            described.status.map_or((None, Phase::Unknown), |(status, phase)| (Some(status), phase));
        Ok((Seen { status, modified }, phase))
    }

    pub(super) async fn tags(&self, at: usize, target: &Target, tell: &Tell) -> Result<Vec<Tag>, Failure> {
        let described = self.detail(at, target, Detail::Tags, tell).await?;
        described.tags.ok_or_else(|| {
            Failure::new(FailureKind::Malformed, "the answer has no tags", "it is looked at again")
        })
    }

    async fn detail(
        &self,
        at: usize,
        target: &Target,
        detail: Detail,
        tell: &Tell,
    ) -> Result<Described, Failure> {
        let (sink, mut found) = unbounded_channel();
        let fetch = Fetch::Detail(target.clone(), detail);
        self.0.engine.run(fetch, Priority::Visible, &sink).await;
        drop(sink);
        let mut result = None;
        while let Some(arrival) = found.recv().await {
            if let Arrival::Patch(patch) = arrival {
                result = Some(patch.result.clone());
                tell(at, Progress::Seen(patch));
            }
        }
        let nothing = || Failure::new(FailureKind::Internal, "nothing was answered", "please report this");
        result.unwrap_or_else(|| Err(nothing()))
    }
}
