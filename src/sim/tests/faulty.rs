use aws_sdk_sagemaker::error::SdkError;
use aws_sdk_sagemaker::operation::list_notebook_instances::{
    ListNotebookInstancesError, ListNotebookInstancesOutput,
};
use aws_sdk_sagemaker::operation::stop_notebook_instance::StopNotebookInstanceError;

use super::*;

type Listed = Result<ListNotebookInstancesOutput, SdkError<ListNotebookInstancesError>>;

/// One listing by a client that does not retry, in a world with that mishap on listings.
async fn listed(effect: Effect) -> Listed {
    let sim = Sim::new(small(), start());
    sim.add_fault(Fault::new(effect).operation("ListNotebookInstances"));
    sagemaker(&once(&sim, MEMBER)).list_notebook_instances().send().await
}

fn status_of(answer: &Listed) -> u16 {
    answer.as_ref().unwrap_err().raw_response().unwrap().status().as_u16()
}

#[tokio::test(start_paused = true)]
async fn errors_come_with_code_text_and_status() {
    let effect = Effect::Error { code: "InternalFailure".into(), message: "sorry".into(), status: 500 };
    let answer = listed(effect).await;
    assert_eq!(status_of(&answer), 500);
    let error = answer.unwrap_err();
    assert_eq!((code(&error), error.message()), ("InternalFailure", Some("sorry")));
    assert_eq!(code(&listed(Effect::Throttle).await.unwrap_err()), "ThrottlingException");
    assert_eq!(code(&listed(Effect::Disabled).await.unwrap_err()), "UnrecognizedClientException");
    let answer = listed(Effect::RetryAfter(3)).await;
    let error = answer.unwrap_err();
    assert_eq!(error.raw_response().unwrap().headers().get("x-amz-retry-after"), Some("3000"));
}

