//! Pipelines, their runs as far back as is asked for, and the steps of a run.

use sagedeck::model::field::Field;
use sagedeck::model::resource::Phase;
use sagedeck::model::steps::Steps;
use sagedeck::model::value::Value;
use sagedeck::sim::Item;
use serde_json::{Value as Json, json};

use super::*;

const RUNS: &str = "ListPipelineExecutions";
const HOUR: i64 = 3_600;

fn arn(pipeline: &str, number: i64) -> String {
    format!("arn:aws:sagemaker:{EU}:{ONE}:pipeline/{pipeline}/execution/r{number:04}")
}

fn pipeline(name: &str) -> Item {
    let item = Item::new(json!({
        "PipelineName": name,
        "PipelineDefinition": "{\"Secret\":\"hunter2\"}",
        "RoleArn": "arn:aws:iam::111111111111:role/pipelines",
        "PipelineStatus": "Active",
        "CreationTime": start().as_second() - 9_000 * HOUR,
        "LastModifiedTime": start().as_second() - 8_000 * HOUR,
    }));
    item.tagged(&[("owner", "retail")])
}

/// A run that began so many hours ago.
fn run(pipeline: &str, hours: i64, status: &str, more: &Json) -> Item {
    let mut whole = json!({
        "PipelineExecutionArn": arn(pipeline, hours),
        "PipelineExecutionStatus": status,
        "CreationTime": start().as_second() - hours * HOUR,
        ".PipelineName": pipeline,
    });
    whole.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Item::new(whole)
}

fn put(world: World, name: &str, runs: i64) -> World {
    let world = world.item(ONE, EU, "pipeline", pipeline(name));
    (1..=runs).fold(world, |world, hours| {
        world.item(ONE, EU, "pipeline-execution", run(name, hours, "Succeeded", &json!({})))
    })
}

fn of(kind: Kind, days: Option<u32>) -> Fetch {
    Fetch::List(Cell { kind, ..cell(ONE) }, Horizon(days))
}

fn run_target(pipeline: &str, number: i64) -> Target {
    let arn = sagedeck::model::id::Arn::new(arn(pipeline, number));
    Target {
        arn,
        kind: Kind::PipelineRun,
        name: format!("{pipeline}/r{number:04}").into(),
        scope: scope(ONE),
        within: None,
    }
}

#[tokio::test(start_paused = true)]
async fn runs_of_every_pipeline_arrive_the_newest_first() {
    let world = put(put(accounts(0, 4), "alpha", 3), "bravo", 230);
    let mut rig = Rig::new(world).await;
    let answered = rig.ask(of(Kind::PipelineRun, None)).await;
    assert_eq!(answered.end, Ok(()));
    let sizes: Vec<_> = answered.pages().map(|page| (page.number, page.rows.len())).collect();
    assert_eq!(sizes, [(1, 3), (2, 100), (3, 100), (4, 30)]);
    let rows = answered.rows();
    assert_eq!((rows[0].name.raw(), rows[3].name.raw()), ("alpha/r0001", "bravo/r0001"));
    assert_eq!(rows[0].fact(Field::PipelineName), Some(Value::text("alpha")));
    assert_eq!(rows[0].phase, Phase::Done);
}

/// What is older costs nothing: neither pages nor rows.
#[tokio::test(start_paused = true)]
async fn a_horizon_ends_each_pipeline_by_itself() {
    let world = put(put(accounts(0, 4), "alpha", 300), "bravo", 300);
    let mut rig = Rig::new(world).await;
    let answered = rig.ask(of(Kind::PipelineRun, Some(5))).await;
    let since = start().as_second() - 5 * 24 * HOUR;
    // The one of just five days ago is a little older by now.
    assert_eq!(answered.rows().len(), 2 * 119);
    assert!(answered.rows().iter().all(|row| row.created().unwrap().as_second() >= since));
    assert_eq!(rig.sim.count(RUNS), 4);
}

#[tokio::test(start_paused = true)]
async fn a_pipeline_is_told_with_the_ends_of_its_latest_runs_and_without_its_definition() {
    let world = put(accounts(0, 4), "alpha", 30);
    let failed = run("alpha", 0, "Failed", &json!({ "FailureReason": "Step failure" }));
    let mut rig = Rig::new(world.item(ONE, EU, "pipeline-execution", failed)).await;
    let answered = rig.ask(of(Kind::Pipeline, None)).await;
    let target = Target::of(answered.rows()[0]);
    let recent = rig.detail(target.clone(), Detail::Content).await.unwrap().facts;
    assert_eq!(recent.get(Field::LastRunStatus), Some(&Value::text("Failed")));
    let Some(Value::List(all)) = recent.get(Field::RecentExecutions) else { panic!("{recent:?}") };
    assert_eq!((all[0].raw(), all[1].raw()), ("Failed", "Succeeded"));
    assert_eq!((all.len(), rig.sim.count(RUNS)), (5, 1));
    let described = rig.detail(target, Detail::Describe).await.unwrap();
    assert_eq!(described.status.as_ref().unwrap().1, Phase::Ok);
    assert!(!format!("{described:?}").contains("hunter2"));
}

