//! Figures within this process: what a frame and a key cost without a terminal, and the bare work of the same kind.

use std::hint::black_box;
use std::time::{Duration, Instant};

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Constraint;
use ratatui::widgets::{Row, Table};
use sagedeck::app::{self, Key, Msg, Size};
use sagedeck::ui;
use sagedeck::ui::theme::{Shelf, Theme};

use crate::bench::{Bench, ms};
use crate::console::{Failed, HEIGHT, WIDTH};
use crate::figure::{Figure, Target, median, percentile};
use crate::fleet::{F, Fleet, Notebook};
use crate::model::{self, NOW};

/// Keys that are timed, after half as many that are not.
const KEYS: usize = 400;

pub fn run(bench: &mut Bench) {
    let ids = ["R1", "R2"];
    if bench.wants(&ids)
        && let Err(why) = frames(bench)
    {
        bench.tell_missing(&ids, &why);
    }
}

fn frames(bench: &mut Bench) -> Result<(), Failed> {
    let few = drawn(Fleet { accounts: 1, regions: &["us-east-1"], rows: 100 })?;
    let many = drawn(if bench.options.quick { bench.fleet() } else { F })?;
    let bare = bare_frame()?;
    let rows = if bench.options.quick { bench.fleet().all_rows() } else { F.all_rows() };
    for (what, part, most) in [("median", 0.5, None), ("99th percentile", 0.99, Some(1.5))] {
        let values = percentile(&many, part).into_iter().collect();
        let figure =
            Figure::new("R1", format!("a key and its frame, {rows} rows, without a terminal: {what}"), "ms");
        let target = most.map_or(Target::None, Target::AtMost);
        bench.tell(figure.values(values).against(bare, "a bare ratatui table that scrolls").target(target));
    }
    let few = median(&few).ok_or("no frames")?;
    bench.tell(
        Figure::new("R2", format!("the same with {rows} rows beside 100"), "ms")
            .values(median(&many).into_iter().collect())
            .against(few, "with 100 rows")
            .ratio(Target::AtMost(1.1)),
    );
    Ok(())
}

/// The times of a key with its frame: down through the table, so that it scrolls. From the message to the cells.
fn drawn(fleet: Fleet) -> Result<Vec<f64>, Failed> {
    let mut model = model::of(fleet);
    let shelf = Shelf::new(Theme::default(), []);
    app::update(&mut model, Msg::Resized(Size::of(WIDTH, HEIGHT)));
    let mut terminal = Terminal::new(TestBackend::new(WIDTH, HEIGHT))?;
    let mut times = Vec::with_capacity(KEYS);
    let (down, up) = (Key::char('j'), Key::char('k'));
    for number in 0..KEYS + KEYS / 2 {
        // Down and up again within what 100 rows have.
        let key = if number / 90 % 2 == 0 { down } else { up };
        let began = Instant::now();
        app::update(&mut model, Msg::Tick(NOW));
        black_box(app::update(&mut model, Msg::Key(key)));
        model.take_dirty();
        terminal.draw(|frame| drop(ui::draw_from(&model, &shelf, frame.buffer_mut())))?;
        if number >= KEYS / 2 {
            times.push(ms(began.elapsed()));
        }
    }
    Ok(times)
}

/// A table of seven columns that scrolls by one row: the least that drawing costs.
fn bare_frame() -> Result<f64, Failed> {
    let rows: Vec<[String; 7]> = (0..200)
        .map(|number| {
            let Notebook { name, status, instance, .. } = Notebook::of(1, number, 0);
            let [account, region] = ["000000000001", "us-east-1"].map(str::to_owned);
            [
                name,
                account,
                region,
                instance.to_owned(),
                status.to_owned(),
                "owner".into(),
                number.to_string(),
            ]
        })
        .collect();
    let mut terminal = Terminal::new(TestBackend::new(WIDTH, HEIGHT))?;
    let mut times = Vec::new();
    for first in 0..140 {
        let began = Instant::now();
        let shown = rows.iter().skip(first).take(usize::from(HEIGHT));
        let lines = shown.map(|cells| Row::new(cells.iter().map(String::as_str)));
        let widths = [40, 14, 12, 20, 14, 20, 12].map(Constraint::Length);
        terminal.draw(|frame| frame.render_widget(Table::new(lines, widths), frame.area()))?;
        times.push(ms(began.elapsed()));
    }
    median(&times).ok_or_else(|| "no frames".into())
}

/// Looking for a word in all names, laid out in one text.
pub fn search_ms(fleet: Fleet) -> f64 {
    let mut text = String::new();
    for account in 1..=fleet.accounts {
        for number in 0..fleet.rows * fleet.regions.len() {
            text.push_str(&Notebook::of(account, number, 0).name);
            text.push('\n');
        }
    }
    let finder = memchr::memmem::Finder::new("ads-batc");
    best_of(|| finder.find_iter(text.as_bytes()).count())
}

/// Sorting all names, and all times of creation.
pub fn sort_ms(fleet: Fleet) -> (f64, f64) {
    let all: Vec<Notebook> = (1..=fleet.accounts)
        .flat_map(|account| (0..fleet.rows * fleet.regions.len()).map(move |n| Notebook::of(account, n, 0)))
        .collect();
    let names = || {
        let mut order: Vec<u32> = (0..all.len() as u32).collect();
        order.sort_unstable_by(|a, b| all[*a as usize].name.cmp(&all[*b as usize].name));
        order.len()
    };
    let times = || {
        let mut order: Vec<u32> = (0..all.len() as u32).collect();
        order.sort_unstable_by_key(|at| all[*at as usize].created);
        order.len()
    };
    (best_of(names), best_of(times))
}

fn best_of(mut work: impl FnMut() -> usize) -> f64 {
    let mut best = Duration::MAX;
    for _ in 0..5 {
        let began = Instant::now();
        black_box(work());
        best = best.min(began.elapsed());
    }
    ms(best)
}
