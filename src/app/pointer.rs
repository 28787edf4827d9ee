//! The mouse: what a click or the wheel does with what was drawn under the pointer.
//!
//! The view says where it drew what ([`Spots`]), so that what is hit is what was seen. Invariant: a click selects,
//! sorts or goes somewhere; it never agrees to anything that a box asks.

use jiff::{SignedDuration, Timestamp};

use super::layout::Area;
use super::loading::details;
use super::model::{Model, Pane};
use super::msg::Effect;
use super::overlay::{Overlay, export, palette, sort, themes};
use super::pick::Step;
use super::screen::ScreenId;
use super::screen::logs::act as reading;
use super::{Command, run};

/// Two clicks on one spot within this time are Enter.
const DOUBLE: SignedDuration = SignedDuration::from_millis(400);
/// Lines by which the wheel scrolls.
const NOTCH: isize = 3;

/// Something that was drawn and can be pointed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    Tab(ScreenId),
    /// The head of a column, by its number among those declared.
    Head(usize),
    /// A line of a pane's list, by its number in the list.
    Line(Pane, usize),
    /// The rest of a pane.
    Pane(Pane),
    /// A line of the list in the topmost box.
    Item(usize),
    /// The rest of the topmost box.
    Box,
}

/// What the pointer did on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gesture {
    Click,
    WheelUp,
    WheelDown,
}

/// Where everything that can be pointed at was drawn; what came later lies on top.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spots(Vec<(Area, Spot)>);

impl Spots {
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    pub fn add(&mut self, area: Area, spot: Spot) {
        self.0.push((area, spot));
    }

    /// A box: what lies below and beside it cannot be reached while it is open.
    pub fn cover(&mut self, area: Area) {
        self.0.clear();
        self.add(area, Spot::Box);
    }

    /// What lies at a cell, counted from 0.
    pub fn at(&self, x: u16, y: u16) -> Option<Spot> {
        let holds = |area: &Area| {
            (area.x..area.x.saturating_add(area.width)).contains(&x)
                && (area.y..area.y.saturating_add(area.height)).contains(&y)
        };
        self.0.iter().rev().find(|(area, _)| holds(area)).map(|(_, spot)| *spot)
    }
}

/// The last click, which a second one may double.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Click {
    spot: Spot,
    at: Timestamp,
}

/// Takes one gesture in.
pub(super) fn point(model: &mut Model, spot: Spot, gesture: Gesture, out: &mut Vec<Effect>) {
    model.pending.clear();
    let before = model.clicked.take();
    // What was drawn may be gone by now: a box has opened over it, or the box is closed.
    let field = matches!(model.overlays.last(), Some(Overlay::Filter(_) | Overlay::Search(_)));
    let is_boxed = !model.overlays.is_empty() && !field;
    if is_boxed != matches!(spot, Spot::Item(_) | Spot::Box) {
        return;
    }
    match gesture {
        Gesture::WheelUp => scroll(model, spot, -NOTCH, out),
        Gesture::WheelDown => scroll(model, spot, NOTCH, out),
        Gesture::Click => {
            let click = Click { spot, at: model.now };
            select(model, spot, out);
            let twice = before
                .is_some_and(|first| first.spot == spot && click.at.duration_since(first.at).abs() <= DOUBLE);
            if !twice {
                model.clicked = Some(click);
            } else if is_entered(model, spot) {
                run::run(model, Command::Enter, out);
            }
        }
    }
    model.touch();
}

/// Whether Enter on the spot only goes or opens: where a box asks, it is the keys that answer.
fn is_entered(model: &Model, spot: Spot) -> bool {
    match model.overlays.last() {
        Some(Overlay::Copy(menu)) if menu.asking => false,
        Some(Overlay::Confirm(_) | Overlay::ConfirmQuit | Overlay::Tags(_) | Overlay::Export(_)) => false,
        _ => matches!(spot, Spot::Line(..) | Spot::Item(_) | Spot::Pane(Pane::Strip)),
    }
}

