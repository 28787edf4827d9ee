//! The help: what works here, by group, with keys; and how to read the signs.

use ratatui::layout::Rect;

use crate::app::Model;
use crate::app::overlay::help::{Does, Help};
use crate::app::pointer::Spot;
use crate::ui::canvas::Canvas;
use crate::ui::text::words;
use crate::ui::text::{Line, Words, width};
use crate::ui::theme::Role;
use crate::ui::widget::grid::{Look, signs};
use crate::ui::widget::{dialog, input, scroll};

/// Cells of the keys.
const KEYS: u16 = 18;
/// Lines of the legend.
const LEGEND: u16 = 2;
/// Cells of the group's name.
const GROUP: u16 = 17;

/// Draws the box.
pub fn draw(canvas: &mut Canvas, model: &Model, help: &Help) {
    let height = help.pick.height as u16 + 5 + LEGEND;
    let version = Line::of(Role::Muted, words!("sagedeck {} · {}", model.setup.version, model.theme));
    let title = Line::of(Role::Title, words!("What works here · {}", help.context));
    let inside = dialog::middle(canvas, 108, height, title, version);
    input::draw(canvas, Rect { height: 1, ..inside }, input::Field { prompt: "find ", input: &help.input });
    canvas.stroke(inside.x, inside.y + 1, inside.width, Role::Border);
    let list = Rect::new(inside.x, inside.y + 2, inside.width, inside.height.saturating_sub(3 + LEGEND));
    let foot = Rect::new(inside.x, inside.bottom().saturating_sub(1 + LEGEND), inside.width, 1 + LEGEND);
    legend(canvas, foot);
    if help.items.is_empty() {
        canvas.put(
            list.x + 2,
            list.y,
            list.width.saturating_sub(2),
            Role::Muted,
            "Nothing here is described like that.",
        );
        return;
    }
    let window = help.pick.window();
    let mut group = None;
    for (y, at) in window.clone().enumerate().take(usize::from(list.height)) {
        let Some(item) = help.items.get(at) else { break };
        let place = Rect::new(list.x, list.y + y as u16, list.width, 1);
        // The group's name stands once, beside its first line in sight.
        let title = match &item.does {
            Does::Run(command) => command.group().title(),
            Does::View(..) => "Saved views",
        };
        if group != Some(title) {
            group = Some(title);
            canvas.put(place.x + 2, place.y, GROUP, Role::Head, title);
        }
        let keys = fitting(&item.keys, &item.does);
        canvas.put(place.x + 2 + GROUP, place.y, KEYS, Role::Key, keys);
        let x = place.x + 2 + GROUP + KEYS;
        canvas.put(x, place.y, place.right().saturating_sub(x), Role::Text, &item.summary());
        canvas.spot(place, Spot::Item(at));
        signs(canvas, place, Look { cursor: at == help.pick.at, focused: true, ..Look::default() });
    }
    let edge = Rect::new(list.x, list.y, list.width + 2, list.height);
    scroll::thumb(canvas, edge, window.start, window.len(), help.items.len());
}

/// As many chords as fit; a command without one is reached through the palette.
fn fitting(keys: &[String], does: &Does) -> Words<'static> {
    if keys.is_empty() {
        return match does {
            Does::Run(command) => words!(":{command}"),
            Does::View(..) => ":view".into(),
        };
    }
    let mut text = String::new();
    for key in keys {
        if !text.is_empty() && width(&text) + 3 + width(key) > KEYS - 2 {
            break;
        }
        if !text.is_empty() {
            text.push_str("  ");
        }
        text.push_str(key);
    }
    Words::composed(text)
}

/// How to read the signs, once for all screens.
const SIGNS: [(Role, &str, &str); 12] = [
    (Role::StatusOk, "●", "fine"),
    (Role::StatusChanging, "◐", "changing"),
    (Role::StatusStopped, "○", "stopped"),
    (Role::StatusFailed, "✗", "failed"),
    (Role::Warning, "▲", "look here"),
    (Role::Mark, "✓", "marked"),
    (Role::Faint, "–", "none"),
    (Role::Faint, "…", "unread/cut"),
    (Role::StatusUnknown, "?", "unknown"),
    (Role::Money, "~", "about"),
    (Role::Faint, "+", "or more"),
    (Role::Stale, "dim", "outdated"),
];

fn legend(canvas: &mut Canvas, area: Rect) {
    canvas.stroke(area.x, area.y, area.width, Role::Border);
    let (mut x, mut y) = (area.x, area.y + 1);
    for (role, sign, word) in SIGNS {
        let wide = width(sign) + 1 + width(word) + 3;
        if x + wide > area.right() + 3 {
            (x, y) = (area.x, y + 1);
        }
        // Whole or not at all: half a legend explains nothing.
        if y < area.bottom() {
            let line = Line::of(role, sign).with(Role::Muted, " ").with(Role::Muted, word);
            canvas.line(x, y, area.right().saturating_sub(x), line);
        }
        x += wide;
    }
}
