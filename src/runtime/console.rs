//! The loop itself. See [`super`].

use std::time::{Duration, Instant};

use ratatui::buffer::Buffer;
use tokio::runtime::Handle;

use super::act::Hand;
use super::acts::Acts;
use super::inbox::{Event, Inbox};
use super::input::{Heard, Keyboard, typed};
use super::keeper::{Keep, Keeper};
use super::pacing::{Cause, Pacing, next_second};
use super::pager::Pager;
use super::paint::{Paint, Skill};
use super::saving::Saving;
use super::sight::Sight;
use super::signals::{self, Told};
use super::terminal::{self, ENTER, MOUSE, Shown, Tty};
use super::work::{Jobs, Sink, Work};
use super::writer::Writer;
use super::{NoTerminal, Options, clipboard};
use crate::app::pointer::Spots;
use crate::app::{self, Effect, Model, Msg, Signal, Size};
use crate::model::calls::Calls;
use crate::model::exit;
use crate::model::fetch::{Fetch, Notice, Priority, Severity};

mod handing;

/// How long messages are taken in before the screen and the keyboard get their turn.
const SLICE: Duration = Duration::from_millis(4);
/// How long the end waits for files that are being written: when a person left, and when the process was told to end.
const FINISH: Duration = Duration::from_secs(20);
const HASTE: Duration = Duration::from_secs(1);
/// The shortest time between two looks at the counters.
const CALLS: Duration = Duration::from_millis(250);

/// Runs until the console is left; gives the exit code.
pub(super) fn drive<F, C, V>(
    tty: Tty,
    model: Model,
    (fetch, hand, keep, work): (F, Option<Hand>, Option<Keep>, Handle),
    calls: C,
    view: V,
    options: &Options,
) -> Result<u8, NoTerminal>
where
    F: Fn(Fetch, Priority, Sink) -> Work,
    C: FnMut() -> Option<Calls>,
    V: FnMut(&Model, &mut Buffer) -> Spots,
{
    let inbox = Inbox::default();
    // First, so that what is remembered is there before anything else can be.
    let keeper = keep.map(|keep| Keeper::start(keep, options.now.clone(), inbox.clone())).transpose()?;
    signals::listen(inbox.clone())?;
    let (panicked, written, heard) = (inbox.clone(), inbox.clone(), inbox.clone());
    tty.on_panic(move || panicked.send(Event::Poisoned));
    let _shown = Shown(tty.clone());
    tty.enter()?;
    let (width, height) = terminal::size();
    let mut console = Console {
        paint: Paint::new(width, height, Skill::of(options.term.as_deref(), options.tmux.as_deref())),
        writer: Writer::start(tty.clone(), move |end| written.send(Event::Written(end)))?,
        keyboard: Keyboard::listen(move |news| heard.send(Event::Heard(news)))?,
        jobs: Jobs::new(fetch, work.clone(), options.now.clone(), inbox.clone()),
        saving: Saving::new(inbox.clone(), options.kept.clone()),
        keeper,
        acts: Acts { hand, runtime: work, inbox: inbox.clone() },
        sight: Sight::default(),
        inbox,
        tty,
        model,
        calls,
        view,
        options,
        way: if options.clipboard {
            clipboard::Way::of(options.tmux.as_deref(), options.term.as_deref())
        } else {
            clipboard::Way::Off
        },
        size: (width, height),
        spots: Spots::new(),
        pacing: Pacing::new(options.frugal),
        enter: true,
        copied: Vec::new(),
        anew: true,
        looked: None,
        pager: None,
        stop: false,
        code: None,
    };
    console.begin();
    loop {
        if console.stop {
            console.suspend();
        }
        if let Some(code) = console.code {
            console.close();
            return Ok(code);
        }
        console.draw();
        let until = console.until();
        let event = console.inbox.wait(until);
        console.take_in(event);
    }
}

