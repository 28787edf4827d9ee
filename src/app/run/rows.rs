//! What is done with the row under the cursor, or with the marked ones.

use crate::app::command::Command;
use crate::app::layout::{Layout, Wish};
use crate::app::loading::{self, Attempt, details};
use crate::app::model::{Model, Pane};
use crate::app::msg::Effect;
use crate::app::nav::Place;
use crate::app::overlay::Overlay;
use crate::app::screen::ScreenId;
use crate::app::screen::logs::{Reading, act};
use crate::catalog;
use crate::model::audit;
use crate::model::fetch::{Severity, Target};
use crate::model::id::Arn;
use crate::model::json;
use crate::model::scope::AccountId;

/// Shows the marked rows, or the row, as JSON.
pub(super) fn json(model: &mut Model, out: &mut Vec<Effect>) {
    if model.screen() == ScreenId::Audit {
        return match model.audit.current() {
            Some(act) => out.push(Effect::Pager(json::to_text(&audit::json(act), true))),
            None => model.say(Severity::Info, "There is no entry here"),
        };
    }
    let table = &model.desk.table;
    let mut rows: Vec<_> = table.chosen().into_iter().map(|row| json::row(row, model.now)).collect();
    let text = match (rows.len(), table.marks.is_empty()) {
        (0, _) => return model.say(Severity::Info, "There is no row here"),
        (1, true) => json::to_text(&rows.remove(0), true),
        _ => json::to_text(&rows.into(), true),
    };
    out.push(Effect::Pager(text));
}

/// Shows more columns, or fewer; what does not fit is said to be reached by scrolling.
pub(super) fn wide(model: &mut Model) {
    let table = &mut model.desk.table;
    table.wide = !table.wide;
    if !table.wide {
        return;
    }
    let columns = model.columns();
    // Each column with the gap behind it; cursor and mark stand before the first.
    let needed: u16 = columns.iter().map(|column| column.min + 2).sum();
    if needed > model.layout.main.inner_width() {
        let key = model.key_of(Command::ColumnRight);
        model.say(Severity::Info, format!("{key} more columns to the right"));
    }
}

/// Opens the logs of the row.
pub(super) fn logs(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(row) = model.desk.table.current() else {
        return model.say(Severity::Info, "There is no row here");
    };
    if catalog::spec(row.resource.kind).logs.is_none() {
        return model.say(Severity::Info, "This kind of resource writes no log");
    }
    let target = Target::of(&row.resource);
    super::go_to(model, Place::Logs(Box::new(target)), out);
}

/// Whether the details have a pane of their own on this terminal.
fn has_pane(model: &Model) -> bool {
    Layout::of(model.size, Wish { banner: model.banner.is_some(), tree: true, detail: true }).detail.is_some()
}

/// Shows or hides the details.
pub(super) fn detail(model: &mut Model) {
    if matches!(model.overlays.last(), Some(Overlay::Detail)) {
        model.overlays.pop();
    } else if has_pane(model) {
        model.detail.open = !model.detail.open;
    } else {
        open_detail(model);
    }
}

/// Goes into the details of the row.
pub(super) fn open_detail(model: &mut Model) {
    if model.desk.table.current().is_none() {
        return;
    }
    model.detail.scroll = 0;
    if has_pane(model) {
        model.detail.open = true;
        model.lay_out();
        model.focus = Pane::Detail;
    } else if !matches!(model.overlays.last(), Some(Overlay::Detail)) {
        model.overlays.push(Overlay::Detail);
    }
}

/// Reads the rows again that one means; elsewhere the screen.
pub(super) fn refresh(model: &mut Model, out: &mut Vec<Effect>) {
    match (model.focus, model.screen()) {
        (Pane::Tree, _) | (Pane::Main, ScreenId::Accounts) => {
            let on_pane = matches!(model.screen(), ScreenId::Table(_));
            let tree = if on_pane { &model.desk.tree } else { &model.accounts.tree };
            let account = tree.current().and_then(|node| node.account.clone());
            relist(model, account.map(|account| account.id), out);
        }
        (Pane::Main | Pane::Detail, ScreenId::Table(_)) => {
            let arns: Vec<Arn> =
                model.desk.table.chosen().iter().map(|row| row.resource.arn.clone()).collect();
            if arns.is_empty() {
                return relist(model, None, out);
            }
            let asked = arns.iter().filter(|arn| details::ask_again(model, arn, out)).count();
            match asked {
                0 => model
                    .say(Severity::Warning, "Not read: there is no login to the account; :problems says why"),
                1 => model.say(Severity::Info, "Reading the row again"),
                rows => model.say(Severity::Info, format!("Reading {rows} rows again")),
            }
        }
        _ => refresh_screen(model, out),
    }
}

pub(super) fn refresh_screen(model: &mut Model, out: &mut Vec<Effect>) {
    match model.screen() {
        ScreenId::Logs => {
            if model.logs.stream.is_none() || matches!(model.logs.streams_reading, Reading::Failed(..)) {
                act::ask_streams(model, out);
            } else {
                act::ask_newer(model, out);
            }
        }
        ScreenId::Api => {}
        ScreenId::Audit => out.push(Effect::ReadJournal),
        ScreenId::Accounts => {
            model.loading.fleet = Attempt::default();
            relist(model, None, out);
        }
        ScreenId::Table(_) => relist(model, None, out),
    }
}

fn relist(model: &mut Model, only: Option<AccountId>, out: &mut Vec<Effect>) {
    loading::relist(model, only, out);
    let name = only.and_then(|id| model.fleet.account(id)).map(|account| account.name.clone());
    match name {
        Some(name) => model.say(Severity::Info, format!("Reading {name} again")),
        None => model.say(Severity::Info, "Reading everything again"),
    }
}
