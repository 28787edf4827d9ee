//! From place to place: into, back, through the history, from pane to pane.

use crate::app::model::{Model, Pane};
use crate::app::msg::Effect;
use crate::app::nav::Place;
use crate::app::overlay::{self, Overlay};
use crate::app::screen::ScreenId;
use crate::app::screen::logs::act;
use crate::app::tree::NodeKey;
use crate::app::update;
use crate::catalog;
use crate::model::fetch::Severity;
use crate::model::id::Arn;

/// Goes to a place. What lay over the screen closes.
pub(in crate::app) fn go_to(model: &mut Model, place: Place, out: &mut Vec<Effect>) {
    model.nav.go(place.clone());
    arrive(model, place, out);
}

fn arrive(model: &mut Model, place: Place, out: &mut Vec<Effect>) {
    overlay::close_all(model);
    model.focus = Pane::Main;
    match place {
        Place::Logs(target) => act::open(model, *target, out),
        Place::Audit => out.push(Effect::ReadJournal),
        Place::Table(area) => model.sit_at(area),
        Place::Accounts | Place::Api => {}
    }
}

pub(super) fn walk(model: &mut Model, by: isize, out: &mut Vec<Effect>) {
    match model.nav.walk(by) {
        Some(place) => arrive(model, place, out),
        None => model
            .say(Severity::Info, if by < 0 { "No place before this one" } else { "No place after this one" }),
    }
}

/// Narrows the notebooks to an account or unit, and goes there.
pub(in crate::app) fn narrow(model: &mut Model, key: NodeKey, out: &mut Vec<Effect>) {
    go_to(model, Place::Table(model.desk.table.area), out);
    model.desk.tree.go_to(&key);
    model.desk.narrow = Some(key).filter(|key| *key != NodeKey::Root);
    model.desk.table.touch();
}

/// Puts the cursor on a resource, whatever hides it, and opens its details.
pub(in crate::app) fn reveal(model: &mut Model, arn: &Arn, out: &mut Vec<Effect>) {
    let kind = model.inventory.get(arn).map(|resource| resource.kind);
    let area = kind.and_then(|kind| catalog::spec(kind).area).unwrap_or(model.desk.table.area);
    go_to(model, Place::Table(area), out);
    model.settle();
    if !model.desk.table.go_to(arn) {
        model.desk.table.show_all();
        model.desk.narrow = None;
        // What the table shows only on demand is asked for.
        if let Some(kind) = kind.filter(|kind| !area.spec().lead.contains(kind)) {
            drop(model.desk.table.set_filter(&format!("kind:{kind}")));
        }
        model.settle();
        model.desk.table.go_to(arn);
    }
    super::rows::open_detail(model);
}

pub(super) fn enter(model: &mut Model, out: &mut Vec<Effect>) {
    if !model.overlays.is_empty() {
        return overlay::accept(model, out);
    }
    match (model.focus, model.screen()) {
        (Pane::Strip, _) => super::run(model, crate::app::Command::Problems, out),
        (Pane::Tree, _) | (Pane::Main, ScreenId::Accounts) => {
            let on_pane = matches!(model.screen(), ScreenId::Table(_));
            let tree = if on_pane { &model.desk.tree } else { &model.accounts.tree };
            if let Some(key) = tree.current().map(|node| node.key.clone()) {
                narrow(model, key, out);
            }
        }
        (Pane::Main, ScreenId::Table(_)) => super::rows::open_detail(model),
        (Pane::Main, ScreenId::Logs) if model.logs.choosing => {
            let logs = &model.logs;
            if let Some(stream) = logs.streams.get(logs.stream_pick.at).map(|stream| stream.name.clone()) {
                act::open_stream(model, stream, out);
            }
        }
        (Pane::Main, ScreenId::Audit) => {
            if let Some(arn) = model.audit.current().map(|act| act.arn.raw()) {
                update::open(model, &arn, out);
            }
        }
        (Pane::Detail, _) | (Pane::Main, ScreenId::Logs | ScreenId::Api) => {}
    }
}

/// One step back: the box, the pane, the filter, what else narrows, the marks, the screen.
pub(super) fn back(model: &mut Model, out: &mut Vec<Effect>) {
    if overlay::close(model) {
        return;
    }
    if model.focus != Pane::Main {
        model.focus = Pane::Main;
        return;
    }
    let handled = match model.screen() {
        ScreenId::Table(_) => back_in_table(model),
        ScreenId::Logs => back_in_log(model),
        ScreenId::Audit if !model.audit.filter.is_empty() => {
            model.audit.filter.clear();
            model.audit.narrow();
            true
        }
        ScreenId::Accounts | ScreenId::Api | ScreenId::Audit => false,
    };
    if !handled {
        up(model, out);
    }
}

fn back_in_table(model: &mut Model) -> bool {
    let table = &mut model.desk.table;
    if !table.filter.text.is_empty() {
        // The view that came with it goes too.
        table.clear_filter();
    } else if model.desk.narrow.is_some() {
        model.desk.narrow = None;
        table.touch();
    } else if table.is_narrowed() {
        table.show_all();
    } else if table.range.is_some() || !table.marks.is_empty() {
        table.unmark();
    } else {
        return false;
    }
    true
}

fn back_in_log(model: &mut Model) -> bool {
    let logs = &mut model.logs;
    if logs.choosing {
        logs.choosing = false;
        return true;
    }
    let text = if logs.filter.is_empty() { &mut logs.search } else { &mut logs.filter };
    if text.is_empty() {
        return false;
    }
    text.clear();
    logs.refresh_shown();
    true
}

/// Leaves the screen, whatever is filtered or marked there; at the top asks whether to quit.
pub(super) fn leave(model: &mut Model, out: &mut Vec<Effect>) {
    if overlay::close(model) {
        return;
    }
    if model.screen() == ScreenId::Logs && model.logs.choosing {
        model.logs.choosing = false;
        return;
    }
    if !up(model, out) {
        overlay::open(model, Overlay::ConfirmQuit);
    }
}

/// Quits, but asks while something is being done.
pub(super) fn quit(model: &mut Model, out: &mut Vec<Effect>) {
    let asked = matches!(model.overlays.last(), Some(Overlay::ConfirmQuit));
    if asked || model.acts.open().next().is_none() {
        return out.push(Effect::Quit(0));
    }
    overlay::open(model, Overlay::ConfirmQuit);
}

fn up(model: &mut Model, out: &mut Vec<Effect>) -> bool {
    let Some(place) = model.nav.up() else { return false };
    arrive(model, place, out);
    true
}

pub(super) fn pane(model: &mut Model, forward: bool) {
    match model.overlays.last() {
        Some(Overlay::Scopes(_)) => return overlay::scopes::turn(model),
        Some(_) => return,
        None => {}
    }
    model.lay_out();
    let panes = [
        model.layout.tree.map(|_| Pane::Tree),
        Some(Pane::Main),
        model.layout.detail.map(|_| Pane::Detail),
        Some(Pane::Strip),
    ];
    let panes: Vec<Pane> = panes.into_iter().flatten().collect();
    let at = panes.iter().position(|pane| *pane == model.focus).unwrap_or(0);
    let by = if forward { 1 } else { panes.len() - 1 };
    model.focus = panes.get((at + by) % panes.len()).copied().unwrap_or_default();
}
