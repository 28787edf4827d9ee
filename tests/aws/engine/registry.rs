//! What is listed below something else: the versions of each group, the runs of each pipeline.

use sagedeck::model::field::Field;
use sagedeck::model::value::Value;
use sagedeck::sim::Item;
use serde_json::json;

use super::*;

const VERSIONS: &str = "ListModelPackages";

fn group(name: &str) -> Item {
    Item::new(json!({
        "ModelPackageGroupName": name,
        "CreationTime": 1_790_000_000,
        "ModelPackageGroupStatus": "Completed",
    }))
}

fn version(group: &str, number: u32, approval: &str) -> Item {
    Item::new(json!({
        "ModelPackageGroupName": group,
        "ModelPackageVersion": number,
        "CreationTime": 1_790_000_000 + number,
        "ModelPackageStatus": "Completed",
        "ModelApprovalStatus": approval,
        "ModelPackageDescription": "a model",
        "ApprovalDescription": "because",
    }))
}

/// A group with so many versions, every second one rejected, between two groups with one each.
fn registry(versions: u32) -> World {
    let mut world = accounts(0, 4);
    for (name, versions) in [("alpha", 1), ("bravo", versions), ("charlie", 1)] {
        world = world.item(ONE, EU, "model-package-group", group(name));
        for number in 1..=versions {
            let approval = if number % 2 == 0 { "Rejected" } else { "Approved" };
            world = world.item(ONE, EU, "model-package", version(name, number, approval));
        }
    }
    world
}

fn of(kind: Kind) -> Fetch {
    Fetch::List(Cell { kind, ..cell(ONE) }, Horizon::default())
}

#[tokio::test(start_paused = true)]
async fn versions_of_every_group_arrive_page_by_page() {
    let mut rig = Rig::new(registry(230)).await;
    let answered = rig.ask(of(Kind::ModelVersion)).await;
    assert_eq!(answered.end, Ok(()));
    let sizes: Vec<_> = answered.pages().map(|page| (page.number, page.rows.len())).collect();
    assert_eq!(sizes, [(1, 1), (2, 100), (3, 100), (4, 30), (5, 1)]);
    assert_eq!((rig.sim.count("ListModelPackageGroups"), rig.sim.count(VERSIONS)), (1, 5));
    let rows = answered.rows();
    let named = |name: &str| rows.iter().find(|row| row.name.raw() == name).copied();
    let newer = |name| named(name).unwrap().fact(Field::NewerApprovedVersion);
    assert_eq!(newer("bravo/1"), Some(Value::Int(229)));
    assert_eq!((newer("bravo/229"), newer("bravo/230"), newer("alpha/1")), (None, None, None));
}

#[tokio::test(start_paused = true)]
async fn a_version_on_two_pages_is_one_row() {
    let mut rig = Rig::new(registry(230)).await;
    rig.sim.add_fault(Fault::new(Effect::DupItems(7)).operation(VERSIONS));
    let answered = rig.ask(of(Kind::ModelVersion)).await;
    assert_eq!(answered.rows().len(), 232);
}

#[tokio::test(start_paused = true)]
async fn an_empty_page_with_a_token_goes_on() {
    let mut rig = Rig::new(registry(230)).await;
    rig.sim.add_fault(Fault::new(Effect::DropItems(100)).operation(VERSIONS).nth(2));
    let answered = rig.ask(of(Kind::ModelVersion)).await;
    assert_eq!((answered.rows().len(), &answered.end), (132, &Ok(())));
}

#[tokio::test(start_paused = true)]
async fn a_group_that_may_not_be_looked_into_loses_only_itself_and_is_told() {
    let mut rig = Rig::new(registry(3)).await;
    let no = Effect::Error { code: "AccessDeniedException".into(), message: "no".into(), status: 400 };
    rig.sim.add_fault(Fault::new(no).operation(VERSIONS).nth(1));
    let answered = rig.ask(of(Kind::ModelVersion)).await;
    assert_eq!(answered.rows().len(), 4);
    let failure = answered.failure();
    assert_eq!(failure.kind, FailureKind::Denied);
    assert!(failure.what.raw().starts_with("1 of 3 groups were not listed: "), "{failure}");
    assert_eq!(failure.place.operation, Some("sagemaker:ListModelPackages"));
}

#[tokio::test(start_paused = true)]
async fn a_group_that_is_gone_meanwhile_has_no_versions_and_is_no_failure() {
    let mut rig = Rig::new(registry(3)).await;
    let gone = Effect::Error { code: "ResourceNotFound".into(), message: "gone".into(), status: 400 };
    rig.sim.add_fault(Fault::new(gone).operation(VERSIONS).nth(2));
    let answered = rig.ask(of(Kind::ModelVersion)).await;
    assert_eq!((answered.rows().len(), &answered.end), (2, &Ok(())));
}

#[tokio::test(start_paused = true)]
async fn a_group_is_described_and_its_versions_are_counted() {
    let mut rig = Rig::new(registry(230)).await;
    let answered = rig.ask(of(Kind::ModelGroup)).await;
    let bravo = answered.rows().into_iter().find(|row| row.name.raw() == "bravo").map(Target::of).unwrap();
    let counted = rig.detail(bravo.clone(), Detail::Content).await.unwrap().facts;
    let count = |field| counted.get(field).and_then(Value::as_int);
    assert_eq!((count(Field::VersionCount), count(Field::LatestApprovedVersion)), (Some(230), Some(229)));
    assert_eq!((count(Field::ApprovedCount), count(Field::RejectedCount)), (Some(115), Some(115)));
    let described = rig.detail(bravo, Detail::Describe).await.unwrap();
    assert_eq!(described.status.unwrap().0.raw(), "Completed");
}

#[tokio::test(start_paused = true)]
async fn a_version_is_described_by_its_arn() {
    let mut rig = Rig::new(registry(3)).await;
    let answered = rig.ask(of(Kind::ModelVersion)).await;
    let row = answered.rows().into_iter().find(|row| row.name.raw() == "bravo/2").map(Target::of).unwrap();
    let described = rig.detail(row, Detail::Describe).await.unwrap();
    assert_eq!(described.facts.get(Field::ApprovalDescription), Some(&Value::text("because")));
    assert_eq!(described.facts.get(Field::ModelApprovalStatus), Some(&Value::text("Rejected")));
}
