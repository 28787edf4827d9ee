//! One resource, nothing in the way: what is done, and what is written down.

use super::*;

#[tokio::test(start_paused = true)]
async fn a_stop_is_looked_at_written_down_called_followed_and_written_down() {
    let (sim, disk) = (Sim::new(world(2), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    let ended = operator.stop(&["nb-0"]).await;
    assert_eq!(ending(&ended[0]), Some(Ending::Done));
    assert_eq!(
        (operator.status("nb-0").as_str(), operator.status("nb-1").as_str()),
        ("Stopped", "InService")
    );
    assert_eq!((sim.count(STOP), sim.writes(), sim.applied()), (1, 1, 1));
    let acts = disk.acts();
    let [act] = acts.as_slice() else { panic!("{acts:?}") };
    assert_eq!(act.caller.raw(), format!("arn:aws:sts::{ONE}:assumed-role/{OPERATOR_ROLE}/sagedeck"));
    assert_eq!((act.account.raw(), act.account_name.raw()), (ONE, "ds-one"));
    assert_eq!(act.before.status.as_ref().map(Safe::raw), Some("InService"));
    assert!(act.plan.raw().contains("its volume is kept"));
    let answer = act.answer.as_ref().unwrap();
    assert_eq!(answer.answer.raw(), "accepted");
    assert_eq!(answer.request_id.as_ref().unwrap().raw().len(), 36);
    let outcome = act.outcome.as_ref().unwrap();
    assert_eq!((outcome.ending.raw(), outcome.after.as_ref().map(Safe::raw)), ("done", Some("Stopped")));
    assert!(act.at <= answer.at && answer.at < outcome.at);
}

#[tokio::test(start_paused = true)]
async fn what_was_stopped_is_started_again() {
    let (sim, disk) = (Sim::new(world(1), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    operator.stop(&[]).await;
    let approved = operator.approve(Verb::Start, &[], &[]).await;
    assert_eq!(ending(&operator.act(approved).await[0]), Some(Ending::Done));
    assert_eq!(operator.status("nb-0"), "InService");
    assert_eq!(disk.outcomes().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn tags_are_added_and_taken_back_and_none_is_overwritten() {
    let world = world(0).notebook(
        ONE,
        EU,
        Notebook { tags: vec![("owner".into(), "risk".into())], ..notebook("nb-0") },
    );
    let (sim, disk) = (Sim::new(world, start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    let tags_of = |sim: &Sim| sim.edit(|world| world.notebook_mut(ONE, EU, "nb-0").unwrap().tags.clone());
    let wanted = [tag("owner", "vision"), tag("team", "two words")];
    let approved = operator.approve(Verb::AddTags, &[], &wanted).await;
    assert_eq!(ending(&operator.act(approved).await[0]), Some(Ending::Done));
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    assert_eq!(tags_of(&sim), [pair("owner", "risk"), pair("team", "two words")]);
    assert_eq!(disk.acts()[0].tags[0].raw(), "team=two words");
    let approved = operator.approve(Verb::RemoveTags, &[], &wanted).await;
    assert_eq!(ending(&operator.act(approved).await[0]), Some(Ending::Done));
    assert_eq!(tags_of(&sim), [pair("owner", "risk")]);
}

#[tokio::test(start_paused = true)]
async fn a_tag_that_somebody_added_since_the_plan_stays_as_it_is() {
    let (sim, disk) = (Sim::new(world(1), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    let approved = operator.approve(Verb::AddTags, &[], &[tag("owner", "vision")]).await;
    sim.edit(|world| world.notebook_mut(ONE, EU, "nb-0").unwrap().tags.push(("owner".into(), "risk".into())));
    let ended = operator.act(approved).await;
    assert_eq!(ending(&ended[0]), Some(Ending::Refused));
    assert_eq!(words(&ended[0]), "not touched: it has a tag owner by now");
    assert_eq!(sim.writes(), 0);
}

#[tokio::test(start_paused = true)]
async fn names_that_mean_harm_are_written_down_whole_and_harmless() {
    let name = "pay\u{202e}roll\u{1b}[2J\"},{\"hash\":\"forged";
    let (sim, disk) = (Sim::new(world(0).notebook(ONE, EU, notebook(name)), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    assert_eq!(ending(&operator.stop(&[]).await[0]), Some(Ending::Done));
    let acts = disk.acts();
    assert_eq!(acts[0].name.raw(), name);
    let folder = disk.folder.path().join("journal");
    for file in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if file.extension().is_some_and(|extension| extension == "jsonl") {
            let text = std::fs::read_to_string(file).unwrap();
            assert!(text.contains("\\u202e") && !text.contains(['\u{202e}', '\u{1b}']));
        }
    }
}
