use aws_sdk_sagemaker::types::{NotebookInstanceSortKey, NotebookInstanceSortOrder, NotebookInstanceStatus};

use super::*;

/// `count` notebook instances, numbered, each created a minute before the one with the next lower number.
fn many(count: usize) -> World {
    let mut world = small();
    let scope = world.scope_mut(OTHER, EU);
    for number in 0..count {
        let name = format!("nb-{number:06}");
        let notebook = Notebook {
            name: name.clone(),
            status: if number % 3 == 0 { "Stopped" } else { "InService" }.into(),
            created: clock::shifted(start(), -60 * number as i64),
            modified: start(),
            tags: if number % 2 == 0 { world::owned(&[("number", "even")]) } else { Vec::new() },
            ..Notebook::default()
        };
        scope.notebooks.insert(name, notebook);
    }
    world
}

#[tokio::test(start_paused = true)]
async fn paging_gets_everything_once_in_every_order() {
    let sim = Sim::new(many(257), start());
    let client = sagemaker(&config(&sim, OTHER));
    for key in [
        NotebookInstanceSortKey::Name,
        NotebookInstanceSortKey::CreationTime,
        NotebookInstanceSortKey::Status,
    ] {
        for order in [NotebookInstanceSortOrder::Ascending, NotebookInstanceSortOrder::Descending] {
            let mut pages = client
                .list_notebook_instances()
                .max_results(25)
                .sort_by(key.clone())
                .sort_order(order.clone())
                .into_paginator()
                .items()
                .send();
            let mut names = Vec::new();
            while let Some(item) = pages.next().await {
                names.push(item.unwrap().notebook_instance_name().unwrap().to_owned());
            }
            let ascending = order == NotebookInstanceSortOrder::Ascending;
            if key == NotebookInstanceSortKey::Name {
                assert_eq!(names.first().unwrap() == "nb-000000", ascending);
            }
            if key == NotebookInstanceSortKey::CreationTime {
                assert_eq!(names.first().unwrap() == "nb-000256", ascending);
            }
            names.sort();
            names.dedup();
            assert_eq!(names.len(), 257, "{key} {order}");
        }
    }
    assert_eq!(sim.count("ListNotebookInstances"), 6 * 11);
}

