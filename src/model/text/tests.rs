use proptest::prelude::*;

use super::*;

fn obeyed(c: char) -> bool {
    c.is_control() || !(is_plain(c) || is_space(c)) || is_variation(c)
}

#[test]
fn control_characters_become_pictures() {
    assert_eq!(Safe::new("good\rEVIL").shown(), "good␍EVIL");
    assert_eq!(Safe::new("prod\n-not").shown(), "prod␊-not");
    assert_eq!(Safe::new("\u{1b}[2J").shown(), "␛[2J");
    assert_eq!(Safe::new("a\tb").shown(), "a b");
}

#[test]
fn direction_and_invisible_characters_are_seen() {
    assert_eq!(Safe::new("prod-\u{202e}1-dorp").shown(), "prod-·1-dorp");
    assert_eq!(Safe::new("pro\u{200b}d").shown(), "pro·d");
    assert_eq!(Safe::new("a\u{a0}b").shown(), "a b");
}

#[test]
fn the_raw_text_is_kept_and_compared() {
    let odd = Safe::new("pro\u{200b}d");
    assert_eq!(odd.raw(), "pro\u{200b}d");
    assert!(odd.is_unusual());
    assert_ne!(odd, Safe::new("prod"));
    assert!(!Safe::new("churn-eda").is_unusual());
}

#[test]
fn identity_loses_nothing() {
    assert_eq!(Safe::new("nb\u{202e}x").identity(), "nb⟨U+202E⟩x");
    assert_eq!(Safe::new("a\nb").identity(), "a⟨U+000A⟩b");
}

#[test]
fn logs_lose_their_sequences_and_keep_their_lines() {
    assert_eq!(Safe::block("\u{1b}[31mred\u{1b}[0m\r\nnext").shown(), "red\nnext");
    assert_eq!(Safe::block("\u{1b}]0;title\u{7}text").shown(), "text");
    assert_eq!(Safe::block("\u{1b}]unfinished").shown(), "unfinished");
    assert_eq!(Safe::block("\u{9b}2Jx").shown(), "x");
    assert_eq!(Safe::block("\u{1b}(0lqqk\u{1b}(B").shown(), "lqqk");
}

#[test]
fn a_tower_of_marks_is_one_replacement() {
    let tower = format!("e{}", "\u{301}".repeat(5_000));
    assert_eq!(Safe::new(tower).shown(), "\u{fffd}");
}

#[test]
fn a_huge_text_is_cut_where_it_is_shown() {
    let shown = Safe::new("x".repeat(1_000_000));
    assert!(shown.shown().chars().count() <= SHOWN_LIMIT + 1);
    assert!(shown.shown().ends_with('…'));
    assert_eq!(shown.raw().len(), 1_000_000);
}

proptest! {
    #[test]
    fn nothing_that_a_terminal_obeys_is_shown(raw in any::<String>()) {
        prop_assert!(!Safe::new(&raw).shown().chars().any(obeyed));
        prop_assert!(!Safe::block(&raw).shown().chars().any(|c| c != '\n' && obeyed(c)));
        prop_assert!(!Safe::new(&raw).identity().chars().any(char::is_control));
    }
}
