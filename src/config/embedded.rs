//! The themes and keymaps that are part of the program, by name. Their files stand in `themes/` and `keymaps/`.

/// Name and text of each theme, the default first.
pub const THEMES: &[(&str, &str)] = &[
    ("graphite", include_str!("../../themes/graphite.toml")),
    ("paper", include_str!("../../themes/paper.toml")),
    ("contrast", include_str!("../../themes/contrast.toml")),
    ("deuteranopia", include_str!("../../themes/deuteranopia.toml")),
    ("catppuccin-latte", include_str!("../../themes/catppuccin-latte.toml")),
    ("catppuccin-mocha", include_str!("../../themes/catppuccin-mocha.toml")),
    ("dracula", include_str!("../../themes/dracula.toml")),
    ("gruvbox-dark", include_str!("../../themes/gruvbox-dark.toml")),
    ("gruvbox-light", include_str!("../../themes/gruvbox-light.toml")),
    ("nord", include_str!("../../themes/nord.toml")),
    ("rose-pine", include_str!("../../themes/rose-pine.toml")),
    ("solarized-dark", include_str!("../../themes/solarized-dark.toml")),
    ("solarized-light", include_str!("../../themes/solarized-light.toml")),
    ("mono", include_str!("../../themes/mono.toml")),
    ("terminal16", include_str!("../../themes/terminal16.toml")),
];

/// Name and text of each keymap, the default first.
pub const KEYMAPS: &[(&str, &str)] = &[
    ("default", include_str!("../../keymaps/default.toml")),
    ("vim", include_str!("../../keymaps/vim.toml")),
    ("emacs", include_str!("../../keymaps/emacs.toml")),
    ("k9s", include_str!("../../keymaps/k9s.toml")),
    ("plain", include_str!("../../keymaps/plain.toml")),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::super::merge::{KEYMAP, THEME};
    use super::*;

    #[test]
    fn the_tables_are_the_folders_and_the_default_stands_first() {
        for (folder, table, default) in [("themes", THEMES, THEME), ("keymaps", KEYMAPS, KEYMAP)] {
            let files = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap();
            let files: BTreeSet<_> =
                files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
            let names: BTreeSet<_> = table.iter().map(|(name, _)| format!("{name}.toml")).collect();
            assert_eq!(files, names);
            assert_eq!(table.first().map(|(name, _)| *name), Some(default));
        }
    }
}
