//! Cells to bytes: the ratatui backend that writes into memory and asks the terminal nothing.
//!
//! It is no screen model: ratatui keeps the cells and says which ones changed. Invariant: a frame in which nothing
//! changed is not a single byte, and the terminal's cursor is where the bytes think it is.

use std::io;
use std::io::Write as _;

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// Synchronized output: a terminal that knows it shows the frame at once, the others ignore it.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

/// The style that is switched on in the terminal.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

const PLAIN: Pen = Pen { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

/// Collects the bytes of a frame.
pub struct Paint {
    size: Size,
    bytes: Vec<u8>,
    /// Where the cursor is wanted, when it is wanted.
    cursor: Option<Position>,
    /// Where the terminal shows it, as far as was written.
    shown: Option<Position>,
    position: Position,
}

impl Paint {
    pub fn new(width: u16, height: u16) -> Self {
        let size = Size { width, height };
        Self { size, bytes: Vec::new(), cursor: None, shown: None, position: Position::ORIGIN }
    }

    pub fn resize(&mut self, width: u16, height: u16) {
        self.size = Size { width, height };
    }

    /// The terminal was entered anew: it shows no cursor and nothing else either.
    pub fn forget(&mut self) {
        self.bytes.clear();
        self.shown = None;
    }

    /// The bytes since the last call, as one synchronized frame; empty when there is nothing to say.
    pub fn take(&mut self) -> Vec<u8> {
        if self.bytes.is_empty() && self.cursor == self.shown {
            return Vec::new();
        }
        let mut frame = Vec::with_capacity(self.bytes.len() + 48);
        frame.extend_from_slice(BEGIN);
        frame.append(&mut self.bytes);
        match (self.cursor, self.shown) {
            (Some(at), shown) => {
                frame.extend(format!("\x1b[{};{}H", at.y + 1, at.x + 1).into_bytes());
                if shown.is_none() {
                    frame.extend_from_slice(b"\x1b[?25h");
                }
            }
            (None, Some(_)) => frame.extend_from_slice(b"\x1b[?25l"),
            (None, None) => {}
        }
        self.shown = self.cursor;
        frame.extend_from_slice(END);
        frame
    }
}

impl Backend for Paint {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut pen = PLAIN;
        let mut next: Option<Position> = None;
        for (x, y, cell) in content {
            if next != Some(Position { x, y }) {
                write!(self.bytes, "\x1b[{};{}H", y + 1, x + 1)?;
            }
            let wanted = Pen { fg: cell.fg, bg: cell.bg, modifier: cell.modifier };
            switch(&mut self.bytes, pen, wanted);
            pen = wanted;
            let symbol = cell.symbol();
            self.bytes.extend_from_slice(symbol.as_bytes());
            // Terminals disagree about the width of anything unusual, so that the cursor is set anew after it.
            let sure = symbol.len() == 1 || (symbol.chars().count() == 1 && symbol.width() == 1);
            next = sure.then(|| Position { x: x + 1, y });
        }
        switch(&mut self.bytes, pen, PLAIN);
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.cursor = None;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.cursor = Some(self.position);
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.position)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.position = position.into();
        if self.cursor.is_some() {
            self.cursor = Some(self.position);
        }
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        let sequence: &[u8] = match region {
            ClearType::All => b"\x1b[0m\x1b[2J",
            ClearType::AfterCursor => b"\x1b[0J",
            ClearType::BeforeCursor => b"\x1b[1J",
            ClearType::CurrentLine => b"\x1b[2K",
            ClearType::UntilNewLine => b"\x1b[0K",
        };
        self.bytes.extend_from_slice(sequence);
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::ZERO })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The shortest sequence from one style to another: what was added, or everything anew.
fn switch(bytes: &mut Vec<u8>, from: Pen, to: Pen) {
    if from == to {
        return;
    }
    let mut codes: Vec<String> = Vec::new();
    let mut have = from;
    if !to.modifier.contains(from.modifier) || to == PLAIN {
        codes.push(String::new());
        have = PLAIN;
    }
    for (modifier, code) in MODIFIERS {
        if to.modifier.contains(modifier) && !have.modifier.contains(modifier) {
            codes.push(code.to_owned());
        }
    }
    if to.fg != have.fg {
        codes.push(color(to.fg, 30));
    }
    if to.bg != have.bg {
        codes.push(color(to.bg, 40));
    }
    bytes.extend(format!("\x1b[{}m", codes.join(";")).into_bytes());
}

const MODIFIERS: [(Modifier, &str); 7] = [
    (Modifier::BOLD, "1"),
    (Modifier::DIM, "2"),
    (Modifier::ITALIC, "3"),
    (Modifier::UNDERLINED, "4"),
    (Modifier::REVERSED, "7"),
    (Modifier::HIDDEN, "8"),
    (Modifier::CROSSED_OUT, "9"),
];

