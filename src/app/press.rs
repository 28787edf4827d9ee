//! From keys to commands: chords are collected, text goes into fields, everything else is looked up in the keymap.

use super::command::Command;
use super::context::Context;
use super::detail::thousands;
use super::keymap::Lookup;
use super::model::Model;
use super::msg::Effect;
use super::overlay::{self, Overlay, confirm};
use super::run;
use crate::app::input::{LIMIT, LineInput};
use crate::app::key::{Code, Key, chord_text};
use crate::model::fetch::Severity;

/// Takes one key in.
pub(super) fn key(model: &mut Model, key: Key, out: &mut Vec<Effect>) {
    if model.is_blind() {
        return blind(model, key, out);
    }
    let context = model.context();
    model.pending.push(key);
    match model.setup.keymap.lookup(context, &model.pending) {
        Lookup::Run(command) => {
            model.pending.clear();
            // What agrees to a plan must have been meant.
            if matches!(command, Command::Yes | Command::Enter) && !confirm::counts(model, key) {
                return;
            }
            run::run(model, command, out);
        }
        Lookup::View(view) => {
            model.pending.clear();
            super::view::go(model, view, out);
        }
        Lookup::Pending => {}
        Lookup::Nothing => {
            // What works everywhere also breaks off a chord.
            if let Lookup::Run(command) = model.setup.keymap.lookup(Context::Everywhere, &[key]) {
                model.pending.clear();
                return run::run(model, command, out);
            }
            let chord = std::mem::take(&mut model.pending);
            let mut typed = false;
            for key in chord.iter().copied() {
                if let (Some(Overlay::Sort(menu)), Some(letter)) = (model.overlays.last_mut(), key.text()) {
                    menu.letter(letter);
                    typed = true;
                } else if confirm::is_too_early(model) {
                    return;
                } else if field(model).is_some_and(|input| input.key(key)) {
                    overlay::edited(model);
                    typed = true;
                }
            }
            if chord.len() > 1 && !typed && !is_back(model, context, key) {
                model.say(Severity::Info, format!("{} does nothing here", chord_text(&chord)));
            }
        }
    }
}

/// Takes a key in while only the notice stands that the terminal is too small: nothing is in sight that it could be
/// meant for, so that it may end the program and draw anew, no more.
fn blind(model: &mut Model, key: Key, out: &mut Vec<Effect>) {
    model.pending.clear();
    if let Lookup::Run(command @ (Command::Quit | Command::Redraw)) =
        model.setup.keymap.lookup(Context::Everywhere, &[key])
    {
        run::run(model, command, out);
    }
}

/// What closes boxes also breaks off a chord, without a word.
fn is_back(model: &Model, context: Context, key: Key) -> bool {
    key.code == Code::Esc || model.setup.keymap.lookup(context, &[key]) == Lookup::Run(Command::Back)
}

/// A paste goes into text fields and nowhere else: it could hold anything.
pub(super) fn paste(model: &mut Model, text: &str) {
    model.pending.clear();
    if model.is_blind() {
        return;
    }
    if let Some(Overlay::Confirm(_)) = model.overlays.last() {
        return confirm::pasted(model);
    }
    if let Some(input) = field(model) {
        if input.paste(text) {
            overlay::edited(model);
        } else {
            let (size, most) = (thousands(text.len()), thousands(LIMIT));
            let text = format!("Not pasted: {size} bytes are more than a line takes ({most})");
            model.say(Severity::Warning, text);
        }
    }
}

fn field(model: &mut Model) -> Option<&mut LineInput> {
    match model.overlays.last_mut()? {
        Overlay::Filter(filter) => Some(&mut filter.input),
        Overlay::Palette(palette) => Some(&mut palette.input),
        Overlay::Help(help) => Some(&mut help.input),
        Overlay::Search(search) => Some(&mut search.input),
        Overlay::Tags(field) => Some(&mut field.input),
        Overlay::Export(state) => Some(&mut state.path).filter(|_| !state.writing),
        Overlay::Confirm(state) if state.word().is_some() => Some(&mut state.input),
        _ => None,
    }
}
