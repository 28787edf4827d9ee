//! What a person agrees to in the console is done at the server and written down as it was done; what may not be done
//! is not.

use std::thread;
use std::time::Duration;

use super::desk::{Desk, Way};
use super::server::Notebook;
use super::terminal::Terminal;

/// Longer than a box must stand before a key counts.
pub const MOMENT: Duration = Duration::from_millis(800);
/// Longer than a stop takes to arrive at the server.
const LONG: Duration = Duration::from_secs(2);

/// Asks for the stop of the row under the cursor and agrees, whether or not there is anything to agree to.
fn ask_and_agree(console: &mut Terminal, answer: &str) {
    console.keys("s");
    console.wait_for(answer);
    thread::sleep(MOMENT);
    console.keys("y");
}

#[test]
fn the_notebook_that_was_agreed_to_is_stopped_and_the_journal_says_by_whom() {
    let desk = Desk::new(Way::Profiles);
    let notebook = desk.moto.notebook("ds-retail-eu-000");
    let mut console = desk.console(notebook, &[]);
    assert_eq!(desk.moto.look(notebook).status, "InService");
    ask_and_agree(&mut console, "Stop this notebook?");
    console.wait_for(&format!("{}: it is Stopped", notebook.name));
    console.wait_until("a stopped row", |screen| !screen.contains("InService"));
    assert_eq!(desk.moto.look(notebook).status, "Stopped");
    let calls = desk.moto.changes(notebook);
    assert_eq!(
        calls.iter().map(|call| call.operation.as_str()).collect::<Vec<_>>(),
        ["StopNotebookInstance"]
    );
    let deeds = desk.deeds();
    assert_eq!(deeds.len(), 1);
    let deed = &deeds[0];
    let role = "assumed-role/OrganizationAccountAccessRole/sagedeck";
    let caller = format!("arn:aws:sts::{}:{role}", notebook.account);
    let expected = [
        ("/action", "stop"),
        ("/arn", &notebook.arn),
        ("/account", &notebook.account),
        ("/account_role", "data-science"),
        ("/region", &notebook.region),
        ("/via", "profile ds-retail"),
        ("/caller", &caller),
        ("/before/status", "InService"),
        ("/answer/answer", "accepted"),
        ("/answer/request_id", calls[0].request_id.as_deref().unwrap()),
        ("/outcome/ending", "done"),
        ("/outcome/after", "Stopped"),
    ];
    for (place, value) in expected {
        assert_eq!(deed.pointer(place).and_then(|found| found.as_str()), Some(value), "{place} in {deed}");
    }
}

/// The very keys that stop a notebook elsewhere stop nothing here, and the screen says why.
fn assert_is_left_alone(way: Way, name: &str, arguments: &[&str], why: &str) {
    let desk = Desk::new(way);
    let notebook: &Notebook = desk.moto.notebook(name);
    let mut console = desk.console(notebook, arguments);
    ask_and_agree(&mut console, why);
    thread::sleep(LONG);
    assert!(desk.moto.changes(notebook).is_empty());
    assert_eq!(desk.moto.look(notebook).status, "InService");
    assert!(desk.lines().is_empty());
}

#[test]
fn read_only_stops_nothing() {
    assert_is_left_alone(Way::Profiles, "ds-retail-eu-001", &["--read-only"], "read-only: --read-only");
}

#[test]
fn a_uat_account_is_left_alone() {
    assert_is_left_alone(Way::Profiles, "uat-serving-eu-000", &[], "allows no actions");
}

#[test]
fn an_account_that_only_its_unit_makes_production_is_left_alone() {
    assert_is_left_alone(Way::Organization, "alpha-eu-000", &[], "allows no actions");
}

#[test]
fn an_account_that_only_its_tag_makes_uat_is_left_alone() {
    assert_is_left_alone(Way::Organization, "beta-eu-000", &[], "allows no actions");
}
