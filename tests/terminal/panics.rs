//! A fault in the program itself. There is no way to make the real program panic, and there should be none: this
//! test starts itself inside of the pseudo-terminal, with an engine and a view that do.

use std::time::Duration;

use jiff::Timestamp;
use sagedeck::app::{Model, Setup};
use sagedeck::runtime::{Options, run};

use crate::console::{Console, PATIENCE, Start};

/// Where to panic: `drawing` or `fetching`.
const WHERE: &str = "PANIC_WHILE";

#[test]
#[ignore = "it is started by the tests beside it, inside of a pseudo-terminal"]
fn faulty_console() {
    let place = std::env::var(WHERE).unwrap();
    let fetching = place == "fetching";
    let mut frames = 0;
    let code = run(
        Model::new(Setup::plain(Timestamp::UNIX_EPOCH)),
        |_, _, sink| {
            Box::pin(async move {
                tokio::time::sleep(Duration::from_secs(1)).await;
                assert!(!fetching, "the fetch is at fault");
                drop(sink);
            })
        },
        None,
        || None,
        |_, frame| {
            frames += 1;
            assert!(fetching || frame.area().width != 77, "the picture is at fault");
            frame.render_widget("here it is", frame.area());
        },
        &Options::of_process(),
    );
    std::process::exit(code.unwrap().into());
}

fn faulty(place: &str) -> Console {
    let program = std::env::current_exe().unwrap().display().to_string();
    let arguments = ["--exact", "panics::faulty_console", "--nocapture", "--ignored"];
    let arguments = arguments.map(str::to_owned).to_vec();
    let console = Start { program, arguments, environment: vec![(WHERE, place)], ..Start::default() }.open();
    console.wait_for("here it is");
    console
}

fn assert_told(mut console: Console, fault: &str) {
    assert_eq!(console.exit_code(PATIENCE), 101);
    console.assert_restored();
    let lines = console.text().replace('\n', "");
    assert!(lines.contains("sagedeck: stopped because of a fault in the program itself"), "{lines}");
    assert!(lines.contains(fault), "{lines}");
}

#[test]
fn p08_a_panic_while_drawing_restores_and_says_101() {
    let console = faulty("drawing");
    console.assert_shown();
    console.resize(77, 36);
    assert_told(console, "the picture is at fault");
}

#[test]
fn p09_a_panic_in_a_task_restores_and_says_101() {
    assert_told(faulty("fetching"), "the fetch is at fault");
}
