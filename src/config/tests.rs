use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::model::account::AccountRole;
use crate::model::action::Allowance;
use crate::model::field::Field;
use crate::model::kind::Kind;
use crate::model::scope::Region;
use crate::model::text::Safe;

use super::*;

const USER: &str = "/home/ada/.config/sagedeck/config.toml";
const SYSTEM: &str = "/etc/sagedeck/config.toml";

/// Files that exist only here; a text of `!` cannot be read.
#[derive(Debug, Default)]
struct Memory(BTreeMap<PathBuf, String>);

impl Files for Memory {
    fn read(&self, path: &Path) -> io::Result<String> {
        match self.0.get(path).map(String::as_str) {
            Some("!") => Err(io::Error::from(ErrorKind::PermissionDenied)),
            Some(text) => Ok(text.to_owned()),
            None => Err(io::Error::from(ErrorKind::NotFound)),
        }
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        let inside = self.0.keys().filter(|path| path.parent() == Some(folder));
        Ok(inside.filter_map(|path| Some(path.file_name()?.to_str()?.to_owned())).collect())
    }
}

/// A home with these files, and with a theme and a keymap of every name that the fixtures use.
fn home(files: &[(&str, &str)], vars: &[(&str, &str)]) -> Environment {
    let folder = Path::new(USER).parent().unwrap();
    let mut memory = Memory::default();
    for name in ["graphite", "contrast", "paper"] {
        memory.0.insert(folder.join(format!("themes/{name}.toml")), format!("# {name}"));
    }
    for name in ["default", "vim", "emacs"] {
        memory.0.insert(folder.join(format!("keymaps/{name}.toml")), format!("# {name}"));
    }
    memory.0.extend(files.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned())));
    Environment {
        vars: vars.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        ground: None,
        home: Some("/home/ada".into()),
        folder: Some(folder.to_owned()),
        system: SYSTEM.into(),
        files: Arc::new(memory),
    }
}

fn user(text: &str) -> Loaded {
    load(&home(&[(USER, text)], &[]), &Flags::default())
}

fn headlines(loaded: &Loaded) -> Vec<String> {
    loaded.diagnostics.iter().map(Diagnostic::headline).collect()
}

fn fixtures(folder: &str, prefix: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/config").join(folder);
    let mut found: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), entry.path()))
        .filter(|(name, _)| name.starts_with(prefix))
        .map(|(name, path)| (name, std::fs::read_to_string(path).unwrap()))
        .collect();
    found.sort();
    found
}

/// S07, S08
#[test]
fn every_kind_of_mistake_has_its_message_and_makes_the_process_read_only() {
    let locks = include_str!("../../tests/config/valid/system-locks.toml");
    let invalid = fixtures("invalid", "config-");
    assert!(invalid.len() >= 24);
    for (name, text) in invalid {
        let system = if name == "config-locked-key.toml" { locks } else { "" };
        let loaded = load(&home(&[(USER, &text), (SYSTEM, system)], &[]), &Flags::default());
        assert!(loaded.broken && loaded.settings.is_read_only(), "{name}");
        assert_eq!(loaded.sources[1].found, Found::Broken, "{name}");
        let shown: Vec<_> = loaded.diagnostics.iter().map(|one| format!("{one}\n")).collect();
        let shown = shown.join("\n").replace(USER, "config.toml");
        assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{name}");
        insta::assert_snapshot!(name.trim_end_matches(".toml"), shown);
    }
}

#[test]
fn valid_files_load_without_a_word() {
    for (name, text) in fixtures("valid", "config-") {
        let loaded = user(&text);
        assert_eq!(headlines(&loaded), Vec::<String>::new(), "{name}");
        assert!(!loaded.broken, "{name}");
        assert_eq!(loaded.sources[1].found, Found::Read, "{name}");
    }
}

