//! Logins that end and come back, over the simulator.

use std::time::Duration;

use sagedeck::model::failure::Place;
use sagedeck::sim::{Effect, Fault, Sim, World};

use super::*;

const RETAIL: &str = "111122223333";

fn world() -> World {
    World::empty().account(RETAIL, "retail", "Workloads", &[])
}

fn expired() -> Effect {
    let message = "The security token included in the request is expired".to_owned();
    Effect::Error { code: "ExpiredToken".into(), message, status: 403 }
}

#[tokio::test]
async fn a_failed_login_comes_back_by_itself() {
    let sim = Sim::new(world(), start());
    sim.add_fault(Fault::new(expired()).operation("AssumeRole"));
    let mut settings = simulated(&sim);
    settings.patience.relogin = Duration::ZERO;
    let sessions = sessions(settings);
    let seen = read(&sessions).await;
    assert_eq!(seen.failed(RETAIL).kind, FailureKind::LoginNeeded);
    sim.clear_faults();
    assert!(sessions.config(&scope(RETAIL)).await.is_ok());
    assert!(matches!(sessions.account(id(RETAIL)).unwrap().login, Login::Ok { .. }));
}

#[tokio::test]
async fn asking_for_the_identity_builds_everything_anew() {
    let sim = Sim::new(world(), start());
    sim.add_fault(Fault::new(expired()).operation("AssumeRole"));
    let sessions = sessions(simulated(&sim));
    assert_eq!(read(&sessions).await.failed(RETAIL).kind, FailureKind::LoginNeeded);
    assert_eq!(kind(&sessions.identity(id(RETAIL)).await), Some(FailureKind::LoginNeeded));
    sim.clear_faults();
    assert!(sessions.config(&scope(RETAIL)).await.is_err(), "not before the wait is over");
    assert!(matches!(sessions.identity(id(RETAIL)).await, Login::Ok { .. }));
    assert!(sessions.config(&scope(RETAIL)).await.is_ok());
}

#[tokio::test]
async fn a_call_that_finds_the_login_expired_shuts_the_door() {
    let sim = Sim::new(world(), start());
    let mut settings = simulated(&sim);
    settings.patience.relogin = Duration::ZERO;
    let sessions = sessions(settings);
    read(&sessions).await;
    let client = aws_sdk_sagemaker::Client::new(&sessions.config(&scope(RETAIL)).await.unwrap());
    sim.add_fault(Fault::new(expired()).operation("ListNotebookInstances").times(1));
    let error = client.list_notebook_instances().send().await.unwrap_err();
    let failure = sessions.failure(&error, Place { account: Some(id(RETAIL)), ..Place::default() });
    assert_eq!(failure.kind, FailureKind::LoginNeeded);
    assert_eq!(kind(&sessions.account(id(RETAIL)).unwrap().login), Some(FailureKind::LoginNeeded));
    sessions.config(&scope(RETAIL)).await.unwrap();
    assert_eq!(sim.count("AssumeRole"), 2);
}

#[tokio::test(start_paused = true)]
async fn a_login_that_ended_is_renewed_at_once_but_one_that_never_helps_is_not_tried_with_every_call() {
    let sim = Sim::new(world(), start());
    let sessions = sessions(simulated(&sim));
    read(&sessions).await;
    tokio::time::advance(Duration::from_mins(1)).await;
    sim.add_fault(Fault::new(expired()).operation("ListNotebookInstances"));
    for expected in [2, 2, 2] {
        if let Ok(config) = sessions.config(&scope(RETAIL)).await {
            let error =
                aws_sdk_sagemaker::Client::new(&config).list_notebook_instances().send().await.unwrap_err();
            sessions.failure(&error, Place { account: Some(id(RETAIL)), ..Place::default() });
        }
        let _ = sessions.config(&scope(RETAIL)).await;
        assert_eq!(sim.count("AssumeRole"), expected);
    }
}

#[tokio::test(start_paused = true)]
async fn credentials_are_renewed_before_they_expire() {
    let sim = Sim::new(world(), start());
    let sessions = sessions(simulated(&sim));
    read(&sessions).await;
    tokio::time::advance(Duration::from_mins(30)).await;
    sessions.config(&scope(RETAIL)).await.unwrap();
    assert_eq!(sim.count("AssumeRole"), 1);
    tokio::time::advance(Duration::from_secs(29 * 60 + 30)).await;
    let client = aws_sdk_sagemaker::Client::new(&sessions.config(&scope(RETAIL)).await.unwrap());
    assert_eq!(sim.count("AssumeRole"), 2);
    assert!(client.list_notebook_instances().send().await.is_ok());
}

#[tokio::test]
async fn an_account_outside_the_fleet_is_never_entered() {
    let sim = Sim::new(world(), start());
    let sessions = sessions(simulated(&sim));
    read(&sessions).await;
    assert!(sessions.config(&scope("999988887777")).await.is_err());
    assert!(sessions.account(id("999988887777")).is_none());
}

#[tokio::test]
async fn many_at_once_share_one_login() {
    let sim = Sim::new(world(), start());
    let mut settings = simulated(&sim);
    settings.accounts = vec![RETAIL.into()];
    let sessions = sessions(settings);
    sim.add_fault(Fault::new(Effect::Delay(20)).operation("AssumeRole"));
    read(&sessions).await;
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let sessions = sessions.clone();
        tasks.spawn(async move { sessions.config(&scope(RETAIL)).await.is_ok() });
    }
    assert!(tasks.join_all().await.into_iter().all(|ok| ok));
    assert_eq!(sim.count("AssumeRole"), 1);
}
