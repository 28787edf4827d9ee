//! Memory: M1 what a row takes, M2 what the process takes empty, with the listing, and with all details.

use std::time::{Duration, Instant};

use crate::bench::{Bench, PATIENCE, home};
use crate::console::{Console, Failed, Start, line};
use crate::figure::{Figure, Target};
use crate::fleet::Fleet;
use crate::process::Sample;
use crate::server::{Details, Rules, Server};

const MB: f64 = 1e6;
/// What a thousand rows take is left out of what a row takes.
const SMALL: Fleet = Fleet { accounts: 10, regions: &["us-east-1"], rows: 100 };

pub fn run(bench: &mut Bench) {
    let ids = ["M1", "M2"];
    if bench.wants(&ids)
        && let Err(why) = resident(bench)
    {
        bench.tell_missing(&ids, &why);
    }
}

fn of(console: &Console) -> Result<f64, Failed> {
    let sample = Sample::of(console.pid()).ok_or("the kernel does not say")?;
    Ok(sample.resident as f64)
}

fn resident(bench: &mut Bench) -> Result<(), Failed> {
    let empty = empty(bench)?;
    let held = Rules { details: Details::Held, ..Rules::default() };
    let small = Server::start(SMALL)?;
    let large = bench.server.clone();
    let rows = large.fleet().all_rows() as f64;
    let (mut listed, mut each, mut full, mut each_full) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for repeat in 0..bench.options.repeats().min(3) {
        let session = bench.loaded(&small, &held)?;
        let base = of(&session.console)?;
        drop(session);
        let mut session = bench.loaded(&large, &held)?;
        session.console.watch(Duration::from_secs(3));
        listed.push(of(&session.console)?);
        each.push((listed[repeat] - base) / (rows - SMALL.all_rows() as f64).max(1.0));
        // Details of so many rows take minutes: once will do.
        if repeat == 0 && !bench.options.quick {
            large.set(Rules { latency: Duration::from_millis(1), ..Rules::default() });
            details(&mut session.console)?;
            full.push(of(&session.console)?);
            each_full.push((full[0] - base) / (rows - SMALL.all_rows() as f64).max(1.0));
        }
    }
    let mega = |values: &[f64]| values.iter().map(|value| value / MB).collect::<Vec<_>>();
    let at_most = |figure: Figure, most| figure.target(Target::AtMost(most));
    let figure = Figure::new("M1", "memory of a row, listed", "B");
    bench.tell(if bench.options.quick {
        figure.missing("too few rows with --quick")
    } else {
        at_most(figure.values(each), 256.0)
            .against(111.0, "the row's own facts and their search text, packed")
    });
    let why = "it takes minutes; not with --quick";
    let figure = Figure::new("M1", "memory of a row with all details", "B").values(each_full.clone());
    bench.tell(at_most(if each_full.is_empty() { figure.missing(why) } else { figure }, 1_024.0));
    bench.tell(at_most(Figure::new("M2", "memory without a fleet", "MB").values(mega(&[empty])), 20.0));
    let figure = Figure::new("M2", format!("memory with {rows} rows, listed"), "MB").values(mega(&listed));
    bench.tell(at_most(figure, 60.0).against(empty / MB, "without a fleet"));
    let figure = Figure::new("M2", "memory with all details", "MB").values(mega(&full));
    bench.tell(at_most(if full.is_empty() { figure.missing(why) } else { figure }, 150.0));
    Ok(())
}

/// Started where no profile is.
fn empty(bench: &Bench) -> Result<f64, Failed> {
    let home = home(Fleet { accounts: 0, regions: &["us-east-1"], rows: 0 })?;
    let arguments = vec!["--profile".into(), "keys-*".into()];
    let start =
        Start { program: &bench.program, arguments, home: home.path(), environment: Vec::new(), line: None };
    let mut console = start.open()?;
    console.until(PATIENCE, "the first frame", |screen| line(screen, 1).contains("Notebooks"))?;
    console.watch(Duration::from_secs(2));
    of(&console)
}

/// Waits until the strip has nothing more to read.
fn details(console: &mut Console) -> Result<(), Failed> {
    let end = Instant::now() + Duration::from_mins(10);
    while Instant::now() < end {
        console.watch(Duration::from_secs(2));
        let strip = console.line(48);
        if !strip.contains("details to read") && !strip.contains("reading") {
            return Ok(());
        }
    }
    Err(format!("after ten minutes: {}", console.line(48)).into())
}
