//! The question before something is done: exactly what, to what, where, whose, and what comes of it.
//!
//! Invariant: names stand here in the form that hides nothing ([`crate::model::text::Safe::identity`]).

use ratatui::layout::Rect;

use crate::app::overlay::confirm::ConfirmBox;
use crate::app::{Command, Model};
use crate::catalog;
use crate::model::account::Account;
use crate::model::action::Verb;
use crate::model::kind::Kind;
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
/// Lines under the facts: air, the question or the field, and why a key did not count; and where there is no room.
const ASK: u16 = 4;
const TIGHT: u16 = 2;
/// A list is of use with so many lines of it in sight.
const LIST: usize = 3;

/// A line above or in a list, and how early it goes where there is no room; 0 stays.
type Part = (u8, Line<'static>);

/// Draws the box, in the theme of the first account whose class has one.
pub fn draw(canvas: &mut Canvas, model: &Model, state: &ConfirmBox) {
    let theme = state.plan.items.iter().find_map(|item| item.account.theme.as_ref());
    canvas.dressed(theme, |canvas| question(canvas, model, state));
}

fn question(canvas: &mut Canvas, model: &Model, state: &ConfirmBox) {
    let plan = &state.plan;
    let room = WIDTH.min(canvas.area().width.saturating_sub(4)).saturating_sub(4);
    let undo = if state.undoes.is_some() { "Undo: " } else { "" };
    let many = plan.items.len() > 1;
    let (title, mut head, list) = match plan.items.as_slice() {
        [item] => {
            let what = item.target.kind.name().replace('-', " ");
            (words!("{undo}{} this {what}?", plan.verb.title()), of_one(model, item, room), vec![])
        }
        items => {
            let kind = items.first().map(|item| item.target.kind);
            let kind = kind.filter(|kind| items.iter().all(|item| item.target.kind == *kind));
            let what = kind.map_or("resources".into(), |kind| catalog::spec(kind).title.to_lowercase());
            let title = words!("{undo}{} {} {what}?", plan.verb.title(), items.len());
            (title, of_many(state, room), targets(state))
        }
    };
    // What is lost and what is asked stand before air and comfort.
    let most = usize::from(canvas.area().height.saturating_sub(4));
    let least = if many { LIST.min(list.len()) } else { 0 };
    let ask_height = if head.len() + least + usize::from(ASK) > most { TIGHT } else { ASK };
    let room_for_head = most.saturating_sub(least + usize::from(ask_height));
    while head.len() > room_for_head {
        let Some(drop) = head.iter().map(|(drop, _)| *drop).max().filter(|drop| *drop > 0) else { break };
        head.retain(|(own, _)| *own != drop);
    }
    let height = (head.len() + list.len()) as u16 + ask_height + 2;
    let count = if plan.left_out.is_empty() {
        Line::new()
    } else {
        Line::of(Role::Warning, words!("{} left out", plan.left_out.len()))
    };
    let inside = dialog::middle(canvas, WIDTH, height, Line::of(Role::Title, title), count);
    let ask_area = Rect::new(inside.x, inside.bottom().saturating_sub(ask_height), inside.width, ask_height);
    let upper = Rect { height: inside.height.saturating_sub(ask_height), ..inside };
    let mut head: Vec<Line<'static>> = head.into_iter().map(|(_, line)| line).collect();
    // One resource is told in full: what does not fit is scrolled. Of many, what it comes to stays above the list.
    let list = if many { list } else { std::mem::take(&mut head) };
    let fixed = upper.height.min(head.len() as u16);
    for (y, line) in head.into_iter().take(usize::from(fixed)).enumerate() {
        canvas.line(upper.x, upper.y + y as u16, upper.width, line);
    }
    let rest = Rect { y: upper.y + fixed, height: upper.height - fixed, ..upper };
    let first = state.pick.at.min(list.len().saturating_sub(usize::from(rest.height)));
    if first + usize::from(rest.height) < list.len() {
        let mut more = key_or_name(model, Command::PageDown);
        more.push(Role::Hint, " more");
        canvas.caption(inside.x - 2, inside.bottom(), inside.width + 4, Line::new(), more);
    }
    scrolled(canvas, rest, first, list);
    ask(canvas, model, state, ask_area);
}

/// Draws the part of the lines that is in sight.
fn scrolled(canvas: &mut Canvas, area: Rect, first: usize, lines: Vec<Line<'static>>) {
    let (total, shown) = (lines.len(), usize::from(area.height));
    for (y, line) in lines.into_iter().skip(first).take(shown).enumerate() {
        canvas.line(area.x, area.y + y as u16, area.width, line);
    }
    let edge = Rect::new(area.x, area.y, area.width + 2, area.height);
    scroll::thumb(canvas, edge, first, shown, total);
}

/// The question, and the key or the word that answers it.
fn ask(canvas: &mut Canvas, model: &Model, state: &ConfirmBox, area: Rect) {
    let tight = area.height < ASK;
    let why = state.refused.map(|why| Line::of(Role::Warning, "▲ ").with(Role::Warning, why));
    let at = area.y + u16::from(!tight);
    match &state.confirm {
        Confirm::Key => {
            let role = if state.ready { Role::Text } else { Role::Faint };
            let mut line = key_or_name(model, Command::Yes).with(role, yes(state.plan.verb));
            line.append(key_or_name(model, Command::No));
            line.push(Role::Hint, " leaves it as it is");
            canvas.line(area.x, at, area.width, line);
        }
        Confirm::Type { word, what } => {
            let line = Line::of(Role::Text, words!("Type {what}: "))
                .with(Role::Strong, Words::composed(word.identity()))
                .with(Role::Muted, ", then Enter; Esc leaves it");
            // Where there is no line for it, why a key did not count stands in place of the question.
            let line = if tight { why.clone().unwrap_or(line) } else { line };
            canvas.line(area.x, at, area.width, line);
            let field = Rect::new(area.x, at + 1, area.width, 1);
            input::draw(canvas, field, input::Field { prompt: "> ", input: &state.input });
        }
    }
    match (why, &state.confirm) {
        (Some(why), Confirm::Key) if tight => drop(canvas.line(area.x, at + 1, area.width, why)),
        (Some(why), _) if !tight => drop(canvas.line(area.x, at + 2, area.width, why)),
        _ => {}
    }
}

const fn yes(verb: Verb) -> &'static str {
    match verb {
        Verb::Stop => " stops it   ",
        Verb::Start => " starts it   ",
        Verb::AddTags => " adds them   ",
        Verb::RemoveTags => " removes them   ",
        Verb::Delete => " deletes it   ",
        Verb::Retry => " retries it   ",
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

fn of_one(model: &Model, item: &Item, room: u16) -> Vec<Part> {
    let mut lines = Vec::new();
    let name = item.target.name.identity();
    let many = wrap(&name, room, 4);
    lines.extend(many.into_iter().map(|part| (0, Line::of(Role::Strong, Words::composed(part)))));
    if item.target.name.is_unusual() || name != item.target.name.shown() {
        let text = "▲ The name holds characters that cannot be seen; it is exactly this.";
        lines.push((0, Line::of(Role::Warning, text)));
    }
    let mut fact = |drop: u8, words: &'static str, line: Line<'static>| {
        let mut whole = label(words);
        whole.append(line);
        lines.push((drop, whole));
    };
    fact(0, "account", account(&item.account));
    let owner = item.owner.as_ref().map_or("not known".to_owned(), Safe::identity);
    let place = Line::of(Role::Text, words!("{}", item.target.scope.region));
    fact(0, "region", place.with(Role::Muted, "   owner ").with(Role::Text, words!("{owner}")));
    fact(0, "state", state(model, item));
    fact(1, "last use", Line::of(Role::Text, words!("{}", item.last_use)));
    lines.push((2, Line::new()));
    lines.extend(item.words().iter().flat_map(|words| bullet(words.shown(), room)).map(|line| (0, line)));
    lines
}

fn state(model: &Model, item: &Item) -> Line<'static> {
    let status = item.state.status.as_ref().map_or("not known".to_owned(), Safe::identity);
    let age = span(seconds_between(item.seen, model.now));
    let line = Line::of(Role::Text, words!("{status}")).with(Role::Muted, words!(", seen {age} ago"));
    match item.state.modified {
        // What is never modified is as it was made.
        Some(at) if item.target.kind == Kind::App => {
            line.with(Role::Muted, words!(", opened {}", absolute(at)))
        }
        Some(at) => line.with(Role::Muted, words!(", last modified {}", absolute(at))),
        None => line,
    }
}

/// A sentence in as many lines as it takes.
fn bullet(words: &str, room: u16) -> Vec<Line<'static>> {
    let parts = wrap(words, room.saturating_sub(2), 4).into_iter().enumerate();
    let line = |(at, part)| {
        let sign = if at == 0 { "· " } else { "  " };
        Line::of(Role::Muted, sign).with(Role::Text, Words::composed(part))
    };
    parts.map(line).collect()
}

