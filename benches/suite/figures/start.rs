//! The beginning and the end: S1 from the start to the first frame, B2 again where rows are kept on disk, S2 from the
//! key to the end of the process.

use std::time::Duration;

use crate::bench::{Bench, PATIENCE, has_rows, home, known, ms};
use crate::console::Failed;
use crate::figure::{Figure, Target};
use crate::fleet::{Fleet, Way};
use crate::server::Rules;

pub fn run(bench: &mut Bench, spawn: f64) {
    if bench.wants(&["S1"])
        && let Err(why) = first_frame(bench, spawn)
    {
        bench.tell_missing(&["S1"], &why);
    }
    if bench.wants(&["S2"])
        && let Err(why) = quit(bench)
    {
        bench.tell_missing(&["S2"], &why);
    }
    if bench.wants(&["B2"])
        && let Err(why) = kept(bench)
    {
        bench.tell_missing(&["B2"], &why);
    }
}

/// With 200 profiles, at a server that has not answered yet.
fn first_frame(bench: &mut Bench, spawn: f64) -> Result<(), Failed> {
    let many = Fleet { accounts: 100, ..bench.fleet() };
    let home = home(many)?;
    bench.server.set(Rules { latency: Duration::from_secs(2), ..Rules::default() });
    let mut times = Vec::new();
    for _ in 0..=bench.options.repeats() {
        let mut console = bench.open_at(&bench.server, Way::Roles, home.path(), &[], None)?;
        let mut seen = None;
        for _ in 0..200 {
            console.watch(Duration::from_millis(10));
            seen = console.first_frame;
            if seen.is_some() {
                break;
            }
        }
        let (at, _) = seen.ok_or("no frame came within two seconds")?;
        times.push(ms(at.duration_since(console.started)));
    }
    // The first one reads the program from the disk.
    times.remove(0);
    bench.tell(
        Figure::new("S1", "from the start to the first frame, 200 profiles", "ms")
            .values(times)
            .against(spawn, "a shell that prints a word")
            .target(Target::AtMost(25.0)),
    );
    Ok(())
}

/// C-c while everything is being read, and while nothing is.
fn quit(bench: &mut Bench) -> Result<(), Failed> {
    let server = bench.server.clone();
    let mut times = Vec::new();
    for _ in 0..bench.options.repeats() {
        server.set(Rules::default());
        let mut session = bench.open(&server, bench.options.way, &[])?;
        let console = &mut session.console;
        console.until(PATIENCE, "the first rows", |screen| known(screen) > 0)?;
        let at = console.send("\x03")?;
        let end = console.ended(Duration::from_secs(10))?;
        times.push(ms(end.duration_since(at)));
    }
    bench.tell(
        Figure::new("S2", "from C-c to the end, while it lists", "ms")
            .values(times)
            .target(Target::AtMost(50.0)),
    );
    Ok(())
}

/// The second start in a home whose first start has listed everything.
fn kept(bench: &mut Bench) -> Result<(), Failed> {
    let figure = Figure::new("B2", "the same from the disk, after an earlier start", "ms");
    if !bench.knows("--no-store") {
        bench.tell(figure.missing("this build keeps nothing on disk (there is no --no-store)"));
        return Ok(());
    }
    let server = bench.server.clone();
    let all = server.fleet().all_rows();
    let home = home(server.fleet())?;
    let way = bench.options.way;
    server.set(Rules { latency: Duration::from_millis(20), ..Rules::default() });
    let mut console = bench.open_at(&server, way, home.path(), &[], None)?;
    console.until(PATIENCE, "the whole fleet", |screen| known(screen) >= all)?;
    console.watch(Duration::from_secs(5));
    console.send("\x03")?;
    console.ended(Duration::from_secs(30))?;
    let mut times = Vec::new();
    server.set(Rules { latency: Duration::from_secs(2), ..Rules::default() });
    for _ in 0..bench.options.repeats() {
        let mut console = bench.open_at(&server, way, home.path(), &[], None)?;
        let at = console.until(PATIENCE, "rows from the disk", has_rows)?;
        times.push(ms(at.duration_since(console.started)));
        console.send("\x03")?;
        console.ended(Duration::from_secs(30))?;
    }
    bench.tell(figure.values(times).target(Target::AtMost(30.0)).note("rows of the store, shown as such"));
    Ok(())
}
