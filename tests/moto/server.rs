//! Moto in its own process, seeded, with AWS configuration files that lead to it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::terminal::Terminal;

/// A way into the management account that leads nowhere without `--endpoint-url`.
const BARE: &str = "[profile bare]\nregion = us-east-1\naws_access_key_id = AKIAMANAGEMENT0000\naws_secret_access_key = secret\n";

/// What was put into the server, as `serve.py` tells it.
#[derive(Debug, Deserialize)]
pub struct Seed {
    port: u16,
    pub accounts: Vec<Account>,
    pub suspended: Vec<String>,
    pub notebooks: Vec<Notebook>,
    pub domains: Vec<Domain>,
    pub hosting: Vec<Hosting>,
    pub jobs: Vec<Job>,
    pub groups: Vec<Group>,
    pub pipelines: Vec<Pipeline>,
}

/// An endpoint with its configuration and its model.
#[derive(Debug, Deserialize)]
pub struct Hosting {
    pub name: String,
    pub account: String,
    pub region: String,
    pub arn: String,
    pub config_arn: String,
    pub model_arn: String,
    pub tags: BTreeMap<String, String>,
    pub image: String,
    /// Where the model's artifacts are.
    pub data: String,
    pub role: String,
    pub instances: String,
    pub variant: String,
    pub captures: bool,
    pub key: String,
}

/// A model package group.
#[derive(Debug, Deserialize)]
pub struct Group {
    pub arn: String,
    pub name: String,
    pub account: String,
    pub region: String,
    pub versions: Vec<Version>,
}

#[derive(Debug, Deserialize)]
pub struct Version {
    pub arn: String,
    pub number: i64,
    pub approval: String,
}

#[derive(Debug, Deserialize)]
pub struct Pipeline {
    pub arn: String,
    pub name: String,
    pub account: String,
    pub region: String,
    pub role: String,
    /// ARNs of its runs.
    pub runs: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub struct Account {
    pub id: String,
    pub name: String,
    /// The role that organization, units and tags give.
    pub role: Option<String>,
    /// The role that the profile's name gives.
    pub role_by_profile: Option<String>,
    pub path: Vec<String>,
}

impl Account {
    /// The profile that leads into the account.
    pub fn profile(&self) -> String {
        if self.name == "master" { "management".to_owned() } else { self.name.clone() }
    }
}

#[derive(Clone, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct Notebook {
    pub arn: String,
    pub name: String,
    pub account: String,
    pub region: String,
    pub status: String,
    pub tags: BTreeMap<String, String>,
    pub owner: Option<String>,
    pub instance_type: String,
    pub volume_size_in_gb: i64,
}

#[derive(Debug, Deserialize)]
pub struct Job {
    pub kind: String,
    pub arn: String,
    pub name: String,
    pub account: String,
    pub region: String,
    pub status: String,
    pub tags: BTreeMap<String, String>,
    /// What was given when it was created, under the keys of the output.
    pub facts: BTreeMap<String, serde_json::Value>,
}

/// A Studio domain.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Domain {
    pub arn: String,
    pub name: String,
    pub account: String,
    pub region: String,
    /// By their keys in machine output.
    pub facts: BTreeMap<String, serde_json::Value>,
}

/// What the server says of a notebook now.
#[derive(Debug, Deserialize, PartialEq, Eq)]
pub struct Look {
    pub status: String,
    /// As they are, a key that is there twice as well.
    pub tags: Vec<(String, String)>,
}

/// A call that the program made.
#[derive(Clone, Debug, Deserialize)]
pub struct Call {
    pub operation: String,
    /// The notebook, if it names one.
    pub name: Option<String>,
    /// Of the answer, if there was one.
    pub request_id: Option<String>,
}

impl Call {
    /// Whether it only reads; whatever is not known to do so counts as a change.
    pub fn only_reads(&self) -> bool {
        let reads = ["List", "Describe", "Get", "Filter", "AssumeRole"];
        reads.iter().any(|word| self.operation.starts_with(word))
    }
}

