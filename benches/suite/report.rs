//! The table for people and the result for programs.
#![expect(clippy::print_stdout, reason = "the table is what the benchmark says")]

use std::path::Path;

use serde_json::{Value, json};

use crate::bench::Bench;
use crate::figure::{Figure, Target, bounds};
use crate::fleet::Fleet;

/// Prints the head of the table.
pub fn head() {
    println!(
        "{:<5} {:<52} {:>10} {:>19} {:>10} {:>7} {:>9}  result",
        "", "figure", "median", "min - max", "against", "ratio", "target"
    );
}

/// Prints one figure, as soon as it is there.
pub fn line(figure: &Figure) {
    if let Some(why) = &figure.missing {
        let first = why.lines().next().unwrap_or_default();
        println!("{:<5} {:<52} not measured: {first}", figure.id, figure.what);
        return;
    }
    let (median, (least, most)) =
        (figure.median().unwrap_or_default(), bounds(&figure.values).unwrap_or_default());
    let against = figure.against.as_ref().map_or_else(String::new, |(value, _)| number(*value));
    let ratio = figure.quotient().map_or_else(String::new, |ratio| format!("{ratio:.2}x"));
    let times = if figure.by_ratio { "x" } else { "" };
    let target = match figure.target {
        Target::AtMost(bound) => format!("<= {}{times}", number(bound)),
        Target::AtLeast(bound) => format!(">= {}{times}", number(bound)),
        Target::None => String::new(),
    };
    let result = match figure.met() {
        Some(true) => "met",
        Some(false) => "MISSED",
        None => "",
    };
    let range = format!("{} - {}", number(least), number(most));
    let (id, what, unit) = (figure.id, &figure.what, figure.unit);
    println!(
        "{id:<5} {what:<52} {:>10} {range:>19} {against:>10} {ratio:>7} {target:>9}  {result}",
        format!("{} {unit}", number(median))
    );
    if !figure.note.is_empty() {
        println!("{:<5} {}", "", figure.note);
    }
}

fn number(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 || value.fract().abs() < f64::EPSILON => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

/// Writes the JSON result.
pub fn write(path: &Path, machine: &Value, bench: &Bench) -> std::io::Result<()> {
    let Fleet { accounts, regions, rows } = bench.fleet();
    let result = json!({
        "program": bench.program,
        "profile": if cfg!(debug_assertions) { "debug" } else { "optimised" },
        "fleet": { "accounts": accounts, "regions": regions, "rows_each": rows, "way": format!("{:?}", bench.options.way) },
        "repeats": bench.options.repeats(),
        "machine": machine,
        "figures": bench.figures.iter().map(Figure::json).collect::<Vec<_>>(),
    });
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, format!("{result:#}\n"))
}

/// How many were met, missed and not measured.
pub fn tail(figures: &[Figure], path: &Path) {
    let count = |met| figures.iter().filter(|figure| figure.met() == met).count();
    let missing = figures.iter().filter(|figure| figure.missing.is_some()).count();
    println!(
        "\n{} met, {} missed, {missing} not measured; whole result: {}",
        count(Some(true)),
        count(Some(false)),
        path.display()
    );
}

/// Prints a sentence above the table.
pub fn say(text: &str) {
    println!("{text}");
}
