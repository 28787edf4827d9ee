//! The line of screens with their keys and counts.

use ratatui::layout::Rect;

use crate::app::ScreenId;
use crate::app::pointer::Spot;
use crate::ui::canvas::Canvas;
use crate::ui::text::{Line, Words};
use crate::ui::theme::Role;

/// A screen in the line.
#[derive(Clone, Debug)]
pub struct Tab<'a> {
    pub screen: ScreenId,
    /// The digit that leads there; empty without one.
    pub key: Words<'a>,
    pub title: &'static str,
    /// How many there are; empty while that is not known.
    pub count: Words<'a>,
    pub active: bool,
}

/// Draws the tabs in one line.
pub fn draw(canvas: &mut Canvas, area: Rect, tabs: Vec<Tab<'_>>) {
    let mut line = Line::new();
    for (at, tab) in tabs.into_iter().enumerate() {
        if at > 0 {
            line.push(Role::Border, "│");
        }
        let (quiet, loud) =
            if tab.active { (Role::TabActive, Role::TabActive) } else { (Role::Key, Role::Tab) };
        let from = line.width();
        line.push(loud, " ");
        if !tab.key.as_str().is_empty() {
            line.push(quiet, tab.key);
            line.push(loud, " ");
        }
        line.push(loud, tab.title);
        if !tab.count.as_str().is_empty() {
            line.push(loud, " ");
            line.push(if tab.active { Role::TabActive } else { Role::Muted }, tab.count);
        }
        line.push(loud, " ");
        let place = Rect { x: area.x + from, width: line.width() - from, ..area };
        canvas.spot(place.intersection(area), Spot::Tab(tab.screen));
    }
    canvas.line(area.x, area.y, area.width, line);
}