#[test]
fn the_documented_file_means_what_it_says() {
    let settings = user(include_str!("../../tests/config/valid/config-documented.toml")).settings;
    assert_eq!((settings.read_only, settings.refresh), (None, Some(60)));
    assert_eq!(settings.regions.iter().map(Region::as_str).collect::<Vec<_>>(), ["eu-west-1", "us-east-1"]);
    assert_eq!(settings.owners, [Safe::new("team-vision")]);
    let Fleet::Organization(organization) = &settings.fleet else { panic!("{:?}", settings.fleet) };
    assert_eq!(organization.profile, Some(Safe::new("management")));
    assert_eq!(organization.role, Safe::new("SagedeckReader"));
    assert_eq!(organization.exclude, [Safe::new("111122223333"), Safe::new("ou:Suspended")]);
    let class = &settings.classes[0];
    assert_eq!(class.matching.ou, Some(Safe::new("Workloads/Production*")));
    assert_eq!((class.role, class.actions), (Some(AccountRole::Production), Some(Allowance::None)));
    assert_eq!(class.role_rule().ou.as_deref(), Some("Workloads/Production*"));
    let view = &settings.views[0];
    assert_eq!(view.query.text(), "kind:notebook idle>4h type:ml.g* | type:ml.p*");
    assert_eq!(view.sort, Some(Sort { field: Field::UsdMonth, descending: true }));
}

#[test]
fn every_key_is_read() {
    let settings = user(include_str!("../../tests/config/valid/config-everything.toml")).settings;
    assert_eq!((settings.read_only, settings.refresh), (Some(ReadOnlyWhy::User), None));
    assert_eq!((settings.theme.value.raw(), settings.keymap.value.raw()), ("paper", "vim"));
    assert_eq!(settings.other_theme.as_ref().map(|theme| theme.value.raw()), Some("contrast"));
    assert_eq!((settings.clipboard, settings.mouse, settings.low_bandwidth), (Clipboard::Off, true, true));
    assert!(!settings.store);
    assert_eq!(settings.ca_bundle, Some("/home/ada/certs/corporate.pem".into()));
    let Fleet::Organization(organization) = &settings.fleet else { panic!("{:?}", settings.fleet) };
    assert_eq!(organization.role_path, Some(Safe::new("/operations/")));
    assert_eq!(organization.operator_role, Some(Safe::new("SagedeckOperator")));
    assert_eq!(organization.external_id, Some(Safe::new("sagedeck")));
    assert_eq!(organization.include.len(), 4);
    assert_eq!(organization.fallback_profiles, [Safe::new("retail"), Safe::new("ds-*")]);
    assert_eq!(organization.role_for_ou[0].role, Safe::new("SagedeckRestrictedReader"));
    assert_eq!(settings.classes[0].matching.tag, Some((Safe::new("environment"), Safe::new("prod"))));
    assert_eq!(settings.classes[1].matching.id, Some(Safe::new("1111*")));
    assert_eq!(settings.views[0].kind, Some(Kind::Notebook));
    assert_eq!(settings.views[0].columns, [Field::Name, Field::AccountName, Field::UsdMonth]);
}

#[test]
fn without_anything_the_defaults_hold() {
    let loaded = load(&home(&[], &[]), &Flags::default());
    let settings = &loaded.settings;
    assert_eq!(
        (settings.read_only, settings.refresh, &settings.fleet),
        (None, Some(60), &Fleet::DefaultProfile)
    );
    assert_eq!((settings.theme.value.raw(), settings.keymap.value.raw()), ("graphite", "default"));
    assert!(!loaded.broken && loaded.sources.iter().all(|source| source.found == Found::Absent));
    let homeless = Environment { home: None, folder: None, ..home(&[], &[]) };
    assert!(!load(&homeless, &Flags::default()).broken);
}

#[test]
fn later_layers_win() {
    let files =
        [(SYSTEM, "theme = \"paper\"\nkeymap = \"vim\"\nrefresh = \"5m\""), (USER, "theme = \"contrast\"")];
    let vars = [("SAGEDECK_REFRESH", "30s"), ("SAGEDECK_REGIONS", "eu-west-1"), ("SAGEDECK_MOUSE", "on")];
    let flags = Flags { regions: vec!["us-east-1".into()], ..Flags::default() };
    let loaded = load(&home(&files, &vars), &flags);
    let settings = &loaded.settings;
    assert_eq!(headlines(&loaded), Vec::<String>::new());
    assert_eq!((settings.theme.value.raw(), settings.keymap.value.raw()), ("contrast", "vim"));
    assert_eq!((settings.refresh, settings.mouse), (Some(30), true));
    assert_eq!(settings.regions[0].as_str(), "us-east-1");
}

