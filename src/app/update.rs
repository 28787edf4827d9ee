//! One message in, the changed state and the effects out. Pure: the time comes with [`Msg::Tick`].

use jiff::{SignedDuration, Timestamp};

use super::acts::Earlier;
use super::context::Context;
use super::detail::Move;
use super::fleet::FleetState;
use super::key::Key;
use super::loading::{self, arrive, details, remembered};
use super::model::{Model, Toast};
use super::msg::{Effect, Msg, Signal, Size};
use super::open::Locator;
use super::overlay::confirm;
use super::screen::ScreenId;
use super::screen::logs::act;
use super::setup::Mode;
use super::{kept, overlay, pointer, press, run, view};
use crate::model::account::AccountState;
use crate::model::audit::Act;
use crate::model::calls::Calls;
use crate::model::exit;
use crate::model::fetch::{Fetch, Notice, Severity};
use crate::model::id::Arn;
use crate::model::text::Safe;

/// How long a short message stands.
const TOAST_S: i64 = 5;
/// A clock that goes back further than this was set; less is the correction of a clock that runs fast.
const SET_BACK: SignedDuration = SignedDuration::from_secs(-2);

/// The first effects: which accounts there are.
pub fn start(model: &mut Model) -> Vec<Effect> {
    let mut out = Vec::new();
    kept::restore(model);
    if let Some(text) = model.setup.filter.clone()
        && let Err(mistake) = model.desk.table.set_filter(&text)
    {
        model.say(Severity::Error, mistake.headline());
    }
    if let Some(text) = model.setup.open.clone() {
        open(model, &text, &mut out);
    }
    loading::tick(model, &mut out);
    model.touch();
    out
}

/// Takes one message in.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let mut out = Vec::new();
    match msg {
        Msg::Tick(now) => tick(model, now, &mut out),
        Msg::Arrived(id, arrival) => arrive::arrived(model, id, arrival, &mut out),
        Msg::Key(key) => pressed(model, key, &mut out),
        Msg::Keys(keys) => {
            model.together = keys.len() > 1;
            for key in keys {
                pressed(model, key, &mut out);
            }
            model.together = false;
        }
        Msg::Paste(text) => {
            press::paste(model, &text);
            model.touch();
            model.settle();
        }
        // What was drawn before the terminal became too small is not there any more.
        Msg::Pointed(..) if model.is_blind() => {}
        Msg::Pointed(spot, gesture) => {
            by_hand(model, &mut out, |model, out| pointer::point(model, spot, gesture, out));
        }
        Msg::Resized(size) => {
            model.size = Size::of(size.width, size.height);
            confirm::out_of_sight(model);
            model.touch();
            model.settle();
            details::pump(model, &mut out);
        }
        Msg::Calls(calls) => counted(model, calls),
        Msg::Signal(signal) => signalled(model, signal, &mut out),
        Msg::Copied(end) => copied(model, end),
        Msg::Exported(end) => overlay::export::written(model, end),
        Msg::Kept(end) => kept::written(model, end),
        Msg::InSight(number) => confirm::in_sight(model, number),
        Msg::Acted(number, at, progress) => run::act::progressed(model, number, at, progress, &mut out),
        Msg::Earlier(found) => earlier(model, found),
        Msg::Resolved(id, progress) => run::act::resolved(model, &id, &progress, &mut out),
        Msg::Journal(read) => {
            model.audit.fill(read);
            model.touch();
        }
        Msg::Recalled(recall) => remembered::recalled(model, recall, &mut out),
        Msg::Banner(notice) => {
            if !model.setup.banners.contains(&notice) {
                model.setup.banners.push(notice);
            }
            model.touch_counts();
        }
    }
    kept::write(model, &mut out);
    if out.iter().any(|effect| matches!(effect, Effect::Quit(_))) {
        remembered::keep_all(model, &mut out);
    }
    out
}

fn pressed(model: &mut Model, key: Key, out: &mut Vec<Effect>) {
    by_hand(model, out, |model, out| press::key(model, key, out));
}

/// What a person does with a key or the mouse.
fn by_hand(model: &mut Model, out: &mut Vec<Effect>, done: impl FnOnce(&mut Model, &mut Vec<Effect>)) {
    // A key means what it means on the screen as it is now.
    model.settle();
    model.suspended = false;
    // What went well need not be read any longer than one looks.
    model.toast.take_if(|toast| toast.severity == Severity::Info);
    let before = (model.desk.table.cursor(), model.desk.table.offset());
    done(model, out);
    view::settle(model);
    kept::note(model);
    model.touch();
    model.settle();
    follow(model, before);
    details::pump(model, out);
}

/// Lets the details follow the cursor: at once, or behind it while a key that moves it is held.
fn follow(model: &mut Model, (from, offset): (Option<Arn>, usize)) {
    let table = &model.desk.table;
    let is_move = model.context() == Context::Table && table.cursor() != from;
    if is_move {
        let beside = model.layout.detail.is_some_and(|detail| detail.y == model.layout.main.y);
        let scrolled = beside && table.offset() != offset;
        model.detail.moved(model.now, Move { from, scrolled, slow: model.setup.low_bandwidth });
    } else {
        model.detail.lag = None;
    }
}

/// How a copy ended.
fn copied(model: &mut Model, end: Result<(), Safe>) {
    match (end, model.copied.take()) {
        (Ok(()), None) => model.well("sent to the terminal's clipboard"),
        (Ok(()), Some(text)) => model.say(Severity::Warning, text),
        (Err(why), _) => model.say(Severity::Error, why),
    }
}

