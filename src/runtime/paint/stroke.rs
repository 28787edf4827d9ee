//! What changed between two pictures, as bytes: short moves, few styles, blanks erased instead of written.
//!
//! Invariant: where it is not certain where the terminal's cursor is, it is set anew.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::Color;
use unicode_width::UnicodeWidthStr;

use super::Skill;
use super::pen::{PLAIN, Pen, is_blank};
use super::shift::Shift;

/// The bytes of one frame under way.
pub struct Strokes {
    skill: Skill,
    bytes: Vec<u8>,
    pen: Pen,
    /// Where the terminal's cursor is, if that is certain.
    at: Option<Position>,
}

impl Strokes {
    pub const fn new(skill: Skill) -> Self {
        Self { skill, bytes: Vec::new(), pen: PLAIN, at: None }
    }

    /// The bytes, with the pen put down.
    pub fn finish(mut self) -> Vec<u8> {
        self.pen.switch(PLAIN, &mut self.bytes);
        self.bytes
    }

    /// Empties the whole terminal.
    pub fn clear(&mut self, ground: Color) {
        self.bytes.extend_from_slice(b"\x1b[m");
        let pen = Pen { bg: ground, ..PLAIN };
        PLAIN.switch(pen, &mut self.bytes);
        self.pen = pen;
        self.bytes.extend_from_slice(b"\x1b[2J");
    }

    /// Moves lines. What moves in is blank without a colour, whatever the terminal erases with.
    pub fn shift(&mut self, shift: Shift) {
        self.pen.switch(PLAIN, &mut self.bytes);
        self.pen = PLAIN;
        self.sequence(&[shift.top + 1, shift.bottom], b'r');
        // Deleting and inserting lines is older than scrolling by sequence, and more terminals know it.
        self.sequence(&[shift.top + 1], b'H');
        self.sequence(&[shift.lines()], if shift.is_up() { b'M' } else { b'L' });
        self.sequence(&[], b'r');
        self.at = None;
    }

    /// Everything that differs: with one pen after the other, since to change the pen mostly takes more than to move it.
    pub fn draw(&mut self, shown: &Buffer, wanted: &Buffer) {
        let (mut rows, pens) = work(shown, wanted);
        for pen in pens.order().chain([LAST]) {
            for row in &mut rows {
                self.row(row, pen);
            }
        }
    }

    /// Writes what is to be written of a line with one pen.
    fn row(&mut self, row: &mut Row<'_>, pen: u16) {
        let cells = row.cells;
        let mut x = 0;
        while let Some(step) = row.pens.get(x..).and_then(|rest| rest.iter().position(|of| *of == pen)) {
            x += step;
            let Some(cell) = cells.get(x) else { break };
            self.reach(x, row.y, cells);
            let (end, sure) = match self.erase(x, cells, &row.pens) {
                Some(erased) => (x + erased, true),
                None => (x + width(cell), self.put(cell, x + width(cell) < cells.len())),
            };
            row.pens.iter_mut().take(end).skip(x).for_each(|of| *of = DONE);
            x = end;
            // What a terminal of another opinion has done to the neighbour is made good.
            if !sure && let Some(next) = row.pens.get_mut(x).filter(|next| **next == DONE) {
                *next = LAST;
            }
        }
    }

    /// Writes a cell; gives whether all terminals agree on how wide it is.
    fn put(&mut self, cell: &Cell, has_next: bool) -> bool {
        let pen = self.pen.for_cell(cell);
        self.pen.switch(pen, &mut self.bytes);
        self.pen = pen;
        self.bytes.extend_from_slice(cell.symbol().as_bytes());
        let sure = is_sure(cell);
        // Behind the last column the cursor is where each terminal likes it.
        self.at = self.at.filter(|_| sure && has_next).map(|at| Position { x: at.x + 1, ..at });
        sure
    }

    /// Erases the blanks that begin here, if that is shorter than writing them; gives how many cells that were.
    fn erase(&mut self, x: usize, cells: &[Cell], pens: &[u16]) -> Option<usize> {
        let first = cells.get(x)?;
        let may = self.skill.vt && (self.skill.fills || first.bg == Color::Reset);
        if !may || !is_blank(first) {
            return None;
        }
        let rest = cells.get(x..)?;
        let run = rest.iter().take_while(|cell| is_blank(cell) && cell.bg == first.bg).count();
        let needed = pens.get(x..x + run)?.iter().rposition(|pen| *pen != DONE)? + 1;
        let to_end = run == rest.len();
        let count = needed as u16;
        let cost = if to_end { 3 } else { 6 + 2 * digits(count) };
        if needed <= cost {
            return None;
        }
        let pen = self.pen.for_cell(first);
        self.pen.switch(pen, &mut self.bytes);
        self.pen = pen;
        if to_end {
            self.sequence(&[], b'K');
            return Some(run);
        }
        self.sequence(&[count], b'X');
        Some(needed)
    }

