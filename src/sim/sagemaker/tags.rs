//! Tags of whatever SageMaker has, by ARN: listed, added and taken away.
//!
//! They stand in the order in which their keys were added. Invariant: a page token goes on behind the tag that it was
//! issued at, whatever is added or taken away meanwhile; without that tag it is refused.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::sim::call::{Refusal, State};
use crate::sim::pager;
use crate::sim::world::{Scope, Tag};

use super::{Here, invalid_token, not_found, page_of, shelf};

/// Tags that a resource can have, and a page can hold.
const MOST: usize = 50;
const NOTEBOOK: &str = "notebook-instance";
const CONFIG: &str = "notebook-instance-lifecycle-config";

impl Here<'_> {
    pub(super) fn list_tags(&self, scope: &Scope) -> Result<Value, Refusal> {
        let (kind, name) = self.named()?;
        let tags = match kind {
            NOTEBOOK => find(&scope.notebooks, name).map(|(_, notebook)| &notebook.tags),
            CONFIG => find(&scope.lifecycle_configs, name).map(|(_, config)| &config.tags),
            _ => shelf::find(scope, self.call.required("ResourceArn")?, self.now).map(|item| &item.tags),
        };
        let tags = tags.ok_or_else(not_found)?;
        let size = self.call.limit("MaxResults", MOST, MOST)?;
        let key = self.call.listing(self.account);
        let start = match self.cursor(&key)? {
            None => 0,
            Some(last) => tags.iter().rposition(|(key, _)| *key == last).ok_or_else(invalid_token)? + 1,
        };
        let end = tags.len().min(start + size);
        let page = tags.get(start..end).unwrap_or_default();
        let last = page.last().filter(|_| end < tags.len());
        let next = last.map(|(cursor, _)| pager::issue(&key, cursor));
        Ok(page_of("Tags", written(page), next))
    }

    /// Adds tags and answers with all; a key that is there already gets the new value.
    pub(super) fn add_tags(&self, state: &mut State) -> Result<Value, Refusal> {
        let given = self.call.list("Tags")?;
        self.retag(state, |tags| {
            for (key, value) in given.iter().map(read).collect::<Option<Vec<_>>>().ok_or_else(malformed)? {
                match tags.iter_mut().find(|(known, _)| *known == key) {
                    Some((_, old)) => *old = value,
                    None => tags.push((key, value)),
                }
            }
            if tags.len() > MOST {
                let text = format!("A resource has at most {MOST} tags; this one would have {}.", tags.len());
                return Err(Refusal::new("ResourceLimitExceeded", text));
            }
            Ok(page_of("Tags", written(tags), None))
        })
    }

    /// Takes tags away by their keys; a key that is not there is no error.
    pub(super) fn delete_tags(&self, state: &mut State) -> Result<Value, Refusal> {
        let keys = self.call.list("TagKeys")?;
        self.retag(state, |tags| {
            tags.retain(|(key, _)| !keys.iter().any(|gone| gone == key));
            Ok(json!({}))
        })
    }

    /// Changes the tags of the named resource, all at once or, when that is refused, not at all.
    fn retag(
        &self,
        state: &mut State,
        change: impl FnOnce(&mut Vec<Tag>) -> Result<Value, Refusal>,
    ) -> Result<Value, Refusal> {
        let (kind, name) = self.named()?;
        let scope = state.world.scope_mut(self.account, &self.call.region);
        // Only of notebook instances is it remembered that they had tags once.
        let mut forgotten = false;
        let (tags, was_tagged) = match kind {
            NOTEBOOK => find_mut(&mut scope.notebooks, name)
                .map(|notebook| (&mut notebook.tags, &mut notebook.was_tagged)),
            CONFIG => {
                find_mut(&mut scope.lifecycle_configs, name).map(|config| (&mut config.tags, &mut forgotten))
            }
            _ => shelf::find_mut(scope, self.call.required("ResourceArn")?)
                .map(|item| (&mut item.tags, &mut item.was_tagged)),
        }
        .ok_or_else(not_found)?;
        let mut changed = tags.clone();
        let answer = change(&mut changed)?;
        *was_tagged |= !tags.is_empty() || !changed.is_empty();
        *tags = changed;
        Ok(answer)
    }

    /// Kind and name in the ARN of the call, when that lies in its account and region.
    fn named(&self) -> Result<(&str, &str), Refusal> {
        let arn = self.call.required("ResourceArn")?;
        let place = format!("arn:aws:sagemaker:{}:{}:", self.call.region, self.account);
        arn.strip_prefix(&place).and_then(|rest| rest.split_once('/')).ok_or_else(not_found)
    }
}

fn read(tag: &Value) -> Option<Tag> {
    Some((tag.get("Key")?.as_str()?.to_owned(), tag.get("Value")?.as_str()?.to_owned()))
}

fn written(tags: &[Tag]) -> Vec<Map<String, Value>> {
    let pair =
        |(key, value): &Tag| Map::from_iter([("Key".into(), json!(key)), ("Value".into(), json!(value))]);
    tags.iter().map(pair).collect()
}

fn malformed() -> Refusal {
    Refusal::validation(
        "1 validation error detected: Value at 'tags' failed to satisfy constraint: a key and a value",
    )
}

/// Finds by the name as it stands in an ARN, which is in lower case.
fn find<'s, T>(all: &'s BTreeMap<String, T>, name: &str) -> Option<(&'s String, &'s T)> {
    all.get_key_value(name).or_else(|| all.iter().find(|(known, _)| known.to_lowercase() == name))
}

fn find_mut<'s, T>(all: &'s mut BTreeMap<String, T>, name: &str) -> Option<&'s mut T> {
    let known = find(all, name)?.0.clone();
    all.get_mut(&known)
}