/// What an earlier session left without an outcome. It is being looked at.
fn earlier(model: &mut Model, found: Result<Vec<Act>, Safe>) {
    match found {
        Ok(acts) if acts.is_empty() => {}
        Ok(acts) => {
            let plural = if acts.len() == 1 { "action" } else { "actions" };
            let count = acts.len();
            let text = format!(
                "{count} {plural} of an earlier session without an outcome: looking what became of it"
            );
            model.acts.earlier = acts.into_iter().map(|act| Earlier { act, found: None }).collect();
            model.say(Severity::Warning, text);
        }
        Err(why) => {
            let what = match model.setup.mode {
                Mode::Operate(_) => "No action can be done",
                Mode::ReadOnly(_) => "What earlier sessions left open cannot be looked up in the journal",
            };
            let text = Safe::new(format!("{what}: {}", why.raw()));
            model.fleet.notices.push(Notice { severity: Severity::Warning, text });
        }
    }
    model.touch_counts();
}

fn tick(model: &mut Model, now: Timestamp, out: &mut Vec<Effect>) {
    let minute = |at: Timestamp| at.as_second().div_euclid(60);
    if minute(now) != minute(model.now) {
        // Ages and idle times are shown to the minute.
        model.desks_mut().for_each(|desk| desk.table.grow_older());
        model.touch();
    }
    // Batches come by the dozen while rows stream in; the clock matters only to the second.
    let new_second = now.as_second() != model.now.as_second();
    let passed = now.duration_since(model.now);
    if passed < SET_BACK {
        loading::set_back(model, passed);
    }
    model.now = now;
    if model.toast.as_ref().is_some_and(|toast| toast.until <= now) {
        model.toast = None;
        model.dirty = true;
    }
    model.dirty |= model.detail.catch_up(now);
    if new_second {
        model.settle();
        loading::tick(model, out);
    } else {
        details::pump(model, out);
    }
    if model.screen() == ScreenId::Logs && !model.suspended && !model.setup.offline {
        act::poll(model, out);
    }
    if !out.is_empty() {
        model.touch();
    }
    if let Some(row) = wanted(model) {
        model.wanted = None;
        run::reveal(model, &row, out);
        model.touch();
    } else if model.wanted.is_some() && has_read_all(model) {
        model.wanted = None;
        model.say(
            Severity::Warning,
            "The resource is not in what was read; the strip says what could not be read",
        );
    }
}

/// Whether there is nothing more to come by itself.
fn has_read_all(model: &Model) -> bool {
    let lists = model
        .jobs
        .iter()
        .any(|(_, job)| matches!(job.fetch, Fetch::Fleet | Fetch::List(..) | Fetch::Identity(_)));
    !lists && model.fleet.state != FleetState::Asking
}

fn wanted(model: &Model) -> Option<Arn> {
    let locator = model.wanted.as_ref()?;
    model
        .desks()
        .flat_map(|desk| desk.table.rows())
        .find(|row| locator.fits(row))
        .map(|row| row.resource.arn.clone())
}

/// Goes to the resource that an ARN or a console address names, as soon as it is known.
pub(super) fn open(model: &mut Model, text: &str, out: &mut Vec<Effect>) {
    let Some(locator) = Locator::parse(text) else {
        return model.say(Severity::Error, "That is neither an ARN nor an address of the AWS console");
    };
    let known = locator.account.as_ref().is_none_or(|wanted| {
        let active = model.fleet.accounts.iter().filter(|account| account.state == AccountState::Active);
        model.fleet.accounts.is_empty() || active.into_iter().any(|account| account.id.to_string() == *wanted)
    });
    if !known {
        let account = locator.account.unwrap_or_default();
        return model.say(Severity::Warning, format!("Account {account} is not part of this fleet"));
    }
    model.wanted = Some(locator);
    if let Some(arn) = wanted(model) {
        model.wanted = None;
        run::reveal(model, &arn, out);
    } else {
        model.say(Severity::Info, "Not read so far; the cursor goes there when it comes");
    }
}

fn counted(model: &mut Model, calls: Calls) {
    let fleet = &model.fleet;
    model.api.fill(&calls, |stat| {
        let account = stat.account?;
        Some(
            fleet
                .account(account)
                .map_or_else(|| Safe::new(account.to_string()), |account| account.name.clone()),
        )
    });
    model.strip.sent = calls.sent();
    model.strip.throttled = calls.throttled();
    if calls.skew_s != model.calls.skew_s {
        model.touch_counts();
    }
    model.calls = calls;
    model.dirty = true;
}

fn signalled(model: &mut Model, signal: Signal, out: &mut Vec<Effect>) {
    match signal {
        Signal::Interrupt => out.push(Effect::Quit(exit::INTERRUPTED)),
        Signal::Terminate => out.push(Effect::Quit(exit::TERMINATED)),
        Signal::HangUp => out.push(Effect::Quit(exit::HUNG_UP)),
        Signal::Resumed => {
            model.suspended = false;
            confirm::out_of_sight(model);
            model.touch();
            out.push(Effect::Redraw);
        }
    }
}

impl Model {
    /// Says something that need not be read.
    pub(super) fn say(&mut self, severity: Severity, text: impl Into<Safe>) {
        let until = self.now.checked_add(SignedDuration::from_secs(TOAST_S)).unwrap_or(Timestamp::MAX);
        self.toast = Some(Toast { severity, good: false, text: text.into(), until });
        self.dirty = true;
    }

    /// Says that something went well.
    pub(super) fn well(&mut self, text: impl Into<Safe>) {
        self.say(Severity::Info, text);
        self.toast.iter_mut().for_each(|toast| toast.good = true);
    }
}