    /// Brings the cursor to a cell of a line: by a move, or over what stands between anyway if that is shorter.
    fn reach(&mut self, x: usize, y: u16, cells: &[Cell]) {
        let to = Position { x: x as u16, y };
        if self.at == Some(to) {
            return;
        }
        let way = self.way(to);
        if let Some(between) = self.between(to, cells)
            && between.iter().map(|cell| cell.symbol().len()).sum::<usize>() <= way.len()
        {
            for cell in between {
                self.bytes.extend_from_slice(cell.symbol().as_bytes());
            }
        } else {
            self.bytes.extend_from_slice(&way);
        }
        self.at = Some(to);
    }

    /// The cells up to there, if the pen in the hand can write them all.
    fn between<'a>(&self, to: Position, cells: &'a [Cell]) -> Option<&'a [Cell]> {
        let at = self.at.filter(|at| at.y == to.y && at.x < to.x)?;
        let between = cells.get(usize::from(at.x)..usize::from(to.x))?;
        let writes = |cell: &Cell| is_sure(cell) && self.pen.writes(cell);
        between.iter().all(writes).then_some(between)
    }

    /// The shortest move.
    fn way(&self, to: Position) -> Vec<u8> {
        let mut best = match (to.x, to.y) {
            (0, 0) => sequence(&[], b'H'),
            (0, y) => sequence(&[y + 1], b'H'),
            (x, y) => sequence(&[y + 1, x + 1], b'H'),
        };
        let Some(at) = self.at.filter(|_| self.skill.vt) else { return best };
        let mut offer = |way: Vec<u8>| {
            if way.len() < best.len() {
                best = way;
            }
        };
        if at.y == to.y {
            if to.x == 0 {
                offer(b"\r".to_vec());
            } else if to.x > at.x {
                offer(by(to.x - at.x, b'C'));
            } else {
                offer(by(at.x - to.x, b'D'));
                offer(vec![b'\x08'; usize::from(at.x - to.x)]);
            }
            offer(sequence(&[to.x + 1], b'G'));
        } else if to.y > at.y {
            if at.x == to.x {
                offer(by(to.y - at.y, b'B'));
            }
            // The return first: where somebody has the line feed return as well, nothing is different.
            let down = usize::from(to.y - at.y);
            let mut way = [&b"\r"[..], &b"\n".repeat(down.min(8))].concat();
            if to.x > 0 {
                way.extend(by(to.x, b'C'));
            }
            if down <= 8 {
                offer(way);
            }
        }
        best
    }

    fn sequence(&mut self, numbers: &[u16], end: u8) {
        self.bytes.extend(sequence(numbers, end));
    }
}

/// No pen: the cell is as it should be.
const DONE: u16 = u16::MAX;
/// Whatever pen it needs, when all others are through.
const LAST: u16 = u16::MAX - 1;

/// A line of which something has to be written.
struct Row<'a> {
    y: u16,
    cells: &'a [Cell],
    /// For each column, with which pen.
    pens: Vec<u16>,
}

/// The pens that are needed, each once.
#[derive(Default)]
struct Pens(Vec<Pen>);

impl Pens {
    fn number(&mut self, pen: Pen) -> u16 {
        let known = self.0.iter().position(|other| *other == pen);
        let number = known.unwrap_or_else(|| {
            self.0.push(pen);
            self.0.len() - 1
        });
        u16::try_from(number).map_or(LAST, |number| number.min(LAST))
    }

    /// Those of one ground together.
    fn order(&self) -> impl Iterator<Item = u16> {
        let ground = |at: usize| self.0.iter().position(|other| other.bg == self.0[at].bg);
        let mut order: Vec<usize> = (0..self.0.len().min(usize::from(LAST))).collect();
        order.sort_by_key(|at| ground(*at));
        order.into_iter().map(|at| at as u16)
    }
}

