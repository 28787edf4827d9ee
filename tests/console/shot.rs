//! A drawn frame as text: the characters, then the style of each cell as a letter with its legend.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Color;
use sagedeck::app::Model;
use sagedeck::ui::theme::{Shelf, Theme};

pub fn drawn(model: &Model, theme: &Theme) -> Buffer {
    let mut cells = Buffer::empty(Rect::new(0, 0, model.size.width, model.size.height));
    sagedeck::ui::draw(model, theme, &mut cells);
    cells
}

/// In the themes that the model names.
pub fn drawn_from(model: &Model, shelf: &Shelf) -> Buffer {
    let mut cells = Buffer::empty(Rect::new(0, 0, model.size.width, model.size.height));
    sagedeck::ui::draw_from(model, shelf, &mut cells);
    cells
}

/// The characters alone, without blanks at line ends.
pub fn text(cells: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..cells.area.height {
        let mut line = String::new();
        let mut covered = 0;
        for x in 0..cells.area.width {
            if covered > 0 {
                covered -= 1;
                continue;
            }
            let symbol = cells[(x, y)].symbol();
            covered = unicode_width::UnicodeWidthStr::width(symbol).saturating_sub(1);
            line.push_str(symbol);
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

/// Characters, styles and the legend of the styles.
pub fn text_and_style(cells: &Buffer) -> String {
    let letters: Vec<char> = ('a'..='z').chain('A'..='Z').chain('0'..='9').collect();
    let mut known: Vec<String> = vec![style(&cells[(0, cells.area.height - 1)])];
    let mut grid = String::new();
    for y in 0..cells.area.height {
        let mut line = String::new();
        for x in 0..cells.area.width {
            let style = style(&cells[(x, y)]);
            let at = known.iter().position(|seen| *seen == style).unwrap_or_else(|| {
                known.push(style);
                known.len() - 1
            });
            line.push(if at == 0 { '.' } else { letters[at - 1] });
        }
        let _ = writeln!(grid, "{}", line.trim_end_matches('.'));
    }
    let mut legend = String::new();
    for (at, style) in known.iter().enumerate() {
        let letter = if at == 0 { '.' } else { letters[at - 1] };
        let _ = writeln!(legend, "{letter} {style}");
    }
    format!("{}\n-- styles\n{grid}\n-- legend\n{legend}", text(cells))
}

fn style(cell: &Cell) -> String {
    let color = |color: Color| match color {
        Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
        other => other.to_string().to_lowercase(),
    };
    let modifier = format!("{:?}", cell.modifier).to_lowercase();
    let modifier = if modifier == "none" { String::new() } else { format!(" {modifier}") };
    format!("{} on {}{modifier}", color(cell.fg), color(cell.bg))
}
