//! A console that nobody touches: W1 bytes, W2 processor time and wake-ups, W5 a refresh in the background.

use std::time::{Duration, Instant, UNIX_EPOCH};

use crate::bench::{Bench, PATIENCE, known};
use crate::console::Failed;
use crate::figure::{Figure, Target};
use crate::fleet::{S, Way};
use crate::process::Sample;
use crate::server::{Details, Rules, Server};

const IDLE: Duration = Duration::from_secs(20);

pub fn run(bench: &mut Bench) {
    let ids = ["W1", "W2"];
    if bench.wants(&ids)
        && let Err(why) = idle(bench)
    {
        bench.tell_missing(&ids, &why);
    }
    if bench.wants(&["W5"])
        && let Err(why) = refresh(bench)
    {
        bench.tell_missing(&["W5"], &why);
    }
}

/// The small fleet, because only there all details come in a moment; nothing is due, so that its size is no matter.
fn idle(bench: &mut Bench) -> Result<(), Failed> {
    let server = Server::start(S)?;
    server.set(Rules { latency: Duration::from_millis(2), ..Rules::default() });
    let mut session = bench.open(&server, Way::Keys, &[])?;
    let console = &mut session.console;
    console.until(PATIENCE, "the whole fleet", |screen| known(screen) >= S.all_rows())?;
    if !console.quiet(Duration::from_secs(5), PATIENCE) {
        return Err("it never became quiet".into());
    }
    let (mut bytes, mut cpu, mut woken) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..bench.options.repeats().min(3) {
        // The minute in the header is one that a person asked for: a window without its turn.
        wait_for_turn(console, IDLE);
        let (total, before, at) = (console.total(), Sample::of(console.pid()), Instant::now());
        console.watch(IDLE);
        let time = at.elapsed().as_secs_f64();
        bytes.push((console.total() - total) as f64);
        if let Some((before, after)) = before.zip(Sample::of(console.pid())) {
            cpu.push((after.cpu.saturating_sub(before.cpu)).as_secs_f64() / time * 100.0);
            woken.push(after.wakeups.saturating_sub(before.wakeups) as f64 / time);
        }
    }
    let figure = Figure::new("W1", "bytes in 20 s in which nothing is due", "B").values(bytes);
    bench.tell(figure.against(0.0, "nothing").target(Target::AtMost(0.0)));
    let known = "the kernel does not say";
    let figure = Figure::new("W2", "processor time in that time", "%").values(cpu);
    bench.tell(orelse(figure, known).against(0.0, "nothing").target(Target::AtMost(0.05)));
    let figure = Figure::new("W2", "wake-ups in that time", "1/s").values(woken);
    bench.tell(orelse(figure, known).against(0.0, "nothing").target(Target::AtMost(1.0)));
    Ok(())
}

fn orelse(figure: Figure, why: &str) -> Figure {
    if figure.values.is_empty() { figure.missing(why) } else { figure }
}

/// Waits until no minute begins within `time`.
fn wait_for_turn(console: &mut crate::console::Console, time: Duration) {
    let into = || {
        let second = UNIX_EPOCH.elapsed().map_or(0, |since| since.as_secs());
        Duration::from_secs(second % 60)
    };
    let minute = Duration::from_mins(1);
    if into() + time + Duration::from_secs(2) > minute {
        let left = minute.saturating_sub(into()) + Duration::from_secs(2);
        console.watch(left);
    }
}

/// One notebook in a hundred is another at every refresh.
fn refresh(bench: &mut Bench) -> Result<(), Failed> {
    const PERIOD: u32 = 30;
    let server = bench.server.clone();
    server.change(0);
    let told = std::mem::replace(&mut bench.options.refresh, PERIOD);
    let session = bench.loaded(&server, &Rules { details: Details::Held, ..Rules::default() });
    bench.options.refresh = told;
    let mut session = session?;
    let console = &mut session.console;
    let (mut bytes, mut frames) = (Vec::new(), Vec::new());
    for generation in 1..=bench.options.repeats().min(3) as u64 {
        server.change(generation);
        let (total, drawn) = (console.total(), console.frames);
        console.watch(Duration::from_secs(u64::from(PERIOD)));
        bytes.push((console.total() - total) as f64);
        frames.push((console.frames - drawn) as f64);
    }
    server.change(0);
    let frames = crate::figure::median(&frames).unwrap_or_default();
    bench.tell(
        Figure::new("W5", "bytes of a refresh that changes 1 % of the rows", "B")
            .values(bytes)
            .target(Target::AtMost(2_048.0))
            .note(format!("in {PERIOD} s, with {frames:.0} frames")),
    );
    Ok(())
}
