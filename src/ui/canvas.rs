//! Draws into the frame's cells: text, lines of pieces, boxes, grounds. The only place that writes cells.
//!
//! Invariants: nothing outside the frame is touched; what does not fit is cut with `…`; with an ASCII terminal no
//! other character leaves.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

use super::color::{Charset, Depth};
use super::text::{Line, Words, fit};
use super::theme::{Role, Shelf, Theme};
use crate::app::layout::Area;
use crate::app::pointer::{Spot, Spots};
use crate::model::text::Safe;

/// The cells of a frame with the theme to draw them in.
pub struct Canvas<'a> {
    cells: &'a mut Buffer,
    /// The theme of the screen.
    base: &'a Theme,
    /// What is drawn in now.
    theme: &'a Theme,
    shelf: Option<&'a Shelf>,
    /// Inside of [`Canvas::dressed`].
    is_dressed: bool,
    spots: Spots,
}

/// The lines of a frame around a pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    Plain,
    Focused,
}

impl<'a> Canvas<'a> {
    pub const fn new(cells: &'a mut Buffer, theme: &'a Theme) -> Self {
        Self { cells, base: theme, theme, shelf: None, is_dressed: false, spots: Spots::new() }
    }

    /// A canvas that knows themes by name, for [`Canvas::dressed`].
    pub const fn with_shelf(cells: &'a mut Buffer, theme: &'a Theme, shelf: &'a Shelf) -> Self {
        Self { cells, base: theme, theme, shelf: Some(shelf), is_dressed: false, spots: Spots::new() }
    }

    /// The colours that the terminal has.
    pub const fn depth(&self) -> Depth {
        self.base.depth()
    }

    /// Draws what belongs to accounts of a class that has a theme: in that theme, and with double frames, since
    /// colours alone say nothing to everybody. Without a name it draws as ever.
    pub fn dressed<T>(&mut self, theme: Option<&Safe>, draw: impl FnOnce(&mut Self) -> T) -> T {
        let Some(name) = theme else { return draw(self) };
        let before = (self.theme, self.is_dressed);
        self.theme = self.shelf.and_then(|shelf| shelf.get(name)).unwrap_or(self.theme);
        self.is_dressed = true;
        let drawn = draw(self);
        (self.theme, self.is_dressed) = before;
        drawn
    }

    /// Gives what is dressed the ground of its theme, where it lies on the screen itself.
    pub fn own_ground(&mut self, area: Rect) {
        if self.is_dressed {
            self.ground(area, Role::Surface);
        }
    }

    /// Empties a rectangle to the ground of the screen, whatever is being drawn.
    pub fn clear(&mut self, area: Rect) {
        let theme = std::mem::replace(&mut self.theme, self.base);
        self.ground(area, Role::Surface);
        self.theme = theme;
    }

    /// Notes what the pointer finds here.
    pub fn spot(&mut self, area: Rect, spot: Spot) {
        self.spots.add(cells_of(area.intersection(self.cells.area)), spot);
    }

    /// Notes that a box lies here, and that nothing around it can be reached.
    pub fn cover(&mut self, area: Rect) {
        self.spots.cover(cells_of(area.intersection(self.cells.area)));
    }

    /// Everything that can be drawn on.
    pub const fn area(&self) -> Rect {
        self.cells.area
    }

    /// Empties a rectangle and gives it the ground of a role.
    pub fn ground(&mut self, area: Rect, role: Role) {
        let area = area.intersection(self.cells.area);
        let style = self.theme.style(role);
        for position in area.positions() {
            if let Some(cell) = self.cells.cell_mut(position) {
                cell.reset();
                cell.set_style(style);
            }
        }
    }

    /// Lays the style of a role over what stands there already. Reversed, a row has to be of one piece: each colour
    /// of its text would become a patch.
    pub fn tint(&mut self, area: Rect, role: Role) {
        let style = self.theme.style(role);
        if style.add_modifier.contains(Modifier::REVERSED) {
            let plain = Style { sub_modifier: Modifier::DIM, ..Style::new() };
            self.cells.set_style(area, plain.fg(Color::Reset).bg(Color::Reset));
        }
        self.cells.set_style(area, style);
    }

    /// Lays only a foreground over what stands there, for rows that are out of date.
    pub fn dim(&mut self, area: Rect, role: Role) {
        let style = self.theme.style(role);
        let style = Style { bg: None, sub_modifier: Modifier::BOLD, ..style };
        self.cells.set_style(area, style);
    }

