//! A program in a pseudo-terminal of 200×50. A thread stamps and keeps what it writes; it is looked at afterwards, so
//! that looking costs the measured moment nothing.
//!
//! Invariant: every time that is given out is the time at which bytes were read, never that of looking at them.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

pub const WIDTH: u16 = 200;
pub const HEIGHT: u16 = 50;
/// The end of a synchronized frame.
const FRAME_END: &[u8] = b"\x1b[?2026l";

/// Anything that goes wrong with a measurement, as a sentence.
pub type Failed = Box<dyn std::error::Error + Send + Sync>;

/// A line slower than a pseudo-terminal.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    pub bytes_per_second: f64,
    pub round_trip: Duration,
}

/// What is started, and how.
pub struct Start<'a> {
    pub program: &'a str,
    pub arguments: Vec<String>,
    pub home: &'a Path,
    pub environment: Vec<(&'a str, String)>,
    pub line: Option<Line>,
}

/// Bytes that were read, and when.
struct Chunk {
    at: Instant,
    bytes: Vec<u8>,
}

/// What one key brought.
#[derive(Clone, Copy, Debug)]
pub struct Burst {
    /// The first byte.
    pub first: Duration,
    /// The end of the first whole frame, or of everything where the program does not mark its frames.
    pub frame: Duration,
    /// The end of everything.
    pub last: Duration,
    pub bytes: usize,
}

pub struct Console {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    chunks: Receiver<Chunk>,
    parser: vt100::Parser,
    pub started: Instant,
    /// All reads so far: when, and how many bytes.
    pub log: Vec<(Instant, usize)>,
    pub frames: usize,
    /// Bytes up to the end of the first frame.
    pub first_frame: Option<(Instant, usize)>,
    tail: Vec<u8>,
    _master: Box<dyn MasterPty + Send>,
}

impl Start<'_> {
    pub fn open(self) -> Result<Console, Failed> {
        let size = PtySize { cols: WIDTH, rows: HEIGHT, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size)?;
        let mut command = CommandBuilder::new(self.program);
        command.args(&self.arguments);
        command.cwd(self.home);
        command.env_clear();
        let home = self.home.display().to_string();
        let path = std::env::var("PATH").unwrap_or_default();
        for (name, value) in [
            ("HOME", home.as_str()),
            ("TMPDIR", &home),
            ("PATH", &path),
            ("TERM", "xterm-256color"),
            ("LANG", "C.UTF-8"),
            ("AWS_EC2_METADATA_DISABLED", "true"),
        ] {
            command.env(name, value);
        }
        for (name, value) in &self.environment {
            command.env(name, value);
        }
        let mut reader = pair.master.try_clone_reader()?;
        let writer = pair.master.take_writer()?;
        let (give, chunks) = channel();
        let line = self.line;
        let started = Instant::now();
        let child = pair.slave.spawn_command(command)?;
        drop(pair.slave);
        thread::spawn(move || {
            // A slow line takes little at a time, or its pace would be that of its buffer.
            let mut buffer = vec![0_u8; if line.is_some() { 1_024 } else { 65_536 }];
            let mut free = Instant::now();
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                let mut at = Instant::now();
                if let Some(line) = line {
                    free = free.max(at) + Duration::from_secs_f64(count as f64 / line.bytes_per_second);
                    thread::sleep(free.saturating_duration_since(at));
                    // The way of the key there and that of the answer back.
                    at = free + line.round_trip;
                }
                if give.send(Chunk { at, bytes: buffer[..count].to_vec() }).is_err() {
                    break;
                }
            }
        });
        let (high, wide) = (NonZeroU16::new(HEIGHT), NonZeroU16::new(WIDTH));
        let (Some(high), Some(wide)) = (high, wide) else { return Err("a terminal without size".into()) };
        Ok(Console {
            child,
            writer,
            chunks,
            parser: vt100::Parser::new(high, wide, 0),
            started,
            log: Vec::new(),
            frames: 0,
            first_frame: None,
            tail: Vec::new(),
            _master: pair.master,
        })
    }
}

