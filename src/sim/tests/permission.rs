use super::*;

const USER: &str = "platform-engineer";

/// A policy of those statements, each an effect, an action and a resource.
fn policy(statements: &[(&str, &str, &str)]) -> String {
    let statements: Vec<_> = statements
        .iter()
        .map(|(effect, action, resource)| {
            serde_json::json!({ "Effect": effect, "Action": action, "Resource": resource })
        })
        .collect();
    serde_json::json!({ "Version": "2012-10-17", "Statement": statements }).to_string()
}

fn arn(rest: &str) -> String {
    format!("arn:aws:sagemaker:{EU}:{MEMBER}:{rest}")
}

/// The small world, where the operator of the member account has that policy.
fn operated(policy: &str) -> Sim {
    Sim::new(small().policy(MEMBER, OPERATOR_ROLE, policy), start())
}

async fn operator(sim: &Sim, session: Option<&str>) -> aws_sdk_sagemaker::Client {
    sagemaker(&assume_as(sim, MEMBER, OPERATOR_ROLE, session).await.unwrap())
}

/// What stopping that notebook instance is refused with.
async fn stop(client: &aws_sdk_sagemaker::Client, name: &str) -> Result<(), String> {
    let answer = client.stop_notebook_instance().notebook_instance_name(name).send().await;
    answer.map(drop).map_err(|error| error.message().unwrap().to_owned())
}

#[tokio::test(start_paused = true)]
async fn a_principal_may_do_what_its_policy_allows_and_nothing_else() {
    let alpha = arn("notebook-instance/alpha");
    let sim = operated(&policy(&[
        ("Allow", "sagemaker:StopNotebookInstance", &alpha),
        ("Allow", "sagemaker:List*", "*"),
    ]));
    let client = operator(&sim, None).await;
    assert_eq!(stop(&client, "alpha").await, Ok(()));
    let refused = "User: arn:aws:sts::111111111111:assumed-role/SagedeckOperator/test is not authorized to perform: \
         sagemaker:StopNotebookInstance on resource: arn:aws:sagemaker:eu-west-1:111111111111:notebook-instance/bravo \
         because no identity-based policy allows the sagemaker:StopNotebookInstance action";
    assert_eq!(stop(&client, "bravo").await, Err(refused.to_owned()));
    assert!(client.list_notebook_instances().send().await.is_ok());
    let described = client.describe_notebook_instance().notebook_instance_name("alpha").send().await;
    assert_eq!(code(&described.unwrap_err()), "AccessDeniedException");
    // Who has no policy may do everything, also under the same name in another account.
    assert_eq!(stop(&sagemaker(&assume(&sim, MEMBER, None).await.unwrap()), "bravo").await, Ok(()));
    let elsewhere = sagemaker(&assume_as(&sim, OTHER, OPERATOR_ROLE, None).await.unwrap());
    assert_eq!(stop(&elsewhere, "alpha").await, Err("RecordNotFound".to_owned()));
    // Who one is may always be asked.
    let me = aws_sdk_sts::Client::new(&assume_as(&sim, MEMBER, OPERATOR_ROLE, None).await.unwrap());
    assert!(me.get_caller_identity().send().await.is_ok());
    assert_eq!((sim.writes(), sim.applied()), (4, 2));
}

