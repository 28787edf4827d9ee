use super::*;

#[tokio::test(start_paused = true)]
async fn the_whole_demo_can_be_read_as_the_product_reads_it() {
    let sim = Sim::demo(42, start());
    let organizations = aws_sdk_organizations::Client::new(&config(&sim, MANAGEMENT));
    let accounts = organizations.list_accounts().send().await.unwrap();
    let (mut notebooks, mut denied, mut suspended, mut described) = (0, 0, 0, 0);
    for account in accounts.accounts() {
        if account.state().unwrap().as_str() == "SUSPENDED" {
            suspended += 1;
            assert_eq!(assume(&sim, account.id().unwrap(), None).await.unwrap_err(), "AccessDenied");
            continue;
        }
        let member = assume(&sim, account.id().unwrap(), None).await.unwrap();
        for region in ["eu-west-1", "us-east-1"] {
            let config = member.to_builder().region(Region::new(region)).build();
            let client = sagemaker(&config);
            let mut pages = client.list_notebook_instances().max_results(100).into_paginator().items().send();
            while let Some(item) = pages.next().await {
                match item {
                    Ok(notebook) => {
                        notebooks += 1;
                        let name = notebook.notebook_instance_name().unwrap();
                        if notebooks % 10 == 0 {
                            let call = client.describe_notebook_instance().notebook_instance_name(name);
                            described += usize::from(call.send().await.is_ok());
                        }
                    }
                    Err(error) => {
                        assert_eq!(code(&error), "AccessDeniedException");
                        denied += 1;
                    }
                }
            }
        }
    }
    assert_eq!((denied, suspended), (2, 1));
    assert!((138..=158).contains(&notebooks), "{notebooks}");
    assert!(described >= 10, "{described}");
    assert_eq!(sim.writes(), 0);
    assert!(sim.now() > start());
}

#[tokio::test(start_paused = true)]
async fn one_account_is_throttled_and_the_others_are_not() {
    let sim = Sim::demo(42, start()).with_latency(Latency::None);
    let throttled = assume(&sim, "745120963347", None).await.unwrap();
    let free = assume(&sim, "402268819153", None).await.unwrap();
    let retry = aws_config::retry::RetryConfig::disabled();
    for (config, refused) in [(throttled, 2), (free, 0)] {
        let client = sagemaker(&config.to_builder().retry_config(retry.clone()).build());
        let mut count = 0;
        for _ in 0..10 {
            if let Err(error) = client.list_notebook_instances().send().await {
                assert_eq!(code(&error), "ThrottlingException");
                count += 1;
            }
        }
        assert_eq!(count, refused);
    }
}

#[tokio::test(start_paused = true)]
async fn same_seed_same_answers() {
    async fn answers(seed: u64) -> String {
        let sim = Sim::demo(seed, start());
        let member = assume(&sim, "402268819153", None).await.unwrap();
        let listed = sagemaker(&member).list_notebook_instances().max_results(100).send().await.unwrap();
        let logs = aws_sdk_cloudwatchlogs::Client::new(&member);
        let events = logs
            .get_log_events()
            .log_group_name(NOTEBOOK_LOGS)
            .log_stream_name("churn-eda/jupyter.log")
            .limit(20)
            .send()
            .await
            .unwrap();
        format!("{:?} {:?} {:?}", listed, events, sim.requests())
    }
    assert_eq!(answers(42).await, answers(42).await);
    assert_ne!(answers(42).await, answers(43).await);
}

#[tokio::test(start_paused = true)]
async fn answers_take_thirty_to_a_hundred_and_twenty_milliseconds() {
    let sim = Sim::demo(42, start());
    let client = aws_sdk_sts::Client::new(&config(&sim, MANAGEMENT));
    let mut times = Vec::new();
    for _ in 0..50 {
        let begun = tokio::time::Instant::now();
        client.get_caller_identity().send().await.unwrap();
        times.push(begun.elapsed());
    }
    times.sort();
    assert!(times[0] >= Duration::from_millis(30) && times[49] <= Duration::from_millis(125), "{times:?}");
    assert!(times[49] > times[0] + Duration::from_millis(20), "{times:?}");
}
