//! A process that is killed in the middle, and the next start: it says what is unresolved, looks, and repeats nothing.
//! Killed is a task that is dropped: what is on disk and at AWS stays, and the process lives no more.

use super::*;

/// Kills the operator while the stop is at AWS.
async fn killed_at_the_call(sim: &Sim, disk: &Disk) {
    let operator = Operator::new(sim, disk, "killed").await;
    let approved = operator.approve(Verb::Stop, &[], &[]).await;
    let (task, _) = operator.spawn(approved);
    while sim.count(STOP) == 0 {
        wait(1).await;
    }
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
}

async fn next_start(sim: &Sim, disk: &Disk) -> Vec<Progress> {
    let operator = Operator::new(sim, disk, "next").await;
    let unresolved = operator.hand.unresolved().unwrap();
    let mut found = Vec::new();
    for act in &unresolved {
        let (tell, told) = told(1);
        operator.hand.resolve(act, tell).await;
        found.push(told.lock().unwrap()[0].last().cloned().unwrap());
    }
    found
}

#[tokio::test(start_paused = true)]
async fn x07_killed_before_the_deed_it_is_found_not_done() {
    let (sim, disk) = (Sim::new(world(1), start()), Disk::new());
    sim.add_fault(Fault::new(Effect::Hang).operation(STOP));
    killed_at_the_call(&sim, &disk).await;
    assert_eq!(disk.outcomes(), [line("nb-0", None, None)]);
    sim.clear_faults();
    let found = next_start(&sim, &disk).await;
    assert_eq!(found.iter().map(ending).collect::<Vec<_>>(), [Some(Ending::NotDone)], "{found:?}");
    assert_eq!((sim.count(STOP), sim.applied()), (1, 0), "it is not repeated");
    assert_eq!(disk.outcomes(), [line("nb-0", None, Some("not-done"))]);
}

#[tokio::test(start_paused = true)]
async fn x08_killed_after_the_deed_it_is_found_done() {
    let (sim, disk) = (Sim::new(world(1), start()), Disk::new());
    sim.add_fault(Fault::new(Effect::AcceptThenHang).operation(STOP));
    killed_at_the_call(&sim, &disk).await;
    assert_eq!((disk.outcomes(), sim.applied()), (vec![line("nb-0", None, None)], 1));
    sim.clear_faults();
    let found = next_start(&sim, &disk).await;
    assert_eq!(found.iter().map(ending).collect::<Vec<_>>(), [Some(Ending::Done)], "{found:?}");
    assert_eq!(sim.count(STOP), 1);
    assert_eq!(disk.outcomes(), [line("nb-0", None, Some("done"))]);
    assert!(next_start(&sim, &disk).await.is_empty(), "once is enough");
}

#[tokio::test(start_paused = true)]
async fn killed_while_it_was_followed_it_is_followed_to_its_end() {
    let (sim, disk) = (Sim::new(world(1), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "killed").await;
    let approved = operator.approve(Verb::Stop, &[], &[]).await;
    let (task, told) = operator.spawn(approved);
    while !told.lock().unwrap()[0].iter().any(|one| matches!(one, Progress::Accepted { .. })) {
        wait(1).await;
    }
    task.abort();
    assert!(task.await.is_err());
    drop(operator);
    assert_eq!(disk.outcomes(), [line("nb-0", Some("accepted"), None)]);
    let found = next_start(&sim, &disk).await;
    assert_eq!(found.iter().map(ending).collect::<Vec<_>>(), [Some(Ending::Done)]);
}

#[tokio::test(start_paused = true)]
async fn what_a_living_process_is_doing_is_not_unresolved() {
    let (sim, disk) = (Sim::new(world(1), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "alive").await;
    sim.add_fault(Fault::new(Effect::Hang).operation(STOP));
    let approved = operator.approve(Verb::Stop, &[], &[]).await;
    let (task, _) = operator.spawn(approved);
    while sim.count(STOP) == 0 {
        wait(1).await;
    }
    let other = Operator::new(&sim, &disk, "other").await;
    assert!(other.hand.unresolved().unwrap().is_empty());
    task.abort();
}

#[tokio::test(start_paused = true)]
async fn what_does_not_exist_any_more_is_closed_as_unknown() {
    let (sim, disk) = (Sim::new(world(1), start()), Disk::new());
    sim.add_fault(Fault::new(Effect::AcceptThenHang).operation(STOP));
    killed_at_the_call(&sim, &disk).await;
    sim.clear_faults();
    sim.edit(|world| world.scope_mut(ONE, EU).notebooks.clear());
    let found = next_start(&sim, &disk).await;
    assert_eq!(found.iter().map(ending).collect::<Vec<_>>(), [Some(Ending::Unknown)], "{found:?}");
    assert_eq!(disk.outcomes(), [line("nb-0", None, Some("unknown"))]);
    assert!(next_start(&sim, &disk).await.is_empty(), "nothing more can be found out");
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_looked_at_stays_unresolved() {
    let (sim, disk) = (Sim::new(world(1), start()), Disk::new());
    sim.add_fault(Fault::new(Effect::AcceptThenHang).operation(STOP));
    killed_at_the_call(&sim, &disk).await;
    sim.clear_faults();
    let denied = Effect::Error { code: "AccessDeniedException".into(), message: "no".into(), status: 400 };
    sim.add_fault(Fault::new(denied).operation("DescribeNotebookInstance"));
    let found = next_start(&sim, &disk).await;
    assert!(matches!(found[..], [Progress::Skipped(_)]), "{found:?}");
    assert_eq!(disk.outcomes(), [line("nb-0", None, None)]);
}

/// A simulated organization ends with its process: the next demo writes down that nobody can know.
#[tokio::test(start_paused = true)]
async fn what_a_killed_demo_left_open_is_closed_at_the_next_start() {
    let (sim, disk) = (Sim::new(world(1), start()), Disk::simulated());
    sim.add_fault(Fault::new(Effect::Hang).operation(STOP));
    killed_at_the_call(&sim, &disk).await;
    assert_eq!(disk.outcomes(), [line("nb-0", None, None)]);
    assert!(next_start(&sim, &disk).await.is_empty(), "there is nothing to look at");
    assert_eq!(disk.outcomes(), [line("nb-0", None, Some("unknown"))]);
    assert_eq!(sim.count(STOP), 1);
}
