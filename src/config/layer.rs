//! One layer of settings: a file, the variables, or the flags. Every value is optional and knows where it stands.

use std::path::PathBuf;

use toml::de::DeTable;

use crate::model::scope::Region;
use crate::model::text::Safe;
use crate::source::Source;

use super::judge::{self, FleetFrom, Mode};
use super::origin::Located;
use super::settings::{Appearance, Class, Clipboard, RoleForOu, Themes, View};
use super::table::{Mistakes, Table};
use super::{class, view};

/// A list and the place of the whole and of each part.
pub(super) type List<T> = Located<Vec<Located<T>>>;

/// What one layer says.
#[derive(Clone, Debug, Default)]
pub(super) struct Layer {
    pub(super) mode: Option<Located<Mode>>,
    pub(super) refresh: Option<Located<Option<u32>>>,
    pub(super) theme: Option<Located<Themes>>,
    pub(super) appearance: Option<Located<Appearance>>,
    pub(super) keymap: Option<Located<Safe>>,
    pub(super) regions: Option<List<Region>>,
    pub(super) clipboard: Option<Located<Clipboard>>,
    pub(super) mouse: Option<Located<bool>>,
    pub(super) low_bandwidth: Option<Located<bool>>,
    pub(super) store: Option<Located<bool>>,
    pub(super) ca_bundle: Option<Located<Safe>>,
    pub(super) owners: Option<List<Safe>>,
    pub(super) accounts: Accounts,
    pub(super) classes: Vec<Located<Class>>,
    pub(super) views: Vec<Located<View>>,
    /// Only variables and flags have these.
    pub(super) policy: Option<Located<PathBuf>>,
    pub(super) log_file: Option<Located<PathBuf>>,
    pub(super) endpoint_url: Option<Located<Safe>>,
    pub(super) only: Option<List<Safe>>,
    /// Only the system-wide file has this.
    pub(super) lock: Vec<Located<&'static str>>,
}

/// `[accounts]`.
#[derive(Clone, Debug, Default)]
pub(super) struct Accounts {
    pub(super) from: Option<Located<FleetFrom>>,
    pub(super) profile: Option<Located<Safe>>,
    pub(super) profiles: Option<List<Safe>>,
    pub(super) role: Option<Located<Safe>>,
    pub(super) role_path: Option<Located<Safe>>,
    pub(super) operator_role: Option<Located<Safe>>,
    pub(super) external_id: Option<Located<Safe>>,
    pub(super) include: Option<List<Safe>>,
    pub(super) exclude: Option<List<Safe>>,
    pub(super) role_for_ou: Vec<Located<RoleForOu>>,
}

/// Which file is read: only the system-wide one may lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    System,
    User,
}

/// The keys of a file's top, which are also what can be locked.
pub(super) const TOP: [&str; 15] = [
    "mode",
    "refresh",
    "theme",
    "appearance",
    "keymap",
    "regions",
    "clipboard",
    "mouse",
    "low_bandwidth",
    "store",
    "ca_bundle",
    "me",
    "accounts",
    "class",
    "view",
];

/// Reads a file. What is right stands in the layer, what is wrong in the mistakes; a text that is not TOML gives
/// an empty layer, since nobody can tell what the rest of it meant.
pub(super) fn from_file(source: &Source, kind: FileKind, mistakes: &mut Mistakes) -> Layer {
    let (document, errors) = DeTable::parse_recoverable(&source.text);
    // A mistake in the syntax makes the next lines look wrong too, so only the first is told.
    if let Some(error) = errors.first() {
        let message = error.message().lines().collect::<Vec<_>>().join(", ");
        let hint = "until this is right, nothing of the file holds";
        mistakes.at(&error.span().unwrap_or(0..0), message, hint);
        return Layer::default();
    }
    let layer = top(Table::new(document.get_ref(), "", 0..0), kind, mistakes);
    mistakes.found.sort_by_key(|mistake| (mistake.line, mistake.column));
    layer
}

