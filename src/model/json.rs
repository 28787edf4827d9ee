//! A row as JSON: the one shape that scripts, the pager and the copy menu share.
//!
//! Absent means not known: nothing here is ever `null`. Strings carry the raw text; what a terminal would obey, hide
//! or reorder is written as an escape by [`to_text`].

use jiff::Timestamp;
use serde_json::{Map, Value as Json};

use super::field::{Field, Measure};
use super::row::Row;
use super::steps::{Step, Steps};
use super::text::Safe;
use super::time::rfc3339;
use super::value::Value;

/// The row with its common keys on top and everything else under `facts`.
pub fn row(row: &Row, now: Timestamp) -> Json {
    let mut object = Map::new();
    let mut facts = Map::new();
    for field in COMMON {
        if let Some(value) = row.value(field, now) {
            object.insert(field.key().to_owned(), json(value));
        }
    }
    if let Some(tags) = &row.resource.tags() {
        let pairs = tags.iter().map(|tag| (tag.key.raw().to_owned(), Json::from(tag.value.raw())));
        object.insert(Field::Tags.key().to_owned(), Json::Object(pairs.collect()));
    }
    for field in Field::ALL.iter().filter(|field| !field.is_common()) {
        if let Some(value) = row.value(*field, now) {
            facts.insert(field.key().to_owned(), fact(*field, value));
        }
    }
    object.insert("facts".to_owned(), Json::Object(facts));
    for field in [Field::Source, Field::Age] {
        if let Some(value) = row.value(field, now) {
            object.insert(field.key().to_owned(), json(value));
        }
    }
    Json::Object(object)
}

/// The common keys in front of tags and facts, in their order.
const COMMON: [Field; 12] = [
    Field::Arn,
    Field::Kind,
    Field::Name,
    Field::AccountId,
    Field::AccountName,
    Field::AccountRole,
    Field::Region,
    Field::Status,
    Field::Phase,
    Field::Created,
    Field::Modified,
    Field::Owner,
];

/// A value by itself: money as a decimal string, times in RFC 3339, durations in whole seconds.
pub fn json(value: Value) -> Json {
    match value {
        Value::Text(text) => Json::from(text.raw()),
        Value::Bool(yes) => Json::from(yes),
        Value::Int(number) | Value::Span(number) => Json::from(number),
        Value::Time(at) => Json::from(rfc3339(at)),
        Value::Money(money) => Json::from(money.to_string()),
        Value::List(items) => items.iter().map(|item| Json::from(item.raw())).collect(),
        Value::Steps(steps) => self::steps(&steps),
    }
}

/// Each step by itself. Layers, edges and the critical path are there only where they are known.
fn steps(steps: &Steps) -> Json {
    let critical = steps.critical_path();
    let step = |(place, step): (usize, &Step)| {
        let text = |text: &Option<Safe>| text.as_ref().map(|text| Json::from(text.raw()));
        let time = |at: Option<Timestamp>| at.map(|at| Json::from(rfc3339(at)));
        let before = steps.after(place).iter().filter_map(|at| steps.all().get(*at));
        let before: Json = before.map(|step| Json::from(step.name.raw())).collect();
        let known = steps.has_edges();
        let members = [
            ("name", Some(Json::from(step.name.raw()))),
            ("type", text(&step.kind)),
            ("status", text(&step.status)),
            ("phase", step.phase().map(|phase| Json::from(phase.name()))),
            ("started", time(step.started)),
            ("ended", time(step.ended)),
            ("took_s", step.took().map(Json::from)),
            ("failure_reason", text(&step.failure)),
            ("arn", step.made.as_ref().map(|arn| Json::from(arn.raw()))),
            ("cached", Some(Json::from(step.cached))),
            ("attempts", step.attempts.map(Json::from)),
            ("outcome", text(&step.outcome)),
            ("layer", known.then(|| Json::from(steps.layer(place)))),
            ("after", known.then_some(before)),
            ("critical", known.then(|| Json::from(critical.contains(&place)))),
        ];
        let members = members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        Json::Object(members.collect())
    };
    steps.all().iter().enumerate().map(step).collect()
}

fn fact(field: Field, value: Value) -> Json {
    match (field.measure(), value) {
        // A list that AWS gave with one entry stays a list.
        (Measure::List, Value::Text(text)) => Json::from(vec![text.raw()]),
        (_, value) => json(value),
    }
}

