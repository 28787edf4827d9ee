//! boto3 and the aws CLI, in an environment of their own under `target`, in versions that stay the same.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::bench::home;
use crate::console::Failed;
use crate::fleet::Fleet;
use crate::server::Server;

const PINNED: [&str; 2] = ["boto3==1.44.3", "awscli==1.46.3"];
const LISTING: &str = include_str!("listing.py");
const THREADS: u32 = 32;
/// Calls of the CLI that run side by side, as with `xargs -P8`.
pub const AT_ONCE: usize = 8;

/// Where the tools are, installed on first use.
pub struct Scripts {
    bin: PathBuf,
}

impl Scripts {
    pub fn install() -> Result<Self, Failed> {
        let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench-venv");
        let bin = place.join("bin");
        let done = place.join("installed");
        let wanted = PINNED.join("\n");
        if std::fs::read_to_string(&done).is_ok_and(|text| text == wanted) {
            return Ok(Self { bin });
        }
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&place), "python3 -m venv")?;
        let mut pip = Command::new(bin.join("python"));
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(PINNED);
        run(&mut pip, "pip install")?;
        std::fs::write(done, wanted)?;
        Ok(Self { bin })
    }

    /// Seconds that boto3 takes for the fleet, from the start of the interpreter.
    pub fn boto3(&self, server: &Server) -> Result<Duration, Failed> {
        let fleet = server.fleet();
        let script = tempfile::NamedTempFile::with_suffix(".py")?;
        std::fs::write(script.path(), LISTING)?;
        let began = Instant::now();
        let mut python = Command::new(self.bin.join("python"));
        python.arg(script.path()).arg(server.url()).arg(fleet.accounts.to_string());
        python.arg(fleet.regions.join(",")).arg(THREADS.to_string());
        let said = run(&mut python, "boto3")?;
        let took = began.elapsed();
        let rows = said.split_whitespace().nth(1).and_then(|text| text.parse().ok());
        if rows == Some(fleet.all_rows()) { Ok(took) } else { Err(format!("boto3 said {said}").into()) }
    }

    /// The time that the CLI takes for these accounts in the first region, some at a time.
    pub fn cli(&self, server: &Server, accounts: u64) -> Result<Duration, Failed> {
        let fleet = Fleet { accounts, ..server.fleet() };
        let home = home(fleet)?;
        let began = Instant::now();
        let next = std::sync::atomic::AtomicU64::new(1);
        std::thread::scope(|scope| {
            let lanes: Vec<_> = (0..AT_ONCE)
                .map(|_| {
                    scope.spawn(|| -> Result<(), Failed> {
                        loop {
                            let account = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                            if account > accounts {
                                return Ok(());
                            }
                            self.list(server, home.path(), account)?;
                        }
                    })
                })
                .collect();
            lanes
                .into_iter()
                .try_for_each(|lane| lane.join().unwrap_or_else(|_| Err("a thread broke".into())))
        })?;
        Ok(began.elapsed())
    }

    fn list(&self, server: &Server, home: &Path, account: u64) -> Result<(), Failed> {
        let mut aws = Command::new(self.bin.join("aws"));
        aws.env_clear().env("HOME", home).env("PATH", std::env::var("PATH").unwrap_or_default());
        aws.args(["sagemaker", "list-notebook-instances", "--page-size", "100", "--output", "json"]);
        aws.args(["--profile", &format!("keys-{account:04}"), "--endpoint-url", &server.url()]);
        let said = run(&mut aws, "aws")?;
        let rows = said.matches("\"NotebookInstanceName\"").count();
        let wanted = server.fleet().rows;
        if rows == wanted { Ok(()) } else { Err(format!("aws listed {rows} of {wanted} rows").into()) }
    }
}

/// Runs a command; its output, or what it complained about.
fn run(command: &mut Command, name: &str) -> Result<String, Failed> {
    let end = command.stdin(Stdio::null()).output().map_err(|error| format!("{name}: {error}"))?;
    if end.status.success() {
        return Ok(String::from_utf8_lossy(&end.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&end.stderr).into_owned();
    Err(format!("{name}: {}", said.lines().last().unwrap_or("it failed")).into())
}
