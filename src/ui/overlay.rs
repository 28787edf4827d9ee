//! What lies over a screen, one file each, under the names that they have in `app::overlay`.

use crate::app::{Model, Overlay};

use super::canvas::Canvas;
use super::detail;

pub mod actions;
pub mod acts;
pub mod columns;
pub mod confirm;
pub mod copy;
pub mod export;
pub mod filter;
pub mod help;
pub mod keymaps;
mod links;
pub mod palette;
pub mod problems;
pub mod quit;
pub mod scopes;
pub mod sort;
pub mod tags;
pub mod themes;
pub mod which;

/// Draws all overlays, the topmost last, and the keys that can follow a chord that was begun.
pub fn draw(canvas: &mut Canvas, model: &Model) {
    for overlay in &model.overlays {
        match overlay {
            Overlay::Palette(palette) => palette::draw(canvas, palette),
            Overlay::Help(help) => help::draw(canvas, model, help),
            Overlay::Copy(menu) => copy::draw(canvas, model, menu),
            Overlay::Scopes(scopes) => scopes::draw(canvas, model, scopes),
            Overlay::Sort(menu) => sort::draw(canvas, menu),
            Overlay::Columns(chooser) => columns::draw(canvas, model, chooser),
            Overlay::Export(state) => export::draw(canvas, model, state),
            Overlay::Problems(pick) => problems::draw(canvas, model, *pick),
            Overlay::Detail => detail::boxed(canvas, model),
            Overlay::ConfirmQuit => quit::draw(canvas, model),
            Overlay::Actions(menu) => {
                let rows = model.desk.table.chosen();
                let theme = rows.iter().find_map(|row| row.account.theme.as_ref());
                canvas.dressed(theme, |canvas| actions::draw(canvas, menu));
            }
            Overlay::Links(menu) => links::draw(canvas, menu),
            Overlay::Confirm(state) => confirm::draw(canvas, model, state),
            Overlay::Acts(pick) => acts::draw(canvas, model, *pick),
            Overlay::Keymaps(pick) => keymaps::draw(canvas, model, *pick),
            Overlay::Themes(menu) => themes::draw(canvas, model, menu),
            // These are drawn in the lines below the screen.
            Overlay::Filter(_) | Overlay::Search(_) | Overlay::Tags(_) => {}
        }
    }
    if !model.pending.is_empty() {
        which::draw(canvas, model);
    }
}
