//! Endpoints, configurations, models, inference components and schedules: what AWS tells is what a row says.

use super::*;
use sagedeck::model::field::Field;
use sagedeck::model::logs::LogStream;
use sagedeck::model::resource::Phase;
use sagedeck::model::text::Safe;
use sagedeck::model::value::Value;
use sagedeck::sim::{Item, LogStream as SimStream};
use serde_json::{Value as Json, json};

fn of(kind: Kind) -> Cell {
    Cell { kind, ..cell(ONE) }
}

fn put(mut world: World, path: &str, whole: Json) -> World {
    let mut item = Item::new(whole);
    item.whole.insert("CreationTime".into(), json!(1_790_000_000));
    world.put_item(ONE, EU, path, item);
    world
}

fn variant(name: &str, count: i64, weight: f64) -> Json {
    json!({
        "VariantName": name,
        "CurrentInstanceCount": count,
        "DesiredInstanceCount": 2,
        "CurrentWeight": weight,
        "DesiredWeight": weight,
        "DeployedImages": [{ "SpecifiedImage": "r/i:stable", "ResolvedImage": format!("r/i@sha256:{name}") }],
    })
}

fn planned(name: &str, model: &str) -> Json {
    json!({ "VariantName": name, "ModelName": model, "InstanceType": "ml.m5.xlarge", "InitialInstanceCount": 2 })
}

/// An endpoint that serves two models and tries a third, with everything behind it.
fn served() -> World {
    let world = put(
        world(0),
        "endpoint",
        json!({
            "EndpointName": "Churn",
            "EndpointConfigName": "churn-1",
            "EndpointStatus": "InService",
            "FailureReason": "the last update was rolled back",
            "ProductionVariants": [variant("blue", 1, 0.9), variant("green", 2, 0.1)],
            "ShadowProductionVariants": [variant("dark", 1, 1.0)],
            "DataCaptureConfig": { "EnableCapture": false, "CaptureStatus": "Stopped",
                "CurrentSamplingPercentage": 0, "DestinationS3Uri": "s3://c", "KmsKeyId": "k" },
        }),
    );
    let world = put(
        world,
        "endpoint-config",
        json!({
            "EndpointConfigName": "churn-1",
            "ProductionVariants": [planned("blue", "m-1"), planned("green", "m-2")],
            "ShadowProductionVariants": [planned("dark", "m-3")],
            "KmsKeyId": "key-1",
        }),
    );
    put(
        world,
        "model",
        json!({
            "ModelName": "m-1",
            "PrimaryContainer": {
                "Image": "r/i:stable",
                "ModelDataUrl": "s3://m/1.tar.gz",
                "Environment": { "API_TOKEN": "hunter2", "MODE": "fast" },
            },
            "ExecutionRoleArn": "arn:aws:iam::111111111111:role/serve",
        }),
    )
}

async fn only(rig: &mut Rig, kind: Kind) -> Resource {
    let answered = rig.ask(Fetch::List(of(kind), Horizon::default())).await;
    assert_eq!(answered.end, Ok(()));
    let [row] = answered.rows()[..] else { panic!("{kind}: {:?}", answered.rows()) };
    row.clone()
}

async fn described(rig: &mut Rig, kind: Kind) -> Described {
    let target = Target::of(&only(rig, kind).await);
    rig.detail(target, Detail::Describe).await.unwrap()
}

/// A fact of these texts; absent without any.
fn list(all: &[&str]) -> Option<Value> {
    (!all.is_empty()).then(|| Value::List(all.iter().map(|one| Safe::new(*one)).collect()))
}

/// A fact of that text; absent without one.
fn text(one: &str) -> Option<Value> {
    (!one.is_empty()).then(|| Value::text(one))
}

#[tokio::test(start_paused = true)]
async fn an_endpoint_is_told_with_what_its_configuration_says() {
    let mut rig = Rig::new(served()).await;
    let row = only(&mut rig, Kind::Endpoint).await;
    assert_eq!((row.name.raw(), row.phase), ("Churn", Phase::Ok));
    let found = described(&mut rig, Kind::Endpoint).await;
    let fact = |field| found.facts.get(field).cloned();
    assert_eq!(
        fact(Field::Variants),
        list(&["blue ml.m5.xlarge 1/2 w0.9 model m-1", "green ml.m5.xlarge 2/2 w0.1 model m-2"])
    );
    assert_eq!(fact(Field::ShadowVariants), list(&["dark ml.m5.xlarge 1/2 w1.0 model m-3"]));
    assert_eq!(fact(Field::Instances), list(&["4 ml.m5.xlarge"]));
    assert_eq!(
        (fact(Field::CurrentInstances), fact(Field::DesiredInstances)),
        (Some(Value::Int(4)), Some(Value::Int(6)))
    );
    assert_eq!(fact(Field::ModelNames), list(&["m-1", "m-2", "m-3"]));
    assert_eq!(
        fact(Field::DeployedImages),
        list(&["r/i@sha256:blue", "r/i@sha256:green", "r/i@sha256:dark"])
    );
    assert_eq!(fact(Field::FailureReason), text("the last update was rolled back"));
    assert_eq!(fact(Field::EnableCapture), Some(Value::Bool(false)));
    assert_eq!((fact(Field::Serving), fact(Field::ConfigUnread)), (text("real-time"), None));
}

