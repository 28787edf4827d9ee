//! The organization as lines of a tree: root, units, accounts. Used as a pane and as a screen.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::fleet::Fleet;
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
    /// Rows that are known of what the table in use is about.
    pub rows: usize,
    /// The same in all tables.
    pub all: usize,
    /// Some listing below has not ended well: there may be more.
    pub partial: bool,
    /// Some listing below is still to come: it was not read yet, and nothing says that it cannot be.
    pub waiting: bool,
    /// Scopes in which that could not be read.
    pub unread: usize,
    /// Of those, the ones that were denied.
    pub denied: usize,
    /// Rows with a problem, and listings of any kind that could not be read.
    pub problems: usize,
    /// Estimated month of what is priced.
    pub usd_month: Money,
    /// That is a least: some price below is not known, or lacks its volume.
    pub usd_least: bool,
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

    /// Builds the lines anew; the cursor stays on what it stands on.
    pub(super) fn build(&mut self, fleet: &Fleet, counts: &HashMap<AccountId, Counts>) {
        let under = self.current().map(|node| node.key.clone());
        self.lines = nodes(fleet, counts, &self.folded);
        let at = under.and_then(|key| self.lines.iter().position(|node| node.key == key));
        self.pick.fit(self.lines.len(), self.pick.height);
        self.pick.go(at.unwrap_or(self.pick.at));
    }

    /// Folds the branch under the cursor; where there is none to fold, the cursor goes to the line above it.
    pub(super) fn fold(&mut self) {
        let Some(node) = self.current() else { return };
        if node.folded == Some(false) {
            self.folded.insert(node.key.clone());
        } else if let Some(depth) = node.depth.checked_sub(1) {
            let above = self.lines.iter().take(self.pick.at).rposition(|line| line.depth == depth);
            self.pick.go(above.unwrap_or(self.pick.at));
        }
    }

    pub(super) fn unfold(&mut self) {
        if let Some(key) = self.current().map(|node| node.key.clone()) {
            self.folded.remove(&key);
        }
    }

    /// Puts the cursor on a line, if it is there.
    pub(super) fn go_to(&mut self, key: &NodeKey) {
        if let Some(at) = self.lines.iter().position(|node| &node.key == key) {
            self.pick.go(at);
        }
    }
}

impl NodeKey {
    /// Whether an account lies below.
    pub fn holds(&self, account: &Account) -> bool {
        match self {
            Self::Root => true,
            Self::Unit(path) => account.path.starts_with(path),
            Self::Account(id) => account.id == *id,
        }
    }
}

/// All lines that no folded branch hides.
fn nodes(fleet: &Fleet, counts: &HashMap<AccountId, Counts>, folded: &BTreeSet<NodeKey>) -> Vec<Node> {
    let in_units = fleet.accounts.iter().any(|account| !account.path.is_empty());
    let mut units: HashMap<&[Safe], (usize, Counts)> = HashMap::new();
    for account in &fleet.accounts {
        let own = counts.get(&account.id).copied().unwrap_or_default();
        for depth in 0..=account.path.len() {
            let (accounts, sum) = units.entry(account.path.get(..depth).unwrap_or_default()).or_default();
            *accounts += 1;
            sum.add(own);
        }
    }
    let mut lines = Vec::new();
    let mut seen: HashSet<&[Safe]> = HashSet::new();
    for account in &fleet.accounts {
        let mut hidden = false;
        for depth in 0..=account.path.len() {
            let path = account.path.get(..depth).unwrap_or_default();
            let key = if depth == 0 { NodeKey::Root } else { NodeKey::Unit(path.to_vec()) };
            let is_folded = folded.contains(&key);
            // Organizations names its root itself; it stands once.
            let is_root_again = depth == 1 && path.first().is_some_and(|name| name.raw() == "Root");
            if !hidden && !is_root_again && seen.insert(path) {
                let (accounts, counts) = units.get(path).copied().unwrap_or_default();
                let root = if in_units { "Root" } else { "All accounts" };
                let label = path.last().cloned().unwrap_or_else(|| Safe::new(root));
                let depth = depth_of(path);
                lines.push(Node {
                    key,
                    depth,
                    label,
                    folded: Some(is_folded),
                    account: None,
                    accounts,
                    counts,
                    off: false,
                });
            }
            hidden |= is_folded && !is_root_again;
        }
        if !hidden {
            lines.push(Node {
                key: NodeKey::Account(account.id),
                depth: depth_of(&account.path) + 1,
                label: account.name.clone(),
                folded: None,
                account: Some(Arc::clone(account)),
                accounts: 1,
                counts: counts.get(&account.id).copied().unwrap_or_default(),
                off: fleet.off_accounts.contains(&account.id),
            });
        }
    }
    lines
}

/// Lines between a unit and the root.
fn depth_of(path: &[Safe]) -> usize {
    path.len() - usize::from(path.first().is_some_and(|name| name.raw() == "Root"))
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.rows += other.rows;
        self.all += other.all;
        self.problems += other.problems;
        self.partial |= other.partial;
        self.waiting |= other.waiting;
        self.unread += other.unread;
        self.denied += other.denied;
        self.usd_month = self.usd_month + other.usd_month;
        self.usd_least |= other.usd_least;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::tests_support::account;

    fn tree(accounts: Vec<Account>) -> (Tree, Fleet) {
        let mut fleet = Fleet::default();
        fleet.replace(accounts);
        let mut tree = Tree { pick: Pick::new(0, 20), ..Tree::default() };
        tree.build(&fleet, &HashMap::new());
        (tree, fleet)
    }

    fn labels(tree: &Tree) -> Vec<String> {
        tree.lines.iter().map(|node| format!("{}{}", " ".repeat(node.depth), node.label)).collect()
    }

    #[test]
    fn units_and_accounts_stand_below_each_other_and_fold() {
        let (mut tree, fleet) = tree(vec![
            account(1, "a", &["Root", "W", "P"]),
            account(2, "b", &["Root", "W"]),
            account(3, "m", &["Root"]),
        ]);
        assert_eq!(labels(&tree), ["Root", " m", " W", "  b", "  P", "   a"]);
        tree.pick.go(2);
        tree.fold();
        tree.build(&fleet, &HashMap::new());
        assert_eq!(labels(&tree), ["Root", " m", " W"]);
        tree.fold();
        assert_eq!(tree.pick.at, 0);
        assert_eq!(tree.current().map(|node| node.accounts), Some(3));
    }

    #[test]
    fn without_an_organization_all_accounts_stand_below_one_line() {
        let (tree, _) = tree(vec![account(2, "b", &[]), account(1, "a", &[])]);
        assert_eq!(labels(&tree), ["All accounts", " a", " b"]);
    }
}
