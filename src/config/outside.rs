//! The layers above the files: our variables and the command line's flags.
//!
//! Invariant: every variable stands once, in [`VARIABLES`]; a variable with our prefix that is not there is a mistake.

use std::path::PathBuf;

use crate::model::text::Safe;
use crate::source::did_you_mean;

use super::environment::{Environment, PREFIX};
use super::judge::{self, FleetFrom, Judged, Mode};
use super::layer::{Layer, List};
use super::origin::{Located, Origin};
use super::table::Mistakes;

/// What the command line gave; empty where a flag was absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    pub config: Option<PathBuf>,
    pub policy: Option<PathBuf>,
    pub profiles: Vec<String>,
    pub regions: Vec<String>,
    pub accounts: Vec<String>,
    pub org: Option<String>,
    pub role: Option<String>,
    pub read_only: bool,
    pub low_bandwidth: bool,
    pub no_store: bool,
    pub theme: Option<String>,
    pub appearance: Option<String>,
    pub keymap: Option<String>,
    pub endpoint_url: Option<String>,
    pub log_file: Option<PathBuf>,
}

/// One variable of ours.
#[derive(Clone, Copy, Debug)]
pub struct Variable {
    /// Without the prefix.
    pub name: &'static str,
    pub help: &'static str,
    set: fn(&mut Layer, &Located<Safe>, &Environment, &mut Mistakes),
}

/// Every variable, for documentation and for reading. An empty value counts as not set.
pub const VARIABLES: &[Variable] = &[
    Variable {
        name: "READ_ONLY",
        help: "1: no write can leave the process; 0 changes nothing",
        set: |layer, text, _, m| {
            let on = m.keep(text.clone().judged(switch));
            layer.mode = on.filter(|on| on.value).map(|on| Located::new(Mode::ReadOnly, on.origin));
        },
    },
    Variable {
        name: "THEME",
        help: "name of a theme",
        set: |layer, text, _, _| layer.theme = Some(judge::one_theme(text.clone())),
    },
    Variable {
        name: "APPEARANCE",
        help: "dark or light: which theme of a pair",
        set: |layer, text, _, m| layer.appearance = m.keep(text.clone().judged(judge::appearance)),
    },
    Variable {
        name: "KEYMAP",
        help: "name of a keymap",
        set: |layer, text, _, _| layer.keymap = Some(text.clone()),
    },
    Variable {
        name: "REFRESH",
        help: "period of refreshes such as 60s; 0 is off",
        set: |layer, text, _, m| layer.refresh = m.keep(text.clone().judged(judge::period)),
    },
    Variable {
        name: "REGIONS",
        help: "region codes, parted by commas",
        set: |layer, text, _, m| layer.regions = Some(list(text, m, judge::region)),
    },
    Variable {
        name: "PROFILES",
        help: "AWS profiles, parted by commas; each is an account",
        set: |layer, text, _, m| {
            layer.accounts.profiles = Some(list(text, m, judge::any));
            layer.accounts.from = Some(Located::new(FleetFrom::Profiles, text.origin.clone()));
        },
    },
    Variable {
        name: "ACCOUNTS",
        help: "account ids or names, parted by commas, that narrow the fleet",
        set: |layer, text, _, m| layer.only = Some(list(text, m, judge::any)),
    },
    Variable {
        name: "ORG",
        help: "profile through which AWS Organizations is read",
        set: |layer, text, _, _| {
            layer.accounts.profile = Some(text.clone());
            layer.accounts.from = Some(Located::new(FleetFrom::Organization, text.origin.clone()));
        },
    },
    Variable {
        name: "ROLE",
        help: "role assumed in the member accounts",
        set: |layer, text, _, _| layer.accounts.role = Some(text.clone()),
    },
    Variable { name: "CONFIG", help: "configuration file in place of the user's", set: |_, _, _, _| {} },
    Variable {
        name: "POLICY",
        help: "policy file in place of the user's",
        set: |layer, text, env, _| layer.policy = Some(path(text, env)),
    },
    Variable {
        name: "LOG_FILE",
        help: "file that the log is appended to",
        set: |layer, text, env, _| layer.log_file = Some(path(text, env)),
    },
    Variable {
        name: "LOW_BANDWIDTH",
        help: "1: as little output to the terminal as possible",
        set: |layer, text, _, m| layer.low_bandwidth = m.keep(text.clone().judged(switch)),
    },
    Variable {
        name: "STORE",
        help: "0: nothing is remembered from one start to the next",
        set: |layer, text, _, m| layer.store = m.keep(text.clone().judged(switch)),
    },
    Variable {
        name: "MOUSE",
        help: "1: the mouse works in the console",
        set: |layer, text, _, m| layer.mouse = m.keep(text.clone().judged(switch)),
    },
    Variable {
        name: "CLIPBOARD",
        help: "osc52 or off",
        set: |layer, text, _, m| layer.clipboard = m.keep(text.clone().judged(judge::clipboard)),
    },
    Variable {
        name: "CA_BUNDLE",
        help: "PEM file of certificate authorities to trust",
        set: |layer, text, _, _| layer.ca_bundle = Some(text.clone()),
    },
    Variable {
        name: "ENDPOINT_URL",
        help: "endpoint used instead of AWS's",
        set: |layer, text, _, _| layer.endpoint_url = Some(text.clone()),
    },
];

