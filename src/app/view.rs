//! Saved views: a named filter with its columns and order. They come from the configuration; the console never writes
//! one, it gives the lines that would.
//!
//! Invariant: what a view changes besides the filter goes with it: leaving it gives order and columns back.

use crate::app::model::Model;
use crate::app::msg::Effect;
use crate::app::nav::Place;
use crate::app::overlay::copy;
use crate::app::run;
use crate::app::table::Sort;
use crate::app::tree::NodeKey;
use crate::catalog;
use crate::model::fetch::Severity;
use crate::model::field::Field;
use crate::model::kind::Kind;
use crate::model::text::Safe;

/// A saved view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    pub name: Safe,
    /// A filter that parses.
    pub query: String,
    /// The kind of rows that it is about; nothing: whatever the table shows.
    pub kind: Option<Kind>,
    /// Nothing: the order stays.
    pub sort: Option<Sort>,
    /// Empty: the columns stay.
    pub columns: Vec<Field>,
}

/// The view in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForce {
    pub name: Safe,
    query: String,
    /// Its own order, and the one before.
    sort: Option<(Sort, Sort)>,
}

impl InForce {
    /// The order of the person, which stands behind the one of the view.
    pub(super) fn sort_before(&self, now: Sort) -> Sort {
        self.sort.filter(|(own, _)| *own == now).map_or(now, |(_, before)| before)
    }
}

/// Goes to a view: only what it shows is shown.
pub(super) fn go(model: &mut Model, number: usize, out: &mut Vec<Effect>) {
    let Some(view) = model.setup.views.get(number).cloned() else { return };
    let area = match view.kind {
        None => model.desk.table.area,
        Some(kind) => {
            let Some(area) = catalog::spec(kind).area else {
                let text = format!("The view {} shows {kind}, which has no screen", view.name.raw());
                return model.say(Severity::Warning, text);
            };
            area
        }
    };
    run::go_to(model, Place::Table(area), out);
    leave(model);
    model.desk.narrow = None;
    let table = &mut model.desk.table;
    table.show_all();
    // It was judged when the configuration was read.
    if let Err(mistake) = table.set_filter(&view.query) {
        return model.say(Severity::Error, mistake.headline());
    }
    let before = table.sort;
    if let Some(sort) = view.sort {
        table.sort_by(sort);
    }
    model.desk.columns.follow(&view.columns);
    model.desk.table.column = 0;
    let sort = view.sort.map(|sort| (sort, before));
    let query = model.desk.table.filter.text.clone();
    model.desk.view = Some(InForce { name: view.name, query, sort });
}

/// Gives back what the view in force had changed, but for the filter.
pub(super) fn leave(model: &mut Model) {
    let Some(view) = model.desk.view.take() else { return };
    let table = &mut model.desk.table;
    let before = view.sort_before(table.sort);
    if before != table.sort {
        table.sort_by(before);
    }
    model.desk.columns.follow(&[]);
}

/// A view goes with its filter.
pub(super) fn settle(model: &mut Model) {
    if model.desk.view.is_some() && model.desk.table.filter.text.is_empty() {
        leave(model);
    }
}

impl Model {
    /// The view in force, as long as its filter is the one that it came with.
    pub fn view_shown(&self) -> Option<&Safe> {
        let view = self.desk.view.as_ref()?;
        (view.query == self.desk.table.filter.text).then_some(&view.name)
    }
}

/// Copies the lines of a configuration file that make what is shown a view.
pub(super) fn copy_lines(model: &mut Model, out: &mut Vec<Effect>) {
    if query(model).is_empty() {
        return model.say(Severity::Info, "A view needs a filter; / begins one");
    }
    let lines = lines(model);
    let left = left_out(model);
    if !left.is_empty() {
        let text =
            format!("sent to the terminal's clipboard, without {}: no filter says that", left.join(" and "));
        model.copied = Some(Safe::new(text));
    }
    copy::copy_or_ask(model, "view", Safe::block(lines), out);
}

/// What narrows the rows, as far as the filter language says it.
fn query(model: &Model) -> String {
    let account = match &model.desk.narrow {
        Some(NodeKey::Account(id)) => format!("account:{id}"),
        _ => String::new(),
    };
    let filter = &model.desk.table.filter.text;
    [filter.as_str(), &account].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What narrows the rows besides.
fn left_out(model: &Model) -> Vec<&'static str> {
    let (narrow, table) = (&model.desk.narrow, &model.desk.table);
    let unit = matches!(narrow, Some(key) if !matches!(key, NodeKey::Account(_)));
    let parts = [
        (unit, "the unit of the organization"),
        (table.only_problems, "problems only"),
        (table.only_mine, "mine only"),
    ];
    parts.into_iter().filter(|(is_left, _)| *is_left).map(|(_, words)| words).collect()
}

/// The lines of a configuration file that make what is shown a view.
pub fn lines(model: &Model) -> String {
    let table = &model.desk.table;
    let name = model.desk.view.as_ref().map_or("new view", |view| view.name.raw());
    let mut lines = vec![
        "[[view]]".to_owned(),
        format!("name = {}", quoted(name)),
        format!("kind = {}", quoted(table.area.spec().lead.first().map_or("", |kind| kind.name()))),
        format!("query = {}", quoted(&query(model))),
        format!("sort = {}", quoted(&sort_words(table.sort))),
    ];
    if let Some(fields) = model.desk.columns.named() {
        let names: Vec<String> = fields.iter().map(|field| quoted(field.key())).collect();
        lines.push(format!("columns = [{}]", names.join(", ")));
    }
    lines.join("\n") + "\n"
}

/// An order as a configuration file writes it: `-usd_month`.
pub fn sort_words(sort: Sort) -> String {
    format!("{}{}", if sort.descending { "-" } else { "" }, sort.field.key())
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
