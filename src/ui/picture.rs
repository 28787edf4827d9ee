//! A frame as an SVG picture, for the README and for documents: what the program shows, drawn by the program.
//!
//! Pure. Every run of cells in one style becomes one text element with a fixed length, so that any monospaced font
//! keeps the columns.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use super::color::rgb;
use super::theme::{Role, Theme};

/// Cell size in pixels, and the margin around all cells.
const WIDTH: u32 = 9;
const HEIGHT: u32 = 19;
const MARGIN: u32 = 14;

/// The frame as the text of an SVG file.
pub fn svg(cells: &Buffer, theme: &Theme) -> String {
    let ground = theme.style(Role::Surface);
    let paper = ground.bg.and_then(rgb).unwrap_or((20, 22, 26));
    let ink = ground.fg.and_then(rgb).unwrap_or((211, 215, 222));
    let (width, height) = (u32::from(cells.area.width), u32::from(cells.area.height));
    let (w, h) = (width * WIDTH + 2 * MARGIN, height * HEIGHT + 2 * MARGIN);
    let mut out = String::with_capacity(64 * 1024);
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" \
         font-family=\"ui-monospace,'SF Mono','JetBrains Mono','DejaVu Sans Mono',Menlo,Consolas,monospace\" \
         font-size=\"15\">\n<rect width=\"{w}\" height=\"{h}\" rx=\"9\" fill=\"{}\"/>",
        hex(paper)
    );
    for y in cells.area.rows().map(|row| row.y) {
        for run in runs(cells, y) {
            draw(&mut out, &run, u32::from(y - cells.area.y), paper, ink);
        }
    }
    out.push_str("</svg>\n");
    out
}

/// Neighbouring cells in one style.
struct Run<'a> {
    from: u32,
    cells: u32,
    text: String,
    style: &'a Cell,
}

fn runs(cells: &Buffer, y: u16) -> Vec<Run<'_>> {
    let mut runs: Vec<Run> = Vec::new();
    let mut covered = 0;
    for x in cells.area.left()..cells.area.right() {
        let Some(cell) = cells.cell((x, y)) else { continue };
        if covered > 0 {
            covered -= 1;
            continue;
        }
        let wide = super::text::width(cell.symbol()).max(1);
        covered = wide - 1;
        let same = |run: &&mut Run| {
            run.style.fg == cell.fg && run.style.bg == cell.bg && run.style.modifier == cell.modifier
        };
        if let Some(run) = runs.last_mut().filter(same) {
            run.text.push_str(cell.symbol());
            run.cells += u32::from(wide);
        } else {
            let from = u32::from(x - cells.area.x);
            runs.push(Run { from, cells: u32::from(wide), text: cell.symbol().to_owned(), style: cell });
        }
    }
    runs
}

fn draw(out: &mut String, run: &Run<'_>, row: u32, paper: (u8, u8, u8), ink: (u8, u8, u8)) {
    let color = |color: Color, default| rgb(color).unwrap_or(default);
    let modifier = run.style.modifier;
    let (mut front, mut back) = (color(run.style.fg, ink), color(run.style.bg, paper));
    if modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut front, &mut back);
    }
    let (x, y, length) = (MARGIN + run.from * WIDTH, MARGIN + row * HEIGHT, run.cells * WIDTH);
    if back != paper {
        let back = hex(back);
        let _ = writeln!(
            out,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{length}\" height=\"{HEIGHT}\" fill=\"{back}\"/>"
        );
    }
    let strokes = strokes(&run.text, x, y);
    if !strokes.is_empty() {
        let wide = if modifier.contains(Modifier::BOLD) { 2 } else { 1 };
        let front = hex(front);
        let _ =
            writeln!(out, "<path d=\"{strokes}\" stroke=\"{front}\" stroke-width=\"{wide}\" fill=\"none\"/>");
    }
    // What is drawn as a stroke is a blank among the letters.
    let text: String = run.text.chars().map(|c| if stroke(c).is_some() { ' ' } else { c }).collect();
    let kept = text.trim_end();
    if kept.is_empty() {
        return;
    }
    let lead = kept.chars().take_while(|c| *c == ' ').count() as u32;
    let kept = kept.trim_start();
    let x = x + lead * WIDTH;
    let length = u32::from(super::text::width(kept)) * WIDTH;
    let mut look = String::new();
    for (set, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::DIM, " opacity=\"0.6\""),
    ] {
        if modifier.contains(set) {
            look.push_str(attribute);
        }
    }
    let (front, base) = (hex(front), y + 14);
    let text = escaped(kept);
    let _ = writeln!(
        out,
        "<text x=\"{x}\" y=\"{base}\" textLength=\"{length}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{front}\"\
         {look} xml:space=\"preserve\">{text}</text>"
    );
}

