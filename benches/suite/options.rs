//! What is measured, how often, and where the result goes.

use std::path::PathBuf;

use clap::Parser;

use crate::fleet::Way;

/// Measures sagedeck at a server on the loopback; prints a table and writes a JSON result
#[derive(Clone, Debug, Parser)]
#[command(name = "bench")]
pub struct Options {
    /// Only these figures, such as B1,K1
    #[arg(long, value_name = "ID,…", value_delimiter = ',')]
    pub only: Vec<String>,
    /// How often what is noisy is measured
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub repeats: usize,
    /// Once each, with 200 rows instead of 100,000: shows that the suite works, measures nothing
    #[arg(long)]
    pub quick: bool,
    /// Where the result goes [default: target/bench.json]
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// How the program gets into the accounts where listings are timed
    #[arg(long, value_enum, default_value_t)]
    pub way: Way,
    /// Without boto3 and the aws CLI
    #[arg(long)]
    pub no_peers: bool,
    /// Check the server and the arithmetic instead of measuring
    #[arg(long)]
    pub self_test: bool,
    /// Refresh period that the program is told, in seconds; 0 is off
    #[arg(long, default_value_t = 0, hide = true)]
    pub refresh: u32,
    /// Passed by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

impl Options {
    pub fn repeats(&self) -> usize {
        if self.quick { 1 } else { self.repeats.max(1) }
    }
}
