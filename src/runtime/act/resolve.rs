//! Deeds that an earlier process began and whose outcome nobody has seen: it was killed, lost its terminal, or was left
//! while a change was under way. They are looked at, and what is found is written down. Nothing is ever asked for again.

use jiff::Timestamp;

use super::follow::Watch;
use super::{Hand, Tell};
use crate::catalog;
use crate::journal::Trouble;
use crate::model::action::{Action, Verb};
use crate::model::audit::{Act, DeedRef, Ending, Entry, Progress};
use crate::model::failure::FailureKind;
use crate::model::fetch::Target;
use crate::model::kind::Kind;
use crate::model::resource::Tag;
use crate::model::scope::{Region, Scope};
use crate::model::text::Safe;

impl Hand {
    /// What is unresolved, the newest first. A simulated organization ended with its process, so that there is nothing
    /// to look at: that is written down at once. Blocking.
    pub fn unresolved(&self) -> Result<Vec<Act>, Trouble> {
        let (gone, open): (Vec<Act>, Vec<Act>) =
            self.0.journal.unresolved()?.into_iter().partition(|act| act.simulated);
        for act in gone {
            let text = Safe::new("interrupted: its simulated organization ended with the process");
            let of = DeedRef { id: act.id, action: act.action, arn: act.arn };
            let entry = Entry::Outcome { of, ending: Ending::Unknown, after: None, text };
            self.0.journal.append(&entry, self.now())?;
        }
        Ok(open)
    }

    /// Looks at one of them until it is known how it ended. Where it cannot be looked at, it stays unresolved and is
    /// told as [`Progress::Skipped`].
    pub async fn resolve(&self, act: &Act, tell: Tell) {
        let Some(watch) = watch(act, self.now()) else {
            let text = "this version does not know what was to be done; a newer one wrote it down";
            return tell(0, Progress::Skipped(Safe::new(text)));
        };
        match self.state(0, &watch.target, &tell).await {
            Ok(_) => {
                self.follow(0, watch, &tell).await;
            }
            Err(failure) if failure.kind == FailureKind::NotFound => {
                let text = Safe::new("it does not exist any more, so that nobody can know");
                let text = self.outcome(&watch, Ending::Unknown, text).await;
                tell(0, Progress::Ended { ending: Ending::Unknown, text });
            }
            Err(failure) => {
                let text = format!("it cannot be looked at from here: {failure}");
                tell(0, Progress::Skipped(Safe::new(text)));
            }
        }
    }
}

/// What is to be looked at; nothing where a newer version wrote words that this one does not know.
fn watch(act: &Act, now: Timestamp) -> Option<Watch> {
    let kind = Kind::ALL.into_iter().find(|kind| kind.name() == act.kind.raw())?;
    let verb = Verb::parse(act.action.raw())?;
    let spec = catalog::action(kind, verb)?;
    let tags = act.tags.iter().filter_map(|tag| {
        let (key, value) = tag.raw().split_once('=')?;
        Some(Tag { key: Safe::new(key), value: Safe::new(value) })
    });
    let scope = Scope { account: act.account.raw().parse().ok()?, region: Region::parse(act.region.raw())? };
    let target = Target { arn: act.arn.clone(), kind, name: act.name.clone(), scope, within: None };
    Some(Watch::of_act(act, Action { verb, tags: tags.collect() }, spec, target, now))
}
