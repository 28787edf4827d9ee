//! Monitoring schedules are stopped and started, each taking the other back.

use super::*;
use sagedeck::sim::Item;
use serde_json::json;

const STOP_SCHEDULE: &str = "StopMonitoringSchedule";

fn watched(account: &str) -> World {
    let mut world = world(0);
    let whole = json!({
        "MonitoringScheduleName": "drift",
        "EndpointName": "churn",
        "MonitoringScheduleStatus": "Scheduled",
        "MonitoringScheduleConfig": {},
        "LastModifiedTime": 1_790_000_000,
    });
    world.put_item(account, EU, "monitoring-schedule", Item::new(whole));
    world
}

async fn ended(operator: &Operator, verb: Verb) -> Option<Ending> {
    let rows = operator.rows_of(ONE, Kind::MonitoringSchedule).await;
    let rows: Vec<&Row> = rows.iter().collect();
    let told = operator.act(agreed(&plan(&rows, verb, &[]))).await;
    ending(&told[0])
}

async fn status(operator: &Operator, account: &str) -> String {
    let rows = operator.rows_of(account, Kind::MonitoringSchedule).await;
    rows[0].resource.status.as_ref().unwrap().raw().to_owned()
}

#[tokio::test(start_paused = true)]
async fn a_schedule_is_stopped_and_started_again() {
    let (sim, disk) = (Sim::new(watched(ONE), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    assert_eq!(ended(&operator, Verb::Stop).await, Some(Ending::Done));
    assert_eq!(status(&operator, ONE).await, "Stopped");
    assert_eq!(ended(&operator, Verb::Start).await, Some(Ending::Done));
    assert_eq!(status(&operator, ONE).await, "Scheduled");
    let whole = |name: &str| line(name, Some("accepted"), Some("done"));
    assert_eq!(disk.outcomes(), [whole("drift"), whole("drift")]);
    assert_eq!((sim.count(STOP_SCHEDULE), sim.applied()), (1, 2));
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_looked_for_and_never_repeated() {
    let error =
        Effect::ApplyThenError { code: "InternalFailure".into(), message: "Internal".into(), status: 500 };
    let lost = [
        (Effect::AcceptThenHang, Ending::Done),
        (error, Ending::Done),
        (Effect::ApplyThenFail, Ending::Done),
        (Effect::Hang, Ending::NotDone),
        (Effect::Io, Ending::NotDone),
    ];
    for (effect, wanted) in lost {
        let (sim, disk) = (Sim::new(watched(ONE), start()), Disk::new());
        let operator = Operator::new(&sim, &disk, "a").await;
        sim.add_fault(Fault::new(effect.clone()).operation(STOP_SCHEDULE));
        assert_eq!(ended(&operator, Verb::Stop).await, Some(wanted), "{effect:?}");
        let was = if wanted == Ending::Done { "Stopped" } else { "Scheduled" };
        let is = status(&operator, ONE).await;
        assert_eq!((sim.count(STOP_SCHEDULE), is.as_str()), (1, was), "{effect:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_refusal_changes_nothing_and_is_told() {
    let (sim, disk) = (Sim::new(watched(ONE), start()), Disk::new());
    sim.edit(|world| world.account_mut(ONE).unwrap().denied = vec![format!("sagemaker:{STOP_SCHEDULE}")]);
    let operator = Operator::new(&sim, &disk, "a").await;
    assert_eq!(ended(&operator, Verb::Stop).await, Some(Ending::Refused));
    assert_eq!((sim.applied(), status(&operator, ONE).await.as_str()), (0, "Scheduled"));
    assert_eq!(disk.outcomes(), [line("drift", Some("refused"), Some("refused"))]);
}

#[tokio::test(start_paused = true)]
async fn a_production_account_allows_none() {
    let (sim, disk) = (Sim::new(watched(PROD), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    let rows = operator.rows_of(PROD, Kind::MonitoringSchedule).await;
    let plan = plan(&rows.iter().collect::<Vec<_>>(), Verb::Stop, &[]);
    assert!(plan.items.is_empty() && plan.left_out[0].why.raw().contains("allows no actions"));
}
