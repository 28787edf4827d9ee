//! What the files say, judged: settings, policy, theme and keymap, with every mistake in them.
//!
//! Invariant: there is always a whole answer; where a text is broken its default stands and the mistake is told.

use crate::app::Keymap;
use crate::app::keymap;
use crate::app::setup::{KeymapChoice, ThemeChoice};
use crate::app::view::View;
use crate::config::{self, Environment, Folder, ReadOnlyWhy, Settings};
use crate::model::text::Safe;
use crate::rules::policy::{self, Policy};
use crate::source::{Diagnostic, Source};
use crate::ui::theme::{self, Shelf, Theme};

use super::{Flags, views};

/// Settings and the texts that they lead to.
#[derive(Clone, Debug)]
pub struct Judged {
    pub environment: Environment,
    pub settings: Settings,
    pub policy: Policy,
    /// In all colours.
    pub theme: Theme,
    pub keymap: Keymap,
    /// Saved views; the keymap knows their chords.
    pub views: Vec<View>,
    /// Mistakes in configuration and policy: commands do not run on half of them.
    pub grave: Vec<Diagnostic>,
    /// Mistakes in the theme and the keymap in use: their defaults stand in.
    pub slight: Vec<Diagnostic>,
    /// What is likely to be a slip of the pen, and holds all the same.
    pub remarks: Vec<Diagnostic>,
    /// The files that were looked for.
    pub consulted: Vec<config::Consulted>,
}

impl Judged {
    /// Every theme that there is, in all colours, and how each is listed.
    pub fn shelf(&self) -> (Shelf, Vec<ThemeChoice>) {
        let mut choices = Vec::new();
        let mut themes = Vec::new();
        for entry in config::names(&self.environment, Folder::Themes).entries {
            let name = entry.name;
            let text = config::text_named(&self.environment, Folder::Themes, name.raw());
            let theme = text.map_err(|mistake| vec![*mistake]).and_then(|text| match text {
                Some(source) => parse_theme(&self.environment, &source).map(Some),
                // The file went away since the folder was read.
                None => Ok(None),
            });
            match theme {
                Ok(None) => {}
                Ok(Some(theme)) => {
                    let note = theme.description().clone();
                    choices.push(ThemeChoice { name: name.clone(), note, broken: false });
                    themes.push((name, theme));
                }
                Err(mistakes) => {
                    let note = mistakes.first().map(|first| Safe::new(first.headline())).unwrap_or_default();
                    choices.push(ThemeChoice { name, note, broken: true });
                }
            }
        }
        (Shelf::new(self.theme.clone(), themes), choices)
    }

    /// Every keymap that there is, with the chords of the saved views, and how each is listed.
    pub fn keymaps(&self) -> Vec<KeymapChoice> {
        let mut choices = Vec::new();
        for entry in config::names(&self.environment, Folder::Keymaps).entries {
            let text = config::text_named(&self.environment, Folder::Keymaps, entry.name.raw());
            let told = |mistake: &Diagnostic| Safe::new(mistake.headline());
            let (note, keymap) = match text {
                Err(mistake) => (told(&mistake), None),
                // The file went away since the folder was read.
                Ok(None) => continue,
                Ok(Some(source)) => match parse_keymap(&source) {
                    Err(mistakes) => (mistakes.first().map(told).unwrap_or_default(), None),
                    Ok(mut keymap) => {
                        // A chord that this keymap takes already stays its own, as the choice says.
                        let mut taken = Vec::new();
                        views::bind(&self.settings.views, &mut keymap, &mut taken);
                        let note = match taken.first() {
                            Some(first) => told(first),
                            None => about_keymap(&source),
                        };
                        (note, Some(keymap))
                    }
                },
            };
            choices.push(KeymapChoice { name: entry.name, note, keymap });
        }
        choices
    }

    /// All mistakes, the grave ones first.
    pub fn problems(&self) -> impl Iterator<Item = &Diagnostic> {
        self.grave.iter().chain(&self.slight)
    }
}