/// A running server.
pub struct Moto {
    pub seed: Seed,
    home: tempfile::TempDir,
    _process: Child,
    /// The server ends when this pipe closes, which the operating system does whatever becomes of the test process.
    line: Mutex<(ChildStdin, BufReader<ChildStdout>)>,
}

impl Moto {
    /// The server that nothing changes.
    pub fn shared() -> &'static Self {
        static SERVER: OnceLock<Moto> = OnceLock::new();
        SERVER.get_or_init(Self::start)
    }

    /// The server whose notebooks are stopped, started and tagged; each test has its own ones.
    pub fn changing() -> &'static Self {
        static SERVER: OnceLock<Moto> = OnceLock::new();
        SERVER.get_or_init(Self::start)
    }

    fn start() -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/moto/serve.py");
        let home = tempfile::tempdir().unwrap();
        // Each operation that moto lacks is a traceback: read only when it does not start.
        let words = home.path().join("moto.log");
        let mut process = Command::new(environment())
            .arg(script)
            .env_remove("MOTO_ACCOUNT_ID")
            .env_remove("AWS_PROFILE")
            .env("AWS_CONFIG_FILE", "/dev/null")
            .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(File::create(&words).unwrap())
            .spawn()
            .expect("moto's python starts");
        let asks = process.stdin.take().unwrap();
        let mut answers = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        answers.read_line(&mut line).unwrap();
        let seed: Seed = serde_json::from_str(&line).unwrap_or_else(|error| {
            let words = fs::read_to_string(&words).unwrap_or_default();
            panic!("moto did not start or could not be seeded ({error}):\n{words}")
        });
        fs::write(home.path().join("config"), config(&seed)).unwrap();
        fs::write(home.path().join("bare"), BARE).unwrap();
        fs::write(home.path().join("credentials"), "").unwrap();
        Self { seed, home, _process: process, line: Mutex::new((asks, answers)) }
    }

    /// Asks the process of the server itself, past everything that the program goes through.
    fn ask<T: DeserializeOwned>(&self, words: &[&str]) -> T {
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        let (asks, answers) = &mut *line;
        writeln!(asks, "{}", json!(words)).unwrap();
        let mut answer = String::new();
        answers.read_line(&mut answer).unwrap();
        serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{words:?}: {error}: {answer:?}"))
    }

    /// The notebook as it is now.
    pub fn look(&self, notebook: &Notebook) -> Look {
        self.ask(&["look", &notebook.account, &notebook.region, &notebook.name])
    }

    /// What the program has asked so far, all its processes together.
    pub fn calls(&self) -> Vec<Call> {
        self.ask(&["calls"])
    }

    /// What was asked for that changes a notebook.
    pub fn changes(&self, notebook: &Notebook) -> Vec<Call> {
        let name = Some(&notebook.name);
        self.calls().into_iter().filter(|call| call.name.as_ref() == name && !call.only_reads()).collect()
    }

    /// Holds the stops of a notebook up: the `request` before it arrives, which it then never does, or the `answer`.
    pub fn hold(&self, notebook: &Notebook, what: &str) {
        let () = self.ask(&["hold", &notebook.name, what]);
    }

    pub fn release(&self, notebook: &Notebook) {
        let () = self.ask(&["release", &notebook.name]);
    }

    pub fn notebook(&self, name: &str) -> &Notebook {
        self.seed.notebooks.iter().find(|notebook| notebook.name == name).expect("the notebook was seeded")
    }

    pub fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.seed.port)
    }

    /// The variables under which the program sees this server and nothing else of the machine.
    pub fn variables(&self, config: &str) -> Vec<(&'static str, PathBuf)> {
        let home = self.home.path();
        vec![
            ("HOME", home.to_owned()),
            ("XDG_CONFIG_HOME", home.join("xdg")),
            ("XDG_STATE_HOME", home.join("state")),
            ("AWS_CONFIG_FILE", home.join(config)),
            ("AWS_SHARED_CREDENTIALS_FILE", home.join("credentials")),
            ("AWS_EC2_METADATA_DISABLED", "true".into()),
            ("LANG", "C.UTF-8".into()),
            ("TERM", "xterm-256color".into()),
            // Any key may end there, and a pager could start other programs.
            ("PAGER", "true".into()),
            // All tests share this home, and none is to see what another one read.
            ("SAGEDECK_STORE", "0".into()),
        ]
    }

    /// Runs the program to its end, with a profile an account.
    pub fn sagedeck(&self, arguments: &[&str]) -> Output {
        self.run("config", arguments)
    }

    /// Runs the program to its end through the organization: the one profile there is names no endpoint, so that the
    /// flag must reach every client.
    pub fn through_organization(&self, arguments: &[&str]) -> Output {
        let endpoint = self.endpoint();
        self.run("bare", &[arguments, &organization(&endpoint)].concat())
    }

    fn run(&self, config: &str, arguments: &[&str]) -> Output {
        run(arguments, &self.variables(config))
    }

    /// Starts the console in a terminal of its own.
    pub fn terminal(&self, arguments: &[&str], columns: u16, rows: u16) -> Terminal {
        Terminal::start(env!("CARGO_BIN_EXE_sagedeck"), arguments, &self.variables("config"), columns, rows)
    }
}

