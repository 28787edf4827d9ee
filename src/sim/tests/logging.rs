use aws_sdk_cloudwatchlogs::Client;
use aws_sdk_cloudwatchlogs::types::OrderBy;

use super::*;

fn world() -> World {
    let at = |ago: i64| clock::shifted(start(), -ago);
    let lines = vec![(at(300), "Setting up".to_owned()), (at(200), "ERROR no mirror".to_owned())];
    small()
        .log_stream(MEMBER, EU, LogStream::jupyter("alpha", at(7200), None))
        .log_stream(MEMBER, EU, LogStream::jupyter("bravo", at(86_400 * 9), Some(at(86_400 * 6))))
        .log_stream(MEMBER, EU, LogStream::lines(NOTEBOOK_LOGS, "alpha/LifecycleConfigOnStart", lines))
}

#[tokio::test(start_paused = true)]
async fn streams_tell_their_last_event() {
    let sim = Sim::new(world(), start());
    let client = Client::new(&config(&sim, MEMBER));
    let groups = client.describe_log_groups().log_group_name_prefix("/aws/sagemaker/").send().await.unwrap();
    assert_eq!(groups.log_groups()[0].log_group_name(), Some(NOTEBOOK_LOGS));
    let streams = client
        .describe_log_streams()
        .log_group_name(NOTEBOOK_LOGS)
        .log_stream_name_prefix("bravo/")
        .send()
        .await
        .unwrap();
    assert_eq!(streams.log_streams().len(), 1);
    let last = streams.log_streams()[0].last_event_timestamp().unwrap();
    assert_eq!(last, clock::shifted(start(), -86_400 * 6).as_millisecond());
    let newest = client
        .describe_log_streams()
        .log_group_name(NOTEBOOK_LOGS)
        .order_by(OrderBy::LastEventTime)
        .descending(true)
        .limit(2)
        .send()
        .await
        .unwrap();
    assert_eq!(newest.log_streams()[0].log_stream_name(), Some("alpha/jupyter.log"));
    assert!(newest.next_token().is_some());
    let error = client
        .describe_log_streams()
        .log_group_name(NOTEBOOK_LOGS)
        .order_by(OrderBy::LastEventTime)
        .log_stream_name_prefix("a")
        .send()
        .await
        .unwrap_err();
    assert_eq!(code(&error), "InvalidParameterException");
    let error = Client::new(&config(&sim, OTHER))
        .describe_log_streams()
        .log_group_name(NOTEBOOK_LOGS)
        .send()
        .await
        .unwrap_err();
    assert_eq!(code(&error), "ResourceNotFoundException");
}

#[tokio::test(start_paused = true)]
async fn streams_page_by_name_both_ways() {
    let mut world = small();
    for number in 0..120 {
        world.put_stream(MEMBER, EU, LogStream::jupyter(&format!("nb-{number:03}"), start(), None));
    }
    let sim = Sim::new(world, start());
    let client = Client::new(&config(&sim, MEMBER));
    for descending in [false, true] {
        let mut pages = client
            .describe_log_streams()
            .log_group_name(NOTEBOOK_LOGS)
            .log_stream_name_prefix("nb-")
            .descending(descending)
            .into_paginator()
            .items()
            .send();
        let mut names = Vec::new();
        while let Some(stream) = pages.next().await {
            names.push(stream.unwrap().log_stream_name().unwrap().to_owned());
        }
        assert_eq!(names.first().unwrap() == "nb-000/jupyter.log", !descending);
        names.sort();
        names.dedup();
        assert_eq!(names.len(), 120);
    }
}

#[tokio::test(start_paused = true)]
async fn a_log_is_followed_forwards_and_read_backwards() {
    let sim = Sim::new(world(), start());
    let client = Client::new(&config(&sim, MEMBER));
    let read = |token: Option<String>| {
        let call = client.get_log_events().log_group_name(NOTEBOOK_LOGS).log_stream_name("alpha/jupyter.log");
        call.limit(50).set_next_token(token).send()
    };
    let tail = read(None).await.unwrap();
    assert_eq!(tail.events().len(), 50);
    assert!(tail.events()[49].message().unwrap().starts_with('['));
    let forward = tail.next_forward_token().unwrap().to_owned();
    let end = read(Some(forward.clone())).await.unwrap();
    assert!(end.events().is_empty());
    assert_eq!(end.next_forward_token(), Some(forward.as_str()));
    tokio::time::advance(Duration::from_mins(2)).await;
    let fresh = read(Some(forward)).await.unwrap();
    assert!((4..=8).contains(&fresh.events().len()), "{}", fresh.events().len());
    let before = read(tail.next_backward_token().map(str::to_owned)).await.unwrap();
    assert!(before.events()[49].timestamp() <= tail.events()[0].timestamp());
    let head = client
        .get_log_events()
        .log_group_name(NOTEBOOK_LOGS)
        .log_stream_name("alpha/jupyter.log")
        .start_from_head(true)
        .limit(1)
        .send()
        .await
        .unwrap();
    assert_eq!(head.events()[0].timestamp(), Some(clock::shifted(start(), -7200).as_millisecond()));
    let error = client
        .get_log_events()
        .log_group_name(NOTEBOOK_LOGS)
        .log_stream_name("none/jupyter.log")
        .send()
        .await
        .unwrap_err();
    assert_eq!(code(&error), "ResourceNotFoundException");
}

#[tokio::test(start_paused = true)]
async fn filtering_finds_everything_once_over_pages() {
    let sim = Sim::new(world(), start());
    let client = Client::new(&config(&sim, MEMBER));
    let found = client
        .filter_log_events()
        .log_group_name(NOTEBOOK_LOGS)
        .log_stream_name_prefix("alpha/")
        .filter_pattern("ERROR mirror")
        .send()
        .await
        .unwrap();
    assert_eq!(found.events().len(), 1);
    assert_eq!(found.events()[0].log_stream_name(), Some("alpha/LifecycleConfigOnStart"));
    let since = clock::shifted(start(), -3600).as_millisecond();
    let mut pages = client
        .filter_log_events()
        .log_group_name(NOTEBOOK_LOGS)
        .log_stream_name_prefix("alpha/")
        .start_time(since)
        .limit(17)
        .into_paginator()
        .send();
    let mut seen = Vec::new();
    while let Some(page) = pages.next().await {
        for event in page.unwrap().events() {
            seen.push((event.timestamp().unwrap(), event.event_id().unwrap().to_owned()));
        }
    }
    assert!(seen.is_sorted_by_key(|(at, _)| *at));
    let count = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), count);
    assert!((178..=184).contains(&count), "{count}");
}
