//! Runs the program in an environment that holds nothing of this machine.

use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The program, without AWS configuration, without variables, at home in that folder.
pub fn sagedeck(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sagedeck"));
    command
        .env_clear()
        .env("HOME", home)
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("AWS_CONFIG_FILE", home.join("aws-config"))
        .env("AWS_SHARED_CREDENTIALS_FILE", home.join("aws-credentials"))
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("TMPDIR", home)
        .env("LANG", "C.UTF-8")
        .stdin(Stdio::null());
    command
}

/// What a run gave.
pub struct Run {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
        }
    }
}

/// Runs it to its end in an empty home.
pub fn run(arguments: &[&str]) -> Run {
    let home = tempfile::tempdir().unwrap();
    run_in(home.path(), arguments)
}

pub fn run_in(home: &Path, arguments: &[&str]) -> Run {
    sagedeck(home).args(arguments).output().unwrap().into()
}

/// Accounts of the demo in which everything can be read.
pub const READABLE: &str = "ds-retail,prod-batch";
