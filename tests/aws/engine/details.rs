//! Details of one resource and tags in bulk.

use super::*;
use sagedeck::model::field::Field;
use sagedeck::model::id::Arn;
use sagedeck::model::value::Value;
use sagedeck::sim::LifecycleConfig;

fn rich() -> World {
    let tags = vec![("owner".to_owned(), "vision".to_owned()), ("Project".to_owned(), "churn".to_owned())];
    let script = "#!/bin/bash\nIDLE_TIME=7200\npython autostop.py --time $IDLE_TIME\nexport TOKEN=hunter2\n";
    world(0)
        .notebook(
            ONE,
            EU,
            Notebook {
                tags,
                kms_key_id: Some("key-1".into()),
                subnet_id: Some("subnet-1".into()),
                security_groups: vec!["sg-1".into(), "sg-2".into()],
                root_access: true,
                volume_gb: 50,
                lifecycle_config: Some("stopper".into()),
                ..notebook("rich")
            },
        )
        .notebook(ONE, EU, notebook("plain"))
        .notebook(ONE, EU, Notebook { was_tagged: true, ..notebook("once") })
        .lifecycle_config(
            ONE,
            EU,
            LifecycleConfig {
                name: "stopper".into(),
                on_create: None,
                on_start: Some(script.into()),
                created: start(),
                modified: start(),
                tags: Vec::new(),
            },
        )
}

fn word(described: &Described, field: Field) -> Option<String> {
    described.facts.get(field)?.as_text().map(|text| text.raw().to_owned())
}

#[tokio::test(start_paused = true)]
async fn describing_a_notebook_tells_its_settings() {
    let mut rig = Rig::new(rich()).await;
    let described = rig.detail(target(ONE, "rich"), Detail::Describe).await.unwrap();
    assert_eq!(described.status.as_ref().unwrap().0.raw(), "InService");
    assert_eq!(word(&described, Field::RootAccess).as_deref(), Some("Enabled"));
    assert_eq!(word(&described, Field::DirectInternetAccess).as_deref(), Some("Disabled"));
    assert_eq!(word(&described, Field::KmsKeyId).as_deref(), Some("key-1"));
    assert_eq!(word(&described, Field::LifecycleConfigName).as_deref(), Some("stopper"));
    assert_eq!(word(&described, Field::MinimumImdsVersion).as_deref(), Some("2"));
    assert_eq!(described.facts.get(Field::VolumeSizeInGb), Some(&Value::Int(50)));
    let groups = Value::List(vec!["sg-1".into(), "sg-2".into()]);
    assert_eq!(described.facts.get(Field::SecurityGroups), Some(&groups));
    let plain = rig.detail(target(ONE, "plain"), Detail::Describe).await.unwrap();
    assert_eq!(plain.facts.get(Field::KmsKeyId), None);
}

#[tokio::test(start_paused = true)]
async fn a_resource_that_is_gone_is_not_found() {
    let mut rig = Rig::new(rich()).await;
    let failure = rig.detail(target(ONE, "gone"), Detail::Describe).await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::NotFound);
    assert_eq!(rig.sim.count("DescribeNotebookInstance"), 1);
}

#[tokio::test(start_paused = true)]
async fn an_answer_about_another_resource_is_not_written_down() {
    let mut rig = Rig::new(rich()).await;
    let mut wrong = target(ONE, "rich");
    wrong.arn = Arn::new("arn:aws:sagemaker:eu-west-1:111111111111:notebook-instance/plain");
    let failure = rig.detail(wrong, Detail::Describe).await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Malformed);
}

#[tokio::test(start_paused = true)]
async fn tags_of_one_resource_settle_that_there_are_none() {
    let mut rig = Rig::new(rich()).await;
    let tags = rig.detail(target(ONE, "rich"), Detail::Tags).await.unwrap().tags.unwrap();
    let plain: Vec<_> = tags.iter().map(|tag| (tag.key.raw(), tag.value.raw())).collect();
    assert_eq!(plain, [("Project", "churn"), ("owner", "vision")]);
    assert_eq!(rig.detail(target(ONE, "plain"), Detail::Tags).await.unwrap().tags, Some(Vec::new()));
}

#[tokio::test(start_paused = true)]
async fn tags_in_bulk_name_only_what_is_or_was_tagged() {
    let mut rig = Rig::new(rich()).await;
    let answered = rig.ask(Fetch::BulkTags(scope(ONE))).await;
    assert_eq!(answered.end, Ok(()));
    let mut named: Vec<_> = answered
        .patches()
        .iter()
        .map(|patch| {
            let tags = patch.result.as_ref().unwrap().tags.as_ref().unwrap();
            (patch.arn.raw().rsplit('/').next().unwrap().to_owned(), tags.len())
        })
        .collect();
    named.sort();
    assert_eq!(named, [("once".to_owned(), 0), ("rich".to_owned(), 2)]);
}

#[tokio::test(start_paused = true)]
async fn a_lifecycle_configuration_tells_its_auto_stop_and_never_its_script() {
    let mut rig = Rig::new(rich()).await;
    let cell = Cell { kind: Kind::LifecycleConfig, ..cell(ONE) };
    let answered = rig.ask(Fetch::List(cell, Horizon::default())).await;
    let row = answered.rows()[0].clone();
    assert_eq!(row.name.raw(), "stopper");
    let target = Target::of(&row);
    let described = rig.detail(target.clone(), Detail::Describe).await.unwrap();
    assert_eq!(described.facts.get(Field::AutoStop), Some(&Value::Bool(true)));
    assert_eq!(described.facts.get(Field::AutoStopAfter), Some(&Value::Span(7_200)));
    assert_eq!(described.facts.get(Field::OnCreateBytes), Some(&Value::Int(0)));
    assert!(!format!("{described:?}").contains("hunter2"));
    let failure = rig.detail(target, Detail::Activity).await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Unsupported);
}

#[tokio::test(start_paused = true)]
async fn a_failed_detail_is_a_failed_part() {
    let mut rig = Rig::new(rich()).await;
    rig.load(ONE).await;
    rig.sim.add_fault(Fault::new(Effect::Error {
        code: "AccessDeniedException".into(),
        message: "no".into(),
        status: 400,
    }));
    let answered = rig.ask(Fetch::Detail(target(ONE, "rich"), Detail::Tags)).await;
    assert_eq!(answered.failure().kind, FailureKind::Denied);
    let patch = answered.patches()[0].clone();
    assert!(rig.inventory.patch(patch));
    let resource = rig.inventory.get(&target(ONE, "rich").arn).unwrap();
    assert_eq!(resource.tags(), None, "denied tags are not known, and not none");
}