#[tokio::test(start_paused = true)]
async fn without_its_configuration_types_are_unknown_and_it_says_why() {
    let mut rig = Rig::new(served()).await;
    rig.sim.edit(|world| {
        world.account_mut(ONE).unwrap().denied = vec!["sagemaker:DescribeEndpointConfig".into()];
    });
    let found = described(&mut rig, Kind::Endpoint).await;
    let fact = |field| found.facts.get(field).cloned();
    assert_eq!(fact(Field::Variants), list(&["blue ? 1/2 w0.9", "green ? 2/2 w0.1"]));
    assert_eq!(fact(Field::Instances), list(&["1 ?", "2 ?", "1 ?"]));
    assert_eq!(fact(Field::ModelNames), None);
    let why = fact(Field::ConfigUnread).unwrap();
    assert!(why.as_text().unwrap().raw().contains("DescribeEndpointConfig"), "{why:?}");
    // A fault that passes is no reason to believe less than before.
    rig.sim.edit(|world| world.account_mut(ONE).unwrap().denied.clear());
    let broken = Effect::Error { code: "InternalFailure".into(), message: "no".into(), status: 500 };
    rig.sim.add_fault(Fault::new(broken).operation("DescribeEndpointConfig"));
    let target = Target::of(&only(&mut rig, Kind::Endpoint).await);
    let failure = rig.detail(target, Detail::Describe).await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::ServerError);
}

#[tokio::test(start_paused = true)]
async fn a_configuration_is_what_would_be_served() {
    let mut rig = Rig::new(served()).await;
    let found = described(&mut rig, Kind::EndpointConfig).await;
    let fact = |field| found.facts.get(field).cloned();
    assert_eq!(
        fact(Field::Variants),
        list(&["blue ml.m5.xlarge ×2 model m-1", "green ml.m5.xlarge ×2 model m-2"])
    );
    assert_eq!((fact(Field::KmsKeyId), fact(Field::EnableCapture)), (text("key-1"), None));
    assert_eq!(fact(Field::Instances), list(&["6 ml.m5.xlarge"]));
}

#[tokio::test(start_paused = true)]
async fn no_value_of_an_environment_is_kept() {
    let mut rig = Rig::new(served()).await;
    let found = described(&mut rig, Kind::Model).await;
    let fact = |field| found.facts.get(field).cloned();
    assert_eq!(fact(Field::EnvironmentNames), list(&["API_TOKEN", "MODE"]));
    assert_eq!(fact(Field::ContainerImage), text("r/i:stable"));
    assert_eq!((fact(Field::ModelPackageName), fact(Field::NetworkIsolation)), (None, None));
    assert!(!format!("{found:?}").contains("hunter2"));
}

#[tokio::test(start_paused = true)]
async fn a_component_and_a_schedule_name_their_endpoint_already_in_the_listing() {
    let world = put(
        served(),
        "inference-component",
        json!({
            "InferenceComponentName": "ocr",
            "EndpointName": "Churn",
            "VariantName": "blue",
            "InferenceComponentStatus": "Failed",
            "FailureReason": "no room",
            "Specification": { "ComputeResourceRequirements":
                { "NumberOfAcceleratorDevicesRequired": 1, "MinMemoryRequiredInMb": 1024 } },
            "RuntimeConfig": { "CurrentCopyCount": 0, "DesiredCopyCount": 2 },
        }),
    );
    let world = put(
        world,
        "monitoring-schedule",
        json!({
            "MonitoringScheduleName": "drift",
            "MonitoringScheduleStatus": "Scheduled",
            "MonitoringType": "DataQuality",
            "EndpointName": "Churn",
            "MonitoringScheduleConfig": { "ScheduleConfig": { "ScheduleExpression": "cron(0 * ? * * *)" },
                "MonitoringJobDefinition": { "Environment": { "KEY": "hunter2" } } },
            "LastMonitoringExecutionSummary": { "MonitoringScheduleName": "drift", "ScheduledTime": 1_790_000_000,
                "MonitoringExecutionStatus": "CompletedWithViolations", "FailureReason": "7 violations" },
        }),
    );
    let mut rig = Rig::new(world).await;
    let component = only(&mut rig, Kind::InferenceComponent).await;
    assert_eq!((component.phase, component.fact(Field::EndpointName)), (Phase::Failed, text("Churn")));
    let found = described(&mut rig, Kind::InferenceComponent).await;
    assert_eq!(found.facts.get(Field::FailureReason).cloned(), text("no room"));
    assert_eq!(found.facts.get(Field::CurrentCopies), Some(&Value::Int(0)));
    assert_eq!(found.facts.get(Field::CopyNeeds).cloned(), text("1 accelerators, at least 1024 MB"));
    let schedule = only(&mut rig, Kind::MonitoringSchedule).await;
    assert_eq!(schedule.fact(Field::EndpointName), text("Churn"));
    let found = described(&mut rig, Kind::MonitoringSchedule).await;
    let fact = |field| found.facts.get(field).cloned();
    assert_eq!(
        (fact(Field::LastRunStatus), fact(Field::LastRunReason)),
        (text("CompletedWithViolations"), text("7 violations"))
    );
    assert_eq!(fact(Field::ScheduleExpression), text("cron(0 * ? * * *)"));
    assert!(!format!("{found:?}").contains("hunter2"));
}

