//! The Resource Groups Tagging API: which resources of an account and region carry which tags.
//!
//! It knows only what has or had tags: a resource that never had one is not named. Invariant: `PaginationToken` is
//! always there, empty after the last page, as AWS does it.

use std::ops::Bound;

use serde_json::{Value, json};

use super::call::{Call, Caller, Refusal, unknown_operation};
use super::pager;
use super::sagemaker::{SHELVES, config_arn, notebook_arn};
use super::world::{Notebook, Tag, World};

pub(super) fn answer(world: &World, call: &Call, caller: &Caller) -> Result<Value, Refusal> {
    match call.operation.as_str() {
        "GetResources" => get_resources(world, call, &caller.account),
        _ => Err(unknown_operation(call)),
    }
}

fn get_resources(world: &World, call: &Call, account: &str) -> Result<Value, Refusal> {
    let invalid = |text: &str| Refusal::new("InvalidParameterException", text);
    let size = match call.limit("ResourcesPerPage", 50, 100) {
        Ok(size) => size,
        Err(refusal) => return Err(invalid(&refusal.message)),
    };
    let key = call.listing(account);
    let after = match call.text("PaginationToken").filter(|token| !token.is_empty()) {
        None => None,
        Some(token) => Some(pager::open(&key, token).ok_or_else(|| {
            Refusal::new(
                "PaginationTokenExpiredException",
                "The pagination token is not valid for this request.",
            )
        })?),
    };
    let mut fitting = resources(world, account, &call.region, after.as_deref())
        .filter(|(_, arn, tags)| wanted(call, arn, tags));
    let page: Vec<_> = fitting.by_ref().take(size).collect();
    let last = page.last().filter(|_| fitting.next().is_some());
    let token = last.map_or(String::new(), |(cursor, ..)| pager::issue(&key, cursor));
    let pair = |(key, value): &Tag| json!({ "Key": key, "Value": value });
    let mapping = |(_, arn, tags): &(String, String, &Vec<Tag>)| json!({ "ResourceARN": arn, "Tags": tags.iter().map(pair).collect::<Vec<_>>() });
    let list: Vec<Value> = page.iter().map(mapping).collect();
    Ok(json!({ "PaginationToken": token, "ResourceTagMappingList": list }))
}

/// All resources after the cursor that have or had tags: cursor, ARN, tags.
fn resources<'w>(
    world: &'w World,
    account: &'w str,
    region: &'w str,
    after: Option<&str>,
) -> impl Iterator<Item = (String, String, &'w Vec<Tag>)> + use<'w> {
    // What stands on shelves comes last.
    let shelved = after.and_then(|cursor| cursor.strip_prefix("shelf/")).map(str::to_owned);
    let (configs_after, notebooks_after) = match after.and_then(|cursor| cursor.split_once('/')) {
        None => (Some(Bound::Unbounded), Some(Bound::Unbounded)),
        Some(("config", name)) => (Some(Bound::Excluded(name.to_owned())), Some(Bound::Unbounded)),
        Some(("notebook", name)) => (None, Some(Bound::Excluded(name.to_owned()))),
        Some(_) => (None, None),
    };
    let scope = world.scope(account, region);
    let configs = scope.zip(configs_after).into_iter().flat_map(|(scope, after)| {
        scope.lifecycle_configs.range((after, Bound::Unbounded)).filter(|(_, config)| !config.tags.is_empty())
    });
    let configs = configs.map(move |(name, config)| {
        (format!("config/{name}"), config_arn(account, region, name), &config.tags)
    });
    let notebooks = scope.zip(notebooks_after).into_iter().flat_map(|(scope, after)| {
        let known = |notebook: &Notebook| notebook.was_tagged || !notebook.tags.is_empty();
        let range = scope.notebooks.range((after, Bound::Unbounded));
        range.filter(move |(_, notebook)| known(notebook))
    });
    let notebooks = notebooks.map(move |(name, notebook)| {
        (format!("notebook/{name}"), notebook_arn(account, region, name), &notebook.tags)
    });
    let items = scope.into_iter().flat_map(super::world::Scope::items);
    let items = items.filter(|(_, _, item)| item.was_tagged).filter_map(move |(path, id, item)| {
        let cursor = format!("{path}/{id}");
        let shelf = SHELVES.iter().find(|shelf| shelf.path == path)?;
        let is_behind = shelved.as_ref().is_none_or(|after| cursor > *after);
        is_behind.then(|| (format!("shelf/{cursor}"), shelf.arn(account, region, id), &item.tags))
    });
    configs.chain(notebooks).chain(items)
}

fn wanted(call: &Call, arn: &str, tags: &[Tag]) -> bool {
    let texts = |value: &Value, name: &str| -> Vec<String> {
        let list = value.get(name).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let kinds = texts(&call.input, "ResourceTypeFilters");
    let arns = texts(&call.input, "ResourceARNList");
    let of_kind = |kind: &String| {
        let (service, rest) = kind.split_once(':').unwrap_or((kind, ""));
        let mut parts = arn.splitn(6, ':').skip(2);
        let service_fits = parts.next() == Some(service);
        let resource = parts.nth(2).and_then(|resource| resource.split('/').next());
        service_fits && (rest.is_empty() || resource == Some(rest))
    };
    let tag_filters = call.input.get("TagFilters").and_then(Value::as_array);
    let tagged = |filter: &Value| {
        let values = texts(filter, "Values");
        let key = filter.get("Key").and_then(Value::as_str).unwrap_or_default();
        tags.iter().any(|(name, value)| name == key && (values.is_empty() || values.contains(value)))
    };
    (kinds.is_empty() || kinds.iter().any(of_kind))
        && (arns.is_empty() || arns.iter().any(|one| one == arn))
        && tag_filters.is_none_or(|filters| filters.iter().all(tagged))
}
