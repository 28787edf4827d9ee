//! What lies over a screen: text fields, menus, boxes. The topmost takes the keys.

pub mod actions;
pub mod acts;
pub mod columns;
pub mod confirm;
pub mod copy;
pub mod export;
pub mod filter;
pub mod help;
pub mod keymaps;
pub mod links;
pub mod palette;
pub mod scopes;
pub mod search;
pub mod sort;
pub mod tags;
pub mod themes;

use super::context::Context;
use super::loading;
use super::model::Model;
use super::msg::Effect;
use super::pick::Pick;
use crate::model::fetch::Severity;

/// An overlay and its state.
#[derive(Clone, Debug, PartialEq)]
pub enum Overlay {
    /// `/`: drawn in the line of hints; the table below changes while one types.
    Filter(filter::FilterInput),
    /// `:`
    Palette(palette::Palette),
    /// `?`
    Help(help::Help),
    /// `y`
    Copy(copy::CopyMenu),
    /// `R` and `P`
    Scopes(scopes::Scopes),
    /// `o`
    Sort(sort::SortMenu),
    /// `c`
    Columns(columns::ColumnChooser),
    /// `E`
    Export(export::ExportBox),
    /// Search or filter within a log; drawn in the line of hints.
    Search(search::SearchInput),
    /// The list behind the status strip; its lines stand in `Model::problems`.
    Problems(Pick),
    /// The details where there is no room for a pane; their state stands in `Model::detail`.
    Detail,
    /// `a`
    Actions(actions::ActionMenu),
    /// `gd`
    Links(links::LinkMenu),
    /// Tags to add.
    Tags(tags::TagsInput),
    /// The question before something is done.
    Confirm(Box<confirm::ConfirmBox>),
    /// What was done in this session; its lines stand in `Model::acts`.
    Acts(Pick),
    /// The themes; the one under the cursor is drawn in.
    Themes(themes::ThemeMenu),
    /// The keymaps.
    Keymaps(Pick),
    ConfirmQuit,
}

impl Overlay {
    pub const fn context(&self) -> Context {
        match self {
            Self::Filter(_) => Context::Filter,
            Self::Palette(_) => Context::Palette,
            Self::Help(_) => Context::Help,
            Self::Copy(_) => Context::Copy,
            Self::Scopes(_) => Context::Scopes,
            Self::Sort(_) => Context::Sort,
            Self::Columns(_) => Context::Columns,
            Self::Export(_) => Context::Export,
            Self::Search(_) => Context::Search,
            Self::Problems(_) => Context::Problems,
            Self::Detail => Context::Detail,
            Self::Actions(_) => Context::Actions,
            Self::Links(_) => Context::Links,
            Self::Tags(_) => Context::Tags,
            Self::Confirm(state) if state.word().is_some() => Context::ConfirmTyped,
            Self::Confirm(_) => Context::Confirm,
            Self::Acts(_) => Context::Acts,
            Self::Themes(_) => Context::Themes,
            Self::Keymaps(_) => Context::Keymaps,
            Self::ConfirmQuit => Context::ConfirmQuit,
        }
    }

    /// The list of the overlay, where it has one.
    pub(super) const fn pick_mut(&mut self) -> Option<&mut Pick> {
        match self {
            Self::Palette(palette) => Some(&mut palette.pick),
            Self::Help(help) => Some(&mut help.pick),
            Self::Copy(menu) => Some(&mut menu.pick),
            Self::Scopes(scopes) => Some(&mut scopes.pick),
            Self::Sort(menu) => Some(&mut menu.pick),
            Self::Columns(chooser) => Some(&mut chooser.pick),
            Self::Problems(pick) | Self::Acts(pick) | Self::Keymaps(pick) => Some(pick),
            Self::Actions(menu) => Some(&mut menu.pick),
            Self::Links(menu) => Some(&mut menu.pick),
            Self::Themes(menu) => Some(&mut menu.pick),
            Self::Confirm(state) => Some(&mut state.pick),
            Self::Filter(_)
            | Self::Search(_)
            | Self::Tags(_)
            | Self::Export(_)
            | Self::Detail
            | Self::ConfirmQuit => None,
        }
    }
}

/// Lays an overlay over the screen.
pub(super) fn open(model: &mut Model, overlay: Overlay) {
    model.pending.clear();
    model.overlays.push(overlay);
}