/// The variables' layer.
pub(super) fn from_variables(env: &Environment, mistakes: &mut Mistakes) -> Layer {
    let mut layer = Layer::default();
    for (name, value) in env.vars.iter().filter(|(_, value)| !value.trim().is_empty()) {
        let Some(short) = name.strip_prefix(PREFIX) else { continue };
        if let Some(variable) = VARIABLES.iter().find(|variable| variable.name == short) {
            let text = Located::new(Safe::new(value), Origin::whole(name, value));
            (variable.set)(&mut layer, &text, env, mistakes);
        } else {
            let near = crate::source::nearest(short, VARIABLES.iter().map(|variable| variable.name));
            let near = near.and_then(|near| {
                let full = format!("{PREFIX}{near}");
                did_you_mean(name, [full.as_str()])
            });
            let hint = near.map_or_else(|| "unset it".to_owned(), |near| near.raw().to_owned());
            mistakes.push(*Origin::whole(name, value).mistake(format!("unknown variable `{name}`"), hint));
        }
    }
    layer
}

/// The flags' layer.
pub(super) fn from_flags(flags: &Flags, mistakes: &mut Mistakes) -> Layer {
    let text = |flag: &str, value: &Option<String>| {
        value.as_ref().map(|value| Located::new(Safe::new(value), Origin::whole(flag, value)))
    };
    let joined = |flag: &str, values: &[String]| {
        let all = values.join(",");
        (!values.is_empty()).then(|| Located::new(Safe::new(&all), Origin::whole(flag, &all)))
    };
    let file = |flag: &str, value: &Option<PathBuf>| {
        let origin = |path: &PathBuf| Origin::whole(flag, &path.to_string_lossy());
        value.as_ref().map(|path| Located::new(path.clone(), origin(path)))
    };
    let on = |flag: &str, set: bool| set.then(|| Origin::whole(flag, ""));
    let mut layer = Layer {
        mode: on("--read-only", flags.read_only).map(|origin| Located::new(Mode::ReadOnly, origin)),
        low_bandwidth: on("--low-bandwidth", flags.low_bandwidth).map(|origin| Located::new(true, origin)),
        theme: text("--theme", &flags.theme).map(judge::one_theme),
        appearance: text("--appearance", &flags.appearance)
            .and_then(|text| mistakes.keep(text.judged(judge::appearance))),
        store: on("--no-store", flags.no_store).map(|origin| Located::new(false, origin)),
        keymap: text("--keymap", &flags.keymap),
        endpoint_url: text("--endpoint-url", &flags.endpoint_url),
        policy: file("--policy", &flags.policy),
        log_file: file("--log-file", &flags.log_file),
        regions: joined("--region", &flags.regions).map(|text| list(&text, mistakes, judge::region)),
        only: joined("--account", &flags.accounts).map(|text| list(&text, mistakes, judge::any)),
        ..Layer::default()
    };
    layer.accounts.role = text("--role", &flags.role);
    if let Some(profiles) = joined("--profile", &flags.profiles) {
        layer.accounts.from = Some(Located::new(FleetFrom::Profiles, profiles.origin.clone()));
        layer.accounts.profiles = Some(list(&profiles, mistakes, judge::any));
    }
    // With both, the profiles are what is left when the caller may not read the organization.
    if let Some(org) = text("--org", &flags.org) {
        layer.accounts.from = Some(Located::new(FleetFrom::Organization, org.origin.clone()));
        layer.accounts.profile = Some(org);
    }
    layer
}

fn path(text: &Located<Safe>, env: &Environment) -> Located<PathBuf> {
    Located::new(env.path(text.value.raw()), text.origin.clone())
}

fn switch(text: &Located<Safe>) -> Judged<bool> {
    let words = [("1", true), ("true", true), ("yes", true), ("on", true)];
    judge::word(text, "switch", &[&words[..], &words_off()].concat())
}

const fn words_off() -> [(&'static str, bool); 4] {
    [("0", false), ("false", false), ("no", false), ("off", false)]
}

/// The parts between commas, each at its own place.
fn list<T>(
    text: &Located<Safe>,
    mistakes: &mut Mistakes,
    judge: impl Fn(&Located<Safe>) -> Judged<T>,
) -> List<T> {
    let mut start = 0;
    let mut parts = Vec::new();
    for part in text.value.raw().split(',') {
        let from = start + (part.len() - part.trim_start().len());
        start += part.len() + 1;
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        let origin = Origin { source: text.origin.source.clone(), span: from..from + part.len() };
        parts.extend(mistakes.keep(Located::new(Safe::new(part), origin).judged(&judge)));
    }
    Located::new(parts, text.origin.clone())
}
