//! The help: what works here, with keys; it can be searched, and Enter runs the line.

use super::Overlay;
use crate::app::command::Command;
use crate::app::context::Context;
use crate::app::input::LineInput;
use crate::app::keymap::Keymap;
use crate::app::model::Model;
use crate::app::msg::Effect;
use crate::app::pick::Pick;
use crate::app::run;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpItem {
    pub command: Command,
    /// All chords that run it here.
    pub keys: Vec<String>,
}

/// State of the box.
#[derive(Clone, Debug, PartialEq)]
pub struct Help {
    /// Where one was when it was opened.
    pub context: Context,
    pub input: LineInput,
    /// By group; those that match what was typed.
    pub items: Vec<HelpItem>,
    pub pick: Pick,
}

/// Opens the help about where one is.
pub(in crate::app) fn open(model: &mut Model) {
    let context = model.context();
    let items = items(&model.setup.keymap, context, "");
    let pick = Pick::new(items.len(), 10);
    super::open(model, Overlay::Help(Help { context, input: LineInput::default(), items, pick }));
}

pub(super) fn edited(model: &mut Model) {
    let Some(Overlay::Help(help)) = model.overlays.last_mut() else { return };
    help.items = items(&model.setup.keymap, help.context, help.input.text());
    help.pick.fit(help.items.len(), help.pick.height);
    help.pick.go(0);
}

/// Closes the help and runs the line.
pub(super) fn accept(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::Help(help)) = model.overlays.last() else { return };
    let Some(command) = help.items.get(help.pick.at).map(|item| item.command) else { return };
    model.overlays.pop();
    run::run(model, command, out);
}

/// What works in a context, by group; every word of the search must stand in the line.
fn items(keymap: &Keymap, context: Context, search: &str) -> Vec<HelpItem> {
    let words: Vec<String> = search.split_whitespace().map(str::to_lowercase).collect();
    let mut items: Vec<HelpItem> = Command::ALL
        .iter()
        .filter(|command| command.works_in(context))
        .map(|command| HelpItem { command: *command, keys: keymap.keys_of(context, *command) })
        .filter(|item| {
            let text = format!("{} {} {}", item.command.name(), item.command.summary(), item.keys.join(" "))
                .to_lowercase();
            words.iter().all(|word| text.contains(word))
        })
        .collect();
    items.sort_by_key(|item| item.command.group());
    items
}
