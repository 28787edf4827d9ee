//! What every measurement needs: the program, the servers, the options, and a way to start the one at the other.

use std::path::Path;
use std::time::Duration;

use tempfile::TempDir;

use crate::console::{Console, Failed, Line, Start, line};
use crate::figure::Figure;
use crate::fleet::{F, Fleet, S, Way};
use crate::options::Options;
use crate::server::{Rules, Server};

/// As long as anything may take. Today's slowest listing is far below.
pub const PATIENCE: Duration = Duration::from_mins(5);
/// Nothing more comes after a key when nothing came for so long.
pub const SETTLED: Duration = Duration::from_millis(40);
/// The line of the screen with the table's title, and that of its first row.
pub const TITLE: u16 = 2;
pub const FIRST_ROW: u16 = 4;

pub struct Bench {
    pub options: Options,
    pub server: Server,
    pub program: String,
    /// Of the program.
    pub help: String,
    pub figures: Vec<Figure>,
}

impl Bench {
    pub fn new(options: Options) -> Result<Self, Failed> {
        let fleet = if options.quick { S } else { F };
        let server = Server::start(fleet)?;
        let built = env!("CARGO_BIN_EXE_sagedeck").to_owned();
        let program = std::env::var("SAGEDECK_BENCH_BINARY").unwrap_or(built);
        let help = std::process::Command::new(&program).arg("--help").output();
        let help = help.map_err(|error| format!("{program}: {error}"))?;
        let help = String::from_utf8_lossy(&help.stdout).into_owned();
        Ok(Self { options, server, program, help, figures: Vec::new() })
    }

    pub fn fleet(&self) -> Fleet {
        self.server.fleet()
    }

    /// Whether any of these figures is asked for.
    pub fn wants(&self, ids: &[&str]) -> bool {
        let only = &self.options.only;
        only.is_empty() || only.iter().any(|wanted| ids.iter().any(|id| id.eq_ignore_ascii_case(wanted)))
    }

    /// Keeps a figure, if it was asked for.
    pub fn tell(&mut self, figure: Figure) {
        if self.wants(&[figure.id]) {
            crate::report::line(&figure);
            self.figures.push(figure);
        }
    }

    /// The same for figures that could not be measured.
    pub fn tell_missing(&mut self, ids: &[&'static str], why: &Failed) {
        for id in ids {
            self.tell(Figure::new(id, "", "").missing(why.to_string()));
        }
    }

    /// Whether the program knows this flag.
    pub fn knows(&self, flag: &str) -> bool {
        self.help.contains(flag)
    }

    /// The program at the server, in a home of its own that holds the profiles of the fleet.
    pub fn open(&self, server: &Server, way: Way, extra: &[&str]) -> Result<Session, Failed> {
        let home = home(server.fleet())?;
        let flags: &[&str] = if self.knows("--no-store") { &["--no-store"] } else { &[] };
        let console = self.open_at(server, way, home.path(), &[flags, extra].concat(), None)?;
        Ok(Session { console, _home: home })
    }

    /// The same in a given home, at a given line.
    pub fn open_at(
        &self,
        server: &Server,
        way: Way,
        home: &Path,
        extra: &[&str],
        line: Option<Line>,
    ) -> Result<Console, Failed> {
        let mut arguments = server.fleet().arguments(way);
        arguments.extend(["--endpoint-url".to_owned(), server.url()]);
        arguments.extend(extra.iter().map(|text| (*text).to_owned()));
        let environment = vec![("SAGEDECK_REFRESH", format!("{}s", self.options.refresh))];
        Start { program: &self.program, arguments, home, environment, line }.open()
    }

    /// A console that has listed everything, after which these rules hold.
    pub fn loaded(&self, server: &Server, rules: &Rules) -> Result<Session, Failed> {
        server.set(Rules { latency: Duration::from_millis(20), ..Rules::default() });
        let mut session = self.open(server, Way::Keys, &[])?;
        let all = server.fleet().all_rows();
        session.console.until(PATIENCE, "the whole fleet", |screen| known(screen) >= all)?;
        server.set(rules.clone());
        // Answers that are under way, and the frames that they bring.
        session.console.watch(Duration::from_secs(2));
        Ok(session)
    }
}

/// A console and the home that it lives in.
pub struct Session {
    pub console: Console,
    _home: TempDir,
}

/// A home with the profiles of a fleet in it.
pub fn home(fleet: Fleet) -> Result<TempDir, Failed> {
    let home = tempfile::tempdir()?;
    let aws = home.path().join(".aws");
    std::fs::create_dir(&aws)?;
    std::fs::write(aws.join("config"), fleet.config())?;
    std::fs::write(aws.join("credentials"), fleet.credentials())?;
    Ok(home)
}

/// How many notebooks the title of the table knows: `Notebooks · 57,400+ · …`. With a filter `12 of 57,400+`.
pub fn known(screen: &vt100::Screen) -> usize {
    count_of(&line(screen, TITLE))
}

fn count_of(title: &str) -> usize {
    let Some((_, rest)) = title.split_once("Notebooks · ") else { return 0 };
    let part = rest.split(" · ").next().unwrap_or_default();
    let all = part.rsplit(" of ").next().unwrap_or_default();
    let digits: String =
        all.chars().take_while(|c| c.is_ascii_digit() || *c == ',').filter(|c| *c != ',').collect();
    digits.parse().unwrap_or(0)
}

/// Whether a row of the fleet is in sight.
pub fn has_rows(screen: &vt100::Screen) -> bool {
    line(screen, FIRST_ROW).contains("us-east-1") || line(screen, FIRST_ROW).contains("eu-west-1")
}

/// Milliseconds.
pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