/// Lines of boxes as a path: fonts leave gaps between rows, strokes do not.
fn strokes(text: &str, x: u32, y: u32) -> String {
    let mut path = String::new();
    let mut at = x;
    for c in text.chars() {
        if let Some(parts) = stroke(c) {
            let (middle, half) = (at * 2 + WIDTH, y * 2 + HEIGHT);
            let (middle, half) = (f64::from(middle) / 2.0, f64::from(half) / 2.0);
            // A double line is drawn as two, each this far from the middle.
            let apart: &[f64] = if is_double(c) { &[-1.5, 1.5] } else { &[0.0] };
            for (part, by) in parts.chars().flat_map(|part| apart.iter().map(move |by| (part, by))) {
                let (x, y, ex, ey) = match part {
                    'l' => (middle, half + by, f64::from(at), half + by),
                    'r' => (middle, half + by, f64::from(at + WIDTH), half + by),
                    'u' => (middle + by, half, middle + by, f64::from(y)),
                    _ => (middle + by, half, middle + by, f64::from(y + HEIGHT)),
                };
                let _ = write!(path, "M{x} {y}L{ex} {ey}");
            }
        }
        at += u32::from(super::text::width(c.encode_utf8(&mut [0; 4]))) * WIDTH;
    }
    path
}

/// Towards which sides of its cell a character draws: left, right, up, down.
const fn stroke(c: char) -> Option<&'static str> {
    Some(match c {
        '─' | '═' => "lr",
        '│' | '┃' | '║' => "ud",
        '╭' | '╔' => "rd",
        '╮' | '╗' => "ld",
        '╰' | '╚' => "ru",
        '╯' | '╝' => "lu",
        _ => return None,
    })
}

const fn is_double(c: char) -> bool {
    matches!(c, '═' | '║' | '╔' | '╗' | '╚' | '╝')
}

fn hex((r, g, b): (u8, u8, u8)) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn cells_become_text_with_their_colours() {
        let mut cells = Buffer::empty(Rect::new(0, 0, 12, 2));
        cells.set_string(1, 0, "a<b", Style::new().fg(Color::Rgb(1, 2, 3)));
        cells.set_string(0, 1, "漢 x", Style::new().bg(Color::Rgb(9, 9, 9)).add_modifier(Modifier::BOLD));
        let svg = svg(&cells, &Theme::default());
        assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
        assert!(svg.contains("fill=\"#010203\""));
        assert!(svg.contains(">a&lt;b</text>"));
        assert!(svg.contains("fill=\"#090909\"") && svg.contains("font-weight=\"bold\""));
        assert_eq!(svg.matches("<text").count(), 2);
    }

    #[test]
    fn frames_are_strokes_and_double_ones_are_two() {
        let lines = |text: &str| {
            let mut cells = Buffer::empty(Rect::new(0, 0, 3, 1));
            cells.set_string(0, 0, text, Style::new());
            let svg = svg(&cells, &Theme::default());
            assert!(!svg.contains("<text"), "{svg}");
            svg.matches('L').count()
        };
        assert_eq!((lines("╭─╮"), lines("╔═╗")), (6, 12));
    }
}
