//! From keys to commands: chords are collected, text goes into fields, everything else is looked up in the keymap.

use super::context::Context;
use super::keymap::Lookup;
use super::model::Model;
use super::msg::Effect;
use super::overlay::{self, Overlay};
use super::run;
use crate::app::input::LineInput;
use crate::app::key::Key;

/// Takes one key in.
pub(super) fn key(model: &mut Model, key: Key, out: &mut Vec<Effect>) {
    let context = model.context();
    model.pending.push(key);
    match model.setup.keymap.lookup(context, &model.pending) {
        Lookup::Run(command) => {
            model.pending.clear();
            run::run(model, command, out);
        }
        Lookup::Pending => {}
        Lookup::Nothing => {
            // What works everywhere also breaks off a chord.
            if let Lookup::Run(command) = model.setup.keymap.lookup(Context::Everywhere, &[key]) {
                model.pending.clear();
                return run::run(model, command, out);
            }
            for key in std::mem::take(&mut model.pending) {
                if field(model).is_some_and(|input| input.key(key)) {
                    overlay::edited(model);
                }
            }
        }
    }
}

/// A paste goes into text fields and nowhere else: it could hold anything.
pub(super) fn paste(model: &mut Model, text: &str) {
    model.pending.clear();
    if let Some(input) = field(model) {
        input.paste(text);
        overlay::edited(model);
    }
}

fn field(model: &mut Model) -> Option<&mut LineInput> {
    match model.overlays.last_mut()? {
        Overlay::Filter(filter) => Some(&mut filter.input),
        Overlay::Palette(palette) => Some(&mut palette.input),
        Overlay::Help(help) => Some(&mut help.input),
        Overlay::Search(search) => Some(&mut search.input),
        _ => None,
    }
}
