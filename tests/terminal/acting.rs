//! Something is done: from the key to the journal, and what becomes of it when the program ends in the middle.

use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use serde_json::Value;

use crate::console::{Console, PATIENCE, Start, environment, sagedeck};
use crate::monkey::Monkey;
use crate::{demo, journal, ready};

/// Longer than a box must stand before a key counts.
pub const MOMENT: Duration = Duration::from_millis(800);
/// The simulator stops a notebook within a minute and a half.
const STOPS: Duration = Duration::from_mins(3);
/// How long a program that is told to end may take.
const ENDS: Duration = Duration::from_secs(10);
/// The five idle notebooks of one account and region: of these one a second is stopped.
const FIVE: &str = "idle>4h kind:notebook account:ds-retail region:eu-west-1";

const STOP: &str = "Stop this notebook?";
const START: &str = "Start this notebook?";

/// The lines of the demo's journal, the oldest first.
pub fn lines(console: &Console) -> Vec<Value> {
    let uid = rustix::process::geteuid().as_raw();
    journal::lines(&console.home().join(format!("sagedeck-demo-{uid}/journal")))
}

/// What the lines say, of one event.
fn of<'a>(lines: &'a [Value], event: &str) -> Vec<&'a Value> {
    lines.iter().filter(|line| line["event"] == event).collect()
}

/// Narrows the table to what is idle, which is known a while after the start.
pub fn narrow(console: &mut Console, filter: &str, rows: usize) {
    console.send(&format!("/{filter}\r"));
    let title = format!(" · {rows} of ");
    console.wait_until(&title, |console| console.text().contains(&title));
}

/// The demo with the cursor on the notebook of the story, and nothing else in the table.
pub fn at_the_notebook() -> Console {
    let mut console = demo();
    narrow(&mut console, "idle>4h type:ml.p3.2xlarge account:ds-retail", 1);
    console.wait_for("churn-eda");
    console
}

/// Opens the box and waits until a key counts.
pub fn ask(console: &mut Console, key: &str, question: &str) {
    console.send(key);
    console.wait_for(question);
    thread::sleep(MOMENT);
}

/// Agrees to what the box asks. Whatever comes next must come by itself, or it would be taken for typing ahead.
fn agree(console: &mut Console, question: &str) {
    console.send("y");
    console.wait_until("the end of the box", |console| !console.text().contains(question));
}

