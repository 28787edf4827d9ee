use super::*;

/// Status and seconds from the begin to LastModifiedTime, as described.
async fn state(client: &aws_sdk_sagemaker::Client, name: &str) -> (String, i64) {
    let seen = client.describe_notebook_instance().notebook_instance_name(name).send().await.unwrap();
    let modified = seen.last_modified_time().unwrap().secs() - start().as_second();
    (seen.notebook_instance_status().unwrap().as_str().to_owned(), modified)
}

async fn status(client: &aws_sdk_sagemaker::Client, name: &str) -> String {
    state(client, name).await.0
}

/// Code and text of the refusal to stop, or to start.
async fn refusal(client: &aws_sdk_sagemaker::Client, name: &str, stop: bool) -> (String, String) {
    let told = |error: &dyn ProvideErrorMetadata| {
        (error.code().unwrap().to_owned(), error.message().unwrap().to_owned())
    };
    if stop {
        told(&client.stop_notebook_instance().notebook_instance_name(name).send().await.unwrap_err())
    } else {
        told(&client.start_notebook_instance().notebook_instance_name(name).send().await.unwrap_err())
    }
}

#[tokio::test(start_paused = true)]
async fn stopping_and_starting_take_their_time() {
    let mut world = small();
    world.put_stream(MEMBER, EU, LogStream::jupyter("alpha", clock::shifted(start(), -3600), None));
    let sim = Sim::new(world, start());
    let client = sagemaker(&config(&sim, MEMBER));
    client.stop_notebook_instance().notebook_instance_name("alpha").send().await.unwrap();
    assert_eq!(status(&client, "alpha").await, "Stopping");
    let error = client.stop_notebook_instance().notebook_instance_name("alpha").send().await.unwrap_err();
    assert_eq!(code(&error), "ValidationException");
    assert!(error.message().unwrap().starts_with("Status (Stopping) not in ([InService])"));
    tokio::time::advance(Duration::from_secs(91)).await;
    assert_eq!(status(&client, "alpha").await, "Stopped");
    let events = |sim: &Sim| {
        let now = sim.now();
        sim.edit(|world| {
            world.scope_mut(MEMBER, EU).log_groups[NOTEBOOK_LOGS].streams["alpha/jupyter.log"].len(now)
        })
    };
    let silent = events(&sim);
    tokio::time::advance(Duration::from_mins(10)).await;
    assert_eq!(events(&sim), silent);
    client.start_notebook_instance().notebook_instance_name("alpha").send().await.unwrap();
    assert_eq!(status(&client, "alpha").await, "Pending");
    tokio::time::advance(Duration::from_secs(241)).await;
    assert_eq!(status(&client, "alpha").await, "InService");
    tokio::time::advance(Duration::from_mins(10)).await;
    assert!(events(&sim) > silent);
    assert_eq!((sim.writes(), sim.applied()), (3, 2));
}

