//! Four layers become one set of settings: system-wide file, user's file, variables, flags; the later wins.
//!
//! Invariant: a key that the system-wide file locks keeps that file's value, and whoever says otherwise is told;
//! but nobody is ever kept from being read-only.

use crate::model::scope::Region;
use crate::model::text::Safe;
use crate::source::Diagnostic;

use super::environment::Environment;
use super::judge::{self, FleetFrom, Mode};
use super::layer::{Accounts, Layer, List};
use super::origin::{Located, Origin};
use super::settings::{Appearance, Fleet, Organization, ReadOnlyWhy, Settings, Themes};

/// Used where nothing says otherwise.
pub(super) const THEME: &str = "graphite";
const LIGHT_THEME: &str = "paper";
pub(super) const KEYMAP: &str = "default";
const REFRESH: u32 = 60;

/// The layers, the strongest last.
pub(super) struct Layers {
    pub(super) system: Layer,
    pub(super) user: Layer,
    pub(super) variables: Layer,
    pub(super) flags: Layer,
}

impl Layers {
    /// The regions of the strongest layer that names any.
    pub(super) fn regions(&self) -> Option<&List<Region>> {
        let layers = [&self.flags, &self.variables, &self.user, &self.system];
        layers.into_iter().find_map(|layer| layer.regions.as_ref())
    }

    pub(super) fn merge(&self, env: &Environment, mistakes: &mut Vec<Diagnostic>) -> Settings {
        let mut merge = Merge { layers: self, mistakes };
        let path = |text: Located<Safe>| env.path(text.value.raw());
        // In this order mistakes are told.
        let read_only = merge.read_only();
        let refresh = merge.pick("refresh", |l| l.refresh.as_ref());
        let (theme, other_theme) = merge.themes(env);
        Settings {
            read_only,
            refresh: refresh.map_or(Some(REFRESH), |found| found.value),
            theme,
            other_theme,
            keymap: merge.pick("keymap", |l| l.keymap.as_ref()).unwrap_or_else(|| default_name(KEYMAP)),
            regions: plain(merge.pick("regions", |l| l.regions.as_ref())),
            owners: plain(merge.pick("me", |l| l.owners.as_ref())),
            fleet: merge.fleet(),
            accounts: plain(merge.pick("", |l| l.only.as_ref())),
            classes: merge.classes(),
            views: merge.views(),
            clipboard: merge
                .pick("clipboard", |l| l.clipboard.as_ref())
                .map_or_else(Default::default, |found| found.value),
            mouse: merge.pick("mouse", |l| l.mouse.as_ref()).is_some_and(|found| found.value),
            low_bandwidth: merge
                .pick("low_bandwidth", |l| l.low_bandwidth.as_ref())
                .is_some_and(|found| found.value),
            store: merge.pick("store", |l| l.store.as_ref()).is_none_or(|found| found.value),
            ca_bundle: merge.pick("ca_bundle", |l| l.ca_bundle.as_ref()).map(path),
            endpoint_url: merge.pick("", |l| l.endpoint_url.as_ref()).map(|found| found.value),
            log_file: merge.pick("", |l| l.log_file.as_ref()).map(|found| found.value),
            policy: merge.pick("", |l| l.policy.as_ref()),
        }
    }
}

struct Merge<'a> {
    layers: &'a Layers,
    mistakes: &'a mut Vec<Diagnostic>,
}

impl<'a> Merge<'a> {
    /// Everything above the system-wide file, the weakest first.
    const fn above(&self) -> [&'a Layer; 3] {
        [&self.layers.user, &self.layers.variables, &self.layers.flags]
    }

    fn is_locked(&self, key: &str) -> bool {
        self.layers.system.lock.iter().any(|lock| lock.value == key)
    }

    /// The strongest layer's value, or the locked one.
    fn pick<T: Clone + PartialEq>(
        &mut self,
        key: &str,
        get: impl Fn(&Layer) -> Option<&Located<T>>,
    ) -> Option<Located<T>> {
        let base = get(&self.layers.system);
        let mut above = self.above().into_iter().filter_map(get);
        if !self.is_locked(key) {
            return above.next_back().or(base).cloned();
        }
        for other in above.filter(|other| Some(*other) != base) {
            self.locked(key, &other.origin);
        }
        base.cloned()
    }

    fn locked(&mut self, key: &str, at: &Origin) {
        let file = &self.layers.system.lock.first().map(|lock| lock.origin.source.name.raw().to_owned());
        let by = file.as_deref().unwrap_or("the system-wide file");
        let mistake =
            at.mistake(format!("`{key}` is locked by {by}"), "leave it out; the locked value holds");
        self.mistakes.push(*mistake);
    }

    /// The theme for the appearance that is set, else for the one that the environment tells, else for a dark one;
    /// and the theme for the other.
    fn themes(&mut self, env: &Environment) -> (Located<Safe>, Option<Located<Safe>>) {
        let appearance = self.pick("appearance", |layer| layer.appearance.as_ref()).map(|found| found.value);
        let told = || env.ground.as_deref().and_then(judge::ground);
        let light = appearance.or_else(told).unwrap_or_default() == Appearance::Light;
        let Some(Located { value: Themes { dark, light: bright }, .. }) =
            self.pick("theme", |layer| layer.theme.as_ref())
        else {
            return (default_name(if light { LIGHT_THEME } else { THEME }), None);
        };
        let (theme, other) = if light { (bright, dark) } else { (dark, bright) };
        let differs = other != theme;
        (theme, differs.then_some(other))
    }

