//! The organization: units and accounts with role, login and what is in them.

use crate::app::tree::Tree;

/// State of the screen.
#[derive(Clone, Debug, Default)]
pub struct Accounts {
    pub tree: Tree,
}
