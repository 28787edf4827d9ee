//! The question before something is done: exactly what, to what, where, whose, and what comes of it.
//!
//! Invariant: names stand here in the form that hides nothing ([`crate::model::text::Safe::identity`]).

use ratatui::layout::Rect;

use crate::app::overlay::confirm::ConfirmBox;
use crate::app::{Command, Model};
use crate::catalog;
use crate::model::account::Account;
use crate::model::action::Verb;
use crate::model::text::Safe;
use crate::model::time::{absolute, seconds_between};
use crate::plan::{Confirm, Item};
use crate::ui::canvas::Canvas;
use crate::ui::key_or_name;
use crate::ui::text::{Line, Words, span, words, wrap};
use crate::ui::theme::Role;
use crate::ui::value;
use crate::ui::widget::{dialog, input, scroll};

/// Widest box, and the cells of its labels.
const WIDTH: u16 = 92;
const LABEL: u16 = 10;
/// Lines under the facts: air, the question or the field, and why a key did not count.
const ASK: u16 = 4;

/// Draws the box, in the theme of the first account whose class has one.
pub fn draw(canvas: &mut Canvas, model: &Model, state: &ConfirmBox) {
    let theme = state.plan.items.iter().find_map(|item| item.account.theme.as_ref());
    canvas.dressed(theme, |canvas| question(canvas, model, state));
}

fn question(canvas: &mut Canvas, model: &Model, state: &ConfirmBox) {
    let plan = &state.plan;
    let room = WIDTH.min(canvas.area().width.saturating_sub(4)).saturating_sub(4);
    let undo = if state.undoes.is_some() { "Undo: " } else { "" };
    let (title, lines) = match plan.items.as_slice() {
        [item] => {
            let what = item.target.kind.name().replace('-', " ");
            (words!("{undo}{} this {what}?", plan.verb.title()), of_one(model, item, room))
        }
        items => {
            let kind = items.first().map(|item| item.target.kind);
            let kind = kind.filter(|kind| items.iter().all(|item| item.target.kind == *kind));
            let what = kind.map_or("resources".into(), |kind| catalog::spec(kind).title.to_lowercase());
            (words!("{undo}{} {} {what}?", plan.verb.title(), items.len()), of_many(state, room))
        }
    };
    let height = lines.len() as u16 + ASK + 2;
    let count = if plan.left_out.is_empty() {
        Line::new()
    } else {
        Line::of(Role::Warning, words!("{} left out", plan.left_out.len()))
    };
    let inside = dialog::middle(canvas, WIDTH, height, Line::of(Role::Title, title), count);
    let list = Rect { height: inside.height.saturating_sub(ASK), ..inside };
    // What does not fit is scrolled; the question always stands.
    let total = lines.len();
    let shown = usize::from(list.height);
    let first = state.pick.at.min(total.saturating_sub(shown));
    for (y, line) in lines.into_iter().skip(first).take(shown).enumerate() {
        canvas.line(list.x, list.y + y as u16, list.width, line);
    }
    let edge = Rect::new(list.x, list.y, list.width + 2, list.height);
    scroll::thumb(canvas, edge, first, shown, total);
    ask(canvas, model, state, Rect::new(inside.x, list.bottom(), inside.width, ASK));
}

/// The question, and the key or the word that answers it.
fn ask(canvas: &mut Canvas, model: &Model, state: &ConfirmBox, area: Rect) {
    match &state.confirm {
        Confirm::Key => {
            let role = if state.ready { Role::Text } else { Role::Faint };
            let mut line = key_or_name(model, Command::Yes).with(role, yes(state.plan.verb));
            line.append(key_or_name(model, Command::No));
            line.push(Role::Hint, " leaves it as it is");
            canvas.line(area.x, area.y + 1, area.width, line);
        }
        Confirm::Type { word, what } => {
            let line = Line::of(Role::Text, words!("Type {what}: "))
                .with(Role::Strong, Words::composed(word.identity()))
                .with(Role::Muted, ", then Enter; Esc leaves it");
            canvas.line(area.x, area.y + 1, area.width, line);
            let field = Rect::new(area.x, area.y + 2, area.width, 1);
            input::draw(canvas, field, input::Field { prompt: "> ", input: &state.input });
        }
    }
    if let Some(why) = state.refused {
        canvas.line(area.x, area.y + 3, area.width, Line::of(Role::Warning, "▲ ").with(Role::Warning, why));
    }
}

const fn yes(verb: Verb) -> &'static str {
    match verb {
        Verb::Stop => " stops it   ",
        Verb::Start => " starts it   ",
        Verb::AddTags => " adds them   ",
        Verb::RemoveTags => " removes them   ",
        Verb::Delete => " deletes it   ",
    }
}

