//! What each command does. The topmost overlay comes first, then the pane that has the keys.

use super::command::Command;
use super::detail::DetailState;
use super::model::{Model, Pane};
use super::msg::Effect;
use super::overlay::{self, Overlay};
use super::pick::Step;
use super::screen::ScreenId;
use super::screen::logs::act as reading;
use crate::model::fetch::Severity;

pub(super) mod act;
mod go;
mod rows;

pub(super) use go::{go_to, narrow, reveal};

/// Runs a command where one is.
#[expect(clippy::too_many_lines, reason = "one line a command")]
pub(super) fn run(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    model.touch();
    match command {
        Command::Quit => go::quit(model, out),
        Command::SafeAction => act::safe(model),
        Command::Actions => overlay::actions::open(model),
        Command::Links => overlay::links::begin(model, out),
        Command::Undo => act::undo(model),
        Command::Acts => overlay::acts::open(model),
        Command::ReadOnly => act::read_only(model, out),
        Command::Suspend => {
            model.suspended = true;
            out.push(Effect::Suspend);
        }
        Command::Redraw => out.push(Effect::Redraw),
        Command::Back => go::back(model, out),
        Command::Leave => go::leave(model, out),
        Command::Enter => go::enter(model, out),
        Command::Yes => overlay::agree(model, true, out),
        Command::No => overlay::agree(model, false, out),
        Command::Palette => overlay::palette::open(model),
        Command::Help => overlay::help::open(model),
        Command::Theme => overlay::themes::open(model),
        Command::Keymap => overlay::keymaps::open(model),
        Command::Problems => {
            overlay::open(model, Overlay::Problems(super::pick::Pick::new(model.problems.len(), 10)));
        }
        Command::Regions => overlay::scopes::open(model, overlay::scopes::ScopesTab::Regions),
        Command::Accounts => overlay::scopes::open(model, overlay::scopes::ScopesTab::Accounts),
        Command::Toggle | Command::ToggleAll
            if matches!(model.overlays.last(), Some(Overlay::Columns(_))) =>
        {
            if command == Command::Toggle {
                overlay::columns::toggle(model);
            } else {
                overlay::columns::toggle_all(model);
            }
        }
        Command::Toggle => overlay::scopes::toggle(model, false, out),
        Command::ToggleAll => overlay::scopes::toggle(model, true, out),
        Command::ChooseColumns => overlay::columns::open(model),
        Command::ColumnEarlier => overlay::columns::shift(model, -1),
        Command::ColumnLater => overlay::columns::shift(model, 1),
        Command::Export => overlay::export::open(model),
        Command::CopyView => super::view::copy_lines(model, out),
        Command::Complete => overlay::complete(model),
        Command::Notebooks
        | Command::Jobs
        | Command::Endpoints
        | Command::Pipelines
        | Command::Models
        | Command::AccountTree
        | Command::CallList
        | Command::Audit => screen(model, command, out),
        Command::HistoryBack => go::walk(model, -1, out),
        Command::HistoryForward => go::walk(model, 1, out),
        Command::PaneNext => go::pane(model, true),
        Command::PanePrevious => go::pane(model, false),
        Command::Down => step(model, Step::Lines(1), out),
        Command::Up => step(model, Step::Lines(-1), out),
        Command::Top => step(model, Step::Top, out),
        Command::Bottom => step(model, Step::Bottom, out),
        Command::HalfDown => step(model, Step::Halves(1), out),
        Command::HalfUp => step(model, Step::Halves(-1), out),
        Command::PageDown => step(model, Step::Pages(1), out),
        Command::PageUp => step(model, Step::Pages(-1), out),
        Command::ColumnLeft => columns(model, -1),
        Command::ColumnRight => columns(model, 1),
        Command::Fold | Command::Unfold => fold(model, command == Command::Fold),
        Command::Sort => overlay::sort::open(model),
        Command::SortReverse => overlay::sort::reverse(model),
        Command::Refresh | Command::RefreshScreen
            if model.setup.offline && model.screen() != ScreenId::Audit =>
        {
            model.say(Severity::Info, "Offline: nothing is asked; start without --offline to read");
        }
        Command::Refresh => rows::refresh(model, out),
        Command::RefreshScreen => rows::refresh_screen(model, out),
        Command::CopyMenu => overlay::copy::open(model),
        Command::Json => rows::json(model, out),
        Command::OpenLogs => rows::logs(model, out),
        Command::Detail => rows::detail(model),
        Command::Filter if model.screen() == ScreenId::Audit => {
            overlay::search::open(model, overlay::search::SearchKind::Audit);
        }
        Command::Filter => overlay::filter::open(model, out),
        Command::OnlyProblems => model.desk.table.toggle_problems(),
        Command::OnlyMine => model.desk.table.toggle_mine(),
        Command::Wide => rows::wide(model),
        Command::Mark => model.desk.table.mark(),
        Command::MarkRange => model.desk.table.mark_range(),
        Command::MarkAll => model.desk.table.mark_all(),
        Command::Unmark => model.desk.table.unmark(),
        Command::LogFollow
        | Command::LogSearch
        | Command::LogNext
        | Command::LogPrevious
        | Command::LogFilter
        | Command::LogWrap
        | Command::LogTimes
        | Command::LogStreams
        | Command::LogError
        | Command::LogPager
        | Command::LogCopyLine => log(model, command, out),
    }
}