#[tokio::test(start_paused = true)]
async fn answers_that_are_not_aws_s() {
    for (effect, status) in [
        (Effect::Status429, 429),
        (Effect::Html(200), 200),
        (Effect::Redirect302, 302),
        (Effect::ProxyAuth407, 407),
        (Effect::Http { status: 503, body: "busy".into(), content_type: "text/plain".into() }, 503),
        (Effect::Garbage, 200),
        (Effect::Truncate(40), 200),
        (Effect::BadTimestamp, 200),
    ] {
        let answer = listed(effect.clone()).await;
        assert_eq!(status_of(&answer), status, "{effect:?}");
        assert!(matches!(answer, Err(SdkError::ResponseError(_) | SdkError::ServiceError(_))), "{effect:?}");
        assert_eq!(code(&answer.unwrap_err()), "no code", "{effect:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn connections_that_break() {
    for effect in
        [Effect::Io, Effect::Dns("failed to lookup address information".into()), Effect::ApplyThenFail]
    {
        let error = listed(effect.clone()).await.unwrap_err();
        let SdkError::DispatchFailure(failure) = &error else { panic!("{effect:?}: {error:?}") };
        assert!(failure.is_io(), "{effect:?}");
        if let Effect::Dns(text) = effect {
            assert!(format!("{error:?}").contains(&text));
        }
    }
    let SdkError::DispatchFailure(failure) = listed(Effect::Timeout).await.unwrap_err() else { panic!() };
    assert!(failure.is_timeout());
}

#[tokio::test(start_paused = true)]
async fn a_hang_ends_only_by_the_client_s_timeouts() {
    let sim = Sim::new(small(), start());
    sim.add_fault(Fault::new(Effect::Hang).operation("List*"));
    let base = once(&sim, MEMBER);
    let timeouts = aws_config::timeout::TimeoutConfig::builder();
    let read = base
        .to_builder()
        .timeout_config(timeouts.clone().read_timeout(Duration::from_secs(10)).build())
        .build();
    let begun = tokio::time::Instant::now();
    let error = sagemaker(&read).list_notebook_instances().send().await.unwrap_err();
    assert!(matches!(&error, SdkError::DispatchFailure(failure) if failure.is_timeout()), "{error:?}");
    assert_eq!(begun.elapsed().as_secs(), 10);
    let whole = timeouts.operation_timeout(Duration::from_secs(45)).build();
    let whole = base.to_builder().timeout_config(whole).build();
    let error = sagemaker(&whole).list_notebook_instances().send().await.unwrap_err();
    assert!(matches!(error, SdkError::TimeoutError(_)), "{error:?}");
    // Both arrived, and neither was answered.
    assert!(sim.requests().iter().all(|request| request.status.is_none()));
    assert_eq!(sim.count("ListNotebookInstances"), 2);
}

#[tokio::test(start_paused = true)]
async fn a_delay_is_waited_for() {
    let sim = Sim::new(small(), start());
    sim.add_fault(Fault::new(Effect::Delay(2500)));
    sagemaker(&once(&sim, MEMBER)).list_notebook_instances().send().await.unwrap();
    assert_eq!(sim.now(), clock::after(start(), Duration::from_millis(2500)));
}

#[tokio::test(start_paused = true)]
async fn lists_that_are_wrong() {
    let count = |answer: &Listed| answer.as_ref().unwrap().notebook_instances().len();
    assert_eq!(count(&listed(Effect::EmptyBody).await), 0);
    assert_eq!(count(&listed(Effect::NullList).await), 0);
    assert_eq!(count(&listed(Effect::DropItems(2)).await), 1);
    assert_eq!(count(&listed(Effect::DupItems(1)).await), 4);
    assert_eq!(count(&listed(Effect::UnknownFields).await), 3);
    let answer = listed(Effect::UnknownEnum).await.unwrap();
    assert_eq!(answer.notebook_instances()[0].notebook_instance_status().unwrap().as_str(), "Hibernating");
    let answer = listed(Effect::MissingArn).await.unwrap();
    assert_eq!(answer.notebook_instances()[0].notebook_instance_arn(), None);
    assert!(answer.notebook_instances()[1].notebook_instance_arn().is_some());
}

#[tokio::test(start_paused = true)]
async fn tokens_that_loop_or_expire() {
    let sim = Sim::new(small(), start());
    let client = sagemaker(&once(&sim, MEMBER));
    let page =
        |token: Option<String>| client.list_notebook_instances().max_results(2).set_next_token(token).send();
    sim.add_fault(Fault::new(Effect::LoopToken));
    let first = page(None).await.unwrap();
    let second = page(first.next_token().map(str::to_owned)).await.unwrap();
    assert_eq!(first.next_token(), second.next_token());
    assert_eq!(second.notebook_instances().len(), 2);
    sim.clear_faults();
    sim.add_fault(Fault::new(Effect::ExpireToken));
    let first = page(None).await.unwrap();
    let error = page(first.next_token().map(str::to_owned)).await.unwrap_err();
    assert_eq!(code(&error), "ValidationException");
}

/// What a stop of `alpha` ended in, with that effect on it, by a client that reads for ten seconds and never repeats.
async fn stopped(sim: &Sim, effect: Effect) -> SdkError<StopNotebookInstanceError> {
    sim.clear_faults();
    sim.add_fault(Fault::new(effect).operation("StopNotebookInstance"));
    let timeouts = aws_config::timeout::TimeoutConfig::builder().read_timeout(Duration::from_secs(10));
    let config = once(sim, MEMBER).to_builder().timeout_config(timeouts.build()).build();
    sagemaker(&config).stop_notebook_instance().notebook_instance_name("alpha").send().await.unwrap_err()
}

async fn status_of_alpha(sim: &Sim) -> String {
    let client = sagemaker(&once(sim, MEMBER));
    let seen = client.describe_notebook_instance().notebook_instance_name("alpha").send().await.unwrap();
    seen.notebook_instance_status().unwrap().as_str().to_owned()
}

#[tokio::test(start_paused = true)]
async fn an_answer_is_lost_after_the_deed() {
    let internal =
        Effect::ApplyThenError { code: "InternalFailure".into(), message: "sorry".into(), status: 500 };
    for effect in [Effect::ApplyThenFail, Effect::AcceptThenHang, internal] {
        let sim = Sim::new(small(), start()).with_latency(Latency::Fixed(Duration::from_millis(100)));
        let begun = tokio::time::Instant::now();
        let error = stopped(&sim, effect.clone()).await;
        let (took, status) = (begun.elapsed().as_millis(), sim.requests()[0].status);
        match (&effect, &error) {
            (Effect::ApplyThenFail, SdkError::DispatchFailure(failure)) => {
                assert!(failure.is_io());
                assert_eq!((took, status), (100, None));
            }
            (Effect::AcceptThenHang, SdkError::DispatchFailure(failure)) => {
                assert!(failure.is_timeout());
                assert_eq!((took, status), (10_000, None));
            }
            (Effect::ApplyThenError { .. }, SdkError::ServiceError(_)) => {
                assert_eq!((code(&error), error.message()), ("InternalFailure", Some("sorry")));
                assert_eq!((took, status), (100, Some(500)));
            }
            _ => panic!("{effect:?}: {error:?}"),
        }
        assert_eq!(status_of_alpha(&sim).await, "Stopping", "{effect:?}");
        assert_eq!((sim.writes(), sim.applied()), (1, 1), "{effect:?}");
        // The second time there is nothing to carry out, and AWS says so where it answers at all.
        let again = stopped(&sim, effect.clone()).await;
        if let SdkError::ServiceError(_) = &again {
            assert_eq!(code(&again), "ValidationException", "{effect:?}");
        }
        assert_eq!((sim.writes(), sim.applied()), (2, 1), "{effect:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_applied_that_is_not_carried_out() {
    let internal = Effect::Error { code: "InternalFailure".into(), message: String::new(), status: 500 };
    let sim = Sim::new(small(), start());
    for effect in [Effect::Io, Effect::Hang, Effect::Timeout, Effect::Throttle, Effect::Status429, internal] {
        stopped(&sim, effect.clone()).await;
        assert_eq!(status_of_alpha(&sim).await, "InService", "{effect:?}");
    }
    assert_eq!((sim.writes(), sim.applied()), (6, 0));
}

#[tokio::test(start_paused = true)]
async fn the_date_header_follows_the_clock_and_its_skew() {
    async fn date(sim: &Sim) -> String {
        let client = sagemaker(&once(sim, MEMBER));
        let error =
            client.describe_notebook_instance().notebook_instance_name("zulu").send().await.unwrap_err();
        let response = error.raw_response().unwrap();
        assert_eq!(response.headers().get("x-amzn-requestid").unwrap().len(), 36);
        response.headers().get("date").unwrap().to_owned()
    }
    let sim = Sim::new(small(), start());
    assert_eq!(date(&sim).await, "Mon, 23 Nov 2026 15:04:11 GMT");
    sim.add_fault(Fault::new(Effect::SkewDate(-600)));
    assert_eq!(date(&sim).await, "Mon, 23 Nov 2026 14:54:11 GMT");
}

#[tokio::test(start_paused = true)]
async fn a_hostile_world_hangs_together() {
    let text = "\u{1b}]0;owned\u{7}";
    let sim = Sim::new(small(), start());
    sim.add_fault(Fault::new(Effect::Hostile(text.into())));
    let client = sagemaker(&once(&sim, MEMBER));
    let listed = client.list_notebook_instances().send().await.unwrap();
    let name = listed.notebook_instances()[0].notebook_instance_name().unwrap();
    assert_eq!(name, format!("alpha{text}"));
    let seen = client.describe_notebook_instance().notebook_instance_name(name).send().await.unwrap();
    assert_eq!(seen.platform_identifier(), Some(text));
    assert_eq!(seen.notebook_instance_status().unwrap().as_str(), "InService");
    let tags = client.list_tags().resource_arn(seen.notebook_instance_arn().unwrap()).send().await.unwrap();
    assert_eq!(tags.tags()[0].value(), Some(text));
    assert_eq!(tags.tags()[0].key(), Some(format!("owner{text}").as_str()));
    // XML cannot carry every character, yet what it carries comes through.
    let me = aws_sdk_sts::Client::new(&once(&sim, MEMBER)).get_caller_identity().send().await;
    assert!(me.is_err() || me.unwrap().account() == Some(MEMBER));
}

#[tokio::test(start_paused = true)]
async fn faults_hit_only_what_they_name_and_as_often_as_they_say() {
    let sim = Sim::new(small(), start());
    let member = sagemaker(&once(&sim, MEMBER));
    let other = sagemaker(&once(&sim, OTHER));
    sim.add_fault(Fault::new(Effect::Throttle).service("sagemaker").account(MEMBER).region(EU).nth(2));
    assert!(member.list_notebook_instances().send().await.is_ok());
    assert!(other.list_notebook_instances().send().await.is_ok());
    assert!(member.list_notebook_instances().send().await.is_err());
    assert!(member.list_notebook_instances().send().await.is_ok());
    sim.clear_faults();
    sim.add_fault(Fault::new(Effect::Io).operation("List*").times(1));
    assert!(other.list_notebook_instances().send().await.is_err());
    assert!(other.list_notebook_instances().send().await.is_ok());
    sim.clear_faults();
    sim.add_fault(Fault::new(Effect::Io).within(10.0, 20.0));
    assert!(member.list_notebook_instances().send().await.is_ok());
    tokio::time::advance(Duration::from_secs(10)).await;
    assert!(member.list_notebook_instances().send().await.is_err());
    tokio::time::advance(Duration::from_secs(10)).await;
    assert!(member.list_notebook_instances().send().await.is_ok());
    sim.clear_faults();
    sim.add_fault(Fault { probability: Some(0.25), ..Fault::new(Effect::Io) });
    let mut hits = 0;
    for _ in 0..200 {
        hits += usize::from(member.list_notebook_instances().send().await.is_err());
    }
    assert!((30..=70).contains(&hits), "{hits}");
}

#[tokio::test(start_paused = true)]
async fn a_bucket_refills_with_time() {
    let sim = Sim::new(small(), start());
    sim.add_fault(Fault::new(Effect::ThrottleBucket { rps: 2.0, burst: 3.0 }));
    let client = sagemaker(&once(&sim, MEMBER));
    let mut passed = 0;
    for _ in 0..10 {
        passed += usize::from(client.list_notebook_instances().send().await.is_ok());
    }
    assert_eq!(passed, 3);
    tokio::time::advance(Duration::from_secs(1)).await;
    for _ in 0..10 {
        passed += usize::from(client.list_notebook_instances().send().await.is_ok());
    }
    assert_eq!(passed, 5);
}

#[tokio::test(start_paused = true)]
async fn the_sdk_rides_over_a_passing_fault() {
    let sim = Sim::new(small(), start());
    sim.add_fault(Fault::new(Effect::Throttle).times(2));
    assert!(sagemaker(&config(&sim, MEMBER)).list_notebook_instances().send().await.is_ok());
    assert_eq!(sim.count("ListNotebookInstances"), 3);
    assert!(sim.now() > start());
}

#[test]
fn scenarios_are_toml() {
    #[derive(serde::Deserialize)]
    struct Scenario {
        fault: Vec<Fault>,
    }
    let text = r#"
        [[fault]]
        service = "sagemaker"
        account = "111111111111"
        after_s = 5
        effect = { throttle_bucket = { rps = 2.0, burst = 3.0 } }
        [[fault]]
        operation = "List*"
        nth = 3
        effect = { error = { code = "AccessDeniedException" } }
        [[fault]]
        effect = "hang"
        [[fault]]
        effect = { delay = 300 }
        [[fault]]
        effect = "status_429"
        [[fault]]
        operation = "Stop*"
        effect = "accept_then_hang"
        [[fault]]
        effect = { apply_then_error = { code = "InternalFailure" } }
        [[fault]]
        effect = { lag = 30 }
    "#;
    let scenario: Scenario = toml::from_str(text).unwrap();
    assert_eq!(scenario.fault[2], Fault::new(Effect::Hang));
    assert_eq!(scenario.fault[3], Fault::new(Effect::Delay(300)));
    assert_eq!(scenario.fault[4], Fault::new(Effect::Status429));
    assert_eq!(scenario.fault[5], Fault::new(Effect::AcceptThenHang).operation("Stop*"));
    let internal =
        Effect::ApplyThenError { code: "InternalFailure".into(), message: String::new(), status: 500 };
    assert_eq!(scenario.fault[6], Fault::new(internal));
    assert_eq!(scenario.fault[7], Fault::new(Effect::Lag(30)));
    assert_eq!(scenario.fault[0].after_s, Some(5.0));
    assert!(toml::from_str::<Scenario>("[[fault]]\nservices = \"x\"\neffect = \"hang\"").is_err());
}