/// Runs the program beside the console, in the same surroundings.
fn beside(console: &Console, arguments: &[&str]) -> String {
    let mut command = Command::new(sagedeck());
    command.args(arguments).env_clear().envs(environment(console.home())).stdin(Stdio::null());
    let output = command.output().unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn assert_whole(console: &Console) {
    let verdict = beside(console, &["--demo", "journal", "verify"]);
    assert!(verdict.starts_with("whole: "), "{verdict}");
}

#[test]
fn a_stopped_notebook_goes_through_its_states_and_can_be_started_again() {
    let mut console = at_the_notebook();
    ask(&mut console, "s", STOP);
    agree(&mut console, STOP);
    // It is idle no more.
    console.send("\x1b");
    console.wait_until("all rows", |console| !console.text().contains("idle>4h"));
    narrow(&mut console, "churn-eda region:eu-west-1", 1);
    console.wait_for("Stopping");
    console.send("A");
    console.wait_for("Actions of this session");
    console.wait_for("accepted · Stopping");
    console.wait_within(STOPS, "the end", |console| console.text().contains("1 of 1 done"));
    console.send("\x1b");
    console.wait_until("the row", |console| {
        let text = console.text();
        !text.contains("Actions of this session") && text.contains("Stopped") && !text.contains("Stopping")
    });
    ask(&mut console, "U", START);
    agree(&mut console, START);
    console.wait_for("Pending");
    console.wait_until("the second answer", |console| of(&lines(console), "answer").len() == 2);

    let lines = lines(&console);
    let deeds: Vec<_> = of(&lines, "intent").iter().map(|line| (&line["action"], &line["name"])).collect();
    let (stop, start, name) = (Value::from("stop"), Value::from("start"), Value::from("churn-eda"));
    assert_eq!(deeds, [(&stop, &name), (&start, &name)]);
    let intents = of(&lines, "intent");
    assert_eq!(intents[1]["undoes"], intents[0]["deed"]);
    for (intent, answer) in intents.iter().zip(of(&lines, "answer")) {
        assert_eq!((&answer["answer"], &answer["deed"]), (&Value::from("accepted"), &intent["deed"]));
        assert!(answer["request_id"].as_str().is_some_and(|id| !id.is_empty()), "{answer}");
        assert_eq!(intent["simulated"], true);
    }
    let outcomes = of(&lines, "outcome");
    assert_eq!(
        (outcomes.len(), &outcomes[0]["ending"], &outcomes[0]["after"]),
        (1, &"done".into(), &"Stopped".into())
    );
    assert_whole(&console);
}

/// Five are being stopped, one a second, and so many were begun.
fn while_five_are_stopped(begun: usize) -> Console {
    let mut console = demo();
    narrow(&mut console, FIVE, 5);
    console.send("*");
    ask(&mut console, "s", "Stop 5 notebooks?");
    console.send("5");
    thread::sleep(MOMENT);
    console.send("\r");
    console.wait_until("a call", |console| of(&lines(console), "intent").len() >= begun);
    console
}

/// Whatever was begun has its answer, and nothing was begun any more.
fn assert_nothing_half(console: &Console, begun: usize) {
    let lines = lines(console);
    let deeds = |event: &str| -> Vec<&Value> { of(&lines, event).iter().map(|line| &line["deed"]).collect() };
    let intents = deeds("intent");
    assert!((begun..5).contains(&intents.len()), "{lines:#?}");
    assert_eq!(intents, deeds("answer"));
    assert!(of(&lines, "answer").iter().all(|line| line["answer"] == "accepted"), "{lines:#?}");
    assert_whole(console);
}

#[test]
fn p01_termination_lets_what_was_begun_get_its_answer_and_begins_nothing() {
    let mut console = while_five_are_stopped(1);
    console.signal(Signal::TERM);
    assert_eq!(console.exit_code(ENDS), 143);
    console.assert_restored();
    assert_nothing_half(&console, 1);
}

#[test]
fn p02_a_hang_up_lets_what_was_begun_get_its_answer_and_begins_nothing() {
    let mut console = while_five_are_stopped(2);
    console.signal(Signal::HUP);
    assert_eq!(console.exit_code(ENDS), 129);
    console.assert_restored();
    assert_nothing_half(&console, 2);
}

#[test]
fn x09_a_lost_terminal_lets_what_was_begun_get_its_answer_and_begins_nothing() {
    let mut console = while_five_are_stopped(2);
    console.close();
    assert_eq!(console.exit_code(ENDS), 129);
    assert_nothing_half(&console, 2);
}

#[test]
fn quitting_asks_while_something_is_being_done() {
    let mut console = at_the_notebook();
    ask(&mut console, "s", STOP);
    agree(&mut console, STOP);
    console.wait_until("the answer", |console| of(&lines(console), "answer").len() == 1);
    let asked = |console: &Console| console.text().contains("stop churn-eda is not done yet");
    console.send("\x03");
    console.wait_until("the question", asked);
    console.send("n");
    console.wait_until("the console", |console| !asked(console));
    console.assert_shown();
    console.send("\x03");
    console.wait_until("the question", asked);
    console.send("y");
    assert_eq!(console.exit_code(PATIENCE), 0);
    console.assert_restored();
    assert_whole(&console);
}

#[test]
fn x16_whatever_is_pressed_in_read_only_mode_nothing_is_done() {
    let mut monkey = Monkey::new(0x5A6E_DEC4);
    for _ in 0..3 {
        let mut console = ready(Start {
            arguments: vec!["--demo".into(), "--read-only".into()],
            environment: vec![("PAGER", "true")],
            ..Start::default()
        });
        console.wait_for("READ-ONLY");
        let began = Instant::now();
        monkey.press(1_000, |keys| console.send(keys));
        assert!(console.is_running(), "ended after {:?}\n{}", began.elapsed(), console.text());
        assert_eq!(lines(&console), Vec::<Value>::new());
    }
}