#[test]
fn the_appearance_chooses_between_two_themes() {
    let theme = |file: &str, vars: &[(&str, &str)], ground: Option<&str>, flags: Flags| {
        let env = Environment { ground: ground.map(str::to_owned), ..home(&[(USER, file)], vars) };
        let loaded = load(&env, &flags);
        assert_eq!(headlines(&loaded), Vec::<String>::new());
        loaded.settings.theme.value.raw().to_owned()
    };
    let pair = "theme = { dark = \"contrast\", light = \"paper\" }";
    let light = format!("appearance = \"light\"\n{pair}");
    let none = Flags::default;
    assert_eq!(theme(pair, &[], None, none()), "contrast");
    assert_eq!(theme(&light, &[], None, none()), "paper");
    assert_eq!(theme(&light, &[("SAGEDECK_APPEARANCE", "dark")], None, none()), "contrast");
    let flag = Flags { appearance: Some("light".into()), ..none() };
    assert_eq!(theme(pair, &[("SAGEDECK_APPEARANCE", "dark")], None, flag), "paper");
    // What the terminal tells of itself counts where nothing else does, and one name holds on every ground.
    for (ground, name) in
        [("0;15", "paper"), ("0;default;7", "paper"), ("15;0", "contrast"), ("x", "contrast")]
    {
        assert_eq!(theme(pair, &[], Some(ground), none()), name, "{ground}");
    }
    assert_eq!(theme(&format!("appearance = \"dark\"\n{pair}"), &[], Some("0;15"), none()), "contrast");
    assert_eq!(theme("theme = \"contrast\"", &[], Some("0;15"), none()), "contrast");
    assert_eq!(theme(pair, &[("SAGEDECK_THEME", "graphite")], Some("0;15"), none()), "graphite");
    assert_eq!(theme("", &[], Some("0;15"), none()), "paper");
    assert_eq!(theme("", &[], None, none()), "graphite");
}

#[test]
fn read_only_says_why_and_nobody_is_kept_from_it() {
    let why = |system: &str, user: &str, var: &str, flag: bool| {
        let env = home(&[(SYSTEM, system), (USER, user)], &[("SAGEDECK_READ_ONLY", var)]);
        let loaded = load(&env, &Flags { read_only: flag, ..Flags::default() });
        (loaded.settings.read_only, loaded.broken)
    };
    let (operate, read_only) = ("mode = \"operate\"", "mode = \"read-only\"");
    let locked = "lock = [\"mode\"]\n";
    assert_eq!(why("", "", "", false), (None, false));
    assert_eq!(why("", "", "", true), (Some(ReadOnlyWhy::Flag), false));
    assert_eq!(why("", operate, "1", false), (Some(ReadOnlyWhy::Environment), false));
    assert_eq!(why("", read_only, "0", false), (Some(ReadOnlyWhy::User), false));
    assert_eq!(why("", read_only, "nonsense", false), (Some(ReadOnlyWhy::User), true));
    assert_eq!(why("", "", "nonsense", false), (Some(ReadOnlyWhy::BrokenConfig), true));
    assert_eq!(why(read_only, "", "", false), (Some(ReadOnlyWhy::System), false));
    assert_eq!(why(read_only, operate, "", false), (None, false));
    assert_eq!(why(&format!("{locked}{read_only}"), operate, "", false), (Some(ReadOnlyWhy::System), true));
    assert_eq!(why(&format!("{locked}{operate}"), "", "yes", false), (Some(ReadOnlyWhy::Environment), false));
    assert_eq!(why(&format!("{locked}{operate}"), read_only, "", false), (Some(ReadOnlyWhy::User), false));
}

#[test]
fn a_locked_value_holds_against_files_variables_and_flags() {
    let files =
        [(SYSTEM, include_str!("../../tests/config/valid/system-locks.toml")), (USER, "theme = \"paper\"")];
    let env = home(&files, &[("SAGEDECK_THEME", "contrast")]);
    let loaded = load(&env, &Flags { theme: Some("graphite".into()), ..Flags::default() });
    assert_eq!(loaded.settings.theme.value.raw(), "graphite");
    let message = "`theme` is locked by /etc/sagedeck/config.toml";
    assert_eq!(
        headlines(&loaded),
        [format!("{USER}:1:9: {message}"), format!("SAGEDECK_THEME:1:1: {message}")]
    );
}

