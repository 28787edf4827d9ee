//! Which intents nobody will finish any more.

use super::*;

fn unresolved(place: &Place) -> Vec<String> {
    let acts = place.journal("reader").unresolved().unwrap();
    acts.iter().map(|act| act.id.raw().to_owned()).collect()
}

#[test]
fn the_intents_of_a_process_that_ended_are_told_until_they_have_an_outcome() {
    let place = Place::new();
    let journal = place.journal("1-a");
    let clone = journal.clone();
    write_all(&journal, [intent("d1"), intent("d2"), intent("d3"), answer("d2"), outcome("d3")], november());
    assert!(unresolved(&place).is_empty(), "it lives");
    assert_eq!(journal.unresolved(), Ok(vec![]), "we live ourselves");
    drop(journal);
    assert!(unresolved(&place).is_empty(), "a clone lives");
    drop(clone);
    assert_eq!(unresolved(&place), ["d2", "d1"]);
    assert!(!place.file("runs/1-a.lock").exists(), "it was taken away in the end");
    let acts = place.journal("reader").unresolved().unwrap();
    assert!(acts[0].answer.is_some() && acts[1].answer.is_none());

    // Another process finds out what became of them.
    let other = place.journal("2-b");
    write_all(&other, [outcome("d1"), outcome("d2")], december());
    assert!(unresolved(&place).is_empty());
}

#[test]
fn a_process_that_was_killed_leaves_a_file_that_is_taken_away() {
    let place = Place::new();
    let living = place.journal("2-b");
    write_all(&place.journal("1-a"), [intent("d1")], november());
    write_all(&living, [intent("d2")], november());
    let file =
        fs::OpenOptions::new().write(true).create(true).truncate(true).open(place.file("runs/1-a.lock"));
    file.unwrap().set_permissions(fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(unresolved(&place), ["d1"]);
    assert!(!place.file("runs/1-a.lock").exists() && place.file("runs/2-b.lock").exists());
    assert_eq!(unresolved(&place), ["d1"]);
}

#[test]
fn what_was_simulated_is_left_to_itself() {
    let place = Place::new();
    let simulated = Origin { simulated: true, ..origin("1-a") };
    write_all(&Journal::new(place.folder(), simulated), [intent("d1")], november());
    assert!(place.text(NOVEMBER).contains("\"version\":\"0.1.0\",\"simulated\":true,\"deed\""));
    assert!(unresolved(&place).is_empty());
    assert!(place.acts()[0].simulated);
}

#[test]
fn a_run_cannot_lead_out_of_its_folder() {
    let place = Place::new();
    for run in ["../x", "", "a/b", "a.b", "\u{1b}"] {
        let trouble = place.journal(run).append(&intent("d1"), november()).unwrap_err();
        assert!(trouble.to_string().contains("cannot name a file"), "{trouble}");
    }
    assert_eq!(place.verdict(), Verdict::Empty);
    assert!(!place.home.path().join("state/x.lock").exists());
}

#[test]
fn every_process_has_a_name_of_its_own() {
    let (one, two) = (Origin::of_process(false, "0.1.0"), Origin::of_process(true, "0.1.0"));
    assert_ne!(one.run, two.run);
    assert!(!one.host.is_empty() && !one.user.is_empty() && one.pid == std::process::id());
    let place = Place::new();
    Journal::new(place.folder(), one.clone()).append(&intent("d1"), november()).unwrap();
    assert_eq!(place.acts()[0].run.raw(), one.run);
    assert_ne!(folder(true), folder(false));
}
