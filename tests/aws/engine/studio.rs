//! Studio: domains, users, spaces and apps, over all domains of an account at once.

use std::collections::BTreeMap;

use sagedeck::model::field::Field;
use sagedeck::model::logs::LogStream;
use sagedeck::sim::{Item, LogStream as SimStream};
use serde_json::json;

use super::*;

const LAB: &str = "d-0123456789ab";

fn cell_of(kind: Kind, account: &str) -> Cell {
    Cell { scope: scope(account), kind }
}

fn app(owner: (&str, &str), kind: &str, name: &str) -> Item {
    let (member, owner) = owner;
    Item::new(json!({
        "DomainId": LAB, member: owner, "AppType": kind, "AppName": name, "Status": "InService",
        "CreationTime": 1_790_000_000.0, "ResourceSpec": { "InstanceType": "ml.g5.xlarge" },
        "LastUserActivityTimestamp": 1_795_000_000.0, "LastHealthCheckTimestamp": 1_795_100_000.0,
    }))
}

/// One domain, so many users with a space each, and apps: one of a user and one in the space of the same name.
fn lab(users: usize) -> World {
    let domain = Item::new(json!({
        "DomainId": LAB, "DomainName": "Lab", "Status": "InService", "AuthMode": "SSO",
        "AppNetworkAccessType": "VpcOnly", "VpcId": "vpc-1", "SubnetIds": ["subnet-1", "subnet-2"],
        "HomeEfsFileSystemId": "fs-1", "DefaultUserSettings": { "ExecutionRole": "arn:aws:iam::1:role/x" },
    }));
    let mut world = world(0).item(ONE, EU, "domain", domain.tagged(&[("owner", "platform")]));
    for number in 0..users {
        let name = format!("User{number:03}");
        let user = json!({ "DomainId": LAB, "UserProfileName": name, "Status": "InService" });
        let owner = json!({ "OwnerUserProfileName": name });
        let settings = json!({
            "AppType": "JupyterLab",
            "SpaceStorageSettings": { "EbsStorageSettings": { "EbsVolumeSizeInGb": 50 } },
        });
        let space = json!({
            "DomainId": LAB, "SpaceName": name, "Status": "Update_Failed", "SpaceSettingsSummary": settings,
            "SpaceSharingSettingsSummary": { "SharingType": "Private" }, "OwnershipSettingsSummary": owner,
            "SpaceSettings": settings, "OwnershipSettings": owner, "FailureReason": "no room",
        });
        world = world.item(ONE, EU, "user-profile", Item::new(user)).item(ONE, EU, "space", Item::new(space));
    }
    world.item(ONE, EU, "app", app(("UserProfileName", "User000"), "KernelGateway", "gpu")).item(
        ONE,
        EU,
        "app",
        app(("SpaceName", "User000"), "JupyterLab", "default"),
    )
}

async fn listed(rig: &mut Rig, kind: Kind) -> Answered {
    let answered = rig.ask(Fetch::List(cell_of(kind, ONE), Horizon::default())).await;
    assert_eq!(answered.end, Ok(()));
    answered
}

fn fact(row: &Resource, field: Field) -> String {
    row.fact_text(field).map(|text| text.raw().to_owned()).unwrap_or_default()
}

#[tokio::test(start_paused = true)]
async fn everything_is_listed_over_all_domains_with_what_the_listing_says() {
    let mut rig = Rig::new(lab(250)).await;
    let domains = listed(&mut rig, Kind::Domain).await;
    let [domain] = domains.rows()[..] else { panic!("{:?}", domains.arrivals) };
    assert_eq!((domain.name.raw(), fact(domain, Field::DomainId).as_str()), ("Lab", LAB));
    for (kind, operation) in [(Kind::UserProfile, "ListUserProfiles"), (Kind::Space, "ListSpaces")] {
        let answered = listed(&mut rig, kind).await;
        let sizes: Vec<_> = answered.pages().map(|page| page.rows.len()).collect();
        assert_eq!((sizes, rig.sim.count(operation)), (vec![100, 100, 50], 3), "{kind}");
        assert!(answered.rows().iter().all(|row| !row.incomplete));
        assert_eq!(answered.rows()[0].name.raw(), format!("{LAB}/User000"));
    }
    let spaces = listed(&mut rig, Kind::Space).await;
    let space = spaces.rows()[0];
    assert_eq!(fact(space, Field::OwnerUserProfileName), "User000");
    assert_eq!(space.fact(Field::EbsVolumeSizeInGb).and_then(|size| size.as_int()), Some(50));
    let apps = listed(&mut rig, Kind::App).await;
    let names: Vec<_> = apps.rows().iter().map(|row| row.name.raw().to_owned()).collect();
    let name = |rest: &str| format!("{LAB}/User000/{rest}");
    assert_eq!(names, [name("KernelGateway/gpu"), name("JupyterLab/default")]);
    assert_eq!(
        apps.rows()[0].arn.raw(),
        format!("arn:aws:sagemaker:{EU}:{ONE}:app/{LAB}/user000/kernelgateway/gpu")
    );
    assert_eq!(
        (apps.rows()[0].modified(), fact(apps.rows()[0], Field::InstanceType)),
        (None, "ml.g5.xlarge".into())
    );
}

