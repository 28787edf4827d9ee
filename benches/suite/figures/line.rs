//! W4: a slow line, such as SSH over a bad network. Held keys must end when the line allows, with no frames in a queue.

use std::time::{Duration, Instant};

use crate::bench::{Bench, PATIENCE, known, ms};
use crate::console::{Failed, Line};
use crate::figure::{Figure, Target};
use crate::fleet::Way;
use crate::server::{Details, Rules};

/// 256 kbit/s.
const SLOW: Line = Line { bytes_per_second: 32_000.0, round_trip: Duration::from_millis(100) };
const KEYS: usize = 30;
/// What a keyboard repeats a second.
const REPEAT: Duration = Duration::from_millis(33);

pub fn run(bench: &mut Bench) {
    if bench.wants(&["W4"])
        && let Err(why) = held(bench)
    {
        bench.tell_missing(&["W4"], &why);
    }
}

fn held(bench: &mut Bench) -> Result<(), Failed> {
    let server = bench.server.clone();
    let all = server.fleet().all_rows();
    server.set(Rules { latency: Duration::from_millis(20), ..Rules::default() });
    let home = crate::bench::home(server.fleet())?;
    let flags: &[&str] = if bench.knows("--no-store") { &["--no-store"] } else { &[] };
    let mut console = bench.open_at(&server, Way::Keys, home.path(), flags, Some(SLOW))?;
    console.until(PATIENCE, "the whole fleet", |screen| known(screen) >= all)?;
    server.set(Rules { details: Details::Held, ..Rules::default() });
    console.quiet(Duration::from_secs(1), Duration::from_secs(20));
    // To the lower edge, so that every key scrolls the whole table.
    console.press("\x06", Duration::from_secs(1))?;
    let (mut times, mut sizes, mut allowed) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..bench.options.repeats() {
        // The bytes of one frame at the end of such a row of keys.
        let frame = console.press("j", Duration::from_millis(600))?.map_or(0, |burst| burst.bytes);
        let before = console.log.len();
        let began = Instant::now();
        let mut last = began;
        for number in 0..KEYS {
            console.watch((REPEAT * number as u32).saturating_sub(began.elapsed()));
            last = console.send("j")?;
        }
        console.quiet(Duration::from_millis(800), Duration::from_secs(30));
        let end = console.log[before..].last().map_or(last, |(at, _)| *at);
        times.push(ms(end.saturating_duration_since(last)));
        sizes.push(console.log[before..].iter().map(|(_, size)| *size as f64).sum::<f64>());
        // The frame that is on the line when the last key is pressed has to end first.
        allowed.push(ms(SLOW.round_trip) + 2.0 * frame as f64 / SLOW.bytes_per_second * 1e3);
    }
    let bytes = crate::figure::median(&sizes).unwrap_or_default();
    let allowed = crate::figure::median(&allowed).unwrap_or_default();
    bench.tell(
        Figure::new("W4", "at 256 kbit/s and 100 ms, 30 held `j`: last key to end", "ms")
            .values(times)
            .against(allowed, "a round trip, the frame on the line and the last one")
            .ratio(Target::AtMost(1.3))
            .note(format!("{bytes:.0} bytes for all keys")),
    );
    Ok(())
}