fn select(model: &mut Model, spot: Spot, out: &mut Vec<Effect>) {
    match spot {
        Spot::Tab(screen) if screen != model.screen() => palette::go(model, screen, out),
        Spot::Tab(_) | Spot::Box => {}
        Spot::Head(at) => {
            if let Some(by) = sort::head(model, at) {
                sort::by(model, by);
            }
        }
        Spot::Pane(pane) => focus(model, pane),
        Spot::Line(pane, at) => {
            focus(model, pane);
            go(model, pane, at);
        }
        Spot::Item(at) => {
            export::choose(model, at);
            if let Some(pick) = model.overlays.last_mut().and_then(Overlay::pick_mut) {
                pick.go(at);
            }
            themes::preview(model);
        }
    }
}

/// The keys go to what was clicked, unless they go into a field.
fn focus(model: &mut Model, pane: Pane) {
    if model.overlays.is_empty() {
        model.focus = pane;
    }
}

fn go(model: &mut Model, pane: Pane, at: usize) {
    match (pane, model.screen()) {
        (Pane::Tree, _) => model.desk.tree.pick.go(at),
        (Pane::Main, ScreenId::Table(_)) => {
            model.desk.table.go(at);
            model.detail.scroll = 0;
        }
        (Pane::Main, ScreenId::Accounts) => model.accounts.tree.pick.go(at),
        (Pane::Main, ScreenId::Api) => model.api.pick.go(at),
        (Pane::Main, ScreenId::Audit) => model.audit.pick.go(at),
        (Pane::Main, ScreenId::Logs) if model.logs.choosing => model.logs.stream_pick.go(at),
        (Pane::Main, ScreenId::Logs) => {
            model.logs.pick.go(at);
            model.logs.follow &= at + 1 >= model.logs.shown.len();
        }
        (Pane::Detail | Pane::Strip, _) => {}
    }
}

fn scroll(model: &mut Model, spot: Spot, lines: isize, out: &mut Vec<Effect>) {
    let pane = match spot {
        Spot::Item(_) | Spot::Box => return scroll_box(model, lines),
        Spot::Line(pane, _) | Spot::Pane(pane) => pane,
        Spot::Head(_) => Pane::Main,
        Spot::Tab(_) => return,
    };
    match (pane, model.screen()) {
        (Pane::Detail, _) => run::scroll(model, Step::Lines(lines)),
        (Pane::Strip, _) => {}
        (Pane::Tree, _) => model.desk.tree.pick.scroll(lines),
        (Pane::Main, ScreenId::Table(_)) => {
            model.desk.table.scroll(lines);
            details::pump(model, out);
        }
        (Pane::Main, ScreenId::Accounts) => model.accounts.tree.pick.scroll(lines),
        (Pane::Main, ScreenId::Api) => model.api.pick.scroll(lines),
        (Pane::Main, ScreenId::Audit) => model.audit.pick.scroll(lines),
        (Pane::Main, ScreenId::Logs) if model.logs.choosing => model.logs.stream_pick.scroll(lines),
        (Pane::Main, ScreenId::Logs) => scroll_log(model, lines, out),
    }
}

fn scroll_log(model: &mut Model, lines: isize, out: &mut Vec<Effect>) {
    let logs = &mut model.logs;
    // Wrapped lines are as high as their text: there the cursor decides what is seen.
    if logs.wrap {
        logs.pick.step(Step::Lines(lines));
    } else {
        logs.pick.scroll(lines);
    }
    if lines < 0 {
        // Whoever goes up wants to read, not to be pulled down.
        logs.follow &= logs.pick.at + 1 >= logs.shown.len();
        if logs.pick.offset == 0 {
            reading::ask_older(model, out);
        }
    }
}

fn scroll_box(model: &mut Model, lines: isize) {
    match model.overlays.last_mut() {
        Some(Overlay::Detail) => return run::scroll(model, Step::Lines(lines)),
        // Its list has no cursor: what it is on stands first.
        Some(Overlay::Confirm(state)) => state.pick.step(Step::Lines(lines)),
        Some(overlay) => {
            if let Some(pick) = overlay.pick_mut() {
                pick.scroll(lines);
            }
        }
        None => {}
    }
    themes::preview(model);
}