/// Everything that the loop holds.
struct Console<'a, F, C, V> {
    tty: Tty,
    model: Model,
    jobs: Jobs<F>,
    acts: Acts,
    saving: Saving,
    /// Remembers what was read; nothing where that is not wanted.
    keeper: Option<Keeper>,
    /// The box that asks before something is done, on its way to be seen.
    sight: Sight,
    calls: C,
    view: V,
    options: &'a Options,
    way: clipboard::Way,
    inbox: Inbox,
    keyboard: Keyboard,
    writer: Writer,
    paint: Paint,
    size: (u16, u16),
    /// What can be pointed at in the last frame.
    spots: Spots,
    pacing: Pacing,
    /// The terminal has not been told yet that the console begins.
    enter: bool,
    /// What goes to the clipboard with the next frame; the last copy counts.
    copied: Vec<u8>,
    /// The next frame is drawn even if the model did not change.
    anew: bool,
    /// When the counters were looked at.
    looked: Option<Instant>,
    /// It has the terminal now.
    pager: Option<Pager>,
    /// The process is to stop as a shell's job.
    stop: bool,
    /// The console is left with this exit code.
    code: Option<u8>,
}

impl<F, C, V> Console<'_, F, C, V>
where
    F: Fn(Fetch, Priority, Sink) -> Work,
    C: FnMut() -> Option<Calls>,
    V: FnMut(&Model, &mut Buffer) -> Spots,
{
    /// The first messages and effects.
    fn begin(&mut self) {
        self.deliver(Msg::Tick((self.options.now)()));
        self.deliver(Msg::Resized(Size::of(self.size.0, self.size.1)));
        let effects = app::start(&mut self.model);
        self.perform(effects);
        self.pacing.want(Cause::Person);
    }

    /// Takes in what woke the loop and whatever else is ready, for as long as nobody has to wait for it. Without an
    /// event it was the clock.
    fn take_in(&mut self, first: Option<Event>) {
        let began = Instant::now();
        // Time does not pass for a screen that nobody sees: no refresh behind the pager.
        if self.pager.is_none() {
            let awaited = self.model.next_tick().is_some();
            self.deliver(Msg::Tick((self.options.now)()));
            // What follows a cursor that has come to rest is the rest of the answer to its key.
            let answers = awaited && self.model.next_tick().is_none();
            self.pacing.want(if answers { Cause::Person } else { Cause::Arrival });
        }
        let mut next = first;
        while let Some(event) = next {
            let cause = self.on_event(event);
            self.pacing.want(cause);
            // A person does not wait for the rest of what arrives.
            let answered =
                cause == Cause::Person && self.inbox.is_quiet() && self.pacing.is_due(Instant::now());
            if self.code.is_some() || self.stop || answered || began.elapsed() > SLICE {
                break;
            }
            next = self.inbox.next();
        }
        self.count();
        // What was typed before belongs to what stood there before.
        if self.inbox.is_quiet()
            && let Some(number) = self.sight.take(Instant::now())
        {
            self.deliver(Msg::InSight(number));
            self.pacing.want(Cause::Person);
        }
        if self.pager.is_some() {
            // What was typed ahead was meant for the pager, not for what lies under it.
            self.inbox.forget(|event| matches!(event, Event::Heard(Heard::Inputs(_))));
        }
    }

    fn on_event(&mut self, event: Event) -> Cause {
        match event {
            Event::Told(told) => self.on_signal(told),
            Event::Heard(Heard::Inputs(inputs)) => {
                for msg in typed(inputs, &self.spots) {
                    self.deliver(msg);
                }
            }
            Event::Heard(Heard::Gone) => self.gone(),
            Event::Written(Ok(())) => {
                self.pacing.written(Instant::now());
                self.sight.written(Instant::now());
                return Cause::Arrival;
            }
            Event::Written(Err(error)) => {
                tracing::warn!(%error, "writing to the terminal");
                self.gone();
            }
            Event::PagerClosed(end) => {
                self.pager = None;
                self.take_back();
                if let Err(text) = end {
                    self.deliver(Msg::Banner(Notice { severity: Severity::Warning, text }));
                }
            }
            Event::Poisoned => self.code = Some(exit::PANICKED),
            Event::Arrived(id, arrival) => {
                self.deliver(Msg::Arrived(id, arrival));
                return Cause::Arrival;
            }
            Event::News(msg) => {
                self.deliver(*msg);
                return Cause::Arrival;
            }
            Event::Ended(id) => {
                self.jobs.ended(id);
                return Cause::Arrival;
            }
        }
        Cause::Person
    }

    fn on_signal(&mut self, told: Told) {
        match told {
            Told::Resized => self.measure(),
            // A pager gets the keys of the terminal, and C-c is one of them.
            Told::Interrupt if self.pager.is_some() => {}
            Told::Interrupt => self.deliver(Msg::Signal(Signal::Interrupt)),
            Told::Quit | Told::Terminate => self.deliver(Msg::Signal(Signal::Terminate)),
            Told::HangUp => self.deliver(Msg::Signal(Signal::HangUp)),
            Told::Stop => self.stop = true,
            // Stopped and continued from outside, without a word before: whoever did that used the terminal.
            Told::Continue => self.take_back(),
        }
        if told != Told::Interrupt {
            self.code = told.exit_code().or(self.code);
        }
    }

    fn gone(&mut self) {
        self.deliver(Msg::Signal(Signal::HangUp));
        self.code = Some(exit::HUNG_UP);
    }

    fn deliver(&mut self, msg: Msg) {
        let effects = app::update(&mut self.model, msg);
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Fetch(id, fetch, priority) => self.jobs.start(id, fetch, priority),
                Effect::Cancel(id) => self.jobs.cancel(id),
                Effect::Act(number, permit, approved) => self.acts.act(number, permit, approved),
                Effect::Disarm(why) => self.acts.disarm(why),
                Effect::Remember(memory) => {
                    if let Some(keeper) = &self.keeper {
                        keeper.remember(memory);
                    }
                }
                Effect::Resolve => self.acts.resolve(),
                Effect::ReadJournal => self.acts.read_journal(),
                Effect::Copy(text) => self.copy(&text),
                Effect::Export(order) => self.saving.export(*order),
                Effect::Keep(text) => self.saving.keep(text),
                Effect::Pager(text) => self.page(text),
                Effect::Suspend => self.stop = true,
                Effect::Quit(code) => self.code = self.code.or(Some(code)),
                Effect::Redraw => self.redraw(),
            }
        }
    }

    fn copy(&mut self, text: &str) {
        let end = clipboard::copy(text, self.way).map(|bytes| {
            self.copied = bytes;
            self.pacing.want(Cause::Person);
        });
        self.deliver(Msg::Copied(end));
    }

    /// Tells the model what the engine has counted, if that has changed.
    fn count(&mut self) {
        let now = Instant::now();
        if self.looked.is_some_and(|looked| now < looked + CALLS) {
            return;
        }
        self.looked = Some(now);
        if let Some(calls) = (self.calls)() {
            self.deliver(Msg::Calls(calls));
        }
    }

    /// How long the loop may wait if nothing happens.
    fn until(&self) -> Instant {
        let now = (self.options.now)();
        // Behind the pager no time passes.
        let tick = self.model.next_tick().filter(|_| self.pager.is_none()).map(|at| {
            let left = Duration::try_from(at.duration_since(now)).unwrap_or_default();
            Instant::now() + left.min(Duration::from_secs(1))
        });
        let soonest = [self.due(), self.sight.due(), tick].into_iter().flatten();
        soonest.fold(next_second(now), Instant::min)
    }

    /// When the loop has to go on to draw.
    fn due(&self) -> Option<Instant> {
        if self.pager.is_some() { None } else { self.pacing.due() }
    }

    /// Draws if it is time to and if anything changed.
    fn draw(&mut self) {
        let now = Instant::now();
        if self.pager.is_some() || !self.pacing.is_due(now) {
            return;
        }
        let changed = self.model.take_dirty() | std::mem::take(&mut self.anew);
        if !changed && self.copied.is_empty() {
            self.pacing.nothing();
            return;
        }
        let mut bytes = Vec::new();
        if std::mem::take(&mut self.enter) {
            bytes.extend_from_slice(ENTER);
            bytes.extend_from_slice(if self.options.mouse { MOUSE } else { &[] });
        }
        bytes.append(&mut self.copied);
        if changed {
            let (view, model) = (&mut self.view, &self.model);
            let mut spots = Spots::new();
            bytes.append(&mut self.paint.frame(|cells| spots = view(model, cells)));
            // Without the mouse nothing is pointed at, whatever a terminal reports.
            self.spots = if self.options.mouse { spots } else { Spots::new() };
            self.sight.drawn(self.model.out_of_sight());
        }
        self.pacing.drawn(now, bytes.len());
        self.pacing.took(now.elapsed());
        if !bytes.is_empty() {
            self.writer.hand_over(bytes);
        }
    }

    /// Leaves nothing behind.
    fn close(&mut self) {
        if let Some(pager) = self.pager.take() {
            pager.close();
        }
        self.tty.leave();
        self.saving.finish(if self.code == Some(exit::FINE) { FINISH } else { HASTE });
        if let Some(keeper) = self.keeper.take() {
            keeper.close();
        }
    }
}