#[tokio::test(start_paused = true)]
async fn a_status_filter_follows_the_clock() {
    let sim = Sim::new(small(), start());
    let client = sagemaker(&config(&sim, MEMBER));
    client.stop_notebook_instance().notebook_instance_name("bravo").send().await.unwrap();
    let stopped = || {
        let wanted = aws_sdk_sagemaker::types::NotebookInstanceStatus::Stopped;
        client.list_notebook_instances().status_equals(wanted).send()
    };
    assert_eq!(stopped().await.unwrap().notebook_instances().len(), 1);
    tokio::time::advance(Duration::from_secs(91)).await;
    assert_eq!(stopped().await.unwrap().notebook_instances().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn only_what_runs_is_stopped_and_only_what_does_not_run_is_started() {
    let mut world = small();
    world.notebook_mut(MEMBER, EU, "bravo").unwrap().status = "Failed".into();
    let sim = Sim::new(world, start());
    let client = sagemaker(&once(&sim, MEMBER));
    let refused = |status: &str, from: &str, to: &str, name: &str| {
        let arn = format!("arn:aws:sagemaker:eu-west-1:111111111111:notebook-instance/{name}");
        let text = format!(
            "Status ({status}) not in ([{from}]). Unable to transition to ({to}) for Notebook Instance ({arn})"
        );
        ("ValidationException".to_owned(), text)
    };
    let stopping = |status: &str, name: &str| refused(status, "InService", "Stopping", name);
    assert_eq!(refusal(&client, "charlie", true).await, stopping("Stopped", "charlie"));
    assert_eq!(refusal(&client, "bravo", true).await, stopping("Failed", "bravo"));
    let starting = refused("InService", "Stopped, Failed", "Pending", "alpha");
    assert_eq!(refusal(&client, "alpha", false).await, starting);
    for stop in [true, false] {
        let (code, text) = refusal(&client, "zulu", stop).await;
        assert_eq!((code.as_str(), text.as_str()), ("ValidationException", "RecordNotFound"));
    }
    for name in ["bravo", "charlie"] {
        client.start_notebook_instance().notebook_instance_name(name).send().await.unwrap();
        assert_eq!(status(&client, name).await, "Pending");
    }
}

#[tokio::test(start_paused = true)]
async fn last_modified_moves_when_a_change_begins_and_when_it_ends() {
    let sim = Sim::new(small(), start());
    let client = sagemaker(&config(&sim, MEMBER));
    tokio::time::advance(Duration::from_secs(5)).await;
    client.stop_notebook_instance().notebook_instance_name("alpha").send().await.unwrap();
    tokio::time::advance(Duration::from_secs(20)).await;
    assert_eq!(state(&client, "alpha").await, ("Stopping".into(), 5));
    tokio::time::advance(Duration::from_mins(10)).await;
    let (status, modified) = state(&client, "alpha").await;
    assert_eq!(status, "Stopped");
    assert!((35..95).contains(&modified), "{modified}");
}

#[tokio::test(start_paused = true)]
async fn a_lagging_answer_is_that_of_then() {
    let sim = Sim::new(small(), start());
    let client = sagemaker(&config(&sim, MEMBER));
    sim.add_fault(Fault::new(Effect::Lag(20)));
    let long_ago = state(&client, "alpha").await.1;
    tokio::time::advance(Duration::from_secs(100)).await;
    client.stop_notebook_instance().notebook_instance_name("alpha").send().await.unwrap();
    // The stop itself does not lag: it happens now, and cannot happen twice.
    assert!(refusal(&client, "alpha", true).await.1.starts_with("Status (Stopping)"));
    tokio::time::advance(Duration::from_secs(19)).await;
    assert_eq!(state(&client, "alpha").await, ("InService".into(), long_ago));
    let listed = client.list_notebook_instances().send().await.unwrap();
    assert_eq!(listed.notebook_instances()[0].notebook_instance_status().unwrap().as_str(), "InService");
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(state(&client, "alpha").await, ("Stopping".into(), 100));
    sim.clear_faults();
    tokio::time::advance(Duration::from_secs(80)).await;
    let (stopped, ended) = state(&client, "alpha").await;
    assert_eq!(stopped, "Stopped");
    // A second change does not blur what the first one was.
    client.start_notebook_instance().notebook_instance_name("alpha").send().await.unwrap();
    let since_stop = u64::try_from(200 - ended).unwrap();
    for (lag, then) in [(0, "Pending"), (1, "Stopped"), (since_stop + 1, "Stopping"), (101, "InService")] {
        sim.clear_faults();
        sim.add_fault(Fault::new(Effect::Lag(lag)));
        assert_eq!(status(&client, "alpha").await, then, "{lag}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_order_by_status_is_that_of_its_time() {
    let sim = Sim::new(small(), start());
    let client = sagemaker(&config(&sim, MEMBER));
    let by = aws_sdk_sagemaker::types::NotebookInstanceSortKey::Status;
    let first = async || {
        let listed =
            client.list_notebook_instances().sort_by(by.clone()).max_results(1).send().await.unwrap();
        listed.notebook_instances()[0].notebook_instance_name().unwrap().to_owned()
    };
    client.start_notebook_instance().notebook_instance_name("charlie").send().await.unwrap();
    client.stop_notebook_instance().notebook_instance_name("alpha").send().await.unwrap();
    assert_eq!(first().await, "bravo");
    sim.add_fault(Fault::new(Effect::Lag(5)));
    assert_eq!(first().await, "alpha");
    sim.clear_faults();
    assert_eq!(first().await, "bravo");
}