/// Which cells of which lines have to be written with which pens.
fn work<'a>(shown: &Buffer, wanted: &'a Buffer) -> (Vec<Row<'a>>, Pens) {
    let (mut rows, mut pens) = (Vec::new(), Pens::default());
    let width = usize::from(wanted.area.width);
    if width == 0 || shown.area != wanted.area {
        return (rows, pens);
    }
    let pairs = shown.content.chunks_exact(width).zip(wanted.content.chunks_exact(width));
    for (y, (shown, cells)) in (0_u16..).zip(pairs).filter(|(_, (shown, cells))| shown != cells) {
        let mut last: Option<(Color, u16)> = None;
        let of = |(cell, changed): (&Cell, bool)| {
            if !changed {
                return DONE;
            }
            if is_blank(cell) {
                // A blank goes with what stands before it.
                return last.filter(|(ground, _)| *ground == cell.bg).map_or(LAST, |(_, number)| number);
            }
            let number = pens.number(PLAIN.for_cell(cell));
            last = Some((cell.bg, number));
            number
        };
        let mut pens: Vec<u16> = cells.iter().zip(changes(shown, cells)).map(of).collect();
        lead(cells, &mut pens);
        rows.push(Row { y, cells, pens });
    }
    (rows, pens)
}

/// Blanks with nothing before them go with what follows.
fn lead(cells: &[Cell], pens: &mut [u16]) {
    let mut next: Option<(Color, u16)> = None;
    for (cell, pen) in cells.iter().zip(pens).rev() {
        if *pen == LAST {
            *pen = next.filter(|(ground, _)| *ground == cell.bg).map_or(LAST, |(_, number)| number);
        } else if *pen != DONE {
            next = Some((cell.bg, *pen));
        }
    }
}

/// A control sequence.
fn sequence(numbers: &[u16], end: u8) -> Vec<u8> {
    let numbers: Vec<String> = numbers.iter().map(u16::to_string).collect();
    let mut bytes = format!("\x1b[{}", numbers.join(";")).into_bytes();
    bytes.push(end);
    bytes
}

/// A relative move; one step needs no number.
fn by(steps: u16, end: u8) -> Vec<u8> {
    if steps == 1 { sequence(&[], end) } else { sequence(&[steps], end) }
}

const fn digits(number: u16) -> usize {
    match number {
        0..=9 => 1,
        10..=99 => 2,
        _ => 3,
    }
}

/// How many columns a cell takes.
fn width(cell: &Cell) -> usize {
    let symbol = cell.symbol();
    if symbol.len() == 1 { 1 } else { symbol.width().max(1) }
}

/// Whether all terminals agree that the cell takes one column. About anything unusual they do not.
fn is_sure(cell: &Cell) -> bool {
    let symbol = cell.symbol();
    symbol.len() == 1 || (symbol.chars().count() == 1 && symbol.width() == 1)
}

/// Which cells of a line have to be written: those that look different, with all that a wide one covers. Only first
/// columns are named.
fn changes(shown: &[Cell], wanted: &[Cell]) -> Vec<bool> {
    let (before, after) = (owners(shown), owners(wanted));
    let mut changed = vec![false; wanted.len()];
    let pairs = shown.iter().zip(wanted).zip(before.iter().zip(&after)).enumerate();
    for (x, ((old, new), (was, is))) in pairs {
        let differs = was != is || (*is == x && !is_alike(old, new));
        if differs && let Some(owner) = changed.get_mut(*is) {
            *owner = true;
        }
        // What was of doubtful width may have reached into its neighbour, which goes with it.
        if differs
            && *was == x
            && !is_sure(old)
            && let Some(next) = after.get(x + width(old)).copied()
        {
            changed[next] = true;
        }
    }
    changed
}

/// For each column, the one in which the cell begins that covers it.
fn owners(cells: &[Cell]) -> Vec<usize> {
    let mut owners = Vec::with_capacity(cells.len());
    for (x, cell) in cells.iter().enumerate() {
        if x >= owners.len() {
            let end = (x + width(cell)).min(cells.len());
            owners.resize(end, x);
        }
    }
    owners
}

fn is_alike(old: &Cell, new: &Cell) -> bool {
    if is_blank(old) && is_blank(new) {
        return old.bg == new.bg;
    }
    old.symbol() == new.symbol() && old.fg == new.fg && old.bg == new.bg && old.modifier == new.modifier
}
