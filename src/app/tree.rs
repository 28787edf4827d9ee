//! The organization as lines of a tree: root, units, accounts. Used as a pane and as a screen.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::pick::Pick;
use crate::model::account::Account;
use crate::model::money::Money;
use crate::model::scope::AccountId;
use crate::model::text::Safe;

/// What a line stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NodeKey {
    /// Everything.
    Root,
    /// An organizational unit, by the names from the root down.
    Unit(Vec<Safe>),
    Account(AccountId),
}

/// What is known of the resources below a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Notebook instances that are known.
    pub notebooks: usize,
    /// Some listing below has not ended well: there may be more.
    pub partial: bool,
    /// Rows with a problem.
    pub problems: usize,
    /// Estimated month of what is priced.
    pub usd_month: Money,
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub key: NodeKey,
    /// 0 at the root.
    pub depth: usize,
    pub label: Safe,
    /// Whether its branch is folded; nothing for an account.
    pub folded: Option<bool>,
    /// The account itself, with role, state and login.
    pub account: Option<Arc<Account>>,
    /// Accounts below.
    pub accounts: usize,
    pub counts: Counts,
    /// Switched off in the scopes box.
    pub off: bool,
}

/// The lines that are unfolded, and the cursor.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    pub lines: Vec<Node>,
    pub pick: Pick,
    pub(super) folded: BTreeSet<NodeKey>,
}

impl Tree {
    /// The line under the cursor.
    pub fn current(&self) -> Option<&Node> {
        self.lines.get(self.pick.at)
    }
}