/// The flags that lead through the organization.
pub const fn organization(endpoint: &str) -> [&str; 6] {
    ["--org", "bare", "--role", "OrganizationAccountAccessRole", "--endpoint-url", endpoint]
}

/// Runs the program to its end.
pub fn run(arguments: &[&str], variables: &[(&str, PathBuf)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sagedeck"))
        .args(arguments)
        .env_clear()
        .envs(variables.iter().cloned())
        .stdin(Stdio::null())
        .output()
        .expect("the program starts")
}

/// One profile an account, as platform teams write them, and one account through a second profile as well.
fn config(seed: &Seed) -> String {
    let keys = "aws_access_key_id = AKIAMANAGEMENT0000\naws_secret_access_key = secret\n";
    let endpoint = format!("endpoint_url = http://127.0.0.1:{}\n", seed.port);
    let mut text = format!("[profile management]\nregion = us-east-1\n{keys}{endpoint}");
    let again = seed.accounts.iter().skip(1).take(1).map(|account| ("zz-again".to_owned(), &account.id));
    let members = seed.accounts.iter().skip(1).map(|account| (account.profile(), &account.id));
    for (profile, id) in members.chain(again) {
        let _ = write!(
            text,
            "[profile {profile}]\nregion = us-east-1\nsource_profile = management\nrole_arn = arn:aws:iam::{id}:role/OrganizationAccountAccessRole\n{endpoint}"
        );
    }
    text
}

/// The python of a virtual environment with moto, made once under the target folder.
fn environment() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let folder = target.join("moto-venv");
    let python = folder.join("bin/python");
    let wanted =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/moto/requirements.txt"))
            .unwrap();
    // Two test runs may share the target folder.
    let lock = File::create(target.join("moto-venv.lock")).unwrap();
    lock.lock().unwrap();
    let stamp = folder.join("installed.txt");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) && python.exists() {
        return python;
    }
    let _ = fs::remove_dir_all(&folder);
    install(Command::new("python3").args(["-m", "venv"]).arg(&folder));
    let requirements = folder.join("requirements.txt");
    fs::write(&requirements, &wanted).unwrap();
    install(
        Command::new(&python)
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"])
            .arg(requirements),
    );
    fs::write(stamp, wanted).unwrap();
    python
}

fn install(command: &mut Command) {
    let needs = "the tests against moto need python3 (3.10 or newer) with venv and pip, and a package index";
    let output = command.output().unwrap_or_else(|error| panic!("{needs}: {command:?}: {error}"));
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{needs}: {command:?} failed:\n{text}");
}
