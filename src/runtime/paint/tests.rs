//! Whatever was shown and whatever is wanted: a terminal that obeys ends up with what is wanted.

use std::num::NonZeroU16;

use proptest::prelude::*;
use ratatui::style::{Modifier, Style};

use super::shift::Shift;
use super::*;

const FULL: Skill = Skill { vt: true, fills: true };
const SOME: Skill = Skill { vt: true, fills: false };
const NONE: Skill = Skill { vt: false, fills: false };

/// A terminal behind the bytes of a painter.
struct Desk {
    paint: Paint,
    parser: vt100::Parser,
}

impl Desk {
    fn new(width: u16, height: u16, skill: Skill) -> Self {
        let side = |length| NonZeroU16::new(length).unwrap();
        let parser = vt100::Parser::new(side(height), side(width), 0);
        Self { paint: Paint::new(width, height, skill), parser }
    }

    /// Shows a picture and gives the bytes that it took.
    fn show(&mut self, draw: impl FnOnce(&mut Buffer)) -> String {
        let mut wanted = Buffer::empty(self.paint.wanted.area);
        let bytes = self.paint.frame(|cells| {
            draw(cells);
            wanted = cells.clone();
        });
        self.parser.process(&bytes);
        assert_shows(self.parser.screen(), &wanted);
        String::from_utf8(bytes).unwrap()
    }
}

fn assert_shows(screen: &vt100::Screen, wanted: &Buffer) {
    let area = wanted.area;
    for (y, row) in (0..area.height).zip(wanted.content.chunks(usize::from(area.width))) {
        let mut x = 0;
        while let Some(want) = row.get(usize::from(x)) {
            let cell = screen.cell(y, x).unwrap();
            let shown = if cell.contents().is_empty() { " " } else { cell.contents() };
            assert_eq!(shown, want.symbol(), "at {x},{y}");
            assert_eq!(cell.bgcolor(), color(want.bg), "ground at {x},{y} {shown:?}");
            assert_eq!(cell.underline(), want.modifier.contains(Modifier::UNDERLINED), "at {x},{y}");
            assert_eq!(cell.inverse(), want.modifier.contains(Modifier::REVERSED), "at {x},{y}");
            if !pen::is_blank(want) {
                assert_eq!(cell.fgcolor(), color(want.fg), "at {x},{y} {shown:?}");
                assert_eq!(cell.bold(), want.modifier.contains(Modifier::BOLD), "at {x},{y} {shown:?}");
                assert_eq!(cell.dim(), want.modifier.contains(Modifier::DIM), "at {x},{y} {shown:?}");
                assert_eq!(cell.italic(), want.modifier.contains(Modifier::ITALIC), "at {x},{y} {shown:?}");
            }
            x += if cell.is_wide() { 2 } else { 1 };
        }
    }
}

fn color(color: Color) -> vt100::Color {
    match color {
        Color::Rgb(red, green, blue) => vt100::Color::Rgb(red, green, blue),
        Color::Indexed(index) => vt100::Color::Idx(index),
        Color::Red => vt100::Color::Idx(1),
        Color::LightRed => vt100::Color::Idx(9),
        Color::Reset => vt100::Color::Default,
        other => panic!("{other:?} is not used here"),
    }
}

#[test]
fn a_frame_in_which_nothing_changed_is_no_byte() {
    let mut desk = Desk::new(20, 2, FULL);
    let draw = |cells: &mut Buffer| {
        cells.set_string(0, 0, "notebooks", Style::new());
    };
    assert!(!desk.show(draw).is_empty());
    assert_eq!(desk.show(draw), "");
    desk.paint.forget();
    assert!(desk.show(draw).contains("\x1b[2J"));
}

