//! Floor 4: draws a model. `draw` is pure: it reads the model and the theme and fills the cells of a picture.
//!
//! Not here: keys, state, IO, the terminal. Invariants: every text that came from outside is drawn from its
//! [`crate::model::text::Safe`] form, nothing is cut without `…`, and no more lines are looked at than are shown.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::layout::{Area, SMALLEST};
use crate::app::model::Pane;
use crate::app::pointer::{Spot, Spots};
use crate::app::{Command, Model, Overlay, ScreenId};

mod canvas;
pub mod color;
mod detail;
mod footer;
mod header;
mod overlay;
pub mod picture;
mod screen;
pub mod text;
pub mod theme;
mod tree;
mod value;
mod widget;

use canvas::Canvas;
use text::{Line, Words};
use theme::{Role, Shelf, Theme};

/// Draws the model in the theme that it names, and what belongs to an account whose class names another in that one.
/// Gives what can be pointed at in the picture.
pub fn draw_from(model: &Model, shelf: &Shelf, cells: &mut Buffer) -> Spots {
    paint(model, Canvas::with_shelf(cells, shelf.named(&model.theme), shelf))
}

/// Draws the model in one theme, whatever is named.
pub fn draw(model: &Model, theme: &Theme, cells: &mut Buffer) -> Spots {
    paint(model, Canvas::new(cells, theme))
}

fn paint(model: &Model, mut canvas: Canvas<'_>) -> Spots {
    let all = canvas.area();
    canvas.ground(all, Role::Surface);
    // The terminal may already be another size than the model was told.
    if model.layout.too_small || all.width < SMALLEST.width || all.height < SMALLEST.height {
        too_small(&mut canvas, model);
    } else {
        header::draw(&mut canvas, model);
        let layout = &model.layout;
        for (pane, area) in
            [(Pane::Main, Some(layout.main)), (Pane::Tree, layout.tree), (Pane::Detail, layout.detail)]
        {
            if let Some(area) = area {
                canvas.spot(rect(area), Spot::Pane(pane));
            }
        }
        match model.screen() {
            ScreenId::Table(_) => screen::desk::draw(&mut canvas, model),
            ScreenId::Accounts => screen::accounts::draw(&mut canvas, model),
            ScreenId::Logs => screen::logs::draw(&mut canvas, model),
            ScreenId::Api => screen::api::draw(&mut canvas, model),
            ScreenId::Audit => screen::audit::draw(&mut canvas, model),
        }
        footer::draw(&mut canvas, model);
        overlay::draw(&mut canvas, model);
    }
    canvas.finish()
}

/// Says what is needed, in as much room as there is.
fn too_small(canvas: &mut Canvas, model: &Model) {
    let all = canvas.area();
    let mut needs = format!(
        "sagedeck needs {}×{}; this is {}×{}",
        SMALLEST.width, SMALLEST.height, all.width, all.height
    );
    // The one question that can be answered here.
    if let Some(Overlay::ConfirmQuit) = model.overlays.last() {
        needs.push_str(". Something is being done: the same key again quits");
    }
    let lines = text::wrap(&needs, all.width, usize::from(all.height).min(4));
    let top = all.y + all.height.saturating_sub(lines.len() as u16) / 2;
    for (at, line) in lines.into_iter().enumerate() {
        let x = all.x + all.width.saturating_sub(text::width(&line)) / 2;
        canvas.put(x, top + at as u16, all.width, Role::Text, Words::composed(line));
    }
}

/// Whether the keys go to this pane: not while a box lies over it.
fn has_keys(model: &Model, pane: Pane) -> bool {
    let boxed = |overlay: &Overlay| !matches!(overlay, Overlay::Filter(_) | Overlay::Search(_));
    model.focus == pane && !model.overlays.iter().any(boxed)
}

fn rect(area: Area) -> Rect {
    Rect::new(area.x, area.y, area.width, area.height)
}

/// The first key that runs a command where one is, in the words of the keymap.
fn key(model: &Model, command: Command) -> Option<String> {
    model.setup.keymap.keys_of(model.context(), command).into_iter().next()
}

/// A key and what it does, for sentences; a command without a key is named by its palette word.
fn key_or_name(model: &Model, command: Command) -> Line<'static> {
    match key(model, command) {
        Some(key) => Line::of(Role::Key, Words::composed(key)),
        None => Line::of(Role::Key, ":").with(Role::Key, command.name()),
    }
}
