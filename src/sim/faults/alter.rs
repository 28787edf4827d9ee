//! What faults do to an answer that was right: to its members, then to its bytes.
//!
//! Works on any operation's answer, by the names of members. Invariant: without an altering effect nothing changes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::Effect;

/// Members that are closed words in AWS's models.
const WORDS: [&str; 12] = [
    "NotebookInstanceStatus",
    "Status",
    "State",
    "InstanceType",
    "RootAccess",
    "DirectInternetAccess",
    "MinimumInstanceMetadataServiceVersion",
    "JoinedMethod",
    "FeatureSet",
    "IpAddressType",
    "Type",
    "logGroupClass",
];

/// Members that a caller hands back or that say who it is; a text in them would only break the call.
const KEYS: [&str; 14] = [
    "Id",
    "ParentId",
    "MasterAccountId",
    "Account",
    "AccessKeyId",
    "SecretAccessKey",
    "SessionToken",
    "Expiration",
    "AssumedRoleId",
    "UserId",
    "eventId",
    "nextForwardToken",
    "nextBackwardToken",
    "logGroupName",
];

/// Members whose value tells one thing from another: the text is added, so that they stay different.
const NAMES: [&str; 7] = [
    "NotebookInstanceName",
    "NotebookInstanceLifecycleConfigName",
    "logStreamName",
    "Name",
    "Key",
    "arn",
    "ResourceARN",
];

/// The token that a looping listing hands out.
const LOOP: &str = "bG9vcA";

/// Changes a request before it is carried out, so that the altered world hangs together: names that came back with
/// a hostile text are understood, and a looping token leads to the first page.
pub(in crate::sim) fn request(effects: &[Effect], input: &mut Value) {
    for effect in effects {
        match effect {
            Effect::Hostile(text) if !text.is_empty() => strip(input, text),
            Effect::LoopToken => {
                if let Value::Object(members) = input {
                    members.retain(|name, _| !is_token(name));
                }
            }
            _ => {}
        }
    }
}

/// Whether the request goes on from a page token.
pub(in crate::sim) fn has_token(input: &Value) -> bool {
    input.as_object().is_some_and(|members| members.keys().any(|name| is_token(name)))
}

/// Changes the members of an answer.
pub(in crate::sim) fn answer(effect: &Effect, operation: &str, answer: &mut Value) {
    match effect {
        Effect::NullList => lists(answer, |list| *list = Value::Null),
        Effect::DropItems(count) => items(answer, |items| items.truncate(items.len().saturating_sub(*count))),
        Effect::DupItems(count) => items(answer, |items| {
            let again: Vec<Value> = items.iter().take(*count).cloned().collect();
            items.extend(again);
        }),
        Effect::LoopToken => loop_token(operation, answer),
        Effect::BadTimestamp => first(answer, |members| {
            for (name, value) in members.iter_mut() {
                if is_time(name) {
                    *value = json!("the day before yesterday");
                }
            }
        }),
        Effect::UnknownEnum => words(answer, "Hibernating"),
        Effect::EnumText(text) => words(answer, text),
        Effect::UnknownFields => {
            let add = |members: &mut Map<String, Value>| {
                members.insert("FutureMember".into(), json!({ "Nested": [1, null, "text"] }));
            };
            every(answer, add);
            if let Value::Object(members) = answer {
                add(members);
            }
        }
        Effect::MissingArn => first(answer, |members| {
            members.retain(|name, _| !name.to_lowercase().ends_with("arn"));
        }),
        Effect::Hostile(text) => hostile(answer, text),
        _ => {}
    }
}

/// Changes the bytes of a body.
pub(in crate::sim) fn body(effect: &Effect, body: String) -> Vec<u8> {
    match effect {
        Effect::Truncate(length) => body.into_bytes().into_iter().take(*length).collect(),
        Effect::Garbage => b"\x00\xff\xfe{]<not the protocol>\x1b[31m".to_vec(),
        Effect::EmptyBody => Vec::new(),
        _ => body.into_bytes(),
    }
}

fn is_token(name: &str) -> bool {
    matches!(name, "NextToken" | "nextToken" | "PaginationToken" | "nextForwardToken" | "nextBackwardToken")
}

fn is_time(name: &str) -> bool {
    name.ends_with("Time") || name.ends_with("Timestamp") || name == "timestamp"
}

fn strip(value: &mut Value, text: &str) {
    match value {
        Value::String(own) => *own = own.replace(text, ""),
        Value::Array(all) => all.iter_mut().for_each(|one| strip(one, text)),
        Value::Object(members) => members.values_mut().for_each(|one| strip(one, text)),
        _ => {}
    }
}

fn lists(answer: &mut Value, change: impl Fn(&mut Value)) {
    let members = answer.as_object_mut().into_iter().flat_map(Map::values_mut);
    members.filter(|value| value.is_array()).for_each(change);
}

fn items(answer: &mut Value, change: impl Fn(&mut Vec<Value>)) {
    lists(answer, |list| {
        if let Value::Array(all) = list {
            change(all);
        }
    });
}

/// Each object in a list of the answer.
fn every(answer: &mut Value, change: impl Fn(&mut Map<String, Value>)) {
    items(answer, |all| all.iter_mut().filter_map(Value::as_object_mut).for_each(&change));
}

/// The first object of each list, or the answer itself when it has no list of objects.
fn first(answer: &mut Value, change: impl Fn(&mut Map<String, Value>)) {
    let listing = answer
        .as_object()
        .is_some_and(|members| members.values().any(|value| value.get(0).is_some_and(Value::is_object)));
    if listing {
        items(answer, |all| all.iter_mut().take(1).filter_map(Value::as_object_mut).for_each(&change));
    } else if let Value::Object(members) = answer {
        change(members);
    }
}

fn loop_token(operation: &str, answer: &mut Value) {
    let name = match operation {
        "GetResources" => "PaginationToken",
        "GetLogEvents" => "nextForwardToken",
        "DescribeLogStreams" | "DescribeLogGroups" | "FilterLogEvents" => "nextToken",
        _ => "NextToken",
    };
    if let Value::Object(members) = answer {
        members.insert(name.into(), json!(LOOP));
    }
}

fn words(value: &mut Value, text: &str) {
    walk(value, "", &|name, own| {
        if WORDS.contains(&name) {
            text.clone_into(own);
        }
    });
}

fn hostile(value: &mut Value, text: &str) {
    walk(value, "", &|name, own| {
        if WORDS.contains(&name) || KEYS.contains(&name) || is_token(name) {
            return;
        }
        if name == "Content" {
            *own = STANDARD.encode(text);
        } else if NAMES.contains(&name) || name.ends_with("Arn") {
            own.push_str(text);
        } else {
            text.clone_into(own);
        }
    });
}

/// Every string with the name of the member that holds it.
fn walk(value: &mut Value, name: &str, change: &impl Fn(&str, &mut String)) {
    match value {
        Value::String(own) => change(name, own),
        Value::Array(all) => all.iter_mut().for_each(|one| walk(one, name, change)),
        Value::Object(members) => members.iter_mut().for_each(|(name, one)| walk(one, name, change)),
        _ => {}
    }
}
