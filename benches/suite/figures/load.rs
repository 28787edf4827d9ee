//! A whole listing: B1 and B2 how long, B6 how many calls, R3 what drawing it costs; B5 under a throttle, B7 with
//! accounts that refuse and accounts that are slow.

use std::time::Duration;

use crate::bench::{Bench, PATIENCE, has_rows, known, ms};
use crate::console::{Failed, line};
use crate::figure::{Figure, Target};
use crate::fleet::Throttle;
use crate::process::Sample;
use crate::server::Rules;

const THROTTLE: Throttle = Throttle { per_second: 5.0, burst: 3.0 };
/// The line of the status strip.
const STRIP: u16 = 48;

/// What one listing showed.
struct Loaded {
    first: f64,
    whole: f64,
    calls: f64,
    other_calls: usize,
    frames_per_second: f64,
    /// Processor time of the thread that draws, as a part of the time that the listing took.
    drawing: Option<f64>,
    cpu_s: Option<f64>,
}

pub fn run(bench: &mut Bench) {
    let ids = ["B1", "B2", "B6", "R3"];
    if bench.wants(&ids)
        && let Err(why) = plain(bench)
    {
        bench.tell_missing(&ids, &why);
    }
    if bench.wants(&["B5"])
        && let Err(why) = throttled(bench)
    {
        bench.tell_missing(&["B5"], &why);
    }
    if bench.wants(&["B7"])
        && let Err(why) = partial(bench)
    {
        bench.tell_missing(&["B7"], &why);
    }
}

fn once(bench: &Bench, rules: &Rules) -> Result<Loaded, Failed> {
    let server = &bench.server;
    let all = server.fleet().all_rows();
    server.set(rules.clone());
    let mut session = bench.open(server, bench.options.way, &[])?;
    let console = &mut session.console;
    let first = console.until(PATIENCE, "the first rows", has_rows)?;
    let whole = console.until(PATIENCE, "the whole fleet", |screen| known(screen) >= all)?;
    let counts = server.counts();
    let sample = Sample::of(console.pid());
    let took = whole.duration_since(console.started);
    let needed: usize = ["GetCallerIdentity", "AssumeRole", "ListNotebookInstances"]
        .iter()
        .map(|operation| counts.of(operation))
        .sum();
    let every: usize = counts.by_operation.values().sum();
    Ok(Loaded {
        first: ms(first.duration_since(console.started)),
        whole: ms(took),
        calls: needed as f64,
        other_calls: every - needed,
        frames_per_second: console.frames as f64 / took.as_secs_f64(),
        drawing: sample.map(|sample| sample.cpu_main.as_secs_f64() / took.as_secs_f64() * 100.0),
        cpu_s: sample.map(|sample| sample.cpu.as_secs_f64()),
    })
}

fn plain(bench: &mut Bench) -> Result<(), Failed> {
    let rules = Rules::default();
    let (fleet, way) = (bench.fleet(), bench.options.way);
    // Once for nothing: the program's pages of code come from the disk.
    once(bench, &rules)?;
    let mut all = Vec::new();
    for _ in 0..bench.options.repeats() {
        all.push(once(bench, &rules)?);
    }
    let take = |of: fn(&Loaded) -> f64| all.iter().map(of).collect::<Vec<_>>();
    let cpu: Vec<f64> = all.iter().filter_map(|one| one.cpu_s).collect();
    let cpu =
        crate::figure::median(&cpu).map_or_else(String::new, |cpu| format!("; {cpu:.2} s of processor"));
    let rows = fleet.all_rows();
    let (floor, first) = (ms(fleet.floor(way, rules.latency, None)), ms(way.first_page(rules.latency)));
    bench.tell(
        Figure::new("B1", format!("all {rows} rows are listed"), "ms")
            .values(take(|one| one.whole))
            .against(floor, "round trips that cannot be had side by side")
            .ratio(Target::AtMost(1.5))
            .note(format!("from the start of the process{cpu}")),
    );
    bench.tell(
        Figure::new("B2", "the first rows are on the screen", "ms")
            .values(take(|one| one.first))
            .against(first, "login and one page")
            .ratio(Target::AtMost(1.4)),
    );
    let others: Vec<f64> = all.iter().map(|one| one.other_calls as f64).collect();
    let others = crate::figure::median(&others).unwrap_or_default();
    bench.tell(
        Figure::new("B6", "calls for logins and the listing", "calls")
            .values(take(|one| one.calls))
            .against(fleet.least_calls() as f64, "one login an account and pages of 100")
            .ratio(Target::AtMost(1.02))
            .note(format!("and {others:.0} until then for tags, details and lifecycle configurations")),
    );
    let drawing: Vec<f64> = all.iter().filter_map(|one| one.drawing).collect();
    let drawing = crate::figure::median(&drawing)
        .map_or("not known here".to_owned(), |part| format!("{part:.0} % (target at most 15 %)"));
    bench.tell(
        Figure::new("R3", "frames a second while it lists", "1/s")
            .values(take(|one| one.frames_per_second))
            .against(60.0, "frames that a screen shows")
            .target(Target::AtMost(30.0))
            .note(format!("share of one processor for the thread that draws: {drawing}")),
    );
    Ok(())
}