/// The SGR parameters of a colour; `base` is 30 for letters and 40 for what is behind them.
fn color(color: Color, base: u8) -> String {
    let (normal, bright) = (|n: u8| (base + n).to_string(), |n: u8| (base + 60 + n).to_string());
    match color {
        Color::Reset => normal(9),
        Color::Black => normal(0),
        Color::Red => normal(1),
        Color::Green => normal(2),
        Color::Yellow => normal(3),
        Color::Blue => normal(4),
        Color::Magenta => normal(5),
        Color::Cyan => normal(6),
        Color::Gray => normal(7),
        Color::DarkGray => bright(0),
        Color::LightRed => bright(1),
        Color::LightGreen => bright(2),
        Color::LightYellow => bright(3),
        Color::LightBlue => bright(4),
        Color::LightMagenta => bright(5),
        Color::LightCyan => bright(6),
        Color::White => bright(7),
        Color::Indexed(index) => format!("{};5;{index}", base + 8),
        Color::Rgb(red, green, blue) => format!("{};2;{red};{green};{blue}", base + 8),
    }
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::style::Style;
    use ratatui::text::{Line, Span};

    use super::*;

    fn frame(terminal: &mut Terminal<Paint>, line: &Line<'_>) -> String {
        terminal.draw(|frame| frame.render_widget(line, frame.area())).unwrap();
        String::from_utf8(terminal.backend_mut().take()).unwrap()
    }

    #[test]
    fn a_frame_in_which_nothing_changed_is_no_byte() {
        let mut terminal = Terminal::new(Paint::new(20, 2)).unwrap();
        assert!(!frame(&mut terminal, &Line::raw("notebooks")).is_empty());
        assert_eq!(frame(&mut terminal, &Line::raw("notebooks")), "");
    }

    #[test]
    fn styles_arrive_in_the_terminal_as_they_were_meant() {
        let mut terminal = Terminal::new(Paint::new(30, 2)).unwrap();
        let line = Line::from(vec![
            Span::raw("a"),
            Span::styled(
                "b",
                Style::new().fg(Color::Rgb(1, 2, 3)).bg(Color::Indexed(200)).add_modifier(Modifier::BOLD),
            ),
            Span::styled("c", Style::new().fg(Color::LightRed).add_modifier(Modifier::UNDERLINED)),
            Span::styled("d", Style::new().add_modifier(Modifier::REVERSED)),
            Span::raw("e"),
        ]);
        let side = |length| std::num::NonZeroU16::new(length).unwrap();
        let mut parser = vt100::Parser::new(side(2), side(30), 0);
        parser.process(frame(&mut terminal, &line).as_bytes());
        let cell = |column| parser.screen().cell(0, column).unwrap().clone();
        assert_eq!(parser.screen().contents(), "abcde");
        assert_eq!(
            (cell(1).fgcolor(), cell(1).bgcolor()),
            (vt100::Color::Rgb(1, 2, 3), vt100::Color::Idx(200))
        );
        assert!(cell(1).bold() && !cell(2).bold() && cell(2).underline() && !cell(3).underline());
        assert_eq!((cell(2).fgcolor(), cell(2).bgcolor()), (vt100::Color::Idx(9), vt100::Color::Default));
        assert!(cell(3).inverse() && !cell(4).inverse());
        assert_eq!((cell(4).fgcolor(), cell(4).bgcolor()), (vt100::Color::Default, vt100::Color::Default));
    }

    #[test]
    fn a_character_of_doubtful_width_does_not_move_the_rest_of_the_row() {
        let mut terminal = Terminal::new(Paint::new(20, 1)).unwrap();
        let text = frame(&mut terminal, &Line::raw("é\u{301}x日y"));
        assert!(text.contains("\u{301}\u{1b}[1;2Hx"), "{text:?}");
        assert!(text.contains("日\u{1b}[1;5Hy") || text.contains("日\u{1b}[1;4H"), "{text:?}");
    }

    #[test]
    fn the_cursor_is_written_only_when_it_changes() {
        let mut terminal = Terminal::new(Paint::new(20, 2)).unwrap();
        let mut at = |x: Option<u16>| {
            terminal.draw(|frame| x.into_iter().for_each(|x| frame.set_cursor_position((x, 1)))).unwrap();
            String::from_utf8(terminal.backend_mut().take()).unwrap()
        };
        assert_eq!(at(None), "");
        assert!(at(Some(3)).contains("\x1b[2;4H\x1b[?25h"));
        assert_eq!(at(Some(3)), "");
        assert!(at(Some(4)).contains("\x1b[2;5H"));
        assert!(at(None).contains("\x1b[?25l"));
    }
}