    /// Draws a text in at most `room` cells and returns the column behind it.
    pub fn put<'w>(&mut self, x: u16, y: u16, room: u16, role: Role, words: impl Into<Words<'w>>) -> u16 {
        let area = self.cells.area;
        if y < area.top() || y >= area.bottom() || x < area.left() || x >= area.right() {
            return x;
        }
        let room = room.min(area.right() - x);
        let words = words.into();
        let text = fit(words.as_str(), room);
        // Modifiers of what stood there, such as a dim border under a title, do not shine through.
        let style = self.theme.style(role);
        let style = Style { sub_modifier: Modifier::all() - style.add_modifier, ..style };
        self.cells.set_stringn(x, y, text.as_ref(), usize::from(room), style).0
    }

    /// Draws a text that ends at the right of `room` cells.
    pub fn put_right<'w>(&mut self, x: u16, y: u16, room: u16, role: Role, words: impl Into<Words<'w>>) {
        let words = words.into();
        let start = x + room.saturating_sub(words.width());
        self.put(start, y, (x + room).saturating_sub(start), role, words);
    }

    /// Draws a line of pieces in at most `room` cells and returns the column behind it.
    pub fn line(&mut self, x: u16, y: u16, room: u16, line: Line<'_>) -> u16 {
        let end = x.saturating_add(room);
        let mut at = x;
        let total = line.width();
        let mut left = total;
        for piece in line.pieces {
            let wide = piece.words.width();
            let room = end.saturating_sub(at);
            if room == 0 {
                break;
            }
            left -= wide;
            // A piece that fits exactly while more follows must still say that something is missing.
            if wide >= room && left > 0 {
                let text = format!("{}…", piece.words.as_str());
                let text = fit(&text, room).into_owned();
                return self.put(at, y, room, piece.role, Words::composed(text));
            }
            at = self.put(at, y, room, piece.role, piece.words);
        }
        at
    }

    /// A line that ends at the right of `room` cells; returns its width.
    pub fn line_right(&mut self, x: u16, y: u16, room: u16, line: Line<'_>) -> u16 {
        let wide = line.width().min(room);
        self.line(x + room - wide, y, wide, line);
        wide
    }

    /// A horizontal stroke.
    pub fn stroke(&mut self, x: u16, y: u16, length: u16, role: Role) {
        self.strokes(x, y, length, role, "─");
    }

    fn strokes(&mut self, x: u16, y: u16, length: u16, role: Role, sign: &'static str) {
        for x in x..x.saturating_add(length) {
            self.put(x, y, 1, role, sign);
        }
    }

    /// A frame with a title on its upper edge and something to the right of it; returns what is inside.
    pub fn pane(&mut self, area: Rect, edge: Edge, title: Line<'_>, right: Line<'_>) -> Rect {
        let area = area.intersection(self.cells.area);
        if area.width < 2 || area.height < 2 {
            return Rect::ZERO;
        }
        let role = if edge == Edge::Focused { Role::BorderFocus } else { Role::Border };
        let [across, down, corners @ ..] = if self.is_dressed { DOUBLE } else { SINGLE };
        let (top, bottom, last) = (area.top(), area.bottom() - 1, area.right() - 1);
        self.strokes(area.left() + 1, top, area.width - 2, role, across);
        self.strokes(area.left() + 1, bottom, area.width - 2, role, across);
        for y in top + 1..bottom {
            self.put(area.left(), y, 1, role, down);
            self.put(last, y, 1, role, down);
        }
        let places = [(area.left(), top), (last, top), (area.left(), bottom), (last, bottom)];
        for ((x, y), corner) in places.into_iter().zip(corners) {
            self.put(x, y, 1, role, corner);
        }
        self.caption(area.left(), top, area.width, title, right);
        Rect::new(area.left() + 1, top + 1, area.width - 2, area.height - 2)
    }

    /// Title and right-hand text upon a horizontal edge, each with a space around. The title goes first.
    pub fn caption(&mut self, x: u16, y: u16, width: u16, title: Line<'_>, right: Line<'_>) {
        let room = width.saturating_sub(4);
        let mut taken = 0;
        if !title.is_empty() && room > 2 {
            let mut line = Line::of(Role::Border, " ");
            line.append(title);
            let end = self.line(x + 2, y, room - 1, line);
            self.put(end, y, 1, Role::Border, " ");
            taken = end + 1 - x;
        }
        let room = width.saturating_sub(taken + 4);
        if !right.is_empty() && right.width() + 2 <= room {
            let mut line = Line::of(Role::Border, " ");
            line.append(right);
            line.push(Role::Border, " ");
            self.line_right(x, y, width - 2, line);
        }
    }

    /// What is left to do when all is drawn: on an ASCII terminal every other character gets its stand-in. Gives what
    /// can be pointed at.
    pub fn finish(self) -> Spots {
        if self.theme.charset() == Charset::Unicode {
            return self.spots;
        }
        for cell in &mut self.cells.content {
            if !cell.symbol().is_ascii() {
                let plain = ascii(cell.symbol());
                cell.set_symbol(plain);
            }
        }
        self.spots
    }
}

