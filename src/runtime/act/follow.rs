//! Follows a resource after the call until its state is the wanted one, or is known not to become it.
//!
//! Invariants: it only looks; that nothing is seen yet is no failure before its time, since AWS's reads lag behind; when
//! the brake is pulled it stops without an outcome, and the next start looks.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use super::{Hand, Tell};
use crate::model::action::{Action, ActionSpec, Verb};
use crate::model::audit::{Act, Answer, Deed, DeedRef, Ending, Progress, Seen};
use crate::model::failure::FailureKind;
use crate::model::fetch::Target;
use crate::model::resource::Phase;
use crate::model::text::Safe;
use crate::plan::Item;

/// The waits between two looks; the last one goes on.
const WAITS_S: [u64; 5] = [1, 2, 3, 5, 10];
/// How long a change whose answer was lost may show no sign until it counts as not done. Reads lag by half a minute.
const NO_SIGN: Duration = Duration::from_mins(2);
/// How often the brake is looked at.
const GLANCE: Duration = Duration::from_millis(250);

/// What is followed.
#[derive(Clone, Debug)]
pub(super) struct Watch {
    pub of: DeedRef,
    pub action: Action,
    pub spec: &'static ActionSpec,
    pub target: Target,
    /// What was seen right before the call.
    pub before: Seen,
    /// AWS said that it does it.
    pub accepted: bool,
    /// What was seen last.
    pub last: Seen,
    /// It was seen on the way.
    pub moved: bool,
    /// It was looked at since the call.
    looked: bool,
    since: Instant,
    /// How long ago the call was when the watch began.
    age: Duration,
}

/// What became of the first item of several.
pub(super) enum First {
    Sign,
    None(Safe),
    Ended(Ending, Safe),
}

/// What one look shows.
enum Sight {
    Ended(Ending, Safe),
    /// On the way.
    Sign,
    Nothing,
}

impl Watch {
    pub(super) fn of(item: &Item, deed: &Deed, accepted: bool) -> Self {
        Self {
            of: deed.reference(),
            action: item.action.clone(),
            spec: item.spec,
            target: item.target.clone(),
            before: deed.before.clone(),
            accepted,
            last: deed.before.clone(),
            moved: false,
            looked: false,
            since: Instant::now(),
            age: Duration::ZERO,
        }
    }

    /// What is left to follow of a deed of an earlier process.
    pub(super) fn of_act(
        act: &Act,
        action: Action,
        spec: &'static ActionSpec,
        target: Target,
        now: Timestamp,
    ) -> Self {
        let accepted =
            act.answer.as_ref().is_some_and(|answer| answer.answer.raw() == Answer::Accepted.name());
        let (of, before) = (act.reference(), act.before.clone());
        Self {
            of,
            action,
            spec,
            target,
            last: before.clone(),
            before,
            accepted,
            moved: false,
            looked: false,
            since: Instant::now(),
            age: Duration::try_from(now.duration_since(act.at)).unwrap_or_default(),
        }
    }

    fn is_out_of_patience(&self) -> bool {
        self.age + self.since.elapsed() >= self.patience()
    }

    /// How long no sign is waited for.
    fn patience(&self) -> Duration {
        let whole = Duration::from_secs(self.spec.patience_s.into());
        if self.accepted || self.moved { whole } else { whole.min(NO_SIGN) }
    }

    /// What to say when the patience has ended.
    fn given_up(&self) -> (Ending, Safe) {
        let minutes = (self.age + self.since.elapsed()).as_secs() / 60;
        let state = self.last.status.as_ref().map_or("not known", Safe::raw);
        let (ending, text) = if !self.looked {
            (Ending::Unknown, "it could not be looked at since: look at it again".to_owned())
        } else if self.accepted || self.moved {
            (Ending::Unknown, format!("after {minutes} minutes it is {state}: look at it again"))
        } else if self.last == self.before {
            let text = format!("no answer came, and {minutes} minutes later it is {state} as before");
            (Ending::NotDone, text)
        } else {
            (Ending::Unknown, format!("no answer came, and it is {state}: look at it again"))
        };
        (ending, Safe::new(text))
    }

