//! `sagedeck completions SHELL`.

use clap::CommandFactory;
use clap_complete::Shell;

use super::{Cli, print};

#[derive(Debug, clap::Args)]
pub(super) struct Completions {
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self) -> u8 {
        // The generator panics on a closed pipe, so it writes into memory.
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "sagedeck", &mut script);
        print(|out| out.write_all(&script))
    }
}
