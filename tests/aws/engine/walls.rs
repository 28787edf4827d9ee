//! Walls 2 and 3, each alone: a stop of a notebook instance never reaches AWS.

use super::*;
use aws_config::SdkConfig;
use aws_sdk_sagemaker::Client;
use aws_sdk_sagemaker::error::SdkError;
use sagedeck::aws::calls::Book;
use sagedeck::aws::gate::Guard;
use sagedeck::aws::interceptor::reads_only;
use sagedeck::aws::mode::Mode;
use sagedeck::aws::skew::Skew;
use sagedeck::sim::access_key;

fn guard(sim: &Sim) -> Guard {
    let clock = sim.clock();
    Guard::new(Mode::new(false), Book::default(), Arc::new(move || clock.now()), Skew::default())
}

/// The raw SDK, with credentials that may do everything.
fn config(sim: &Sim, http: SharedHttpClient) -> SdkConfig {
    SdkConfig::builder()
        .behavior_version(aws_config::BehaviorVersion::latest())
        .region(aws_config::Region::new(EU))
        .credentials_provider(SharedCredentialsProvider::new(Credentials::new(
            access_key(ONE),
            SECRET_KEY,
            None,
            None,
            "sim",
        )))
        .time_source(sim.clock())
        .http_client(http)
        .build()
}

#[tokio::test(start_paused = true)]
async fn without_walls_the_stop_would_arrive() {
    let sim = Sim::new(world(1), start());
    let client = Client::new(&config(&sim, SharedHttpClient::new(sim.clone())));
    client.stop_notebook_instance().notebook_instance_name("nb-0000").send().await.unwrap();
    assert_eq!(sim.writes(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_interceptor_alone_stops_it_before_it_is_built() {
    let sim = Sim::new(world(1), start());
    let config = config(&sim, SharedHttpClient::new(sim.clone()));
    let mut builder = aws_sdk_sagemaker::config::Builder::from(&config);
    builder.push_interceptor(reads_only(None));
    let client = Client::from_conf(builder.build());
    let error = client.stop_notebook_instance().notebook_instance_name("nb-0000").send().await.unwrap_err();
    assert!(matches!(error, SdkError::ConstructionFailure(_)), "{error:?}");
    assert!(
        client.list_human_task_uis().send().await.is_err(),
        "what is not registered is refused, read or not"
    );
    assert!(client.list_notebook_instances().send().await.is_ok());
    assert_eq!((sim.writes(), sim.requests().len()), (0, 1));
}

#[tokio::test(start_paused = true)]
async fn the_gate_alone_stops_it_at_the_last_step() {
    let sim = Sim::new(world(1), start());
    let client = Client::new(&config(&sim, guard(&sim).wrap(SharedHttpClient::new(sim.clone()))));
    let error = client.stop_notebook_instance().notebook_instance_name("nb-0000").send().await.unwrap_err();
    let SdkError::DispatchFailure(failure) = &error else { panic!("{error:?}") };
    assert!(failure.is_user(), "a refusal is not repeated: {error:?}");
    assert!(
        client.list_human_task_uis().send().await.is_err(),
        "what is not registered is refused, read or not"
    );
    assert!(client.list_notebook_instances().send().await.is_ok());
    assert_eq!((sim.writes(), sim.requests().len()), (0, 1));
}

#[tokio::test(start_paused = true)]
async fn requests_go_to_aws_and_to_configured_endpoints_only() {
    let sim = Sim::new(world(1), start());
    let guard = guard(&sim);
    let base = config(&sim, guard.wrap(SharedHttpClient::new(sim.clone())));
    let elsewhere = base.to_builder().endpoint_url("https://sagemaker.evil.example").build();
    assert!(Client::new(&elsewhere).list_notebook_instances().send().await.is_err());
    assert_eq!(sim.requests().len(), 0);
    guard.allow_endpoint("https://sagemaker.evil.example/base/");
    assert!(Client::new(&elsewhere).list_notebook_instances().send().await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn the_whole_reading_path_writes_nothing() {
    let mut rig = Rig::new(world(3)).await;
    rig.load(ONE).await;
    for detail in Detail::ALL {
        let _ = rig.detail(target(ONE, "nb-0001"), detail).await;
    }
    rig.ask(Fetch::BulkTags(scope(ONE))).await;
    assert_eq!(rig.sim.writes(), 0);
    assert!(rig.sim.requests().len() > 6);
}