/// Closes the topmost overlay, which takes back what it did. False when there is none.
pub(super) fn close(model: &mut Model) -> bool {
    if let Some(Overlay::Copy(menu)) = model.overlays.last_mut()
        && std::mem::take(&mut menu.asking)
        && menu.items.len() > 1
    {
        return true;
    }
    match model.overlays.pop() {
        None => return false,
        Some(Overlay::Filter(_)) => model.desk.table.clear_filter(),
        Some(Overlay::Search(search)) => search::drop_text(model, search.kind),
        Some(Overlay::Themes(menu)) => model.theme = menu.before,
        Some(_) => {}
    }
    true
}

/// Closes everything that lies over the screen. Fields keep what they did there; a theme that was only looked at goes.
pub(super) fn close_all(model: &mut Model) {
    for overlay in std::mem::take(&mut model.overlays) {
        if let Overlay::Themes(menu) = overlay {
            model.theme = menu.before;
        }
    }
}

/// Enter in the topmost overlay.
pub(super) fn accept(model: &mut Model, out: &mut Vec<Effect>) {
    match model.overlays.last_mut() {
        // With a mistake in it the field stays, so that it can be mended.
        Some(Overlay::Filter(filter)) if filter.mistake.is_some() => filter.refused = true,
        Some(Overlay::Palette(_)) => palette::accept(model, out),
        Some(Overlay::Help(_)) => help::accept(model, out),
        Some(Overlay::Copy(_)) => copy::accept(model, out),
        Some(Overlay::Filter(_)) => filter::accept(model),
        Some(Overlay::Scopes(_) | Overlay::Columns(_)) => drop(model.overlays.pop()),
        Some(Overlay::Export(_)) => export::accept(model, out),
        Some(Overlay::Sort(_)) => sort::accept(model),
        Some(Overlay::Search(_)) => search::accept(model),
        Some(Overlay::Problems(_)) => ask_again(model, out),
        Some(Overlay::ConfirmQuit) => agree(model, true, out),
        Some(Overlay::Actions(_)) => actions::accept(model),
        Some(Overlay::Links(_)) => links::accept(model, out),
        Some(Overlay::Tags(_)) => tags::accept(model),
        Some(Overlay::Acts(_)) => acts::accept(model, out),
        Some(Overlay::Themes(_)) => themes::accept(model),
        Some(Overlay::Keymaps(_)) => keymaps::accept(model),
        // Only a word that was typed is submitted by Enter.
        Some(Overlay::Confirm(state)) if state.word().is_some() => confirm::agree(model, out),
        Some(Overlay::Confirm(_) | Overlay::Detail) | None => {}
    }
}

/// The answer to a question.
pub(super) fn agree(model: &mut Model, yes: bool, out: &mut Vec<Effect>) {
    match model.overlays.last() {
        Some(Overlay::ConfirmQuit) if yes => out.push(Effect::Quit(0)),
        Some(Overlay::Confirm(_)) if yes => confirm::agree(model, out),
        Some(Overlay::ConfirmQuit | Overlay::Confirm(_)) => drop(model.overlays.pop()),
        Some(Overlay::Copy(menu)) if menu.asking && yes => copy::accept(model, out),
        Some(Overlay::Copy(menu)) if menu.asking => drop(close(model)),
        // The key that opened it, once more: the first entry is the name.
        Some(Overlay::Copy(_)) if yes => copy::first(model, out),
        _ => {}
    }
}

/// The text in the topmost field changed.
pub(super) fn edited(model: &mut Model) {
    match model.overlays.last() {
        Some(Overlay::Filter(_)) => filter::edited(model),
        Some(Overlay::Palette(_)) => palette::edited(model),
        Some(Overlay::Help(_)) => help::edited(model),
        Some(Overlay::Search(_)) => search::edited(model),
        Some(Overlay::Tags(_)) => tags::edited(model),
        Some(Overlay::Export(_)) => export::edited(model),
        Some(Overlay::Confirm(_)) => confirm::edited(model),
        _ => {}
    }
}

/// Tab in the topmost field.
pub(super) fn complete(model: &mut Model) {
    match model.overlays.last() {
        Some(Overlay::Filter(_)) => filter::complete(model),
        Some(Overlay::Palette(_)) => palette::complete(model),
        Some(Overlay::Export(_)) => export::turn(model, true),
        _ => {}
    }
}

/// Enter on a problem: what failed is asked again.
fn ask_again(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::Problems(pick)) = model.overlays.last() else { return };
    let Some(problem) = model.problems.get(pick.at) else { return };
    let account = problem.account;
    loading::relist(model, account, out);
    model.say(Severity::Info, "Asked again");
}
