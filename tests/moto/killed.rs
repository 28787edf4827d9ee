//! Killed while a stop was on its way: the next start says so, finds out at the server, and asks for nothing again.

use std::thread;
use std::time::Duration;

use serde_json::Value;

use super::acting::MOMENT;
use super::desk::{Desk, Way};
use super::server::Notebook;

/// The program waits two minutes for a sign before it says that nothing was done, and looks every ten seconds.
const NO_SIGN: Duration = Duration::from_mins(3);

/// Kills the console when its stop is at the server, held up there at the `request` or the `answer`.
fn killed(desk: &Desk, notebook: &Notebook, what: &str) {
    desk.moto.hold(notebook, what);
    let mut console = desk.console(notebook, &[]);
    console.keys("s");
    console.wait_for("Stop this notebook?");
    thread::sleep(MOMENT);
    console.keys("y");
    let wanted = if what == "answer" { "Stopped" } else { "InService" };
    console.wait_until("the call at the server", |_| {
        desk.moto.changes(notebook).len() == 1 && desk.moto.look(notebook).status == wanted
    });
    console.kill();
    desk.moto.release(notebook);
    assert_eq!(events(desk), ["intent"], "it was written down before the call, and no answer came");
    assert_eq!(desk.moto.look(notebook).status, wanted);
}

fn events(desk: &Desk) -> Vec<String> {
    desk.lines().iter().map(|line| line["event"].as_str().unwrap().to_owned()).collect()
}

/// Starts it again, and asserts that it says what is unresolved and what became of it.
fn assert_is_found_out(desk: &Desk, notebook: &Notebook, ending: &str, words: &str) {
    let console = desk.open(notebook, &[]);
    console.wait_for("1 action of an earlier session without an outcome");
    let found = format!("Earlier session, stop {}: ", notebook.name);
    console.wait_within(NO_SIGN, "what became of it", |screen| {
        screen.contains(&found) && screen.contains(words)
    });
    assert_eq!(desk.deeds().len(), 1);
    let deed = &desk.deeds()[0];
    assert_eq!((deed.get("answer"), &deed["outcome"]["ending"]), (None, &Value::from(ending)), "{deed}");
    assert_eq!(events(desk), ["intent", "outcome"]);
    assert_eq!(desk.moto.changes(notebook).len(), 1, "it is not asked for again");
    drop(console);
    // Once is enough.
    let console = desk.console(notebook, &[]);
    assert!(!console.contents().contains("earlier session"), "{}", console.contents());
    assert_eq!(events(desk), ["intent", "outcome"]);
}

#[test]
fn killed_between_the_deed_and_its_answer_it_is_found_done() {
    let desk = Desk::new(Way::Profiles);
    let notebook = desk.moto.notebook("ds-retail-us-000");
    killed(&desk, notebook, "answer");
    assert_is_found_out(&desk, notebook, "done", "it is Stopped");
}

#[test]
fn killed_between_the_intent_and_the_deed_it_is_found_not_done() {
    let desk = Desk::new(Way::Profiles);
    let notebook = desk.moto.notebook("ds-retail-us-001");
    killed(&desk, notebook, "request");
    assert_is_found_out(&desk, notebook, "not-done", "it is InService as before");
    assert_eq!(desk.moto.look(notebook).status, "InService");
}
