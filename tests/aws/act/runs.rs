//! Runs of pipelines: stopped and retried, each once, with the emitted policies and not where their pipeline is protected.

use super::policies::guarded;
use super::*;
use sagedeck::sim::Item;
use serde_json::json;

const STOP_RUN: &str = "StopPipelineExecution";
const RETRY_RUN: &str = "RetryPipelineExecution";

/// A pipeline with that tag and a run in that state.
fn with_run(world: World, status: &str, tag: (&str, &str)) -> World {
    let since = start().as_second() - 600;
    let pipeline =
        Item::new(json!({ "PipelineName": "churn", "PipelineStatus": "Active", "CreationTime": since }));
    let run = Item::new(json!({
        "PipelineExecutionArn": format!("arn:aws:sagemaker:{EU}:{ONE}:pipeline/churn/execution/r1"),
        "PipelineExecutionStatus": status,
        "CreationTime": since,
        "LastModifiedTime": since,
        ".PipelineName": "churn",
    }));
    let world = world.item(ONE, EU, "pipeline", pipeline.tagged(&[tag]));
    world.item(ONE, EU, "pipeline-execution", run)
}

/// What comes of asking that of the run.
async fn asked(sim: &Sim, disk: &Disk, verb: Verb) -> Progress {
    let operator = Operator::new(sim, disk, "a").await;
    let rows = operator.rows_of(ONE, Kind::PipelineRun).await;
    operator.act(agreed(&plan(&[&rows[0]], verb, &[]))).await.remove(0)
}

#[tokio::test(start_paused = true)]
async fn a_run_is_stopped_and_retried_with_the_emitted_policies() {
    let world = with_run(guarded(0), "Executing", ("owner", "retail"));
    let (sim, disk) = (Sim::new(world, start()), Disk::new());
    let stopped = asked(&sim, &disk, Verb::Stop).await;
    assert_eq!((ending(&stopped), words(&stopped)), (Some(Ending::Done), "it is Stopped"));
    let retried = asked(&sim, &disk, Verb::Retry).await;
    assert_eq!((ending(&retried), words(&retried)), (Some(Ending::Done), "it is Executing"));
    assert_eq!((sim.count(STOP_RUN), sim.count(RETRY_RUN), sim.applied()), (1, 1, 2));
    let outcomes = disk.outcomes();
    assert_eq!(outcomes, vec![line("churn/r1", Some("accepted"), Some("done")); 2]);
}

#[tokio::test(start_paused = true)]
async fn x01_a_retry_whose_answer_is_lost_is_found_out_and_not_repeated() {
    let world = with_run(world(0), "Failed", ("owner", "retail"));
    for effect in [Effect::AcceptThenHang, Effect::ApplyThenFail] {
        let (sim, disk) = (Sim::new(world.clone(), start()), Disk::new());
        sim.add_fault(Fault::new(effect.clone()).operation(RETRY_RUN));
        let ended = asked(&sim, &disk, Verb::Retry).await;
        assert_eq!((ending(&ended), sim.count(RETRY_RUN)), (Some(Ending::Done), 1), "{effect:?}");
        assert_eq!(disk.outcomes(), [line("churn/r1", Some("unknown"), Some("done"))]);
    }
}

/// When the plan is made, and again right before the call.
#[tokio::test(start_paused = true)]
async fn what_protects_a_pipeline_protects_its_runs() {
    let protected = ("sagedeck:protected", "true");
    let sim = Sim::new(with_run(world(0), "Executing", protected), start());
    let operator = Operator::new(&sim, &Disk::new(), "a").await;
    let rows = operator.rows_of(ONE, Kind::PipelineRun).await;
    let left = plan(&[&rows[0]], Verb::Stop, &[]).left_out;
    assert_eq!(left[0].why.raw(), "protected by its tag sagedeck:protected=true");

    let sim = Sim::new(with_run(world(0), "Executing", ("owner", "retail")), start());
    let operator = Operator::new(&sim, &Disk::new(), "a").await;
    let rows = operator.rows_of(ONE, Kind::PipelineRun).await;
    let approved = agreed(&plan(&[&rows[0]], Verb::Stop, &[]));
    sim.edit(|world| *world = with_run(std::mem::take(world), "Executing", protected));
    let ended = operator.act(approved).await.remove(0);
    assert_eq!(words(&ended), "not touched: protected by its tag sagedeck:protected=true");
    assert_eq!(sim.count(STOP_RUN), 0);
}

#[tokio::test(start_paused = true)]
async fn what_has_ended_cannot_be_stopped_and_what_went_well_cannot_be_retried() {
    let world = with_run(world(0), "Succeeded", ("owner", "retail"));
    let sim = Sim::new(world, start());
    let operator = Operator::new(&sim, &Disk::new(), "a").await;
    let rows = operator.rows_of(ONE, Kind::PipelineRun).await;
    for (verb, why) in [(Verb::Stop, "stop needs Executing"), (Verb::Retry, "retry needs Failed or Stopped")]
    {
        let plan = plan(&[&rows[0]], verb, &[]);
        assert!(plan.items.is_empty() && plan.left_out[0].why.raw().contains(why), "{plan:?}");
    }
}