#[tokio::test(start_paused = true)]
async fn pages_come_whole_and_no_row_twice_whatever_the_kind() {
    let kinds = [
        (Kind::Endpoint, "endpoint", "EndpointName", "ListEndpoints"),
        (Kind::EndpointConfig, "endpoint-config", "EndpointConfigName", "ListEndpointConfigs"),
        (Kind::Model, "model", "ModelName", "ListModels"),
        (
            Kind::InferenceComponent,
            "inference-component",
            "InferenceComponentName",
            "ListInferenceComponents",
        ),
        (
            Kind::MonitoringSchedule,
            "monitoring-schedule",
            "MonitoringScheduleName",
            "ListMonitoringSchedules",
        ),
    ];
    for (kind, path, member, operation) in kinds {
        let mut world = world(0);
        for number in 0..250 {
            world = put(world, path, json!({ member: format!("x-{number:03}") }));
        }
        let mut rig = Rig::new(world).await;
        rig.sim.add_fault(Fault::new(Effect::DupItems(3)).operation(operation));
        let answered = rig.ask(Fetch::List(of(kind), Horizon::default())).await;
        let names: std::collections::BTreeSet<_> =
            answered.rows().iter().map(|row| row.name.raw().to_owned()).collect();
        assert_eq!((answered.end.clone(), answered.rows().len(), names.len()), (Ok(()), 250, 250), "{kind}");
        assert_eq!(rig.sim.count(operation), 3, "{kind}");
        let mut rig = Rig::new(served()).await;
        rig.sim.edit(|world| world.account_mut(ONE).unwrap().denied = vec![format!("sagemaker:{operation}")]);
        let answered = rig.ask(Fetch::List(of(kind), Horizon::default())).await;
        assert_eq!(answered.failure().kind, FailureKind::Denied, "{kind}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_log_group_is_the_endpoint_s_own() {
    let lines = || vec![(start(), "ping".to_owned())];
    let stream = |group: &str, name: &str| SimStream::lines(group, name, lines());
    let world = served()
        .log_stream(ONE, EU, stream("/aws/sagemaker/Endpoints/Churn", "blue/i-1"))
        .log_stream(ONE, EU, stream("/aws/sagemaker/Endpoints/Churn", "green/i-2"))
        .log_stream(ONE, EU, stream("/aws/sagemaker/Endpoints/Churn-too", "blue/i-3"));
    let mut rig = Rig::new(world).await;
    let target = Target::of(&only(&mut rig, Kind::Endpoint).await);
    let answered = rig.ask(Fetch::Streams(target.clone())).await;
    let [Arrival::Streams(streams)] = &answered.arrivals[..] else { panic!("{:?}", answered.arrivals) };
    let names: Vec<_> = streams.iter().map(|LogStream { name, .. }| name.raw()).collect();
    assert_eq!(names, ["blue/i-1", "green/i-2"]);
    let from = sagedeck::model::fetch::LogFrom::Tail;
    let answered = rig.ask(Fetch::Events { target, stream: "green/i-2".into(), from }).await;
    let [Arrival::Events(page)] = &answered.arrivals[..] else { panic!("{:?}", answered.arrivals) };
    assert_eq!(page.lines.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn tags_of_endpoints_come_in_bulk_as_well() {
    let mut world = served();
    let item = Item::new(json!({ "EndpointName": "tagged" })).tagged(&[("owner", "vision")]);
    world.put_item(ONE, EU, "endpoint", item);
    let mut rig = Rig::new(world).await;
    let answered = rig.ask(Fetch::BulkTags(scope(ONE))).await;
    let named: Vec<_> = answered.patches().iter().map(|patch| patch.arn.raw().clone()).collect();
    assert_eq!(named, [format!("arn:aws:sagemaker:{EU}:{ONE}:endpoint/tagged")]);
}
