//! The palette: every command, screen, account and notebook, best hit first; a pasted ARN or console address leads
//! there.

use super::Overlay;
use crate::app::command::{Command, Group};
use crate::app::context::Context;
use crate::app::input::LineInput;
use crate::app::model::Model;
use crate::app::msg::Effect;
use crate::app::nav::Place;
use crate::app::open::Locator;
use crate::app::pick::Pick;
use crate::app::screen::ScreenId;
use crate::app::tree::NodeKey;
use crate::app::view::View;
use crate::app::{kept, run, update, view};
use crate::model::fetch::Severity;
use crate::model::row::Row;
use crate::model::scope::AccountId;
use crate::model::text::Safe;
use crate::query::{Fuzzy, Query};
use crate::source::Source;

/// What a line does.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    Run(Command),
    Go(ScreenId),
    /// Narrow the notebooks to an account.
    Account(AccountId),
    /// Go to a resource by ARN or console address.
    Open(String),
    /// Filter the notebooks.
    Filter(String),
    /// Go to the saved view of that number.
    View(usize),
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct PaletteItem {
    pub label: Safe,
    /// What it does, or what it is.
    pub note: Safe,
    /// The key that does the same.
    pub keys: Option<String>,
    pub choice: Choice,
}

/// State of the box.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Palette {
    pub input: LineInput,
    /// The best first.
    pub items: Vec<PaletteItem>,
    pub pick: Pick,
}

/// Lines that are shown at most; whoever wants more types more.
const MOST: usize = 200;
/// Lines that stand on top since they were run last.
const RECENT: usize = 5;
/// Characters of the text that are matched.
const SCORED: usize = 200;

pub(in crate::app) fn open(model: &mut Model) {
    if model.overlays.iter().any(|overlay| matches!(overlay, Overlay::Palette(_))) {
        return;
    }
    let items = items(model, model.context(), "");
    let pick = Pick::new(items.len(), 10);
    super::open(model, Overlay::Palette(Palette { input: LineInput::default(), items, pick }));
}

pub(super) fn edited(model: &mut Model) {
    let under = model.context_under();
    let Some(Overlay::Palette(palette)) = model.overlays.last() else { return };
    let text = palette.input.text().to_owned();
    let items = items(model, under, &text);
    if let Some(Overlay::Palette(palette)) = model.overlays.last_mut() {
        palette.items = items;
        palette.pick.fit(palette.items.len(), palette.pick.height);
        palette.pick.go(0);
    }
}

/// Takes the name of the line into the field.
pub(super) fn complete(model: &mut Model) {
    let Some(Overlay::Palette(palette)) = model.overlays.last_mut() else { return };
    if let Some(item) = palette.items.get(palette.pick.at) {
        palette.input.set(item.label.shown());
        edited(model);
    }
}

pub(super) fn accept(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::Palette(palette)) = model.overlays.last() else { return };
    let Some(item) = palette.items.get(palette.pick.at).cloned() else {
        return model.say(Severity::Info, "Nothing fits; Esc closes");
    };
    let choice = item.choice;
    // Names of accounts and resources are AWS's and are not kept.
    if matches!(choice, Choice::Run(_) | Choice::Go(_) | Choice::View(_)) {
        kept::ran(model, item.label.raw());
    }
    model.overlays.pop();
    match choice {
        Choice::Run(command) => run::run(model, command, out),
        Choice::Go(screen) => go(model, screen, out),
        Choice::Account(id) => run::narrow(model, NodeKey::Account(id), out),
        Choice::Open(text) => update::open(model, &text, out),
        Choice::Filter(text) => {
            run::go_to(model, Place::Table(model.desk.table.area), out);
            // It parsed when it was offered.
            drop(model.desk.table.set_filter(&text));
            kept::filtered(model);
        }
        Choice::View(number) => view::go(model, number, out),
    }
}

/// Goes to a screen.
pub(in crate::app) fn go(model: &mut Model, screen: ScreenId, out: &mut Vec<Effect>) {
    let place = match screen {
        ScreenId::Table(area) => Place::Table(area),
        ScreenId::Accounts => Place::Accounts,
        ScreenId::Api => Place::Api,
        ScreenId::Audit => Place::Audit,
        // The logs that were open; else those of the row under the cursor.
        ScreenId::Logs => match model.logs.target.clone() {
            Some(target) => Place::Logs(Box::new(target)),
            None => return run::run(model, Command::OpenLogs, out),
        },
    };
    run::go_to(model, place, out);
}

