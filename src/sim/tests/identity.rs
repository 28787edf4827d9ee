use super::*;

const READ_ONLY: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow",
    "Action":["sagemaker:List*","sagemaker:Describe*","logs:*"],"Resource":"*"}]}"#;

#[tokio::test(start_paused = true)]
async fn a_key_leads_into_its_account() {
    let sim = Sim::new(small(), start());
    let me = aws_sdk_sts::Client::new(&config(&sim, MANAGEMENT)).get_caller_identity().send().await.unwrap();
    assert_eq!(me.account(), Some(MANAGEMENT));
    assert_eq!(access_key(MANAGEMENT), ACCESS_KEY);

    let member = assume(&sim, MEMBER, None).await.unwrap();
    let me = aws_sdk_sts::Client::new(&member).get_caller_identity().send().await.unwrap();
    assert_eq!(me.account(), Some(MEMBER));
    assert_eq!(me.arn(), Some("arn:aws:sts::111111111111:assumed-role/SagedeckReader/test"));
    let listed = sagemaker(&member).list_notebook_instances().send().await.unwrap();
    assert_eq!(listed.notebook_instances().len(), 3);
    let recorded = sim.requests().pop().unwrap();
    assert_eq!((recorded.service.as_str(), recorded.account.as_str()), ("sagemaker", MEMBER));
    assert_eq!((recorded.region.as_str(), recorded.status), (EU, Some(200)));
}

#[tokio::test(start_paused = true)]
async fn an_unknown_key_is_refused_in_the_words_of_the_protocol() {
    let sim = Sim::new(small(), start());
    let stranger = config(&sim, "999999999999");
    let error = aws_sdk_sts::Client::new(&stranger).get_caller_identity().send().await.unwrap_err();
    assert_eq!(code(&error), "InvalidClientTokenId");
    let error = sagemaker(&stranger).list_notebook_instances().send().await.unwrap_err();
    assert_eq!(code(&error), "UnrecognizedClientException");
    assert_eq!(sim.requests()[0].account, "");
}

#[tokio::test(start_paused = true)]
async fn a_session_policy_allows_what_it_lists_and_nothing_else() {
    let sim = Sim::new(small(), start());
    let reader = sagemaker(&assume(&sim, MEMBER, Some(READ_ONLY)).await.unwrap());
    assert!(reader.list_notebook_instances().send().await.is_ok());
    let error = reader.stop_notebook_instance().notebook_instance_name("alpha").send().await.unwrap_err();
    assert_eq!(code(&error), "AccessDeniedException");
    let text = error.message().unwrap();
    assert!(
        text.contains("because no session policy allows the sagemaker:StopNotebookInstance action"),
        "{text}"
    );
    // It arrived all the same, and the recorder says so.
    assert_eq!(sim.writes(), 1);
    let status = reader.describe_notebook_instance().notebook_instance_name("alpha").send().await.unwrap();
    assert_eq!(status.notebook_instance_status().unwrap().as_str(), "InService");
}

#[tokio::test(start_paused = true)]
async fn policies_that_are_too_long_or_malformed_are_refused() {
    let sim = Sim::new(small(), start());
    assert_eq!(assume(&sim, MEMBER, Some("{}")).await.unwrap_err(), "MalformedPolicyDocument");
    let long = format!("{READ_ONLY}{}", " ".repeat(2048));
    assert_eq!(assume(&sim, MEMBER, Some(&long)).await.unwrap_err(), "ValidationError");
}

#[tokio::test(start_paused = true)]
async fn assuming_is_denied_where_the_world_says_so() {
    let world = small()
        .with_account(MEMBER, |account| account.assume = Assume::Denied)
        .with_account(OTHER, |account| account.assume = Assume::ExternalId("deck".into()));
    let sim = Sim::new(world, start());
    assert_eq!(assume(&sim, MEMBER, None).await.unwrap_err(), "AccessDenied");
    assert_eq!(assume(&sim, OTHER, None).await.unwrap_err(), "AccessDenied");
    assert_eq!(assume(&sim, "333333333333", None).await.unwrap_err(), "AccessDenied");
    let answer = aws_sdk_sts::Client::new(&config(&sim, MANAGEMENT))
        .assume_role()
        .role_arn(format!("arn:aws:iam::{OTHER}:role/team/Any"))
        .role_session_name("test")
        .external_id("deck")
        .send()
        .await
        .unwrap();
    let arn = answer.assumed_role_user().unwrap().arn();
    assert_eq!(arn, "arn:aws:sts::222222222222:assumed-role/Any/test");
    sim.edit(|world| world.account_mut(OTHER).unwrap().status = AccountStatus::Suspended);
    sim.edit(|world| world.account_mut(OTHER).unwrap().assume = Assume::Allowed);
    assert_eq!(assume(&sim, OTHER, None).await.unwrap_err(), "AccessDenied");
}

#[tokio::test(start_paused = true)]
async fn credentials_expire_by_the_simulated_clock() {
    let sim = Sim::new(small(), start());
    let member = assume(&sim, MEMBER, None).await.unwrap();
    tokio::time::advance(Duration::from_secs(3590)).await;
    assert!(sagemaker(&member).list_notebook_instances().send().await.is_ok());
    tokio::time::advance(Duration::from_secs(11)).await;
    let error = sagemaker(&member).list_notebook_instances().send().await.unwrap_err();
    assert_eq!(code(&error), "ExpiredTokenException");
    let error = aws_sdk_sts::Client::new(&member).get_caller_identity().send().await.unwrap_err();
    assert_eq!(code(&error), "ExpiredToken");
}

#[tokio::test(start_paused = true)]
async fn permissions_of_an_account_and_service_control_policies_hold() {
    let world = small().with_account(MEMBER, |account| {
        account.denied = vec!["sagemaker:ListNotebook*".into()];
        account.scp_denied = vec!["logs:*".into()];
    });
    let sim = Sim::new(world, start());
    let member = assume(&sim, MEMBER, None).await.unwrap();
    let error = sagemaker(&member).list_notebook_instances().send().await.unwrap_err();
    assert_eq!(code(&error), "AccessDeniedException");
    assert!(error.message().unwrap().contains("no identity-based policy allows"));
    let logs = aws_sdk_cloudwatchlogs::Client::new(&member);
    let error = logs.describe_log_groups().send().await.unwrap_err();
    assert!(error.message().unwrap().contains("explicit deny in a service control policy"));
}

#[tokio::test(start_paused = true)]
async fn a_region_that_is_not_enabled_knows_no_key() {
    let mut world = small();
    world.regions = vec!["us-east-1".into()];
    let sim = Sim::new(world, start());
    let error = sagemaker(&config(&sim, MEMBER)).list_notebook_instances().send().await.unwrap_err();
    assert_eq!(code(&error), "UnrecognizedClientException");
}

#[tokio::test(start_paused = true)]
async fn what_is_not_simulated_says_so() {
    let sim = Sim::new(small(), start());
    let error = sagemaker(&config(&sim, MEMBER)).list_human_task_uis().send().await.unwrap_err();
    assert_eq!(code(&error), "UnknownOperationException");
    assert_eq!(sim.count("ListHumanTaskUis"), 1);
}
