//! The embedded themes. A test asserts that the folder and this list are the same.

use ratatui::style::Style;

use super::{Role, Theme, parse};
use crate::model::text::Safe;
use crate::source::Source;
use crate::ui::color::{Charset, Depth};

/// The theme when nothing else is asked for.
pub const DEFAULT: &str = "graphite";

/// Name and text of each embedded theme.
pub const BUILTIN: [(&str, &str); 15] = [
    ("graphite", include_str!("../../../themes/graphite.toml")),
    ("paper", include_str!("../../../themes/paper.toml")),
    ("contrast", include_str!("../../../themes/contrast.toml")),
    ("deuteranopia", include_str!("../../../themes/deuteranopia.toml")),
    ("catppuccin-latte", include_str!("../../../themes/catppuccin-latte.toml")),
    ("catppuccin-mocha", include_str!("../../../themes/catppuccin-mocha.toml")),
    ("dracula", include_str!("../../../themes/dracula.toml")),
    ("gruvbox-dark", include_str!("../../../themes/gruvbox-dark.toml")),
    ("gruvbox-light", include_str!("../../../themes/gruvbox-light.toml")),
    ("nord", include_str!("../../../themes/nord.toml")),
    ("rose-pine", include_str!("../../../themes/rose-pine.toml")),
    ("solarized-dark", include_str!("../../../themes/solarized-dark.toml")),
    ("solarized-light", include_str!("../../../themes/solarized-light.toml")),
    ("mono", include_str!("../../../themes/mono.toml")),
    ("terminal16", include_str!("../../../themes/terminal16.toml")),
];

/// An embedded theme by name, in all colours.
pub fn builtin(name: &str) -> Option<Theme> {
    source(name).and_then(|source| parse(&source, &|_| None).ok())
}

/// The embedded text of that name.
pub(super) fn source(name: &str) -> Option<Source> {
    let (name, text) = BUILTIN.iter().find(|(known, _)| *known == name)?;
    Some(Source::new(format!("themes/{name}.toml"), text))
}

impl Default for Theme {
    /// The default theme. The embedded text is tested to be whole; were it not, text would stand unstyled.
    fn default() -> Self {
        builtin(DEFAULT).unwrap_or_else(|| Self {
            description: Safe::default(),
            styles: [Style::new(); Role::COUNT],
            depth: Depth::Mono,
            charset: Charset::Unicode,
        })
    }
}
