//! Themes chosen by looking at them, and chords that go nowhere.

use crate::app::keymap::Keymap;
use crate::app::setup::{KeymapChoice, ThemeChoice};
use crate::app::tests_support::{Play, arn};
use crate::app::{Context, Msg, Overlay};
use crate::model::text::Safe;

fn play() -> Play {
    let mut play = Play::begin();
    let choice = |name: &str, broken| ThemeChoice {
        name: Safe::new(name),
        note: Safe::new(if broken { "mine.toml:2:1: unknown role `x`" } else { "" }),
        broken,
    };
    play.model.setup.themes =
        vec![choice("paper", false), choice("graphite", false), choice("mine", true), choice("nord", false)];
    play.press(":").type_text("theme");
    play.press("Enter");
    play
}

fn said(play: &Play) -> &str {
    play.model.toast.as_ref().map_or("", |toast| toast.text.raw())
}

#[test]
fn the_theme_under_the_cursor_is_drawn_at_once_and_kept_by_enter() {
    let mut play = play();
    assert_eq!((play.model.context(), play.model.theme.raw()), (Context::Themes, "graphite"));
    play.press("G");
    assert_eq!(play.model.theme.raw(), "nord");
    play.press("g g");
    assert_eq!(play.model.theme.raw(), "paper");
    play.press("Enter");
    assert_eq!((play.model.theme.raw(), play.model.overlays.len()), ("paper", 0));
    assert_eq!(said(&play), "For this session; theme = \"paper\" in config.toml keeps it");
}

#[test]
fn closing_the_list_brings_back_what_was_there() {
    for close in ["Esc", "q"] {
        let mut play = play();
        play.press("j j").press(close);
        assert_eq!((play.model.theme.raw(), play.model.overlays.len()), ("graphite", 0), "{close}");
    }
}

/// A resource that was asked for is found while the list is open: the console goes there.
#[test]
fn going_elsewhere_brings_it_back_too() {
    let mut play = play();
    play.press("G");
    play.model.wanted = crate::app::open::Locator::parse(&arn(1, "churn").raw());
    play.send(Msg::Tick(play.model.now));
    assert_eq!((play.cursor(), play.model.theme.raw()), ("churn", "graphite"));
    assert!(!play.model.overlays.iter().any(|overlay| matches!(overlay, Overlay::Themes(_))));
}

#[test]
fn a_broken_theme_is_not_drawn_and_says_why() {
    let mut play = play();
    play.press("k j j Enter");
    assert_eq!(
        (play.model.theme.raw(), said(&play)),
        ("graphite", "Not possible: mine.toml:2:1: unknown role `x`")
    );
    assert!(matches!(play.model.overlays.last(), Some(Overlay::Themes(_))));
}

#[test]
fn a_chord_that_goes_nowhere_says_so_and_one_that_is_given_up_does_not() {
    let mut play = Play::begin();
    play.press("g x");
    assert_eq!((said(&play), play.model.pending.len()), ("g x does nothing here", 0));
    play.press("g Esc");
    assert_eq!((said(&play), play.model.pending.len()), ("", 0));
    assert_eq!(play.names().len(), 5);
    play.press("x");
    assert_eq!(said(&play), "", "a single key that is bound to nothing is no news");
    play.model.setup.keymap = Keymap::preset("emacs").unwrap();
    play.press("C-x");
    assert!(play.model.hints.len() >= 10, "{:?}", play.model.hints);
    play.press("C-g");
    assert_eq!((said(&play), play.model.pending.len()), ("", 0));
    play.press("C-x z");
    assert_eq!(said(&play), "C-x z does nothing here");
    // In a field the keys of a chord that goes nowhere are text.
    play.press("A-x").type_text("gx");
    let Some(Overlay::Palette(palette)) = play.model.overlays.last() else { panic!("no palette") };
    assert_eq!(palette.input.text(), "gx");
}

/// The list of keymaps, with one that is broken.
fn keymaps() -> Play {
    let mut play = Play::begin();
    let choice = |name: &str, note: &str, keymap| KeymapChoice {
        name: Safe::new(name),
        note: Safe::new(note),
        keymap,
    };
    play.model.setup.keymaps = vec![
        choice("default", "", Keymap::preset("default")),
        choice("mine", "mine.toml:2:1: unknown context `x`", None),
        choice("plain", "", Keymap::preset("plain")),
    ];
    play.press(":").type_text("keymap");
    play.press("Enter");
    assert_eq!(play.model.context(), Context::Keymaps);
    play
}

#[test]
fn a_keymap_is_taken_by_enter_and_not_before() {
    let mut play = keymaps();
    play.press("j j Esc");
    assert_eq!(play.model.setup.keymap_name.raw(), "default");
    let mut play = keymaps();
    play.press("j j Enter");
    assert_eq!((play.model.setup.keymap_name.raw(), play.model.overlays.len()), ("plain", 0));
    assert_eq!(said(&play), "For this session; keymap = \"plain\" in config.toml keeps it");
    // The keys and the hints are those of the new one.
    play.press("F1");
    assert!(matches!(play.model.overlays.last(), Some(Overlay::Help(_))));
}

#[test]
fn a_broken_keymap_is_not_taken_and_says_why() {
    let mut play = keymaps();
    play.press("j Enter");
    assert_eq!(said(&play), "Not possible: mine.toml:2:1: unknown context `x`");
    assert_eq!(play.model.setup.keymap_name.raw(), "default");
}