    fn judge(&mut self, seen: Seen, phase: Phase) -> Sight {
        let is_new = seen != self.before;
        self.last = seen;
        let Some(status) = self.last.status.as_ref().map(Safe::raw) else { return Sight::Nothing };
        if self.spec.until == Some(status) {
            return Sight::Ended(Ending::Done, Safe::new(format!("it is {status}")));
        }
        if self.spec.through.contains(&status) {
            self.moved = true;
            return Sight::Sign;
        }
        if !is_new || !(self.moved || phase == Phase::Failed) {
            // As before: AWS's reads lag behind.
            return Sight::Nothing;
        }
        Sight::Ended(Ending::Failed, Safe::new(format!("it became {status} instead")))
    }
}

impl Hand {
    /// Looks until there is a first sign, for at most a minute.
    pub(super) async fn first_sign(&self, at: usize, watch: &mut Watch, tell: &Tell) -> First {
        const LONGEST: Duration = Duration::from_mins(1);
        for number in 0.. {
            match self.sight(at, watch, tell).await {
                Sight::Ended(ending, text) => return First::Ended(ending, text),
                Sight::Sign => return First::Sign,
                Sight::Nothing if watch.since.elapsed() >= LONGEST => break,
                Sight::Nothing => {}
            }
            if !self.pause(number).await {
                return First::None(Safe::new("the program ends"));
            }
        }
        First::None(Safe::new("a minute after the call its state has not moved"))
    }

    /// Looks until it is known how it ended, and writes that down. Nothing comes back where the brake was pulled before.
    pub(super) async fn follow(&self, at: usize, mut watch: Watch, tell: &Tell) -> Option<(Ending, Safe)> {
        for number in 0.. {
            let (ending, text) = match self.sight(at, &mut watch, tell).await {
                Sight::Ended(ending, text) => (ending, text),
                _ if watch.is_out_of_patience() => watch.given_up(),
                Sight::Sign | Sight::Nothing => {
                    if self.pause(number).await {
                        continue;
                    }
                    return None;
                }
            };
            let text = self.outcome(&watch, ending, text).await;
            tell(at, Progress::Ended { ending, text: text.clone() });
            return Some((ending, text));
        }
        None
    }

    async fn sight(&self, at: usize, watch: &mut Watch, tell: &Tell) -> Sight {
        if watch.spec.until.is_none() {
            return self.sight_of_tags(at, watch, tell).await;
        }
        match self.state(at, &watch.target, tell).await {
            Ok((seen, phase)) => {
                watch.looked = true;
                watch.judge(seen, phase)
            }
            // What was to be gone is not found any more.
            Err(failure) if failure.kind == FailureKind::NotFound && watch.action.verb == Verb::Delete => {
                Sight::Ended(Ending::Done, Safe::new("it is gone"))
            }
            // A look that failed shows nothing; the next one may not fail.
            Err(_) => Sight::Nothing,
        }
    }

    async fn sight_of_tags(&self, at: usize, watch: &mut Watch, tell: &Tell) -> Sight {
        let Ok(tags) = self.tags(at, &watch.target, tell).await else { return Sight::Nothing };
        watch.looked = true;
        let wanted = &watch.action.tags;
        let (done, text) = match watch.action.verb {
            Verb::RemoveTags => {
                (wanted.iter().all(|old| tags.iter().all(|tag| tag.key != old.key)), "the tags are gone")
            }
            _ => (wanted.iter().all(|new| tags.contains(new)), "the tags are there"),
        };
        if done { Sight::Ended(Ending::Done, Safe::new(text)) } else { Sight::Nothing }
    }

    /// Waits before the next look; false when the brake was pulled.
    async fn pause(&self, number: usize) -> bool {
        let wait = WAITS_S.get(number).or(WAITS_S.last()).copied().unwrap_or(10);
        let until = Instant::now() + Duration::from_secs(wait);
        while Instant::now() < until {
            if self.0.halt.is_pulled() {
                return false;
            }
            tokio::time::sleep(GLANCE.min(until.saturating_duration_since(Instant::now()))).await;
        }
        !self.0.halt.is_pulled()
    }
}
