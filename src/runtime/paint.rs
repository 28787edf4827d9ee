//! Cells to bytes: what the terminal shows, what it is to show, and the shortest way from one to the other.
//!
//! The terminal is asked nothing; what it shows is what was written. Invariants: a frame in which nothing changed is
//! not a single byte, and a terminal whose name says nothing gets only what every terminal obeys.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Color;

mod pen;
mod shift;
mod stroke;
#[cfg(test)]
mod tests;

use stroke::Strokes;

/// Synchronized output: a terminal that knows it shows the frame at once, the others ignore it.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";
/// Below so many bytes nobody looks for what moved: there is too little to gain.
const SMALL: usize = 600;

/// What the terminal can be trusted with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Skill {
    /// The sequences of a VT102 and ECMA-48: relative moves, erasing, lines that scroll.
    pub vt: bool,
    /// What is erased takes the background that is switched on.
    pub fills: bool,
}

impl Skill {
    /// Judges `TERM` and `TMUX`.
    pub fn of(term: Option<&str>, tmux: Option<&str>) -> Self {
        let term = term.unwrap_or_default();
        let vt = KNOWN.iter().any(|name| term.starts_with(name));
        // GNU screen erases with the default background; tmux mostly goes by the same name.
        let fills = vt && !term.starts_with("vt") && (tmux.is_some() || !term.starts_with("screen"));
        Self { vt, fills }
    }
}

/// Beginnings of `TERM` behind which there is at least a VT102.
const KNOWN: [&str; 22] = [
    "Eterm",
    "alacritty",
    "contour",
    "foot",
    "ghostty",
    "gnome",
    "iterm",
    "kitty",
    "konsole",
    "linux",
    "mintty",
    "mlterm",
    "ms-terminal",
    "nsterm",
    "putty",
    "rxvt",
    "screen",
    "st-",
    "tmux",
    "vt",
    "wezterm",
    "xterm",
];

/// The picture on the terminal.
pub struct Paint {
    skill: Skill,
    shown: Buffer,
    wanted: Buffer,
    /// Nobody knows what the terminal shows.
    lost: bool,
}

impl Paint {
    pub fn new(width: u16, height: u16, skill: Skill) -> Self {
        let blank = Buffer::empty(Rect::new(0, 0, width, height));
        Self { skill, shown: blank.clone(), wanted: blank, lost: true }
    }

    /// The terminal has another size; what it did with its picture is its own affair.
    pub fn resize(&mut self, width: u16, height: u16) {
        *self = Self::new(width, height, self.skill);
    }

    /// Nobody knows any more what the terminal shows.
    pub fn forget(&mut self) {
        self.lost = true;
    }

    /// Lets the next picture be drawn and gives the bytes that bring it onto the terminal, as one synchronized frame;
    /// none when it is there already.
    pub fn frame(&mut self, draw: impl FnOnce(&mut Buffer)) -> Vec<u8> {
        self.wanted.reset();
        draw(&mut self.wanted);
        let bytes = if std::mem::take(&mut self.lost) {
            let mut strokes = Strokes::new(self.skill);
            let ground = if self.skill.fills { ground(&self.wanted) } else { Color::Reset };
            strokes.clear(ground);
            let mut cell = Cell::EMPTY;
            cell.set_bg(ground);
            self.shown.content.fill(cell);
            strokes.draw(&self.shown, &self.wanted);
            strokes.finish()
        } else {
            self.cheapest()
        };
        std::mem::swap(&mut self.shown, &mut self.wanted);
        if bytes.is_empty() { bytes } else { [BEGIN, &bytes, END].concat() }
    }

    /// The shorter of two ways: writing what changed, or moving lines first.
    fn cheapest(&mut self) -> Vec<u8> {
        let mut strokes = Strokes::new(self.skill);
        strokes.draw(&self.shown, &self.wanted);
        let plain = strokes.finish();
        if !self.skill.vt || plain.len() < SMALL {
            return plain;
        }
        let Some(shift) = shift::find(&self.shown, &self.wanted) else { return plain };
        let mut strokes = Strokes::new(self.skill);
        strokes.shift(shift);
        let mut moved = self.shown.clone();
        shift.apply(&mut moved);
        strokes.draw(&moved, &self.wanted);
        let moved = strokes.finish();
        if moved.len() < plain.len() { moved } else { plain }
    }
}

/// The background that most cells have, if more than half have it.
fn ground(cells: &Buffer) -> Color {
    let (mut ground, mut votes) = (Color::Reset, 0_usize);
    for cell in &cells.content {
        if votes == 0 {
            ground = cell.bg;
        }
        votes = if cell.bg == ground { votes + 1 } else { votes - 1 };
    }
    ground
}