/// A run of four steps of which the second failed a minute ago and the last two never began.
fn broken(definition: &str) -> World {
    let second = |seconds: i64| start().as_second() - HOUR + seconds;
    let step = |name: &str, from: i64, until: i64, status: &str| {
        let job = format!("arn:aws:sagemaker:{EU}:{ONE}:processing-job/job-{name}");
        json!({
            "StepName": name, "StartTime": second(from), "EndTime": second(until), "StepStatus": status,
            "Metadata": { "ProcessingJob": { "Arn": job } },
        })
    };
    let mut evaluate = step("evaluate", 61, 3_540, "Failed");
    evaluate["FailureReason"] = json!("AlgorithmError");
    let more = json!({
        "FailureReason": "Step failure",
        ".Definition": definition,
        ".Parameters": [{ "Name": "Token", "Value": "hunter2" }, { "Name": "Rows", "Value": "100" }],
        ".Steps": [evaluate, step("prepare", 0, 60, "Succeeded")],
    });
    let world = put(accounts(0, 4), "alpha", 0);
    world.item(ONE, EU, "pipeline-execution", run("alpha", 1, "Failed", &more))
}

const DEFINITION: &str = r#"{"Version":"2020-12-01","Steps":[
    {"Name":"prepare","Type":"Processing","Arguments":{}},
    {"Name":"evaluate","Type":"Processing","Arguments":{"In":{"Get":"Steps.prepare.Out"}}},
    {"Name":"good","Type":"Condition","DependsOn":["evaluate"],"Arguments":{
        "IfSteps":[{"Name":"register","Type":"RegisterModel","Arguments":{}}],"ElseSteps":[]}}]}"#;

async fn steps(rig: &mut Rig) -> Steps {
    let content = rig.detail(run_target("alpha", 1), Detail::Content).await.unwrap();
    assert!(!format!("{content:?}").contains("hunter2"));
    match content.facts.get(Field::Steps) {
        Some(Value::Steps(steps)) => steps.clone(),
        other => panic!("{other:?}"),
    }
}

fn names(steps: &Steps) -> Vec<&str> {
    steps.all().iter().map(|step| step.name.raw()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_run_is_told_with_its_steps_in_order_and_its_parameters_without_secrets() {
    let mut rig = Rig::new(broken(DEFINITION)).await;
    let steps = steps(&mut rig).await;
    assert_eq!(names(&steps), ["prepare", "evaluate", "good", "register"]);
    assert_eq!(steps.after(3), [2]);
    assert_eq!(steps.critical_path(), [0, 1]);
    let failing = steps.failing().unwrap();
    assert_eq!((failing.name.raw(), failing.took()), ("evaluate", Some(3_479)));
    assert!(failing.made.as_ref().unwrap().raw().ends_with("processing-job/job-evaluate"));
    assert_eq!(steps.all()[2].status, None);
    let content = rig.detail(run_target("alpha", 1), Detail::Content).await.unwrap().facts;
    let given = Value::List(vec!["Token=••••".into(), "Rows=100".into()]);
    assert_eq!(content.get(Field::PipelineParameters), Some(&given));
    assert_eq!(content.get(Field::FailedStep), Some(&Value::text("evaluate")));
}

/// Denied, or no definition at all: what ran is told all the same, and no order is claimed.
#[tokio::test(start_paused = true)]
async fn without_a_definition_the_steps_are_told_in_the_order_of_their_start() {
    let denied = Rig::new(broken(DEFINITION)).await;
    let no = Effect::Error { code: "AccessDeniedException".into(), message: "no".into(), status: 400 };
    denied.sim.add_fault(Fault::new(no).operation("DescribePipelineDefinitionForExecution"));
    for mut rig in [denied, Rig::new(broken("no definition")).await] {
        let steps = steps(&mut rig).await;
        assert_eq!(names(&steps), ["prepare", "evaluate"]);
        assert!(!steps.has_edges());
    }
}

#[tokio::test(start_paused = true)]
async fn steps_that_may_not_be_listed_are_a_failure_of_their_own() {
    let mut rig = Rig::new(broken(DEFINITION)).await;
    let no = Effect::Error { code: "AccessDeniedException".into(), message: "no".into(), status: 400 };
    rig.sim.add_fault(Fault::new(no).operation("ListPipelineExecutionSteps"));
    let failure = rig.detail(run_target("alpha", 1), Detail::Content).await.unwrap_err();
    assert_eq!(failure.place.operation, Some("sagemaker:ListPipelineExecutionSteps"));
    let described = rig.detail(run_target("alpha", 1), Detail::Describe).await.unwrap();
    assert_eq!(described.status.unwrap().1, Phase::Failed);
}

#[tokio::test(start_paused = true)]
async fn a_run_has_the_tags_of_its_pipeline() {
    let mut rig = Rig::new(broken(DEFINITION)).await;
    let tags = rig.detail(run_target("alpha", 1), Detail::Tags).await.unwrap().tags.unwrap();
    assert_eq!((tags[0].key.raw(), tags[0].value.raw()), ("owner", "retail"));
}
