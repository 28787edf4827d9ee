use super::*;

async fn status(client: &aws_sdk_sagemaker::Client, name: &str) -> String {
    let seen = client.describe_notebook_instance().notebook_instance_name(name).send().await.unwrap();
    seen.notebook_instance_status().unwrap().as_str().to_owned()
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
    assert_eq!(sim.writes(), 3);
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
