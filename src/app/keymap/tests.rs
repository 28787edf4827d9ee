//! Keymap files and what is wrong with them.

use super::*;

mod presets;

fn judged(text: &str) -> Vec<String> {
    let base = Keymap::embedded();
    parse(&Source::new("mine.toml", text), Some(&base))
        .err()
        .unwrap_or_default()
        .iter()
        .map(ToString::to_string)
        .collect()
}

fn read(text: &str) -> Keymap {
    parse(&Source::new("mine.toml", text), Some(&Keymap::embedded())).unwrap()
}

fn keys(text: &str) -> Vec<Key> {
    Key::chord(text).unwrap()
}

#[test]
fn the_embedded_keymap_is_without_fault_and_reaches_every_command() {
    let keymap = parse(&Source::new("default", DEFAULT), None).unwrap();
    // These have no key by default: they are run from the palette, or from the strip.
    let without = [
        Command::AccountTree,
        Command::CallList,
        Command::Problems,
        Command::Audit,
        Command::ReadOnly,
        Command::Theme,
        Command::Keymap,
        Command::CopyView,
    ];
    for command in Command::ALL {
        let bound = keymap.bindings().any(|(_, _, known)| known == *command);
        assert_ne!(bound, without.contains(command), "{command}");
    }
}

#[test]
fn nearer_contexts_win_and_wider_ones_are_fallen_back_to() {
    let keymap = Keymap::embedded();
    assert_eq!(keymap.lookup(Context::Table, &keys("w")), Lookup::Run(Command::Wide));
    assert_eq!(keymap.lookup(Context::Logs, &keys("w")), Lookup::Run(Command::LogWrap));
    assert_eq!(keymap.lookup(Context::Table, &keys("g")), Lookup::Pending);
    assert_eq!(keymap.lookup(Context::Table, &keys("g g")), Lookup::Run(Command::Top));
    assert_eq!(keymap.lookup(Context::Table, &keys("g x")), Lookup::Nothing);
    assert_eq!(keymap.lookup(Context::Palette, &keys("j")), Lookup::Nothing);
    assert_eq!(keymap.keys_of(Context::Table, Command::Down), ["j", "Down"]);
    assert_eq!(keymap.keys_of(Context::Palette, Command::Help), [""; 0]);
    let ways = keymap.continuations(Context::Table, &keys("g"));
    let way = |keys: &str, command| Continuation { keys: keys.to_owned(), command };
    assert_eq!(ways, [way("d", Command::Links), way("g", Command::Top)]);
}

#[test]
fn prepend_wins_append_fills_and_a_whole_context_replaces() {
    let keymap =
        read("[table.prepend]\nx = \"mark\"\nw = \"noop\"\n[table.append]\nl = \"detail\"\nz = \"detail\"\n");
    assert_eq!(keymap.lookup(Context::Table, &keys("x")), Lookup::Run(Command::Mark));
    assert_eq!(keymap.lookup(Context::Table, &keys("w")), Lookup::Nothing);
    assert_eq!(keymap.lookup(Context::Table, &keys("l")), Lookup::Run(Command::OpenLogs));
    assert_eq!(keymap.lookup(Context::Table, &keys("z")), Lookup::Run(Command::Detail));
    let keymap = read("[table]\nx = \"mark\"\n");
    assert_eq!(keymap.keys_of(Context::Table, Command::Wide), [""; 0]);
    assert_eq!(keymap.keys_of(Context::Table, Command::Mark), ["x"]);
    assert_eq!(keymap.keys_of(Context::Table, Command::Down), ["j", "Down"]);
}

#[test]
fn mistakes_have_a_place_and_a_suggestion() {
    assert_eq!(
        judged("[table.prepend]\n\"x\" = \"marc\"\n"),
        [
            "mine.toml:2:7: unknown command `marc`\n  │\n2 │ \"x\" = \"marc\"\n  │       ^^^^^^\n  = did you mean `mark`?"
        ]
    );
    assert_eq!(
        judged("[tabel]\n\"x\" = \"mark\"\n"),
        ["mine.toml:1:2: unknown context `tabel`\n  │\n1 │ [tabel]\n  │  ^^^^^\n  = did you mean `table`?"]
    );
    for (text, message) in [
        ("[table.prepend]\n\"xx\" = \"mark\"\n", "`xx` is no key"),
        ("[table.prepend]\n\"x\" = 1\n", "a key is bound to the name of a command, in quotes"),
        (
            "[table.prepend]\n\"x\" = \"log.follow\"\n",
            "`log.follow` does nothing in `table`; it belongs to logs",
        ),
        ("[palette.prepend]\n\"x\" = \"back\"\n", "`x` is text where one types"),
        ("[everywhere.prepend]\n\"x\" = \"quit\"\n", "`x` is text where one types"),
        ("table = 1\n", "a context is a table of keys and commands"),
        ("[table\n", "mine.toml:1"),
        ("inherits = 1\n", "`inherits` is the name of a keymap, one of default, vim"),
    ] {
        let shown = judged(text);
        assert!(shown.len() == 1 && shown[0].contains(message), "{text}: {shown:?}");
    }
}

#[test]
fn duplicate_and_unreachable_chords_are_mistakes() {
    let shown = judged("[list.prepend]\n\"z  z\" = \"top\"\n\"z z\" = \"bottom\"\n");
    assert!(shown.len() == 1 && shown[0].contains("`z z` is bound twice"), "{shown:?}");
    let shown = judged("[list.prepend]\n\"g\" = \"top\"\n");
    assert!(shown[0].contains("`g g` (top) cannot be reached, because `g` is bound already"), "{shown:?}");
    assert!(judged("[list.prepend]\n\"g\" = \"top\"\n\"g g\" = \"noop\"\n").is_empty());
    let shown = judged("[table.prepend]\n\"x\" = \"mark\"\n\"x y\" = \"unmark\"\n");
    assert!(shown.len() == 1 && shown[0].contains("cannot be reached"), "{shown:?}");
}

#[test]
fn all_mistakes_of_a_file_are_told_in_their_order() {
    let shown = judged("[table.prepend]\n\"x\" = \"nothing-like-it\"\n\"yy\" = \"mark\"\n[nowhere]\n");
    assert_eq!(shown.len(), 3);
}

#[test]
fn a_keymap_stands_on_the_one_that_it_names() {
    let keymap = read("inherits = \"vim\"\n[table.prepend]\nX = \"mark\"\n");
    assert_eq!(keymap.lookup(Context::Table, &keys("l")), Lookup::Run(Command::ColumnRight));
    assert_eq!(keymap.lookup(Context::Table, &keys("X")), Lookup::Run(Command::Mark));
    let shown = judged("inherits = \"emcas\"\n");
    assert!(shown[0].starts_with("mine.toml:1:12: no built-in keymap is called `emcas`"), "{shown:?}");
    assert!(shown[0].ends_with("did you mean `emacs`?"), "{shown:?}");
}
