//! Several resources: one first, then one after the other, and nothing behind the first surprise.

use super::*;

#[tokio::test(start_paused = true)]
async fn five_are_stopped_the_first_one_alone() {
    let (sim, disk) = (Sim::new(world(5), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    let ended = operator.stop(&[]).await;
    assert!(ended.iter().all(|progress| ending(progress) == Some(Ending::Done)), "{ended:?}");
    let calls: Vec<Timestamp> =
        sim.requests().iter().filter(|request| request.operation == STOP).map(|request| request.at).collect();
    assert_eq!(calls.len(), 5);
    for pair in calls.windows(2) {
        assert!(pair[1].duration_since(pair[0]).as_millis() >= 900, "at most one a second: {calls:?}");
    }
    // Its state was seen to move before the second call left.
    let looks = sim.requests();
    let second = looks.iter().filter(|request| request.operation == STOP).nth(1).unwrap().at;
    let first = calls[0];
    assert!(
        looks.iter().any(|one| one.operation.starts_with("Describe") && one.at > first && one.at <= second)
    );
    assert_eq!(disk.outcomes().len(), 5);
}

#[tokio::test(start_paused = true)]
async fn x05_the_first_denial_stops_the_rest() {
    let (sim, disk) = (Sim::new(world(5), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    let denied = Effect::Error { code: "AccessDeniedException".into(), message: "no".into(), status: 400 };
    sim.add_fault(Fault::new(denied).operation(STOP).nth(3));
    let ended = operator.stop(&[]).await;
    let endings: Vec<Option<Ending>> = ended.iter().map(ending).collect();
    assert_eq!(endings, [Some(Ending::Done), Some(Ending::Done), Some(Ending::Refused), None, None]);
    assert!(words(&ended[4]).starts_with("not begun, because of nb-2"), "{}", words(&ended[4]));
    assert_eq!((sim.count(STOP), sim.applied()), (3, 2));
}

#[tokio::test(start_paused = true)]
async fn one_that_ends_otherwise_while_it_is_followed_stops_the_rest() {
    let (sim, disk) = (Sim::new(world(60), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    let approved = operator.approve(Verb::Stop, &[], &[]).await;
    let (task, told) = operator.spawn(approved);
    while sim.count(STOP) < 3 {
        wait(1).await;
    }
    sim.edit(|world| {
        let first = world.notebook_mut(ONE, EU, "nb-0").unwrap();
        (first.settles, first.status) = (None, "Failed".into());
    });
    task.await.unwrap();
    let told = told.lock().unwrap();
    let last: Vec<&Progress> = told.iter().map(|all| all.last().unwrap()).collect();
    assert_eq!(ending(last[0]), Some(Ending::Failed), "{:?}", told[0]);
    assert!(words(last[59]).starts_with("not begun, because of nb-0: it became Failed"), "{:?}", last[59]);
    assert!(sim.count(STOP) < 30, "{}", sim.count(STOP));
}

#[tokio::test(start_paused = true)]
async fn one_that_moved_stops_the_rest() {
    let (sim, disk) = (Sim::new(world(3), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    let approved = operator.approve(Verb::Stop, &[], &[]).await;
    sim.edit(|world| world.notebook_mut(ONE, EU, "nb-1").unwrap().status = "Updating".into());
    let ended = operator.act(approved).await;
    let endings: Vec<Option<Ending>> = ended.iter().map(ending).collect();
    assert_eq!(endings, [Some(Ending::Done), Some(Ending::Refused), None]);
    assert_eq!(sim.count(STOP), 1);
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_stops_the_rest_and_is_found_out() {
    let (sim, disk) = (Sim::new(world(4), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    sim.add_fault(Fault::new(Effect::AcceptThenHang).operation(STOP).nth(2));
    let ended = operator.stop(&[]).await;
    let endings: Vec<Option<Ending>> = ended.iter().map(ending).collect();
    assert_eq!(endings, [Some(Ending::Done), Some(Ending::Done), None, None]);
    assert_eq!(sim.count(STOP), 2);
}

#[tokio::test(start_paused = true)]
async fn x10_two_operators_stop_the_same_and_nobody_sees_an_error() {
    let (sim, disk) = (Sim::new(world(4), start()), Disk::new());
    let (one, two) = (Operator::new(&sim, &disk, "a").await, Operator::new(&sim, &disk, "b").await);
    let (first, second) = (one.approve(Verb::Stop, &[], &[]).await, two.approve(Verb::Stop, &[], &[]).await);
    let (first, second) = tokio::join!(one.act(first), two.act(second));
    for progress in first.iter().chain(&second) {
        assert!(ending(progress).is_some_and(Ending::is_good), "{progress:?}");
    }
    assert_eq!(sim.applied(), 4);
    // Both wrote into one journal, and it is whole.
    assert!(disk.acts().len() >= 4);
}

#[tokio::test(start_paused = true)]
async fn c06_a_login_that_ends_stops_before_the_next_one() {
    let (sim, disk) = (Sim::new(world(6), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    let expired = Effect::Error { code: "ExpiredToken".into(), message: "expired".into(), status: 403 };
    let approved = operator.approve(Verb::Stop, &[], &[]).await;
    sim.add_fault(Fault::new(expired).service("sts").within(1.5, 1e9));
    let ended = operator.act(approved).await;
    let done = ended.iter().take_while(|progress| ending(progress) == Some(Ending::Done)).count();
    assert!((1..6).contains(&done), "{ended:?}");
    assert_eq!(ending(&ended[done]), Some(Ending::Refused), "{ended:?}");
    assert!(words(&ended[done]).contains("login has expired"), "{ended:?}");
    assert!(ended[done + 1..].iter().all(|progress| matches!(progress, Progress::Skipped(_))));
    assert_eq!(sim.count(STOP), done);
    // It goes on when the login is there again, with what is left.
    sim.clear_faults();
    wait(60).await;
    let left: Vec<String> = (done..6).map(|number| format!("nb-{number}")).collect();
    let left: Vec<&str> = left.iter().map(String::as_str).collect();
    let ended = operator.stop(&left).await;
    assert!(ended.iter().all(|progress| ending(progress) == Some(Ending::Done)), "{ended:?}");
}

#[tokio::test(start_paused = true)]
async fn behind_the_brake_nothing_begins_and_what_was_begun_gets_its_answer() {
    let (sim, disk) = (Sim::new(world(4), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    sim.add_fault(Fault::new(Effect::Delay(4_000)).operation(STOP));
    let approved = operator.approve(Verb::Stop, &[], &[]).await;
    let (task, told) = operator.spawn(approved);
    while sim.count(STOP) == 0 {
        wait(1).await;
    }
    operator.hand.halt().pull();
    task.await.unwrap();
    assert_eq!(sim.count(STOP), 1);
    assert_eq!(disk.outcomes(), [line("nb-0", Some("accepted"), None)], "the next start looks");
    let told = told.lock().unwrap();
    assert!(told[1..].iter().all(|all| matches!(all.last(), Some(Progress::Skipped(_)))), "{told:?}");
}

#[tokio::test(start_paused = true)]
async fn a_session_that_becomes_read_only_begins_nothing_more() {
    let (sim, disk) = (Sim::new(world(3), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    let approved = operator.approve(Verb::Stop, &[], &[]).await;
    operator.hand.disarm();
    let ended = operator.act(approved).await;
    assert!(ended.iter().all(|progress| matches!(progress, Progress::Skipped(_))), "{ended:?}");
    assert_eq!(sim.writes(), 0);
}
