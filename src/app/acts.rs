//! What was done in this session, resource by resource, and what an earlier session left unresolved.
//!
//! It holds what is told and decides nothing about AWS. Invariant: an act that was begun stays here until the program
//! ends, so that nothing that went wrong is out of sight.

use jiff::Timestamp;

use crate::model::action::Verb;
use crate::model::audit::{Act, Ending, Progress};
use crate::model::id::Arn;
use crate::model::text::Safe;
use crate::plan::{Approved, Item};

/// How far one resource is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    Waiting,
    Checking,
    Calling,
    /// Accepted; its state is followed.
    Following,
    /// The answer was lost; it is looked at until it is known.
    Unknown(Safe),
    Ended(Ending, Safe),
    /// It was not begun, and why.
    Skipped(Safe),
}

impl Stage {
    /// Whether there is more to come.
    pub const fn is_open(&self) -> bool {
        !matches!(self, Self::Ended(..) | Self::Skipped(_))
    }

    /// Whether it ended as it was meant to.
    pub const fn is_good(&self) -> bool {
        matches!(self, Self::Ended(ending, _) if ending.is_good())
    }
}

/// One resource of an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doing {
    pub item: Item,
    pub stage: Stage,
    /// When the stage was reached.
    pub since: Timestamp,
    /// Its id in the journal, from the moment at which AWS is asked.
    pub deed: Option<Safe>,
    pub request_id: Option<Safe>,
}

/// One approved plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActState {
    pub number: u32,
    pub verb: Verb,
    pub begun: Timestamp,
    pub items: Vec<Doing>,
    /// It was taken back, or is what takes something back.
    pub closed: bool,
}

/// A deed of an earlier session whose outcome nobody saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    pub act: Act,
    /// What was found, when it was.
    pub found: Option<Stage>,
}

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Acts {
    /// The oldest first.
    pub all: Vec<ActState>,
    pub earlier: Vec<Earlier>,
    /// What an earlier session left was asked for.
    pub(super) asked: bool,
}

impl Acts {
    /// Takes an approved plan in and gives its number.
    pub(super) fn begin(&mut self, approved: &Approved, closed: bool, now: Timestamp) -> u32 {
        let number = self.all.last().map_or(1, |last| last.number + 1);
        let doing = |item: &Item| Doing {
            item: item.clone(),
            stage: Stage::Waiting,
            since: now,
            deed: None,
            request_id: None,
        };
        let items = approved.items().iter().map(doing).collect();
        self.all.push(ActState { number, verb: approved.verb(), begun: now, items, closed });
        number
    }

    /// Takes in what happens to a resource; gives it back when its stage changed.
    pub(super) fn progress(
        &mut self,
        number: u32,
        at: usize,
        progress: &Progress,
        now: Timestamp,
    ) -> Option<&Doing> {
        let act = self.all.iter_mut().find(|act| act.number == number)?;
        let doing = act.items.get_mut(at)?;
        match progress {
            Progress::Calling { deed } => doing.deed = Some(deed.clone()),
            Progress::Accepted { request_id } => doing.request_id.clone_from(request_id),
            _ => {}
        }
        doing.stage = stage(progress)?;
        doing.since = now;
        Some(doing)
    }

    pub(super) fn found(&mut self, id: &Safe, progress: &Progress) -> Option<&Earlier> {
        let earlier = self.earlier.iter_mut().find(|earlier| earlier.act.id == *id)?;
        let stage = stage(progress).filter(|stage| !stage.is_open())?;
        earlier.found = Some(stage);
        Some(earlier)
    }

    /// Resources that something is being done to.
    pub fn open(&self) -> impl Iterator<Item = (&ActState, &Doing)> {
        self.each().filter(|(_, doing)| doing.stage.is_open())
    }

    /// Every resource of every act, the oldest first.
    pub fn each(&self) -> impl Iterator<Item = (&ActState, &Doing)> {
        self.all.iter().flat_map(|act| act.items.iter().map(move |doing| (act, doing)))
    }

    /// The last act that can be taken back.
    pub(super) fn last_undoable(&self) -> Option<&ActState> {
        let done = |act: &&ActState| {
            !act.closed
                && act
                    .items
                    .iter()
                    .any(|doing| doing.item.spec.undo.is_some() && may_have_happened(&doing.stage))
        };
        self.all.iter().rev().find(done)
    }

    /// What was taken back is not taken back again.
    pub(super) fn close(&mut self, number: u32) {
        if let Some(act) = self.all.iter_mut().find(|act| act.number == number) {
            act.closed = true;
        }
    }

    /// What did not end well and was not mended by a later act on the same resource.
    pub fn failed(&self) -> Vec<(&ActState, &Doing)> {
        let mut failed: Vec<(&ActState, &Doing)> = Vec::new();
        for (act, doing) in self.each() {
            let arn = |doing: &Doing| -> Arn { doing.item.target.arn.clone() };
            if doing.stage.is_open() {
                continue;
            }
            failed.retain(|(_, other)| arn(other) != arn(doing));
            if !doing.stage.is_good() {
                failed.push((act, doing));
            }
        }
        failed
    }
}

/// Whether a resource may have been changed.
pub(super) const fn may_have_happened(stage: &Stage) -> bool {
    matches!(
        stage,
        Stage::Following
            | Stage::Unknown(_)
            | Stage::Ended(Ending::Done | Ending::Failed | Ending::Unknown, _)
    )
}

fn stage(progress: &Progress) -> Option<Stage> {
    Some(match progress {
        Progress::Checking => Stage::Checking,
        Progress::Calling { .. } => Stage::Calling,
        Progress::Accepted { .. } => Stage::Following,
        Progress::Unknown(text) => Stage::Unknown(text.clone()),
        Progress::Ended { ending, text } => Stage::Ended(*ending, text.clone()),
        Progress::Skipped(text) => Stage::Skipped(text.clone()),
        Progress::Seen(_) => return None,
    })
}
