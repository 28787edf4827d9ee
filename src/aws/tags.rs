//! Tags: of one resource from `ListTags`, of everything tagged from the tagging API.
//!
//! `GetResources` names only what is or once was tagged, so it enriches and never proves that tags are missing.

use aws_sdk_resourcegroupstagging as tagging;
use aws_sdk_sagemaker as sagemaker;

use super::attempt::Caller;
use super::collect::{Answer, pages};
use super::operations::{GET_RESOURCES, LIST_TAGS};
use crate::model::failure::Failure;
use crate::model::id::Arn;
use crate::model::resource::Tag;
use crate::model::text::Safe;

/// What there are many of and whose tags every row shows. Lifecycle configurations are few; `ListTags` does for them.
const TYPES: [&str; 8] = [
    "sagemaker:notebook-instance",
    // Hosting.
    "sagemaker:endpoint",
    "sagemaker:endpoint-config",
    "sagemaker:model",
    "sagemaker:inference-component",
    "sagemaker:monitoring-schedule",
    // The model registry and pipelines.
    "sagemaker:model-package-group",
    "sagemaker:pipeline",
];

fn tag(key: Option<&str>, value: Option<&str>) -> Option<Tag> {
    Some(Tag { key: Safe::new(key?), value: Safe::new(value.unwrap_or_default()) })
}

/// In the order of their keys. A key that comes twice is kept as it was said last.
fn sorted(tags: impl IntoIterator<Item = Tag>) -> Vec<Tag> {
    let mut all: Vec<Tag> = Vec::new();
    for tag in tags {
        match all.binary_search_by(|known| known.key.cmp(&tag.key)) {
            Ok(at) => all[at] = tag,
            Err(at) => all.insert(at, tag),
        }
    }
    all
}

/// All tags of one SageMaker resource.
pub(super) async fn of_one(
    caller: &Caller,
    client: &sagemaker::Client,
    arn: &Arn,
) -> Result<Vec<Tag>, Failure> {
    let mut all = Vec::new();
    let ask = async |token: Option<String>| {
        // Without a page size: a resource has at most 50 tags, and 50 is the least that may be asked for.
        let send = || client.list_tags().resource_arn(arn.raw()).set_next_token(token.clone()).send();
        let page = caller.call(LIST_TAGS, send).await?;
        Ok(Answer { items: page.tags.unwrap_or_default(), next: page.next_token })
    };
    pages(ask, |_, items| {
        all.extend(items.iter().filter_map(|item| tag(item.key(), item.value())));
        Ok(())
    })
    .await?;
    Ok(sorted(all))
}

/// The tags of every resource that the tagging API names, page by page.
pub(super) async fn in_bulk(
    caller: &Caller,
    client: &tagging::Client,
    mut take: impl FnMut(Arn, Vec<Tag>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let ask = async |token: Option<String>| {
        let send = || {
            client
                .get_resources()
                .set_resource_type_filters(Some(TYPES.map(str::to_owned).to_vec()))
                .resources_per_page(100)
                .set_pagination_token(token.clone())
                .send()
        };
        let page = caller.call(GET_RESOURCES, send).await?;
        Ok(Answer { items: page.resource_tag_mapping_list.unwrap_or_default(), next: page.pagination_token })
    };
    pages(ask, |_, items: Vec<tagging::types::ResourceTagMapping>| {
        for item in items {
            let Some(arn) = item.resource_arn() else { continue };
            let tags = item.tags().iter().filter_map(|item| tag(Some(item.key()), Some(item.value())));
            take(Arn::new(arn), sorted(tags))?;
        }
        Ok(())
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_sorted_and_a_key_stands_once() {
        let tags = [("b", "1"), ("a", "2"), ("b", "3")].into_iter();
        let tags = sorted(tags.filter_map(|(key, value)| tag(Some(key), Some(value))));
        let plain: Vec<_> = tags.iter().map(|tag| (tag.key.raw(), tag.value.raw())).collect();
        assert_eq!(plain, [("a", "2"), ("b", "3")]);
        assert_eq!(tag(None, Some("x")), None);
    }
}