/// The text of a JSON value. Control, bidirectional, zero-width and line-separating characters are written as
/// `\uXXXX`, so that the text can be sent to a terminal and still be read back exactly.
pub fn to_text(value: &Json, pretty: bool) -> String {
    let plain = if pretty { format!("{value:#}") } else { value.to_string() };
    let mut out = String::with_capacity(plain.len());
    for c in plain.chars() {
        if is_hidden(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.extend(format!("\\u{unit:04x}").chars());
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// Characters that JSON lets stand as they are, but that a terminal or a reader would be misled by. Outside strings
/// JSON text holds none of them.
const fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{e000}'..='\u{f8ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' | '\u{f0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::account::{Account, AccountRole, AccountState, Login, Via};
    use crate::model::id::Arn;
    use crate::model::kind::Kind;
    use crate::model::money::Money;
    use crate::model::resource::{Facts, Parts, Phase, Resource, Tag, Whole};
    use crate::model::row::Derived;
    use crate::model::scope::{Region, Scope};
    use crate::model::text::Safe;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn sample() -> Row {
        let id = "012345678901".parse().unwrap();
        let scope = Scope { account: id, region: Region::parse("eu-west-1").unwrap() };
        let facts = [
            (Field::InstanceType, Some(Value::text("ml.t3.medium"))),
            (Field::VolumeSizeInGb, Some(Value::Int(5))),
        ];
        let resource = Resource::from(Whole {
            arn: Arn::new("arn:aws:sagemaker:eu-west-1:012345678901:notebook-instance/x"),
            kind: Kind::Notebook,
            name: Safe::new("x\u{202e}y"),
            scope,
            status: Some(Safe::new("InService")),
            phase: Phase::Ok,
            created: Some(at(0)),
            modified: None,
            tags: None,
            facts: facts.into_iter().collect::<Facts>(),
            parts: Parts::default(),
            seen: at(100),
            source: "sagemaker:ListNotebookInstances",
            incomplete: false,
        });
        let account = Account {
            id,
            name: Safe::new("prod"),
            role: Some(AccountRole::Production),
            role_source: Safe::new(""),
            role_conflict: None,
            permitted: crate::model::action::Permitted::by_default(Some(AccountRole::Production)),
            theme: None,
            path: Vec::new(),
            state: AccountState::Active,
            via: Via::Profile(Safe::new("prod")),
            regions: Vec::new(),
            login: Login::Unknown,
        };
        let derived = Derived { usd_hour: Some(Money::micros(58_000)), ..Derived::default() };
        Row { resource: Arc::new(resource), account: Arc::new(account), derived: Arc::new(derived) }
    }

    #[test]
    fn a_row_has_the_stable_shape_and_leaves_out_what_is_not_known() {
        let text = to_text(&row(&sample(), at(142)), false);
        assert_eq!(
            text,
            "{\"arn\":\"arn:aws:sagemaker:eu-west-1:012345678901:notebook-instance/x\",\"kind\":\"notebook\",\
             \"name\":\"x\\u202ey\",\"account\":\"012345678901\",\"account_name\":\"prod\",\
             \"account_role\":\"production\",\"region\":\"eu-west-1\",\"status\":\"InService\",\"phase\":\"ok\",\
             \"created\":\"1970-01-01T00:00:00Z\",\"facts\":{\"usd_hour\":\"0.058\",\
             \"instance_type\":\"ml.t3.medium\",\"volume_size_in_gb\":5},\
             \"source\":\"sagemaker:ListNotebookInstances\",\"age_s\":42}"
        );
    }

    #[test]
    fn tags_that_were_read_are_an_object_even_when_there_are_none() {
        let mut sample = sample();
        let resource = Arc::make_mut(&mut sample.resource);
        resource.change(|resource| resource.tags = Some(Vec::new()));
        assert_eq!(row(&sample, at(0)).get("tags"), Some(&Json::Object(Map::new())));
        let tag = Tag { key: Safe::new("null"), value: Safe::new("") };
        Arc::make_mut(&mut sample.resource).change(|resource| resource.tags = Some(vec![tag]));
        assert_eq!(row(&sample, at(0)).pointer("/tags/null"), Some(&Json::from("")));
    }

    #[test]
    fn hidden_characters_are_escaped_and_read_back_exactly() {
        let raw = "a\u{9b}\u{200b}\u{2028}\u{7f}\u{e0041}\u{1b}[2J\"\\ä𝕏";
        for pretty in [true, false] {
            let text = to_text(&Json::from(raw), pretty);
            assert!(!text.chars().any(|c| c.is_control() || is_hidden(c)), "{text}");
            assert_eq!(serde_json::from_str::<Json>(&text).unwrap(), Json::from(raw));
        }
    }
}
