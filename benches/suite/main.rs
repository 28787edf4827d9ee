//! `cargo bench`: how fast and how quiet the real program is, at a server on the loopback that answers exactly as late
//! as AWS does.
//!
//! Every figure is told beside something measured or computed in the same run (the least time that the round trips
//! allow, another tool at the same work, a bare frame), so that what a busy machine does to both cancels out.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser as _;

mod bench;
mod console;
mod figure;
mod figures;
mod fleet;
mod micro;
mod model;
mod options;
mod peers;
mod process;
mod report;
mod selftest;
mod server;

use bench::Bench;
use console::Failed;
use figures::calibration::Calibration;
use options::Options;

fn main() -> ExitCode {
    let options = Options::parse();
    match run(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            report::say(&format!("bench: {why}"));
            ExitCode::FAILURE
        }
    }
}

fn run(options: Options) -> Result<(), Failed> {
    let json = options
        .json
        .clone()
        .unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/bench.json"));
    if options.self_test {
        return selftest::run();
    }
    let mut bench = Bench::new(options)?;
    let calibration = Calibration::measure(&bench)?;
    report::say(&calibration.sentence());
    for objection in calibration.objections() {
        report::say(&format!("not a basis for a judgement: {objection}"));
    }
    report::head();
    figures::load::run(&mut bench);
    figures::start::run(&mut bench, calibration.spawn);
    figures::keys::run(&mut bench);
    micro::run(&mut bench);
    figures::line::run(&mut bench);
    figures::quiet::run(&mut bench);
    figures::memory::run(&mut bench);
    figures::others::run(&mut bench);
    report::write(&json, &calibration.json(), &bench)?;
    report::tail(&bench.figures, &json);
    Ok(())
}
