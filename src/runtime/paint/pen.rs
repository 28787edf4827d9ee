//! Styles as the terminal is told them: the shortest SGR sequence from one to another.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// The style that is switched on in the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pen {
    pub fg: Color,
    pub bg: Color,
    pub modifier: Modifier,
}

/// Nothing switched on.
pub const PLAIN: Pen = Pen { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

/// What can be seen of a style where there is no letter.
const ON_BLANK: Modifier = Modifier::UNDERLINED.union(Modifier::REVERSED).union(Modifier::CROSSED_OUT);

/// Whether nothing but the background of a cell can be seen.
pub fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && !cell.modifier.intersects(ON_BLANK)
}

impl Pen {
    /// The pen that a cell needs when this one is in the hand. A blank needs only its background.
    pub fn for_cell(self, cell: &Cell) -> Self {
        if is_blank(cell) {
            let modifier = if self.modifier.intersects(ON_BLANK) { Modifier::empty() } else { self.modifier };
            Self { bg: cell.bg, modifier, ..self }
        } else {
            Self { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
        }
    }

    /// Whether it can write a cell as it is.
    pub fn writes(self, cell: &Cell) -> bool {
        self.for_cell(cell) == self
    }

    /// Writes the sequence that turns this pen into another.
    pub fn switch(self, to: Self, bytes: &mut Vec<u8>) {
        if self == to {
            return;
        }
        let anew = Codes::anew(to);
        let codes = match Codes::between(self, to) {
            codes if codes.0.len() <= anew.0.len() => codes,
            _ => anew,
        };
        bytes.extend_from_slice(b"\x1b[");
        bytes.extend_from_slice(&codes.0);
        bytes.push(b'm');
    }
}

/// SGR parameters.
#[derive(Default)]
struct Codes(Vec<u8>);

impl Codes {
    /// Everything off, then what is wanted.
    fn anew(to: Pen) -> Self {
        let mut codes = Self::default();
        if to != PLAIN {
            // An empty parameter is a nought.
            codes.0.push(b';');
            codes.change(PLAIN, to);
        }
        codes
    }

    /// What went off, then what came on.
    fn between(from: Pen, to: Pen) -> Self {
        let (mut codes, mut have) = (Self::default(), from);
        for (modifiers, code) in OFF {
            if have.modifier.difference(to.modifier).intersects(modifiers) {
                codes.push(code);
                have.modifier.remove(modifiers);
            }
        }
        codes.change(have, to);
        codes
    }

    /// What comes on; nothing goes off but colours.
    fn change(&mut self, have: Pen, to: Pen) {
        for (modifier, code) in ON {
            if to.modifier.contains(modifier) && !have.modifier.contains(modifier) {
                self.push(code);
            }
        }
        if to.fg != have.fg {
            self.push(&color(to.fg, 30));
        }
        if to.bg != have.bg {
            self.push(&color(to.bg, 40));
        }
    }

    fn push(&mut self, code: &str) {
        if self.0.last().is_some_and(|last| *last != b';') {
            self.0.push(b';');
        }
        self.0.extend_from_slice(code.as_bytes());
    }
}

const ON: [(Modifier, &str); 7] = [
    (Modifier::BOLD, "1"),
    (Modifier::DIM, "2"),
    (Modifier::ITALIC, "3"),
    (Modifier::UNDERLINED, "4"),
    (Modifier::REVERSED, "7"),
    (Modifier::HIDDEN, "8"),
    (Modifier::CROSSED_OUT, "9"),
];

const OFF: [(Modifier, &str); 6] = [
    (Modifier::BOLD.union(Modifier::DIM), "22"),
    (Modifier::ITALIC, "23"),
    (Modifier::UNDERLINED, "24"),
    (Modifier::REVERSED, "27"),
    (Modifier::HIDDEN, "28"),
    (Modifier::CROSSED_OUT, "29"),
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
