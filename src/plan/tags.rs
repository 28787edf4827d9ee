//! Tags to add: which are missing, how they are written in one line, and what AWS would not take.
//!
//! Nothing is guessed: a missing key is offered with the value of another spelling of it that the resource has, else
//! without a value.

use std::collections::BTreeMap;

use crate::model::action::Verb;
use crate::model::resource::{Resource, Tag};
use crate::model::row::Row;
use crate::model::text::Safe;

/// Tags of one resource (AWS General Reference, tag limits).
pub const MOST: usize = 50;
const KEY_CHARS: usize = 128;
const VALUE_CHARS: usize = 256;

/// Those of the tags that an action on this resource is about: the ones that it lacks, or has.
pub(super) fn concerned(resource: &Resource, verb: Verb, tags: &[Tag]) -> Vec<Tag> {
    let own = resource.tags().unwrap_or_default();
    let lacks = |tag: &&Tag| !own.iter().any(|known| known.key == tag.key);
    match verb {
        Verb::AddTags => tags.iter().filter(lacks).cloned().collect(),
        Verb::RemoveTags => tags.iter().filter(|tag| own.contains(tag)).cloned().collect(),
        Verb::Stop | Verb::Start | Verb::Delete => Vec::new(),
    }
}

/// What the resource has under the keys that were asked for with another value.
pub(super) fn kept(resource: &Resource, verb: Verb, asked: &[Tag]) -> Vec<Tag> {
    let own = resource.tags().unwrap_or_default().iter();
    let other = |tag: &&Tag| asked.iter().any(|one| one.key == tag.key && one.value != tag.value);
    if verb == Verb::AddTags { own.filter(other).cloned().collect() } else { Vec::new() }
}

/// The pattern of tag keys and values in SageMaker's API, or a little more: AWS itself has the last word.
fn is_allowed(c: char) -> bool {
    c.is_alphanumeric() || "_.:/=+-@".contains(c) || (c.is_whitespace() && !c.is_control())
}

/// What AWS would not take of a tag.
pub fn mistake(tag: &Tag) -> Option<Safe> {
    let (key, value) = (tag.key.raw(), tag.value.raw());
    let why = if key.is_empty() || key.chars().count() > KEY_CHARS {
        format!("a tag key has 1 to {KEY_CHARS} characters")
    } else if value.chars().count() > VALUE_CHARS {
        format!("the value of a tag has at most {VALUE_CHARS} characters")
    } else if key.to_ascii_lowercase().starts_with("aws:") {
        "tag keys that begin with aws: belong to AWS".to_owned()
    } else if let Some(c) = key.chars().chain(value.chars()).find(|c| !is_allowed(*c)) {
        format!(
            "AWS takes letters, digits, spaces and _ . : / = + - @ in tags, not {}",
            Safe::new(c.to_string()).identity()
        )
    } else {
        return None;
    };
    Some(Safe::new(why))
}

/// The line that is offered for a resource: each required key that it lacks.
pub fn offered(resource: &Resource, required: &[String], aliases: &BTreeMap<String, Vec<String>>) -> String {
    let own = resource.tags().unwrap_or_default();
    let missing = required.iter().filter(|key| resource.tag(key).is_none());
    let words = missing.map(|key| {
        let spelled = |tag: &&Tag| {
            tag.key.raw().eq_ignore_ascii_case(key)
                || aliases.get(key).is_some_and(|all| all.iter().any(|alias| alias == tag.key.raw()))
        };
        let value = own.iter().find(spelled).map_or("", |tag| tag.value.raw());
        format!("{}={}", quoted(key), quoted(value))
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The line that is offered for several: each required key that any of them lacks. Values differ from one to the
/// other.
pub fn offered_to_all(rows: &[&Row], required: &[String]) -> String {
    let lacks = |key: &&String| rows.iter().any(|row| row.resource.tag(key).is_none());
    let words = required.iter().filter(lacks).map(|key| format!("{}=", quoted(key)));
    words.collect::<Vec<_>>().join(" ")
}

fn quoted(text: &str) -> String {
    let plain = !text.contains([' ', '"', '=']);
    if plain { text.to_owned() } else { format!("\"{}\"", text.replace('"', "")) }
}

/// Reads `key=value other="two words"`. Keys without a value are left out, as they were offered. The error is a
/// sentence.
pub fn parse(line: &str) -> Result<Vec<Tag>, Safe> {
    let mut tags: Vec<Tag> = Vec::new();
    for word in words(line)? {
        let (key, value) = match &word[..] {
            [key, value] => (key.trim(), value.trim()),
            _ => return Err(Safe::new("write each tag as KEY=VALUE, with quotes around spaces and =")),
        };
        if value.is_empty() {
            continue;
        }
        let tag = Tag { key: Safe::new(key), value: Safe::new(value) };
        if let Some(why) = mistake(&tag) {
            return Err(why);
        }
        if tags.iter().any(|known| known.key == tag.key) {
            return Err(Safe::new(format!("the key {key} stands twice")));
        }
        tags.push(tag);
    }
    if tags.is_empty() { Err(Safe::new("no tag has a value")) } else { Ok(tags) }
}

/// Words parted by spaces, each parted at its `=` signs, both outside of quotes.
fn words(line: &str) -> Result<Vec<Vec<String>>, Safe> {
    let (mut all, mut word, mut in_quotes) = (Vec::new(), vec![String::new()], false);
    for c in line.chars().chain([' ']) {
        match c {
            '"' => in_quotes = !in_quotes,
            ' ' if !in_quotes => {
                if word.len() > 1 || word.first().is_some_and(|part| !part.is_empty()) {
                    all.push(std::mem::take(&mut word));
                }
                word = vec![String::new()];
            }
            '=' if !in_quotes => word.push(String::new()),
            c => word.last_mut().map_or((), |part| part.push(c)),
        }
    }
    if in_quotes { Err(Safe::new("a quote is not closed")) } else { Ok(all) }
}
