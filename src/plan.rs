//! Plans: what exactly would be done to which resources, whether it may be, and what a person must confirm. Pure.
//!
//! Not here: the doing, which is `runtime::act`'s. Invariants: a plan holds its resources as they were seen at one
//! moment, by ARN; whoever is to do something needs an [`Approved`], and only [`Plan::approve`] makes one.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::model::account::Account;
use crate::model::action::{Action, ActionSpec, Risk, Verb};
use crate::model::audit::Seen;
use crate::model::fetch::Target;
use crate::model::kind::Kind;
use crate::model::money::Money;
use crate::model::protect::Protect;
use crate::model::resource::{Part, Resource, Tag};
use crate::model::row::Row;
use crate::model::text::Safe;

mod permission;
pub mod tags;
#[cfg(test)]
mod tests;
mod words;

pub use permission::{changed, refusal};
use tags::Kept;

/// What decides besides the resource and its account.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// Why nothing may be changed at all, if so.
    pub read_only: Option<&'a Safe>,
    pub protect: &'a Protect,
    /// Which tag keys count as one.
    pub spellings: tags::Spellings<'a>,
}

/// One resource of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub action: Action,
    pub spec: &'static ActionSpec,
    pub target: Target,
    pub account: Arc<Account>,
    pub owner: Option<Safe>,
    /// What was seen when the plan was made; right before the call it must still be so.
    pub state: Seen,
    /// When that was seen.
    pub seen: Timestamp,
    /// The last sign of use, or that none is known.
    pub last_use: Safe,
    /// The same in a few words, for a list.
    pub used: Safe,
    pub sign: Sign,
    /// List price of an hour in which it runs, where that is known.
    pub usd_hour: Option<Money>,
    /// The deed that this one takes back.
    pub undoes: Option<Safe>,
    /// Its tags were read, so that it is known whether they protect it.
    pub tags_known: bool,
    /// Tags that it has already and keeps as they are, though others were asked for.
    pub kept: Vec<Kept>,
}

/// What is known of its use at the moment of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// It does not run.
    None,
    /// It runs, and no sign of use is known.
    Unknown,
    /// It runs, and this is the last sign.
    At(Timestamp),
}

/// A resource that was meant and will not be touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    pub target: Target,
    pub account: Arc<Account>,
    pub why: Safe,
}

/// What a person must do to agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Confirm {
    /// One key.
    Key,
    /// Type this word.
    Type {
        word: Safe,
        /// What the word is, for the prompt.
        what: &'static str,
    },
}

/// What would be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub verb: Verb,
    pub made: Timestamp,
    /// By account, then by region and name.
    pub items: Vec<Item>,
    pub left_out: Vec<LeftOut>,
}

/// A plan that a person agreed to, item by item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approved {
    verb: Verb,
    items: Vec<Item>,
}