    fn read_only(&mut self) -> Option<ReadOnlyWhy> {
        let says = |layer: &Layer| layer.mode.as_ref().map(|mode| mode.value);
        let layers = self.layers;
        let system = says(&layers.system);
        if self.is_locked("mode") && system == Some(Mode::ReadOnly) {
            for mode in self.above().into_iter().filter_map(|layer| layer.mode.as_ref()) {
                if mode.value == Mode::Operate {
                    self.locked("mode", &mode.origin);
                }
            }
        }
        let user = says(&layers.user);
        let locked = self.is_locked("mode");
        [
            (says(&layers.flags) == Some(Mode::ReadOnly), ReadOnlyWhy::Flag),
            (says(&layers.variables) == Some(Mode::ReadOnly), ReadOnlyWhy::Environment),
            (system == Some(Mode::ReadOnly) && (user.is_none() || locked), ReadOnlyWhy::System),
            (user == Some(Mode::ReadOnly), ReadOnlyWhy::User),
        ]
        .into_iter()
        .find_map(|(holds, why)| holds.then_some(why))
    }

    fn account<T: Clone + PartialEq>(
        &mut self,
        get: impl Fn(&Accounts) -> Option<&Located<T>>,
    ) -> Option<Located<T>> {
        self.pick("accounts", |layer| get(&layer.accounts))
    }

    fn fleet(&mut self) -> Fleet {
        let from = self.account(|a| a.from.as_ref());
        let profile = self.account(|a| a.profile.as_ref());
        let profiles = plain(self.account(|a| a.profiles.as_ref()));
        let role = self.account(|a| a.role.as_ref());
        let of_profiles = |profiles: Vec<Safe>| {
            if profiles.is_empty() { Fleet::DefaultProfile } else { Fleet::Profiles(profiles) }
        };
        let whole = |found: Located<Safe>| found.value;
        let rest = Organization {
            profile: profile.clone().map(whole),
            role: Safe::new(""),
            role_path: self.account(|a| a.role_path.as_ref()).map(whole),
            operator_role: self.account(|a| a.operator_role.as_ref()).map(whole),
            external_id: self.account(|a| a.external_id.as_ref()).map(whole),
            include: plain(self.account(|a| a.include.as_ref())),
            exclude: plain(self.account(|a| a.exclude.as_ref())),
            role_for_ou: self.listed("accounts", |layer| &layer.accounts.role_for_ou),
            fallback_profiles: profiles.clone(),
        };
        match (from, role) {
            (Some(from), Some(role)) if from.value == FleetFrom::Organization => {
                Fleet::Organization(Box::new(Organization { role: role.value, ..rest }))
            }
            (Some(from), None) if from.value == FleetFrom::Organization => {
                let hint = "name it with role = \"…\" in [accounts] or with --role";
                let message = "an organization needs the role to assume in its accounts";
                self.mistakes.push(*from.mistake(message, hint));
                of_profiles(profiles)
            }
            (None, _) if profile.is_some() => {
                let message =
                    "`profile` is the one that reads an organization, but accounts.source does not say so";
                let hint = "add source = \"organization\", or write profiles = [\"…\"]";
                self.mistakes.extend(profile.map(|profile| *profile.mistake(message, hint)));
                of_profiles(profiles)
            }
            _ => of_profiles(profiles),
        }
    }

    /// The user's entries stand before the system's, since the first match wins.
    fn listed<T: Clone + PartialEq + 'a>(
        &mut self,
        key: &str,
        get: impl Fn(&'a Layer) -> &'a Vec<Located<T>>,
    ) -> Vec<T> {
        let (system, user) = (get(&self.layers.system), get(&self.layers.user));
        if self.is_locked(key) {
            for other in user.iter().filter(|other| !system.contains(other)) {
                self.locked(key, &other.origin);
            }
            return system.iter().map(|entry| entry.value.clone()).collect();
        }
        user.iter().chain(system).map(|entry| entry.value.clone()).collect()
    }

    fn classes(&mut self) -> Vec<super::settings::Class> {
        self.listed("class", |layer| &layer.classes)
    }

    /// A view of the user's replaces the system's of the same name.
    fn views(&mut self) -> Vec<super::settings::View> {
        let mut views: Vec<super::settings::View> = Vec::new();
        for view in self.listed("view", |layer| &layer.views) {
            if !views.iter().any(|other| other.name == view.name) {
                views.push(view);
            }
        }
        views
    }
}

/// A built-in name; there is no place to point at.
pub(super) fn default_name(name: &str) -> Located<Safe> {
    Located::new(Safe::new(name), Origin::whole("built-in default", name))
}

fn plain<T>(list: Option<List<T>>) -> Vec<T> {
    list.map_or_else(Vec::new, |list| list.value.into_iter().map(|part| part.value).collect())
}
