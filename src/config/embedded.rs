//! The themes and keymaps that are part of the program, by name. Their files stand in `themes/` and `keymaps/`.

/// Name and text of each theme, the default first.
pub const THEMES: &[(&str, &str)] = &[];

/// Name and text of each keymap, the default first.
pub const KEYMAPS: &[(&str, &str)] = &[];