/// What all of it comes to. It stands above the list, which may be longer than the box.
fn of_many(state: &ConfirmBox, room: u16) -> Vec<Part> {
    let plan = &state.plan;
    let mut lines = Vec::new();
    let mut say = |drop: u8, words: &str| {
        lines.extend(bullet(words, room).into_iter().map(|line| (drop, line)));
    };
    if let Some(first) = plan.items.first() {
        first.spec.consequences.iter().for_each(|words| say(0, words));
    }
    if let Some(money) = plan.money() {
        say(1, money.shown());
    }
    say(
        2,
        "The first one alone, then one a second in each account and region; the first surprise stops the rest",
    );
    let mut warn =
        |words: Words<'static>| lines.push((0, Line::of(Role::Warning, "▲ ").with(Role::Warning, words)));
    if let Some(words) = plan.in_use() {
        warn(words!("{words}"));
    }
    if state.hidden > 0 && state.undoes.is_none() {
        warn(words!("{} of them the table does not show now", state.hidden));
    }
    lines.push((3, Line::new()));
    lines
}

/// Each resource under its account, and what is left out.
fn targets(state: &ConfirmBox) -> Vec<Line<'static>> {
    let plan = &state.plan;
    let mut lines = Vec::new();
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
    if !plan.left_out.is_empty() {
        lines.push(Line::of(Role::Muted, "Left out:"));
    }
    for left in &plan.left_out {
        let line = Line::of(Role::Faint, words!("× {}: {}", left.target.name.identity(), left.why));
        lines.push(line);
    }
    lines
}
