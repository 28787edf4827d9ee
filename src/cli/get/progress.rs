//! How far the reading is, on one line of standard error, and only when that is a terminal.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// Often enough to look alive, seldom enough to cost nothing.
const EVERY: Duration = Duration::from_millis(100);

pub(in crate::cli) struct Progress {
    shown: bool,
    last: Option<Instant>,
    accounts: usize,
    rows: usize,
    what: &'static str,
    done: usize,
    total: usize,
}

impl Progress {
    pub(in crate::cli) fn new() -> Self {
        let shown = io::stderr().is_terminal();
        Self { shown, last: None, accounts: 0, rows: 0, what: "accounts", done: 0, total: 1 }
    }

    pub(in crate::cli) fn accounts(&mut self, count: usize) {
        self.accounts = count;
        self.show();
    }

    pub(in crate::cli) fn begin(&mut self, what: &'static str, total: usize) {
        (self.what, self.done, self.total) = (what, 0, total);
        self.show();
    }

    pub(in crate::cli) fn step(&mut self) {
        self.done += 1;
        self.show();
    }

    pub(in crate::cli) fn rows(&mut self, count: usize) {
        self.rows += count;
    }

    fn show(&mut self) {
        if !self.shown || self.last.is_some_and(|last| last.elapsed() < EVERY) {
            return;
        }
        self.last = Some(Instant::now());
        let Self { accounts, rows, what, done, total, .. } = self;
        let _ = write!(io::stderr(), "\r\x1b[K{accounts} accounts · {rows} rows · {what} {done}/{total}");
    }

    /// Takes the line away.
    pub(in crate::cli) fn end(&mut self) {
        if self.shown && self.last.is_some() {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
        self.shown = false;
    }
}
