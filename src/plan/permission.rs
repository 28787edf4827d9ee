//! Whether an action may be done: mode, kind, state, account class, protection. The same for the key, the menu, the
//! command line, and once more right before the call.
//!
//! Invariant: what is not known is no permission.

use super::Rules;
use super::tags::Kept;
use crate::model::account::{AccountState, Login};
use crate::model::action::{Action, ActionSpec, Allowance, Verb};
use crate::model::audit::Seen;
use crate::model::protect::Protect;
use crate::model::resource::{Phase, Tag};
use crate::model::row::Row;
use crate::model::text::Safe;

const ALL_THERE: &str = "it has a tag with each of these keys";

/// The same, with what is there in place of what was asked for where nothing is missing.
pub(super) fn with_kept(why: Safe, kept: &[Kept]) -> Safe {
    if why.raw() != ALL_THERE || kept.is_empty() {
        return why;
    }
    let kept: Vec<String> = kept.iter().map(|kept| kept.words().raw().to_owned()).collect();
    Safe::new(format!("{ALL_THERE}; {}", kept.join("; ")))
}

/// Why the action may not be done to the row; nothing where it may. `alone`: it is the only resource that is meant.
pub fn refusal(
    row: &Row,
    action: &Action,
    spec: Option<&ActionSpec>,
    rules: Rules<'_>,
    alone: bool,
) -> Option<Safe> {
    if let Some(why) = rules.read_only {
        return Some(Safe::new(format!("read-only: {}", why.raw())));
    }
    let Some(spec) = spec else {
        return Some(Safe::new(format!("{} cannot be asked to {}", row.resource.kind.one(), action.verb)));
    };
    let class = class(row, spec, alone);
    class.or_else(|| protected(row, rules.protect)).or_else(|| state(row, action, spec))
}

/// What the account says.
fn class(row: &Row, spec: &ActionSpec, alone: bool) -> Option<Safe> {
    let account = &row.account;
    let permitted = &account.permitted;
    let why = if account.state == AccountState::Suspended {
        "the account is suspended".to_owned()
    } else if !permitted.most.covers(spec.risk) {
        let allows = match permitted.most {
            Allowance::None => "no actions".to_owned(),
            most => format!("only {} actions", most.name()),
        };
        format!("{} allows {allows}", permitted.source.raw())
    } else if let Login::Failed(failure) = &account.login {
        format!("there is no login to the account: {}", failure.what.raw())
    } else if permitted.typed && !alone {
        "its account has no role, so its name must be typed: act on it alone".to_owned()
    } else {
        return None;
    };
    Some(Safe::new(why))
}

fn protected(row: &Row, protect: &Protect) -> Option<Safe> {
    let resource = &row.resource;
    protect.reason(&resource.name, resource.tags().unwrap_or_default(), &row.account)
}

/// What the resource itself says.
fn state(row: &Row, action: &Action, spec: &ActionSpec) -> Option<Safe> {
    let resource = &row.resource;
    if resource.incomplete {
        return Some(Safe::new("AWS's answer lacked its ARN, so that nothing may act on it"));
    }
    if matches!(action.verb, Verb::AddTags | Verb::RemoveTags) {
        return tags(row, action);
    }
    let Some(status) = &resource.status else {
        return Some(Safe::new("its state is not known"));
    };
    if spec.from.contains(&status.raw()) {
        return None;
    }
    if spec.is_under_way(status.raw()) {
        return Some(Safe::new(format!("it is {} already", status.raw())));
    }
    let wanted = spec.from.join(" or ");
    let unknown = if resource.phase == Phase::Unknown { ", which this version does not know" } else { "" };
    Some(Safe::new(format!("it is {}{unknown}; {} needs {wanted}", status.raw(), action.verb)))
}

fn tags(row: &Row, action: &Action) -> Option<Safe> {
    let Some(tags) = &row.resource.tags() else {
        return Some(Safe::new("its tags were not read, so that nobody knows which are missing"));
    };
    if let Some(why) = action.tags.iter().find_map(super::tags::mistake) {
        return Some(why);
    }
    let adds = action.verb == Verb::AddTags;
    if action.tags.is_empty() {
        let why = if adds { ALL_THERE } else { "it has none of these tags" };
        return Some(Safe::new(why));
    }
    let most = super::tags::MOST;
    (adds && tags.len() + action.tags.len() > most)
        .then(|| Safe::new(format!("a resource can have {most} tags; it would have more")))
}

/// What moved between the plan and now, if anything did: then the plan is about something else. `now` and `tags` were
/// read a moment ago.
pub fn changed(item: &super::Item, now: &Seen, name: &Safe, tags: &[Tag], protect: &Protect) -> Option<Safe> {
    if let Some(why) = protect.reason(name, tags, &item.account) {
        return Some(why);
    }
    let planned = &item.state;
    let word = |status: &Option<Safe>| status.as_ref().map_or("not known".to_owned(), |s| s.raw().to_owned());
    match item.action.verb {
        Verb::AddTags => {
            let taken = item.action.tags.iter().find(|new| tags.iter().any(|tag| tag.key == new.key))?;
            Some(Safe::new(format!("it has a tag {} by now", taken.key.raw())))
        }
        Verb::RemoveTags => {
            let gone = item.action.tags.iter().find(|old| !tags.contains(old))?;
            Some(Safe::new(format!("its tag {} is another by now, or gone", gone.key.raw())))
        }
        Verb::Stop | Verb::Start | Verb::Delete | Verb::Retry if planned.status != now.status => {
            let (was, is) = (word(&planned.status), word(&now.status));
            Some(Safe::new(format!("its state moved from {was} to {is} since the plan")))
        }
        // Stopped and started again in between, it looks the same and is not what was meant. What can never be taken up
        // again cannot be another one; it is modified by every step that it takes.
        Verb::Stop | Verb::Start if item.spec.undo.is_some() && planned.modified != now.modified => {
            Some(Safe::new("it was modified since the plan: look at it again"))
        }
        Verb::Delete if planned.modified != now.modified => {
            Some(Safe::new("it was modified since the plan: look at it again"))
        }
        // The listing of runs does not say when; where it is known, a run that went on in between is another sight.
        Verb::Retry if planned.modified.is_some() && planned.modified != now.modified => {
            Some(Safe::new("it was modified since the plan: look at it again"))
        }
        Verb::Stop | Verb::Start | Verb::Delete | Verb::Retry => None,
    }
}
