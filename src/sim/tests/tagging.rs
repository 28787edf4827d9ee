use aws_sdk_sagemaker::Client;
use aws_sdk_sagemaker::types::Tag as SdkTag;

use super::*;

fn arn(name: &str) -> String {
    format!("arn:aws:sagemaker:{EU}:{MEMBER}:{name}")
}

fn tag((key, value): (&str, &str)) -> SdkTag {
    SdkTag::builder().key(key).value(value).build()
}

fn pairs(tags: &[SdkTag]) -> Vec<(String, String)> {
    tags.iter().map(|tag| (tag.key().unwrap().to_owned(), tag.value().unwrap().to_owned())).collect()
}

async fn tags(client: &Client, arn: &str) -> Vec<(String, String)> {
    pairs(client.list_tags().resource_arn(arn).send().await.unwrap().tags())
}

async fn add(client: &Client, arn: &str, tags: &[(&str, &str)]) -> Result<Vec<(String, String)>, String> {
    let tags = tags.iter().copied().map(tag).collect();
    let answer = client.add_tags().resource_arn(arn).set_tags(Some(tags)).send().await;
    answer.map(|all| pairs(all.tags())).map_err(|error| code(&error).to_owned())
}

async fn delete(client: &Client, arn: &str, keys: &[&str]) -> Result<(), String> {
    let keys = keys.iter().map(|key| (*key).to_owned()).collect();
    let answer = client.delete_tags().resource_arn(arn).set_tag_keys(Some(keys)).send().await;
    answer.map(drop).map_err(|error| code(&error).to_owned())
}

#[tokio::test(start_paused = true)]
async fn added_tags_overwrite_their_keys_and_stand_behind_the_rest() {
    let config_ = LifecycleConfig { name: "Auto-Stop".into(), ..LifecycleConfig::default() };
    let mixed = Notebook { name: "Mixed-Case".into(), ..Notebook::default() };
    let world = small().lifecycle_config(MEMBER, EU, config_).notebook(MEMBER, EU, mixed);
    let sim = Sim::new(world, start());
    let client = sagemaker(&once(&sim, MEMBER));
    let alpha = arn("notebook-instance/alpha");
    let all = world::owned(&[("owner", "risk"), ("keep", "yes")]);
    assert_eq!(
        add(&client, &alpha, &[("keep", "no"), ("owner", "risk"), ("keep", "yes")]).await.unwrap(),
        all
    );
    assert_eq!(tags(&client, &alpha).await, all);
    for other in ["notebook-instance/mixed-case", "notebook-instance-lifecycle-config/auto-stop"] {
        add(&client, &arn(other), &[("a", "1")]).await.unwrap();
        assert_eq!(tags(&client, &arn(other)).await, world::owned(&[("a", "1")]));
    }
}

#[tokio::test(start_paused = true)]
async fn deleted_tags_are_gone_and_the_tagging_api_remembers_that_there_were_some() {
    let sim = Sim::new(small(), start());
    let client = sagemaker(&once(&sim, MEMBER));
    for name in ["alpha", "bravo"] {
        let arn = arn(&format!("notebook-instance/{name}"));
        add(&client, &arn, &[("keep", "yes")]).await.unwrap();
        delete(&client, &arn, &["keep", "owner", "unknown"]).await.unwrap();
        assert!(tags(&client, &arn).await.is_empty());
    }
    let api = aws_sdk_resourcegroupstagging::Client::new(&config(&sim, MEMBER));
    let known = api.get_resources().send().await.unwrap();
    let known: Vec<_> =
        known.resource_tag_mapping_list().iter().map(|one| one.resource_arn().unwrap()).collect();
    assert_eq!(known, [arn("notebook-instance/alpha"), arn("notebook-instance/bravo")]);
}

#[tokio::test(start_paused = true)]
async fn what_is_unknown_or_too_much_changes_nothing() {
    let sim = Sim::new(small(), start());
    let client = sagemaker(&once(&sim, MEMBER));
    let elsewhere = arn("notebook-instance/alpha").replace(MEMBER, OTHER);
    for unknown in [arn("notebook-instance/zulu"), arn("endpoint/alpha"), elsewhere] {
        let listed = client.list_tags().resource_arn(&unknown).send().await.unwrap_err();
        let listed = code(&listed).to_owned();
        assert_eq!(listed, "ValidationException");
        assert_eq!(add(&client, &unknown, &[("a", "1")]).await.unwrap_err(), listed);
        assert_eq!(delete(&client, &unknown, &["a"]).await.unwrap_err(), listed);
    }
    let alpha = arn("notebook-instance/alpha");
    let keys: Vec<String> = (0..50).map(|number| format!("key{number}")).collect();
    let many: Vec<(&str, &str)> = keys.iter().map(|key| (key.as_str(), "v")).collect();
    assert_eq!(add(&client, &alpha, &many).await.unwrap_err(), "ResourceLimitExceeded");
    assert_eq!(tags(&client, &alpha).await, world::owned(&[("owner", "vision")]));
    assert_eq!(add(&client, &alpha, many.split_last().unwrap().1).await.unwrap().len(), 50);
    assert_eq!((sim.writes(), sim.applied()), (8, 1));
}

#[tokio::test(start_paused = true)]
async fn a_page_of_tags_goes_on_behind_its_last_one() {
    let sim = Sim::new(small(), start());
    let client = sagemaker(&once(&sim, MEMBER));
    let alpha = arn("notebook-instance/alpha");
    add(&client, &alpha, &[("b", ""), ("c", ""), ("d", "")]).await.unwrap();
    let page = |token: Option<String>| {
        client.list_tags().resource_arn(&alpha).max_results(2).set_next_token(token).send()
    };
    let token = page(None).await.unwrap().next_token().map(str::to_owned);
    delete(&client, &alpha, &["owner"]).await.unwrap();
    add(&client, &alpha, &[("e", "")]).await.unwrap();
    let rest = page(token.clone()).await.unwrap();
    assert_eq!(pairs(rest.tags()), world::owned(&[("c", ""), ("d", "")]));
    assert_eq!(
        pairs(page(rest.next_token().map(str::to_owned)).await.unwrap().tags()),
        world::owned(&[("e", "")])
    );
    delete(&client, &alpha, &["b"]).await.unwrap();
    assert_eq!(code(&page(token).await.unwrap_err()), "ValidationException");
}