#[tokio::test(start_paused = true)]
async fn what_comes_twice_is_one_row_and_an_empty_page_with_a_token_is_not_the_end() {
    for (kind, operation) in [(Kind::UserProfile, "ListUserProfiles"), (Kind::Space, "ListSpaces")] {
        let mut rig = Rig::new(lab(230)).await;
        rig.sim.add_fault(Fault::new(Effect::DupItems(5)).operation(operation));
        assert_eq!(listed(&mut rig, kind).await.rows().len(), 230, "{kind}");
        let mut rig = Rig::new(lab(230)).await;
        rig.sim.add_fault(Fault::new(Effect::DropItems(100)).operation(operation).nth(2));
        let sizes: Vec<_> = listed(&mut rig, kind).await.pages().map(|page| page.rows.len()).collect();
        assert_eq!(sizes, [100, 0, 30], "{kind}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_denied_listing_is_a_denial_and_takes_nothing_with_it() {
    let mut rig =
        Rig::new(lab(2).with_account(ONE, |account| account.denied = vec!["sagemaker:ListApps".into()]))
            .await;
    let denied = rig.ask(Fetch::List(cell_of(Kind::App, ONE), Horizon::default())).await;
    assert_eq!(denied.failure().kind, FailureKind::Denied);
    assert_eq!(listed(&mut rig, Kind::Space).await.rows().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_app_is_described_by_its_user_or_by_its_space() {
    let mut rig = Rig::new(lab(1)).await;
    let apps = listed(&mut rig, Kind::App).await;
    for row in apps.rows() {
        let described = rig.detail(Target::of(row), Detail::Describe).await.unwrap();
        let used =
            described.facts.get(Field::LastUserActivity).and_then(sagedeck::model::value::Value::as_time);
        assert_eq!(used.map(Timestamp::as_second), Some(1_795_000_000), "{}", row.name);
        assert!(described.facts.get(Field::LastHealthCheck).is_some());
        assert_eq!(described.created(), row.created());
        // What the journal remembers does not say whose it is.
        let remembered = Target { within: None, ..Target::of(row) };
        assert_eq!(rig.detail(remembered, Detail::Describe).await.unwrap(), described);
    }
    let gone =
        Target { name: format!("{LAB}/nobody/JupyterLab/default").into(), ..Target::of(apps.rows()[0]) };
    let failure = rig.detail(gone, Detail::Describe).await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::NotFound);
}

#[tokio::test(start_paused = true)]
async fn descriptions_say_what_listings_leave_out() {
    let mut rig = Rig::new(lab(1)).await;
    let mut described = BTreeMap::new();
    for kind in [Kind::Domain, Kind::UserProfile, Kind::Space] {
        let target = Target::of(listed(&mut rig, kind).await.rows()[0]);
        described.insert(kind, rig.detail(target, Detail::Describe).await.unwrap());
    }
    let text =
        |kind: Kind, field| described[&kind].facts.get(field).and_then(|value| value.as_text()).cloned();
    assert_eq!(text(Kind::Domain, Field::AuthMode).unwrap().raw(), "SSO");
    assert_eq!(text(Kind::Domain, Field::ExecutionRole).unwrap().raw(), "arn:aws:iam::1:role/x");
    assert_eq!(text(Kind::UserProfile, Field::ExecutionRole), None, "its own settings name no role");
    assert_eq!(text(Kind::Space, Field::FailureReason).unwrap().raw(), "no room");
    let domain = Target::of(listed(&mut rig, Kind::Domain).await.rows()[0]);
    let tags = rig.detail(domain, Detail::Tags).await.unwrap();
    assert_eq!(tags.tags.unwrap()[0].value.raw(), "platform");
}

#[tokio::test(start_paused = true)]
async fn the_log_of_an_app_is_its_own_and_nobody_elses() {
    let group = "/aws/sagemaker/studio";
    let mut world = lab(1);
    for name in ["JupyterLab/default", "JupyterLab/default/LifecycleConfigOnStart", "JupyterLab/default-2"] {
        let lines = vec![(start(), "hello".to_owned())];
        world = world.log_stream(ONE, EU, SimStream::lines(group, &format!("{LAB}/User000/{name}"), lines));
    }
    let mut rig = Rig::new(world).await;
    let apps = listed(&mut rig, Kind::App).await;
    let app = apps.rows().into_iter().find(|row| row.name.raw().ends_with("default")).unwrap();
    let answered = rig.ask(Fetch::Streams(Target::of(app))).await;
    let streams: Vec<&LogStream> = answered
        .arrivals
        .iter()
        .filter_map(|arrival| match arrival {
            Arrival::Streams(streams) => Some(streams),
            _ => None,
        })
        .flatten()
        .collect();
    let mut names: Vec<_> = streams.iter().map(|stream| stream.name.raw().to_owned()).collect();
    names.sort();
    let own = format!("{LAB}/User000/JupyterLab/default");
    assert_eq!(names, [own.clone(), format!("{own}/LifecycleConfigOnStart")]);
    // A domain writes none.
    let domain = Target::of(listed(&mut rig, Kind::Domain).await.rows()[0]);
    assert_eq!(rig.ask(Fetch::Streams(domain)).await.failure().kind, FailureKind::Unsupported);
}
