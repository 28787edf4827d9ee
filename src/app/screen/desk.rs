//! A table of resources of all accounts, with the account tree beside it where there is room. There is one for each area.

use crate::app::columns::Columns;
use crate::app::model::Model;
use crate::app::table::Table;
use crate::app::tree::{NodeKey, Tree};
use crate::app::view::InForce;
use crate::catalog::{self, Area, Column};
use crate::model::export::Form;
use crate::model::id::Arn;
use crate::model::row::Row;

/// State of the screen.
#[derive(Clone, Debug)]
pub struct Desk {
    pub table: Table,
    /// The tree pane, when there is room for it.
    pub tree: Tree,
    /// The account or organizational unit to which the table is narrowed.
    pub narrow: Option<NodeKey>,
    /// Which columns of the table are shown.
    pub columns: Columns,
    /// The saved view in force.
    pub view: Option<InForce>,
    /// The form of the last export.
    pub form: Form,
}

impl Desk {
    pub fn new(area: Area) -> Self {
        Self {
            table: Table::new(area),
            tree: Tree::default(),
            narrow: None,
            columns: Columns::default(),
            view: None,
            form: Form::default(),
        }
    }
}

impl Desk {
    /// The columns of the table, in their order: of one kind alone, those that are declared for it.
    pub fn shown_columns(&self) -> Vec<Column> {
        let Table { area, wide, filter, .. } = &self.table;
        let other = filter.query.only_kind().filter(|kind| !area.spec().lead.contains(kind));
        let declared = other.map_or_else(|| area.columns(), |kind| catalog::spec(kind).columns.to_vec());
        self.columns.shown(*area, &declared, *wide)
    }
}

impl Model {
    /// All desks, the one that was used last first.
    pub fn desks(&self) -> impl Iterator<Item = &Desk> {
        [&self.desk].into_iter().chain(&self.aside)
    }

    pub(in crate::app) fn desks_mut(&mut self) -> impl Iterator<Item = &mut Desk> {
        [&mut self.desk].into_iter().chain(&mut self.aside)
    }

    /// The desk of an area.
    pub fn desk_of(&self, area: Area) -> &Desk {
        self.desks().find(|desk| desk.table.area == area).unwrap_or(&self.desk)
    }

    /// A resource in whichever table it stands.
    pub fn row(&self, arn: &Arn) -> Option<&Row> {
        self.desks().find_map(|desk| desk.table.get(arn))
    }

    pub(in crate::app) fn desk_of_mut(&mut self, area: Area) -> &mut Desk {
        match self.aside.iter_mut().find(|desk| desk.table.area == area) {
            Some(desk) => desk,
            None => &mut self.desk,
        }
    }

    /// Makes the desk of an area the one that is used.
    pub(in crate::app) fn sit_at(&mut self, area: Area) {
        if let Some(desk) = self.aside.iter_mut().find(|desk| desk.table.area == area) {
            std::mem::swap(desk, &mut self.desk);
        }
    }
}
