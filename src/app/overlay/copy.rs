//! The copy menu. A text that cannot be shown as it is asks before it is copied.

use super::Overlay;
use crate::app::detail::value_text;
use crate::app::model::Model;
use crate::app::msg::Effect;
use crate::app::pick::Pick;
use crate::app::screen::ScreenId;
use crate::catalog;
use crate::model::audit::{self, Act};
use crate::model::fetch::Severity;
use crate::model::field::Field;
use crate::model::json;
use crate::model::row::Row;
use crate::model::text::Safe;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyItem {
    pub label: &'static str,
    /// Its raw form is copied.
    pub text: Safe,
    /// It is made of what is shown, with tabs between: nothing in it is hidden from the person.
    pub as_shown: bool,
}

impl CopyItem {
    fn new(label: &'static str, text: Safe) -> Self {
        Self { label, text, as_shown: false }
    }

    fn is_unusual(&self) -> bool {
        self.text.is_unusual() && !self.as_shown
    }
}

/// State of the box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyMenu {
    /// Whose texts these are.
    pub title: Safe,
    pub items: Vec<CopyItem>,
    pub pick: Pick,
    /// The chosen text differs from what can be shown: the box asks whether to copy it, and shows
    /// [`Safe::identity`].
    pub asking: bool,
}

/// Opens the menu for the row under the cursor, or for the problem under it.
pub(in crate::app) fn open(model: &mut Model) {
    let (title, items) = if let Some(Overlay::Problems(pick)) = model.overlays.last() {
        let Some(problem) = model.problems.get(pick.at) else { return };
        let texts = [("what to do", problem.todo.clone()), ("what happened", problem.text.clone())];
        let items = texts.into_iter().filter(|(_, text)| !text.raw().is_empty());
        (Safe::new("Problem"), items.map(|(label, text)| CopyItem::new(label, text)).collect())
    } else if model.screen() == ScreenId::Audit {
        let Some(act) = model.audit.current() else {
            return model.say(Severity::Info, "There is no entry here");
        };
        (act.name.clone(), items_of_act(act))
    } else {
        // The same promise as for JSON: the marked rows, else the row under the cursor.
        match model.desk.table.chosen().as_slice() {
            [] => return model.say(Severity::Info, "There is no row here"),
            [row] => (row.resource.name.clone(), items(row, model)),
            rows => (Safe::new(super::actions::words_for(rows)), items_of_all(rows, model)),
        }
    };
    let pick = Pick::new(items.len(), 10);
    super::open(model, Overlay::Copy(CopyMenu { title, items, pick, asking: false }));
}

/// Copies a text, unless it is not what it looks like: then a box asks first.
pub(in crate::app) fn copy_or_ask(model: &mut Model, label: &'static str, text: Safe, out: &mut Vec<Effect>) {
    if !text.is_unusual() {
        return out.push(Effect::Copy(text.raw().to_owned()));
    }
    let menu = CopyMenu {
        title: Safe::new(label),
        items: vec![CopyItem::new(label, text)],
        pick: Pick::new(1, 10),
        asking: true,
    };
    super::open(model, Overlay::Copy(menu));
}

/// Copies the first entry.
pub(super) fn first(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(Overlay::Copy(menu)) = model.overlays.last_mut() {
        menu.pick.go(0);
    }
    accept(model, out);
}

pub(super) fn accept(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::Copy(menu)) = model.overlays.last_mut() else { return };
    let Some(item) = menu.items.get(menu.pick.at) else { return };
    if item.is_unusual() && !menu.asking {
        menu.asking = true;
        return;
    }
    out.push(Effect::Copy(item.text.raw().to_owned()));
    model.overlays.pop();
}

/// Texts of an entry of the journal.
fn items_of_act(act: &Act) -> Vec<CopyItem> {
    let item = CopyItem::new;
    let mut items = vec![
        item("ARN", act.arn.safe()),
        item("name", act.name.clone()),
        item("caller", act.caller.clone()),
        item("JSON", Safe::block(json::to_text(&audit::json(act), true))),
    ];
    let request = act.answer.as_ref().and_then(|answer| answer.request_id.clone());
    items.extend(request.map(|id| item("request id", id)));
    items
}

/// Texts of several rows, one per line, without a line break at the end.
fn items_of_all(rows: &[&Row], model: &Model) -> Vec<CopyItem> {
    let lines = |label, lines: Vec<String>| CopyItem::new(label, Safe::block(lines.join("\n")));
    let each = |text: &dyn Fn(&Row) -> Option<String>| rows.iter().filter_map(|row| text(row)).collect();
    let all: Vec<_> = rows.iter().map(|row| json::row(row, model.now)).collect();
    vec![
        lines("names", each(&|row| Some(row.resource.name.raw().to_owned()))),
        lines("ARNs", each(&|row| Some(row.resource.arn.raw()))),
        lines("JSON", vec![json::to_text(&all.into(), true)]),
        CopyItem { as_shown: true, ..lines("rows", rows.iter().map(|row| line(row, model)).collect()) },
        lines("CLI commands", each(&|row| catalog::cli_command(&row.resource))),
        lines("console URLs", each(&|row| catalog::console_url(&row.resource))),
    ]
}

fn items(row: &Row, model: &Model) -> Vec<CopyItem> {
    let resource = &*row.resource;
    let item = CopyItem::new;
    let mut items = vec![
        item("name", resource.name.clone()),
        item("ARN", resource.arn.safe()),
        item("account id", Safe::new(resource.scope.account.to_string())),
        CopyItem { as_shown: true, ..item("row", Safe::block(line(row, model))) },
        item("JSON", Safe::block(json::to_text(&json::row(row, model.now), true))),
    ];
    items.extend(catalog::cli_command(resource).map(|command| item("CLI command", Safe::new(command))));
    items.extend(catalog::console_url(resource).map(|url| item("console URL", Safe::new(url))));
    // Then every cell of the row, as it is shown.
    for column in model.columns().into_iter().skip(1) {
        if let Some(value) = row.value(column.field, model.now) {
            items.push(item(column.field.title(), value_text(column.field, &value, model.now)));
        }
    }
    items
}

/// The cells of the columns shown with tabs between, as a spreadsheet takes them; nothing where a value is not known.
/// The texts are those shown: a tab or a line break in one of them would make two cells of it.
fn line(row: &Row, model: &Model) -> String {
    let cell = |field: Field| match row.value(field, model.now) {
        None => String::new(),
        Some(value) => value_text(field, &value, model.now).shown().to_owned(),
    };
    let cells: Vec<String> = model.columns().into_iter().map(|column| cell(column.field)).collect();
    cells.join("\t")
}
