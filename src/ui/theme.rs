//! Colours by meaning: a closed set of roles, each falling back to a parent, read from TOML and resolved once for
//! the terminal's depth.
//!
//! Invariant: every role of a [`Theme`] has a style; a mistake in a theme file is reported with its place and
//! never half applied.

use ratatui::style::Style;

use super::color::{Charset, Depth};
use crate::model::text::Safe;
use crate::source::{Diagnostic, Source};

mod builtin;
mod read;
mod role;
mod shelf;
#[cfg(test)]
mod tests;

pub use builtin::{BUILTIN, DEFAULT, builtin};
pub use role::Role;
pub use shelf::Shelf;

/// Finds the text of a theme by name, for `inherits`. The embedded themes are found without it.
pub type Lookup<'a> = &'a dyn Fn(&str) -> Option<Source>;

/// A style for every role, at one colour depth, and the characters that may be used.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    description: Safe,
    styles: [Style; Role::COUNT],
    depth: Depth,
    charset: Charset,
}

/// Reads a theme and everything that it inherits, in all colours.
pub fn parse(source: &Source, lookup: Lookup<'_>) -> Result<Theme, Vec<Diagnostic>> {
    read::read(source, lookup).map(|sheets| Theme {
        description: sheets.description,
        styles: sheets.styles,
        depth: Depth::TrueColor,
        charset: Charset::Unicode,
    })
}

impl Theme {
    /// The style of a role: what it sets itself or takes from its parents; nothing else.
    pub fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }

    /// What the theme says of itself; empty where it says nothing.
    pub const fn description(&self) -> &Safe {
        &self.description
    }

    pub const fn depth(&self) -> Depth {
        self.depth
    }

    pub const fn charset(&self) -> Charset {
        self.charset
    }

    /// The same theme as the terminal can show it. With 256 colours each colour becomes its nearest. With sixteen
    /// a theme of exact colours gives way to `terminal16`, and without colours every theme to `mono`, because
    /// these two were made to keep all states apart there.
    #[must_use]
    pub fn at(&self, depth: Depth, charset: Charset) -> Self {
        let exact = |style: &Style| {
            [style.fg, style.bg].into_iter().flatten().any(|c| matches!(c, ratatui::style::Color::Rgb(..)))
        };
        let stand_in = match depth {
            Depth::Mono => Some("mono"),
            Depth::Ansi16 if self.styles.iter().any(exact) => Some("terminal16"),
            _ => None,
        };
        let styles = stand_in.and_then(builtin).map_or(self.styles, |theme| theme.styles);
        let reduce = |mut style: Style| {
            style.fg =
                style.fg.map(|color| super::color::reduce(color, depth)).filter(|_| depth != Depth::Mono);
            style.bg =
                style.bg.map(|color| super::color::reduce(color, depth)).filter(|_| depth != Depth::Mono);
            style
        };
        Self { description: self.description.clone(), styles: styles.map(reduce), depth, charset }
    }
}
