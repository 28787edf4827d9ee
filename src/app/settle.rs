//! Brings everything that is shown up to date with what changed, once for any number of changes: rows, trees, strip,
//! problems, hints, and where the parts of the screen lie.

use std::collections::HashMap;

use super::layout::{Layout, Wish};
use super::model::{Model, Pane};
use super::overlay::Overlay;
use super::screen::ScreenId;
use super::screen::desk::Desk;
use super::strip;
use super::table;
use super::tree::Counts;
use crate::model::failure::FailureKind;
use crate::model::fetch::Cell;
use crate::model::inventory::Freshness;
use crate::model::row::Row;
use crate::model::scope::{AccountId, Scope};

impl Model {
    /// Something that is shown changed; rows tell of their changes themselves.
    pub(super) const fn touch(&mut self) {
        self.dirty = true;
        self.stale = true;
    }

    /// What is counted over all rows and listings changed.
    pub(super) const fn touch_counts(&mut self) {
        self.touch();
        self.stale_counts = true;
    }

    /// Brings what is shown up to date. Cheap when nothing changed.
    pub fn settle(&mut self) {
        if self.desks().any(|desk| desk.table.is_stale()) {
            self.settle_tables();
            self.touch();
        }
        if std::mem::take(&mut self.stale_counts) {
            self.counts = self.count();
            self.problems = strip::problems(self);
            self.banner = strip::banner(self);
            if let Some(Overlay::Problems(pick)) = self.overlays.last_mut() {
                pick.fit(self.problems.len(), pick.height);
            }
        }
        if std::mem::take(&mut self.stale) {
            self.desk.tree.build(&self.fleet, &self.counts);
            self.accounts.tree.build(&self.fleet, &self.counts);
            self.strip = strip::strip(self);
        }
        self.lay_out();
        self.refresh_hints();
    }

    fn settle_tables(&mut self) {
        let Self { fleet, setup, desk, aside, .. } = self;
        let me: Vec<String> = if setup.me.is_empty() {
            fleet.session_names().map(str::to_lowercase).collect()
        } else {
            setup.me.iter().map(|owner| owner.raw().to_lowercase()).collect()
        };
        let counts = |row: &Row| fleet.is_on(&row.resource.scope);
        let mine = |row: &Row| {
            let owner = row.derived.owner.as_ref().map(|owner| owner.raw().to_lowercase());
            owner.is_some_and(|owner| me.contains(&owner))
        };
        for Desk { table, narrow, .. } in [desk].into_iter().chain(aside) {
            let within = |row: &Row| narrow.as_ref().is_none_or(|key| key.holds(&row.account));
            let view = table::View { now: self.now, counts: &counts, within: &within, mine: &mine };
            table.settle(&view);
            self.stale_counts |= table.take_news();
        }
    }

    fn count(&self) -> HashMap<AccountId, Counts> {
        let mut counts: HashMap<AccountId, Counts> = HashMap::new();
        let used = self.desk.table.area;
        let tables = self.desks().map(|desk| &desk.table);
        let tallies = tables.flat_map(|table| table.tallies().map(|tally| (table.area == used, tally)));
        for (is_used, (scope, tally)) in tallies.filter(|(_, (scope, _))| self.fleet.is_on(scope)) {
            let own = counts.entry(scope.account).or_default();
            own.rows += if is_used { tally.rows } else { 0 };
            own.all += tally.rows;
            own.problems += tally.problems;
            own.usd_least |= tally.unpriced > 0;
            own.usd_month = own.usd_month + tally.usd_month;
        }
        for (account, scope) in self.fleet.scopes() {
            let own = counts.entry(account.id).or_default();
            let Some(freshness) = self.freshness(&scope) else {
                (own.partial, own.waiting) = (true, true);
                continue;
            };
            // What the endpoint does not know is not known to be none.
            own.partial |= !freshness.is_complete() || self.lacks(&scope);
            own.waiting |= matches!(freshness, Freshness::Never);
            own.unread += usize::from(is_fault(freshness));
            own.denied += usize::from(matches!(freshness, Freshness::Denied(_)));
        }
        for (cell, state) in self.inventory.cells() {
            // A lost login is one problem of the account, not one for each of its listings.
            let counts_here = self.fleet.is_on(&cell.scope) && self.fleet.is_in(cell.scope.account);
            if counts_here && is_fault(&state.freshness) {
                counts.entry(cell.scope.account).or_default().problems += 1;
            }
        }
        counts
    }

