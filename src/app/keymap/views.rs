//! Chords that lead to saved views. They work wherever a screen has the keys, unless the screen knows the chord itself.

use super::{Command, Context, Keymap, Lookup, chord_text};
use crate::app::key::Key;

impl Keymap {
    /// Binds a chord to the view of that number.
    ///
    /// # Errors
    /// What a table knows the chord for already, or would never let it be reached by.
    pub fn bind_view(&mut self, chord: &[Key], view: usize) -> Result<(), String> {
        for context in Context::Table.chain() {
            let bound = self.bindings.get(context).into_iter().flatten();
            if let Some((other, command)) = bound.into_iter().find(|(other, _)| meet(other, chord)) {
                return Err(taken(chord, other, *command));
            }
        }
        if let Some(other) = self.views.keys().find(|other| meet(other, chord)) {
            return Err(format!("`{}` meets `{}` of another view", chord_text(chord), chord_text(other)));
        }
        self.views.insert(chord.to_vec(), view);
        Ok(())
    }

    /// What the keys mean for views, which are bound in [`Context::Global`].
    pub(super) fn view_at(&self, context: Context, keys: &[Key]) -> Option<Lookup> {
        if context != Context::Global {
            return None;
        }
        let begun = || self.views.keys().any(|chord| chord.starts_with(keys));
        self.views.get(keys).map(|view| Lookup::View(*view)).or_else(|| begun().then_some(Lookup::Pending))
    }

    /// The chord of a view.
    pub fn keys_of_view(&self, view: usize) -> Option<String> {
        self.views.iter().find(|(_, bound)| **bound == view).map(|(chord, _)| chord_text(chord))
    }

    /// The views to which a chord that was begun can go on, with the keys still to press.
    pub fn views_behind(&self, keys: &[Key]) -> Vec<(String, usize)> {
        let rest = |(chord, view): (&Vec<Key>, &usize)| {
            let rest = chord.strip_prefix(keys).filter(|rest| !rest.is_empty())?;
            Some((chord_text(rest), *view))
        };
        self.views.iter().filter_map(rest).collect()
    }
}

/// Whether one is the beginning of the other, so that the longer one cannot be reached.
fn meet(a: &[Key], b: &[Key]) -> bool {
    a.starts_with(b) || b.starts_with(a)
}

fn taken(chord: &[Key], other: &[Key], command: Command) -> String {
    let (chord_words, other_words) = (chord_text(chord), chord_text(other));
    if chord == other {
        format!("`{chord_words}` runs `{command}` in the keymap in use")
    } else {
        format!("`{chord_words}` meets `{other_words}`, which runs `{command}` in the keymap in use")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<Key> {
        Key::chord(text).unwrap()
    }

    #[test]
    fn a_view_has_its_chord_wherever_a_screen_has_the_keys() {
        let mut keymap = Keymap::embedded();
        assert_eq!(keymap.bind_view(&keys("g i"), 3), Ok(()));
        assert_eq!(keymap.bind_view(&keys("9"), 4), Ok(()));
        for context in [Context::Table, Context::Tree, Context::Audit] {
            assert_eq!(keymap.lookup(context, &keys("g")), Lookup::Pending);
            assert_eq!(keymap.lookup(context, &keys("g i")), Lookup::View(3));
            assert_eq!(keymap.lookup(context, &keys("g g")), Lookup::Run(Command::Top));
            assert_eq!(keymap.lookup(context, &keys("9")), Lookup::View(4));
        }
        assert_eq!(keymap.lookup(Context::Palette, &keys("9")), Lookup::Nothing);
        assert_eq!(keymap.keys_of_view(3).as_deref(), Some("g i"));
        assert_eq!(keymap.views_behind(&keys("g")), [("i".to_owned(), 3)]);
    }

    #[test]
    fn a_chord_that_is_taken_or_cannot_be_reached_is_refused() {
        let mut keymap = Keymap::embedded();
        keymap.bind_view(&keys("x y"), 0).unwrap();
        for (chord, words) in [
            ("s", "`s` runs `act.safe`"),
            ("j x", "`j x` meets `j`, which runs `down`"),
            ("g", "`g` meets `g d`, which runs `links`"),
            ("C-c", "`C-c` runs `quit`"),
            ("x", "`x` meets `x y` of another view"),
        ] {
            let refused = keymap.bind_view(&keys(chord), 1).unwrap_err();
            assert!(refused.starts_with(words), "{refused}");
        }
    }
}
