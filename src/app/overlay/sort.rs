//! The menu of columns to sort by. The same column again turns the order round.

use super::Overlay;
use crate::app::model::Model;
use crate::app::pick::Pick;
use crate::app::screen::ScreenId;
use crate::app::screen::api::ApiColumn;
use crate::app::table::Sort;
use crate::model::field::Field;

/// What a line sorts by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortBy {
    Field(Field),
    Api(ApiColumn),
}

/// One line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SortItem {
    /// The column's head.
    pub label: &'static str,
    pub by: SortBy,
    /// The order in force: descending or not; nothing for other columns.
    pub current: Option<bool>,
}

/// State of the box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortMenu {
    pub items: Vec<SortItem>,
    pub pick: Pick,
    /// Letters that were typed to choose a column by its name.
    pub typed: String,
}

impl SortMenu {
    /// Takes a letter in: the cursor goes to the column whose name fits best what was typed so far, else to the one
    /// that the letter alone begins.
    pub(in crate::app) fn letter(&mut self, letter: char) {
        let on = format!("{}{}", self.typed, letter.to_lowercase());
        for text in [on, letter.to_lowercase().to_string()] {
            let best = self.items.iter().enumerate().map(|(at, item)| (fit(item.label, &text), at));
            // Of columns that fit alike the first.
            if let Some((_, at)) = best.filter(|(fit, _)| *fit > 0).rev().max_by_key(|(fit, _)| *fit) {
                self.pick.go(at);
                self.typed = text;
                return;
            }
        }
    }
}

/// How well a text names a column: as a whole word of its head, as the beginning, within it, or not at all.
fn fit(label: &str, text: &str) -> u8 {
    let label = label.to_lowercase();
    let mut words = label.split(|c: char| !c.is_alphanumeric());
    if words.any(|word| word == text) {
        3
    } else if label.starts_with(text) {
        2
    } else {
        u8::from(label.contains(text))
    }
}

pub(in crate::app) fn open(model: &mut Model) {
    let items: Vec<SortItem> = if model.screen() == ScreenId::Api {
        let current = |column| (column == model.api.sort).then_some(model.api.descending);
        let item = |column: ApiColumn| SortItem {
            label: column.title(),
            by: SortBy::Api(column),
            current: current(column),
        };
        ApiColumn::ALL.into_iter().map(item).collect()
    } else {
        let sort = model.desk.table.sort;
        let current = |field| (field == sort.field).then_some(sort.descending);
        let item = |field: Field| SortItem {
            label: field.title(),
            by: SortBy::Field(field),
            current: current(field),
        };
        let mut fields: Vec<Field> =
            model.desk.table.area.columns().iter().map(|column| column.field).collect();
        for column in model.columns() {
            if !fields.contains(&column.field) {
                fields.push(column.field);
            }
        }
        fields.into_iter().map(item).collect()
    };
    let at = items.iter().position(|item| item.current.is_some()).unwrap_or(0);
    let mut pick = Pick::new(items.len(), 10);
    pick.go(at);
    super::open(model, Overlay::Sort(SortMenu { items, pick, typed: String::new() }));
}

/// Sorts by the line.
pub(super) fn accept(model: &mut Model) {
    let Some(Overlay::Sort(menu)) = model.overlays.pop() else { return };
    let Some(item) = menu.items.get(menu.pick.at) else { return };
    by(model, item.by);
}

/// What the head of a column sorts by, by its number among those declared; nothing where lines have one order.
pub(in crate::app) fn head(model: &Model, at: usize) -> Option<SortBy> {
    match model.screen() {
        ScreenId::Table(_) => model.columns().get(at).map(|column| SortBy::Field(column.field)),
        ScreenId::Api => ApiColumn::ALL.get(at).copied().map(SortBy::Api),
        ScreenId::Accounts | ScreenId::Logs | ScreenId::Audit => None,
    }
}

/// Sorts; by the column in force the other way round.
pub(in crate::app) fn by(model: &mut Model, by: SortBy) {
    match by {
        SortBy::Field(field) if field == model.desk.table.sort.field => reverse(model),
        SortBy::Api(column) if column == model.api.sort => reverse(model),
        SortBy::Field(field) => {
            // Of numbers one wants to see the greatest first.
            model.desk.table.sort_by(Sort { field, descending: field.is_numeric() });
        }
        SortBy::Api(column) => {
            let descending = !matches!(column, ApiColumn::Account | ApiColumn::Region | ApiColumn::Operation);
            model.api.sort_by(column, descending);
        }
    }
}

pub(in crate::app) fn reverse(model: &mut Model) {
    if matches!(model.overlays.last(), Some(Overlay::Sort(_))) {
        model.overlays.pop();
    }
    if model.screen() == ScreenId::Api {
        model.api.sort_by(model.api.sort, !model.api.descending);
    } else {
        let Sort { field, descending } = model.desk.table.sort;
        model.desk.table.sort_by(Sort { field, descending: !descending });
    }
}