fn top(mut file: Table<'_>, kind: FileKind, m: &mut Mistakes) -> Layer {
    let mut layer = Layer {
        mode: file.parsed("mode", m, judge::mode),
        refresh: file.zero_or_text("refresh", m).and_then(|text| m.keep(text.judged(judge::period))),
        theme: themes(&mut file, m),
        appearance: file.parsed("appearance", m, judge::appearance),
        keymap: file.text("keymap", m),
        regions: file.list("regions", m, judge::region),
        clipboard: file.parsed("clipboard", m, judge::clipboard),
        mouse: file.flag("mouse", m),
        low_bandwidth: file.flag("low_bandwidth", m),
        store: file.flag("store", m),
        ca_bundle: file.text("ca_bundle", m),
        ..Layer::default()
    };
    if let Some(mut me) = file.table("me", m) {
        layer.owners = me.list("owners", m, judge::any);
        me.finish(&TOP, m);
    }
    if let Some(table) = file.table("accounts", m) {
        layer.accounts = accounts(table, m);
    }
    for table in file.tables("class", m) {
        if !m.has_room() {
            break;
        }
        layer.classes.extend(class::read(table, &TOP, m));
    }
    let views = file.tables("view", m);
    layer.views = view::read_all(views, &TOP, m);
    match kind {
        FileKind::System => layer.lock = lock(&mut file, m),
        FileKind::User if file.has("lock") => {
            let ignored = file.list("lock", m, judge::any);
            if let Some(lock) = ignored {
                m.push(*lock.mistake("only the system-wide file may lock keys", "leave the line out"));
            }
        }
        FileKind::User => {}
    }
    file.finish(&[], m);
    layer
}

/// A name, or a name for each appearance.
fn themes(file: &mut Table<'_>, m: &mut Mistakes) -> Option<Located<Themes>> {
    if !file.has_table("theme") {
        return file.text("theme", m).map(judge::one_theme);
    }
    let mut pair = file.table("theme", m)?;
    let origin = pair.origin(m);
    let named = pair.text("dark", m).zip(pair.text("light", m));
    let complete = pair.has("dark") && pair.has("light");
    pair.finish(&TOP, m);
    if !complete {
        let hint = "both are needed: theme = { dark = \"graphite\", light = \"paper\" }";
        m.push(*origin.mistake("a theme for dark or for light terminals is missing", hint));
    }
    named.map(|(dark, light)| Located::new(Themes { dark, light }, origin))
}

fn accounts(mut table: Table<'_>, m: &mut Mistakes) -> Accounts {
    let accounts = Accounts {
        from: table.parsed("source", m, judge::fleet_from),
        profile: table.text("profile", m),
        profiles: table.list("profiles", m, judge::any),
        role: table.text("role", m),
        role_path: table.parsed("role_path", m, judge::role_path),
        operator_role: table.text("operator_role", m),
        external_id: table.text("external_id", m),
        include: table.list("include", m, judge::selector),
        exclude: table.list("exclude", m, judge::selector),
        role_for_ou: table
            .tables("role_for_ou", m)
            .into_iter()
            .filter_map(|part| role_for_ou(part, m))
            .collect(),
    };
    table.finish(&TOP, m);
    accounts
}

fn role_for_ou(mut table: Table<'_>, m: &mut Mistakes) -> Option<Located<RoleForOu>> {
    if !m.has_room() {
        return None;
    }
    let origin = table.origin(m);
    let parts = table.text("ou", m).zip(table.text("role", m));
    let complete = table.has("ou") && table.has("role");
    table.finish(&TOP, m);
    if !complete {
        m.push(*origin.mistake(
            "an OU or its role is missing",
            "both are needed: ou = \"Workloads\" and role = \"Name\"",
        ));
    }
    parts.map(|(ou, role)| Located::new(RoleForOu { ou: ou.value, role: role.value }, origin))
}

fn lock(file: &mut Table<'_>, m: &mut Mistakes) -> Vec<Located<&'static str>> {
    let known = TOP.map(|key| (key, key));
    file.list("lock", m, |text| judge::word(text, "key", &known)).map_or_else(Vec::new, |list| list.value)
}
