//! The notebook instances of all accounts: a table, with the account tree beside it where there is room.

use crate::app::columns::Columns;
use crate::app::table::Table;
use crate::app::tree::{NodeKey, Tree};
use crate::app::view::InForce;
use crate::model::export::Form;
use crate::model::kind::Kind;

/// State of the screen.
#[derive(Clone, Debug)]
pub struct Notebooks {
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

impl Default for Notebooks {
    fn default() -> Self {
        Self {
            table: Table::new(Kind::Notebook),
            tree: Tree::default(),
            narrow: None,
            columns: Columns::default(),
            view: None,
            form: Form::default(),
        }
    }
}
