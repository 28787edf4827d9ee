//! The help: what works here, with keys; it can be searched, and Enter runs the line.

use super::Overlay;
use crate::app::command::Command;
use crate::app::context::Context;
use crate::app::input::LineInput;
use crate::app::model::Model;
use crate::app::msg::Effect;
use crate::app::pick::Pick;
use crate::app::setup::Setup;
use crate::app::{run, view};
use crate::model::text::Safe;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpItem {
    pub does: Does,
    /// All chords that run it here.
    pub keys: Vec<String>,
}

/// What a line does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Does {
    Run(Command),
    /// The saved view of that number, its name and filter.
    View(usize, Safe),
}

impl HelpItem {
    /// What it does, in words.
    pub fn summary(&self) -> Safe {
        match &self.does {
            Does::Run(command) => Safe::new(command.summary()),
            Does::View(_, summary) => summary.clone(),
        }
    }
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
    let items = items(&model.setup, context, "");
    let pick = Pick::new(items.len(), 10);
    super::open(model, Overlay::Help(Help { context, input: LineInput::default(), items, pick }));
}

pub(super) fn edited(model: &mut Model) {
    let Some(Overlay::Help(help)) = model.overlays.last_mut() else { return };
    help.items = items(&model.setup, help.context, help.input.text());
    help.pick.fit(help.items.len(), help.pick.height);
    help.pick.go(0);
}

/// Closes the help and runs the line.
pub(super) fn accept(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::Help(help)) = model.overlays.last() else { return };
    let Some(does) = help.items.get(help.pick.at).map(|item| item.does.clone()) else { return };
    model.overlays.pop();
    match does {
        Does::Run(command) => run::run(model, command, out),
        Does::View(number, _) => view::go(model, number, out),
    }
}

/// What works in a context, by group; every word of the search must stand in the line.
fn items(setup: &Setup, context: Context, search: &str) -> Vec<HelpItem> {
    let keymap = &setup.keymap;
    let words: Vec<String> = search.split_whitespace().map(str::to_lowercase).collect();
    let mut commands: Vec<Command> =
        Command::ALL.iter().copied().filter(|command| command.works_in(context)).collect();
    commands.sort_by_key(|command| command.group());
    let commands = commands
        .into_iter()
        .map(|command| HelpItem { does: Does::Run(command), keys: keymap.keys_of(context, command) });
    // Views are reached from wherever a screen has the keys.
    let of_screens = context.chain().contains(&Context::Global);
    let views = setup.views.iter().enumerate().filter(|_| of_screens).map(|(number, view)| HelpItem {
        does: Does::View(number, Safe::new(format!("{} · {}", view.name.raw(), view.query))),
        keys: keymap.keys_of_view(number).into_iter().collect(),
    });
    let fits = |item: &HelpItem| {
        let name = match item.does {
            Does::Run(command) => command.name(),
            Does::View(..) => "view",
        };
        let text = format!("{name} {} {}", item.summary().raw(), item.keys.join(" ")).to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    commands.chain(views).filter(fits).collect()
}
