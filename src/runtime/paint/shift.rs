//! Whether a part of the picture moved up or down as a whole, so that the terminal can move the lines itself.
//!
//! Lines move over their whole width, while a list is often only a part of it. So this only proposes: whether it is
//! worth it, the bytes decide. Pure.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

/// Cells that are compared at once: short enough for columns, long enough not to be alike by chance.
const BLOCK: usize = 6;

/// So many blocks must find their place, or it is not worth a try.
const LEAST: i32 = 8;

/// Lines `top` to `bottom` (which is the first that stays) move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    pub top: u16,
    pub bottom: u16,
    /// How far up; negative is down.
    pub by: i32,
}

impl Shift {
    pub const fn is_up(self) -> bool {
        self.by > 0
    }

    /// How many lines far, whichever way.
    pub const fn lines(self) -> u16 {
        self.by.unsigned_abs() as u16
    }

    /// Does to cells what the terminal does to its lines.
    pub fn apply(self, cells: &mut Buffer) {
        let width = usize::from(cells.area.width);
        let range = usize::from(self.top) * width..usize::from(self.bottom) * width;
        let far = usize::from(self.lines()) * width;
        let Some(lines) = cells.content.get_mut(range).filter(|lines| far <= lines.len()) else { return };
        if self.is_up() {
            lines.rotate_left(far);
            let kept = lines.len() - far;
            lines[kept..].fill(Cell::EMPTY);
        } else {
            lines.rotate_right(far);
            lines[..far].fill(Cell::EMPTY);
        }
    }
}

/// The move that brings most cells to where they are wanted, if any does.
pub fn find(shown: &Buffer, wanted: &Buffer) -> Option<Shift> {
    let Rect { width, height, .. } = wanted.area;
    if shown.area != wanted.area || width == 0 {
        return None;
    }
    let per_row = usize::from(width).div_ceil(BLOCK);
    let (shown, wanted) = (blocks(shown), blocks(wanted));
    let rows: Vec<(&[u64], &[u64])> = shown.chunks(per_row).zip(wanted.chunks(per_row)).collect();
    let stays: Vec<i32> = rows.iter().map(|(shown, wanted)| alike(shown, wanted)).collect();
    let most = i32::from(height) - 1;
    let best = (-most..=most)
        .filter(|by| *by != 0)
        .filter_map(|by| {
            let gains = rows.iter().zip(&stays).enumerate().map(|(y, ((_, wanted), stays))| {
                let from = usize::try_from(y as i32 + by).ok().and_then(|from| rows.get(from));
                from.map_or(i32::MIN / 4, |(shown, _)| alike(shown, wanted) - stays)
            });
            best_run(gains).map(|(gain, first, last)| (gain, by, first, last))
        })
        .filter(|(gain, ..)| *gain >= LEAST)
        .max_by_key(|(gain, by, ..)| (*gain, -by.abs()))?;
    let (_, by, first, last) = best;
    let (first, last) = (first as i32, last as i32);
    // The lines that move, and the place that they leave.
    let (top, bottom) = if by > 0 { (first, last + 1 + by) } else { (first + by, last + 1) };
    Some(Shift { top: u16::try_from(top).ok()?, bottom: u16::try_from(bottom).ok()?, by })
}

fn alike(a: &[u64], b: &[u64]) -> i32 {
    a.iter().zip(b).filter(|(a, b)| a == b).count() as i32
}

/// The run of the greatest sum, if that is more than nothing: sum, first and last place.
fn best_run(gains: impl Iterator<Item = i32>) -> Option<(i32, usize, usize)> {
    let mut best: Option<(i32, usize, usize)> = None;
    let (mut sum, mut first) = (0_i32, 0);
    for (at, gain) in gains.enumerate() {
        if sum <= 0 {
            (sum, first) = (0, at);
        }
        sum = sum.saturating_add(gain);
        if sum > best.map_or(0, |(most, ..)| most) {
            best = Some((sum, first, at));
        }
    }
    best
}

/// A number for each block of cells, line by line. Equal blocks have equal numbers; that different ones have different
/// numbers is likely, and all that is needed here.
fn blocks(cells: &Buffer) -> Vec<u64> {
    let width = usize::from(cells.area.width);
    cells.content.chunks(width).flat_map(|row| row.chunks(BLOCK).map(number)).collect()
}

fn number(cells: &[Cell]) -> u64 {
    let mix = |number: u64, next: u64| (number.rotate_left(5) ^ next).wrapping_mul(0x517c_c1b7_2722_0a95);
    cells.iter().fold(0, |mut number, cell| {
        for byte in cell.symbol().bytes() {
            number = mix(number, byte.into());
        }
        let modifier: Modifier = cell.modifier;
        mix(mix(mix(number, color(cell.fg)), color(cell.bg)), modifier.bits().into())
    })
}

fn color(color: Color) -> u64 {
    match color {
        Color::Rgb(red, green, blue) => 0x100_0000 | u64::from(u32::from_be_bytes([0, red, green, blue])),
        Color::Indexed(index) => 0x200_0000 | u64::from(index),
        Color::Reset => 0,
        Color::Black => 1,
        Color::Red => 2,
        Color::Green => 3,
        Color::Yellow => 4,
        Color::Blue => 5,
        Color::Magenta => 6,
        Color::Cyan => 7,
        Color::Gray => 8,
        Color::DarkGray => 9,
        Color::LightRed => 10,
        Color::LightGreen => 11,
        Color::LightYellow => 12,
        Color::LightBlue => 13,
        Color::LightMagenta => 14,
        Color::LightCyan => 15,
        Color::White => 16,
    }
}
