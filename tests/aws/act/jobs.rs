//! Jobs are stopped by typing their name, and never taken up again.

use super::*;
use sagedeck::sim::Item;
use serde_json::json;

const ALL: [(Kind, &str, &str, &str); 6] = [
    (Kind::TrainingJob, "TrainingJob", "training-job", "StopTrainingJob"),
    (Kind::ProcessingJob, "ProcessingJob", "processing-job", "StopProcessingJob"),
    (Kind::TransformJob, "TransformJob", "transform-job", "StopTransformJob"),
    (Kind::TuningJob, "HyperParameterTuningJob", "hyper-parameter-tuning-job", "StopHyperParameterTuningJob"),
    (Kind::AutoMlJob, "AutoMLJob", "automl-job", "StopAutoMLJob"),
    (Kind::LabelingJob, "LabelingJob", "labeling-job", "StopLabelingJob"),
];

fn with_jobs(front: &str, path: &str) -> World {
    let job = |name: &str, status: &str| {
        Item::new(json!({
            format!("{front}Name"): name,
            format!("{front}Status"): status,
            "CreationTime": start().as_second() - 3_600,
            "LastModifiedTime": start().as_second() - 3_000,
        }))
    };
    let world = world(0).item(ONE, EU, path, job("churn", "InProgress"));
    world.item(ONE, EU, path, job("done", "Completed"))
}

#[tokio::test(start_paused = true)]
async fn a_running_job_is_stopped_and_followed_until_it_is() {
    for (kind, front, path, operation) in ALL {
        let (sim, disk) = (Sim::new(with_jobs(front, path), start()), Disk::new());
        let operator = Operator::new(&sim, &disk, "a").await;
        let rows = operator.rows_of(ONE, kind).await;
        let running: Vec<&Row> = rows.iter().filter(|row| row.resource.name.raw() == "churn").collect();
        let plan = plan(&running, Verb::Stop, &[]);
        let Some(Confirm::Type { word, .. }) = plan.confirm() else { panic!("{operation}: a key is enough") };
        assert_eq!(word.raw(), "churn", "work is lost: its name is typed");
        let ended = operator.act(agreed(&plan)).await;
        assert_eq!(ending(&ended[0]), Some(Ending::Done), "{operation}: {:?}", ended[0]);
        assert_eq!((sim.count(operation), sim.writes(), sim.applied()), (1, 1, 1));
        let rows = operator.rows_of(ONE, kind).await;
        assert_eq!(rows[0].resource.status.as_ref().map(Safe::raw), Some("Stopped"));
        assert_eq!(catalog::action(kind, Verb::Stop).unwrap().undo, None);
    }
}

#[tokio::test(start_paused = true)]
async fn a_job_that_is_over_is_not_asked_for() {
    for (kind, front, path, operation) in ALL {
        let (sim, disk) = (Sim::new(with_jobs(front, path), start()), Disk::new());
        let operator = Operator::new(&sim, &disk, "a").await;
        let rows = operator.rows_of(ONE, kind).await;
        let over: Vec<&Row> = rows.iter().filter(|row| row.resource.name.raw() == "done").collect();
        assert!(plan(&over, Verb::Stop, &[]).confirm().is_none());
        assert_eq!(sim.count(operation), 0);
    }
}
