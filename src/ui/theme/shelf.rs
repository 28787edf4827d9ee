//! Themes by name, as this terminal shows them: what the console can be switched to while it runs, and what the
//! classes of accounts name.
//!
//! Invariant: there is always a theme; a name that is not on the shelf gets the one that stands in for all.

use std::collections::BTreeMap;

use super::{Charset, Depth, Theme};
use crate::model::text::Safe;

/// The themes that can be drawn in.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    themes: BTreeMap<Safe, Theme>,
    stand_in: Theme,
}

impl Shelf {
    /// Of themes with their names. The stand-in is drawn where a name is not among them.
    pub fn new(stand_in: Theme, themes: impl IntoIterator<Item = (Safe, Theme)>) -> Self {
        Self { themes: themes.into_iter().collect(), stand_in }
    }

    /// All of them as the terminal can show them.
    #[must_use]
    pub fn at(&self, depth: Depth, charset: Charset) -> Self {
        let themes = self.themes.iter().map(|(name, theme)| (name.clone(), theme.at(depth, charset)));
        Self { themes: themes.collect(), stand_in: self.stand_in.at(depth, charset) }
    }

    pub fn get(&self, name: &Safe) -> Option<&Theme> {
        self.themes.get(name)
    }

    /// The theme of that name, or the stand-in.
    pub fn named(&self, name: &Safe) -> &Theme {
        self.get(name).unwrap_or(&self.stand_in)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::builtin;

    #[test]
    fn an_unknown_name_gets_the_stand_in() {
        let nord = builtin("nord").unwrap();
        let shelf = Shelf::new(Theme::default(), [("nord".into(), nord.clone())]);
        assert_eq!(shelf.named(&"nord".into()), &nord);
        assert_eq!(shelf.named(&"gone".into()), &Theme::default());
        let mono = shelf.at(Depth::Mono, Charset::Unicode);
        assert_eq!(mono.get(&"nord".into()).map(Theme::depth), Some(Depth::Mono));
    }
}
