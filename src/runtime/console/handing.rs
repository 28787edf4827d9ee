//! Who has the terminal: the console, the pager, or the shell while the process is stopped.
//!
//! Invariant: whoever gets it back knows nothing of what it shows, so that everything is drawn anew.

use ratatui::buffer::Buffer;

use super::Console;
use crate::app::pointer::Spots;
use crate::app::{Model, Msg, Signal, Size};
use crate::model::calls::Calls;
use crate::model::fetch::{Fetch, Notice, Priority, Severity};
use crate::runtime::inbox::Event;
use crate::runtime::pacing::Cause;
use crate::runtime::pager::Pager;
use crate::runtime::signals::{self, can_stop};
use crate::runtime::terminal;
use crate::runtime::work::{Sink, Work};

impl<F, C, V> Console<'_, F, C, V>
where
    F: Fn(Fetch, Priority, Sink) -> Work,
    C: FnMut() -> Option<Calls>,
    V: FnMut(&Model, &mut Buffer) -> Spots,
{
    /// Hands the terminal to the pager.
    pub(super) fn page(&mut self, text: String) {
        if self.pager.is_some() {
            return;
        }
        self.keyboard.pause();
        self.tty.leave();
        let inbox = self.inbox.clone();
        let closed = move |end| inbox.send(Event::PagerClosed(end));
        let environment = &self.options.environment;
        match Pager::open(self.options.pager.as_deref(), environment, text, closed) {
            Ok(pager) => self.pager = Some(pager),
            Err(text) => {
                self.take_back();
                self.deliver(Msg::Banner(Notice { severity: Severity::Warning, text }));
            }
        }
    }

    /// Stops the process, and takes the terminal back when it goes on.
    pub(super) fn suspend(&mut self) {
        self.stop = false;
        if !can_stop() {
            tracing::info!("no shell could continue the console, so that it does not stop");
            self.deliver(Msg::Signal(Signal::Resumed));
            return;
        }
        if self.pager.is_none() {
            self.keyboard.pause();
            self.tty.leave();
        }
        if let Err(error) = signals::stop(&self.inbox) {
            tracing::warn!(%error, "stopping");
        }
        self.take_back();
    }

    /// The terminal is the console's again, and nobody knows what it shows.
    pub(super) fn take_back(&mut self) {
        if self.pager.is_some() {
            return;
        }
        if let Err(error) = self.tty.enter() {
            tracing::warn!(%error, "taking the terminal back");
            self.gone();
            return;
        }
        self.keyboard.resume();
        self.enter = true;
        self.redraw();
        self.measure();
        self.deliver(Msg::Tick((self.options.now)()));
        self.deliver(Msg::Signal(Signal::Resumed));
    }

    pub(super) fn redraw(&mut self) {
        self.sight.lose();
        self.paint.forget();
        self.anew = true;
        self.pacing.want(Cause::Person);
    }

    pub(super) fn measure(&mut self) {
        let size = terminal::size();
        if size != self.size {
            self.size = size;
            self.sight.lose();
            self.paint.resize(size.0, size.1);
            self.deliver(Msg::Resized(Size::of(size.0, size.1)));
            self.anew = true;
        }
    }
}