impl Plan {
    /// Plans an action on each of these rows. `tags` are those to add to a resource or to remove from it.
    pub fn of<'a>(
        rows: &[&Row],
        verb: Verb,
        tags: impl Fn(&Resource) -> &'a [Tag],
        spec: impl Fn(&Resource) -> Option<&'static ActionSpec>,
        rules: Rules<'_>,
        now: Timestamp,
    ) -> Self {
        let mut plan = Self { verb, made: now, items: Vec::new(), left_out: Vec::new() };
        let alone = rows.len() == 1;
        for row in rows {
            let spec = spec(&row.resource);
            let asked = tags(&row.resource);
            let action = Action { verb, tags: tags::concerned(&row.resource, verb, asked, rules.spellings) };
            let kept = tags::kept(&row.resource, verb, asked, rules.spellings);
            match (refusal(row, &action, spec, rules, alone), spec) {
                (None, Some(spec)) => {
                    plan.items.push(Item { kept, ..Item::of(row, action, spec, now) });
                }
                (why, _) => plan.left_out.push(LeftOut {
                    target: Target::of(&row.resource),
                    account: Arc::clone(&row.account),
                    why: why.map(|why| permission::with_kept(why, &kept)).unwrap_or_default(),
                }),
            }
        }
        plan.items.sort_by(|a, b| a.place().cmp(&b.place()));
        plan
    }

    /// What a person must do to agree; nothing where there is nothing to agree to.
    pub fn confirm(&self) -> Option<Confirm> {
        let item = self.items.first()?;
        if self.items.len() > 1 {
            let word = Safe::new(self.items.len().to_string());
            return Some(Confirm::Type { word, what: "the number of resources" });
        }
        let account = || {
            // A name that cannot be typed as it is shown is replaced by what identifies the account anyway.
            let name = &item.account.name;
            let plain = name.identity() == name.raw() && name.raw().trim() == name.raw();
            if plain { name.clone() } else { Safe::new(item.account.id.to_string()) }
        };
        Some(match item.spec.risk {
            Risk::Safe if item.account.permitted.typed => {
                Confirm::Type { word: account(), what: "the account" }
            }
            Risk::Safe => Confirm::Key,
            Risk::Disruptive | Risk::Governance => {
                Confirm::Type { word: item.target.name.clone(), what: "the name of the resource" }
            }
            Risk::Destructive => {
                let word = format!("{}/{}", account().raw(), item.target.name.raw());
                Confirm::Type { word: Safe::new(word), what: "account/name" }
            }
        })
    }

    /// Agrees to the plan: with what was typed where something must be typed, with nothing otherwise. Nothing comes of
    /// it where the words differ or nothing is planned.
    pub fn approve(&self, typed: Option<&str>) -> Option<Approved> {
        let agreed = match (self.confirm()?, typed) {
            (Confirm::Key, None) => true,
            (Confirm::Type { word, .. }, Some(typed)) => typed == word.raw(),
            (Confirm::Key, Some(_)) | (Confirm::Type { .. }, None) => false,
        };
        agreed.then(|| Approved { verb: self.verb, items: self.items.clone() })
    }

    /// The items by account, in the order of their names.
    pub fn by_account(&self) -> Vec<(&Arc<Account>, Vec<&Item>)> {
        let mut groups: BTreeMap<(&Safe, _), (&Arc<Account>, Vec<&Item>)> = BTreeMap::new();
        for item in &self.items {
            let key = (&item.account.name, item.account.id);
            groups.entry(key).or_insert_with(|| (&item.account, Vec::new())).1.push(item);
        }
        groups.into_values().collect()
    }

    /// What all of it does to the bill at list price, as far as the prices are known.
    pub fn money(&self) -> Option<Safe> {
        let known = self.items.iter().filter_map(|item| item.usd_hour);
        let stays = self.items.iter().any(|item| item.spec.undo.is_some());
        words::money(self.verb, known, self.items.len(), stays)
    }

    /// How many of them somebody may be using, where a stop would take it away from them.
    pub fn in_use(&self) -> Option<Safe> {
        if self.verb == Verb::Stop { words::in_use(&self.items, self.made) } else { None }
    }

    /// Marks each item as the undoing of a deed.
    #[must_use]
    pub fn undoing(mut self, deed: impl Fn(&Target) -> Option<Safe>) -> Self {
        for item in &mut self.items {
            item.undoes = deed(&item.target);
        }
        self
    }
}

impl Approved {
    pub const fn verb(&self) -> Verb {
        self.verb
    }

    pub fn items(&self) -> &[Item] {
        &self.items
    }
}

/// When a resource became what it is. An app is never modified; one that was made anew under the same name is another.
fn changed_at(resource: &Resource) -> Option<Timestamp> {
    let created = (resource.kind == Kind::App).then(|| resource.created()).flatten();
    resource.modified().or(created)
}

impl Item {
    fn of(row: &Row, action: Action, spec: &'static ActionSpec, now: Timestamp) -> Self {
        let resource = &row.resource;
        let described = match resource.parts().describe {
            Part::Read(at) => Some(at),
            Part::NotRead | Part::Failed(_) => None,
        };
        Self {
            spec,
            target: Target::of(resource),
            account: Arc::clone(&row.account),
            owner: row.derived.owner.clone(),
            state: Seen { status: resource.status.clone(), modified: changed_at(resource) },
            seen: described.map_or(resource.seen(), |at| at.max(resource.seen())),
            last_use: words::last_use(row, now),
            used: words::used(row, now),
            sign: words::sign(row),
            usd_hour: row.derived.usd_hour_running,
            undoes: None,
            tags_known: resource.tags().is_some(),
            kept: Vec::new(),
            action,
        }
    }

    fn place(&self) -> (&Safe, &crate::model::scope::Scope, &Safe) {
        (&self.account.name, &self.target.scope, &self.target.name)
    }

    /// What happens, one sentence each, for the box and the journal.
    pub fn words(&self) -> Vec<Safe> {
        words::consequences(self)
    }
}
