//! The one JSON shape of a row and the one way to print JSON: raw text, with every character that a terminal would
//! obey, hide or reorder written as `\uXXXX`.

use jiff::Timestamp;
use serde_json::{Map, Value as Json};

use super::field::Field;
use super::row::Row;
use super::time::rfc3339;
use super::value::Value;

/// A row in the stable schema: common fields on top, all others under `facts`, what was not read absent.
pub fn row(row: &Row, now: Timestamp) -> Json {
    let mut top = Map::new();
    let mut facts = Map::new();
    for field in Field::ALL.iter().copied() {
        if field == Field::Tags {
            if let Some(tags) = &row.resource.tags {
                let tags = tags.iter().map(|tag| (tag.key.raw().to_owned(), tag.value.raw().into()));
                top.insert("tags".to_owned(), Json::Object(tags.collect()));
            }
            continue;
        }
        let Some(found) = row.value(field, now) else { continue };
        let place = if field.is_common() { &mut top } else { &mut facts };
        place.insert(field.key().to_owned(), value(&found));
    }
    top.insert("facts".to_owned(), Json::Object(facts));
    Json::Object(top)
}

fn value(value: &Value) -> Json {
    match value {
        Value::Text(text) => text.raw().into(),
        Value::Bool(yes) => (*yes).into(),
        Value::Int(number) | Value::Span(number) => (*number).into(),
        Value::Time(at) => rfc3339(*at).into(),
        Value::Money(money) => money.to_string().into(),
        Value::List(all) => all.iter().map(|text| Json::from(text.raw())).collect(),
    }
}

/// One line of JSON in ASCII wherever a character is not plainly visible.
pub fn line(json: &Json) -> String {
    let mut out = String::new();
    for c in json.to_string().chars() {
        let hidden = c.is_control() || (!c.is_ascii() && super::text::Safe::new(c.to_string()).is_unusual());
        if hidden {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}
