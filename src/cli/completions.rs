//! `sagedeck completions SHELL`.

use clap::{Command, CommandFactory};
use clap_complete::Shell;

use super::{Cli, print};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  sagedeck completions bash > ~/.local/share/bash-completion/completions/sagedeck
  sagedeck completions zsh > ~/.zfunc/_sagedeck       (a folder of your $fpath)
  sagedeck completions fish > ~/.config/fish/completions/sagedeck.fish
  sagedeck completions elvish >> ~/.config/elvish/rc.elv
  sagedeck completions powershell >> $PROFILE")]
pub(super) struct Completions {
    /// The shell that is to complete
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self) -> u8 {
        // The generator panics on a closed pipe, so it writes into memory.
        let mut script = Vec::new();
        let mut command = Cli::command();
        clap_complete::generate(self.shell, &mut command, "sagedeck", &mut script);
        if self.shell == Shell::Fish {
            script.extend(positionals_for_fish(&command).into_bytes());
        }
        print(|out| out.write_all(&script))
    }
}

/// What its generator leaves out: the words that the arguments without a flag take.
fn positionals_for_fish(root: &Command) -> String {
    let mut lines = String::new();
    for command in root.get_subcommands() {
        let positionals = command.get_positionals().flat_map(clap::Arg::get_possible_values);
        let words: Vec<String> = positionals.map(|value| value.get_name().to_owned()).collect();
        if !words.is_empty() {
            let (name, words) = (command.get_name(), words.join(" "));
            let line = format!(
                "complete -c sagedeck -n \"__fish_sagedeck_using_subcommand {name}\" -f -a \"{words}\"\n"
            );
            lines.push_str(&line);
        }
    }
    lines
}