#[test]
fn variables_are_judged_at_their_place() {
    let vars = [
        ("SAGEDECK_REGIONS", "eu-west-1, us-east1"),
        ("SAGEDECK_REFRESH", "soon"),
        ("SAGEDECK_READONLY", "1"),
        ("SAGEDECK_THEME", ""),
        ("OTHER", "x"),
    ];
    let loaded = load(&home(&[], &vars), &Flags::default());
    let shown: Vec<_> = loaded.diagnostics.iter().map(|one| format!("{one}\n")).collect();
    insta::assert_snapshot!(shown.join("\n"));
    assert_eq!(loaded.settings.regions.len(), 1);
    assert_eq!(loaded.settings.read_only, Some(ReadOnlyWhy::BrokenConfig));
}

#[test]
fn flags_choose_the_fleet_over_the_file() {
    let file = "[accounts]\nsource = \"organization\"\nprofile = \"management\"\nrole = \"Reader\"";
    let fleet = |flags: Flags| load(&home(&[(USER, file)], &[]), &flags).settings.fleet;
    let profiles = Flags { profiles: vec!["a".into(), "b*".into()], ..Flags::default() };
    assert_eq!(fleet(profiles.clone()), Fleet::Profiles(vec![Safe::new("a"), Safe::new("b*")]));
    let both = Flags { org: Some("root".into()), role: Some("Other".into()), ..profiles };
    let Fleet::Organization(organization) = fleet(both) else { panic!() };
    assert_eq!((organization.profile, organization.role), (Some(Safe::new("root")), Safe::new("Other")));
    assert_eq!(organization.fallback_profiles.len(), 2);
    let alone = load(&home(&[], &[]), &Flags { org: Some("root".into()), ..Flags::default() });
    assert_eq!(alone.settings.fleet, Fleet::DefaultProfile);
    assert_eq!(headlines(&alone), ["--org:1:1: an organization needs the role to assume in its accounts"]);
}

#[test]
fn a_file_that_was_asked_for_must_be_there_and_readable() {
    let flags = Flags { config: Some("/tmp/mine.toml".into()), ..Flags::default() };
    let missing = load(&home(&[(USER, "theme = \"paper\"")], &[]), &flags);
    assert_eq!(headlines(&missing), ["--config:1:1: there is no such configuration file"]);
    assert_eq!(missing.settings.theme.value.raw(), "graphite", "the user's own file is replaced");
    let variable = load(
        &home(&[("/home/ada/x.toml", "mouse = true")], &[("SAGEDECK_CONFIG", "~/x.toml")]),
        &Flags::default(),
    );
    assert!(!variable.broken && variable.settings.mouse);
    let denied = user("!");
    let message = format!("{USER}:1:1: the file may not be read by this user");
    assert_eq!(headlines(&denied), [message]);
    assert_eq!(denied.settings.read_only, Some(ReadOnlyWhy::BrokenConfig));
}

/// S07
#[test]
fn what_is_right_holds_beside_a_mistake() {
    let loaded = user("theme = \"paper\"\nrefresh = \"soon\"\nregions = [\"eu-west-1\", \"x\"]");
    assert_eq!(loaded.diagnostics.len(), 2);
    assert_eq!((loaded.settings.theme.value.raw(), loaded.settings.refresh), ("paper", Some(60)));
    assert_eq!(loaded.settings.regions.len(), 1);
}

#[test]
fn a_hostile_file_gives_a_bounded_number_of_mistakes() {
    let many = |line: &dyn Fn(usize) -> String| (0..30_000).map(line).collect::<String>();
    for text in [
        many(&|at| format!("k{at} = 1\n")),
        format!("regions = [{}]", many(&|at| format!("\"r{at}\", "))),
        many(&|at| format!("[[class]]\nk{at} = 1\n")),
        many(&|at| format!("[[view]]\nk{at} = 1\n")),
        many(&|at| format!("[[accounts.role_for_ou]]\nk{at} = 1\n")),
    ] {
        assert_eq!(user(&text).diagnostics.len(), 100);
    }
    let deep = format!("theme = {}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(user(&deep).broken);
}