fn identity(text: &Safe) -> Words<'static> {
    Words::composed(text.identity())
}

fn label(words: &'static str) -> Line<'static> {
    let gap = usize::from(LABEL).saturating_sub(words.len());
    Line::of(Role::Muted, words).with(Role::Muted, words!("{:gap$}", ""))
}

/// Name, digits and part of an account.
fn account(account: &Account) -> Line<'static> {
    let role = account.role.map_or("no role", |role| role.name());
    Line::of(value::account(account.role), identity(&account.name))
        .with(Role::Muted, words!(" · {} · {role}", account.id))
}

fn of_one(model: &Model, item: &Item, room: u16) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let name = item.target.name.identity();
    let many = wrap(&name, room, 4);
    lines.extend(many.into_iter().map(|part| Line::of(Role::Strong, Words::composed(part))));
    if item.target.name.is_unusual() || name != item.target.name.shown() {
        lines.push(Line::of(
            Role::Warning,
            "▲ The name holds characters that cannot be seen; it is exactly this.",
        ));
    }
    let mut fact = |words: &'static str, line: Line<'static>| {
        let mut whole = label(words);
        whole.append(line);
        lines.push(whole);
    };
    fact("account", account(&item.account));
    let owner = item.owner.as_ref().map_or("not known".to_owned(), Safe::identity);
    let place = Line::of(Role::Text, words!("{}", item.target.scope.region));
    fact("region", place.with(Role::Muted, "   owner ").with(Role::Text, words!("{owner}")));
    fact("state", state(model, item));
    fact("last use", Line::of(Role::Text, words!("{}", item.last_use)));
    lines.push(Line::new());
    lines.extend(consequences(item, room));
    lines
}

fn state(model: &Model, item: &Item) -> Line<'static> {
    let status = item.state.status.as_ref().map_or("not known".to_owned(), Safe::identity);
    let age = span(seconds_between(item.seen, model.now));
    let line = Line::of(Role::Text, words!("{status}")).with(Role::Muted, words!(", seen {age} ago"));
    match item.state.modified {
        Some(at) => line.with(Role::Muted, words!(", last modified {}", absolute(at))),
        None => line,
    }
}

fn consequences(item: &Item, room: u16) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for words in item.words() {
        for (at, part) in wrap(words.shown(), room.saturating_sub(2), 4).into_iter().enumerate() {
            let sign = if at == 0 { "· " } else { "  " };
            lines.push(Line::of(Role::Muted, sign).with(Role::Text, Words::composed(part)));
        }
    }
    lines
}

fn of_many(state: &ConfirmBox, room: u16) -> Vec<Line<'static>> {
    let plan = &state.plan;
    let mut lines = Vec::new();
    // What all of it comes to stands before the list, which may be longer than the box.
    lines.extend(plan.money().map(|words| Line::of(Role::Text, words!("{words}"))));
    if state.hidden > 0 && state.undoes.is_none() {
        lines.push(Line::of(Role::Warning, words!("▲ {} of them the table does not show now", state.hidden)));
    }
    for (of, items) in plan.by_account() {
        let mut head = account(of);
        head.push(Role::Muted, words!(" · {}", items.len()));
        lines.push(head);
        for item in items {
            let status = item.state.status.as_ref().map_or("?".to_owned(), Safe::identity);
            let mut line = Line::of(Role::Strong, words!("  {}", item.target.name.identity()));
            line.push(Role::Muted, words!("  {} · {status} · {}", item.target.scope.region, item.used));
            if let Some(owner) = &item.owner {
                line.push(Role::Muted, words!(" · {}", owner.identity()));
            }
            for tag in &item.action.tags {
                line.push(Role::Text, words!(" · {}={}", tag.key.identity(), tag.value.identity()));
            }
            lines.push(line);
        }
    }
    lines.push(Line::new());
    if let Some(first) = plan.items.first() {
        let general = first.spec.consequences.iter();
        lines.extend(general.map(|words| Line::of(Role::Muted, "· ").with(Role::Text, *words)));
    }
    let order = "The first one alone, then one a second in each account and region; the first surprise stops the rest";
    let parts = wrap(order, room.saturating_sub(2), 3).into_iter().enumerate();
    lines.extend(parts.map(|(at, part)| {
        Line::of(Role::Muted, if at == 0 { "· " } else { "  " }).with(Role::Text, Words::composed(part))
    }));
    if !plan.left_out.is_empty() {
        lines.push(Line::of(Role::Muted, "Left out:"));
    }
    for left in &plan.left_out {
        let line = Line::of(Role::Faint, words!("× {}: {}", left.target.name.identity(), left.why));
        lines.push(line);
    }
    lines
}