#[tokio::test(start_paused = true)]
async fn filters_and_page_sizes_are_aws_s() {
    let sim = Sim::new(many(30), start());
    let client = sagemaker(&config(&sim, OTHER));
    let first = client.list_notebook_instances().send().await.unwrap();
    assert_eq!(first.notebook_instances().len(), 10);
    let stopped = client
        .list_notebook_instances()
        .max_results(100)
        .status_equals(NotebookInstanceStatus::Stopped)
        .send()
        .await
        .unwrap();
    assert_eq!(stopped.notebook_instances().len(), 10);
    assert_eq!(stopped.next_token(), None);
    let named = client.list_notebook_instances().name_contains("NB-00001").send().await.unwrap();
    assert_eq!(named.notebook_instances().len(), 10);
    let after = aws_smithy_types::DateTime::from_secs(start().as_second() - 150);
    let recent = client.list_notebook_instances().creation_time_after(after).send().await.unwrap();
    assert_eq!(recent.notebook_instances().len(), 3);
    let error = client.list_notebook_instances().max_results(101).send().await.unwrap_err();
    assert_eq!(code(&error), "ValidationException");
    // A token belongs to the request that it came from.
    let token = first.next_token().unwrap();
    let error =
        client.list_notebook_instances().name_contains("x").next_token(token).send().await.unwrap_err();
    assert_eq!(code(&error), "ValidationException");
    assert!(client.list_notebook_instances().next_token(token).max_results(7).send().await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn describe_tells_the_settings() {
    let mut world = small();
    let notebook = world.notebook_mut(MEMBER, EU, "bravo").unwrap();
    notebook.root_access = true;
    notebook.kms_key_id = Some("key".into());
    notebook.subnet_id = Some("subnet-1".into());
    notebook.security_groups = vec!["sg-1".into()];
    notebook.settles = Some((clock::shifted(start(), 5), "Failed".into()));
    notebook.failure_reason = Some("disk".into());
    let sim = Sim::new(world, start());
    let client = sagemaker(&config(&sim, MEMBER));
    let seen = client.describe_notebook_instance().notebook_instance_name("bravo").send().await.unwrap();
    assert_eq!(seen.root_access().unwrap().as_str(), "Enabled");
    assert_eq!(seen.direct_internet_access().unwrap().as_str(), "Disabled");
    assert_eq!(seen.kms_key_id(), Some("key"));
    assert_eq!(seen.security_groups(), ["sg-1"]);
    assert!(seen.network_interface_id().unwrap().starts_with("eni-"));
    assert_eq!(seen.role_arn(), Some("arn:aws:iam::111111111111:role/SageMakerNotebook"));
    assert_eq!(seen.failure_reason(), None);
    assert_eq!(seen.creation_time().unwrap().secs(), 1_790_841_600);
    tokio::time::advance(Duration::from_secs(6)).await;
    let seen = client.describe_notebook_instance().notebook_instance_name("bravo").send().await.unwrap();
    assert_eq!(seen.notebook_instance_status().unwrap().as_str(), "Failed");
    assert_eq!(seen.failure_reason(), Some("disk"));
    let error = client.describe_notebook_instance().notebook_instance_name("zulu").send().await.unwrap_err();
    assert_eq!((code(&error), error.message()), ("ValidationException", Some("RecordNotFound")));
}

#[tokio::test(start_paused = true)]
async fn tags_are_found_by_the_lower_case_arn() {
    let mut world = small();
    let tags: Vec<Tag> = (0..60).map(|number| (format!("key{number:02}"), "value".into())).collect();
    let notebook = Notebook { name: "Mixed-Case".into(), tags, ..Notebook::default() };
    world = world.notebook(MEMBER, EU, notebook);
    let sim = Sim::new(world, start());
    let client = sagemaker(&config(&sim, MEMBER));
    let seen = client.describe_notebook_instance().notebook_instance_name("Mixed-Case").send().await.unwrap();
    let arn = seen.notebook_instance_arn().unwrap();
    assert!(arn.ends_with("/mixed-case"));
    let mut tags = client.list_tags().resource_arn(arn).into_paginator().items().send();
    let mut count = 0;
    while let Some(tag) = tags.next().await {
        assert_eq!(tag.unwrap().value(), Some("value"));
        count += 1;
    }
    assert_eq!((count, sim.count("ListTags")), (60, 2));
}

#[tokio::test(start_paused = true)]
async fn lifecycle_configs_carry_their_scripts() {
    let config_ = |name: &str| LifecycleConfig {
        name: name.into(),
        on_start: Some("#!/bin/bash\n".into()),
        created: start(),
        modified: start(),
        ..LifecycleConfig::default()
    };
    let world =
        small().lifecycle_config(MEMBER, EU, config_("one")).lifecycle_config(MEMBER, EU, config_("two"));
    let sim = Sim::new(world, start());
    let client = sagemaker(&config(&sim, MEMBER));
    let listed = client.list_notebook_instance_lifecycle_configs().max_results(1).send().await.unwrap();
    assert_eq!(listed.notebook_instance_lifecycle_configs().len(), 1);
    let rest = client
        .list_notebook_instance_lifecycle_configs()
        .max_results(1)
        .next_token(listed.next_token().unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(rest.next_token(), None);
    let seen = client
        .describe_notebook_instance_lifecycle_config()
        .notebook_instance_lifecycle_config_name("two")
        .send()
        .await
        .unwrap();
    assert_eq!(seen.on_start()[0].content(), Some("IyEvYmluL2Jhc2gK"));
    assert!(seen.on_create().is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_tagging_api_knows_only_what_was_ever_tagged() {
    let mut world = many(205);
    world.notebook_mut(OTHER, EU, "nb-000001").unwrap().was_tagged = true;
    let sim = Sim::new(world, start());
    let client = aws_sdk_resourcegroupstagging::Client::new(&config(&sim, OTHER));
    let mut pages = client
        .get_resources()
        .resource_type_filters("sagemaker:notebook-instance")
        .resources_per_page(100)
        .into_paginator()
        .send();
    let (mut all, mut untagged) = (Vec::new(), 0);
    while let Some(page) = pages.next().await {
        for mapping in page.unwrap().resource_tag_mapping_list() {
            all.push(mapping.resource_arn().unwrap().to_owned());
            untagged += usize::from(mapping.tags().is_empty());
        }
    }
    all.sort();
    all.dedup();
    assert_eq!((all.len(), untagged), (104, 1));
    assert_eq!(sim.count("GetResources"), 2);
    let other = client.get_resources().resource_type_filters("sagemaker:endpoint").send().await.unwrap();
    assert!(other.resource_tag_mapping_list().is_empty());
    assert_eq!(other.pagination_token(), Some(""));
}
