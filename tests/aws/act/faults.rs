//! One resource, and something in the way. Never is a change asked for twice.

use super::*;

fn on(effect: Effect) -> Fault {
    Fault::new(effect).operation(STOP)
}

async fn stopped_with(fault: Fault) -> (Sim, Disk, Progress) {
    let (sim, disk) = (Sim::new(world(1), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    sim.add_fault(fault);
    let ended = operator.stop(&[]).await.remove(0);
    (sim, disk, ended)
}

#[tokio::test(start_paused = true)]
async fn x01_an_answer_that_never_comes_is_found_out_and_the_call_is_not_repeated() {
    let (sim, disk, ended) = stopped_with(on(Effect::AcceptThenHang)).await;
    assert_eq!(ending(&ended), Some(Ending::Done));
    assert_eq!((sim.count(STOP), sim.applied()), (1, 1));
    assert_eq!(disk.outcomes(), [line("nb-0", Some("unknown"), Some("done"))]);
}

#[tokio::test(start_paused = true)]
async fn x02_an_error_after_the_deed_is_found_out_and_the_call_is_not_repeated() {
    let error =
        Effect::ApplyThenError { code: "InternalFailure".into(), message: "Internal".into(), status: 500 };
    let (sim, disk, ended) = stopped_with(on(error)).await;
    assert_eq!(ending(&ended), Some(Ending::Done));
    assert_eq!((sim.count(STOP), sim.applied()), (1, 1));
    assert_eq!(disk.outcomes(), [line("nb-0", Some("unknown"), Some("done"))]);
}

#[tokio::test(start_paused = true)]
async fn a_broken_connection_after_the_deed_is_found_out() {
    let (sim, _, ended) = stopped_with(on(Effect::ApplyThenFail)).await;
    assert_eq!((ending(&ended), sim.count(STOP)), (Some(Ending::Done), 1));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_was_lost_before_the_deed_is_not_done_and_not_repeated() {
    for effect in [Effect::Hang, Effect::Io, Effect::Timeout, Effect::Html(502)] {
        let (sim, disk, ended) = stopped_with(on(effect.clone())).await;
        assert_eq!(ending(&ended), Some(Ending::NotDone), "{effect:?}: {ended:?}");
        assert_eq!((sim.count(STOP), sim.applied()), (1, 0), "{effect:?}");
        assert_eq!(disk.outcomes(), [line("nb-0", Some("unknown"), Some("not-done"))]);
    }
}

#[tokio::test(start_paused = true)]
async fn x06_throttling_slows_and_is_no_failure() {
    let (sim, _, ended) = stopped_with(on(Effect::Throttle).times(3)).await;
    assert_eq!((ending(&ended), sim.count(STOP), sim.applied()), (Some(Ending::Done), 4, 1));
}

#[tokio::test(start_paused = true)]
async fn a_denial_changes_nothing_and_says_who_may_not_what() {
    let denied = Effect::Error {
        code: "AccessDeniedException".into(),
        message: "User: x is not authorized to perform: sagemaker:StopNotebookInstance".into(),
        status: 400,
    };
    let (sim, disk, ended) = stopped_with(on(denied)).await;
    assert_eq!((ending(&ended), sim.applied()), (Some(Ending::Refused), 0));
    assert!(words(&ended).contains("StopNotebookInstance"), "{}", words(&ended));
    assert_eq!(disk.outcomes(), [line("nb-0", Some("refused"), Some("refused"))]);
}

#[tokio::test(start_paused = true)]
async fn a26_reads_that_lag_behind_cause_no_second_stop() {
    let (sim, disk) = (Sim::new(world(1), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    wait(60).await;
    sim.add_fault(Fault::new(Effect::Lag(30)).operation("Describe*"));
    let ended = operator.stop(&[]).await;
    assert_eq!((ending(&ended[0]), sim.count(STOP)), (Some(Ending::Done), 1));
}

#[tokio::test(start_paused = true)]
async fn a27_what_the_description_says_stands_above_the_listing() {
    let (sim, disk) = (Sim::new(world(1), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    let approved = operator.approve(Verb::Stop, &[], &[]).await;
    // The listing said InService; by now somebody else has stopped it.
    let other = Operator::new(&sim, &disk, "b").await;
    other.stop(&[]).await;
    let ended = operator.act(approved).await;
    assert_eq!(ending(&ended[0]), Some(Ending::AlreadyDone));
    assert_eq!(words(&ended[0]), "it is Stopped already; nothing was asked for");
    assert_eq!(sim.count(STOP), 1);
}

#[tokio::test(start_paused = true)]
async fn a28_what_is_gone_need_not_be_stopped() {
    let (sim, disk) = (Sim::new(world(1), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    let approved = operator.approve(Verb::Stop, &[], &[]).await;
    sim.edit(|world| world.scope_mut(ONE, EU).notebooks.clear());
    let ended = operator.act(approved).await;
    assert_eq!((ending(&ended[0]), sim.writes()), (Some(Ending::AlreadyDone), 0), "{ended:?}");
}

#[tokio::test(start_paused = true)]
async fn what_is_gone_cannot_be_started() {
    let (sim, disk) = (Sim::new(world(1), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    operator.stop(&[]).await;
    let approved = operator.approve(Verb::Start, &[], &[]).await;
    sim.edit(|world| world.scope_mut(ONE, EU).notebooks.clear());
    let ended = operator.act(approved).await;
    assert_eq!((ending(&ended[0]), sim.writes()), (Some(Ending::Refused), 1), "{ended:?}");
}

#[tokio::test(start_paused = true)]
async fn a28_what_goes_between_the_look_and_the_call_is_no_fault_either() {
    let gone =
        Effect::Error { code: "ValidationException".into(), message: "RecordNotFound".into(), status: 400 };
    let (_, disk, ended) = stopped_with(on(gone)).await;
    assert_eq!(ending(&ended), Some(Ending::AlreadyDone), "{ended:?}");
    assert_eq!(disk.outcomes(), [line("nb-0", Some("already-done"), Some("already-done"))]);
}

#[tokio::test(start_paused = true)]
async fn a29_a_state_that_moved_is_left_alone() {
    for status in ["Updating", "Failed", "Hibernating"] {
        let (sim, disk) = (Sim::new(world(1), start()), Disk::new());
        let operator = Operator::new(&sim, &disk, "a").await;
        let approved = operator.approve(Verb::Stop, &[], &[]).await;
        sim.edit(|world| world.notebook_mut(ONE, EU, "nb-0").unwrap().status = status.into());
        let ended = operator.act(approved).await;
        assert_eq!((ending(&ended[0]), sim.writes()), (Some(Ending::Refused), 0));
        assert!(words(&ended[0]).contains(&format!("moved from InService to {status}")), "{ended:?}");
        assert!(disk.acts().is_empty(), "nothing was tried");
    }
}

#[tokio::test(start_paused = true)]
async fn a29_a_conflict_that_only_aws_saw_changes_nothing() {
    let busy = Effect::Error {
        code: "ValidationException".into(),
        message: "Status (Updating) not in ([InService]). Unable to transition to (Stopping)".into(),
        status: 400,
    };
    let (sim, _, ended) = stopped_with(on(busy)).await;
    assert_eq!((ending(&ended), sim.applied()), (Some(Ending::Refused), 0));
}

#[tokio::test(start_paused = true)]
async fn stopped_and_started_again_in_between_is_another_thing() {
    let (sim, disk) = (Sim::new(world(1), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    let approved = operator.approve(Verb::Stop, &[], &[]).await;
    sim.edit(|world| world.notebook_mut(ONE, EU, "nb-0").unwrap().modified = start());
    let ended = operator.act(approved).await;
    assert_eq!((ending(&ended[0]), sim.writes()), (Some(Ending::Refused), 0));
    assert!(words(&ended[0]).contains("modified since the plan"));
}

#[tokio::test(start_paused = true)]
async fn x14_what_was_protected_since_the_plan_is_not_touched() {
    let (sim, disk) = (Sim::new(world(1), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    let approved = operator.approve(Verb::Stop, &[], &[]).await;
    sim.edit(|world| {
        let tags = &mut world.notebook_mut(ONE, EU, "nb-0").unwrap().tags;
        tags.push(("sagedeck:protected".into(), "true".into()));
    });
    let ended = operator.act(approved).await;
    assert_eq!((ending(&ended[0]), sim.writes()), (Some(Ending::Refused), 0));
    assert!(words(&ended[0]).contains("protected by its tag"));
}

#[tokio::test(start_paused = true)]
async fn without_its_tags_nobody_knows_whether_it_is_protected() {
    let (sim, disk) = (Sim::new(world(1), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    let approved = operator.approve(Verb::Stop, &[], &[]).await;
    let denied = Effect::Error { code: "AccessDeniedException".into(), message: "no".into(), status: 400 };
    sim.add_fault(Fault::new(denied).operation("ListTags"));
    let ended = operator.act(approved).await;
    assert_eq!((ending(&ended[0]), sim.writes()), (Some(Ending::Refused), 0));
    assert!(words(&ended[0]).starts_with("not touched, since it could not be looked at"));
}

#[tokio::test(start_paused = true)]
async fn a_start_that_fails_on_the_way_says_what_it_became() {
    let (sim, disk) = (Sim::new(world(1), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    operator.stop(&[]).await;
    let approved = operator.approve(Verb::Start, &[], &[]).await;
    let (task, told) = operator.spawn(approved);
    wait(20).await;
    sim.edit(|world| {
        let notebook = world.notebook_mut(ONE, EU, "nb-0").unwrap();
        notebook.settles = None;
        notebook.status = "Failed".into();
    });
    task.await.unwrap();
    let last = told.lock().unwrap()[0].last().cloned().unwrap();
    assert_eq!((ending(&last), words(&last)), (Some(Ending::Failed), "it became Failed instead"));
}

#[tokio::test(start_paused = true)]
async fn c14_another_account_behind_the_keys_is_not_acted_in() {
    let (sim, disk) = (Sim::new(world(1), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    let approved = operator.approve(Verb::Stop, &[], &[]).await;
    let body = format!(
        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>\
         <Arn>arn:aws:sts::{PROD}:assumed-role/x/y</Arn><UserId>x</UserId><Account>{PROD}</Account>\
         </GetCallerIdentityResult></GetCallerIdentityResponse>"
    );
    let other = Effect::Http { status: 200, body, content_type: "text/xml".into() };
    sim.add_fault(Fault::new(other).operation("GetCallerIdentity"));
    let ended = operator.act(approved).await;
    assert_eq!((ending(&ended[0]), sim.writes()), (Some(Ending::Refused), 0));
    assert!(words(&ended[0]).contains(&format!("lead into {PROD}")), "{}", words(&ended[0]));
}

#[tokio::test(start_paused = true)]
async fn c03_credentials_that_ended_are_renewed_before_the_call() {
    let (sim, disk) = (Sim::new(world(2), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    assert_eq!(ending(&operator.stop(&["nb-0"]).await[0]), Some(Ending::Done));
    wait(2 * 3_600).await;
    assert_eq!(ending(&operator.stop(&["nb-1"]).await[0]), Some(Ending::Done));
    assert_eq!(sim.applied(), 2);
}

#[tokio::test(start_paused = true)]
async fn s02_what_cannot_be_written_down_is_not_done() {
    let (sim, disk) = (Sim::new(world(1), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    // Where the folder should be there is a file.
    std::fs::write(disk.folder.path().join("journal"), "").unwrap();
    let ended = operator.stop(&[]).await;
    assert_eq!((ending(&ended[0]), sim.writes()), (Some(Ending::Refused), 0));
    assert!(words(&ended[0]).contains("nothing is done that cannot be written down"), "{}", words(&ended[0]));
}

#[tokio::test(start_paused = true)]
async fn an_outcome_that_cannot_be_written_down_is_told_and_found_by_the_next_start() {
    use std::os::unix::fs::PermissionsExt;
    let (sim, disk) = (Sim::new(world(1), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    let approved = operator.approve(Verb::Stop, &[], &[]).await;
    let (task, told) = operator.spawn(approved);
    while !told.lock().unwrap()[0].iter().any(|one| matches!(one, Progress::Accepted { .. })) {
        wait(1).await;
    }
    // Others could get at it: then nothing is written.
    let open = |mode| {
        let mode = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(disk.folder.path().join("journal"), mode).unwrap();
    };
    open(0o755);
    task.await.unwrap();
    let ended = told.lock().unwrap()[0].last().cloned().unwrap();
    assert_eq!(ending(&ended), Some(Ending::Done));
    assert!(words(&ended).starts_with("it is Stopped; this is not in the journal: "), "{}", words(&ended));
    open(0o700);
    drop(operator);
    assert_eq!(disk.outcomes(), [line("nb-0", Some("accepted"), None)]);
    let next = Operator::new(&sim, &disk, "next").await;
    let (tell, _) = super::told(1);
    next.hand.resolve(&next.hand.unresolved().unwrap()[0], tell).await;
    assert_eq!(disk.outcomes(), [line("nb-0", Some("accepted"), Some("done"))]);
}
