//! The box of columns: which are shown, and in which order. The table behind it follows at once.

use super::Overlay;
use crate::app::columns::{Chosen, Columns};
use crate::app::model::Model;
use crate::app::pick::Pick;
use crate::model::fetch::Severity;
use crate::model::field::Field;

/// State of the box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnChooser {
    /// In the order of the table.
    pub items: Vec<Chosen>,
    pub pick: Pick,
}

pub(in crate::app) fn open(model: &mut Model) {
    let items = model.desk.columns.all(model.desk.table.area);
    let pick = Pick::new(items.len(), 10);
    super::open(model, Overlay::Columns(ColumnChooser { items, pick }));
}

/// Shows or hides the column under the cursor.
pub(in crate::app) fn toggle(model: &mut Model) {
    change(model, |chooser| {
        let item = chooser.items.get_mut(chooser.pick.at)?;
        if item.field == Field::Name {
            return Some("The name is always shown");
        }
        item.on = !item.on;
        None
    });
}

/// Shows all columns; when all are shown, those that are declared, in the declared order.
pub(in crate::app) fn toggle_all(model: &mut Model) {
    let area = model.desk.table.area;
    change(model, |chooser| {
        if chooser.items.iter().all(|item| item.on) {
            chooser.items = Columns::default().all(area);
            return Some("The columns are as they were at first");
        }
        for item in &mut chooser.items {
            item.on = true;
        }
        None
    });
}

/// Moves the column under the cursor, and the cursor with it: to the left in the table when negative.
pub(in crate::app) fn shift(model: &mut Model, by: isize) {
    change(model, |chooser| {
        let at = chooser.pick.at;
        let to = at.checked_add_signed(by).filter(|to| *to < chooser.items.len())?;
        if at == 0 || to == 0 {
            return Some("The name always stands first");
        }
        chooser.items.swap(at, to);
        chooser.pick.go(to);
        None
    });
}

fn change(model: &mut Model, change: impl FnOnce(&mut ColumnChooser) -> Option<&'static str>) {
    let Some(Overlay::Columns(chooser)) = model.overlays.last_mut() else { return };
    let said = change(chooser);
    let chosen = chooser.items.clone();
    let area = model.desk.table.area;
    model.desk.columns.choose(area, chosen);
    model.desk.table.column = 0;
    if let Some(said) = said {
        model.say(Severity::Info, said);
    }
}
