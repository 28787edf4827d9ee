//! Tags to add: which are missing, how they are written in one line, and what AWS would not take.
//!
//! Nothing is guessed, and nothing is there twice: a required key that stands under another spelling is there. Invariant:
//! what is added never takes the place of what counted before.

use std::collections::BTreeMap;

use crate::model::action::Verb;
use crate::model::resource::{Resource, Tag};
use crate::model::row::Row;
use crate::model::text::Safe;

/// Tags of one resource (AWS General Reference, tag limits).
pub const MOST: usize = 50;
const KEY_CHARS: usize = 128;
const VALUE_CHARS: usize = 256;

/// Which tag keys mean the same, by the policy.
#[derive(Clone, Copy, Debug)]
pub struct Spellings<'a> {
    /// Keys that every resource should have, in whatever case.
    pub required: &'a [String],
    /// Canonical key → other spellings that count.
    pub aliases: &'a BTreeMap<String, Vec<String>>,
}

/// A tag that stays as it is, though another was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The key that was asked for.
    pub asked: Safe,
    /// What is there: under the same key, or under another spelling of it.
    pub own: Tag,
}

impl Kept {
    /// A sentence.
    pub fn words(&self) -> Safe {
        let (asked, key, value) = (self.asked.raw(), self.own.key.raw(), self.own.value.raw());
        Safe::new(if asked == key {
            format!("{key} stays {value}: it is there already")
        } else {
            format!("{asked} stays {value}: it is there as {key}")
        })
    }
}

impl Spellings<'_> {
    /// Whether both keys are spellings of one that the policy knows.
    fn are_one(&self, a: &str, b: &str) -> bool {
        let required = self.required.iter().map(String::as_str);
        let mut canonical = required.chain(self.aliases.keys().map(String::as_str));
        canonical.any(|key| self.spells(a, key) && self.spells(b, key))
    }

    fn spells(&self, spelling: &str, key: &str) -> bool {
        let others = self.aliases.get(key).into_iter().flatten();
        others.map(String::as_str).chain([key]).any(|known| known.eq_ignore_ascii_case(spelling))
    }

    /// The tag that is there in place of one with this key. Another spelling without a value takes nobody's place.
    fn own<'a>(&self, own: &'a [Tag], key: &str) -> Option<&'a Tag> {
        let exact = own.iter().find(|tag| tag.key.raw() == key);
        let other = |tag: &&Tag| !tag.value.raw().trim().is_empty() && self.are_one(tag.key.raw(), key);
        exact.or_else(|| own.iter().find(other))
    }
}

/// Those of the tags that an action on this resource is about: the ones that it lacks, or has.
pub(super) fn concerned(resource: &Resource, verb: Verb, tags: &[Tag], spellings: Spellings<'_>) -> Vec<Tag> {
    let own = resource.tags().unwrap_or_default();
    let lacks = |tag: &&Tag| spellings.own(own, tag.key.raw()).is_none();
    match verb {
        Verb::AddTags => tags.iter().filter(lacks).cloned().collect(),
        Verb::RemoveTags => tags.iter().filter(|tag| own.contains(tag)).cloned().collect(),
        Verb::Stop | Verb::Start | Verb::Delete | Verb::Retry => Vec::new(),
    }
}

/// What the resource has in place of tags that were asked for, unless it is exactly the same.
pub(super) fn kept(resource: &Resource, verb: Verb, asked: &[Tag], spellings: Spellings<'_>) -> Vec<Kept> {
    if verb != Verb::AddTags {
        return Vec::new();
    }
    let own = resource.tags().unwrap_or_default();
    let kept = asked.iter().filter_map(|asked| {
        let own = spellings.own(own, asked.key.raw()).filter(|own| *own != asked)?;
        Some(Kept { asked: asked.key.clone(), own: own.clone() })
    });
    kept.collect()
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

/// The line that is offered: each required key that any of the resources lacks, without a value, since values differ
/// from one to the other. What stands there under another spelling is there.
pub fn offered(rows: &[&Row], spellings: Spellings<'_>) -> String {
    let lacks = |key: &&String| {
        rows.iter().any(|row| spellings.own(row.resource.tags().unwrap_or_default(), key).is_none())
    };
    let words = spellings.required.iter().filter(lacks).map(|key| format!("{}=", quoted(key)));
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
