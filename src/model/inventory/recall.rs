//! Rows that were remembered stand in until their listing has been read.
//!
//! Invariant: nothing that was read is ever replaced by what was remembered.

use super::{Freshness, Id, Inventory};
use crate::model::fetch::Cell;
use crate::model::memory::{Listed, Recalled};
use crate::model::resource::Resource;

impl Inventory {
    /// Takes a listing in as it was remembered, unless it was read already. Returns the resources that are new.
    pub fn recall(&mut self, recalled: Recalled) -> Vec<Id> {
        let state = self.cells.entry(recalled.cell.clone()).or_default();
        if state.freshness != Freshness::Never {
            return Vec::new();
        }
        state.freshness = Freshness::Remembered(recalled.at);
        let mut added = Vec::new();
        for mut row in recalled.rows {
            // A page of the pass under way may have brought it.
            if self.id(&row.arn).is_none() {
                self.shapes.share(&mut row);
                added.push(self.add(row));
            }
        }
        if let Some(state) = self.cells.get_mut(&recalled.cell) {
            state.had += added.len();
            state.members.extend(&added);
        }
        added
    }

    /// A listing as it is to be remembered; nothing where it was not read whole.
    pub fn listed(&self, cell: &Cell) -> Option<Listed> {
        let state = self.cells.get(cell)?;
        let (Freshness::Fresh(at) | Freshness::Stale(at, _)) = &state.freshness else { return None };
        let rows = state.members().filter_map(|id| self.at(id).cloned()).collect();
        Some(Listed { cell: cell.clone(), rows, at: *at })
    }

    /// Whether what is known of the resource was remembered, and nothing has been read of its listing since.
    pub fn is_remembered(&self, resource: &Resource) -> bool {
        let cell = Cell { scope: resource.scope.clone(), kind: resource.kind };
        let freshness = self.cell(&cell).map(|state| &state.freshness);
        matches!(freshness, Some(Freshness::Remembered(at)) if resource.seen() <= *at)
    }
}
