//! A program in a pseudo-terminal, and the terminal that shows it: bytes go in, a screen and the process come out.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

/// Far more than anything takes on a slow machine that does other things too.
pub const PATIENCE: Duration = Duration::from_mins(1);
const LOOK: Duration = Duration::from_millis(20);

/// The program under test: the one built beside this test, or another build of it, such as a published one.
pub fn sagedeck() -> String {
    std::env::var("SAGEDECK_UNDER_TEST").unwrap_or_else(|_| env!("CARGO_BIN_EXE_sagedeck").to_owned())
}

pub struct Console {
    child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    seen: Arc<Mutex<Seen>>,
    control: Arc<Control>,
    /// Its own home, so that nothing of the machine is read and nothing is left behind.
    home: tempfile::TempDir,
    /// The modes of the terminal before the program changed them.
    modes: String,
}

/// What the terminal has got.
struct Seen {
    parser: vt100::Parser,
    bytes: Vec<u8>,
    last: Instant,
}

#[derive(Default)]
struct Control {
    /// Nothing is read: the connection is stopped.
    hold: AtomicBool,
    /// The terminal is closed after the next byte.
    close: AtomicBool,
    closed: AtomicBool,
}

/// How to start it.
pub struct Start<'a> {
    pub program: String,
    pub arguments: Vec<String>,
    pub environment: Vec<(&'a str, &'a str)>,
    pub size: (u16, u16),
}

impl Default for Start<'_> {
    fn default() -> Self {
        Self {
            program: sagedeck(),
            arguments: vec!["--demo".into()],
            environment: Vec::new(),
            size: (120, 36),
        }
    }
}

impl Start<'_> {
    /// A shell line instead of the program itself; `$SAGEDECK` is the program.
    pub fn shell(line: &str) -> Self {
        Self { program: "/bin/sh".into(), arguments: vec!["-c".into(), line.into()], ..Self::default() }
    }

    pub fn open(self) -> Console {
        let (columns, rows) = self.size;
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let modes = format!("{:?}", pair.master.get_termios());
        let home = tempfile::tempdir().unwrap();
        let mut command = CommandBuilder::new(&self.program);
        command.args(&self.arguments);
        command.cwd(home.path());
        command.env_clear();
        for (name, value) in environment(home.path()).into_iter().chain(own(&self.environment)) {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let (wide, high) = if columns == 0 || rows == 0 { (80, 24) } else { (columns, rows) };
        let seen = Arc::new(Mutex::new(Seen {
            parser: vt100::Parser::new(side(high), side(wide), 0),
            bytes: Vec::new(),
            last: Instant::now(),
        }));
        let control = Arc::new(Control::default());
        let reader = pair.master.try_clone_reader().unwrap();
        let (theirs, rule) = (Arc::clone(&seen), Arc::clone(&control));
        thread::spawn(move || read(reader, &theirs, &rule));
        Console {
            child,
            writer: Some(pair.master.take_writer().unwrap()),
            master: Some(pair.master),
            seen,
            control,
            home,
            modes,
        }
    }
}

/// The variables that every program here is started with, and no others.
pub fn environment(home: &Path) -> Vec<(String, String)> {
    let home = home.display().to_string();
    let path = std::env::var("PATH").unwrap_or_default();
    own(&[
        ("HOME", &home),
        ("TMPDIR", &home),
        ("XDG_STATE_HOME", &home),
        ("XDG_CONFIG_HOME", &home),
        ("XDG_CACHE_HOME", &home),
        ("PATH", &path),
        ("TERM", "xterm-256color"),
        ("LANG", "C.UTF-8"),
        ("PS1", "shell> "),
        ("ENV", ""),
        ("AWS_EC2_METADATA_DISABLED", "true"),
        ("SAGEDECK", &sagedeck()),
    ])
}