/// All lines that fit, the best first.
fn items(model: &Model, context: Context, text: &str) -> Vec<PaletteItem> {
    let text = text.trim();
    if Locator::parse(text).is_some() {
        return vec![PaletteItem {
            label: Safe::new(text),
            note: Safe::new("Go to this resource"),
            keys: None,
            choice: Choice::Open(text.to_owned()),
        }];
    }
    if text.is_empty() {
        return recent_first(model, context);
    }
    // What fingers type that know vim.
    if ["q", "q!", "qa", "qa!", "wq", "wq!", "x"].contains(&text) {
        let quit = commands(model, context).into_iter();
        return quit.filter(|item| item.choice == Choice::Run(Command::Quit)).collect();
    }
    let mut all = screens(model, context);
    all.extend(views(model));
    all.extend(commands(model, context));
    all.extend(accounts(model));
    all.extend(resources(model, text));
    // The scores of the matcher are small numbers: a pasted text of thousands of letters would be too much for them.
    let (start, _) = text.split_at(text.char_indices().nth(SCORED).map_or(text.len(), |(at, _)| at));
    let mut fuzzy = Fuzzy::new(start);
    let mut scored: Vec<(u32, PaletteItem)> = all
        .into_iter()
        .filter_map(|item| {
            let label = fuzzy.score(item.label.raw()).map(|score| score.saturating_mul(2));
            // Letters scattered over a sentence fit nearly anything: there the text must stand as it is.
            let in_note = item.note.raw().to_lowercase().contains(&text.to_lowercase());
            let score = label.or_else(|| in_note.then_some(1))?;
            let exact = u32::from(item.label.raw().eq_ignore_ascii_case(text)) * 1_000_000;
            Some((score + exact, item))
        })
        .collect();
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let mut items: Vec<PaletteItem> = scored.into_iter().map(|(_, item)| item).take(MOST).collect();
    items.extend(filter(model, text));
    items
}

/// Everything that has a name, what was run last on top.
fn recent_first(model: &Model, context: Context) -> Vec<PaletteItem> {
    let all = screens(model, context).into_iter().chain(views(model)).chain(commands(model, context));
    let mut all: Vec<PaletteItem> = all.chain(accounts(model)).collect();
    let commands = &model.keeping.kept.commands;
    let age = |item: &PaletteItem| {
        let is_kept = matches!(item.choice, Choice::Run(_) | Choice::Go(_) | Choice::View(_));
        is_kept.then(|| commands.age(item.label.raw())).flatten().filter(|age| *age < RECENT)
    };
    all.sort_by_key(|item| age(item).unwrap_or(usize::MAX));
    all.truncate(MOST);
    all
}

fn screens(model: &Model, context: Context) -> Vec<PaletteItem> {
    let item = |screen: ScreenId| PaletteItem {
        label: Safe::new(screen.name()),
        note: Safe::new(screen.command().summary()),
        keys: model.setup.keymap.keys_of(context, screen.command()).into_iter().next(),
        choice: Choice::Go(screen),
    };
    ScreenId::all().map(item).collect()
}

/// Saved views.
fn views(model: &Model) -> Vec<PaletteItem> {
    let item = |(number, view): (usize, &View)| PaletteItem {
        label: Safe::new(format!("view {}", view.name.raw())),
        note: Safe::new(view.query.as_str()),
        keys: model.setup.keymap.keys_of_view(number),
        choice: Choice::View(number),
    };
    model.setup.views.iter().enumerate().map(item).collect()
}

/// What works here and is not a mere movement; screens have lines of their own.
fn commands(model: &Model, context: Context) -> Vec<PaletteItem> {
    let screens: Vec<Command> = ScreenId::all().map(ScreenId::command).collect();
    let worth = |command: &&Command| {
        command.works_in(context)
            && command.group() != Group::Move
            && !screens.contains(command)
            && !matches!(command, Command::Palette | Command::Enter)
    };
    let item = |command: &Command| PaletteItem {
        label: Safe::new(command.name()),
        note: Safe::new(command.summary()),
        keys: model.setup.keymap.keys_of(context, *command).into_iter().next(),
        choice: Choice::Run(*command),
    };
    Command::ALL.iter().filter(worth).map(item).collect()
}

fn accounts(model: &Model) -> Vec<PaletteItem> {
    let item = |account: &std::sync::Arc<crate::model::account::Account>| PaletteItem {
        label: account.name.clone(),
        note: Safe::new(format!("account {}", account.id)),
        keys: None,
        choice: Choice::Account(account.id),
    };
    model.fleet.accounts.iter().map(item).collect()
}

/// Resources by name, from the second letter on: a single one fits nearly the whole fleet.
fn resources<'a>(model: &'a Model, text: &str) -> impl Iterator<Item = PaletteItem> + 'a {
    let needle = (text.chars().count() > 1).then(|| text.to_lowercase());
    let fits = move |row: &&Row| {
        needle.as_ref().is_some_and(|needle| row.resource.name.raw().to_lowercase().contains(needle))
    };
    let item = |row: &Row| PaletteItem {
        label: row.resource.name.clone(),
        note: Safe::new(format!(
            "{} · {} {}",
            row.resource.kind,
            row.account.name.raw(),
            row.resource.scope.region
        )),
        keys: None,
        choice: Choice::Open(row.resource.arn.raw()),
    };
    model.desks().flat_map(|desk| desk.table.rows()).filter(fits).take(MOST).map(item)
}

/// What is written in the filter language can be asked from here too.
fn filter(model: &Model, text: &str) -> Option<PaletteItem> {
    let is_term = text.contains([':', '<', '>']);
    let query = Query::parse(&Source::new("filter", text)).ok().filter(|_| is_term)?;
    Some(PaletteItem {
        label: Safe::new(query.text()),
        note: Safe::new(format!("Filter the {}", model.desk.table.area.spec().name)),
        keys: None,
        choice: Choice::Filter(query.text().to_owned()),
    })
}