/// Goes to the screen that the command leads to.
fn screen(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    if let Some(screen) = ScreenId::all().find(|screen| screen.command() == command) {
        overlay::palette::go(model, screen, out);
    }
}

fn log(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    use overlay::search::{SearchKind, open};
    match command {
        Command::LogFollow => {
            model.logs.toggle_follow();
            reading::poll(model, out);
        }
        Command::LogSearch => open(model, SearchKind::Search),
        Command::LogFilter => open(model, SearchKind::Filter),
        Command::LogNext | Command::LogPrevious => {
            if model.logs.search.is_empty() {
                let key = model.key_of(Command::LogSearch);
                model.say(Severity::Info, format!("Nothing is searched for; {key} begins"));
            } else {
                reading::seek(model, command == Command::LogNext);
            }
        }
        Command::LogWrap => model.logs.wrap = !model.logs.wrap,
        Command::LogTimes => model.logs.times = !model.logs.times,
        Command::LogError => reading::error(model),
        Command::LogPager => reading::pager(model, out),
        Command::LogStreams => {
            model.logs.choosing = !model.logs.choosing;
            let at =
                model.logs.streams.iter().position(|stream| Some(&stream.name) == model.logs.stream.as_ref());
            model.logs.stream_pick.go(at.unwrap_or(0));
        }
        _ => {
            let logs = &model.logs;
            let line = logs.shown.get(logs.pick.at).and_then(|at| logs.lines.get(*at));
            if let Some(message) = line.map(|line| line.message.clone()) {
                overlay::copy::copy_or_ask(model, "log line", message, out);
            }
        }
    }
}

fn step(model: &mut Model, step: Step, out: &mut Vec<Effect>) {
    match model.overlays.last_mut() {
        Some(Overlay::Detail) => return scroll(model, step),
        Some(Overlay::Filter(_)) if matches!(step, Step::Lines(_)) => {
            return overlay::filter::recall(model, step == Step::Lines(-1));
        }
        Some(Overlay::Filter(_)) => return model.desk.table.step(step),
        Some(Overlay::Export(_)) => return overlay::export::turn(model, !matches!(step, Step::Lines(..0))),
        Some(overlay) => {
            if let Some(pick) = overlay.pick_mut() {
                pick.step(step);
            }
            return overlay::themes::preview(model);
        }
        None => {}
    }
    match (model.focus, model.screen()) {
        (Pane::Detail, _) => scroll(model, step),
        (Pane::Strip, _) => {}
        (Pane::Tree, _) => model.desk.tree.pick.step(step),
        (Pane::Main, ScreenId::Accounts) => model.accounts.tree.pick.step(step),
        (Pane::Main, ScreenId::Api) => model.api.pick.step(step),
        (Pane::Main, ScreenId::Audit) => model.audit.pick.step(step),
        (Pane::Main, ScreenId::Table(_)) => {
            model.desk.table.step(step);
            model.detail.scroll = 0;
        }
        (Pane::Main, ScreenId::Logs) if model.logs.choosing => model.logs.stream_pick.step(step),
        (Pane::Main, ScreenId::Logs) => {
            model.logs.pick.step(step);
            let logs = &model.logs;
            let at_end = logs.pick.at + 1 >= logs.shown.len();
            if matches!(step, Step::Lines(..0) | Step::Halves(..0) | Step::Pages(..0) | Step::Top) {
                // Whoever goes up wants to read, not to be pulled down.
                model.logs.follow &= at_end;
                if model.logs.pick.at == 0 {
                    reading::ask_older(model, out);
                }
            }
        }
    }
}

pub(super) fn scroll(model: &mut Model, step: Step) {
    let most = DetailState::most(model.desk.table.current());
    model.detail.scroll = super::pick::target(model.detail.scroll, most, 12, step);
}

fn columns(model: &mut Model, by: isize) {
    const MOST: usize = 2_000;
    let column = match (model.overlays.last(), model.focus, model.screen()) {
        (Some(Overlay::Detail), ..) | (None, Pane::Detail, _) => &mut model.detail.column,
        (None, Pane::Main, ScreenId::Table(_)) => {
            let most = model.columns().len();
            let column = &mut model.desk.table.column;
            *column = column.saturating_add_signed(by).min(most.saturating_sub(2));
            return;
        }
        (None, Pane::Main, ScreenId::Logs) => &mut model.logs.column,
        (None, Pane::Main, ScreenId::Api) => {
            let most = super::screen::api::ApiColumn::ALL.len() - 2;
            model.api.column = model.api.column.saturating_add_signed(by).min(most);
            return;
        }
        _ => return,
    };
    // Text scrolls by more than one column at a time.
    *column = column.saturating_add_signed(by * 8).min(MOST);
}

fn fold(model: &mut Model, fold: bool) {
    let on_pane = matches!(model.screen(), ScreenId::Table(_));
    let tree = if on_pane { &mut model.desk.tree } else { &mut model.accounts.tree };
    if fold { tree.fold() } else { tree.unfold() }
}
