//! What the line of hints offers, and how a chord that was begun can go on.

use super::command::Command;
use super::context::Context;
use super::fleet::FleetState;
use super::model::Model;
use super::overlay::Overlay;
use super::setup::Mode;
use crate::catalog;
use crate::model::action::Verb;
use crate::model::text::Safe;

/// A key and what it does here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// As in a keymap file.
    pub keys: String,
    /// One word, or for a pending chord a sentence.
    pub label: Safe,
}

impl Model {
    /// Makes the hints for where one is and what was pressed, if that changed.
    pub(super) fn refresh_hints(&mut self) {
        let (context, pending) = (self.context(), &self.pending);
        // Without an account there is no row to do anything with.
        let nothing = matches!(self.fleet.state, FleetState::Failed(_)) && self.fleet.accounts.is_empty();
        let asking = matches!(self.overlays.last(), Some(Overlay::Copy(menu)) if menu.asking);
        let cannot_act = self.setup.offline || matches!(self.setup.mode, Mode::ReadOnly(_));
        // What the row knows to be done to it; where there is no row, what the table is about.
        let kind = self.desk.table.current().map(|row| row.resource.kind);
        let kind = kind.or_else(|| self.desk.table.area.spec().lead.first().copied());
        let takes = |verb| kind.is_some_and(|kind| catalog::action(kind, verb).is_some());
        let (stops, starts) = (takes(Verb::Stop), takes(Verb::Start));
        let state = [self.logs.follow, nothing, asking, cannot_act, stops, starts];
        if self
            .hinted
            .as_ref()
            .is_some_and(|(of, keys, was)| *of == context && keys == pending && *was == state)
        {
            return;
        }
        let keymap = &self.setup.keymap;
        self.hints = if pending.is_empty() {
            let first = |command: Command| keymap.keys_of(context, command).into_iter().next();
            let hint = |(command, label): (Command, &'static str)| {
                first(command).map(|keys| Hint { keys, label: Safe::new(label) })
            };
            let answers = |command: Command| matches!(command, Command::Yes | Command::No);
            let worth = Command::ALL.iter().filter(|command| {
                let asked = context != Context::Copy || asking || !answers(**command);
                let may = **command != Command::SafeAction || (!cannot_act && (stops || starts));
                !command.hint().is_empty() && command.works_in(context) && asked && may
            });
            let usual = worth.map(|command| match command {
                Command::LogFollow if self.logs.follow => (*command, "stop following"),
                Command::SafeAction if !starts => (*command, "stop"),
                _ => (*command, command.hint()),
            });
            let help =
                |(command, _): &(Command, &'static str)| matches!(command, Command::Palette | Command::Help);
            let usual: Vec<_> = usual.collect();
            // What is always there stands last.
            let (last, front): (Vec<_>, Vec<_>) = usual.into_iter().partition(help);
            let front = if nothing && context == Context::Table {
                vec![(Command::Refresh, "try again")]
            } else {
                front
            };
            in_boxes(context).into_iter().chain(front).chain(last).filter_map(hint).collect()
        } else {
            let ways = keymap.continuations(context, pending);
            let commands =
                ways.into_iter().map(|way| Hint { keys: way.keys, label: Safe::new(way.command.summary()) });
            // Views are reached from wherever a screen has the keys.
            let views = if context.chain().contains(&Context::Global) {
                keymap.views_behind(pending)
            } else {
                Vec::new()
            };
            let name = |view: usize| self.setup.views.get(view).map_or("", |view| view.name.raw());
            let views = views
                .into_iter()
                .map(|(keys, view)| Hint { keys, label: Safe::new(format!("View {}", name(view))) });
            commands.chain(views).collect()
        };
        self.hinted = Some((context, self.pending.clone(), state));
    }
}

/// What Enter and Esc do in a box.
fn in_boxes(context: Context) -> Vec<(Command, &'static str)> {
    let enter = match context {
        Context::Filter | Context::Themes | Context::Keymaps => "keep",
        Context::Palette | Context::Help => "run",
        Context::Copy => "copy",
        Context::Actions => "do",
        Context::Acts | Context::Links => "go there",
        Context::Tags => "plan",
        Context::ConfirmTyped => "agree",
        Context::Audit => return vec![(Command::Enter, "go there")],
        Context::Sort => "sort",
        Context::Export => "write",
        Context::Search => "find",
        Context::Problems => "ask again",
        Context::Strip => "list the problems",
        Context::Scopes | Context::Columns => return vec![(Command::Back, "close")],
        _ => return Vec::new(),
    };
    let esc = match context {
        Context::Filter | Context::Search => "drop",
        Context::Themes => "as it was",
        _ => "close",
    };
    vec![(Command::Enter, enter), (Command::Back, esc)]
}