const fn cells_of(area: Rect) -> Area {
    Area { x: area.x, y: area.y, width: area.width, height: area.height }
}

/// The lines of a frame: across, down, and the corners as one reads.
const SINGLE: [&str; 6] = ["─", "│", "╭", "╮", "╰", "╯"];
const DOUBLE: [&str; 6] = ["═", "║", "╔", "╗", "╚", "╝"];

/// Stand-ins on an ASCII terminal. Signs that mean different things in one place stay different.
const ASCII: [(&str, &str); 18] = [
    ("─–—━·", "-"),
    ("│┃▐", "|"),
    ("╭╮╰╯├┤┬┴┼", "+"),
    ("═", "="),
    ("║╔╗╚╝", "#"),
    ("●", "*"),
    ("◐", "%"),
    ("○", "o"),
    ("✗×", "x"),
    ("✓", "="),
    ("▲", "!"),
    ("▌▸→≥", ">"),
    ("←≤", "<"),
    ("▾↓", "v"),
    ("↑", "^"),
    ("…", "~"),
    ("█▓", "#"),
    ("⏎", "/"),
];

fn ascii(symbol: &str) -> &'static str {
    ASCII.iter().find(|(signs, _)| signs.contains(symbol)).map_or("?", |(_, plain)| plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::color::Depth;

    fn drawn(width: u16, charset: Charset, draw: impl FnOnce(&mut Canvas)) -> Vec<String> {
        let area = Rect::new(0, 0, width, 3);
        let mut cells = Buffer::empty(area);
        let theme = Theme::default().at(Depth::Mono, charset);
        let mut canvas = Canvas::new(&mut cells, &theme);
        draw(&mut canvas);
        canvas.finish();
        (0..3).map(|y| (0..width).map(|x| cells[(x, y)].symbol().to_owned()).collect()).collect()
    }

    #[test]
    fn a_line_that_does_not_fit_says_so_in_every_piece() {
        let line = || Line::of(Role::Text, "abcde").with(Role::Key, "fgh");
        let at = |room| {
            let draw = |canvas: &mut Canvas| {
                canvas.line(0, 0, room, line());
            };
            drawn(10, Charset::Unicode, draw).remove(0)
        };
        assert_eq!(at(8), "abcdefgh  ");
        assert_eq!(at(7), "abcdef…   ");
        assert_eq!(at(5), "abcd…     ");
    }

    #[test]
    fn panes_carry_their_titles() {
        let rows = drawn(20, Charset::Unicode, |canvas| {
            let inside = canvas.pane(
                Rect::new(0, 0, 20, 3),
                Edge::Plain,
                Line::of(Role::Title, "Accounts"),
                Line::of(Role::Muted, "4"),
            );
            assert_eq!(inside, Rect::new(1, 1, 18, 1));
        });
        assert_eq!(rows[0], "╭─ Accounts ─── 4 ─╮");
    }

    #[test]
    fn what_is_dressed_has_another_frame_without_any_colour() {
        let draw = |canvas: &mut Canvas| {
            canvas.dressed(Some(&"contrast".into()), |canvas| {
                canvas.pane(Rect::new(0, 0, 12, 3), Edge::Plain, Line::of(Role::Title, "x"), Line::new());
            });
            canvas.put(0, 1, 1, Role::Text, "y");
        };
        assert_eq!(drawn(12, Charset::Unicode, draw)[0], "╔═ x ══════╗");
        let rows = drawn(12, Charset::Ascii, draw);
        assert_eq!((rows[0].as_str(), rows[1].as_str()), ("#= x ======#", "y          #"));
    }

    #[test]
    fn an_ascii_terminal_gets_ascii_only() {
        let rows = drawn(12, Charset::Ascii, |canvas| {
            canvas.put(0, 0, 12, Role::Text, "● ok ✗ é 漢…");
        });
        assert_eq!(rows[0], "* ok x ? ? ~");
    }

    #[test]
    fn drawing_outside_the_frame_does_nothing() {
        let rows = drawn(4, Charset::Unicode, |canvas| {
            canvas.put(9, 0, 5, Role::Text, "far");
            canvas.put(0, 9, 5, Role::Text, "below");
            canvas.put_right(0, 0, 3, Role::Text, "12345");
        });
        assert_eq!(rows[0], "12… ");
    }
}