#[test]
fn styles_arrive_in_the_terminal_as_they_were_meant() {
    let mut desk = Desk::new(30, 2, FULL);
    let bytes = desk.show(|cells| {
        let exact = Style::new().fg(Color::Rgb(1, 2, 3)).bg(Color::Indexed(200));
        cells.set_string(0, 0, "a", Style::new());
        cells.set_string(1, 0, "b", exact.add_modifier(Modifier::BOLD));
        cells.set_string(2, 0, "c", Style::new().fg(Color::LightRed).add_modifier(Modifier::UNDERLINED));
        cells.set_string(3, 0, "d", Style::new().add_modifier(Modifier::REVERSED));
        cells.set_string(4, 0, "e", Style::new());
    });
    assert!(bytes.ends_with("\x1b[m\x1b[?2026l"), "{bytes:?}");
}

#[test]
fn a_character_of_doubtful_width_does_not_move_the_rest_of_the_row() {
    let mut desk = Desk::new(20, 1, FULL);
    let bytes = desk.show(|cells| {
        cells.set_string(0, 0, "é\u{301}x日y", Style::new());
    });
    assert!(bytes.contains("\u{301}\u{1b}[1;2Hx日\u{1b}[1;5Hy"), "{bytes:?}");
    // What stood behind it is written again, in case the terminal thought otherwise.
    let bytes = desk.show(|cells| {
        cells.set_string(0, 0, "e.x日y", Style::new());
    });
    assert!(bytes.contains("e."), "{bytes:?}");
}

#[test]
fn a_terminal_that_is_not_known_gets_the_plainest_bytes() {
    let picture = |cells: &mut Buffer, first: usize| {
        for y in 0..20 {
            cells.set_string(3, y, format!("row {} of a long list", first + usize::from(y)), Style::new());
        }
    };
    let mut desk = Desk::new(40, 20, NONE);
    let bytes: String = (0..4).map(|first| desk.show(|cells| picture(cells, first))).collect();
    for part in bytes.split("\x1b[").skip(1) {
        let end = part.find(|c: char| c.is_ascii_alphabetic()).unwrap();
        assert!(matches!(part.as_bytes()[end], b'H' | b'm' | b'J' | b'h' | b'l'), "{part:?}");
    }
}

#[test]
fn lists_scroll_by_themselves_beside_what_stays() {
    let picture = |cells: &mut Buffer, first: usize, cursor: u16| {
        let style = |role| Style::new().bg(Color::Indexed(233)).fg(Color::Indexed(role));
        cells.set_style(cells.area, style(250));
        for y in 2..38 {
            cells.set_string(0, y, format!("│ account {y}      │"), style(240));
            let number = (first + usize::from(y)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let row = format!("{number:x}-{:x}   eu-west-1   {:x}", number >> 7, number >> 19);
            cells.set_string(20, y, format!("{row:90}"), style(250));
        }
        cells.set_style(Rect::new(20, cursor, 90, 1), Style::new().bg(Color::Indexed(236)));
    };
    for skill in [FULL, SOME] {
        let mut desk = Desk::new(120, 40, skill);
        let whole = desk.show(|cells| picture(cells, 0, 37)).len();
        for (first, cursor) in [(1, 37), (2, 37), (1, 2), (0, 2), (9, 20), (3, 11)] {
            let bytes = desk.show(|cells| picture(cells, first, cursor));
            assert!(bytes.contains("\x1b[r"), "{bytes:?}");
            assert!(bytes.len() < whole / 2, "{} of {whole}", bytes.len());
        }
    }
}

#[test]
fn terminals_are_known_by_their_names() {
    let of = |term, tmux| Skill::of(Some(term), tmux);
    for term in ["xterm-256color", "tmux-256color", "linux", "xterm-kitty", "alacritty", "foot-extra"] {
        assert_eq!(of(term, None), FULL, "{term}");
    }
    assert_eq!((of("screen-256color", None), of("screen", Some("/tmp/tmux-0/default,1,0"))), (SOME, FULL));
    assert_eq!((of("vt220", None), of("stranger", None), Skill::of(None, None)), (SOME, NONE, NONE));
}

/// A piece of text somewhere in the picture.
#[derive(Clone, Debug)]
struct Piece {
    x: u16,
    y: u16,
    text: String,
    style: Style,
}

fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    let color = prop_oneof![
        3 => Just(Color::Reset),
        2 => Just(Color::Indexed(233)),
        1 => Just(Color::Rgb(1, 2, 3)),
        1 => Just(Color::Red),
    ];
    let modifier = prop_oneof![
        4 => Just(Modifier::empty()),
        1 => Just(Modifier::BOLD),
        1 => Just(Modifier::DIM.union(Modifier::ITALIC)),
        1 => Just(Modifier::REVERSED),
        1 => Just(Modifier::UNDERLINED.union(Modifier::BOLD)),
    ];
    // Nothing of what a piece is laid upon shines through: the terminal of these tests cannot be bold and dim at once.
    let style = (color.clone(), color, modifier).prop_map(|(fg, bg, modifier)| Style {
        sub_modifier: Modifier::all() - modifier,
        ..Style::new().fg(fg).bg(bg).add_modifier(modifier)
    });
    let text = prop_oneof![3 => "[a-c ]{1,12}", 2 => " {1,24}", 1 => "[a日─ ]{1,8}"];
    let piece =
        (0..24_u16, 0..12_u16, text, style).prop_map(|(x, y, text, style)| Piece { x, y, text, style });
    proptest::collection::vec(piece, 0..40)
}