fn own(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

impl Console {
    pub fn send(&mut self, keys: &str) {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
    }

    pub fn text(&self) -> String {
        self.seen.lock().unwrap().parser.screen().contents()
    }

    pub fn bytes(&self) -> Vec<u8> {
        self.seen.lock().unwrap().bytes.clone()
    }

    pub fn screen(&self) -> vt100::Screen {
        self.seen.lock().unwrap().parser.screen().clone()
    }

    pub fn wait_for(&self, text: &str) {
        self.wait_until(text, |console| console.text().contains(text));
    }

    pub fn wait_until(&self, what: &str, done: impl Fn(&Self) -> bool) {
        self.wait_within(PATIENCE, what, done);
    }

    pub fn wait_within(&self, patience: Duration, what: &str, done: impl Fn(&Self) -> bool) {
        let began = Instant::now();
        while !done(self) {
            assert!(began.elapsed() < patience, "not seen: {what}\n--- screen\n{}\n---", self.text());
            thread::sleep(LOOK);
        }
    }

    /// Until nothing was written for so long.
    pub fn settle(&self, quiet: Duration) {
        self.wait_until("quiet", |console| console.seen.lock().unwrap().last.elapsed() > quiet);
    }

    pub fn home(&self) -> &Path {
        self.home.path()
    }

    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    pub fn signal(&self, signal: Signal) {
        let pid = Pid::from_raw(self.pid().cast_signed()).unwrap();
        kill_process(pid, signal).unwrap();
    }

    pub fn resize(&self, columns: u16, rows: u16) {
        let mut seen = self.seen.lock().unwrap();
        let (wide, high) = if columns == 0 || rows == 0 { (80, 24) } else { (columns, rows) };
        seen.parser.screen_mut().set_size(side(high), side(wide));
        self.master.as_ref().unwrap().resize(size(columns, rows)).unwrap();
    }

    /// Stops or resumes the reading: what the program writes stays in the way.
    pub fn hold(&self, hold: bool) {
        self.control.hold.store(hold, Ordering::SeqCst);
    }

    /// Closes the terminal as a lost connection does.
    pub fn close(&mut self) {
        self.control.close.store(true, Ordering::SeqCst);
        // The reader is inside of a read, so that something has to be written for it to come out.
        self.resize(100, 30);
        let began = Instant::now();
        while !self.control.closed.load(Ordering::SeqCst) {
            assert!(began.elapsed() < PATIENCE, "the reader does not let go");
            thread::sleep(LOOK);
        }
        self.writer = None;
        self.master = None;
    }

    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// The exit code, waiting at most so long.
    pub fn exit_code(&mut self, patience: Duration) -> u32 {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            assert!(began.elapsed() < patience, "still running\n--- screen\n{}\n---", self.text());
            thread::sleep(LOOK);
        }
    }

    /// Asserts that the terminal is as it was before the program was started.
    pub fn assert_restored(&self) {
        let screen = || self.screen();
        let restored = |screen: vt100::Screen| {
            !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste()
        };
        self.wait_until("the main screen", |_| restored(screen()));
        assert_eq!(format!("{:?}", self.master.as_ref().unwrap().get_termios()), self.modes);
        let bytes = String::from_utf8_lossy(&self.bytes()).into_owned();
        assert_eq!(bytes.matches("\x1b[?2026h").count(), bytes.matches("\x1b[?2026l").count() - left(&bytes));
    }

    /// Asserts that the console is on the screen and has the keyboard.
    pub fn assert_shown(&self) {
        let screen = self.screen();
        assert!(screen.alternate_screen() && screen.bracketed_paste());
        assert_ne!(format!("{:?}", self.master.as_ref().unwrap().get_termios()), self.modes);
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Each leaving ends a synchronized frame once more than was begun.
fn left(bytes: &str) -> usize {
    bytes.matches("\x1b[?1049l").count()
}

/// Processor time of a process and of its threads, in seconds; absent when it has ended.
pub fn cpu_seconds(pid: u32) -> Option<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let ticks = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
    Some(ticks / 100.0)
}

/// How often each thread of a process went to sleep so far.
pub fn sleeps(pid: u32) -> BTreeMap<OsString, u64> {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).unwrap();
    let count = |task: std::fs::DirEntry| {
        let status = std::fs::read_to_string(task.path().join("status")).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))?;
        Some((task.file_name(), line.trim().parse().ok()?))
    };
    tasks.filter_map(|task| count(task.ok()?)).collect()
}

/// How often the threads of a process went to sleep since. One that has ended meanwhile woke up for that.
pub fn slept(pid: u32, before: &BTreeMap<OsString, u64>) -> u64 {
    let now = sleeps(pid);
    let ended = before.keys().filter(|thread| !now.contains_key(*thread)).count() as u64;
    let more = now.iter().map(|(thread, count)| count - before.get(thread).copied().unwrap_or_default());
    more.sum::<u64>() + ended
}

fn read(mut reader: Box<dyn Read + Send>, seen: &Mutex<Seen>, control: &Control) {
    let mut buffer = [0_u8; 16_384];
    loop {
        while control.hold.load(Ordering::SeqCst) {
            thread::sleep(LOOK);
        }
        let count = match reader.read(&mut buffer) {
            Ok(count) if count > 0 => count,
            _ => break,
        };
        if control.close.load(Ordering::SeqCst) {
            break;
        }
        let mut seen = seen.lock().unwrap();
        seen.parser.process(&buffer[..count]);
        seen.bytes.extend_from_slice(&buffer[..count]);
        seen.last = Instant::now();
    }
    drop(reader);
    control.closed.store(true, Ordering::SeqCst);
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { cols: columns, rows, pixel_width: 0, pixel_height: 0 }
}

fn side(length: u16) -> NonZeroU16 {
    NonZeroU16::new(length).unwrap()
}
