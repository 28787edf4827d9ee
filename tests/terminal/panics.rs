//! A fault in the program itself. There is no way to make the real program panic, and there should be none: this
//! test starts itself inside of the pseudo-terminal, with an engine and a view that do.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use sagedeck::app::{Mode, Model, Overlay, Setup};
use sagedeck::aws::engine::Engine;
use sagedeck::aws::settings::{FleetSource, Organization, Settings};
use sagedeck::journal::{Journal, Origin};
use sagedeck::model::permit::WritePermit;
use sagedeck::model::protect::Protect;
use sagedeck::model::scope::Region;
use sagedeck::runtime::act::Hand;
use sagedeck::runtime::{Options, run};
use sagedeck::sim::{ACCESS_KEY, Notebook, OPERATOR_ROLE, READER_ROLE, SECRET_KEY, Sim, World};
use sagedeck::ui;
use sagedeck::ui::theme::{Shelf, Theme};
use serde_json::Value;

use crate::acting::{MOMENT, ask};
use crate::console::{Console, PATIENCE, Start};
use crate::journal;

/// Where to panic: `drawing` or `fetching`.
const WHERE: &str = "PANIC_WHILE";
/// This wide the terminal is when the fault shows.
const FATAL: u16 = 77;

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
        None,
        || None,
        |_, cells| {
            frames += 1;
            assert!(fetching || cells.area.width != FATAL, "the picture is at fault");
            cells.set_string(0, 0, "here it is", ratatui::style::Style::new());
            sagedeck::app::pointer::Spots::new()
        },
        &Options::of_process(),
    );
    std::process::exit(code.unwrap().into());
}

#[test]
#[ignore = "it is started by the tests beside it, inside of a pseudo-terminal"]
fn faulty_box() {
    // A console that can act, in a world of its own.
    let notebook = Notebook { name: "churn-eda".into(), ..Notebook::default() };
    let account = "111122223333";
    let world = World::empty().account(account, "ds-one", "Workloads/DataScience", &[]).notebook(
        account,
        "eu-west-1",
        notebook,
    );
    let sim = Sim::new(world, "2026-11-23T15:04:11Z".parse().unwrap());
    let clock = sim.clock();
    let options = Options { now: Arc::new(move || clock.now()), ..Options::of_process() };
    let organization = Organization {
        role: READER_ROLE.into(),
        operator_role: Some(OPERATOR_ROLE.into()),
        ..Organization::default()
    };
    let engine = Engine::new(Settings {
        fleet: FleetSource::Organization(organization),
        regions: vec![Region::parse("eu-west-1").unwrap()],
        ..Settings::new(options.now.clone()).with_http(sim, ACCESS_KEY, SECRET_KEY)
    });
    let journal = Journal::new(Path::new("journal").to_owned(), Origin::of_process(true, "0.0.0"));
    let hand = Hand::new(engine.clone(), journal, Protect::default(), options.now.clone());
    let setup = Setup { mode: Mode::Operate(WritePermit::mint()), ..Setup::plain((options.now)()) };
    let shelf = Shelf::new(Theme::default(), []);
    let code = run(
        Model::new(setup),
        |fetch, priority, sink| {
            let engine = engine.clone();
            Box::pin(async move { engine.run(fetch, priority, &sink).await })
        },
        Some(hand),
        None,
        || None,
        |model, cells| {
            let spots = ui::draw_from(model, &shelf, cells);
            let asks = matches!(model.overlays.last(), Some(Overlay::Confirm(_)));
            assert!(!asks || cells.area.width != FATAL, "the box is at fault");
            spots
        },
        &options,
    );
    std::process::exit(code.unwrap().into());
}

fn start(test: &str, environment: Vec<(&str, &str)>) -> Console {
    let program = std::env::current_exe().unwrap().display().to_string();
    let arguments = ["--exact", test, "--nocapture", "--ignored"].map(str::to_owned).to_vec();
    Start { program, arguments, environment, ..Start::default() }.open()
}

fn faulty(place: &str) -> Console {
    let console = start("panics::faulty_console", vec![(WHERE, place)]);
    console.wait_for("here it is");
    console
}

/// The console with the notebook in it.
fn acting() -> Console {
    let console = start("panics::faulty_box", Vec::new());
    console.wait_for("InService");
    console
}

fn assert_told(console: &mut Console, fault: &str) {
    assert_eq!(console.exit_code(PATIENCE), 101);
    console.assert_restored();
    let lines = console.text().replace('\n', "");
    assert!(lines.contains("sagedeck: stopped because of a fault in the program itself"), "{lines}");
    assert!(lines.contains(fault), "{lines}");
}

#[test]
fn p08_a_panic_while_drawing_restores_and_says_101() {
    let mut console = faulty("drawing");
    console.assert_shown();
    console.resize(FATAL, 36);
    assert_told(&mut console, "the picture is at fault");
}

#[test]
fn p09_a_panic_in_a_task_restores_and_says_101() {
    assert_told(&mut faulty("fetching"), "the fetch is at fault");
}

#[test]
fn p10_a_panic_while_the_box_is_drawn_does_nothing() {
    let mut console = acting();
    console.resize(FATAL, 36);
    console.settle(MOMENT);
    console.assert_shown();
    for key in ["s", "y", "\r"] {
        console.send(key);
    }
    let folder = console.home().join("journal");
    assert_told(&mut console, "the box is at fault");
    assert_eq!(journal::lines(&folder), Vec::<Value>::new());
}

#[test]
fn without_the_fault_the_same_console_does_what_was_agreed_to() {
    let mut console = acting();
    ask(&mut console, "s", "Stop this notebook?");
    console.send("y");
    let folder = console.home().join("journal");
    console.wait_until("the answer", |_| journal::lines(&folder).len() >= 2);
}