#[tokio::test(start_paused = true)]
async fn an_explicit_denial_wins_wherever_it_stands() {
    let all = policy(&[("Allow", "*", "*")]);
    let but_alpha = policy(&[("Deny", "*", &arn("notebook-instance/alpha")), ("Allow", "*", "*")]);
    let nothing = policy(&[("Allow", "sagemaker:List*", "*")]);
    for (identity, session, reason) in [
        (&but_alpha, &all, "with an explicit deny in an identity-based policy"),
        (&all, &but_alpha, "with an explicit deny in a session policy"),
        (&nothing, &but_alpha, "with an explicit deny in a session policy"),
        (&nothing, &all, "because no identity-based policy allows the sagemaker:StopNotebookInstance action"),
        (&all, &nothing, "because no session policy allows the sagemaker:StopNotebookInstance action"),
    ] {
        let sim = operated(identity);
        let text = stop(&operator(&sim, Some(session)).await, "alpha").await.unwrap_err();
        assert!(text.ends_with(reason), "{text}");
        assert_eq!(sim.applied(), 0);
    }
    let sim = operated(&all);
    sim.edit(|world| world.account_mut(MEMBER).unwrap().denied = vec!["sagemaker:Stop*".into()]);
    let client = operator(&sim, Some(&all)).await;
    assert!(stop(&client, "alpha").await.unwrap_err().contains("because no identity-based policy allows"));
    sim.edit(|world| world.account_mut(MEMBER).unwrap().denied.clear());
    assert_eq!(stop(&client, "alpha").await, Ok(()));
}

#[tokio::test(start_paused = true)]
async fn a_policy_that_is_not_understood_allows_nothing() {
    let condition = r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{}}}"#;
    let principal = r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}}"#;
    for document in ["", "{", "{}", condition, principal] {
        let text = stop(&operator(&operated(document), None).await, "alpha").await.unwrap_err();
        assert!(text.contains("because no identity-based policy allows"), "{document}: {text}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_user_assumes_only_the_roles_that_its_policy_names() {
    let reader = format!("arn:aws:iam::*:role/{READER_ROLE}");
    let world = small().policy(MANAGEMENT, USER, &policy(&[("Allow", "sts:AssumeRole", &reader)]));
    let sim = Sim::new(world, start());
    assert!(assume(&sim, MEMBER, None).await.is_ok());
    assert_eq!(assume_as(&sim, MEMBER, OPERATOR_ROLE, None).await.unwrap_err(), "AccessDenied");
    let listed = sagemaker(&config(&sim, MANAGEMENT)).list_notebook_instances().send().await;
    assert_eq!(code(&listed.unwrap_err()), "AccessDeniedException");
}

#[tokio::test(start_paused = true)]
async fn each_operation_is_judged_by_its_own_resource() {
    let alpha = arn("notebook-instance/alpha");
    let stopper = arn("notebook-instance-lifecycle-config/auto-stop");
    let sim = operated(&policy(&[("Allow", "*", &alpha), ("Allow", "*", &stopper)]));
    let config_ = LifecycleConfig { name: "Auto-Stop".into(), ..LifecycleConfig::default() };
    sim.edit(|world| world.scope_mut(MEMBER, EU).lifecycle_configs.insert("Auto-Stop".into(), config_));
    let client = operator(&sim, None).await;
    for arn in [&alpha, &stopper] {
        let tag = aws_sdk_sagemaker::types::Tag::builder().key("a").value("1").build();
        client.add_tags().resource_arn(arn).tags(tag).send().await.unwrap();
        client.list_tags().resource_arn(arn).send().await.unwrap();
        client.delete_tags().resource_arn(arn).tag_keys("a").send().await.unwrap();
    }
    client.describe_notebook_instance().notebook_instance_name("alpha").send().await.unwrap();
    let described = client.describe_notebook_instance_lifecycle_config();
    described.notebook_instance_lifecycle_config_name("Auto-Stop").send().await.unwrap();
    let bravo = arn("notebook-instance/bravo");
    let refused = client.delete_tags().resource_arn(&bravo).tag_keys("a").send().await.unwrap_err();
    assert_eq!(code(&refused), "AccessDeniedException");
    // A list is of everything, which only `*` covers.
    let refused = client.list_notebook_instances().send().await.unwrap_err();
    assert_eq!(code(&refused), "AccessDeniedException");
    let refused = client.list_notebook_instance_lifecycle_configs().send().await.unwrap_err();
    assert_eq!(code(&refused), "AccessDeniedException");
}
