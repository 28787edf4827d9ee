//! What AWS refuses: said once, in words, and not asked again.

use super::*;

fn error(code: &str, message: &str) -> Effect {
    Effect::Error { code: code.into(), message: message.into(), status: 400 }
}

#[tokio::test(start_paused = true)]
async fn a06_one_denied_operation_in_one_account_is_one_denied_listing() {
    let denied = |account: &mut sagedeck::sim::Account| {
        account.denied = vec!["sagemaker:ListNotebookInstances".into()];
    };
    let mut rig = Rig::new(world(3).with_account(ONE, denied)).await;
    let (answered, _) = rig.load(ONE).await;
    assert_eq!(answered.failure().kind, FailureKind::Denied);
    assert_eq!(rig.sim.count(LIST), 1, "a denial is not asked again");
    assert!(matches!(rig.freshness(ONE), Freshness::Denied(_)));
    assert_eq!(answered.failure().place.operation, Some("sagemaker:ListNotebookInstances"));
    assert_eq!(rig.list(TWO).await.rows().len(), 2);
    assert!(rig.detail(target(ONE, "nb-0001"), Detail::Describe).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a08_an_explicit_deny_names_the_scp_and_hides_the_blob() {
    let mut rig = Rig::new(world(3)).await;
    let message = "User: arn:aws:sts::111111111111:assumed-role/R/s is not authorized to perform: \
        sagemaker:ListNotebookInstances with an explicit deny in a service control policy. \
        Encoded authorization failure message: aGVsbG8gd29ybGQgdGhpcyBpcyBhIGJsb2I0000000000000000";
    rig.fault(error("AccessDeniedException", message));
    let answered = rig.list(ONE).await;
    let shown = answered.failure().to_string();
    assert_eq!(answered.failure().kind, FailureKind::Denied);
    assert!(shown.contains("SCP") && shown.contains("decode-authorization-message"), "{shown}");
    assert!(!shown.contains("aGVsbG8"), "{shown}");
    assert_eq!(rig.sim.count(LIST), 1);
}

#[tokio::test(start_paused = true)]
async fn a09_a_region_that_is_not_enabled_is_no_fault() {
    for effect in [Effect::Disabled, error("OptInRequired", "no"), error("InvalidClientTokenId", "no")] {
        let mut rig = Rig::new(world(3)).await;
        rig.fault(effect.clone());
        let (answered, _) = rig.load(ONE).await;
        assert_eq!(answered.failure().kind, FailureKind::Disabled, "{effect:?}");
        assert!(matches!(rig.freshness(ONE), Freshness::Disabled(_)));
        assert_eq!(rig.sim.count(LIST), 1, "{effect:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a11_a_parameter_that_the_service_does_not_know_is_unsupported() {
    let mut rig = Rig::new(world(3)).await;
    rig.fault(error("ValidationException", "Unknown parameter in input: \"MaxResults\""));
    let answered = rig.list(ONE).await;
    assert_eq!(answered.failure().kind, FailureKind::Unsupported);
    assert_eq!(rig.sim.count(LIST), 1);
}

#[tokio::test(start_paused = true)]
async fn rows_of_another_account_are_not_believed() {
    let mut rig = Rig::new(world(3)).await;
    let body = format!(
        r#"{{"NotebookInstances":[{{"NotebookInstanceName":"x","NotebookInstanceArn":"arn:aws:sagemaker:{EU}:{TWO}:notebook-instance/x"}}]}}"#
    );
    let content_type = "application/x-amz-json-1.1".into();
    rig.fault(Effect::Http { status: 200, body, content_type });
    let answered = rig.list(ONE).await;
    assert_eq!(answered.failure().kind, FailureKind::WrongAccount);
    assert_eq!(answered.rows().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_login_that_ends_meanwhile_is_renewed_once_where_it_can_be() {
    let mut rig = Rig::new(world(250)).await;
    // A login that ends right behind its beginning is not worth another.
    tokio::time::sleep(Duration::from_mins(50)).await;
    rig.sim.add_fault(Fault::new(error("ExpiredTokenException", "expired")).operation(LIST).nth(2));
    let (answered, ended) = rig.load(ONE).await;
    assert_eq!(answered.end, Ok(()), "{ended:?}");
    assert_eq!(rig.known(ONE), 250);
    assert_eq!(rig.sim.count(LIST), 2 + 3);
}

#[tokio::test(start_paused = true)]
async fn a_login_that_does_not_come_back_is_said_and_not_stormed() {
    let mut rig = Rig::new(world(3)).await;
    rig.fault(error("ExpiredTokenException", "expired"));
    let logins = rig.sim.count("AssumeRole");
    let answered = rig.list(ONE).await;
    assert_eq!(answered.failure().kind, FailureKind::LoginNeeded);
    assert!(rig.sim.count(LIST) <= 2 && rig.sim.count("AssumeRole") <= logins + 2);
}
