//! What the console is started with: plain data that `compose` puts together from flags, files and environment.

use jiff::Timestamp;

use super::kept::Kept;
use super::keymap::Keymap;
use super::view::View;
use crate::model::fetch::Notice;
use crate::model::permit::WritePermit;
use crate::model::scope::Region;
use crate::model::text::Safe;
use crate::rules::policy::Policy;
use crate::rules::role::RoleRule;

/// Whether the program may change anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    /// With the permit without which nothing can be asked for.
    Operate(WritePermit),
    /// Why: a flag, a system file, a broken configuration.
    ReadOnly(Safe),
}

/// A theme that can be switched to. What it looks like is known to whoever draws.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeChoice {
    pub name: Safe,
    /// What it says of itself, or what is wrong with it.
    pub note: Safe,
    /// It has a mistake and cannot be drawn in.
    pub broken: bool,
}

/// A keymap that can be switched to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeymapChoice {
    pub name: Safe,
    /// What it says of itself, or what is wrong with it.
    pub note: Safe,
    /// With the chords of the saved views; nothing where it has a mistake.
    pub keymap: Option<Keymap>,
}

/// Everything that stays the same while the console runs, but for the keymap, which can be switched.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Version of the program, for the help.
    pub version: &'static str,
    /// The time of the start.
    pub now: Timestamp,
    /// The seed, when the fleet is the simulated one.
    pub demo: Option<u64>,
    pub mode: Mode,
    /// Nothing is asked; what was remembered is all there is.
    pub offline: bool,
    /// What is read is remembered for the next start.
    pub remembers: bool,
    /// Host of `--endpoint-url`, when AWS itself is not what is asked.
    pub endpoint: Option<Safe>,
    /// A certificate authority of one's own is trusted.
    pub custom_ca: bool,
    /// Name of the theme to begin with.
    pub theme: Safe,
    /// The themes that can be switched to, as they are listed.
    pub themes: Vec<ThemeChoice>,
    /// Every byte to the terminal counts: details wait until the cursor rests.
    pub low_bandwidth: bool,
    /// Seconds between refreshes; nothing: only by hand.
    pub refresh_s: Option<u32>,
    /// Owners that count as oneself (`me.owners`); empty: the session names of the callers.
    pub me: Vec<Safe>,
    pub policy: Policy,
    /// The classes of the configuration: what a remembered account is drawn in until AWS names it.
    pub classes: Vec<RoleRule>,
    pub keymap: Keymap,
    pub keymap_name: Safe,
    /// The keymaps that can be switched to, as they are listed.
    pub keymaps: Vec<KeymapChoice>,
    /// Saved views; the keymap knows the chords of those that have one, by their number here.
    pub views: Vec<View>,
    /// What was kept from the last time, or why it cannot be used.
    pub kept: Result<Kept, Safe>,
    /// What is to be kept for the next time is written down.
    pub keeps: bool,
    /// What was wrong with configuration, theme, keymap or policy; the gravest stands on the screen.
    pub banners: Vec<Notice>,
    /// Regions given by flag or configuration; empty: each account's own.
    pub regions: Vec<Region>,
    /// A first filter for the start screen.
    pub filter: Option<String>,
    /// An ARN or console address to go to (`sagedeck open`).
    pub open: Option<String>,
}

impl Setup {
    /// The plainest start: read-only, embedded keymap, no files.
    pub fn plain(now: Timestamp) -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION"),
            now,
            demo: None,
            mode: Mode::ReadOnly(Safe::new("nothing says otherwise")),
            offline: false,
            remembers: false,
            endpoint: None,
            custom_ca: false,
            theme: Safe::new("graphite"),
            themes: Vec::new(),
            low_bandwidth: false,
            refresh_s: Some(60),
            me: Vec::new(),
            policy: Policy::default(),
            classes: Vec::new(),
            keymap: Keymap::embedded(),
            keymap_name: Safe::new("default"),
            keymaps: Vec::new(),
            views: Vec::new(),
            kept: Ok(Kept::default()),
            keeps: false,
            banners: Vec::new(),
            regions: Vec::new(),
            filter: None,
            open: None,
        }
    }
}
