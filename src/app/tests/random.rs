//! Random keys on every screen: nothing panics, nothing but reads and terminal work is asked for, the cursor stays
//! in range and the marks on their resources.

use proptest::prelude::*;

use crate::app::tests_support::{Play, notebook};
use crate::app::{Code, Effect, Key, Msg, Size};
use crate::model::field::Field;

fn key() -> impl Strategy<Value = Key> {
    let code = prop_oneof![
        8 => proptest::sample::select("jkgGhlvmuwodqyetnfsrRPOUA:/?!*[]<>&2 xaE".chars().collect::<Vec<_>>()).prop_map(Code::Char),
        1 => any::<char>().prop_map(Code::Char),
        4 => proptest::sample::select(vec![Code::Enter, Code::Esc, Code::Tab, Code::Backspace, Code::Delete, Code::Home, Code::End, Code::PageUp, Code::PageDown, Code::Up, Code::Down, Code::Left, Code::Right, Code::F(1)]),
    ];
    (code, prop::bool::weighted(0.1), prop::bool::weighted(0.05)).prop_map(|(code, ctrl, shift)| {
        let key = Key { code, ctrl, alt: false, shift: false };
        if shift { key.shift() } else { key }
    })
}

#[derive(Clone, Debug)]
enum Event {
    Key(Key),
    Wait(i64),
    Size(u16, u16),
    Paste(String),
    /// A notebook appears, or goes.
    Add(u8),
    Drop(usize),
    Answer,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        30 => key().prop_map(Event::Key),
        2 => (0..200_i64).prop_map(Event::Wait),
        1 => (0..250_u16, 0..80_u16).prop_map(|(width, height)| Event::Size(width, height)),
        1 => "\\PC{0,20}".prop_map(Event::Paste),
        1 => any::<u8>().prop_map(Event::Add),
        1 => (0..10_usize).prop_map(Event::Drop),
        3 => Just(Event::Answer),
    ]
}

fn check(play: &Play) {
    for effect in &play.done {
        let harmless = matches!(
            effect,
            Effect::Copy(_)
                | Effect::Export(_)
                | Effect::Pager(_)
                | Effect::Suspend
                | Effect::Quit(_)
                | Effect::Redraw
        );
        assert!(harmless, "{effect:?}");
    }
    assert_eq!(play.model.columns()[0].field, Field::Name);
    let table = &play.model.desk.table;
    let shown = table.shown().count();
    assert!(table.at() < shown.max(1));
    assert_eq!(table.current().is_some(), shown > 0);
    if shown > 0 {
        assert!(table.window().any(|(at, row)| at == table.at() && Some(row) == table.current()));
    }
    assert!(table.marks.iter().all(|arn| table.get(arn).is_some()));
    for pick in [play.model.api.pick, play.model.logs.pick, play.model.accounts.tree.pick] {
        assert!(pick.at < pick.len.max(1));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn nothing_panics_and_nothing_is_lost(events in prop::collection::vec(event(), 1..120)) {
        let mut play = Play::waiting();
        for event in events {
            match event {
                Event::Key(key) => play.send(Msg::Key(key)),
                Event::Wait(seconds) => play.wait(seconds),
                Event::Size(width, height) => play.send(Msg::Resized(Size { width, height })),
                Event::Paste(text) => play.send(Msg::Paste(text)),
                Event::Add(number) => play.notebooks.push(notebook(1 + u64::from(number % 3), &format!("n{number}"))),
                Event::Drop(at) if at < play.notebooks.len() => drop(play.notebooks.remove(at)),
                Event::Drop(_) => {}
                Event::Answer => play.answer(),
            }
            play.model.take_dirty();
            check(&play);
        }
    }

    #[test]
    fn marks_stay_on_the_same_resources(marked in prop::collection::hash_set(0..30_u8, 0..10), added in prop::collection::vec(any::<u8>(), 0..20), seconds in 60..300_i64) {
        let mut play = Play::waiting();
        play.notebooks = (0..30_u8).map(|number| notebook(1 + u64::from(number % 3), &format!("m{number:03}"))).collect();
        play.answer();
        let wanted: std::collections::HashSet<_> = marked.iter().map(|number| notebook(1 + u64::from(number % 3), &format!("m{number:03}")).arn).collect();
        for number in 0..30_u8 {
            play.press(if marked.contains(&number) { "Space" } else { "j" });
        }
        prop_assert_eq!(&play.model.desk.table.marks, &wanted);
        play.notebooks.extend(added.iter().map(|number| notebook(1, &format!("a{number}"))));
        play.wait(seconds);
        prop_assert_eq!(&play.model.desk.table.marks, &wanted);
    }
}
