//! Keys: K1 how soon the cursor moves, K2 the filter, K3 the order, K4 while everything is being read, W3 how many
//! bytes it takes.

use std::time::{Duration, Instant};

use crate::bench::{Bench, FIRST_ROW, PATIENCE, SETTLED, TITLE, known, ms};
use crate::console::{Console, Failed, line};
use crate::figure::{Figure, Target, percentile};
use crate::peers;
use crate::server::{Details, Rules};

/// As long as a menu may take, and another order.
const MENU: Duration = Duration::from_secs(20);

/// What K1, K2 and K3 are measured beside: nothing else moves.
fn still() -> Rules {
    Rules { details: Details::Held, ..Rules::default() }
}

pub fn run(bench: &mut Bench) {
    let ids = ["K1", "K2", "K3", "W3"];
    if bench.wants(&ids)
        && let Err(why) = loaded(bench)
    {
        bench.tell_missing(&ids, &why);
    }
    if bench.wants(&["K4"])
        && let Err(why) = loading(bench)
    {
        bench.tell_missing(&["K4"], &why);
    }
}

fn loaded(bench: &mut Bench) -> Result<(), Failed> {
    let server = bench.server.clone();
    let mut session = bench.loaded(&server, &still())?;
    let console = &mut session.console;
    // One figure that cannot be had does not take the others with it.
    for (id, measure) in [("K1", cursor as Measure), ("W3", bytes), ("K2", filter), ("K3", order)] {
        if bench.wants(&[id])
            && let Err(why) = measure(bench, console)
        {
            bench.tell_missing(&[id], &why);
        }
    }
    Ok(())
}

type Measure = fn(&mut Bench, &mut Console) -> Result<(), Failed>;

fn cursor(bench: &mut Bench, console: &mut Console) -> Result<(), Failed> {
    let keys = if bench.options.quick { 40 } else { 200 };
    let mut moves = Vec::new();
    for _ in 0..keys {
        moves.extend(console.press("j", SETTLED)?.map(|burst| ms(burst.frame)));
    }
    let less = peers::less::key(keys);
    let rows = bench.fleet().all_rows();
    for (what, part, most) in [("median", 0.5, 2.0), ("99th percentile", 0.99, 8.0)] {
        let figure = Figure::new("K1", format!("`j` to its whole frame, {rows} rows: {what}"), "ms");
        let figure = beside(figure.values(vec![of(&moves, part)]), &less);
        bench.tell(figure.target(Target::AtMost(most)));
    }
    Ok(())
}

fn of(times: &[f64], part: f64) -> f64 {
    percentile(times, part).unwrap_or(f64::NAN)
}

fn beside(figure: Figure, less: &Result<f64, Failed>) -> Figure {
    match less {
        Ok(less) => figure.against(*less, "less at as many lines, median"),
        Err(why) => figure.note(format!("less: {why}")),
    }
}

/// Bytes of a cursor key, of one that scrolls, of a page, and of the first frame. With the details beside the table
/// every key also draws those of another row, which is told but not judged.
fn bytes(bench: &mut Bench, console: &mut Console) -> Result<(), Failed> {
    let bare = "a bare ratatui table of 7 columns at 200x50, known beforehand";
    for shown in [true, false] {
        if !shown {
            console.press("d", SETTLED)?;
        }
        console.press("g", SETTLED)?;
        console.press("g", SETTLED)?;
        let cursor = sizes(console, "j", 20)?;
        // To the lower edge of the table.
        sizes(console, "j", 40)?;
        let scroll = sizes(console, "j", 20)?;
        let page = sizes(console, "\x06", 10)?;
        let with = if shown { ", with its details" } else { "" };
        for (what, values, raw, most) in [
            ("bytes of a cursor key", cursor, 478.0, 300.0),
            ("bytes of a key that scrolls", scroll, 6_556.0, 1_000.0),
            ("bytes of a page", page, 6_808.0, 6_000.0),
        ] {
            let figure = Figure::new("W3", format!("{what}{with}"), "B").values(values).against(raw, bare);
            bench.tell(if shown { figure } else { figure.target(Target::AtMost(most)) });
        }
    }
    console.press("d", SETTLED)?;
    let first = console.first_frame.map_or_else(Vec::new, |(_, bytes)| vec![bytes as f64]);
    let figure = Figure::new("W3", "bytes of the first frame", "B").values(first).against(9_695.0, bare);
    bench.tell(figure.target(Target::AtMost(10_000.0)));
    Ok(())
}

fn sizes(console: &mut Console, key: &str, times: usize) -> Result<Vec<f64>, Failed> {
    let mut all = Vec::new();
    for _ in 0..times {
        all.extend(console.press(key, SETTLED)?.map(|burst| burst.bytes as f64));
    }
    Ok(all)
}