fn throttled(bench: &mut Bench) -> Result<(), Failed> {
    let rules = Rules { throttle: Some(THROTTLE), ..Rules::default() };
    let (fleet, way) = (bench.fleet(), bench.options.way);
    let (mut times, mut refused) = (Vec::new(), Vec::new());
    for _ in 0..bench.options.repeats() {
        times.push(once(bench, &rules)?.whole);
        let counts = bench.server.counts();
        let every: usize = counts.by_operation.values().sum();
        refused.push(counts.throttled as f64 / every as f64 * 100.0);
    }
    let refused = crate::figure::median(&refused).unwrap_or_default();
    let floor = ms(fleet.floor(way, rules.latency, rules.throttle));
    bench.tell(
        Figure::new("B5", "all rows at 5 calls a second and a burst of 3", "ms")
            .values(times)
            .against(floor, "what the buckets and the round trips allow")
            .ratio(Target::AtMost(1.15))
            .note(format!("{refused:.1} % of the calls were throttled (target below 2 %)")),
    );
    Ok(())
}

/// One account in twenty refuses, one in fifty is slow, and the buckets hold.
fn partial(bench: &mut Bench) -> Result<(), Failed> {
    let (fleet, way) = (bench.fleet(), bench.options.way);
    let each = |nth: u64, from: u64| (1..=fleet.accounts).filter(move |account| account % nth == from);
    let rules = Rules {
        throttle: Some(THROTTLE),
        denied: each(20, 7).collect(),
        slow: each(50, 11).collect(),
        ..Rules::default()
    };
    let rows_of = fleet.rows * fleet.regions.len();
    let all = fleet.all_rows() - rules.denied.len() * rows_of;
    let healthy = all - rules.slow.len() * rows_of;
    let (mut times, mut lost) = (Vec::new(), 0);
    let server = bench.server.clone();
    for _ in 0..bench.options.repeats() {
        server.set(rules.clone());
        let mut session = bench.open(&server, way, &[])?;
        let console = &mut session.console;
        let denied = if rules.denied.is_empty() { "scopes" } else { " denied" };
        let at = console.until(PATIENCE, "the rows of all healthy accounts and the refusals", |screen| {
            known(screen) >= healthy + server.counts().slow_rows && line(screen, STRIP).contains(denied)
        })?;
        times.push(ms(at.duration_since(console.started)));
        let whole = console
            .until(Duration::from_mins(1), "the rows of the slow accounts", |screen| known(screen) >= all);
        lost += usize::from(whole.is_err());
    }
    let floor = ms(fleet.floor(way, rules.latency, rules.throttle));
    let note = if lost == 0 { "no row was lost".into() } else { format!("rows were lost in {lost} runs") };
    let target = if lost == 0 { Target::AtMost(1.1) } else { Target::AtMost(0.0) };
    bench.tell(
        Figure::new("B7", "all healthy accounts, while 5 % refuse and 2 % are slow", "ms")
            .values(times)
            .against(floor, "the same without the bad ones")
            .ratio(target)
            .note(note),
    );
    Ok(())
}