    /// How the listings of a scope stand that the table in use shows: the first that is not whole speaks for all.
    pub(super) fn freshness(&self, scope: &Scope) -> Option<&Freshness> {
        let mut whole: Option<&Freshness> = None;
        for kind in self.desk.table.area.spec().lead {
            let state = self.inventory.cell(&Cell { scope: scope.clone(), kind: *kind })?;
            match (&state.freshness, whole) {
                (Freshness::Fresh(at), Some(Freshness::Fresh(oldest))) if at >= oldest => {}
                // What is not enabled here, or is not known to the endpoint at all, has nothing to show and says nothing
                // about the rest.
                (Freshness::Disabled(_), Some(_)) => {}
                (Freshness::Failed(why), Some(_)) if why.kind == FailureKind::Unsupported => {}
                (Freshness::Fresh(_) | Freshness::Disabled(_), _) => whole = Some(&state.freshness),
                (other, _) => return Some(other),
            }
        }
        whole
    }

    /// Whether some listing of a scope that the table in use shows did not succeed.
    fn lacks(&self, scope: &Scope) -> bool {
        self.desk.table.area.spec().lead.iter().any(|kind| {
            let state = self.inventory.cell(&Cell { scope: scope.clone(), kind: *kind });
            state.is_none_or(|state| !state.freshness.is_complete())
        })
    }

    /// Whether the number of rows is known only in part: some listing that counts has not ended well.
    pub fn is_partial(&self) -> bool {
        self.counts.values().any(|counts| counts.partial)
    }

    /// Where the parts lie, and how many lines each list has room for.
    pub(super) fn lay_out(&mut self) {
        let on_table = matches!(self.screen(), ScreenId::Table(_));
        let wish =
            Wish { banner: self.banner.is_some(), tree: on_table, detail: on_table && self.detail.open };
        let layout = Layout::of(self.size, wish);
        self.layout = layout;
        self.desk.table.set_height(layout.table_rows());
        let tree = layout.tree.map_or(1, |area| usize::from(area.inner_height()));
        fit(&mut self.desk.tree.pick, tree);
        fit(&mut self.accounts.tree.pick, layout.table_rows());
        fit(&mut self.api.pick, layout.table_rows());
        fit(&mut self.audit.pick, layout.table_rows().saturating_sub(super::screen::audit::BELOW));
        fit(&mut self.logs.pick, usize::from(layout.main.inner_height()));
        let rows = Layout::overlay_rows(self.size);
        fit(&mut self.logs.stream_pick, rows);
        match self.overlays.last_mut() {
            Some(Overlay::Confirm(state)) => state.fit(self.size),
            Some(overlay) => overlay.pick_mut().into_iter().for_each(|pick| fit(pick, rows)),
            None => {}
        }
        let lost = (self.focus == Pane::Tree && layout.tree.is_none())
            || (self.focus == Pane::Detail && layout.detail.is_none());
        if lost {
            self.focus = Pane::Main;
        }
    }
}

/// Whether a listing could not be read. What is not enabled has nothing to list.
const fn is_fault(freshness: &Freshness) -> bool {
    freshness.failure().is_some() && !matches!(freshness, Freshness::Disabled(_))
}

fn fit(pick: &mut super::pick::Pick, height: usize) {
    if pick.height != height {
        pick.fit(pick.len, height);
    }
}