impl Console {
    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap_or(0)
    }

    pub fn send(&mut self, keys: &str) -> Result<Instant, Failed> {
        let at = Instant::now();
        self.writer.write_all(keys.as_bytes())?;
        self.writer.flush()?;
        Ok(at)
    }

    fn take(&mut self, chunk: &Chunk) -> Instant {
        let before: usize = self.total();
        self.log.push((chunk.at, chunk.bytes.len()));
        // The end of a frame may lie across two reads.
        self.tail.extend_from_slice(&chunk.bytes);
        let ends = memchr::memmem::find_iter(&self.tail, FRAME_END).count();
        if ends > 0 && self.first_frame.is_none() {
            let overlap = self.tail.len() - chunk.bytes.len();
            let end = memchr::memmem::find(&self.tail, FRAME_END).unwrap_or(0) + FRAME_END.len();
            self.first_frame = Some((chunk.at, before + end.saturating_sub(overlap)));
        }
        self.frames += ends;
        let keep = FRAME_END.len() - 1;
        let after = memchr::memmem::rfind(&self.tail, FRAME_END).map_or(0, |at| at + FRAME_END.len());
        let from = after.max(self.tail.len().saturating_sub(keep));
        self.tail.drain(..from);
        self.parser.process(&chunk.bytes);
        chunk.at
    }

    /// Bytes so far.
    pub fn total(&self) -> usize {
        self.log.iter().map(|(_, count)| count).sum()
    }

    /// Takes in what has come. Never waits.
    pub fn drain(&mut self) {
        while let Ok(chunk) = self.chunks.try_recv() {
            self.take(&chunk);
        }
    }

    /// The moment at which the screen came to look so; asked after every read.
    pub fn until(
        &mut self,
        patience: Duration,
        what: &str,
        mut is: impl FnMut(&vt100::Screen) -> bool,
    ) -> Result<Instant, Failed> {
        let end = Instant::now() + patience;
        if is(self.parser.screen()) {
            return Ok(Instant::now());
        }
        loop {
            match self.chunks.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(chunk) => {
                    let at = self.take(&chunk);
                    if is(self.parser.screen()) {
                        return Ok(at);
                    }
                }
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(format!("the program ended before {what}:\n{}", self.text()).into());
                }
                Err(RecvTimeoutError::Timeout) => {
                    return Err(format!("not within {patience:?}: {what}\n{}", self.text()).into());
                }
            }
        }
    }

    /// Takes in whatever comes for a while.
    pub fn watch(&mut self, time: Duration) {
        let end = Instant::now() + time;
        while let Ok(chunk) = self.chunks.recv_timeout(end.saturating_duration_since(Instant::now())) {
            self.take(&chunk);
        }
    }

    /// Waits until nothing was written for `gap`; false when that did not happen in time.
    pub fn quiet(&mut self, gap: Duration, patience: Duration) -> bool {
        let end = Instant::now() + patience;
        while Instant::now() < end {
            match self.chunks.recv_timeout(gap) {
                Ok(chunk) => drop(self.take(&chunk)),
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
        false
    }

    /// Presses a key and waits for all that it brings: until nothing came for `gap`.
    pub fn press(&mut self, key: &str, gap: Duration) -> Result<Option<Burst>, Failed> {
        self.drain();
        let (from, frames) = (self.log.len(), self.frames);
        let at = self.send(key)?;
        let end = at + Duration::from_secs(10);
        let mut whole = None;
        let mut patience = Duration::from_secs(5);
        while Instant::now() < end
            && let Ok(chunk) = self.chunks.recv_timeout(patience)
        {
            let came = self.take(&chunk);
            if self.frames > frames {
                whole.get_or_insert(came);
            }
            patience = gap;
        }
        let came = &self.log[from..];
        Ok(came.first().zip(came.last()).map(|((first, _), (last, _))| Burst {
            first: first.saturating_duration_since(at),
            frame: whole.unwrap_or(*last).saturating_duration_since(at),
            last: last.saturating_duration_since(at),
            bytes: came.iter().map(|(_, count)| count).sum(),
        }))
    }

    /// One line of the screen.
    pub fn line(&self, row: u16) -> String {
        line(self.parser.screen(), row)
    }

    pub fn text(&self) -> String {
        self.parser.screen().contents()
    }

    /// Waits for the end of the process.
    pub fn ended(&mut self, patience: Duration) -> Result<Instant, Failed> {
        let end = Instant::now() + patience;
        while Instant::now() < end {
            if self.child.try_wait()?.is_some() {
                return Ok(Instant::now());
            }
            thread::sleep(Duration::from_micros(200));
        }
        Err(format!("the program did not end within {patience:?}").into())
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One line of a screen, without reading the others.
pub fn line(screen: &vt100::Screen, row: u16) -> String {
    screen.contents_between(row, 0, row, WIDTH)
}
