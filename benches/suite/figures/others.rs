//! B3 and B4: the same listing with boto3 and with the aws CLI, and how often ours goes into theirs.

use std::time::Duration;

use crate::bench::{Bench, PATIENCE, known, ms};
use crate::console::Failed;
use crate::figure::{Figure, Target, median};
use crate::fleet::{Fleet, Way};
use crate::peers::scripts::{AT_ONCE, Scripts};
use crate::server::{Rules, Server};

const ACCOUNTS: u64 = 20;

pub fn run(bench: &mut Bench) {
    let ids = ["B3", "B4"];
    if !bench.wants(&ids) {
        return;
    }
    if bench.options.no_peers {
        return bench.tell_missing(&ids, &"not wanted (--no-peers)".into());
    }
    match Scripts::install() {
        Ok(scripts) => {
            if bench.wants(&["B3"])
                && let Err(why) = boto3(bench, &scripts)
            {
                bench.tell_missing(&["B3"], &why);
            }
            if bench.wants(&["B4"])
                && let Err(why) = cli(bench, &scripts)
            {
                bench.tell_missing(&["B4"], &why);
            }
        }
        Err(why) => bench.tell_missing(&ids, &why),
    }
}

/// What ours takes, in milliseconds.
fn ours(bench: &Bench, server: &Server, way: Way) -> Result<Vec<f64>, Failed> {
    let all = server.fleet().all_rows();
    let mut times = Vec::new();
    for _ in 0..bench.options.repeats().min(3) {
        server.set(Rules::default());
        let mut session = bench.open(server, way, &[])?;
        let console = &mut session.console;
        let at = console.until(PATIENCE, "the whole fleet", |screen| known(screen) >= all)?;
        times.push(ms(at.duration_since(console.started)));
    }
    Ok(times)
}

/// Theirs once or twice: it takes long, and is far from the target either way.
fn theirs(bench: &Bench, mut once: impl FnMut() -> Result<Duration, Failed>) -> Result<f64, Failed> {
    let mut times = Vec::new();
    for _ in 0..bench.options.repeats().min(2) {
        times.push(ms(once()?));
    }
    median(&times).ok_or_else(|| "it was not run".into())
}

fn boto3(bench: &mut Bench, scripts: &Scripts) -> Result<(), Failed> {
    let server = bench.server.clone();
    server.set(Rules::default());
    let boto3 = theirs(bench, || scripts.boto3(&server))?;
    let ours = ours(bench, &server, bench.options.way)?;
    bench.tell(
        Figure::new("B3", "the whole fleet, and boto3 at the same", "ms")
            .values(ours)
            .against(boto3, "boto3, 32 threads, one session")
            .ratio(Target::AtLeast(15.0)),
    );
    Ok(())
}

fn cli(bench: &mut Bench, scripts: &Scripts) -> Result<(), Failed> {
    let fleet = bench.fleet();
    let accounts = ACCOUNTS.min(fleet.accounts);
    let server = Server::start(Fleet { accounts, regions: &["us-east-1"], ..fleet })?;
    let cli = theirs(bench, || scripts.cli(&server, accounts))?;
    let ours = ours(bench, &server, Way::Keys)?;
    bench.tell(
        Figure::new("B4", format!("{accounts} accounts in one region, and the aws CLI at the same"), "ms")
            .values(ours)
            .against(cli, format!("aws sagemaker list-notebook-instances, {AT_ONCE} at once"))
            .ratio(Target::AtLeast(12.0)),
    );
    Ok(())
}
