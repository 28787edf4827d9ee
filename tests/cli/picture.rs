//! The README's pictures are drawn by the program: the demo, read to its end, and the keys of a situation.
//!
//! `SAGEDECK_PICTURE=1 cargo test --test cli picture` draws it anew.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use sagedeck::app::{Effect, Key, Mode, Model, Msg, Setup, Size, start, update};
use sagedeck::aws::engine::Engine;
use sagedeck::aws::settings::{FleetSource, Organization, Settings};
use sagedeck::model::fetch::{Arrival, Fetch, Priority};
use sagedeck::model::permit::WritePermit;
use sagedeck::model::scope::Region;
use sagedeck::model::text::Safe;
use sagedeck::sim::{self, Sim};
use sagedeck::ui::picture::svg;
use sagedeck::ui::theme::Theme;

/// A picture: its file, its size, whether the session reads only, what is typed, and words that must be in it.
struct Picture {
    file: &'static str,
    size: (u16, u16),
    read_only: bool,
    keys: &'static str,
    shown: &'static [&'static str],
}

const PICTURES: [Picture; 4] = [
    Picture {
        file: "pictures/screen.svg",
        size: (120, 36),
        read_only: false,
        keys: "/idle>4h\n",
        shown: &["sagedeck", "Notebooks", "churn-eda", "ds-vision", "idle"],
    },
    Picture {
        file: "pictures/ssh.svg",
        size: (80, 24),
        read_only: false,
        keys: "/churn\ny",
        shown: &["Notebooks", "Copy", "ARN"],
    },
    Picture {
        file: "pictures/sweep.svg",
        size: (120, 36),
        read_only: false,
        keys: "/idle>4h cost>500 account:ds*\n*s",
        shown: &["Stop", "notebooks?", "an hour"],
    },
    Picture {
        file: "pictures/audit.svg",
        size: (120, 36),
        read_only: true,
        keys: "/!tag:owner\n",
        shown: &["READ-ONLY", "!tag:owner"],
    },
];

/// The demo as it stands when everything has been read and the keys were pressed.
fn model(picture: &Picture) -> Model {
    let start_of_demo = "2026-11-23T15:04:11Z".parse().unwrap();
    let sim = Sim::demo(7, start_of_demo).with_latency(sim::Latency::None);
    let clock = sim.clock();
    let organization = Organization { role: sim::READER_ROLE.to_owned(), ..Organization::default() };
    let settings = Settings {
        fleet: FleetSource::Organization(organization),
        regions: ["eu-west-1", "us-east-1"].iter().filter_map(|code| Region::parse(code)).collect(),
        ..Settings::new(Arc::new(move || clock.now()))
    };
    let engine = Engine::new(settings.with_http(sim, sim::ACCESS_KEY, sim::SECRET_KEY));
    let mode = if picture.read_only {
        Mode::ReadOnly(Safe::new("--read-only"))
    } else {
        Mode::Operate(WritePermit::mint())
    };
    let mut model = Model::new(Setup { demo: Some(7), mode, ..Setup::plain(start_of_demo) });
    let mut effects: VecDeque<Effect> = start(&mut model).into();
    effects.extend(update(&mut model, Msg::Resized(Size::of(picture.size.0, picture.size.1))));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    read(&runtime, &engine, &mut model, effects);
    let mut effects = VecDeque::new();
    for c in picture.keys.chars() {
        let key = if c == '\n' { Key::new(sagedeck::app::Code::Enter) } else { Key::char(c) };
        effects.extend(update(&mut model, Msg::Key(key)));
    }
    effects.extend(update(&mut model, Msg::Tick(start_of_demo)));
    read(&runtime, &engine, &mut model, effects);
    model.take_dirty();
    model
}

/// Answers every fetch, and those that follow from the answers.
fn read(
    runtime: &tokio::runtime::Runtime,
    engine: &Engine,
    model: &mut Model,
    mut effects: VecDeque<Effect>,
) {
    while let Some(effect) = effects.pop_front() {
        let Effect::Fetch(job, fetch, priority) = effect else { continue };
        for arrival in runtime.block_on(answer(engine, fetch, priority)) {
            effects.extend(update(model, Msg::Arrived(job, arrival)));
        }
        effects.extend(update(model, Msg::Calls(engine.calls())));
        effects.extend(update(model, Msg::Tick(model.now)));
    }
}

async fn answer(engine: &Engine, fetch: Fetch, priority: Priority) -> Vec<Arrival> {
    let (sink, mut arrivals) = tokio::sync::mpsc::unbounded_channel();
    engine.run(fetch, priority, &sink).await;
    drop(sink);
    let mut all = Vec::new();
    while let Some(arrival) = arrivals.recv().await {
        all.push(arrival);
    }
    all
}

#[test]
fn the_pictures_in_the_readme_are_what_the_program_shows() {
    let theme = Theme::default();
    for picture in PICTURES {
        let model = model(&picture);
        let mut cells = Buffer::empty(Rect::new(0, 0, picture.size.0, picture.size.1));
        sagedeck::ui::draw(&model, &theme, &mut cells);
        let drawn = svg(&cells, &theme);
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(picture.file);
        if std::env::var_os("SAGEDECK_PICTURE").is_some() {
            std::fs::write(&path, &drawn).unwrap();
        }
        assert!(include_str!("../../README.md").contains(picture.file), "{}", picture.file);
        let kept = std::fs::read_to_string(&path)
            .expect("draw it with SAGEDECK_PICTURE=1 cargo test --test cli picture");
        // Counters and ages differ from run to run; what the fleet is does not.
        for shown in picture.shown {
            assert!(drawn.contains(shown), "{}: the program no longer shows {shown}", picture.file);
            assert!(kept.contains(shown), "{}: the picture no longer shows {shown}", picture.file);
        }
    }
}
