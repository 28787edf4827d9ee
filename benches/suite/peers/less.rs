//! `less` on a file of 100,000 lines: the measure of a key that moves a screen.

use std::fmt::Write as _;
use std::time::Duration;

use crate::bench::{SETTLED, ms};
use crate::console::{Failed, Start};
use crate::figure::percentile;
use crate::fleet::Notebook;

/// The median time from `j` to the last byte that it brings.
pub fn key(times: usize) -> Result<f64, Failed> {
    let home = tempfile::tempdir()?;
    let mut text = String::new();
    for number in 0..100_000 {
        let _ = writeln!(text, "{number:06} {}", Notebook::of(1, number, 0).name);
    }
    let file = home.path().join("lines");
    std::fs::write(&file, text)?;
    let start = Start {
        program: "less",
        arguments: vec![file.display().to_string()],
        home: home.path(),
        environment: vec![("LESSHISTFILE", "-".into())],
        line: None,
    };
    let mut console = start.open().map_err(|error| format!("it cannot be started: {error}"))?;
    console
        .until(Duration::from_secs(10), "the first lines", |screen| screen.contents().contains("000010"))?;
    console.quiet(SETTLED, Duration::from_secs(5));
    let mut all = Vec::new();
    for _ in 0..times.min(100) {
        all.extend(console.press("j", SETTLED)?.map(|burst| ms(burst.frame)));
    }
    console.send("q")?;
    percentile(&all, 0.5).ok_or_else(|| "it drew nothing".into())
}