/// Reads and judges everything that this process uses.
pub fn judge(flags: &Flags) -> Judged {
    let environment = Environment::of_process();
    let loaded = config::load(&environment, &of_config(flags));
    let (mut settings, mut grave, mut slight) = (loaded.settings, loaded.diagnostics, Vec::new());
    let policy = match read_policy(&environment, &settings) {
        Ok(policy) => policy,
        Err(mistakes) => {
            settings.force_read_only(ReadOnlyWhy::BrokenPolicy);
            grave.extend(mistakes);
            Policy::default()
        }
    };
    if flags.offline {
        settings.force_read_only(ReadOnlyWhy::Offline);
    }
    let theme = config::find_theme(&environment, &settings.theme)
        .map_err(|mistake| vec![*mistake])
        .and_then(|source| parse_theme(&environment, &source));
    for theme in settings.classes.iter().filter_map(|class| class.theme.as_ref()) {
        let source = config::find_theme(&environment, theme).map_err(|mistake| vec![*mistake]);
        if let Err(mistakes) = source.and_then(|source| parse_theme(&environment, &source)) {
            // A class may name the theme in use, whose mistakes are told already.
            slight.extend(mistakes.into_iter().filter(|one| !slight.contains(one)).collect::<Vec<_>>());
        }
    }
    let keymap = config::find_keymap(&environment, &settings.keymap)
        .map_err(|mistake| vec![*mistake])
        .and_then(|source| parse_keymap(&source));
    let theme = theme.unwrap_or_else(|mistakes| {
        slight.extend(mistakes);
        Theme::default()
    });
    let mut keymap = keymap.unwrap_or_else(|mistakes| {
        slight.extend(mistakes);
        Keymap::embedded()
    });
    let views = views::bind(&settings.views, &mut keymap, &mut slight);
    let (consulted, remarks) = (loaded.sources, loaded.remarks);
    Judged { environment, settings, policy, theme, keymap, views, grave, slight, remarks, consulted }
}

fn read_policy(environment: &Environment, settings: &Settings) -> Result<Policy, Vec<Diagnostic>> {
    let source = config::find_policy(environment, settings.policy.as_ref());
    match source.map_err(|mistake| vec![*mistake])? {
        Some(source) => policy::parse(&source),
        None => Ok(Policy::default()),
    }
}

/// Every mistake in a theme's text and in what it inherits.
pub fn parse_theme(environment: &Environment, source: &Source) -> Result<Theme, Vec<Diagnostic>> {
    let named = |name: &str| config::text_named(environment, Folder::Themes, name).ok().flatten();
    theme::parse(source, &named)
}

/// A keymap of one's own stands on the default one.
pub fn parse_keymap(source: &Source) -> Result<Keymap, Vec<Diagnostic>> {
    let base = Keymap::embedded();
    let is_default = &*source.text == keymap::DEFAULT;
    keymap::parse(source, (!is_default).then_some(&base))
}

/// What a keymap is for: the first sentence of its text.
pub fn about_keymap(source: &Source) -> Safe {
    let first = source.text.lines().next().and_then(|line| line.strip_prefix('#')).unwrap_or_default();
    let sentence = first.split_once([':', '.']).map_or(first, |(sentence, _)| sentence);
    Safe::new(sentence.trim())
}

fn of_config(flags: &Flags) -> config::Flags {
    config::Flags {
        config: flags.config.clone(),
        policy: flags.policy.clone(),
        profiles: flags.profile.clone(),
        regions: flags.region.clone(),
        accounts: flags.account.clone(),
        org: flags.org.clone(),
        role: flags.role.clone(),
        read_only: flags.read_only,
        low_bandwidth: flags.low_bandwidth,
        no_store: flags.no_store,
        theme: flags.theme.clone(),
        appearance: flags.appearance.clone(),
        keymap: flags.keymap.clone(),
        endpoint_url: flags.endpoint_url.clone(),
        log_file: flags.log_file.clone(),
    }
}