/// Typing into the filter: from each key to the last byte that it brings.
fn filter(bench: &mut Bench, console: &mut Console) -> Result<(), Failed> {
    let words = ["fraud-in", "ads-batc", "vision-t", "nlp-eval", "search-d"];
    let mut typed = Vec::new();
    for word in words.iter().cycle().take(bench.options.repeats() * 2) {
        console.press("/", SETTLED)?;
        for letter in word.chars() {
            let at = Instant::now();
            let burst = console.press(&letter.to_string(), Duration::from_millis(100))?;
            typed.extend(burst.map(|burst| ms(burst.last)));
            std::thread::sleep(Duration::from_millis(150).saturating_sub(at.elapsed()));
        }
        console.press("\x1b", Duration::from_millis(300))?;
    }
    let rows = bench.fleet().all_rows();
    let bare = crate::micro::search_ms(bench.fleet());
    for (what, part, most) in [("median", 0.5, 8.0), ("99th percentile", 0.99, 16.0)] {
        bench.tell(
            Figure::new("K2", format!("a letter of the filter to the final rows, {rows} rows: {what}"), "ms")
                .values(vec![of(&typed, part)])
                .against(bare, "searching the same names for a word, without a program around it")
                .target(Target::AtMost(most)),
        );
    }
    Ok(())
}

/// Another order, chosen in the menu.
fn order(bench: &mut Bench, console: &mut Console) -> Result<(), Failed> {
    let rows = bench.fleet().all_rows();
    let (by_name, by_time) = crate::micro::sort_ms(bench.fleet());
    let mut times: [Vec<f64>; 2] = Default::default();
    for _ in 0..bench.options.repeats() {
        for (at, column) in ["created", "name"].into_iter().enumerate() {
            console.send("o")?;
            console.until(MENU, "the menu", |screen| screen.contents().contains("Sort by"))?;
            console.press(column, SETTLED)?;
            let before = console.line(FIRST_ROW);
            let began = console.send("\r")?;
            let seen = console.until(MENU, "the other order", |screen| {
                line(screen, FIRST_ROW) != before && !screen.contents().contains("Sort by")
            })?;
            times[1 - at].push(ms(seen.saturating_duration_since(began)));
            console.quiet(SETTLED, Duration::from_secs(5));
        }
    }
    let [name, time] = times;
    for (what, values, bare, most) in
        [("name", name, by_name, 25.0), ("time of creation", time, by_time, 10.0)]
    {
        bench.tell(
            Figure::new("K3", format!("{rows} rows in the order of their {what}"), "ms")
                .values(values)
                .against(bare, "sorting the same values, without a program around it")
                .target(Target::AtMost(most)),
        );
    }
    Ok(())
}

/// The key that hides the details and shows them again, while rows stream in and while nothing answers for two seconds.
/// What it does is seen whatever else the frames bring.
fn loading(bench: &mut Bench) -> Result<(), Failed> {
    let server = bench.server.clone();
    let all = server.fleet().all_rows();
    let mut keys = Vec::new();
    for (latency, most) in [(80, 400), (2_000, 40)] {
        for _ in 0..bench.options.repeats() {
            server.set(Rules { latency: Duration::from_millis(latency), ..Rules::default() });
            let mut session = bench.open(&server, bench.options.way, &[])?;
            let console = &mut session.console;
            console.until(PATIENCE, "the first frame", |screen| line(screen, 1).contains("Notebooks"))?;
            for _ in 0..most {
                for panes in [2, 3] {
                    let at = console.send("d")?;
                    let seen = console.until(PATIENCE, "the details", |screen| {
                        line(screen, TITLE).matches('╭').count() == panes
                    })?;
                    keys.push(ms(seen.saturating_duration_since(at)));
                    console.watch(Duration::from_millis(20));
                }
                let mut whole = false;
                // Never in vain: it only looks.
                let _ = console.until(Duration::ZERO, "", |screen| {
                    whole = known(screen) >= all;
                    true
                });
                if whole {
                    break;
                }
            }
        }
    }
    let count = keys.len();
    bench.tell(
        Figure::new("K4", "a key to its effect while everything is read: 99th percentile", "ms")
            .values(percentile(&keys, 0.99).into_iter().collect())
            .target(Target::AtMost(16.0))
            .note(format!(
                "{count} keys, at 80 ms and at 2 s a call; median {:.1} ms, longest {:.1} ms",
                percentile(&keys, 0.5).unwrap_or_default(),
                percentile(&keys, 1.0).unwrap_or_default()
            )),
    );
    Ok(())
}