fn lay(cells: &mut Buffer, pieces: &[Piece]) {
    for piece in pieces {
        cells.set_string(piece.x, piece.y, &piece.text, piece.style);
    }
    // Half of a wide character is left over where another was laid upon it.
    let width = usize::from(cells.area.width);
    for row in cells.content.chunks_mut(width) {
        for x in 0..width {
            let is_cut = row[x].symbol() == "日" && row.get(x + 1).is_none_or(|next| *next != Cell::EMPTY);
            if is_cut {
                row[x].set_symbol(" ");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_picture_follows_any_other(
        pictures in proptest::collection::vec(pieces(), 2..5),
        skill in prop_oneof![Just(FULL), Just(SOME), Just(NONE)],
    ) {
        let mut desk = Desk::new(24, 12, skill);
        for picture in pictures {
            desk.show(|cells| lay(cells, &picture));
        }
    }

    #[test]
    fn whatever_lines_move_first_the_picture_is_right_afterwards(
        before in pieces(),
        after in pieces(),
        (top, lines, by) in (0..11_u16, 2..13_u16, prop_oneof![-11..0_i32, 1..12_i32]),
        skill in prop_oneof![Just(FULL), Just(SOME)],
    ) {
        let bottom = (top + lines).min(12);
        let far = i32::from(bottom - top) - 1;
        let shift = Shift { top, bottom, by: by.clamp(-far, far) };
        let mut desk = Desk::new(24, 12, skill);
        desk.show(|cells| lay(cells, &before));
        let mut moved = Buffer::empty(Rect::new(0, 0, 24, 12));
        let mut wanted = moved.clone();
        lay(&mut moved, &before);
        lay(&mut wanted, &after);
        let mut strokes = Strokes::new(skill);
        strokes.shift(shift);
        shift.apply(&mut moved);
        strokes.draw(&moved, &wanted);
        desk.parser.process(&strokes.finish());
        assert_shows(desk.parser.screen(), &wanted);
    }

    #[test]
    fn a_list_that_moved_is_found_wherever_it_stands(top in 1..8_u16, height in 12..20_u16, by in 1..5_u16) {
        let picture = |first: u16| {
            let mut cells = Buffer::empty(Rect::new(0, 0, 60, 30));
            cells.set_string(0, 0, "a".repeat(60), Style::new());
            for y in 0..height {
                let number = usize::from(first + y).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                cells.set_string(0, top + y, format!("{number:016x}").repeat(4), Style::new());
            }
            cells.set_string(0, top + height, "b".repeat(60), Style::new());
            cells
        };
        let (old, new) = (picture(0), picture(by));
        let up = Shift { top, bottom: top + height, by: i32::from(by) };
        assert_eq!(shift::find(&old, &new), Some(up));
        assert_eq!(shift::find(&new, &old), Some(Shift { by: -up.by, ..up }));
    }
}
