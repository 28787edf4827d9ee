//! Endpoints and what belongs to them, as the SDK sees them.

use super::*;
use crate::sim::world::Item;
use aws_sdk_sagemaker::types::{EndpointStatus, ExecutionStatus, ScheduleStatus};
use serde_json::json;

#[tokio::test(start_paused = true)]
async fn schedules_are_told_by_endpoint_and_move_when_asked() {
    let mut world = small();
    for (name, endpoint) in [("a", "one"), ("b", "two"), ("c", "one")] {
        let whole = json!({
            "MonitoringScheduleName": name,
            "EndpointName": endpoint,
            "MonitoringScheduleStatus": "Scheduled",
            "MonitoringScheduleConfig": {},
        });
        world.put_item(MEMBER, EU, "monitoring-schedule", Item::new(whole));
    }
    let sim = Sim::new(world, start());
    let client = sagemaker(&once(&sim, MEMBER));
    let listed = client.list_monitoring_schedules().endpoint_name("one").send().await.unwrap();
    let names: Vec<_> = listed
        .monitoring_schedule_summaries()
        .iter()
        .filter_map(|one| one.monitoring_schedule_name())
        .collect();
    assert_eq!(names, ["a", "c"]);
    client.stop_monitoring_schedule().monitoring_schedule_name("a").send().await.unwrap();
    let again = client.stop_monitoring_schedule().monitoring_schedule_name("a").send().await;
    assert_eq!(code(&again.unwrap_err()), "ValidationException");
    let status = async || {
        let told = client.describe_monitoring_schedule().monitoring_schedule_name("a").send().await.unwrap();
        told.monitoring_schedule_status().cloned()
    };
    assert_eq!(status().await, Some(ScheduleStatus::Pending));
    tokio::time::sleep(Duration::from_secs(61)).await;
    assert_eq!(status().await, Some(ScheduleStatus::Stopped));
    client.start_monitoring_schedule().monitoring_schedule_name("a").send().await.unwrap();
    tokio::time::sleep(Duration::from_secs(61)).await;
    assert_eq!(status().await, Some(ScheduleStatus::Scheduled));
}

/// The same for every seed: what an operator is shown first.
#[tokio::test(start_paused = true)]
async fn the_demo_tells_its_stories_of_endpoints() {
    for seed in [1, 42] {
        let sim = Sim::demo(seed, start()).with_latency(Latency::None);
        let production = assume(&sim, "927745038810", None).await.unwrap();
        let client = sagemaker(&production);
        let fraud = async || client.describe_endpoint().endpoint_name("fraud-screen").send().await.unwrap();
        let back = fraud().await;
        assert_eq!(back.endpoint_status(), Some(&EndpointStatus::RollingBack));
        assert!(back.failure_reason().unwrap().contains("ALARM"));
        let next = back.pending_deployment_summary().unwrap().endpoint_config_name().unwrap().to_owned();
        let next = client.describe_endpoint_config().endpoint_config_name(next).send().await.unwrap();
        assert_eq!(next.production_variants()[0].model_name(), Some("fraud-screen-v3"));
        let churn = client.describe_endpoint().endpoint_name("churn-propensity").send().await.unwrap();
        assert_eq!((churn.production_variants().len(), churn.shadow_production_variants().len()), (2, 1));
        let drift =
            client.describe_monitoring_schedule().monitoring_schedule_name("demand-forecast-data-quality");
        let drift = drift.send().await.unwrap();
        let last = drift.last_monitoring_execution_summary().unwrap();
        assert_eq!(last.monitoring_execution_status(), Some(&ExecutionStatus::CompletedWithViolations));
        let bare = client.describe_endpoint().endpoint_name("credit-scorecard").send().await.unwrap();
        assert_eq!(bare.data_capture_config().unwrap().enable_capture(), Some(false));
        // The rollback ends while one looks, and its reason stays.
        tokio::time::sleep(Duration::from_secs(400)).await;
        let back = fraud().await;
        assert_eq!(back.endpoint_status(), Some(&EndpointStatus::InService));
        assert!(back.failure_reason().is_some() && back.pending_deployment_summary().is_none());
        let retail = assume(&sim, "402268819153", None).await.unwrap();
        let basket = sagemaker(&retail).describe_endpoint().endpoint_name("basket-recommender");
        let basket = basket.send().await.unwrap();
        assert_eq!(basket.endpoint_status(), Some(&EndpointStatus::Failed));
        assert!(basket.production_variants().is_empty() && basket.failure_reason().unwrap().contains("ping"));
    }
}
