//! Which accounts and regions count: what is off is neither read nor shown.

use super::Overlay;
use crate::app::loading;
use crate::app::model::Model;
use crate::app::msg::Effect;
use crate::app::pick::Pick;
use crate::model::account::{Account, AccountState, Login};
use crate::model::scope::{AccountId, Region};
use crate::model::text::Safe;

/// Which list is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopesTab {
    Accounts,
    Regions,
}

/// What a line switches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Switch {
    Account(AccountId),
    Region(Region),
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeItem {
    pub label: Safe,
    /// Account id, role and login, or how many accounts have the region.
    pub note: Safe,
    pub on: bool,
    pub switch: Switch,
}

/// State of the box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scopes {
    pub tab: ScopesTab,
    pub items: Vec<ScopeItem>,
    pub pick: Pick,
}

pub(in crate::app) fn open(model: &mut Model, tab: ScopesTab) {
    let items = items(model, tab);
    let pick = Pick::new(items.len(), 10);
    super::open(model, Overlay::Scopes(Scopes { tab, items, pick }));
}

/// Goes to the other list.
pub(in crate::app) fn turn(model: &mut Model) {
    let Some(Overlay::Scopes(scopes)) = model.overlays.pop() else { return };
    open(model, if scopes.tab == ScopesTab::Accounts { ScopesTab::Regions } else { ScopesTab::Accounts });
}

/// Switches the line, or all of them: off when all are on, else on.
pub(in crate::app) fn toggle(model: &mut Model, all: bool, out: &mut Vec<Effect>) {
    let Some(Overlay::Scopes(scopes)) = model.overlays.last() else { return };
    let chosen: Vec<ScopeItem> = if all {
        scopes.items.clone()
    } else {
        scopes.items.get(scopes.pick.at).into_iter().cloned().collect()
    };
    let on = !chosen.iter().all(|item| item.on);
    for item in chosen {
        let fleet = &mut model.fleet;
        match (item.switch, on) {
            (Switch::Account(id), true) => drop(fleet.off_accounts.remove(&id)),
            (Switch::Account(id), false) => drop(fleet.off_accounts.insert(id)),
            (Switch::Region(region), true) => drop(fleet.off_regions.remove(&region)),
            (Switch::Region(region), false) => drop(fleet.off_regions.insert(region)),
        }
    }
    let tab = scopes_tab(model);
    let items = items(model, tab);
    if let Some(Overlay::Scopes(scopes)) = model.overlays.last_mut() {
        scopes.items = items;
    }
    model.desks_mut().for_each(|desk| desk.table.touch());
    model.touch_counts();
    loading::drop_off(model, out);
    loading::tick(model, out);
}

fn scopes_tab(model: &Model) -> ScopesTab {
    match model.overlays.last() {
        Some(Overlay::Scopes(scopes)) => scopes.tab,
        _ => ScopesTab::Accounts,
    }
}

fn items(model: &Model, tab: ScopesTab) -> Vec<ScopeItem> {
    let fleet = &model.fleet;
    match tab {
        ScopesTab::Accounts => fleet
            .accounts
            .iter()
            .map(|account| ScopeItem {
                label: account.name.clone(),
                note: Safe::new(note(account)),
                on: !fleet.off_accounts.contains(&account.id),
                switch: Switch::Account(account.id),
            })
            .collect(),
        ScopesTab::Regions => fleet
            .regions()
            .into_iter()
            .map(|region| {
                let accounts =
                    fleet.accounts.iter().filter(|account| account.regions.contains(&region)).count();
                let note =
                    if accounts == 1 { "1 account".to_owned() } else { format!("{accounts} accounts") };
                ScopeItem {
                    label: Safe::new(region.as_str()),
                    note: Safe::new(note),
                    on: !fleet.off_regions.contains(&region),
                    switch: Switch::Region(region),
                }
            })
            .collect(),
    }
}

fn note(account: &Account) -> String {
    let role = account.role.map_or("no role", |role| role.name());
    let login = match (&account.login, account.state) {
        (_, AccountState::Suspended) => "suspended",
        (Login::Ok { .. }, _) => "in",
        (Login::Unknown, _) => "not tried yet",
        (Login::Failed(failure), _) => failure.kind.word(),
    };
    format!("{} · {role} · {login}", account.id)
}
