//! The journal of this tool: what was done, by whom, to what, and how it ended.
//!
//! Invariant: what could not be read of the journal is said, and is never an empty list.

use crate::app::model::Model;
use crate::app::msg::Effect;
use crate::app::pick::Pick;
use crate::app::screen::ScreenId;
use crate::model::audit::{Act, Reading};
use crate::model::text::Safe;

/// Lines below the list that tell more of the entry under the cursor.
pub const BELOW: usize = 7;

/// How far the reading is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Journal {
    #[default]
    Asking,
    Read(Box<Reading>),
    /// Why it could not be read.
    Failed(Safe),
}

/// State of the screen.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    pub journal: Journal,
    /// Only acts that hold each of these words.
    pub filter: String,
    /// Numbers of the acts that are shown, the newest first.
    pub shown: Vec<usize>,
    pub pick: Pick,
}

impl Audit {
    pub fn acts(&self) -> &[Act] {
        match &self.journal {
            Journal::Read(reading) => &reading.acts,
            Journal::Asking | Journal::Failed(_) => &[],
        }
    }

    /// The act under the cursor.
    pub fn current(&self) -> Option<&Act> {
        self.shown.get(self.pick.at).and_then(|at| self.acts().get(*at))
    }

    /// Takes a reading in. The cursor stays on its act; on the first line it stays there.
    pub(in crate::app) fn fill(&mut self, read: Result<Reading, Safe>) {
        let under = self.current().filter(|_| self.pick.at > 0).map(|act| act.id.clone());
        self.journal = match read {
            Ok(reading) => Journal::Read(Box::new(reading)),
            Err(why) => Journal::Failed(why),
        };
        self.narrow();
        let at = |id: &Safe| {
            self.shown.iter().position(|at| self.acts().get(*at).is_some_and(|act| act.id == *id))
        };
        if let Some(at) = under.as_ref().and_then(at) {
            self.pick.go(at);
        }
    }

    /// Finds the acts that hold every word of the filter.
    pub(in crate::app) fn narrow(&mut self) {
        let words: Vec<String> = self.filter.split_whitespace().map(str::to_lowercase).collect();
        let fits = |act: &Act| {
            let text = text(act).to_lowercase();
            words.iter().all(|word| text.contains(word))
        };
        let shown = self.acts().iter().enumerate().filter(|(_, act)| fits(act)).map(|(at, _)| at).collect();
        self.shown = shown;
        self.pick.fit(self.shown.len(), self.pick.height);
    }
}

/// Everything that a filter looks at.
fn text(act: &Act) -> String {
    let Act { action, name, arn, account, account_name, region, caller, by, .. } = act;
    let owner = act.owner.as_ref().map_or("", Safe::raw);
    let end = act.outcome.as_ref().map_or("unresolved", |outcome| outcome.ending.raw());
    let request = act.answer.as_ref().and_then(|answer| answer.request_id.as_ref()).map_or("", Safe::raw);
    let date = crate::model::time::absolute(act.at);
    [action, name, account, account_name, region, caller, by]
        .map(Safe::raw)
        .into_iter()
        .chain([&*arn.raw(), owner, end, request, &date])
        .collect::<Vec<_>>()
        .join(" ")
}

/// Reads the journal again, if it is in sight.
pub(in crate::app) fn refresh(model: &Model, out: &mut Vec<Effect>) {
    let is_asked = out.iter().any(|effect| matches!(effect, Effect::ReadJournal));
    if model.screen() == ScreenId::Audit && !is_asked {
        out.push(Effect::ReadJournal);
    }
}
