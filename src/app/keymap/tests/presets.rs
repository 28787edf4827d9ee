//! What every embedded keymap must be: whole, without conflict, and harmless to the habits that it is made for.

use super::*;
use crate::app::command::Group;

fn all() -> impl Iterator<Item = (&'static str, Keymap)> {
    EMBEDDED.iter().map(|(name, text)| {
        let base = (*name != "default").then(Keymap::embedded);
        let keymap = parse(&Source::new(*name, text), base.as_ref()).unwrap_or_else(|faults| {
            panic!("{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
        });
        (*name, keymap)
    })
}

/// Contexts in which a key can be pressed; the others only stand behind them.
fn pressed_in() -> impl Iterator<Item = Context> {
    let behind = [Context::Everywhere, Context::Global, Context::List, Context::Overlay, Context::Input];
    Context::ALL.into_iter().filter(move |context| !behind.contains(context))
}

/// Whether the palette lists the command where one is, and is itself reached by a key there.
fn is_in_palette(keymap: &Keymap, context: Context, command: Command) -> bool {
    let named = command.group() != Group::Move && !matches!(command, Command::Palette | Command::Enter);
    named && !keymap.keys_of(context, Command::Palette).is_empty()
}

/// Only some boxes ask for yes or no, and only some fields complete.
fn is_asked(context: Context, command: Command) -> bool {
    match command {
        Command::Yes | Command::No => {
            matches!(context, Context::Copy | Context::ConfirmQuit | Context::Confirm)
        }
        _ => true,
    }
}

#[test]
fn every_command_is_reached_wherever_it_works() {
    for (name, keymap) in all() {
        for context in pressed_in() {
            for command in Command::ALL.iter().filter(|command| command.works_in(context)) {
                let reached = !keymap.keys_of(context, *command).is_empty()
                    || is_in_palette(&keymap, context, *command)
                    || !is_asked(context, *command);
                assert!(reached, "{name}: {command} in {context}");
            }
        }
    }
}

#[test]
fn every_binding_runs_somewhere() {
    for (name, keymap) in all() {
        for (of, chord, command) in keymap.bindings() {
            let text = chord_text(chord);
            let runs = pressed_in()
                .filter(|context| context.chain().contains(&of))
                .any(|context| keymap.keys_of(context, command).contains(&text));
            assert!(runs, "{name}: `{text}` of {of} is hidden everywhere");
        }
    }
}

/// A chord whose beginning is a key of a nearer context could not be ended there.
#[test]
fn no_key_hides_a_chord_that_begins_with_it() {
    for (name, keymap) in all() {
        for context in pressed_in() {
            for (of, chord, command) in keymap.bindings().filter(|(_, chord, _)| chord.len() > 1) {
                if !context.chain().contains(&of) || !command.works_in(context) {
                    continue;
                }
                for len in 1..chord.len() {
                    let found = keymap.lookup(context, &chord[..len]);
                    let text = chord_text(chord);
                    assert_eq!(found, Lookup::Pending, "{name}: `{text}` of {of} in {context}");
                }
            }
        }
    }
}

#[test]
fn no_key_is_required_that_a_multiplexer_or_flow_control_takes() {
    let taken = ["C-a", "C-b", "C-s", "C-q", "C-\\"].map(|key| key.parse::<Key>().unwrap());
    for (name, keymap) in all() {
        for (context, chord, _) in keymap.bindings() {
            assert!(
                !chord.iter().any(|key| taken.contains(key)),
                "{name}: {} in {context}",
                chord_text(chord)
            );
        }
    }
}

/// The keys with which fingers of a program move or merely look; none of them may begin an action here. (An action
/// asks before it does anything, with whatever key; this is about not being asked by a slip. `y` answers a question that
/// stands there, in all of them.)
const HABITS: [(&str, &str); 5] = [
    ("default", "h j k l g G Up Down Left Right PgUp PgDn Home End C-d C-u C-f Enter Tab Space Esc q"),
    (
        "vim",
        "h j k l w b e W B E 0 ^ $ g G { } ( ) H M L n N * # % f t ; , + - C-d C-u C-f C-e C-y C-o Enter Space \
         Backspace Up Down Left Right PgUp PgDn Home End Esc v V z Z K",
    ),
    (
        "emacs",
        "n p C-n C-p C-f C-v A-v A-f A-b A-< A-> A-{ A-} C-l C-g g q m u t s C-Space A-w A-x Enter Space Up Down \
         Left Right PgUp PgDn Home End Esc C-k C-w C-d d k",
    ),
    (
        "k9s",
        "j k h l g G Up Down Left Right PgUp PgDn C-f C-d C-k C-u C-r C-w d e c l Enter Space C-Space Esc q - [ ] \
         0 1 3 4 5 6 7 8 9 N S O T Z m f p t w",
    ),
    (
        "plain",
        "Up Down Left Right PgUp PgDn Home End C-Up C-Down C-Left C-Right Tab S-Tab Enter Space Insert Esc Backspace \
         F1 F2 F3 F4 F5 F6 F7 F9 F10 F11 F12",
    ),
];

#[test]
fn no_action_lies_where_a_habit_moves() {
    for (name, keymap) in all() {
        let (_, habits) = HABITS.iter().find(|(of, _)| *of == name).unwrap();
        for context in pressed_in() {
            for key in habits.split_whitespace() {
                let key: Key = key.parse().unwrap();
                let found = keymap.lookup(context, &[key]);
                let acts = matches!(found, Lookup::Run(command) if command.group() == Group::Act);
                assert!(!acts, "{name}: {key} runs {found:?} in {context}");
                assert_ne!(found, Lookup::Run(Command::Yes), "{name}: {key} in {context}");
            }
        }
    }
}

/// Enter and Esc mean the same in all of them: sentences on the screen speak of these two by name.
#[test]
fn enter_accepts_and_escape_goes_back_in_all_of_them() {
    let (enter, escape) = (Key::new(crate::app::Code::Enter), Key::new(crate::app::Code::Esc));
    for (name, keymap) in all() {
        for context in pressed_in() {
            assert_eq!(keymap.lookup(context, &[enter]), Lookup::Run(Command::Enter), "{name}: {context}");
            assert_eq!(keymap.lookup(context, &[escape]), Lookup::Run(Command::Back), "{name}: {context}");
        }
    }
}

#[test]
fn plain_takes_no_letters() {
    let keymap = Keymap::preset("plain").unwrap();
    for (context, chord, command) in keymap.bindings() {
        let letter = chord.iter().any(|key| key.text().is_some_and(char::is_alphabetic));
        let answers = matches!(command, Command::Yes | Command::No);
        assert!(!letter || answers, "{} in {context}", chord_text(chord));
    }
}

#[test]
fn there_is_no_other_preset() {
    assert_eq!(Keymap::preset("default"), Some(Keymap::embedded()));
    assert_eq!(Keymap::preset("nano"), None);
}
